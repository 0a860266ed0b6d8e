import { afterEach, describe, expect, test } from 'vitest'
import { canonicalKey } from './canonical-key.ts'
import { copyInput } from './copy-input.ts'
import { inputHash } from './input-hash.ts'
import { inputMatch } from './input-match.ts'
import { sameAsCopy, sameInput } from './same-input.ts'

const row = (i: number): Record<string, unknown> => ({
  userId: `user-${i}`,
  tenure: i % 120,
  balance: i / 7,
  plan: ['free', 'pro'][i % 2],
  active: i % 3 === 0,
})

describe('inputHash', () => {
  // 100 000 draws of 32 bits collide 1.16 times on average; 8 times or more in one of 20 000 tries.
  test.each<[string, (i: number) => unknown]>([
    ['rows', row],
    ['rows whose fields are swapped', (i) => ({ a: i % 317, b: Math.floor(i / 317) })],
    ['counts', (i) => i],
    ['fractions', (i) => i / 1_024],
    ['texts', (i) => String(i)],
    ['lists', (i) => [i % 317, Math.floor(i / 317)]],
    ['flags', (i) => Array.from({ length: 17 }, (_, bit) => (i & (1 << bit)) !== 0)],
    ['keys', (i) => ({ [`k${i}`]: 1 })],
    ['nested', (i) => ({ a: { a: i % 317 }, b: { a: Math.floor(i / 317) } })],
  ])('spreads 100 000 %s as chance would', (_, make) => {
    const seen = new Set<number | undefined>()
    const low = new Uint32Array(64)
    for (let i = 0; i < 100_000; i++) {
      const hash = inputHash(make(i)) ?? 0
      seen.add(hash)
      low[hash & 63] = (low[hash & 63] ?? 0) + 1
    }
    expect(100_000 - seen.size).toBeLessThan(8)
    // Standard deviation 39 of 1562.5, so six of them.
    expect(Math.min(...low)).toBeGreaterThan(1_325)
    expect(Math.max(...low)).toBeLessThan(1_800)
  })

  test('tells values of different kinds apart', () => {
    const kinds: unknown[] = [
      null,
      undefined,
      0,
      1,
      1n,
      '',
      '0',
      '1',
      true,
      false,
      [],
      {},
      [[]],
      [0],
      { a: 0 },
    ]
    kinds.push(new Date(0), new Map(), new Set(), Float32Array.of(), Float64Array.of(), Number.NaN, Infinity)
    kinds.push(
      -Infinity,
      [undefined],
      Array(1),
      [null],
      new Set([0]),
      new Set([[]]),
      { a: {} },
      { a: { a: 0 } },
    )
    expect(new Set(kinds.map((kind) => inputHash(kind))).size).toBe(kinds.length)
  })

  test('another seed gives another hash', () => {
    const seeds = Array.from({ length: 1_000 }, (_, seed) => inputHash(row(1), seed))
    expect(new Set(seeds).size).toBe(1_000)
    expect(inputHash(row(1))).toBe(inputHash(row(1), 0))
  })

  test('does not look for what only a comparison finds', () => {
    for (const odd of [
      { [Symbol('x')]: 1 },
      Object.assign([1], { a: 1 }),
      Object.assign(new Date(0), { a: 1 }),
    ]) {
      expect(canonicalKey(odd)).toBeUndefined()
      expect(inputHash(odd)).toBeTypeOf('number')
      expect(copyInput(odd)).toBeUndefined()
      expect(sameInput(odd, odd)).toBe(false)
    }
  })

  test('is not led astray by a getter that asks for a hash or a comparison of its own', () => {
    const value = {
      get a() {
        return (
          String(inputHash({ z: 'x'.repeat(20_000) })) + sameInput([1], [1]) + JSON.stringify(copyInput([1]))
        )
      },
      b: 2,
    }
    const plain = { ...value }
    expect(inputHash(value)).toBe(inputHash(plain))
    expect(sameInput(value, plain)).toBe(true)
    expect(copyInput(value)).toEqual(plain)
  })
})

describe('hostile values', () => {
  const cycle: Record<string, unknown> = { a: 1 }
  cycle['self'] = [cycle]
  let shared: unknown = []
  for (let i = 0; i < 60; i++) shared = [shared, shared]
  let deep: unknown = 1
  for (let i = 0; i < 10_000; i++) deep = [deep]
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  test.each<[string, unknown]>([
    ['a cycle', cycle],
    ['10 000 levels', deep],
    ['a small value that unfolds without end', shared],
    ['a text of 10 MB', 'x'.repeat(10_000_000)],
    ['a sparse array of a thousand million', Array(1e9)],
    ['a typed array of 10 MB', new Uint8Array(10_000_000)],
    ['a bigint of a million digits', 2n ** 3_000_000n],
    ['a revoked proxy', revoked.proxy],
    ['a proxy without end', new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 32 - 1 : 1) })],
  ])('%s has no hash and no copy, and is not the same as itself', (_, value) => {
    expect(inputHash(value)).toBeUndefined()
    expect(copyInput(value)).toBeUndefined()
    expect(sameInput(value, value)).toBe(false)
  })

  test('64 levels are the most, a Map taking two', () => {
    const nest = (levels: number, inner: unknown): unknown => {
      let value = inner
      for (let i = 0; i < levels; i++) value = [value]
      return value
    }
    const inners = [1, [], {}, new Date(0), new Map(), new Map([[1, 1]]), new Map([[{}, 1]]), new Set([[]])]
    for (const inner of inners) {
      for (let levels = 60; levels < 67; levels++) {
        const value = nest(levels, inner)
        const hasKey = canonicalKey(value) !== undefined
        expect(inputHash(value) !== undefined).toBe(hasKey)
        expect(copyInput(value) !== undefined).toBe(hasKey)
        expect(sameInput(value, value)).toBe(hasKey)
      }
    }
  })

  test('an own __proto__ is compared and copied like any other key', () => {
    const value: unknown = JSON.parse('{"__proto__":{"x":[1]},"a":2}')
    const copy = copyInput(value)
    expect(canonicalKey(copy)).toBe('{"__proto__":{"x":[1]},"a":2}')
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
    expect(sameInput(value, { a: 2 })).toBe(false)
    expect(sameInput(JSON.parse('{"__proto__":{}}'), { a: {} })).toBe(false)
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  test('properties that are inherited or hidden are nobody’s', () => {
    const hidden = Object.defineProperty({ y: 1 }, 'x', { value: 1 })
    expect(sameInput({ x: 1 }, hidden)).toBe(false)
    expect(sameInput({ y: 1 }, hidden)).toBe(true)
    expect(inputHash(hidden)).toBe(inputHash({ y: 1 }))
  })

  describe('with a polluted Object.prototype', () => {
    const prototype = Object.prototype as { polluted?: unknown }
    afterEach(() => {
      delete prototype.polluted
    })
    test('hash and comparison follow the key', () => {
      const wide = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]))
      const values: unknown[] = [{ a: 1 }, { a: 1, polluted: 1 }, {}, wide, [1], 'x']
      prototype.polluted = {}
      for (const a of values) {
        expect(Object.keys(copyInput(a) as object)).toEqual(Object.keys(a as object))
        expect(inputHash(a) === undefined).toBe(canonicalKey(a) === undefined)
        for (const b of values) {
          const key = canonicalKey(a)
          expect(sameInput(a, b)).toBe(key !== undefined && key === canonicalKey(b))
        }
      }
    })
  })
})

test('inputMatch is what the cache needs: a hash, a copy, a comparison with that', () => {
  const input = { b: [1, { c: 2 }], a: 'x' }
  const copy = inputMatch.copy(input)
  expect(inputMatch.hash(input, 7)).toBe(inputHash(input, 7))
  expect(inputMatch.same({ a: 'x', b: [1, { c: 2 }] }, copy)).toBe(true)
  expect(inputMatch.same({ a: 'x', b: [1, { c: 3 }] }, copy)).toBe(false)
  expect(sameAsCopy(input, copy)).toBe(true)
})
