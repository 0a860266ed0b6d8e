import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import type { GoldenCase } from '../../test/golden-cases.ts'
import type { KsMethod } from './ks-two-sample.ts'
import { ksTwoSample } from './ks-two-sample.ts'

const scipy = goldenCases('two-sample-continuous', 'ks_2samp')

function check({ inputs, expected, tolerance }: GoldenCase, method: KsMethod) {
  const { statistic, pValue } = ksTwoSample(inputs['x'], inputs['y'], { method })
  const allowed = (field: string) => {
    const bound = tolerance[field]
    return bound === undefined || bound === 'exact' ? { rel: 0, abs: 0 } : bound
  }
  expect(excess(statistic, expected['statistic'], allowed('statistic'))).toBeLessThanOrEqual(1)
  expect(excess(pValue, expected['pvalue'], allowed('pvalue'))).toBeLessThanOrEqual(1)
}

describe('ksTwoSample', () => {
  test.each(scipy.filter(({ params }) => params['method'] === 'exact'))(
    'exact matches scipy: $name',
    (each) => check(each, 'exact'),
  )

  test.each(scipy.filter(({ params }) => params['method'] === 'auto'))('auto matches scipy: $name', (each) =>
    check(each, 'auto'),
  )

  test.each(scipy.filter(({ params }) => params['method'] === 'asymp'))(
    'kstwo matches scipy: $name',
    (each) => check(each, 'kstwo'),
  )

  test.each(goldenCases('two-sample-continuous', 'ks_2samp_limit'))(
    'asymptotic matches the limit of R: $name',
    (each) => check(each, 'asymptotic'),
  )

  test.each(goldenCases('two-sample-continuous', 'ks_2samp_exact_ties'))(
    'exact-ties matches R: $name',
    (each) => check(each, 'exact-ties'),
  )

  test('is the share of arrangements at least as far apart, counted one by one', () => {
    const ranks = (n: number, m: number) => Array.from({ length: n + m }, (_, i) => i)
    const subsets = (all: number[], size: number): number[][] =>
      size === 0
        ? [[]]
        : all.flatMap((first, i) => subsets(all.slice(i + 1), size - 1).map((rest) => [first, ...rest]))
    for (const [n, m] of [
      [3, 4],
      [5, 2],
      [4, 4],
    ] as const) {
      const all = ranks(n, m)
      const distances = subsets(all, n).map(
        (x) =>
          ksTwoSample(
            x,
            all.filter((r) => !x.includes(r)),
          ).statistic,
      )
      for (const x of subsets(all, n).slice(0, 12)) {
        const { statistic, pValue } = ksTwoSample(
          x,
          all.filter((r) => !x.includes(r)),
        )
        const share = distances.filter((d) => d >= statistic - 1e-12).length / distances.length
        expect(pValue).toBeCloseTo(share, 13)
      }
    }
  })

  test('given the ties, is the share of relabelings of the same values', () => {
    const values = [1, 1, 2, 2, 2, 3, 4]
    const masks = Array.from({ length: 128 }, (_, mask) => mask).filter(
      (mask) => mask.toString(2).replaceAll('0', '').length === 3,
    )
    const split = (mask: number) =>
      [values.filter((_, i) => mask & (1 << i)), values.filter((_, i) => !(mask & (1 << i)))] as const
    const distances = masks.map((mask) => ksTwoSample(...split(mask)).statistic)
    for (const mask of masks) {
      const { statistic, pValue } = ksTwoSample(...split(mask), { method: 'exact-ties' })
      const share = distances.filter((d) => d >= statistic - 1e-12).length / distances.length
      expect(pValue).toBeCloseTo(share, 13)
    }
  })

  test('keeps tiny chances: 20 against 20 fully separated is 2 over C(40, 20)', () => {
    const x = Array.from({ length: 20 }, (_, i) => i)
    const { pValue } = ksTwoSample(
      x,
      x.map((v) => v + 100),
    )
    expect(Math.abs((pValue * 137_846_528_820) / 2 - 1)).toBeLessThan(1e-12)
  })

  test('is symmetric, free of order and scale, and conditioning on ties never raises it', () => {
    const sample = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 15 })
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const { statistic, pValue } = ksTwoSample(x, y)
        expect(pValue).toBeGreaterThan(0)
        expect(pValue).toBeLessThanOrEqual(1)
        expect(ksTwoSample(y, x).statistic).toBe(statistic)
        expect(ksTwoSample(y, x).pValue).toBeCloseTo(pValue, 12)
        expect(
          ksTwoSample(
            x.toReversed(),
            y.map((v) => v),
          ).pValue,
        ).toBe(pValue)
        expect(
          ksTwoSample(
            x.map((v) => v * 8),
            y.map((v) => v * 8),
          ).pValue,
        ).toBe(pValue)
        expect(ksTwoSample(x, y, { method: 'exact-ties' }).pValue).toBeLessThanOrEqual(pValue + 1e-12)
      }),
    )
  })

  test('auto goes over to the one-sample distribution above 10 000 values', () => {
    const x = Array.from({ length: 10_001 }, (_, i) => i % 101)
    const y = [3, 5, 70]
    expect(ksTwoSample(x, y)).toEqual(ksTwoSample(x, y, { method: 'kstwo' }))
    expect(ksTwoSample(x, y).pValue).not.toBe(ksTwoSample(x, y, { method: 'asymptotic' }).pValue)
    expect(ksTwoSample(x.slice(1), y).pValue).toBe(ksTwoSample(x.slice(1), y, { method: 'exact' }).pValue)
  })

  test('answers NaN for an empty sample and 1 for equal ones, and refuses an unknown method', () => {
    for (const method of ['auto', 'exact', 'exact-ties', 'kstwo', 'asymptotic'] as const) {
      expect(ksTwoSample([], [1], { method })).toEqual({ statistic: Number.NaN, pValue: Number.NaN })
      expect(ksTwoSample([Number.NaN], [1], { method }).pValue).toBeNaN()
      expect(ksTwoSample([3, 3], [3, 3, 3], { method })).toEqual({ statistic: 0, pValue: 1 })
    }
    // @ts-expect-error not a method
    expect(() => ksTwoSample([1], [2], { method: 'fast' })).toThrow('got fast')
  })
})
