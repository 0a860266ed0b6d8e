import { sortedNumbers } from '../histogram/sorted-numbers.ts'
import { greatestGap } from '../two-sample/ks-statistic.ts'
import { checkAlpha, checkForm } from '../sequential/check-numbers.ts'
import { ksCriticalGap } from './ks-critical-gap.ts'

/** How a {@link WindowedKs} decides. */
export type WindowedKsOptions = {
  /** Significance of one look, in (0, 1). @default 0.05 */
  readonly alpha?: number
  /** Values in a window, a whole number from 2 to 10 000 000. @default 1000 */
  readonly windowSize?: number
}

/** Plain form of what a {@link WindowedKs} has seen; its reference is not part of it. */
export type WindowedKsState = {
  readonly version: 1
  readonly alpha: number
  readonly windowSize: number
  /** The values of the window so far, in the order of arrival. */
  readonly window: readonly number[]
}

/**
 * Compares a stream with a fixed reference, window after window, by the two-sided Kolmogorov-Smirnov test: signals
 * drift at the last value of a window whose p-value is at most alpha. The usual scheme of batch monitors.
 *
 * p-values are those of `ksTwoSample` with method `'exact'`, beyond 10 000 values a side with `'asymptotic'`. Construction finds the critical distance (milliseconds,
 * up to some tenths of a second for 10 000 against 10 000 values); a value then costs O(log windowSize + n / windowSize)
 * on average, with n the size of the reference, all of it at the end of a window. Memory: both samples.
 *
 * NaN and infinite values are not counted, in the reference neither: they change nothing and signal nothing. Ties make
 * the test conservative.
 *
 * `alpha` holds for one window: 1 000 windows without drift give about 1 000 alpha false alarms, which all depend on
 * the one reference. At the defaults 34 to 63 were measured in 1e6 standard normal values, against references of
 * 10 000.
 *
 * @param reference any order, not changed
 * @throws RangeError when an option is out of range, the reference has fewer than 2 finite values, or no distance has
 *   a p-value as small as alpha
 * @see J. L. Hodges (1958), The significance probability of the Smirnov two-sample test
 * @example
 * const scores = new WindowedKs([1, 2, 3, 4, 5, 6], { windowSize: 4 })
 * const stream = [3, 1, 6, 4, 9, 9, 9, 9]
 * stream.findIndex((score) => scores.add(score)) // 7
 */
export class WindowedKs {
  readonly alpha: number
  readonly windowSize: number
  readonly #reference: Float64Array
  readonly #critical: number
  readonly #window: Float64Array
  #count = 0
  #statistic = Number.NaN

  constructor(reference: ArrayLike<number>, options: WindowedKsOptions = {}) {
    const { alpha = 0.05, windowSize = 1000 } = options
    checkAlpha(alpha)
    if (!(Number.isInteger(windowSize) && windowSize >= 2 && windowSize <= 10_000_000)) {
      throw new RangeError(`windowSize must be a whole number from 2 to 10000000, got ${windowSize}`)
    }
    const sorted = sortedNumbers(reference).filter((value) => Number.isFinite(value))
    if (sorted.length < 2) throw new RangeError('reference must have at least 2 finite values')
    const critical = ksCriticalGap(sorted.length, windowSize, alpha)
    if (critical === Infinity) {
      throw new RangeError(`alpha must be a p-value that the two samples can reach, got ${alpha}`)
    }
    this.alpha = alpha
    this.windowSize = windowSize
    this.#reference = sorted
    this.#critical = critical
    this.#window = new Float64Array(windowSize)
  }

  /** Values in the window so far, below windowSize. */
  get count(): number {
    return this.#count
  }

  /** The distance D of the last full window, 0 to 1; NaN before there is one. */
  get statistic(): number {
    return this.#statistic
  }

  /** Counts a value and returns whether it signals drift: at the end of a window only. */
  add(value: number): boolean {
    if (!(value > -Infinity && value < Infinity)) return false
    this.#window[this.#count++] = value
    if (this.#count < this.windowSize) return false
    this.#count = 0
    const gap = greatestGap(this.#reference, this.#window.sort())
    this.#statistic = gap / (this.#reference.length * this.windowSize)
    return gap >= this.#critical
  }

  /** Forgets the values of the window; the reference stays. */
  reset(): void {
    this.#count = 0
    this.#statistic = Number.NaN
  }

  /** Returns the plain form. */
  toJSON(): WindowedKsState {
    const { alpha, windowSize } = this
    return { version: 1, alpha, windowSize, window: Array.from(this.#window.subarray(0, this.#count)) }
  }

  /** Builds a detector from its plain form and its reference. @throws RangeError when that is none */
  static fromJSON(state: WindowedKsState, reference: ArrayLike<number>): WindowedKs {
    checkForm(state, 'alpha', 'windowSize')
    const detector = new WindowedKs(reference, state)
    const { window } = state
    const isWindow = Array.isArray(window) && window.length < detector.windowSize
    if (!isWindow || !window.every((value) => Number.isFinite(value))) {
      throw new RangeError('window must be an array of fewer than windowSize finite numbers')
    }
    detector.#window.set(window)
    detector.#count = window.length
    return detector
  }
}
