import { expect, test } from 'vitest'
import { kolmogorovSf } from '../special/kolmogorov.ts'
import { ksExactSf } from '../two-sample/ks-exact.ts'
import { ksCriticalGap } from './ks-critical-gap.ts'

test('is the least gap whose exact p-value is at most alpha, by trying all', () => {
  let found = 0
  for (const n of [1, 2, 3, 5, 8, 12, 30]) {
    for (const m of [1, 2, 4, 6, 7, 12, 31]) {
      for (const alpha of [0.9, 0.2, 0.05, 0.001]) {
        let want = Infinity
        for (let gap = n * m; gap > 0 && ksExactSf(gap, n, m) <= alpha; gap--) want = gap
        const got = ksCriticalGap(n, m, alpha)
        // Between two attainable gaps all have the p-value of the upper one.
        if (want === Infinity) expect(got).toBe(Infinity)
        else {
          found++
          expect(got).toBeGreaterThanOrEqual(want)
          expect(ksExactSf(got, n, m)).toBe(ksExactSf(want, n, m))
        }
      }
    }
  }
  expect(found).toBeGreaterThan(100)
})

test('is the limit distribution beyond 10 000 values a side', () => {
  const [n, m] = [20_000, 500]
  const gap = ksCriticalGap(n, m, 0.01)
  const p = (g: number): number => kolmogorovSf(g / (Math.sqrt(n) * Math.sqrt(m) * Math.sqrt(n + m)))
  expect(p(gap)).toBeLessThanOrEqual(0.01)
  expect(p(gap - 500)).toBeGreaterThan(0.01)
  expect(ksCriticalGap(20_000, 2, 1e-9)).toBe(Infinity)
})
