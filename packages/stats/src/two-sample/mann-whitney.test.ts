import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import { mannWhitney } from './mann-whitney.ts'
import { wasserstein } from './wasserstein.ts'

const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 12 })

describe('mannWhitney', () => {
  test.each(goldenCases('two-sample-continuous', 'mannwhitneyu'))(
    'matches scipy, $name',
    ({ inputs, params, expected, tolerance }) => {
      const got = mannWhitney(inputs['y'], inputs['x'], {
        alternative: params['alternative'],
        method: params['method'],
        continuity: params['use_continuity'],
      })
      for (const [field, value] of [
        ['statistic', got.statistic],
        ['pvalue', got.pValue],
      ] as const) {
        const allowed = tolerance[field] as { rel: number; abs: number }
        expect(excess(value, expected[field], allowed)).toBeLessThanOrEqual(1)
      }
    },
  )

  test('counts the pairs in which current is greater, ties as half', () => {
    fc.assert(
      fc.property(sample, sample, (reference, current) => {
        let pairs = 0
        for (const x of current) for (const y of reference) pairs += x > y ? 1 : x === y ? 0.5 : 0
        expect(mannWhitney(reference, current).statistic).toBe(pairs)
      }),
    )
  })

  test('says NaN for an empty sample and refuses exact chances of large ones', () => {
    expect(mannWhitney([Number.NaN], [1]).pValue).toBeNaN()
    const large = Array.from({ length: 201 }, (_, i) => i)
    expect(() => mannWhitney(large, [1], { method: 'exact' })).toThrow('at most 200 values a side')
    expect(() => mannWhitney([1], [1], { method: 'x' as 'exact' })).toThrow("must be 'asymptotic' or 'exact'")
  })
})

describe('wasserstein', () => {
  test.each(goldenCases('two-sample-continuous', 'wasserstein_1'))(
    'matches scipy, $name',
    ({ inputs, expected, tolerance }) => {
      const got = wasserstein(inputs['x'], inputs['y'])
      expect(excess(got, expected['value'], tolerance)).toBeLessThanOrEqual(1)
    },
  )

  test('is how far a sample was moved, symmetric, and NaN for an empty sample', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: -50, max: 50 }), (values, shift) => {
        const moved = values.map((value) => value + shift)
        expect(wasserstein(values, moved)).toBeCloseTo(Math.abs(shift), 9)
        expect(wasserstein(moved, values)).toBeCloseTo(Math.abs(shift), 9)
      }),
    )
    expect(wasserstein([], [1])).toBeNaN()
  })
})
