import { expMinusSquare } from './exp-minus-square.ts'

/**
 * Computes the survival function of Kolmogorov's limit distribution: the chance that sqrt(n) D exceeds x.
 *
 * Uses the theta series that converges at the given x, so a handful of terms reach full precision.
 *
 * @returns 1 for x at or below 0; relative error below 1e-14 as long as the result is a normal number; NaN for NaN
 * @example
 * kolmogorovSf(1.3581) // 0.05
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
