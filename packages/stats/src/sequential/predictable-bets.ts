/**
 * Chooses each bet from the values before it: sqrt(2 log(1 / alpha) / (t log(1 + t) variance)), with the mean and the
 * variance so far pulled towards 1/2 and 1/4 by one value.
 *
 * @see I. Waudby-Smith, A. Ramdas (2023), Estimating means of bounded random variables by betting, section 3.2
 */
export class PredictableBets {
  /** Count, sum, and squared deviations from the mean of their time. */
  readonly sums: Float64Array = new Float64Array(3)
  readonly #log: number

  constructor(alpha: number) {
    this.#log = -2 * Math.log(alpha)
  }

  /** The bet on the next value; above 0, not bounded yet. */
  next(): number {
    const [count = 0, , squares = 0] = this.sums
    const t = count + 1
    return Math.sqrt(this.#log / (t * Math.log1p(t) * ((0.25 + squares) / t)))
  }

  record(value: number): void {
    const sums = this.sums
    const count = (sums[0] ?? 0) + 1
    const sum = (sums[1] ?? 0) + value
    const off = value - (0.5 + sum) / (count + 1)
    sums[0] = count
    sums[1] = sum
    sums[2] = (sums[2] ?? 0) + off * off
  }
}
