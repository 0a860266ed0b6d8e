import { checkCounts } from '../divergence/check-counts.ts'
import { sortedNumbers } from '../histogram/sorted-numbers.ts'

/**
 * Measures the Kolmogorov-Smirnov distance of two samples: the greatest gap between their step functions.
 *
 * Tied values are stepped over together, so ties within and between the samples are exact. NaN is left out.
 * Infinite values are values. Depends on the order of the values only, so any strictly rising map of both
 * samples leaves it alone.
 *
 * @param x any order, not changed
 * @param y any order, not changed; O((n + m) log(n + m)) time, one copy of both
 * @returns 0 to 1; NaN when a sample is empty
 * @example
 * ksStatistic([1, 2, 3], [2, 3, 4]) // 0.333...
 */
export function ksStatistic(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const a = sortedNumbers(x)
  const b = sortedNumbers(y)
  const n = a.length
  const m = b.length
  return n === 0 || m === 0 ? Number.NaN : greatestGap(a, b) / (n * m)
}

/**
 * Measures the Kolmogorov-Smirnov distance of two vectors of counts over the same ordered bins.
 *
 * At most the distance of the raw samples, and equal to it when no bin mixes values of both.
 *
 * @param reference counts, at least 0 and finite
 * @param current counts over the same bins, in the same order
 * @returns 0 to 1; NaN when a side has no counts
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * ksStatisticCounts([1, 1, 0], [0, 1, 1]) // 0.5
 */
export function ksStatisticCounts(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return Number.NaN
  let below = 0
  let belowCurrent = 0
  let gap = 0
  for (let i = 0; i < reference.length; i++) {
    below += reference[i] ?? 0
    belowCurrent += current[i] ?? 0
    gap = Math.max(gap, Math.abs(below / n - belowCurrent / m))
  }
  return Math.min(1, gap)
}

/**
 * Finds the greatest |i m - j n| over the steps of two sorted samples of n and m values, an exact integer as
 * long as n m is below 2^53; divided by n m it is the Kolmogorov-Smirnov distance.
 *
 * @param a rising, without NaN
 * @param b rising, without NaN
 */
export function greatestGap(a: Float64Array, b: Float64Array): number {
  const n = a.length
  const m = b.length
  let i = 0
  let j = 0
  let gap = 0
  while (i < n && j < m) {
    const left = a[i] ?? Infinity
    const right = b[j] ?? Infinity
    const value = left < right ? left : right
    while (i < n && a[i] === value) i++
    while (j < m && b[j] === value) j++
    gap = Math.max(gap, Math.abs(i * m - j * n))
  }
  return gap
}
