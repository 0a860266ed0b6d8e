import { checkAlpha } from './check-numbers.ts'

/** Options of {@link empiricalProcessBound}. */
export type EmpiricalProcessOptions = {
  /** The chance that the distribution function ever strays further; in (0, 1). */
  readonly alpha: number
  /** The count from which on it holds; at least 1. */
  readonly startAt: number
  /** The factor of the leading term; above 1 / sqrt(2), the least there is, and at most 10. @default 0.85 */
  readonly factor?: number
}

/**
 * Computes how far the distribution function of n values may stray from the true one, anywhere, at all counts at
 * once: with chance 1 - alpha their greatest distance is below A sqrt((log(1 + log(n / startAt)) + C) / n) for all n
 * from `startAt` on. A Kolmogorov band that one may look at whenever one likes.
 *
 * C is the least one that spends alpha, found by a search: about 0.5 ms. Values must be independent draws of one law.
 *
 * @param count of values
 * @returns Infinity for a count below `startAt`; NaN for NaN
 * @throws RangeError for an option out of range
 * @see S. R. Howard, A. Ramdas (2022), Sequential estimation of quantiles with applications to A/B testing and
 *   best-arm identification, theorem 2
 * @example
 * empiricalProcessBound(1000, { alpha: 0.05, startAt: 10 }) // 0.0843447113506
 */
export function empiricalProcessBound(count: number, options: EmpiricalProcessOptions): number {
  const { alpha, startAt, factor = 0.85 } = options
  checkAlpha(alpha)
  if (!(startAt >= 1 && startAt < Infinity)) {
    throw new RangeError(`startAt must be finite and at least 1, got ${startAt}`)
  }
  if (!(factor > Math.SQRT1_2 && factor <= 10)) {
    throw new RangeError(`factor must be above 1 / sqrt(2) and at most 10, got ${factor}`)
  }
  if (Number.isNaN(count)) return Number.NaN
  if (count < startAt) return Infinity
  const constant = search(0, 1e6, (c) => leastError(c, factor) <= alpha)
  return factor * Math.sqrt((Math.log1p(Math.log(count / startAt)) + constant) / count)
}

/** The chance to stray, at the best ratio of epochs. */
function leastError(c: number, factor: number): number {
  const error = (eta: number): number => {
    const square = (2 / eta) * (factor - Math.sqrt((2 * (eta - 1)) / c)) ** 2
    return square <= 1 ? Infinity : 4 * Math.exp(-square * c) * (1 + 1 / ((square - 1) * Math.log(eta)))
  }
  const gap = (eta: number): number => Math.sqrt(eta / 2) + Math.sqrt((2 * (eta - 1)) / c) - factor
  let low = 1
  let high = search(1, 2 * factor * factor, (eta) => gap(eta) >= 0)
  // One valley between both ends: golden section.
  const ratio = 0.6180339887498949
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)]
  let [atA, atB] = [error(a), error(b)]
  for (let i = 0; i < 80; i++) {
    // Beyond the far end everything is Infinity: go down.
    if (atA <= atB) {
      high = b
      ;[b, atB] = [a, atA]
      a = high - ratio * (high - low)
      atA = error(a)
    } else {
      low = a
      ;[a, atA] = [b, atB]
      b = low + ratio * (high - low)
      atB = error(b)
    }
  }
  return Math.min(atA, atB)
}

/** The least number in (low, high] at which something holds that holds from there on. */
function search(from: number, to: number, holds: (x: number) => boolean): number {
  let [low, high] = [from, to]
  while (true) {
    const middle = 0.5 * (low + high)
    if (middle <= low || middle >= high) return high
    if (holds(middle)) high = middle
    else low = middle
  }
}
