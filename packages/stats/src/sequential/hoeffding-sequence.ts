import { checkAlpha, checkBounded, checkForm, checkPositive, loadNumbers } from './check-numbers.ts'
import type { Interval } from './interval.ts'

/** Options of {@link HoeffdingSequence}. */
export type HoeffdingSequenceOptions = {
  /** The chance that the mean ever lies outside; in (0, 1). @default 0.05 */
  readonly alpha?: number
  /** The greatest bet; above 0. @default 1 */
  readonly truncation?: number
}

/** Plain form of a {@link HoeffdingSequence}. */
export type HoeffdingSequenceState = {
  readonly version: 1
  readonly alpha: number
  readonly truncation: number
  readonly sums: readonly number[]
}

/**
 * Keeps a confidence sequence for the mean of values in [0, 1] that needs no tuning: the predictable mixture Hoeffding
 * one. With bets b_t = min(truncation, sqrt(8 log(2 / alpha) / (t log(1 + t)))) its ends are
 * (sum b_t x_t +- (log(2 / alpha) + sum b_t^2 / 8)) / sum b_t, cut to [0, 1]. With chance 1 - alpha the mean lies in
 * every interval it ever tells.
 *
 * As wide as if the values were coin tosses. Values must have that mean as their conditional mean. O(1) a value,
 * nothing allocated.
 *
 * @throws RangeError for an option out of range
 * @see I. Waudby-Smith, A. Ramdas (2023), Estimating means of bounded random variables by betting, section 3.1
 * @example
 * const mean = new HoeffdingSequence()
 * for (let i = 0; i < 1000; i++) mean.step(0.5)
 * mean.interval // { lower: 0.438863739427, upper: 0.561136260573 }
 */
export class HoeffdingSequence {
  readonly alpha: number
  readonly truncation: number
  // Count, of bets, of bets times values, of squared bets; the best ends so far.
  readonly #sums = Float64Array.of(0, 0, 0, 0, 0, 1)

  constructor({ alpha = 0.05, truncation = 1 }: HoeffdingSequenceOptions = {}) {
    checkAlpha(alpha)
    checkPositive('truncation', truncation)
    this.alpha = alpha
    this.truncation = truncation
  }

  /** How many values there were. */
  get count(): number {
    return this.#sums[0] ?? 0
  }

  /** The intersection of all intervals so far; empty, with `lower` above `upper`, with a chance of at most alpha. */
  get interval(): Interval {
    return { lower: this.#sums[4] ?? 0, upper: this.#sums[5] ?? 1 }
  }

  /** The interval of this count alone, which may be wider than one before. */
  get latest(): Interval {
    return { lower: this.#end(-1), upper: this.#end(1) }
  }

  /** Takes the next value, in [0, 1]. @throws RangeError for another, which changes nothing */
  step(value: number): void {
    checkBounded(value)
    const sums = this.#sums
    const t = (sums[0] ?? 0) + 1
    const bet = Math.min(this.truncation, Math.sqrt((8 * Math.log(2 / this.alpha)) / (t * Math.log1p(t))))
    sums[0] = t
    sums[1] = (sums[1] ?? 0) + bet
    sums[2] = (sums[2] ?? 0) + bet * value
    sums[3] = (sums[3] ?? 0) + bet * bet
    sums[4] = Math.max(sums[4] ?? 0, this.#end(-1))
    sums[5] = Math.min(sums[5] ?? 1, this.#end(1))
  }

  /** Returns the plain form. */
  toJSON(): HoeffdingSequenceState {
    return { version: 1, alpha: this.alpha, truncation: this.truncation, sums: [...this.#sums] }
  }

  /** Builds a sequence from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: HoeffdingSequenceState): HoeffdingSequence {
    checkForm(state, 'alpha', 'truncation')
    const sequence = new HoeffdingSequence(state)
    loadNumbers('sums', state.sums, sequence.#sums, 0)
    return sequence
  }

  #end(side: 1 | -1): number {
    const sums = this.#sums
    const bets = sums[1] ?? 0
    if (bets === 0) return side === 1 ? 1 : 0
    const margin = Math.log(2 / this.alpha) + (sums[3] ?? 0) / 8
    return Math.min(1, Math.max(0, ((sums[2] ?? 0) + side * margin) / bets))
  }
}
