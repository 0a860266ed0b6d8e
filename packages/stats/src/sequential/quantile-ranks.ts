import { betaBinomialBound } from './beta-binomial.ts'
import { checkPositive, checkShare } from './check-numbers.ts'
import type { Interval } from './interval.ts'

/** Options of {@link quantileRanks}. */
export type QuantileRanksOptions = {
  /** The chance that the quantile ever lies outside; in (0, 1). @default 0.05 */
  readonly alpha?: number
  /** The count at which the interval is to be tightest; above 0. @default 1000 */
  readonly tuneAt?: number
}

/**
 * Computes a confidence sequence for a quantile, as ranks of the sorted values: with chance 1 - alpha the p-quantile
 * lies between the values of these ranks at all counts at once.
 *
 * The count of values at or below the quantile is p n give or take {@link betaBinomialBound}, one-sided, with
 * alpha / 2 on each side, so ties and jumps of the distribution do no harm. Values must be independent draws of one
 * law. O(1): two root searches.
 *
 * @param p the quantile, in (0, 1)
 * @param count of values, a whole number of at least 0
 * @returns ranks from 1; a lower rank of 0 stands for -Infinity, an upper of count + 1 for Infinity
 * @throws RangeError for a p, count or option out of range
 * @see S. R. Howard, A. Ramdas (2022), Sequential estimation of quantiles with applications to A/B testing and
 *   best-arm identification, theorem 1
 * @example
 * quantileRanks(0.5, 1000) // { lower: 453, upper: 548 }
 */
export function quantileRanks(
  p: number,
  count: number,
  { alpha = 0.05, tuneAt = 1000 }: QuantileRanksOptions = {},
): Interval {
  checkShare('p', p)
  checkShare('alpha', alpha)
  checkPositive('tuneAt', tuneAt)
  if (!(Number.isInteger(count) && count >= 0))
    throw new RangeError('count must be a whole number of at least 0')
  const one = p * (1 - p)
  const tuning = { alpha: alpha / 2, tuneAt: one * tuneAt }
  const above = betaBinomialBound(one * count, { ...tuning, below: p, above: 1 - p })
  const below = betaBinomialBound(one * count, { ...tuning, below: 1 - p, above: p })
  // A bound that is not reached is the greatest deviation there is, to the last bit or so: then no rank is one.
  const slack = 1e-9 + 1e-12 * count
  return {
    lower: Math.max(0, Math.floor(p * count - below - slack) + 1),
    upper: Math.min(count + 1, Math.ceil(p * count + above + slack)),
  }
}
