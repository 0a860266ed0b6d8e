import { logBeta } from '../special/beta.ts'
import type { Interval } from './interval.ts'
import { mixturePrecision } from './mixture-tuning.ts'

/** Options of {@link bernoulliInterval}. */
export type BernoulliIntervalOptions = {
  /** The chance that the share ever lies outside; in (0, 1). @default 0.05 */
  readonly alpha?: number
  /** The number of trials at which the interval is to be tightest; above 0. @default 100 */
  readonly tuneAt?: number
}

/**
 * Computes a confidence sequence for the share of successes: with chance 1 - alpha the share lies in the intervals
 * of all numbers of trials at once, however often and whenever one looks.
 *
 * A share p stays in as long as its beta-binomial mixture likelihood ratio is below 1 / alpha:
 * B(k p + successes, k (1 - p) + failures) / (B(k p, k (1 - p)) p^successes (1 - p)^failures), with k the prior
 * trials that make it tightest at `tuneAt`. O(1): two root searches.
 *
 * The trials must have that share as their conditional chance; for bounded values see
 * {@link HedgedBettingSequence}.
 *
 * @param successes in [0, trials]
 * @param trials at least 0; with none the interval is [0, 1]
 * @throws RangeError for counts or options out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, section 4.2
 * @example
 * bernoulliInterval(480, 1000) // { lower: 0.428735680462, upper: 0.531506545882 }
 */
export function bernoulliInterval(
  successes: number,
  trials: number,
  { alpha = 0.05, tuneAt = 100 }: BernoulliIntervalOptions = {},
): Interval {
  if (!(successes >= 0 && successes <= trials && trials < Infinity)) {
    throw new RangeError('successes must be in [0, trials], trials finite')
  }
  const prior = Math.max(mixturePrecision({ alpha, tuneAt, sides: 'two' }) - 1, 1e-3)
  const [share, failures, limit] = [successes / trials, trials - successes, -Math.log(alpha)]
  const isOut = (p: number): boolean => {
    const [a, b] = [prior * p, prior * (1 - p)]
    const ratio = logBeta(a + successes, b + failures) - logBeta(a, b)
    return ratio - successes * Math.log(p) - failures * Math.log1p(-p) >= limit
  }
  return {
    lower: successes === 0 ? 0 : edge(isOut, share, 0),
    upper: failures === 0 ? 1 : edge(isOut, share, 1),
  }
}

/** Goes from a share that is in towards an end: the last share on the way that is in, as far as doubles go. */
function edge(isOut: (p: number) => boolean, from: number, end: 0 | 1): number {
  let [inside, outside]: [number, number] = [from, end]
  while (true) {
    const middle = 0.5 * (inside + outside)
    // Shares below 1e-12 are not told apart from an end.
    if (Math.abs(outside - inside) < 1e-12 * Math.max(middle, 1e-3))
      return Math.abs(middle - end) < 1e-12 ? end : outside
    if (isOut(middle)) outside = middle
    else inside = middle
  }
}
