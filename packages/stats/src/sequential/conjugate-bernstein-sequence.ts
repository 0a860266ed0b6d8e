import { checkAlpha, checkBounded, checkForm, checkPositive, loadNumbers } from './check-numbers.ts'
import { gammaExponentialBound } from './gamma-exponential.ts'
import type { Interval } from './interval.ts'

/** Options of {@link ConjugateBernsteinSequence}. */
export type ConjugateBernsteinOptions = {
  /** The chance that the mean ever lies outside; in (0, 1). @default 0.05 */
  readonly alpha?: number
  /** The variance times the count at which the interval is to be tightest; above 0. @default 10 */
  readonly tuneAt?: number
}

/** Plain form of a {@link ConjugateBernsteinSequence}. */
export type ConjugateBernsteinState = {
  readonly version: 1
  readonly alpha: number
  readonly tuneAt: number
  readonly sums: readonly number[]
}

/**
 * Keeps a confidence sequence for the mean of values in [0, 1] that narrows with their variance: the conjugate
 * mixture empirical Bernstein one. With chance 1 - alpha the mean lies in every interval it ever tells.
 *
 * mean +- {@link gammaExponentialBound}(V) / n with scale 1 and alpha / 2 on each side, V the sum of squared distances
 * of the values to the mean before them (1/2 before the first), cut to [0, 1].
 *
 * Values must have that mean as their conditional mean. O(1) a value, nothing allocated; reading the interval
 * searches a root, about 60 microseconds.
 *
 * @throws RangeError for an option out of range
 * @see S. R. Howard et al. (2021), Time-uniform, nonparametric, nonasymptotic confidence sequences, theorem 4
 * @example
 * const mean = new ConjugateBernsteinSequence()
 * for (let i = 0; i < 1000; i++) mean.step(0.5)
 * mean.latest // { lower: 0.494713253207, upper: 0.505286746793 }
 */
export class ConjugateBernsteinSequence {
  readonly alpha: number
  readonly tuneAt: number
  // Count, sum, variance.
  readonly #sums = new Float64Array(3)

  constructor({ alpha = 0.05, tuneAt = 10 }: ConjugateBernsteinOptions = {}) {
    checkAlpha(alpha)
    checkPositive('tuneAt', tuneAt)
    this.alpha = alpha
    this.tuneAt = tuneAt
  }

  /** How many values there were. */
  get count(): number {
    return this.#sums[0] ?? 0
  }

  /** The interval of this count; [0, 1] before the first value. */
  get latest(): Interval {
    const [count = 0, sum = 0, variance = 0] = this.#sums
    if (count === 0) return { lower: 0, upper: 1 }
    const { alpha, tuneAt } = this
    const bound = gammaExponentialBound(variance, { alpha: alpha / 2, tuneAt, scale: 1 })
    return { lower: Math.max(0, (sum - bound) / count), upper: Math.min(1, (sum + bound) / count) }
  }

  /** Takes the next value, in [0, 1]. @throws RangeError for another, which changes nothing */
  step(value: number): void {
    checkBounded(value)
    const sums = this.#sums
    const [count, sum] = [sums[0] ?? 0, sums[1] ?? 0]
    const off = value - (count === 0 ? 0.5 : sum / count)
    sums[0] = count + 1
    sums[1] = sum + value
    sums[2] = (sums[2] ?? 0) + off * off
  }

  /** Returns the plain form. */
  toJSON(): ConjugateBernsteinState {
    return { version: 1, alpha: this.alpha, tuneAt: this.tuneAt, sums: [...this.#sums] }
  }

  /** Builds a sequence from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: ConjugateBernsteinState): ConjugateBernsteinSequence {
    checkForm(state, 'alpha', 'tuneAt')
    const sequence = new ConjugateBernsteinSequence(state)
    loadNumbers('sums', state.sums, sequence.#sums, 0)
    return sequence
  }
}
