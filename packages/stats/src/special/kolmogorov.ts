import { expMinusSquare } from './exp-minus-square.ts'

/**
 * Computes the survival function of Kolmogorov's limit distribution: the chance that sqrt(n) D exceeds x.
 *
 * Uses the theta series that converges at the given x, so a handful of terms reach full precision.
 *
 * @returns 1 for x at or below 0; relative error below 1e-14 as long as the result is a normal number; NaN for NaN
 * @example
 * kolmogorovSf(1.3581) // about 0.05
 */
export function kolmogorovSf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN
  if (x <= 0.04) return 1
  let sum = 0
  if (x < 1) {
    const exponent = -(Math.PI * Math.PI) / (8 * x * x)
    for (let k = 1; k < 40; k += 2) sum += Math.exp(exponent * k * k)
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum
  }
  for (let k = 1; k < 8; k++) {
    const term = expMinusSquare(k * x, 2)
    sum += k % 2 === 1 ? term : -term
  }
  return Math.min(1, 2 * sum)
}

/**
 * Computes the value that Kolmogorov's limit distribution exceeds with probability p, the inverse of
 * {@link kolmogorovSf}: divided by the root of the effective sample size, the critical KS distance.
 *
 * @param p in [0, 1]
 * @returns Infinity for 0, 0 for 1, relative error below 1e-12; NaN for p out of range and for NaN
 * @example
 * kolmogorovIsf(0.05) // 1.3580986393225505
 */
export function kolmogorovIsf(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? Infinity : 0
  let low = 0.04
  // The first term alone, 2 exp(-2 x^2), is never too small.
  let high = Math.sqrt(0.5 * (Math.log(2) - Math.log(p))) + 1e-9
  while (true) {
    const middle = 0.5 * (low + high)
    if (middle <= low || middle >= high) return middle
    if (kolmogorovSf(middle) > p) low = middle
    else high = middle
  }
}
