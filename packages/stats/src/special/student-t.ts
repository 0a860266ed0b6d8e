import { incompleteBetaOf } from './beta.ts'
import { lgamma } from './gamma.ts'
import { normalQuantile, normalSf } from './normal.ts'

/**
 * Computes the survival function of Student's t distribution, the chance of a value above t.
 *
 * @param t any number, infinities included
 * @param df degrees of freedom, above 0; Infinity gives the normal distribution
 * @returns 0 to 1, relative error below 1e-12 in the far tails too; NaN for df out of range and for NaN
 * @example
 * studentTSf(2.228138851986274, 10) // 0.025
 */
export function studentTSf(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN
  if (df === Infinity) return normalSf(t)
  if (t === Infinity || t === -Infinity) return t > 0 ? 0 : 1
  // Squares that overflow or underflow meet as a ratio instead.
  const r = t / Math.sqrt(df)
  const square = r * r
  const outside = square > 1e300 ? 0 : 1 / (1 + square)
  const inside = square > 1 ? 1 / (1 + 1 / square) : square / (1 + square)
  const tail =
    square > 1e300 ? farTail(Math.abs(t), df) : 0.5 * incompleteBetaOf(outside, inside, df / 2, 0.5)
  return t >= 0 ? tail : 1 - tail
}

/** The leading term, where t squared overflows. */
function farTail(t: number, df: number): number {
  const logRatio = Math.log(t) - 0.5 * Math.log(df)
  const log = lgamma((df + 1) / 2) - lgamma(df / 2) - 0.5 * Math.log(Math.PI) - Math.log(df) - df * logRatio
  return Math.exp(log)
}

/**
 * Computes the quantile of Student's t distribution: the t that is not exceeded with probability p.
 *
 * Newton's method on the logarithm of the smaller tail, kept inside a bracket, from the normal quantile.
 *
 * @param p in [0, 1]
 * @param df degrees of freedom, above 0; Infinity gives the normal distribution
 * @returns -Infinity for 0, Infinity for 1, relative error below 1e-11; NaN for an argument out of range
 * @example
 * studentTQuantile(0.975, 10) // 2.228138851986274
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (df === Infinity) return normalQuantile(p)
  if (p === 0.5) return 0
  return p < 0.5 ? -upper(p, df) : upper(1 - p, df)
}

function upper(tail: number, df: number): number {
  const target = Math.log(tail)
  const logScale = lgamma((df + 1) / 2) - lgamma(df / 2) - 0.5 * Math.log(df * Math.PI)
  let low = 0
  let high = Infinity
  // From below: the t distribution has the heavier tail.
  let t = Math.max(-normalQuantile(tail), 1e-300)
  for (let i = 0; i < 400; i++) {
    const off = Math.log(studentTSf(t, df)) - target
    if (off === 0) return t
    // Beyond the greatest number: very few degrees of freedom put it there.
    if (off > 0 && t === Number.MAX_VALUE) return Infinity
    if (off > 0) low = t
    else high = t
    const logDensity = logScale - ((df + 1) / 2) * Math.log1p((t / df) * t)
    // The step is in log t, in which the far tail's logarithm is straight.
    const slope = t * Math.exp(logDensity - target - off)
    let next = Math.min(Number.MAX_VALUE, t * Math.exp(off / slope))
    if (!(next > low && next < high)) {
      if (high === Infinity) next = 2 * t
      else next = low === 0 ? high / 8 : Math.sqrt(low) * Math.sqrt(high)
    }
    if (Math.abs(next - t) <= 4e-16 * t) return next
    t = next
  }
  return t
}
