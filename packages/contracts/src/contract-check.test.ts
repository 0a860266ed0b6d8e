import { compose } from '@plimsoll/core'
import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { inputCheck, labelCheck, outputCheck } from './contract-check.ts'
import { defineContract } from './contract.ts'
import { InputContractStage } from './input-contract-stage.ts'

const secret = 'SECRET-4711'
const contract = defineContract('m@1', {
  input: z.object({ n: z.string().transform(Number) }),
  output: z.object({ p: z.number().max(1) }),
  label: z.boolean(),
})
const parityLater = z.number().refine((n) => Promise.resolve(n % 2 === 0))
const later = defineContract('m@1', { input: parityLater, output: parityLater, label: parityLater })

describe('a check', () => {
  test('gives the parsed value at once for a synchronous schema', () => {
    expect(inputCheck(contract)({ n: '3', more: true })).toEqual({ n: 3 })
    expect(outputCheck(contract)({ p: 0.5 })).toEqual({ p: 0.5 })
    expect(labelCheck(contract)(true)).toBe(true)
  })

  test('gives a promise for an asynchronous schema', async () => {
    const check = inputCheck(later)
    const pending = check(2)
    expect(pending).toBeInstanceOf(Promise)
    await expect(pending).resolves.toBe(2)
    await expect(check(3)).rejects.toMatchObject({ code: 'PLIMSOLL_INPUT_VIOLATION' })
    await expect(outputCheck(later)(3)).rejects.toMatchObject({ code: 'PLIMSOLL_OUTPUT_VIOLATION' })
    await expect(labelCheck(later)(3)).rejects.toMatchObject({ code: 'PLIMSOLL_LABEL_VIOLATION' })
  })

  test('finds out late that a schema is asynchronous', async () => {
    const input = z.object({ a: parityLater.optional() })
    const check = inputCheck(defineContract('m@1', { input, output: z.number() }))
    expect(check({})).toEqual({})
    expect(await check({ a: 2 })).toEqual({ a: 2 })
    await expect(Promise.resolve(check({ a: 3 }))).rejects.toMatchObject({ code: 'PLIMSOLL_INPUT_VIOLATION' })
  })

  test('a refinement found late to be asynchronous, whose promise rejects, leaves no rejection behind', async () => {
    const unhandled: unknown[] = []
    const onUnhandled = (error: unknown): number => unhandled.push(error)
    process.on('unhandledRejection', onUnhandled)
    try {
      const rejecting = z.number().refine((n) => (n === 0 ? true : Promise.reject(new Error(secret))))
      const input = z.object({ a: rejecting.optional(), b: z.string().optional() })
      const check = inputCheck(defineContract('m@1', { input, output: z.number() }))
      for (let i = 0; i < 3; i++) expect(check({ b: 'x' })).toEqual({ b: 'x' })
      expect(check({ a: 0 })).toEqual({ a: 0 })
      for (let i = 0; i < 2; i++) {
        await expect(Promise.resolve(check({ a: 1 }))).rejects.toMatchObject({
          violations: [{ rule: 'unreadable' }],
        })
      }
      await new Promise((resolve) => setTimeout(resolve, 0))
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', onUnhandled)
    }
  })

  test('throws violations of its own code, without value or cause', () => {
    const cases = [
      [
        () => inputCheck(contract)({ n: { secret } }),
        'PLIMSOLL_INPUT_VIOLATION',
        'the input of m@1 breaks its contract: n: ',
      ],
      [
        () => outputCheck(contract)({ p: secret }),
        'PLIMSOLL_OUTPUT_VIOLATION',
        'the output of m@1 breaks its contract: p: ',
      ],
      [
        () => labelCheck(contract)(secret),
        'PLIMSOLL_LABEL_VIOLATION',
        'the label of m@1 breaks its contract: the value: ',
      ],
    ] as const
    for (const [check, code, message] of cases) {
      const error = thrownBy(check)
      expect(error).toMatchObject({ code, name: 'ViolationError' })
      expect(error).not.toHaveProperty('cause')
      expect(error.message).toContain(message)
      expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain(secret)
    }
  })

  test('stays the same check after a value that throws', () => {
    const check = inputCheck(contract)
    expect(check({ n: '1' })).toEqual({ n: 1 })
    const throwing = {
      get n(): never {
        throw new Error(secret)
      },
    }
    const error = thrownBy(() => check(throwing))
    expect(error).toMatchObject({ violations: [{ path: '', rule: 'unreadable' }] })
    expect(error).not.toHaveProperty('cause')
    expect(check({ n: '2' })).toEqual({ n: 2 })
  })

  test('reads a valid value once', () => {
    const get = vi.fn(() => '1')
    const check = inputCheck(contract)
    for (let i = 0; i < 3; i++) check(Object.defineProperty({}, 'n', { get, enumerable: true }))
    expect(get).toHaveBeenCalledTimes(3)
  })

  test('refuses every label where the contract has none', () => {
    const bare = defineContract('m@1', { input: z.number(), output: z.number() })
    expect(thrownBy(() => labelCheck(bare)(1)).message).toContain('has no label schema')
  })
})

describe('an output that can be read once', () => {
  const lax = outputCheck(defineContract('m@1', { input: z.unknown(), output: z.unknown() }))
  test.each<[string, unknown]>([
    ['a stream', new ReadableStream()],
    ['a Response', new Response('x')],
    ['an async generator', (async function* () {})()],
    ['an async iterable', { [Symbol.asyncIterator]: () => undefined }],
    ['a generator', (function* () {})()],
    ['an iterator', [1].values()],
  ])('%s is refused', (_, output) => {
    expect(thrownBy(() => lax(output))).toMatchObject({ code: 'PLIMSOLL_UNREPEATABLE_OUTPUT' })
  })

  test.each<[string, unknown]>([
    ['an object', { next: 1 }],
    ['an array', [1]],
    ['a Map', new Map()],
    ['a Set', new Set()],
    ['a typed array', new Float32Array(1)],
    ['a text', 'x'],
    ['nothing', null],
  ])('%s is not one', (_, output) => {
    expect(lax(output)).toBe(output)
  })

  test('a getter that throws is left to the schema', () => {
    const output = {
      get p(): never {
        throw new Error(secret)
      },
      get getReader(): never {
        throw new Error(secret)
      },
    }
    expect(thrownBy(() => outputCheck(contract)(output))).toMatchObject({ code: 'PLIMSOLL_OUTPUT_VIOLATION' })
  })
})

describe('the stage', () => {
  test('passes the parsed input on', async () => {
    const target = vi.fn((input: unknown) => input)
    const predict = compose(target, [new InputContractStage(contract)])
    expect(await predict({ n: '4', more: 1 })).toEqual({ n: 4 })
  })

  test('refuses a call before the target', async () => {
    const target = vi.fn((input: unknown) => input)
    const predict = compose(target, [new InputContractStage(contract)])
    await expect(predict({})).rejects.toMatchObject({ code: 'PLIMSOLL_INPUT_VIOLATION' })
    expect(target).not.toHaveBeenCalled()
  })

  test('waits for an asynchronous schema, also to refuse', async () => {
    const predict = compose((input: unknown) => input, [new InputContractStage(later)])
    expect(await predict(2)).toBe(2)
    await expect(predict(3)).rejects.toMatchObject({ code: 'PLIMSOLL_INPUT_VIOLATION' })
  })
})

function thrownBy(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
