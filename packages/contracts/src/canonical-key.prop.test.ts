import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalKey } from './canonical-key.ts'

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
})

test('a key is the same whatever the order of object keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.infiniteStream(fc.nat()), (value, order) => {
      const entries = Object.entries(value).map((entry) => [order.next().value as number, entry] as const)
      const shuffled = entries.toSorted(([a], [b]) => a - b).map(([, entry]) => entry)
      // fromEntries defines, so a key named __proto__ stays one.
      expect(canonicalKey(Object.fromEntries(shuffled))).toBe(canonicalKey(value))
    }),
  )
})

test('the key of JSON data parses back to the data', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const key = canonicalKey(value)
      expect(canonicalKey(JSON.parse(key ?? ''))).toBe(key)
      expect(JSON.parse(key ?? '')).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('different values have different keys', () => {
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      const [keyOfA, keyOfB] = [canonicalKey(a), canonicalKey(b)]
      if (keyOfA === undefined || keyOfA !== keyOfB) return
      expect(same(a, b)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test('a small change anywhere changes the key', () => {
  const leaf = fc.constantFrom<unknown>(
    null,
    undefined,
    0,
    1,
    '',
    '1',
    '0',
    'null',
    'undefined',
    true,
    1n,
    [],
    {},
  )
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', '":', ','), tie('node')),
      fc.array(fc.tuple(fc.constantFrom('a', 'b'), tie('node')), { maxLength: 2 }).map((e) => new Map(e)),
      fc.array(tie('node'), { maxLength: 2 }).map((e) => new Set(e)),
    ),
  })).node
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(canonicalKey(a) === canonicalKey(b)).toBe(same(a, b))
    }),
    { numRuns: 5_000 },
  )
})

/** Equality as the key means it, written another way: by walking both values. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    return Object.is(a, b) || (a === 0 && b === 0)
  }
  if (kindOf(a) !== kindOf(b)) return false
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime())
  if (a instanceof Map || a instanceof Set) return same([...a], [...(b as Set<unknown>)])
  const [keys, others] = [Object.keys(a), Object.keys(b)]
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false
  if (keys.length !== others.length) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
}

function kindOf(value: object): string {
  return Object.prototype.toString.call(value)
}
