import { incompleteBeta, logBeta } from '../special/beta.ts'
import { checkPositive } from './check-numbers.ts'
import { mixtureBound } from './mixture-bound.ts'
import type { SidedMixtureOptions } from './mixture-tuning.ts'
import { mixturePrecision } from './mixture-tuning.ts'

/** Options of the beta-binomial mixture. */
export type BetaBinomialOptions = SidedMixtureOptions & {
  /** How far a deviation may fall below 0; above 0. For a share p of successes, p. */
  readonly below: number
  /** How far a deviation may rise above 0; above 0. For a share p of successes, 1 - p. */
  readonly above: number
}

/**
 * Computes the logarithm of the beta-binomial mixture e-value of a sum of deviations in [-g, h]: a beta mixture of
 * the likelihood ratios of two-point laws on -g and h, against the one of mean 0.
 *
 * Valid at every look. The deviations must have a conditional mean of 0 (one-sided: of at most 0) and lie in
 * [-below, above]; V is below times above times their number.
 *
 * @param sum S, in [-V / h, V / g]
 * @param variance V, at least 0
 * @returns NaN for a sum or variance out of range and for NaN
 * @throws RangeError for an option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, propositions 6, 7
 * @example
 * betaBinomialLogE(20, 25, { alpha: 0.05, tuneAt: 25, below: 0.5, above: 0.5, sides: 'two' }) // 6.24835260983
 */
export function betaBinomialLogE(sum: number, variance: number, options: BetaBinomialOptions): number {
  const logE = mixtureOf(variance, options)
  return variance >= 0 ? logE(sum) : Number.NaN
}

/**
 * Computes the time-uniform bound of a sum of deviations in [-below, above]: with chance 1 - alpha the sum never
 * passes it (two-sided: nor, with below and above exchanged, minus it). Where it is V / below, the greatest sum
 * there is, reaching it says nothing.
 * The inverse of {@link betaBinomialLogE}; the same conditions.
 *
 * @param variance at least 0
 * @returns at most V / below, the greatest sum there is; NaN for a variance below 0 and for NaN
 * @throws RangeError for an option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, propositions 6, 7
 * @example
 * betaBinomialBound(100, { alpha: 0.05, tuneAt: 100, below: 0.3, above: 0.7 }) // 28.1438696189
 */
export function betaBinomialBound(variance: number, options: BetaBinomialOptions): number {
  const logE = mixtureOf(variance, options)
  if (!(variance >= 0)) return Number.NaN
  return mixtureBound(logE, options.alpha, variance + options.tuneAt, variance / options.below)
}

function mixtureOf(variance: number, options: BetaBinomialOptions): (sum: number) => number {
  const { below: g, above: h, sides } = options
  checkPositive('below', g)
  checkPositive('above', h)
  // The prior counts beside the values' own; it must not vanish.
  const r = Math.max(mixturePrecision(options) - g * h, 1e-3 * g * h)
  const width = g + h
  const share = sides === 'two' ? 1 : h / width
  const logPart = (a: number, b: number): number =>
    logBeta(a, b) + (share === 1 ? 0 : Math.log(incompleteBeta(share, a, b)))
  const prior = logPart(r / (g * width), r / (h * width))
  return (sum) => {
    const down = (variance - g * sum) / (g * width)
    const up = (variance + h * sum) / (h * width)
    if (!(down > -1e-9 && up > -1e-9)) return Number.NaN
    return (
      (down + up) * Math.log(width) -
      up * Math.log(g) -
      down * Math.log(h) +
      logPart(r / (g * width) + down, r / (h * width) + up) -
      prior
    )
  }
}
