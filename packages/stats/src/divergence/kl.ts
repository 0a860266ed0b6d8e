import { checkCounts } from './check-counts.ts'

/**
 * Computes the Kullback-Leibler divergence of two vectors of counts over the same bins, in nats: the sum of
 * p ln(p / q) with the shares p of the reference and q of the current side. Not symmetric.
 *
 * Nothing is smoothed: as scipy's `entropy(reference, current)`.
 *
 * @returns 0 for equal shares; Infinity when a bin the reference holds is empty in current; NaN when a side has
 *   no counts at all
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * kl([50, 50], [25, 75]) // 0.14384103622589042
 */
export function kl(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return Number.NaN
  let sum = 0
  for (let i = 0; i < reference.length; i++) {
    const p = (reference[i] ?? 0) / n
    if (p > 0) sum += p * Math.log(p / ((current[i] ?? 0) / m))
  }
  // Rounding can leave a sum of nothing just below 0.
  return Math.max(0, sum)
}
