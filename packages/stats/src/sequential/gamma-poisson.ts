import { gammaQ } from '../special/incomplete-gamma.ts'
import { logExcess } from '../special/log-excess.ts'
import { checkPositive } from './check-numbers.ts'
import type { ScaledMixtureOptions } from './gamma-exponential.ts'
import { mixtureBound } from './mixture-bound.ts'
import { mixturePrecision } from './mixture-tuning.ts'
import { stirlingRemainder } from './stirling-remainder.ts'

/**
 * Computes the logarithm of the gamma-Poisson mixture e-value of a sum of sub-Poisson deviations: a gamma mixture
 * over l of exp(l S - V (exp(c l) - c l - 1) / c^2).
 *
 * Valid at every look. The deviations must have a conditional mean of at most 0, be at most c, and have variances
 * that V adds up (Bennett). For counts: the count less its compensator, with c = 1 and V the compensator.
 *
 * @param sum S, above -(V + r) / c
 * @param variance V, at least 0; not estimated from the same values
 * @returns NaN for a sum or variance out of range and for NaN
 * @throws RangeError for an option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, proposition 10
 * @example
 * gammaPoissonLogE(30, 100, { alpha: 0.05, tuneAt: 100, scale: 0.5 }) // 3.39418615233
 */
export function gammaPoissonLogE(sum: number, variance: number, options: ScaledMixtureOptions): number {
  const precision = mixturePrecision(options)
  checkPositive('scale', options.scale)
  return variance >= 0 ? logE(sum, variance, precision, options.scale) : Number.NaN
}

/**
 * Computes the time-uniform bound of a sum of sub-Poisson deviations: with chance 1 - alpha the sum stays below it
 * at all times. The inverse of {@link gammaPoissonLogE}; the same conditions.
 *
 * @param variance at least 0
 * @returns relative error below 1e-10; NaN for a variance below 0 and for NaN
 * @throws RangeError for an option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, proposition 10
 * @example
 * gammaPoissonBound(100, { alpha: 0.05, tuneAt: 100, scale: 0.5 }) // 28.3140169263
 */
export function gammaPoissonBound(variance: number, options: ScaledMixtureOptions): number {
  const precision = mixturePrecision(options)
  const { alpha, scale } = options
  checkPositive('scale', scale)
  if (!(variance >= 0)) return Number.NaN
  return mixtureBound((sum) => logE(sum, variance, precision, scale), alpha, variance + precision)
}

/** The lgamma terms of the closed form taken together, so that nothing of their size is subtracted. */
function logE(sum: number, variance: number, precision: number, scale: number): number {
  const prior = precision / (scale * scale)
  const mean = (variance + precision) / (scale * scale)
  const shape = mean + sum / scale
  if (!(shape > 0)) return Number.NaN
  return (
    0.5 * Math.log(prior / shape) -
    stirlingRemainder(prior) +
    stirlingRemainder(shape) +
    shape * logExcess((mean - shape) / shape) +
    Math.log(gammaQ(shape, mean)) -
    Math.log(gammaQ(prior, prior))
  )
}
