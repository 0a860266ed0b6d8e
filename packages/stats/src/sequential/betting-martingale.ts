import { logSumExp } from '../special/log-sum-exp.ts'
import { checkAlpha, checkBounded, checkForm, checkShare, loadNumbers } from './check-numbers.ts'
import { PredictableBets } from './predictable-bets.ts'

/** Options of {@link BettingMartingale}. */
export type BettingOptions = {
  /** The mean to bet against; in (0, 1). */
  readonly mean: number
  /** The level at which a decision is to be soon; it sizes the bets only. In (0, 1). @default 0.025 */
  readonly alpha?: number
}

/** Plain form of a {@link BettingMartingale}. */
export type BettingState = {
  readonly version: 1
  readonly mean: number
  readonly alpha: number
  readonly bets: readonly number[]
  readonly logs: readonly number[]
}

/**
 * Bets against a mean of values in [0, 1], with bets that adapt to their variance: two players, one betting that the
 * mean is greater, one that it is less, each with wealth 1 at first and never below 0.
 *
 * Under the null the wealth is a martingale, so the chance that it ever reaches 1 / a is at most a (Ville), at every
 * look, however often. `logAbove` tests a mean of at most m, `logBelow` one of at least m, `logE`, the mean of both
 * wealths, one of m. Values must have m as their conditional mean (at most, at least); nothing else is asked of them.
 *
 * O(1) a value, nothing allocated. For a limit that is crossed at some later time see {@link LossDetector}; the mixture
 * {@link LossEProcess} does not depend on the order of 0s and 1s.
 *
 * @throws RangeError for an option out of range
 * @see I. Waudby-Smith, A. Ramdas (2023), Estimating means of bounded random variables by betting, section 4
 * @example
 * const bets = new BettingMartingale({ mean: 0.3 })
 * for (let i = 0; i < 60; i++) bets.step(0.5)
 * bets.logAbove // 17.2609243471
 */
export class BettingMartingale {
  readonly mean: number
  readonly alpha: number
  readonly #bets: PredictableBets
  readonly #logs = new Float64Array(2)

  constructor({ mean, alpha = 0.025 }: BettingOptions) {
    checkShare('mean', mean)
    checkAlpha(alpha)
    this.mean = mean
    this.alpha = alpha
    this.#bets = new PredictableBets(alpha)
  }

  /** How many values there were. */
  get count(): number {
    return this.#bets.sums[0] ?? 0
  }

  /** Log e-value against a mean of at most m. */
  get logAbove(): number {
    return this.#logs[0] ?? 0
  }

  /** Log e-value against a mean of at least m. */
  get logBelow(): number {
    return this.#logs[1] ?? 0
  }

  /** Log e-value against a mean of m: of the average of both wealths. */
  get logE(): number {
    return logSumExp(this.#logs) - Math.LN2
  }

  /** Takes the next value, in [0, 1]. @throws RangeError for another, which changes nothing */
  step(value: number): void {
    checkBounded(value)
    const bet = this.#bets.next()
    this.#bets.record(value)
    const off = value - this.mean
    const logs = this.#logs
    logs[0] = (logs[0] ?? 0) + Math.log1p(Math.min(bet, 0.5 / this.mean) * off)
    logs[1] = (logs[1] ?? 0) + Math.log1p(-Math.min(bet, 0.5 / (1 - this.mean)) * off)
  }

  /** Returns the plain form. */
  toJSON(): BettingState {
    const { mean, alpha } = this
    return { version: 1, mean, alpha, bets: [...this.#bets.sums], logs: [...this.#logs] }
  }

  /** Builds a martingale from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: BettingState): BettingMartingale {
    checkForm(state, 'mean', 'alpha')
    const martingale = new BettingMartingale(state)
    loadNumbers('bets', state.bets, martingale.#bets.sums, 0)
    loadNumbers('logs', state.logs, martingale.#logs)
    return martingale
  }
}
