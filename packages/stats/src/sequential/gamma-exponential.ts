import { gammaP } from '../special/incomplete-gamma.ts'
import { logExcess } from '../special/log-excess.ts'
import { checkPositive } from './check-numbers.ts'
import { mixtureBound } from './mixture-bound.ts'
import type { MixtureOptions } from './mixture-tuning.ts'
import { mixturePrecision } from './mixture-tuning.ts'
import { stirlingRemainder } from './stirling-remainder.ts'

/** Options of mixtures for deviations with a scale. */
export type ScaledMixtureOptions = MixtureOptions & {
  /** The scale c of the deviations, in their unit; above 0. For values in [0, 1] with an estimated variance, 1. */
  readonly scale: number
}

/**
 * Computes the logarithm of the gamma-exponential mixture e-value of a sum of sub-exponential deviations: with
 * a = (V + r) / c^2 and x = a + S / c, a gamma mixture over l of exp(l S - V (-log(1 - c l) - c l) / c^2).
 *
 * Valid at every look. The deviations must have a conditional mean of at most 0 and be sub-exponential with scale c
 * and variance V. That holds for the sum of X_i - mean with X_i at least 0, bounded by c below its prediction, and
 * V the sum of (X_i - prediction)^2: the empirical Bernstein bound.
 *
 * @param sum S, above -(V + r) / c
 * @param variance V, at least 0; here it may be estimated, with predictions made before each value
 * @returns NaN for a sum or variance out of range and for NaN
 * @throws RangeError for an option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, proposition 9,
 *   theorem 4
 * @example
 * gammaExponentialLogE(30, 100, { alpha: 0.05, tuneAt: 100, scale: 0.5 }) // 3.23958649661
 */
export function gammaExponentialLogE(sum: number, variance: number, options: ScaledMixtureOptions): number {
  const precision = mixturePrecision(options)
  checkPositive('scale', options.scale)
  return variance >= 0 ? logE(sum, variance, precision, options.scale) : Number.NaN
}

/**
 * Computes the time-uniform bound of a sum of sub-exponential deviations: with chance 1 - alpha the sum stays below
 * it at all times. The inverse of {@link gammaExponentialLogE}; the same conditions.
 *
 * @param variance at least 0
 * @returns relative error below 1e-10; NaN for a variance below 0 and for NaN
 * @throws RangeError for an option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, proposition 9
 * @example
 * gammaExponentialBound(100, { alpha: 0.05, tuneAt: 100, scale: 0.5 }) // 28.9245665593
 */
export function gammaExponentialBound(variance: number, options: ScaledMixtureOptions): number {
  const precision = mixturePrecision(options)
  const { alpha, scale } = options
  checkPositive('scale', scale)
  if (!(variance >= 0)) return Number.NaN
  return mixtureBound((sum) => logE(sum, variance, precision, scale), alpha, variance + precision)
}

/** The lgamma terms of the closed form taken together, so that nothing of their size is subtracted. */
function logE(sum: number, variance: number, precision: number, scale: number): number {
  const prior = precision / (scale * scale)
  const shape = (variance + precision) / (scale * scale)
  const off = sum / scale
  return (
    0.5 * Math.log(prior / shape) -
    stirlingRemainder(prior) +
    stirlingRemainder(shape) +
    shape * logExcess(off / shape) +
    Math.log(gammaP(shape, shape + off)) -
    Math.log(gammaP(prior, prior))
  )
}
