import { checkForm } from './check-numbers.ts'
import type { DetectorState } from './detector-values.ts'
import { checkFactors, greatestValue, loadValues, toWeights } from './detector-values.ts'

/**
 * Detects that e-values begin to grow, at an unknown time: the CUSUM e-detector. Each bet keeps W = max(W, 1) times
 * its factor, from 0; `value` is their weighted mean.
 *
 * Never above {@link ShiryaevRoberts} on the same factors, so it keeps the same promise under the same condition:
 * c observations or more on average before an alarm at c, and a chance of at most over / c within `over` of them
 * ({@link alarmThreshold}). It is later at the same threshold; what it offers is that it forgets: after each value
 * below 1 it starts as if new.
 *
 * O(bets) a step, nothing allocated. Values stop growing at 1e300.
 *
 * @param bets how many, all alike, or their weights (at least 0, scaled to a sum of 1)
 * @throws RangeError for a number of bets or a weight out of range
 * @see J. Shin, A. Ramdas, A. Rinaldo (2024), E-detectors: a nonparametric framework for sequential change detection
 * @example
 * const detector = new ECusum(2)
 * detector.step([1.5, 0.5]) // 1
 * detector.step([1.5, 0.5]) // 1.375
 */
export class ECusum {
  readonly #weights: Float64Array
  readonly #values: Float64Array
  readonly #value = new Float64Array(1)

  constructor(bets: number | readonly number[]) {
    this.#weights = toWeights(bets)
    this.#values = new Float64Array(this.#weights.length)
  }

  /** The weighted mean of W over the bets; 0 at first. */
  get value(): number {
    return this.#value[0] ?? 0
  }

  /** Takes the next factor of each bet. @returns the new value @throws RangeError for bad factors */
  step(factors: ArrayLike<number>): number {
    const values = this.#values
    checkFactors(factors, values.length)
    for (let i = 0; i < values.length; i++) {
      values[i] = Math.min(greatestValue, Math.max(values[i] ?? 0, 1) * (factors[i] ?? 0))
    }
    return this.#sum()
  }

  /** Starts again, as after an alarm: the promise holds anew from here. */
  reset(): void {
    this.#values.fill(0)
    this.#value[0] = 0
  }

  /** Returns the plain form. */
  toJSON(): DetectorState {
    return { version: 1, weights: [...this.#weights], values: [...this.#values] }
  }

  /** Builds a detector from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: DetectorState): ECusum {
    checkForm(state, 'weights')
    if (!Array.isArray(state.weights)) throw new RangeError('weights must be an array')
    const detector = new ECusum(state.weights as readonly number[])
    loadValues(state, detector.#values)
    detector.#sum()
    return detector
  }

  #sum(): number {
    let sum = 0
    for (let i = 0; i < this.#values.length; i++) sum += (this.#weights[i] ?? 0) * (this.#values[i] ?? 0)
    this.#value[0] = sum
    return sum
  }
}
