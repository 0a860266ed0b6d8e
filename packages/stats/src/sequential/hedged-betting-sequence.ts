import { checkAlpha, checkBounded, checkForm, loadNumbers } from './check-numbers.ts'
import type { Interval } from './interval.ts'
import { PredictableBets } from './predictable-bets.ts'

/** Options of {@link HedgedBettingSequence}. */
export type HedgedBettingOptions = {
  /** The chance that the mean ever lies outside; in (0, 1). @default 0.05 */
  readonly alpha?: number
  /** Into how many steps [0, 1] is cut; a whole number from 2 to 100 000. @default 1000 */
  readonly steps?: number
}

/** Plain form of a {@link HedgedBettingSequence}. */
export type HedgedBettingState = {
  readonly version: 1
  readonly alpha: number
  readonly steps: number
  readonly bets: readonly number[]
  /** The first candidate still in. */
  readonly first: number
  /** Both wealths of the candidates still in. */
  readonly wealth: readonly number[]
}

/**
 * Keeps a confidence sequence for the mean of values in [0, 1] by betting against every mean on a grid: the tightest
 * of those here. With chance 1 - alpha the mean lies in every interval it ever tells.
 *
 * Against each mean m two players start with 1 and bet b_t, chosen before each value: one up, wealth times
 * 1 + min(b_t, 1 / (2 m)) (x_t - m), one down, 1 - min(b_t, 1 / (2 (1 - m))) (x_t - m). m is out for good when, at an
 * end of those still in, half of either wealth reaches 1 / alpha. One step of the grid is added at both ends.
 *
 * Values must have that mean as their conditional mean. A value costs as much as there are candidates still in, 2
 * multiplications each; nothing is allocated.
 *
 * @throws RangeError for an option out of range
 * @see I. Waudby-Smith, A. Ramdas (2023), Estimating means of bounded random variables by betting, theorem 3
 * @example
 * const mean = new HedgedBettingSequence()
 * for (let i = 0; i < 1000; i++) mean.step(0.5)
 * mean.interval // { lower: 0.496, upper: 0.504 }
 */
export class HedgedBettingSequence {
  readonly alpha: number
  readonly steps: number
  readonly #bets: PredictableBets
  readonly #up: Float64Array
  readonly #down: Float64Array
  #first = 0
  #last: number

  constructor({ alpha = 0.05, steps = 1000 }: HedgedBettingOptions = {}) {
    checkAlpha(alpha)
    if (!(Number.isInteger(steps) && steps >= 2 && steps <= 100_000)) {
      throw new RangeError(`steps must be a whole number from 2 to 100000, got ${steps}`)
    }
    this.alpha = alpha
    this.steps = steps
    this.#bets = new PredictableBets(alpha / 2)
    this.#up = new Float64Array(steps + 1).fill(1)
    this.#down = new Float64Array(steps + 1).fill(1)
    this.#last = steps
  }

  /** How many values there were. */
  get count(): number {
    return this.#bets.sums[0] ?? 0
  }

  /**
   * The interval of all means still in. Where none is, which has a chance of at most alpha unless the mean did not
   * stay the same, `lower` is above `upper`.
   */
  get interval(): Interval {
    if (this.#first > this.#last) return { lower: 1, upper: 0 }
    const lower = Math.max(0, (this.#first - 1) / this.steps)
    return { lower, upper: Math.min(1, (this.#last + 1) / this.steps) }
  }

  /** Takes the next value, in [0, 1]. @throws RangeError for another, which changes nothing */
  step(value: number): void {
    checkBounded(value)
    const bet = this.#bets.next()
    this.#bets.record(value)
    const [up, down] = [this.#up, this.#down]
    for (let k = this.#first; k <= this.#last; k++) {
      const m = k / this.steps
      up[k] = (up[k] ?? 0) * (1 + Math.min(bet, 0.5 / m) * (value - m))
      down[k] = (down[k] ?? 0) * (1 - Math.min(bet, 0.5 / (1 - m)) * (value - m))
    }
    while (this.#first <= this.#last && this.#isOut(this.#first)) this.#first++
    while (this.#last > this.#first && this.#isOut(this.#last)) this.#last--
  }

  /** Returns the plain form. */
  toJSON(): HedgedBettingState {
    const { alpha, steps } = this
    const [first, end] = [this.#first, this.#last + 1]
    const wealth = [...this.#up.subarray(first, end), ...this.#down.subarray(first, end)]
    return { version: 1, alpha, steps, bets: [...this.#bets.sums], first, wealth }
  }

  /** Builds a sequence from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: HedgedBettingState): HedgedBettingSequence {
    checkForm(state, 'alpha', 'steps')
    const sequence = new HedgedBettingSequence(state)
    const { first, wealth, steps } = state
    const count = Array.isArray(wealth) ? wealth.length / 2 : -1
    if (!(Number.isInteger(count) && Number.isInteger(first) && first >= 0 && first + count <= steps + 1)) {
      throw new RangeError('first and wealth must fit the steps')
    }
    loadNumbers('bets', state.bets, sequence.#bets.sums, 0)
    const both = new Float64Array(2 * count)
    loadNumbers('wealth', wealth, both, 0)
    sequence.#up.set(both.subarray(0, count), first)
    sequence.#down.set(both.subarray(count), first)
    sequence.#first = first
    sequence.#last = first + count - 1
    return sequence
  }

  #isOut(k: number): boolean {
    return 0.5 * Math.max(this.#up[k] ?? 0, this.#down[k] ?? 0) >= 1 / this.alpha
  }
}
