import { checkCounts } from './check-counts.ts'

/**
 * Computes the total variation distance of two vectors of counts over the same bins: half the sum of the
 * differences of their shares, the share of rows that would have to move. Symmetric, a metric, 0 to 1.
 *
 * @returns NaN when a side has no counts at all
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * totalVariation([50, 50], [25, 75]) // 0.25
 */
export function totalVariation(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  let sum = 0
  const bins = forEachGap(reference, current, (gap) => (sum += gap))
  return bins ? Math.min(1, sum / 2) : Number.NaN
}

/**
 * Computes the L-infinity distance of two vectors of counts over the same bins: the greatest difference of the
 * shares of one bin. Symmetric, a metric, 0 to 1.
 *
 * @returns NaN when a side has no counts at all
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * lInfinity([50, 30, 20], [40, 30, 30]) // 0.1
 */
export function lInfinity(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  let greatest = 0
  const bins = forEachGap(reference, current, (gap) => (greatest = Math.max(greatest, gap)))
  return bins ? greatest : Number.NaN
}

/** Visits the absolute difference of the shares of every bin; false when a side has no counts. */
function forEachGap(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  visit: (gap: number) => void,
): boolean {
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return false
  for (let i = 0; i < reference.length; i++) visit(Math.abs((reference[i] ?? 0) / n - (current[i] ?? 0) / m))
  return true
}
