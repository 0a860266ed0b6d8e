import { OptionsError } from '@plimsoll/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineContract } from './contract.ts'

const parts = { input: z.object({ tenure: z.number() }), output: z.object({ p: z.number() }) }

test('splits the name, keeps the schemas and is frozen', () => {
  const contract = defineContract('team/churn@4', { ...parts, label: z.boolean(), owner: 'growth' })
  expect(contract).toMatchObject({ name: 'team/churn', version: '4', owner: 'growth', opaque: [] })
  expect(contract.input).toBe(parts.input)
  expect(contract.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(Object.isFrozen(contract) && Object.isFrozen(contract.inputColumns)).toBe(true)
  expect(Object.isFrozen(contract.inputColumns[0]?.path)).toBe(true)
})

test('takes an option that is undefined as absent', () => {
  const nothing = { label: undefined, owner: undefined, tier: undefined, tag: undefined }
  const contract = defineContract('churn@4', { ...parts, ...nothing })
  expect(contract.digest).toBe(defineContract('churn@4', parts).digest)
  expect(Object.keys(contract.toJSON())).toEqual(Object.keys(defineContract('churn@4', parts).toJSON()))
})

test('gives plain data as JSON', () => {
  const contract = defineContract('churn@4', { ...parts, tag: 'x' })
  expect(JSON.parse(JSON.stringify(contract))).toEqual({
    name: 'churn',
    version: '4',
    digest: contract.digest,
    inputColumns: [{ name: 'tenure', path: ['tenure'], kind: 'numeric' }],
    outputColumns: [{ name: 'p', path: ['p'], kind: 'numeric' }],
    opaque: [],
    hasLabel: false,
    tag: 'x',
  })
})

test.each(['churn', 'churn@', '@4', 'churn@4@5', 'a b@1', 'churn@4\n', '', `${'x'.repeat(200)}@1`])(
  'refuses the name %j',
  (name) => {
    expect(() => defineContract(name, parts)).toThrow('name must be name@version, such as churn@4')
  },
)

test('lists every mistake at once', () => {
  const wrong = { input: 3, outputs: z.string(), label: {}, tag: '' }
  let error: unknown
  try {
    defineContract('churn', wrong as never)
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(OptionsError)
  const options = (error as OptionsError).problems.map((problem) => problem.option)
  expect(options).toEqual(['name', 'outputs', 'input', 'output', 'label', 'tag'])
})

test('refuses a definition that is no object', () => {
  for (const given of [undefined, null, 'x', []]) {
    expect(() => defineContract('churn@4', given as never)).toThrow('definition must be an object')
  }
})
