import { checkCounts } from './check-counts.ts'

/**
 * Computes the Jensen-Shannon divergence of two vectors of counts over the same bins, in bits: the mean
 * Kullback-Leibler divergence of both sides from their middle. Symmetric, 0 to 1, finite with empty bins.
 *
 * Base 2, so that 1 means nothing in common. Divergence, not distance: see {@link jsDistance}.
 *
 * @returns NaN when a side has no counts at all
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @see J. Lin (1991), Divergence measures based on the Shannon entropy
 * @example
 * jsd([60, 40, 0], [50, 30, 20]) // 0.10845353...
 */
export function jsd(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return Number.NaN
  let sum = 0
  for (let i = 0; i < reference.length; i++) {
    const p = (reference[i] ?? 0) / n
    const q = (current[i] ?? 0) / m
    const middle = (p + q) / 2
    if (p > 0) sum += p * Math.log(p / middle)
    if (q > 0) sum += q * Math.log(q / middle)
  }
  return Math.min(1, Math.max(0, sum / (2 * Math.LN2)))
}

/**
 * Computes the Jensen-Shannon distance, the square root of {@link jsd} (base 2): a metric, 0 to 1. As scipy's
 * `jensenshannon(..., base=2)`.
 *
 * @returns NaN when a side has no counts at all
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * jsDistance([1, 0], [0, 1]) // 1
 */
export function jsDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  return Math.sqrt(jsd(reference, current))
}
