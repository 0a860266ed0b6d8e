import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalKey } from './canonical-key.ts'
import { copyInput } from './copy-input.ts'
import { inputHash } from './input-hash.ts'
import { sameAsCopy, sameInput } from './same-input.ts'

const hostile: fc.Arbitrary<unknown> = fc
  .constantFrom<(() => unknown)[]>(
    () => () => 1,
    () => Symbol('x'),
    () => ({ [Symbol('x')]: 1 }),
    () => new (class Point {})(),
    () => Object.assign([1], { name: 'x' }),
    () => Object.assign(new Date(0), { name: 'x' }),
    () => Object.create(Map.prototype) as unknown,
    () => Object.defineProperty({ a: 1 }, 'hidden', { value: 1 }),
    () => Object.setPrototypeOf(Int8Array.of(1), BigInt64Array.prototype) as unknown,
    () => Object.setPrototypeOf([1], Object.prototype) as unknown,
    () => Object.setPrototypeOf(new Date(0), Object.prototype) as unknown,
    () => new Proxy([1], {}),
    () => new Proxy({ a: 1 }, { ownKeys: () => ['b'] }),
    () => ({
      get a(): never {
        throw new Error('no')
      },
    }),
  )
  .map((make) => make())

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    0,
    -0,
    1,
    1n,
    0.5,
    Number.NaN,
    Infinity,
    '',
    '1',
    'a',
    true,
    false,
  ),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.bigInt(),
)
const name = fc.constantFrom('a', 'b', '1', '__proto__', 'constructor', 'hidden', '')
// fromEntries defines, so a key named __proto__ stays one.
const object = (part: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc
    .tuple(fc.uniqueArray(name, { maxLength: 4 }), fc.infiniteStream(part), fc.boolean())
    .map(([keys, parts, isBare]) => {
      const made = Object.fromEntries(keys.map((key) => [key, parts.next().value] as const))
      return isBare ? (Object.setPrototypeOf(made, null) as object) : made
    })
const plain: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.sparseArray(tie('node'), { maxLength: 3, maxNumElements: 2 }),
    object(tie('node')),
    object(tie('node')),
    fc.array(fc.tuple(leaf, tie('node')), { maxLength: 2 }).map((e) => new Map(e)),
    fc.array(tie('node'), { maxLength: 2 }).map((e) => new Set(e)),
    fc.date({ noInvalidDate: false }),
    fc.float32Array({ maxLength: 2 }),
    fc.bigInt64Array({ maxLength: 2 }),
  ),
})).node
const value = fc.oneof(
  { weight: 3, arbitrary: plain },
  { weight: 1, arbitrary: hostile },
  { weight: 1, arbitrary: object(fc.oneof(plain, hostile)) },
  { weight: 1, arbitrary: fc.array(hostile, { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }) },
)

/** The same value with the keys of all its objects the other way round, -0 as 0 and 0 as -0. */
function turned(given: unknown): unknown {
  if (given === 0) return Object.is(given, 0) ? -0 : 0
  if (typeof given !== 'object' || given === null) return given
  if (Array.isArray(given) && Object.getPrototypeOf(given) === Array.prototype) return given.map(turned)
  const prototype: unknown = Object.getPrototypeOf(given)
  if (prototype !== Object.prototype && prototype !== null) return given
  if (canonicalKey(given) === undefined) return given
  return Object.fromEntries(
    Object.entries(given)
      .toReversed()
      .map(([key, part]) => [key, turned(part)]),
  )
}

const pair = fc.oneof(
  fc.tuple(value, value),
  value.map((one) => [one, turned(one)] as const),
  fc.tuple(plain, leaf, name).map(([one, part, key]) => {
    const isOpen = typeof one === 'object' && one !== null && Object.isExtensible(one)
    return [one, isOpen && !ArrayBuffer.isView(one) ? { ...one, [key]: part } : part] as const
  }),
)
const runs = { numRuns: 10_000 }

test('two values are the same exactly when they have the same key', () => {
  let equal = 0
  fc.assert(
    fc.property(pair, ([a, b]) => {
      const key = canonicalKey(a)
      const isSame = key !== undefined && key === canonicalKey(b)
      if (isSame) equal++
      expect(sameInput(a, b)).toBe(isSame)
      expect(sameInput(b, a)).toBe(isSame)
      expect(sameInput(a, a)).toBe(key !== undefined)
    }),
    runs,
  )
  expect(equal).toBeGreaterThan(1_000)
})

test('equal keys have equal hashes, under any seed', () => {
  fc.assert(
    fc.property(pair, fc.integer(), ([a, b], seed) => {
      const key = canonicalKey(a)
      if (key === undefined || key !== canonicalKey(b)) return
      expect(inputHash(a, seed)).toBe(inputHash(b, seed))
    }),
    runs,
  )
})

test('what has a key has a hash and a copy with that key; what has none has no hash, or else no copy', () => {
  fc.assert(
    fc.property(value, (given) => {
      const key = canonicalKey(given)
      const hash = inputHash(given)
      if (key === undefined) {
        if (hash !== undefined) expect(copyInput(given)).toBeUndefined()
        return
      }
      expect(hash).toBe((hash ?? 0.5) | 0)
      const copy = copyInput(given)
      // The one thing with a key that is not copied: a typed array under the prototype of another kind.
      if (copy === undefined && given !== undefined) expect(key).toContain('BigInt64Array')
      else {
        expect(canonicalKey(copy)).toBe(key)
        expect(sameAsCopy(given, copy)).toBe(true)
      }
    }),
    runs,
  )
})

test('a copy is compared like any other value', () => {
  fc.assert(
    fc.property(pair, ([a, b]) => {
      const copy = copyInput(b)
      if (copy === undefined) return
      expect(sameAsCopy(a, copy)).toBe(sameInput(a, b))
    }),
    runs,
  )
})

test('no change of the original, however deep, shows in the copy', () => {
  fc.assert(
    fc.property(plain, (given) => {
      const key = canonicalKey(given)
      const copy = copyInput(given)
      if (key === undefined) return
      spoil(given, 0)
      expect(canonicalKey(copy)).toBe(copy === undefined ? 'undefined' : key)
    }),
    runs,
  )
})

/** Changes every object in a value. */
function spoil(given: unknown, depth: number): void {
  if (typeof given !== 'object' || given === null || depth > 70) return
  if (given instanceof Map || given instanceof Set) {
    for (const part of given.values()) spoil(part, depth + 1)
    given.clear()
  } else if (given instanceof Date) {
    given.setTime(given.getTime() === 77 ? 78 : 77)
  } else if (ArrayBuffer.isView(given)) {
    new Uint8Array(given.buffer).fill(77)
  } else {
    for (const part of Object.values(given)) spoil(part, depth + 1)
    Object.defineProperty(given, 'b', {
      value: 'spoiled',
      enumerable: true,
      configurable: true,
      writable: true,
    })
    if (Array.isArray(given)) given.length = 0
  }
}

test('values too large for the quick way have a hash, and are the same, exactly when their keys say so', () => {
  const text = fc.tuple(fc.constantFrom('x', '"', '\u0001', 'é'), fc.integer({ min: 5_000, max: 70_000 }))
  const numbers = fc
    .integer({ min: 1_000, max: 30_000 })
    .map((n) => Float64Array.from({ length: n }, (_, i) => i))
  const large = fc.oneof(
    text.map(([unit, length]) => unit.repeat(length)),
    numbers,
    numbers.map((list) => Array.from(list)),
    numbers.map((list) => Object.fromEntries(Array.from(list.subarray(0, 5_000), (x) => [`k${x}`, x]))),
  )
  fc.assert(
    fc.property(fc.tuple(large, large), fc.boolean(), ([one, two], isSame) => {
      const a = { p: one, q: 1 }
      const b = { q: 1, p: isSame ? one : two }
      const [key, other] = [canonicalKey(a), canonicalKey(b)]
      expect(inputHash(a) === undefined).toBe(key === undefined)
      if (key === other) expect(inputHash(a)).toBe(inputHash(b))
      expect(sameInput(a, b)).toBe(key !== undefined && key === other)
      if (key !== undefined) expect(canonicalKey(copyInput(a))).toBe(key)
    }),
    { numRuns: 300 },
  )
}, 60_000)
