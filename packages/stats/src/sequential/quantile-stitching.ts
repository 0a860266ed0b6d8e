import { checkAlpha, checkPositive, checkShare } from './check-numbers.ts'
import { checkStitching } from './poly-stitching.ts'
import { zeta } from './zeta.ts'

/** Options of {@link doubleStitchingBound}. */
export type DoubleStitchingOptions = {
  /** The chance that any quantile ever lies outside; in (0, 1). */
  readonly alpha: number
  /** The count from which on the bound is to be tight; at least 1. */
  readonly startAt: number
  /** The fineness of the grid of quantiles; above 0. @default 0.5 */
  readonly delta?: number
  /** How fast the error is spent over epochs and grid; above 1. @default 1.4 */
  readonly s?: number
  /** The ratio of one epoch's end to its start; above 1. @default 2 */
  readonly eta?: number
}

/**
 * Computes how far the count of values below a quantile may stray above p n, for all quantiles and all counts at
 * once: the doubly stitched bound. With chance 1 - alpha no count ever strays further; below it at 1 - p.
 *
 * Closed form, tighter than {@link empiricalProcessBound} in the tails. Values must be independent draws of one law.
 *
 * @param p the quantile, in (0, 1)
 * @param count of values, at least 0
 * @returns NaN for a count below 0 and for NaN
 * @throws RangeError for a p or an option out of range
 * @see S. R. Howard, A. Ramdas (2022), Sequential estimation of quantiles with applications to A/B testing and
 *   best-arm identification, theorem 3
 * @example
 * doubleStitchingBound(0.5, 1000, { alpha: 0.05, startAt: 50 }) // 70.193908418
 */
export function doubleStitchingBound(p: number, count: number, options: DoubleStitchingOptions): number {
  const { alpha, startAt, delta = 0.5, s = 1.4, eta = 2 } = options
  checkShare('p', p)
  checkAlpha(alpha)
  checkPositive('delta', delta)
  checkStitching(s, eta)
  if (!(startAt >= 1 && startAt < Infinity)) {
    throw new RangeError(`startAt must be finite and at least 1, got ${startAt}`)
  }
  if (!(count >= 0)) return Number.NaN
  const t = Math.max(count, startAt)
  const logit = Math.log(p / (1 - p))
  const grid = 2 * delta * Math.sqrt((startAt * eta) / t)
  const r = p >= 0.5 ? p : Math.min(0.5, 1 / (1 + Math.exp(-(logit + grid))))
  const spread = r * (1 - r)
  const j = (Math.sqrt(t / startAt) * Math.abs(logit)) / (2 * delta) + 1
  const z = zeta(s)
  const l =
    s * Math.log(Math.log((eta * t) / startAt)) +
    s * Math.log(j) +
    Math.log((2 * z * (2 * z + 1)) / (alpha * Math.log(eta) ** s))
  const linear = (0.5 * (Math.sqrt(eta) + 1) * (1 - 2 * p) * l) / 3
  const k = 0.5 * (eta ** 0.25 + eta ** -0.25) ** 2
  return (
    delta * Math.sqrt((eta * t * spread) / startAt) + Math.sqrt(k * spread * t * l + linear * linear) + linear
  )
}
