import { expect, test } from 'vitest'
import fc from 'fast-check'
import { logSumExp } from './log-sum-exp.ts'

test('adds in the scale of the greatest value', () => {
  expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12)
  expect(logSumExp([-1000, -1000])).toBeCloseTo(-1000 + Math.LN2, 12)
  expect(logSumExp([0, Math.log(3)], [0.25, 0.25])).toBeCloseTo(0, 14)
})

test('is the plain formula where that works, in any order, and moves with a shift', () => {
  const pair = fc.tuple(
    fc.double({ min: -20, max: 20, noNaN: true }),
    fc.double({ min: 0, max: 3, noNaN: true }),
  )
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      const values = pairs.map(([v]) => v)
      const weights = pairs.map(([, w]) => w)
      const plain = Math.log(pairs.reduce((sum, [v, w]) => sum + w * Math.exp(v), 0))
      const got = logSumExp(values, weights)
      if (plain === -Infinity || plain < -600) return
      expect(got).toBeCloseTo(plain, 9)
      expect(logSumExp(values.toReversed(), weights.toReversed())).toBeCloseTo(got, 9)
      expect(
        logSumExp(
          values.map((v) => v + 5000),
          weights,
        ),
      ).toBeCloseTo(got + 5000, 8)
    }),
  )
})

test('has an answer for nothing, infinities and NaN', () => {
  expect(logSumExp([])).toBe(-Infinity)
  expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity)
  expect(logSumExp([5], [0])).toBe(-Infinity)
  expect(logSumExp([Infinity, 1])).toBe(Infinity)
  expect(logSumExp([Infinity, 0], [0, 1])).toBe(0)
  expect(logSumExp([Number.NaN, 1])).toBeNaN()
  expect(logSumExp([1, Number.NaN, 2])).toBeNaN()
  expect(logSumExp([Number.NaN, 1], [0, 1])).toBe(1)
})

test('refuses weights it cannot use', () => {
  expect(() => logSumExp([1, 2], [1])).toThrow('weights must be as many as values (2), got 1')
  expect(() => logSumExp([1], [-1])).toThrow('weights[0] must be finite and at least 0, got -1')
  expect(() => logSumExp([1], [Number.NaN])).toThrow(RangeError)
})
