import { afterEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { inputCheck } from '../contract-check.ts'
import { defineContract } from '../contract.ts'
import { validate } from '../validate.ts'

/** A check that is past its first value, so that its schema is compiled. */
function compiledCheck(input: z.ZodType): (value: unknown) => unknown {
  const check = inputCheck(defineContract('m@1', { input, output: z.unknown() }))
  try {
    void Promise.resolve(check(undefined)).catch(() => undefined)
  } catch {
    // Most schemas refuse it.
  }
  return check
}

const throwing = (): never => {
  throw new Error('no')
}
const withGetter = (key: string, get: () => unknown): object =>
  Object.defineProperty({}, key, { get, enumerable: true, configurable: true })

describe('what comes back', () => {
  test('is new, all the way down', () => {
    const check = compiledCheck(z.object({ a: z.object({ b: z.array(z.number()) }) }))
    const value = { a: { b: [1] } }
    const parsed = check(value) as typeof value
    expect(parsed).toEqual(value)
    expect(parsed).not.toBe(value)
    expect(parsed.a).not.toBe(value.a)
    expect(parsed.a.b).not.toBe(value.a.b)
    const again = check(value) as typeof value
    expect(again.a).not.toBe(parsed.a)
  })

  test('has the declared keys in their order, and no others', () => {
    const check = compiledCheck(z.object({ b: z.number(), a: z.string(), 1: z.boolean() }))
    const parsed = check({ a: '', z: 9, b: 2, 1: true, [Symbol('s')]: 1 }) as object
    expect(Reflect.ownKeys(parsed)).toEqual(['1', 'b', 'a'])
  })

  test('lacks what the value lacked, whatever came before', () => {
    const shape = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`k${i}`, z.number().optional()]))
    const check = compiledCheck(z.object(shape))
    for (let round = 0; round < 2; round++) {
      for (let mask = 0; mask < 64; mask++) {
        const value = Object.fromEntries(
          Object.keys(shape).flatMap((key, i) => (mask & (1 << i) ? [[key, i]] : [])),
        )
        expect(Object.entries(check(value) as object)).toEqual(Object.entries(value))
      }
    }
    expect(check({ k0: undefined })).toStrictEqual({ k0: undefined })
  })

  test('is right with more fields than a mask has bits', () => {
    const shape = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, z.number().optional()]))
    const check = compiledCheck(z.object(shape))
    const whole = Object.fromEntries(Object.keys(shape).map((key, i) => [key, i]))
    const { k0: _, k77: __, ...partly } = whole
    for (const value of [whole, partly, whole, {}]) {
      expect(Object.entries(check(value) as object)).toEqual(Object.entries(value))
    }
  })

  test('has fresh defaults', () => {
    const check = compiledCheck(z.object({ list: z.array(z.number()).default([]) }))
    const [one, two] = [check({}), check({})] as { list: number[] }[]
    expect(one?.list).toEqual([])
    expect(one?.list).not.toBe(two?.list)
  })

  test('is frozen where the schema says so', () => {
    const check = compiledCheck(z.object({ a: z.object({ b: z.number() }).readonly() }))
    const parsed = check({ a: { b: 1 } }) as { a: object }
    expect(Object.isFrozen(parsed.a)).toBe(true)
    expect(Object.isFrozen(parsed)).toBe(false)
    const value = new Date(0)
    expect(Object.isFrozen(compiledCheck(z.date().readonly())(value))).toBe(true)
    expect(Object.isFrozen(value)).toBe(true)
  })

  test('is not frozen by an option that refuses it', () => {
    const value = {}
    expect(compiledCheck(z.union([z.string().readonly(), z.unknown()]))(value)).toBe(value)
    expect(Object.isFrozen(value)).toBe(false)
  })

  test('keeps -0', () => {
    expect(
      compiledCheck(z.object({ a: z.number().min(0), b: z.literal(0) }))({ a: -0, b: -0 }),
    ).toStrictEqual({
      a: -0,
      b: -0,
    })
  })

  test('has no holes', () => {
    // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tested
    const parsed = compiledCheck(z.array(z.number().optional()))([1, , 2]) as unknown[]
    expect(Object.keys(parsed)).toEqual(['0', '1', '2'])
  })
})

describe('reading', () => {
  test('each getter that is declared once, and none that is not', () => {
    const check = compiledCheck(z.object({ a: z.number(), b: z.object({ c: z.number() }) }))
    const [a, b, c, more] = [vi.fn(() => 1), vi.fn(), vi.fn(() => 2), vi.fn()]
    b.mockReturnValue(withGetter('c', c))
    const value = withGetter('more', more)
    Object.defineProperty(value, 'b', { get: b, enumerable: true })
    Object.defineProperty(value, 'a', { get: a, enumerable: true })
    expect(check(value)).toEqual({ a: 1, b: { c: 2 } })
    for (const get of [a, b, c]) expect(get).toHaveBeenCalledOnce()
    expect(more).not.toHaveBeenCalled()
  })

  test('what is refused a second time: then that reading alone counts', () => {
    const check = compiledCheck(z.object({ a: z.number(), b: z.number() }))
    const changing = (first: unknown, then: unknown): (() => unknown) =>
      vi.fn(() => then).mockReturnValueOnce(first)
    const value = withGetter('a', changing('no', 1))
    // The first reading stops at `a`.
    Object.defineProperty(value, 'b', { get: changing(8, 'late'), enumerable: true })
    expect(check(value)).toEqual({ a: 1, b: 8 })
    expect(() => check(withGetter('a', changing('no', 'neither')))).toThrow(/breaks its contract/)
  })

  test('inherited and hidden properties as zod does', () => {
    class Row {
      get a(): number {
        return 1
      }
    }
    const check = compiledCheck(z.object({ a: z.number() }))
    expect(check(new Row())).toStrictEqual({ a: 1 })
    expect(check(Object.create({ a: 2 }))).toStrictEqual({ a: 2 })
    expect(check(Object.defineProperty({}, 'a', { value: 3 }))).toStrictEqual({ a: 3 })
    expect(() => compiledCheck(z.strictObject({ a: z.number() }))(Object.create({ a: 2, b: 1 }))).toThrow()
  })

  test('a large array of bytes for two keys takes no list of its indices', () => {
    const bytes = Object.assign(new Uint8Array(50_000_000), { a: 1 })
    const check = compiledCheck(z.object({ a: z.number(), length: z.number() }))
    expect(check(bytes)).toEqual({ a: 1, length: 50_000_000 })
  })

  test('a value within a refinement of another', () => {
    const inner: { check?: (value: unknown) => unknown } = {}
    const schema = z.object({
      a: z.number(),
      b: z.number().refine((n) => {
        if (n > 0) expect(inner.check?.({ a: 100 + n, b: 0, c: 3 })).toEqual({ a: 100 + n, b: 0, c: 3 })
        return true
      }),
      c: z.number(),
    })
    inner.check = compiledCheck(schema)
    for (let i = 0; i < 3; i++) expect(inner.check?.({ a: i, b: 1, c: 5 })).toEqual({ a: i, b: 1, c: 5 })
  })

  test('goes on after a value that throws half way', () => {
    const check = compiledCheck(z.object({ a: z.number(), b: z.number(), c: z.number().optional() }))
    const value = Object.assign(withGetter('b', throwing), { c: 7 })
    expect(() => check({ a: 1, ...Object.create(null) })).toThrow()
    expect(() => check(value)).toThrow(/can not be read/)
    expect(check({ a: 1, b: 2 })).toStrictEqual({ a: 1, b: 2 })
  })
})

describe('functions of the schema', () => {
  test('run once for what is taken, a second time for what is refused', () => {
    const refine = vi.fn((text: string) => text !== 'no')
    const turn = vi.fn((text: string) => text.length)
    const check = compiledCheck(z.object({ a: z.string().refine(refine), b: z.string().transform(turn) }))
    refine.mockClear()
    expect(check({ a: 'yes', b: 'four' })).toEqual({ a: 'yes', b: 4 })
    expect(refine).toHaveBeenCalledOnce()
    expect(turn).toHaveBeenCalledOnce()
    expect(() => check({ a: 'no', b: 'four' })).toThrow()
    expect(refine).toHaveBeenCalledTimes(3)
  })

  test('that give a promise have zod read all values from then on', async () => {
    const refine = vi.fn((n: number) => (n < 10 ? n > 0 : Promise.resolve(n % 2 === 0)))
    const check = compiledCheck(z.object({ a: z.number().refine(refine) }))
    expect(check({ a: 1 })).toEqual({ a: 1 })
    expect(await check({ a: 12 })).toEqual({ a: 12 })
    await expect(check({ a: 13 })).rejects.toThrow(/breaks its contract/)
    refine.mockClear()
    expect(await check({ a: 14 })).toEqual({ a: 14 })
    expect(refine).toHaveBeenCalledOnce()
  })
})

describe('violations', () => {
  test('are the same at every reading', () => {
    const schema = z.object({
      n: z.number().min(3).multipleOf(2),
      list: z.array(z.object({ t: z.string().max(2) })),
      u: z.union([z.string(), z.number()]),
    })
    const value = { n: 1, list: [{ t: 'abc' }, {}], u: true }
    const first = validate(schema, value)
    expect(first).toMatchObject({ ok: false, violations: { length: 5 } })
    for (let i = 0; i < 3; i++) expect(validate(schema, value)).toEqual(first)
  })
})

describe('a value that refers to itself', () => {
  const node = z.object({
    n: z.number(),
    get next() {
      return node.optional()
    },
  })

  test('is read to its end under a recursive schema', () => {
    const check = compiledCheck(z.object({ list: node, other: node }))
    const cycle: Record<string, unknown> = { n: 1 }
    cycle['next'] = cycle
    const parsed = check({ list: cycle, other: cycle }) as Record<'list' | 'other', Record<'next', unknown>>
    expect(parsed.list.next).toBe(parsed.list)
    expect(parsed.other).toBe(parsed.list)
  })

  test('is cut off by one that is not', () => {
    const cycle: Record<string, unknown> = { n: 1 }
    cycle['next'] = cycle
    expect(compiledCheck(z.object({ n: z.number() }))(cycle)).toEqual({ n: 1 })
  })
})

describe('what was added to Object.prototype', () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, 'polluted')
  })

  test('counts as it does for zod', () => {
    const loose = z.looseObject({ a: z.number() })
    const strict = z.strictObject({ a: z.number() })
    const record = z.record(z.string(), z.number())
    const checks = [loose, strict, record].map(compiledCheck)
    Object.defineProperty(Object.prototype, 'polluted', {
      value: 1,
      enumerable: true,
      configurable: true,
      writable: true,
    })
    for (const [i, schema] of [loose, strict, record].entries()) {
      const expected = schema.safeParse({ a: 1 })
      if (expected.success)
        expect(Object.entries(checks[i]?.({ a: 1 }) as object)).toEqual(Object.entries(expected.data))
      else expect(() => checks[i]?.({ a: 1 })).toThrow()
    }
  })
})

test('a pattern that remembers where it stopped begins anew', () => {
  const check = compiledCheck(z.object({ a: z.string().regex(/a/g), b: z.string().regex(/a/y) }))
  for (let i = 0; i < 4; i++) expect(check({ a: 'xxa', b: 'a' })).toEqual({ a: 'xxa', b: 'a' })
})

test('lengths are counted in characters', () => {
  const check = compiledCheck(z.string().min(2).max(2))
  expect(check('\u{1F600}\u{1F600}')).toBe('\u{1F600}\u{1F600}')
  expect(() => check('\u{1F600}')).toThrow()
  expect(() => check('\u{1F600}ab')).toThrow()
})
