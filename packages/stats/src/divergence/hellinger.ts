import { checkCounts } from './check-counts.ts'

/**
 * Computes the Hellinger distance of two vectors of counts over the same bins: the Euclidean distance of the
 * square roots of their shares, over the square root of 2. Symmetric, a metric, 0 to 1.
 *
 * As the sum of squares, which keeps its digits near 0, where 1 minus the Bhattacharyya coefficient loses them.
 *
 * @returns 1 when no bin is held by both sides; NaN when a side has no counts at all
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * hellinger([1, 0], [1, 1]) // 0.541196100146197
 */
export function hellinger(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return Number.NaN
  let sum = 0
  for (let i = 0; i < reference.length; i++) {
    const gap = Math.sqrt((reference[i] ?? 0) / n) - Math.sqrt((current[i] ?? 0) / m)
    sum += gap * gap
  }
  return Math.min(1, Math.sqrt(sum / 2))
}
