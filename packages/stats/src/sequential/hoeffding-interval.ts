import { checkPositive } from './check-numbers.ts'
import type { Interval } from './interval.ts'
import { normalMixtureBound } from './normal-mixture.ts'

/** Options of {@link hoeffdingInterval}. */
export type HoeffdingIntervalOptions = {
  /** The chance that the mean ever lies outside; in (0, 1). @default 0.05 */
  readonly alpha?: number
  /** The number of values at which the interval is to be tightest; above 0. @default 100 */
  readonly tuneAt?: number
}

/**
 * Computes a confidence sequence for the mean of values in [0, 1] from their sum alone: with chance 1 - alpha the
 * mean lies in the intervals of all counts at once. mean +- {@link normalMixtureBound}(n / 4) / n, cut to [0, 1].
 *
 * As wide as if the values were coin tosses; where their variance is small {@link EmpiricalBernsteinSequence} and
 * {@link HedgedBettingSequence} are far tighter. Values must have that mean as their conditional mean. O(1).
 *
 * @param sum in [0, count]
 * @param count at least 0; with none the interval is [0, 1]
 * @throws RangeError for a sum, count or option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, section 3.5
 * @example
 * hoeffdingInterval(300, 1000) // { lower: 0.248743856584, upper: 0.351256143416 }
 */
export function hoeffdingInterval(
  sum: number,
  count: number,
  { alpha = 0.05, tuneAt = 100 }: HoeffdingIntervalOptions = {},
): Interval {
  if (!(sum >= 0 && sum <= count && count < Infinity)) {
    throw new RangeError('sum must be in [0, count], count finite')
  }
  checkPositive('tuneAt', tuneAt)
  const bound = normalMixtureBound(count / 4, { alpha, tuneAt: tuneAt / 4, sides: 'two' })
  if (count === 0) return { lower: 0, upper: 1 }
  return { lower: Math.max(0, (sum - bound) / count), upper: Math.min(1, (sum + bound) / count) }
}
