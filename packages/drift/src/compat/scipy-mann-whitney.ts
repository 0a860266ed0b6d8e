import { mannWhitney } from '@plimsoll/stats'
import type { TestResult } from '@plimsoll/stats'

/**
 * Tests whether values of current tend to be greater, as Evidently's `mannw` does: one side only, so it is blind to
 * values that fall. As scipy's `mannwhitneyu(reference, current, alternative='less')`: exact where one side has at
 * most 8 values and nothing is tied, else the normal limit with its correction for continuity.
 *
 * @throws RangeError for exact chances of more than 1 000 000 pairs
 * @example
 * scipyMannWhitney([1, 2, 3], [4, 5, 6]).pValue // 0.05
 */
export function scipyMannWhitney(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult {
  const limit = mannWhitney(reference, current, { alternative: 'greater' })
  const [n, m] = [reference.length, current.length]
  const isTied = new Set([...Array.from(reference), ...Array.from(current)]).size < n + m
  if (Math.min(n, m) > 8 || isTied) return limit
  return { statistic: limit.statistic, pValue: exactSf(limit.statistic, n, m) }
}

/** The share of orders with at least u, from the coefficients of the Gaussian binomial n + m over n. */
function exactSf(u: number, n: number, m: number): number {
  const pairs = n * m
  if (pairs > 1e6) throw new RangeError('exact chances are for at most 1 000 000 pairs')
  const [few, many] = [Math.min(n, m), Math.max(n, m)]
  const ways: bigint[] = Array.from({ length: pairs + 1 }, (_, k) => BigInt(k === 0))
  for (let i = 1; i <= few; i++) {
    for (let k = pairs; k >= many + i; k--) ways[k] = (ways[k] ?? 0n) - (ways[k - many - i] ?? 0n)
    for (let k = i; k <= pairs; k++) ways[k] = (ways[k] ?? 0n) + (ways[k - i] ?? 0n)
  }
  const sum = (from: number): number => Number(ways.slice(from).reduce((all, count) => all + count, 0n))
  return sum(u) / sum(0)
}
