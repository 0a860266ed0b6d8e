import { studentTSf } from '@plimsoll/stats'
import type { TestResult } from '@plimsoll/stats'
import { meanAndSpread } from './numpy-sum.ts'

/**
 * Tests whether two samples have one mean, by Student's t with a pooled variance (not Welch's). As
 * `scipy.stats.ttest_ind` unless told otherwise.
 *
 * @returns NaN and NaN for one value a side, and where both sides hold one and the same constant
 * @example
 * studentT([1, 2, 3], [2, 3, 4]).pValue // 0.28786...
 */
export function studentT(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult {
  const [n, m] = [reference.length, current.length]
  const [a, b] = [meanAndSpread(reference), meanAndSpread(current)]
  const freedom = n + m - 2
  const pooled = (a.spread ** 2 * n + b.spread ** 2 * m) / freedom
  const statistic = (a.mean - b.mean) / Math.sqrt(pooled * (1 / n + 1 / m))
  return { statistic, pValue: 2 * studentTSf(Math.abs(statistic), freedom) }
}
