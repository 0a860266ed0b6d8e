import { describe, expect, it } from 'vitest'
import { rateRiseTest, rateTest } from './rate-test.ts'

describe('rateTest', () => {
  // Twice the smaller tail of scipy.stats.hypergeom(n + m, a + b, m), SciPy 1.17.1.
  it.each([
    [0, 1000, 3, 49, 0.00019207981045400827],
    [0, 1000, 1, 49, 0.09342230695900858],
    [120, 1000, 20, 100, 0.041167143768032696],
    [300, 1000, 0, 40, 1.7895773868503803e-6],
    [5, 1000, 5, 1000, 1.0],
    [50000, 1000000, 5400, 100000, 4.9164041120761804e-8],
  ] as const)('matches the hypergeometric tails for %i of %i against %i of %i', (a, n, b, m, p) => {
    expect(Math.abs(rateTest(a, n, b, m) / p - 1)).toBeLessThan(1e-7)
  })

  it('says nothing without rows on a side', () => {
    expect(rateTest(0, 0, 5, 10)).toBe(1)
    expect(rateRiseTest(5, 10, 0, 0)).toBe(1)
  })

  it('finds a rise only upwards', () => {
    expect(rateRiseTest(0, 1000, 10, 100)).toBeLessThan(1e-9)
    expect(rateRiseTest(300, 1000, 0, 100)).toBeCloseTo(1, 9)
  })
})
