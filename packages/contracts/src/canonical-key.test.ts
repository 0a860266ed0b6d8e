import { describe, expect, test } from 'vitest'
import { canonicalKey } from './canonical-key.ts'

describe('canonicalKey', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['a text', 'a"\\\n', '"a\\"\\\\\\n"'],
    ['a lone surrogate', '\ud800', '"\\ud800"'],
    ['minus zero', -0, '0'],
    ['NaN', Number.NaN, 'NaN'],
    ['infinity', -Infinity, '-Infinity'],
    ['a bigint', 12n, '12n'],
    ['a date', new Date(5), 'Date(5)'],
    ['an invalid date', new Date(Number.NaN), 'Date(NaN)'],
    ['a Map', new Map([['a', 1]]), 'Map(["a",1],)'],
    ['a Set', new Set(['a', 2]), 'Set("a",2,)'],
    ['a typed array', Float32Array.of(1, 0.5), 'Float32Array(1,0.5,)'],
    // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tested
    ['a hole', [1, , undefined], '[1,-,undefined]'],
    ['an object', { b: [true], a: { d: 1, c: 2 } }, '{"a":{"c":2,"d":1},"b":[true]}'],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['integer-like keys', { 10: 'x', 9: 'y' }, '{"10":"x","9":"y"}'],
  ])('writes %s', (_, value, expected) => {
    expect(canonicalKey(value)).toBe(expected)
  })

  const cycle: Record<string, unknown> = {}
  cycle['self'] = [cycle, cycle]
  const deep = (levels: number): unknown => {
    let value: unknown = 1
    for (let i = 0; i < levels; i++) value = [value]
    return value
  }
  let shared: unknown = []
  for (let i = 0; i < 60; i++) shared = [shared, shared]
  class Point {}
  test.each<[string, unknown]>([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a symbol key', { [Symbol('x')]: 1 }],
    ['an instance of another class', new Point()],
    ['a subclass of a typed array', new (class Mine extends Uint8Array {})(2)],
    ['a boxed text', Object('x')],
    ['a cycle', cycle],
    ['65 levels', deep(65)],
    ['10 000 levels', deep(10_000)],
    ['a small value that unfolds without end', shared],
    ['a text of 10 MB', 'x'.repeat(10_000_000)],
    ['texts of 64 KiB in all', Array.from({ length: 700 }, () => 'x'.repeat(100))],
    ['a sparse array of a thousand million', Array(1e9)],
    ['a bigint of a million digits', 2n ** 3_000_000n],
    ['an array with a name', Object.assign([1], { name: 'x' })],
    ['a date with a name', Object.assign(new Date(0), { name: 'x' })],
    ['a false Map', Object.create(Map.prototype)],
    [
      'a getter that throws',
      {
        get a(): never {
          throw new Error('no')
        },
      },
    ],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no')
          },
        },
      ),
    ],
  ])('has no key for %s', (_, value) => {
    expect(canonicalKey(value)).toBeUndefined()
  })

  test('writes 64 levels', () => {
    expect(canonicalKey(deep(64))).toBe(`${'['.repeat(64)}1${']'.repeat(64)}`)
  })

  test('writes an own __proto__ key like any other', () => {
    const value: unknown = JSON.parse('{"__proto__":{"x":1},"a":2}')
    expect(canonicalKey(value)).toBe('{"__proto__":{"x":1},"a":2}')
    expect(canonicalKey({ a: 2 })).toBe('{"a":2}')
  })

  test('sorts more keys than shapes are kept for', () => {
    const keys = Array.from({ length: 100 }, (_, i) => `k${i}`)
    const forward = Object.fromEntries(keys.map((key) => [key, key]))
    const backward = Object.fromEntries(keys.toReversed().map((key) => [key, key]))
    expect(canonicalKey(backward)).toBe(canonicalKey(forward))
    expect(canonicalKey(forward)).toBe(JSON.stringify(Object.fromEntries(keys.toSorted().map((k) => [k, k]))))
  })

  test('tells objects apart whose keys fall on one slot', () => {
    const one = { ab: 1, x: 2, zz: 3 }
    const two = { ab: 1, y: 2, zz: 3 }
    for (let i = 0; i < 3; i++) {
      expect(canonicalKey(one)).toBe('{"ab":1,"x":2,"zz":3}')
      expect(canonicalKey(two)).toBe('{"ab":1,"y":2,"zz":3}')
    }
  })

  test('has no key for an object that a getter changes while it is read', () => {
    const value: Record<string, unknown> = {
      get a() {
        delete value['b']
        return 1
      },
      b: 2,
    }
    expect(canonicalKey(value)).toBeUndefined()
  })

  test('is not led astray by a getter that asks for a key of its own', () => {
    const value = {
      get a() {
        return canonicalKey({ z: 1, y: 2 })
      },
      b: 2,
    }
    expect(canonicalKey(value)).toBe('{"a":"{\\"y\\":2,\\"z\\":1}","b":2}')
  })
})
