import { checkAlpha, checkPositive } from './check-numbers.ts'
import { zeta } from './zeta.ts'

/** Options of {@link polyStitchingBound}. */
export type PolyStitchingOptions = {
  /** The chance that the sum ever passes the bound; in (0, 1). */
  readonly alpha: number
  /** The variance from which on the bound is to be tight; below it the bound is that of this variance. Above 0. */
  readonly startAt: number
  /** The scale c of sub-gamma deviations, in their unit; 0 for sub-Gaussian ones. @default 0 */
  readonly scale?: number
  /** How fast the error is spent over the epochs: as k^-s; above 1. @default 1.4 */
  readonly s?: number
  /** The ratio of one epoch's end to its start; above 1. @default 2 */
  readonly eta?: number
}

/**
 * Computes the polynomial stitched bound: with chance 1 - alpha a sum of deviations stays below it at all times. In
 * closed form, and of the order of the law of the iterated logarithm, sqrt(V log log V), which no bound can beat:
 * with l = s log log(eta V / startAt) + log(zeta(s) / (alpha log(eta)^s)), k1 = (eta^(1/4) + eta^(-1/4)) / sqrt 2
 * and k2 = (sqrt(eta) + 1) / 2, it is sqrt(k1^2 V l + (k2 c l)^2) + k2 c l.
 *
 * The deviations must have a conditional mean of at most 0 and be sub-gamma with scale c and variance V. A mixture
 * bound is tighter around the variance it was tuned for.
 *
 * @param variance V, at least 0
 * @returns NaN for a variance below 0 and for NaN
 * @throws RangeError for an option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, theorem 1
 * @example
 * polyStitchingBound(100, { alpha: 0.05, startAt: 1 }) // 37.9156424037
 */
export function polyStitchingBound(variance: number, options: PolyStitchingOptions): number {
  const { alpha, startAt, scale = 0, s = 1.4, eta = 2 } = options
  checkAlpha(alpha)
  checkPositive('startAt', startAt)
  if (!(scale >= 0 && scale < Infinity)) {
    throw new RangeError(`scale must be finite and at least 0, got ${scale}`)
  }
  checkStitching(s, eta)
  if (!(variance >= 0)) return Number.NaN
  const v = Math.max(variance, startAt)
  const logEta = Math.log(eta)
  const l = s * Math.log(Math.log((eta * v) / startAt) / logEta) + Math.log(zeta(s) / alpha)
  const linear = 0.5 * (Math.sqrt(eta) + 1) * scale * l
  return Math.sqrt(0.5 * (eta ** 0.25 + eta ** -0.25) ** 2 * v * l + linear * linear) + linear
}

/** @throws RangeError for an s or an eta that is not finite and above 1 */
export function checkStitching(s: number, eta: number): void {
  if (!(s > 1 && s < Infinity)) throw new RangeError(`s must be finite and above 1, got ${s}`)
  if (!(eta > 1 && eta < Infinity)) throw new RangeError(`eta must be finite and above 1, got ${eta}`)
}
