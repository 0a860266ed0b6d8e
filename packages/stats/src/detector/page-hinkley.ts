import { checkForm } from '../sequential/check-numbers.ts'

/** How a {@link PageHinkley} decides. */
export type PageHinkleyOptions = {
  /** Values before the first look, a whole number from 1. @default 30 */
  readonly minInstances?: number
  /** Distance from the mean that is tolerated, at least 0, in the unit of the values. @default 0.005 */
  readonly delta?: number
  /** Greatest sum of distances without a signal, above 0, in the unit of the values. @default 50 */
  readonly threshold?: number
  /** What a sum keeps of itself from value to value, in (0, 1]; called alpha in other tools. @default 0.9999 */
  readonly forgetting?: number
  /** Which changes of the mean count: rises, falls or both. @default 'both' */
  readonly mode?: 'both' | 'up' | 'down'
}

/** Plain form of a {@link PageHinkley}. */
export type PageHinkleyState = {
  readonly version: 1
  readonly minInstances: number
  readonly delta: number
  readonly threshold: number
  readonly forgetting: number
  readonly mode: 'both' | 'up' | 'down'
  /** True when the last value counted signalled drift. */
  readonly drifted: boolean
  readonly count: number
  readonly mean: number
  readonly rise: number
  readonly leastRise: number
  readonly fall: number
  readonly greatestFall: number
}

/** Sums of greater values could overflow to what is no number, and blind the detector. */
const greatest = 1e150

/**
 * Watches the mean of a stream by the Page-Hinkley test: sums up how far values lie from the running mean, and
 * signals drift when a sum has moved from its extreme by more than a threshold. O(1) time and memory a value.
 *
 * With m the mean of all values so far, x among them, this is the definition of river 0.19; three tools differ:
 *
 * | | sum | signals when | sides |
 * | --- | --- | --- | --- |
 * | river 0.19, here | u = f u + (x - m) - delta, d = f d + (x - m) + delta | u - min u > threshold, max d - d > threshold | both, by option one |
 * | frouros 0.10 | u = f u + (x - m) - delta | u > threshold | rises |
 * | scikit-multiflow 0.6 | u = max(0, f u + (x - m) - delta) | u - min u > threshold, from one value earlier | rises |
 *
 * After a drift the next value begins anew. NaN, infinite values and values beyond 1e150 in size are not counted:
 * they change nothing and signal nothing. A constant stream never signals.
 *
 * Delta and threshold are in the unit of the values: at the defaults about 630 false alarms were measured in 1e6
 * standard normal values, and a stream of milliseconds can give one every 30 values.
 *
 * @throws RangeError when an option is out of range
 * @see E. S. Page (1954), Continuous inspection schemes; H. Mouss et al. (2004), Test of Page-Hinkley, an approach for
 *   fault detection in an agro-alimentary production system
 * @example
 * const errors = new PageHinkley({ threshold: 10 })
 * const stream = Array.from({ length: 400 }, (_, i) => (i < 200 ? 0 : 1))
 * stream.findIndex((error) => errors.add(error)) // 210
 */
export class PageHinkley {
  readonly minInstances: number
  readonly delta: number
  readonly threshold: number
  readonly forgetting: number
  readonly mode: 'both' | 'up' | 'down'
  #count = 0
  #mean = 0
  #rise = 0
  #leastRise = 0
  #fall = 0
  #greatestFall = 0
  #drifted = false

  constructor(options: PageHinkleyOptions = {}) {
    const { minInstances = 30, delta = 0.005, threshold = 50, forgetting = 0.9999, mode = 'both' } = options
    if (!(Number.isInteger(minInstances) && minInstances >= 1)) {
      throw new RangeError(`minInstances must be a whole number from 1, got ${minInstances}`)
    }
    if (!(delta >= 0 && delta < Infinity)) {
      throw new RangeError(`delta must be finite and at least 0, got ${delta}`)
    }
    if (!(threshold > 0 && threshold < Infinity)) {
      throw new RangeError(`threshold must be finite and above 0, got ${threshold}`)
    }
    if (!(forgetting > 0 && forgetting <= 1)) {
      throw new RangeError(`forgetting must be in (0, 1], got ${forgetting}`)
    }
    if (mode !== 'both' && mode !== 'up' && mode !== 'down') {
      throw new RangeError(`mode must be 'both', 'up' or 'down', got ${String(mode)}`)
    }
    this.minInstances = minInstances
    this.delta = delta
    this.threshold = threshold
    this.forgetting = forgetting
    this.mode = mode
  }

  /** Values since the last drift, the one that signalled included. */
  get count(): number {
    return this.#count
  }

  /** Mean of these values; NaN when there are none. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean
  }

  /** Counts a value and returns whether it signals drift. */
  add(value: number): boolean {
    if (!(value >= -greatest && value <= greatest)) return false
    if (this.#drifted) this.reset()
    const isFirst = this.#count === 0
    this.#count++
    this.#mean += (value - this.#mean) / this.#count
    const gap = value - this.#mean
    this.#rise = this.forgetting * this.#rise + gap - this.delta
    this.#fall = this.forgetting * this.#fall + gap + this.delta
    if (isFirst || this.#rise < this.#leastRise) this.#leastRise = this.#rise
    if (isFirst || this.#fall > this.#greatestFall) this.#greatestFall = this.#fall
    if (this.#count < this.minInstances) return false
    this.#drifted =
      (this.mode !== 'down' && this.#rise - this.#leastRise > this.threshold) ||
      (this.mode !== 'up' && this.#greatestFall - this.#fall > this.threshold)
    return this.#drifted
  }

  /** Forgets all values. */
  reset(): void {
    this.#count = 0
    this.#mean = 0
    this.#rise = 0
    this.#leastRise = 0
    this.#fall = 0
    this.#greatestFall = 0
    this.#drifted = false
  }

  /** Returns the plain form. */
  toJSON(): PageHinkleyState {
    const { minInstances, delta, threshold, forgetting, mode } = this
    return {
      version: 1,
      minInstances,
      delta,
      threshold,
      forgetting,
      mode,
      drifted: this.#drifted,
      count: this.#count,
      mean: this.#mean,
      rise: this.#rise,
      leastRise: this.#leastRise,
      fall: this.#fall,
      greatestFall: this.#greatestFall,
    }
  }

  /** Builds a detector from its plain form, to go on exactly as before. @throws RangeError when that is none */
  static fromJSON(state: PageHinkleyState): PageHinkley {
    checkForm(state, 'minInstances', 'delta', 'threshold', 'forgetting', 'mode')
    const detector = new PageHinkley(state)
    const { count, drifted } = state
    for (const name of ['mean', 'rise', 'leastRise', 'fall', 'greatestFall'] as const) {
      if (!Number.isFinite(state[name])) throw new RangeError(`${name} must be finite`)
    }
    if (!(Number.isInteger(count) && count >= 0)) {
      throw new RangeError('count must be a whole number from 0')
    }
    if (typeof drifted !== 'boolean') throw new RangeError('drifted must be true or false')
    detector.#count = count
    detector.#mean = state.mean
    detector.#rise = state.rise
    detector.#leastRise = state.leastRise
    detector.#fall = state.fall
    detector.#greatestFall = state.greatestFall
    detector.#drifted = drifted
    return detector
  }
}
