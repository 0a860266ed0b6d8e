import type { AlarmPromise } from './alarm-threshold.ts'
import { alarmThreshold } from './alarm-threshold.ts'
import { checkBounded, checkForm, loadNumbers } from './check-numbers.ts'
import { greatestValue } from './detector-values.ts'
import type { LossOptions } from './loss-bets.ts'
import { toBets } from './loss-bets.ts'

/** Options of a {@link LossDetector}. */
export type LossDetectorOptions = LossOptions & AlarmPromise

/** Plain form of a {@link LossDetector}. */
export type LossDetectorState = {
  readonly version: 1
  readonly limit: number
  readonly falseAlarm: number
  readonly over: number
  readonly bets: readonly number[]
  /** One value per bet. */
  readonly values: readonly number[]
}

/**
 * Detects that the mean of losses in [0, 1] has risen above a limit, at an unknown time: a Shiryaev-Roberts
 * e-detector ({@link ShiryaevRoberts}) whose bets have the factors 1 - f + f x / limit.
 *
 * The promise: as long as every value has a conditional mean of at most the limit, the chance of an alarm within
 * `over` observations is at most `falseAlarm`. Values need not be independent nor of one law; a mean that falls is no
 * cause. The limit is taken as known: add to an estimated one its margin.
 *
 * At a limit of 0.1 and one false alarm in a million observations a rise to 0.15, 0.2 and 0.4 took 694, 218 and 40
 * observations to find (medians of 1000 simulated streams).
 *
 * O(bets) a value, nothing allocated. The alarm holds as long as the value stays above the threshold; `reset` starts
 * again. Replicas do not add up: give each its share of `falseAlarm`.
 *
 * @throws RangeError for an option out of range
 * @see J. Shin, A. Ramdas, A. Rinaldo (2024), E-detectors; A. Podkopaev, A. Ramdas (2022), Tracking the risk of a
 *   deployed model and detecting harmful distribution shifts
 * @example
 * const errors = new LossDetector({ limit: 0.1, falseAlarm: 0.01, over: 10_000 })
 * for (let i = 0; i < 400; i++) errors.step(i % 5 === 0 ? 1 : 0)
 * errors.isAlarm // true
 */
export class LossDetector {
  readonly limit: number
  readonly falseAlarm: number
  readonly over: number
  /** The value at which there is an alarm: over / falseAlarm. */
  readonly threshold: number
  readonly #bets: Float64Array
  readonly #values: Float64Array
  readonly #value = new Float64Array(1)

  constructor(options: LossDetectorOptions) {
    this.#bets = toBets(options)
    this.threshold = alarmThreshold(options)
    this.limit = options.limit
    this.falseAlarm = options.falseAlarm
    this.over = options.over
    this.#values = new Float64Array(this.#bets.length)
  }

  /** The mean of R over the bets; 0 at first, about the count of values or less as long as nothing changed. */
  get value(): number {
    return this.#value[0] ?? 0
  }

  /** Whether the value has reached the threshold. */
  get isAlarm(): boolean {
    return this.value >= this.threshold
  }

  /** Takes the next value, in [0, 1]. @throws RangeError for another, which changes nothing */
  step(value: number): void {
    checkBounded(value)
    const [bets, values] = [this.#bets, this.#values]
    const off = value / this.limit - 1
    let sum = 0
    for (let i = 0; i < bets.length; i++) {
      const next = Math.min(greatestValue, ((values[i] ?? 0) + 1) * (1 + (bets[i] ?? 0) * off))
      values[i] = next
      sum += next
    }
    this.#value[0] = sum / bets.length
  }

  /** Starts again, as after an alarm: the promise holds anew from here. */
  reset(): void {
    this.#values.fill(0)
    this.#value[0] = 0
  }

  /** Returns the plain form. */
  toJSON(): LossDetectorState {
    const { limit, falseAlarm, over } = this
    return { version: 1, limit, falseAlarm, over, bets: [...this.#bets], values: [...this.#values] }
  }

  /** Builds a detector from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: LossDetectorState): LossDetector {
    checkForm(state, 'limit', 'bets')
    const detector = new LossDetector(state)
    loadNumbers('values', state.values, detector.#values, 0)
    let sum = 0
    for (const value of detector.#values) sum += value
    detector.#value[0] = sum / detector.#values.length
    return detector
  }
}
