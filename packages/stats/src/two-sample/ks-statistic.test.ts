import { expect, test } from 'vitest'
import fc from 'fast-check'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import { countBins } from '../histogram/fixed-edges.ts'
import { ksStatistic, ksStatisticCounts } from './ks-statistic.ts'

const sample = fc.array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ noNaN: true })), {
  minLength: 1,
})

const cases = ['ks_2samp', 'ks_2samp_limit', 'ks_2samp_exact_ties'].flatMap((family) =>
  goldenCases('two-sample-continuous', family),
)

test.each(cases)('ksStatistic matches the golden $name', ({ inputs, expected, tolerance }) => {
  const got = ksStatistic(inputs['x'], inputs['y'])
  const allowed = tolerance['statistic']
  if (allowed === undefined || allowed === 'exact') expect(got).toBe(Number(expected['statistic']))
  else expect(excess(got, expected['statistic'], allowed)).toBeLessThanOrEqual(1)
})

test('ksStatistic is the greatest gap at any value, free of order, symmetric and free of scale', () => {
  fc.assert(
    fc.property(sample, sample, (x, y) => {
      const share = (list: number[], at: number) => list.filter((v) => v <= at).length / list.length
      const gaps = [...x, ...y].map((at) => Math.abs(share(x, at) - share(y, at)))
      const got = ksStatistic(x, y)
      expect(got).toBeCloseTo(Math.max(...gaps), 12)
      expect(ksStatistic(x.toReversed(), y)).toBe(got)
      expect(ksStatistic(y, x)).toBe(got)
      const half = (list: number[]) => list.map((v) => Math.atan(v))
      const distinct = new Set([...x, ...y].map((v) => v + 0)).size
      if (new Set(half([...x, ...y]).map((v) => v + 0)).size === distinct) {
        expect(ksStatistic(half(x), half(y))).toBe(got)
      }
    }),
  )
})

test('ksStatisticCounts is at most the raw distance and equal to it when every value has a bin', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
      (x, y) => {
        const fine = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8)
        const coarse = Float64Array.of(2, 5)
        const raw = ksStatistic(x, y)
        expect(ksStatisticCounts(countBins(fine, x), countBins(fine, y))).toBeCloseTo(raw, 12)
        expect(ksStatisticCounts(countBins(coarse, x), countBins(coarse, y))).toBeLessThanOrEqual(raw + 1e-12)
      },
    ),
  )
})

test('answers NaN for an empty sample, leaves out NaN, and 0 for equal constants', () => {
  expect(ksStatistic([], [1])).toBeNaN()
  expect(ksStatistic([Number.NaN], [1])).toBeNaN()
  expect(ksStatistic([1, Number.NaN], [1])).toBe(0)
  expect(ksStatistic([3, 3], [3, 3, 3])).toBe(0)
  expect(ksStatistic([-0], [0])).toBe(0)
  expect(ksStatistic([Infinity], [1])).toBe(1)
  expect(ksStatisticCounts([0, 0], [1, 1])).toBeNaN()
  expect(ksStatisticCounts([], [])).toBeNaN()
  expect(() => ksStatisticCounts([1], [1, 2])).toThrow(RangeError)
})
