import { gammaP, gammaQ } from './incomplete-gamma.ts'
import { lgamma } from './gamma.ts'
import { normalQuantile } from './normal.ts'

/**
 * Computes the survival function of the chi-square distribution, the chance of a value above x.
 *
 * @param x any; 1 at and below 0
 * @param df degrees of freedom, above 0, need not be an integer
 * @returns 0 to 1, accurate as {@link gammaQ}; NaN for df out of range and for NaN
 * @example
 * chiSquareSf(3.841458820694124, 1) // 0.05
 */
export function chiSquareSf(x: number, df: number): number {
  return gammaQ(df / 2, x < 0 ? 0 : x / 2)
}

/**
 * Computes the quantile of the chi-square distribution: the x that is not exceeded with probability p.
 *
 * Wilson and Hilferty's start, then Newton's method on the logarithm of the smaller tail, kept inside a bracket.
 *
 * @param p in [0, 1]
 * @param df degrees of freedom, above 0 and finite
 * @returns 0 for p = 0, Infinity for p = 1, relative error below 1e-12; NaN for an argument out of range
 * @example
 * chiSquareQuantile(0.95, 1) // 3.841458820694124
 */
export function chiSquareQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1 && df > 0 && df < Infinity)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity
  const a = df / 2
  const lower = p < 0.5
  const target = Math.log(lower ? p : 1 - p)
  let low = 0
  let high = Infinity
  let x = start(p, a)
  for (let i = 0; i < 200; i++) {
    const tail = lower ? gammaP(a, x) : gammaQ(a, x)
    const off = Math.log(tail) - target
    if (off === 0) return 2 * x
    // Below the solution the lower tail is too small, the upper one too large.
    if (off < 0 === lower) low = x
    else high = x
    const logDensity = (a - 1) * Math.log(x) - x - lgamma(a)
    // The step is in log x, where the logarithm of the lower tail is nearly straight.
    const slope = x * Math.exp(logDensity - Math.log(tail))
    let next = x * Math.exp((lower ? -off : off) / slope)
    if (!(next > low && next < high)) {
      if (high === Infinity) next = 2 * x
      else next = low === 0 ? x / 8 : (low + high) / 2
    }
    if (Math.abs(next - x) <= 2e-16 * x) return 2 * next
    x = next
  }
  return 2 * x
}

function start(p: number, a: number): number {
  const t = 1 / (9 * a)
  const cube = (1 - t + normalQuantile(p) * Math.sqrt(t)) ** 3
  if (cube > 0.1 && a > 0.3) return a * cube
  // The lower tail is x^a / gamma(a + 1) to first order.
  const guess = Math.exp((Math.log(p) + lgamma(a + 1)) / a)
  return Math.max(Math.min(guess, a + 1), 5e-324)
}
