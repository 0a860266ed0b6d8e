import { normalLogCdf } from '../special/normal.ts'
import { mixtureBound } from './mixture-bound.ts'
import type { SidedMixtureOptions } from './mixture-tuning.ts'
import { mixturePrecision } from './mixture-tuning.ts'

/**
 * Computes the logarithm of the normal mixture e-value of a sum of sub-Gaussian deviations: the mean of
 * exp(l S - l^2 V / 2) over l normal with precision r (half-normal on one side):
 * log(r / (V + r)) / 2 + S^2 / (2 (V + r)), one-sided plus log(2 Phi(S / sqrt(V + r))).
 *
 * Valid at every look (Ville): under the null the chance that it ever reaches log(1 / a) is at most a. The
 * deviations must have a conditional mean of 0 (one-sided: of at most 0) and be sub-Gaussian with the variances
 * that V adds up: values in an interval of width w count w^2 / 4 each.
 *
 * @param sum S, of the deviations from the null mean
 * @param variance V, at least 0, the sum of the variance bounds; not estimated from the same values
 * @returns NaN for a variance below 0 and for NaN
 * @throws RangeError for an alpha (used for the tuning only), tuneAt or sides out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, propositions 4, 5
 * @example
 * normalMixtureLogE(5, 0.5, { alpha: 0.05, tuneAt: 1 }) // 18.9766346838
 */
export function normalMixtureLogE(sum: number, variance: number, options: SidedMixtureOptions): number {
  const precision = mixturePrecision(options)
  return variance >= 0 ? logE(sum, variance, precision, options.sides === 'two') : Number.NaN
}

/**
 * Computes the time-uniform bound of a sum of sub-Gaussian deviations: with chance 1 - alpha the sum stays below it
 * at all times (two-sided: its absolute value). The inverse of {@link normalMixtureLogE}; the same conditions.
 * Divided by the count it is the half width of a confidence sequence for the mean.
 *
 * @param variance at least 0
 * @returns relative error below 1e-12; NaN for a variance below 0 and for NaN
 * @throws RangeError for an alpha, tuneAt or sides out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, propositions 4, 5
 * @example
 * normalMixtureBound(100, { alpha: 0.05, tuneAt: 100, sides: 'two' }) // 30.3520899038
 */
export function normalMixtureBound(variance: number, options: SidedMixtureOptions): number {
  const precision = mixturePrecision(options)
  if (!(variance >= 0)) return Number.NaN
  if (options.sides === 'two') {
    return Math.sqrt(
      (variance + precision) * (Math.log1p(variance / precision) - 2 * Math.log(options.alpha)),
    )
  }
  return mixtureBound((sum) => logE(sum, variance, precision, false), options.alpha, variance + precision)
}

function logE(sum: number, variance: number, precision: number, isTwoSided: boolean): number {
  const total = variance + precision
  const both = 0.5 * Math.log(precision / total) + (sum * sum) / (2 * total)
  return isTwoSided ? both : both + Math.LN2 + normalLogCdf(sum / Math.sqrt(total))
}
