import { checkBounded, checkForm, loadNumbers } from './check-numbers.ts'
import type { LossOptions } from './loss-bets.ts'
import { toBets } from './loss-bets.ts'

/** Plain form of a {@link LossEProcess}. */
export type LossEProcessState = {
  readonly version: 1
  readonly limit: number
  readonly bets: readonly number[]
  readonly count: number
  /** One wealth per bet, all divided by 2^exponent. */
  readonly wealth: readonly number[]
  readonly exponent: number
}

/**
 * Tests that the mean of losses in [0, 1] is at most a limit, at every look: the mean wealth of fixed bets, each
 * multiplied by 1 - f + f x / limit for a value x.
 *
 * As long as every value has a conditional mean of at most the limit, the wealth is a supermartingale from 1, so
 * the chance that `logE` ever reaches log(1 / a) is at most a (Ville). Values need not be independent nor of one law.
 * On 0s and 1s it depends on their counts alone.
 *
 * It remembers everything: against a change after a long good time use {@link LossDetector}. O(bets) a value,
 * nothing allocated.
 *
 * @throws RangeError for a limit or a bet out of range
 * @see A. Podkopaev, A. Ramdas (2022), Tracking the risk of a deployed model and detecting harmful distribution
 *   shifts; I. Waudby-Smith, A. Ramdas (2023), Estimating means of bounded random variables by betting
 * @example
 * const errors = new LossEProcess({ limit: 0.1 })
 * for (let i = 0; i < 300; i++) errors.step(i % 5 === 0 ? 1 : 0)
 * errors.logE // 11.6292810451
 */
export class LossEProcess {
  readonly limit: number
  readonly #bets: Float64Array
  readonly #wealth: Float64Array
  // Count and exponent.
  readonly #sums = new Float64Array(2)

  constructor(options: LossOptions) {
    this.#bets = toBets(options)
    this.limit = options.limit
    this.#wealth = new Float64Array(this.#bets.length).fill(1)
  }

  /** How many values there were. */
  get count(): number {
    return this.#sums[0] ?? 0
  }

  /** Log of the mean wealth; 0 at first. */
  get logE(): number {
    let sum = 0
    for (const wealth of this.#wealth) sum += wealth
    return Math.log(sum / this.#wealth.length) + (this.#sums[1] ?? 0) * Math.LN2
  }

  /** Takes the next value, in [0, 1]. @throws RangeError for another, which changes nothing */
  step(value: number): void {
    checkBounded(value)
    const [bets, wealth, sums] = [this.#bets, this.#wealth, this.#sums]
    const off = value / this.limit - 1
    let greatest = 0
    for (let i = 0; i < bets.length; i++) {
      const next = (wealth[i] ?? 0) * (1 + (bets[i] ?? 0) * off)
      // A bet that far behind the best is lost; subnormal numbers would be slow.
      wealth[i] = next < 2 ** -900 ? 0 : next
      if (next > greatest) greatest = next
    }
    sums[0] = (sums[0] ?? 0) + 1
    // Powers of two scale without rounding.
    if (greatest > 2 ** 256) this.#scale(-256)
    else if (greatest < 2 ** -256) this.#scale(256)
  }

  /** Returns the plain form. */
  toJSON(): LossEProcessState {
    const [count = 0, exponent = 0] = this.#sums
    return {
      version: 1,
      limit: this.limit,
      bets: [...this.#bets],
      count,
      wealth: [...this.#wealth],
      exponent,
    }
  }

  /** Builds a process from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: LossEProcessState): LossEProcess {
    checkForm(state, 'limit', 'bets')
    const process = new LossEProcess(state)
    loadNumbers('wealth', state.wealth, process.#wealth, 0)
    if (!(Number.isInteger(state.count) && state.count >= 0))
      throw new RangeError('count must be a whole number')
    if (!Number.isInteger(state.exponent)) throw new RangeError('exponent must be a whole number')
    process.#sums.set([state.count, state.exponent])
    return process
  }

  #scale(by: number): void {
    for (let i = 0; i < this.#wealth.length; i++) this.#wealth[i] = (this.#wealth[i] ?? 0) * 2 ** by
    this.#sums[1] = (this.#sums[1] ?? 0) - by
  }
}
