import { erf, erfc, erfcx } from './erf.ts'
import { expMinusSquare } from './exp-minus-square.ts'

const rootTwoPi = 2.5066282746310007

/**
 * Computes the standard normal distribution function, also far out on the left.
 *
 * @returns 0 to 1, relative error below 2e-15 as long as the result is a normal number; NaN for NaN
 * @example
 * normalCdf(-1.959963984540054) // 0.025
 */
export function normalCdf(x: number): number {
  return normalSf(-x)
}

/**
 * Computes the standard normal survival function, 1 - cdf, also far out on the right.
 *
 * @returns 0 to 1, relative error below 2e-15 as long as the result is a normal number; NaN for NaN
 * @example
 * normalSf(10) // 7.619853024160525e-24
 */
export function normalSf(x: number): number {
  const scaled = x * Math.SQRT1_2
  if (x < 1) return 0.5 * erfc(scaled)
  // x^2 / 2 from x itself: squaring the rounded quotient would lose digits.
  return 0.5 * erfcx(scaled) * expMinusSquare(x, 0.5)
}

/**
 * Computes the logarithm of the standard normal distribution function, also where that underflows.
 *
 * @returns -Infinity to 0, relative error below 1e-14; NaN for NaN
 * @example
 * normalLogCdf(-38) // -726.5572160188201
 */
export function normalLogCdf(x: number): number {
  if (x < -1) return Math.log(0.5 * erfcx(-x * Math.SQRT1_2)) - 0.5 * x * x
  return Math.log1p(-normalSf(x))
}

/**
 * Computes the quantile of the standard normal distribution, the inverse of {@link normalCdf}.
 *
 * Starts from Hastings' rational form and refines it with Halley's method on the logarithm of the tail (near
 * the middle: on erf).
 *
 * @param p in [0, 1]
 * @returns -Infinity for 0, Infinity for 1, relative error below 1e-14; NaN for p outside [0, 1] and NaN
 * @see M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.2.23, for the start
 * @example
 * normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  const fromMiddle = p - 0.5
  if (Math.abs(fromMiddle) < 0.2) return nearMiddle(fromMiddle)
  return p < 0.5 ? -upperTail(p) : upperTail(1 - p)
}

function nearMiddle(fromMiddle: number): number {
  let x = fromMiddle * rootTwoPi
  for (let i = 0; i < 4; i++) {
    const density = Math.exp(-0.5 * x * x) / rootTwoPi
    const step = (0.5 * erf(x * Math.SQRT1_2) - fromMiddle) / density
    x -= step / (1 + 0.5 * x * step)
  }
  return x
}

function upperTail(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail))
  let x =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  const target = Math.log(tail)
  for (let i = 0; i < 3; i++) {
    // h is tail / density at x, so that Newton's step on log tail needs no underflowing number.
    const h = 0.5 * rootTwoPi * erfcx(x * Math.SQRT1_2)
    const off = Math.log(h / rootTwoPi) - 0.5 * x * x - target
    const slope = 1 / h
    const bend = slope * (slope - x)
    x += (off * slope) / (slope * slope + 0.5 * off * bend)
  }
  return x
}
