/** Plain form of a {@link TDigest}. */
export type TDigestState = {
  readonly version: 1
  readonly compression: number
  /** null when nothing was recorded. */
  readonly min: number | null
  /** null when nothing was recorded. */
  readonly max: number | null
  readonly rejected: number
  readonly centroids: readonly (readonly [mean: number, weight: number])[]
}

/**
 * Keeps quantiles of any numbers, negative ones too, in fixed memory, most exact in both tails: at most
 * `2 compression` centroids. The rank of a quantile q is off by about `sqrt(q (1 - q)) pi / compression` at most,
 * usually far less: an approximation without a hard bound (for one, see `LogHistogram`).
 *
 * Recording costs O(log compression) on average (values are sorted in batches) and merging keeps the accuracy,
 * but results depend a little on the order of merges. Deterministic.
 *
 * @throws RangeError when compression is out of [20, 1000]
 * @see T. Dunning, O. Ertl (2019), Computing extremely accurate quantiles using t-digests: the merging form
 * @example
 * const scores = new TDigest()
 * for (const score of [-2, -1, 0, 1, 2]) scores.record(score)
 * scores.quantile(0.5) // 0
 */
export class TDigest {
  readonly compression: number
  #min = Infinity
  #max = -Infinity
  #rejected = 0
  #count = 0
  // Centroids in order of their means; what was recorded since waits behind them, in no order.
  #means: Float64Array
  #weights: Float64Array
  #settled = 0
  #used = 0

  constructor(compression = 100) {
    if (!(compression >= 20 && compression <= 1000)) {
      throw new RangeError(`compression must be in [20, 1000], got ${compression}`)
    }
    this.compression = compression
    const room = Math.ceil(compression) * 10
    this.#means = new Float64Array(room)
    this.#weights = new Float64Array(room)
  }

  /** Sum of the counts recorded, without the rejected ones. */
  get count(): number {
    return this.#count
  }

  /** How many NaN and infinite values were offered. */
  get rejected(): number {
    return this.#rejected
  }

  /** Smallest recorded value, exact; Infinity when empty. */
  get min(): number {
    return this.#min
  }

  /** Greatest recorded value, exact; -Infinity when empty. */
  get max(): number {
    return this.#max
  }

  /** Counts a value; NaN and infinities only raise `rejected`. @throws RangeError for a count that is not above 0 */
  record(value: number, count = 1): void {
    if (!(count > 0 && count < Infinity))
      throw new RangeError(`count must be finite and above 0, got ${count}`)
    if (!(value > -Infinity && value < Infinity)) {
      this.#rejected += count
      return
    }
    this.#push(value, count)
    this.#min = Math.min(this.#min, value)
    this.#max = Math.max(this.#max, value)
    this.#count += count
  }

  /**
   * Returns the value that a share q of the recorded ones does not exceed, interpolated.
   *
   * @param q in [0, 1]; 0 gives the smallest value, 1 the greatest
   * @returns NaN when empty, and for q out of range
   */
  quantile(q: number): number {
    if (!(q >= 0 && q <= 1) || this.#count === 0) return Number.NaN
    this.#settle()
    const rank = q * this.#count
    let before = 0
    let [lastMean, lastMiddle] = [this.#min, 0]
    for (let i = 0; i < this.#settled; i++) {
      const [mean, weight] = [this.#means[i] ?? 0, this.#weights[i] ?? 0]
      // A centroid of one value is that value; of more, its mean lies in the middle of its ranks.
      const middle = before + weight / 2
      if (rank < middle) return between(lastMean, mean, (rank - lastMiddle) / (middle - lastMiddle))
      if (weight === 1 && rank < before + 1) return mean
      before += weight
      lastMean = mean
      lastMiddle = middle
    }
    const left = this.#count - lastMiddle
    return left <= 0 ? this.#max : between(lastMean, this.#max, (rank - lastMiddle) / left)
  }

  /** Adds another digest of the same compression; the other is not changed. @throws RangeError when these differ */
  merge(other: TDigest): void {
    if (other.compression !== this.compression) {
      throw new RangeError(
        `compression must be equal to merge, got ${this.compression} and ${other.compression}`,
      )
    }
    const [means, weights] = [other.#means.slice(0, other.#used), other.#weights.slice(0, other.#used)]
    means.forEach((mean, i) => this.#push(mean, weights[i] ?? 0))
    this.#min = Math.min(this.#min, other.#min)
    this.#max = Math.max(this.#max, other.#max)
    this.#count += other.#count
    this.#rejected += other.#rejected
  }

  /** Returns the plain form. */
  toJSON(): TDigestState {
    this.#settle()
    const centroids = Array.from(
      { length: this.#settled },
      (_, i) => [this.#means[i] ?? 0, this.#weights[i] ?? 0] as const,
    )
    const isEmpty = this.#count === 0
    return {
      version: 1,
      compression: this.compression,
      min: isEmpty ? null : this.#min,
      max: isEmpty ? null : this.#max,
      rejected: this.#rejected,
      centroids,
    }
  }

  /** Builds a digest from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: TDigestState): TDigest {
    if (state?.version !== 1) throw new RangeError('version must be 1')
    const digest = new TDigest(state.compression)
    const { centroids, min, max, rejected } = state
    if (!Array.isArray(centroids) || centroids.length >= digest.#means.length) {
      throw new RangeError('centroids must be an array of at most 10 compression entries')
    }
    if (!(typeof rejected === 'number' && rejected >= 0 && rejected < Infinity)) {
      throw new RangeError('rejected must be finite and at least 0')
    }
    const [low, high] = centroids.length === 0 ? [Infinity, -Infinity] : [min, max]
    let last = low
    for (const [i, entry] of centroids.entries()) {
      const [mean, weight] = Array.isArray(entry) ? (entry as unknown[]) : []
      const isMean = typeof mean === 'number' && typeof last === 'number' && mean >= last
      const isSound =
        isMean && typeof high === 'number' && mean <= high && high < Infinity && mean > -Infinity
      if (!isSound || !(typeof weight === 'number' && weight > 0 && weight < Infinity)) {
        throw new RangeError(
          `centroids[${i}] must be a mean in rising order from min to max, and a weight above 0`,
        )
      }
      digest.#push(mean, weight)
      digest.#count += weight
      last = mean
    }
    digest.#settled = digest.#used
    digest.#rejected = rejected
    if (typeof low === 'number' && typeof high === 'number') [digest.#min, digest.#max] = [low, high]
    return digest
  }

  #push(mean: number, weight: number): void {
    if (this.#used === this.#means.length) this.#settle()
    this.#means[this.#used] = mean
    this.#weights[this.#used] = weight
    this.#used++
  }

  /** Merges what waits into the centroids: neighbours join while they span at most one step of the scale. */
  #settle(): void {
    if (this.#settled === this.#used) return
    const order = Array.from({ length: this.#used }, (_, i) => i)
    const [means, weights] = [this.#means, this.#weights]
    order.sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0))
    let total = 0
    for (let i = 0; i < this.#used; i++) total += weights[i] ?? 0
    const newMeans = new Float64Array(means.length)
    const newWeights = new Float64Array(means.length)
    let at = -1
    let before = 0
    let limit = -1
    for (const i of order) {
      const [mean, weight] = [means[i] ?? 0, weights[i] ?? 0]
      const held = newWeights[at] ?? 0
      if (at >= 0 && before + held + weight <= limit) {
        const sum = held + weight
        newWeights[at] = sum
        const old = newMeans[at] ?? 0
        // Kept between its neighbours, whatever rounding does.
        newMeans[at] = Math.min(mean, old + ((mean - old) * weight) / sum)
        continue
      }
      before += held
      at++
      newMeans[at] = mean
      newWeights[at] = weight
      limit = total * this.#stepEnd(before / total)
    }
    this.#means = newMeans
    this.#weights = newWeights
    this.#settled = at + 1
    this.#used = at + 1
  }

  /** The share that a centroid beginning at share q may reach: one step of the scale asin(2 q - 1). */
  #stepEnd(q: number): number {
    const angle = Math.asin(Math.min(1, Math.max(-1, 2 * q - 1))) + (2 * Math.PI) / this.compression
    return angle >= Math.PI / 2 ? 1 : (Math.sin(angle) + 1) / 2
  }
}

function between(a: number, b: number, share: number): number {
  return a + (b - a) * Math.min(1, Math.max(0, share))
}
