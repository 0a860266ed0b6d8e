import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, bucket, candidateBuckets } from './split.ts'

const percent = fc.double({ min: 0, max: 100, noNaN: true })

test('raising the weight never moves an exposed unit back', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), percent, percent, (salt, unit, a, b) => {
      const split = { stable: 'stable', candidate: 'candidate', salt }
      const lower = assign({ ...split, weight: Math.min(a, b) }, unit)
      const higher = assign({ ...split, weight: Math.max(a, b) }, unit)
      expect(lower === 'candidate' && higher === 'stable').toBe(false)
    }),
    { numRuns: 2_000 },
  )
})

test('more weight is never fewer buckets', () => {
  fc.assert(
    fc.property(percent, percent, (a, b) => {
      expect(candidateBuckets(Math.min(a, b))).toBeLessThanOrEqual(candidateBuckets(Math.max(a, b)))
    }),
  )
})

test('a bucket is an integer from 0 to 2^20 - 1, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (salt, unit) => {
      const b = bucket(salt, unit)
      expect(Number.isInteger(b) && b >= 0 && b < 2 ** 20).toBe(true)
    }),
  )
})
