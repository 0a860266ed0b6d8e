import { compose } from '@plimsoll/core'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { inputCheck, labelCheck, outputCheck } from './contract-check.ts'
import { defineContract } from './contract.ts'
import { InputContractStage } from './input-contract-stage.ts'
import type { StandardSchemaV1 } from './standard-schema.ts'

const valibot = v.object({
  n: v.pipe(v.string(), v.trim(), v.transform(Number), v.minValue(0)),
  x: v.optional(v.number()),
})
const arktype = type({
  n: type('string')
    .pipe((text) => Number(text))
    .to('number >= 0'),
  'x?': 'number',
})
const later = v.objectAsync({
  n: v.pipeAsync(
    v.string(),
    v.transformAsync((text) => Promise.resolve(Number(text))),
    v.checkAsync((n) => Promise.resolve(n >= 0)),
  ),
})

describe.each<[string, StandardSchemaV1]>([
  ['valibot', valibot],
  ['arktype', arktype],
])('a contract of %s', (_, schema) => {
  const contract = defineContract('m@1', { input: schema, output: schema, label: schema })

  test.each([inputCheck, outputCheck, labelCheck])('parses and refuses at once: %o', (checkOf) => {
    const check = checkOf(contract)
    for (let i = 0; i < 3; i++) {
      expect(check({ n: '3', x: 1 })).toEqual({ n: 3, x: 1 })
      expect(() => check({ n: '-3' })).toThrow(/does not satisfy the schema/)
      expect(() => check({ n: 3 })).toThrow(/breaks its contract/)
      expect(() => check('secret')).toThrow(/^((?!secret).)*$/)
    }
  })

  test('gives targets what it parsed', async () => {
    const predict = compose((input: unknown) => input, [new InputContractStage(contract)])
    for (let i = 0; i < 3; i++) expect(await predict({ n: '4' })).toMatchObject({ n: 4 })
    await expect(predict({ n: 'x' })).rejects.toMatchObject({ code: 'PLIMSOLL_INPUT_VIOLATION' })
  })

  test('is opaque to the digest, and has no columns', () => {
    expect(contract.opaque).toEqual(['input', 'output', 'label'])
    expect(contract.inputColumns).toEqual([])
  })
})

test('an asynchronous schema of valibot is waited for', async () => {
  const contract = defineContract('m@1', { input: later, output: later })
  const check = inputCheck(contract)
  for (let i = 0; i < 3; i++) {
    const pending = check({ n: '3' })
    expect(pending).toBeInstanceOf(Promise)
    expect(await pending).toEqual({ n: 3 })
    await expect(check({ n: '-1' })).rejects.toMatchObject({ code: 'PLIMSOLL_INPUT_VIOLATION' })
  }
  const predict = compose((input: unknown) => input, [new InputContractStage(contract)])
  expect(await predict({ n: '4' })).toEqual({ n: 4 })
  await expect(predict({ n: 4 })).rejects.toMatchObject({ code: 'PLIMSOLL_INPUT_VIOLATION' })
})
