import { checkAlpha, checkBounded, checkForm, checkShare, loadNumbers } from './check-numbers.ts'
import type { Interval } from './interval.ts'
import { PredictableBets } from './predictable-bets.ts'

/** Options of {@link EmpiricalBernsteinSequence}. */
export type EmpiricalBernsteinOptions = {
  /** The chance that the mean ever lies outside; in (0, 1). @default 0.05 */
  readonly alpha?: number
  /** The greatest bet; in (0, 1). @default 0.5 */
  readonly truncation?: number
}

/** Plain form of an {@link EmpiricalBernsteinSequence}. */
export type EmpiricalBernsteinState = {
  readonly version: 1
  readonly alpha: number
  readonly truncation: number
  readonly bets: readonly number[]
  readonly sums: readonly number[]
}

/**
 * Keeps a confidence sequence for the mean of values in [0, 1] that narrows with their variance: the predictable
 * mixture empirical Bernstein one. With chance 1 - alpha the mean lies in every interval it ever tells.
 *
 * With bets b_t chosen before each value and v_t its squared distance to the mean before it, the lower end is
 * (sum b_t x_t - log(2 / alpha) - sum v_t (-log(1 - b_t) - b_t)) / sum b_t; the upper one that of 1 - x, mirrored.
 *
 * Values must have that mean as their conditional mean; they need not be independent nor of one law. O(1) a value,
 * nothing allocated.
 *
 * @throws RangeError for an option out of range
 * @see I. Waudby-Smith, A. Ramdas (2023), Estimating means of bounded random variables by betting, theorem 2
 * @example
 * const mean = new EmpiricalBernsteinSequence()
 * for (let i = 0; i < 1000; i++) mean.step(0.5)
 * mean.interval // { lower: 0.492525667501, upper: 0.507474332499 }
 */
export class EmpiricalBernsteinSequence {
  readonly alpha: number
  readonly truncation: number
  readonly #bets: PredictableBets
  // Of bets, of bets times values, of the variance terms of both sides; the best ends so far.
  readonly #sums = Float64Array.of(0, 0, 0, 0, 0, 1)

  constructor({ alpha = 0.05, truncation = 0.5 }: EmpiricalBernsteinOptions = {}) {
    checkAlpha(alpha)
    checkShare('truncation', truncation)
    this.alpha = alpha
    this.truncation = truncation
    this.#bets = new PredictableBets(alpha / 2)
  }

  /** How many values there were. */
  get count(): number {
    return this.#bets.sums[0] ?? 0
  }

  /**
   * The intersection of all intervals so far; [0, 1] before the first value. Empty, with `lower` above `upper`, with
   * a chance of at most alpha; also where the mean did not stay the same.
   */
  get interval(): Interval {
    return { lower: this.#sums[4] ?? 0, upper: this.#sums[5] ?? 1 }
  }

  /** The interval of this count alone, which may be wider than one before. */
  get latest(): Interval {
    return { lower: this.#lower(), upper: this.#upper() }
  }

  /** Takes the next value, in [0, 1]. @throws RangeError for another, which changes nothing */
  step(value: number): void {
    checkBounded(value)
    const [count, sum] = [this.#bets.sums[0] ?? 0, this.#bets.sums[1] ?? 0]
    const bet = Math.min(this.truncation, this.#bets.next())
    // Nothing is known before the first value: 0 is what the reference tool predicts, on both sides.
    const before = count === 0 ? 0 : sum / count
    const beforeMirrored = count === 0 ? 0 : 1 - before
    const weight = -Math.log1p(-bet) - bet
    const sums = this.#sums
    sums[0] = (sums[0] ?? 0) + bet
    sums[1] = (sums[1] ?? 0) + bet * value
    sums[2] = (sums[2] ?? 0) + weight * (value - before) ** 2
    sums[3] = (sums[3] ?? 0) + weight * (1 - value - beforeMirrored) ** 2
    sums[4] = Math.max(sums[4] ?? 0, this.#lower())
    sums[5] = Math.min(sums[5] ?? 1, this.#upper())
    this.#bets.record(value)
  }

  /** Returns the plain form. */
  toJSON(): EmpiricalBernsteinState {
    const { alpha, truncation } = this
    return { version: 1, alpha, truncation, bets: [...this.#bets.sums], sums: [...this.#sums] }
  }

  /** Builds a sequence from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: EmpiricalBernsteinState): EmpiricalBernsteinSequence {
    checkForm(state, 'alpha', 'truncation')
    const sequence = new EmpiricalBernsteinSequence(state)
    loadNumbers('bets', state.bets, sequence.#bets.sums, 0)
    loadNumbers('sums', state.sums, sequence.#sums, 0)
    return sequence
  }

  #lower(): number {
    return Math.max(0, this.#end(this.#sums[1] ?? 0, this.#sums[2] ?? 0))
  }

  #upper(): number {
    const [bets = 0, weighted = 0, , variance = 0] = this.#sums
    return 1 - Math.max(0, this.#end(bets - weighted, variance))
  }

  #end(weighted: number, variance: number): number {
    const bets = this.#sums[0] ?? 0
    return bets === 0 ? 0 : (weighted - Math.log(2 / this.alpha) - variance) / bets
  }
}
