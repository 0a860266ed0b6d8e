import { kolmogorovIsf } from '../special/kolmogorov.ts'
import { ksExactSf } from '../two-sample/ks-exact.ts'

/** Greatest sample whose lattice paths are counted, as for `ksTwoSample`. */
const exactUpTo = 10_000

/**
 * Finds the least greatest gap |i m - j n| of two samples of n and m values whose two-sided p-value is at most alpha,
 * so that a detector compares integers instead of computing a p-value at every look.
 *
 * Exact up to 10 000 values a side (ties not conditioned on), by Kolmogorov's limit beyond.
 *
 * @param alpha in (0, 1)
 * @returns an attainable gap; Infinity where no gap has so small a p-value
 */
export function ksCriticalGap(n: number, m: number, alpha: number): number {
  const limit = kolmogorovIsf(alpha) * Math.sqrt(n) * Math.sqrt(m) * Math.sqrt(n + m)
  // All gaps are multiples of this one.
  const unit = greatestDivisor(n, m)
  const most = (n / unit) * m
  if (Math.max(n, m) > exactUpTo) {
    const steps = Math.ceil(limit / unit)
    return steps > most ? Infinity : steps * unit
  }
  const isRare = (steps: number): boolean => ksExactSf(steps * unit, n, m) <= alpha
  let low = 0
  // Great gaps cost most, so the search comes from below.
  let high = Math.min(most, Math.ceil(limit / unit))
  while (!isRare(high)) {
    if (high === most) return Infinity
    low = high
    high = Math.min(most, high * 2)
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isRare(middle)) high = middle
    else low = middle
  }
  return high * unit
}

function greatestDivisor(n: number, m: number): number {
  return m === 0 ? n : greatestDivisor(m, n % m)
}
