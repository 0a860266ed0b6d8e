// One thing: a histogram with its merging, its quantiles and its wire form, all of which know its buckets.
/** Range and accuracy of a {@link LogHistogram}. */
export type LogHistogramOptions = {
  /** Relative error of a quantile inside the range, in [0.0001, 0.25]. @default 0.01 */
  readonly relativeError?: number
  /** Smallest value with that accuracy, above 0; smaller ones (also 0) are counted together. @default 0.001 */
  readonly lowest?: number
  /** Greatest value with that accuracy; greater ones are counted together. @default 1e7 */
  readonly highest?: number
}

/** Plain form of a {@link LogHistogram}: only occupied buckets, as `[index, count]` pairs. */
export type LogHistogramState = {
  readonly version: 1
  readonly relativeError: number
  readonly lowest: number
  readonly highest: number
  readonly underflow: number
  readonly overflow: number
  readonly rejected: number
  readonly sum: number
  /** null when nothing was recorded. */
  readonly min: number | null
  /** null when nothing was recorded. */
  readonly max: number | null
  readonly buckets: readonly (readonly [index: number, count: number])[]
}

const maxBuckets = 65_536
const wordsPerOctave = 2 ** 20

/**
 * Counts non-negative numbers in buckets of rising width, for quantiles with a bounded relative error in fixed
 * memory: about `log2(highest / lowest) * (1 / relativeError - 1) / 2` counters of 8 bytes, 1 644 (13 KB) by default.
 *
 * - A value in [lowest, highest] is found again within `relativeError`, relative (up to rounding, 1e-12).
 * - A value in [0, lowest) is counted as underflow and answers with `min`; one above `highest` is counted as
 *   overflow and answers with `max`. Both belong to count, sum, min and max.
 * - NaN, negative and infinite values change nothing but `rejected`.
 *
 * Recording takes no logarithm (the bits of a double are one already, linear between powers of two) and allocates
 * nothing. Merging adds counters, so the order of merges does not matter to them.
 *
 * @throws RangeError when an option is out of range, or the range needs more than 65 536 buckets
 * @see C. Masson, J. E. Rim, H. K. Lee (2019), DDSketch: its linearly interpolated mapping, over a bounded range
 * @example
 * const latency = new LogHistogram()
 * latency.record(12.5)
 * latency.quantile(0.5) // 12.5
 */
export class LogHistogram {
  readonly relativeError: number
  readonly lowest: number
  readonly highest: number
  readonly #first: number
  readonly #perWord: number
  readonly #counts: Float64Array
  // One typed array instead of number fields: fields would box a new double at every record.
  readonly #totals: Float64Array
  readonly #words: Uint32Array
  readonly #high: number

  constructor(options: LogHistogramOptions = {}) {
    const { relativeError = 0.01, lowest = 1e-3, highest = 1e7 } = options
    if (!(relativeError >= 1e-4 && relativeError <= 0.25)) {
      throw new RangeError(`relativeError must be in [0.0001, 0.25], got ${relativeError}`)
    }
    if (!(lowest >= 2 ** -1022 && lowest < Infinity)) {
      throw new RangeError(`lowest must be a normal number above 0, got ${lowest}`)
    }
    if (!(highest > lowest && highest < Infinity)) {
      throw new RangeError(`highest must be finite and above lowest, got ${highest}`)
    }
    this.relativeError = relativeError
    this.lowest = lowest
    this.highest = highest
    this.#totals = new Float64Array(totals)
    this.#words = new Uint32Array(this.#totals.buffer)
    this.#totals[scratchAt] = 1
    this.#high = 2 * scratchAt + (this.#words[2 * scratchAt] === 0 ? 1 : 0)
    // A bucket is widest, relatively, just above a power of two; two words are left for rounding to whole words.
    const width = (2 * relativeError) / (1 - relativeError)
    this.#perWord = 1 / (width * wordsPerOctave - 2)
    this.#first = this.#word(lowest)
    const buckets = Math.floor((this.#word(highest) - this.#first) * this.#perWord) + 1
    if (buckets > maxBuckets) {
      throw new RangeError(
        `the range at relativeError must need at most ${maxBuckets} buckets, got ${buckets}`,
      )
    }
    this.#counts = new Float64Array(buckets)
    this.clear()
  }

  /** Number of recorded values (the sum of their counts), without the rejected ones. */
  get count(): number {
    return this.#total(countAt)
  }

  /** Sum of the recorded values, exact up to rounding. */
  get sum(): number {
    return this.#total(sumAt)
  }

  /** Smallest recorded value, exact; Infinity when empty. */
  get min(): number {
    return this.#total(minAt)
  }

  /** Greatest recorded value, exact; -Infinity when empty. */
  get max(): number {
    return this.#total(maxAt)
  }

  /** How many of the recorded values lie in [0, lowest). */
  get underflow(): number {
    return this.#total(underflowAt)
  }

  /** How many of the recorded values lie above highest. */
  get overflow(): number {
    return this.#total(overflowAt)
  }

  /** How many NaN, negative or infinite values were offered. */
  get rejected(): number {
    return this.#total(rejectedAt)
  }

  /**
   * Counts a value; O(1), allocates nothing.
   *
   * @param value NaN, negative and infinite values only raise `rejected`
   * @param count how often, finite and at least 0, may be a fraction; `@default 1`
   * @throws RangeError when count is negative or not finite
   */
  record(value: number, count = 1): void {
    if (!(count >= 0 && count < Infinity)) {
      throw new RangeError(`count must be finite and at least 0, got ${count}`)
    }
    if (count === 0) return
    const all = this.#totals
    if (!(value >= 0 && value < Infinity)) {
      all[rejectedAt] = (all[rejectedAt] ?? 0) + count
      return
    }
    all[countAt] = (all[countAt] ?? 0) + count
    all[sumAt] = (all[sumAt] ?? 0) + value * count
    // Adding zero turns -0 into 0, which a round trip through JSON would do otherwise.
    if (value < (all[minAt] ?? 0)) all[minAt] = value + 0
    if (value > (all[maxAt] ?? 0)) all[maxAt] = value + 0
    if (value < this.lowest) {
      all[underflowAt] = (all[underflowAt] ?? 0) + count
    } else if (value > this.highest) {
      all[overflowAt] = (all[overflowAt] ?? 0) + count
    } else {
      const index = ((this.#word(value) - this.#first) * this.#perWord) | 0
      this.#counts[index] = (this.#counts[index] ?? 0) + count
    }
  }

  /**
   * Estimates a quantile: the order statistic of rank floor(q (count - 1)) from 0 (numpy's 'lower'), within
   * `relativeError` when it lies in [lowest, highest]. q = 0 and q = 1 are exact. O(buckets).
   *
   * @param q in [0, 1]
   * @returns NaN when empty
   * @throws RangeError when q is outside [0, 1] or NaN
   */
  quantile(q: number): number {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`q must be in [0, 1], got ${q}`)
    const count = this.count
    if (count === 0) return Number.NaN
    const { min, max } = this
    if (q === 0) return min
    if (q === 1) return max
    const rank = q * (count - 1)
    let seen = this.underflow
    if (seen > rank) return min
    const counts = this.#counts
    for (let i = 0; i < counts.length; i++) {
      seen += counts[i] ?? 0
      if (seen > rank) {
        return Math.min(Math.max(this.#middle(i), min), max)
      }
    }
    return max
  }

  /**
   * Adds another histogram to this one and returns this one; the other stays as it is.
   *
   * @throws RangeError when the two differ in relativeError, lowest or highest
   */
  merge(other: LogHistogram): this {
    for (const name of ['relativeError', 'lowest', 'highest'] as const) {
      if (other[name] !== this[name]) {
        throw new RangeError(`other.${name} must equal ${this[name]}, got ${other[name]}`)
      }
    }
    const { min, max } = other
    const into = this.#totals
    for (const at of [countAt, sumAt, underflowAt, overflowAt, rejectedAt]) {
      into[at] = (into[at] ?? 0) + other.#total(at)
    }
    into[minAt] = Math.min(this.min, min)
    into[maxAt] = Math.max(this.max, max)
    for (let i = 0; i < this.#counts.length; i++) {
      this.#counts[i] = (this.#counts[i] ?? 0) + (other.#counts[i] ?? 0)
    }
    return this
  }

  /** Forgets everything recorded and rejected; keeps the memory. */
  clear(): void {
    this.#counts.fill(0)
    this.#totals.fill(0)
    this.#totals[minAt] = Infinity
    this.#totals[maxAt] = -Infinity
  }

  /** Writes the state as plain data; its size grows with the occupied buckets only. */
  toJSON(): LogHistogramState {
    const buckets: [number, number][] = []
    for (let i = 0; i < this.#counts.length; i++) {
      const count = this.#counts[i] ?? 0
      if (count > 0) buckets.push([i, count])
    }
    const { relativeError, lowest, highest, underflow, overflow, rejected, sum } = this
    const empty = this.count === 0
    return {
      version: 1,
      relativeError,
      lowest,
      highest,
      underflow,
      overflow,
      rejected,
      sum,
      min: empty ? null : this.min,
      max: empty ? null : this.max,
      buckets,
    }
  }

  /**
   * Reads back what {@link LogHistogram.toJSON} wrote, also from an untrusted source.
   *
   * @throws TypeError naming the first field that is missing or of the wrong kind
   * @throws RangeError naming the first field whose value is impossible
   */
  static fromJSON(state: unknown): LogHistogram {
    const record = asRecord(state)
    if (record['version'] !== 1) throw new TypeError('state.version must be 1')
    const histogram = new LogHistogram({
      relativeError: numberField(record, 'relativeError'),
      lowest: numberField(record, 'lowest'),
      highest: numberField(record, 'highest'),
    })
    const into = histogram.#totals
    into[underflowAt] = countField(record, 'underflow')
    into[overflowAt] = countField(record, 'overflow')
    into[rejectedAt] = countField(record, 'rejected')
    into[sumAt] = countField(record, 'sum')
    let count = histogram.underflow + histogram.overflow
    const buckets = record['buckets']
    if (!Array.isArray(buckets)) throw new TypeError('state.buckets must be an array')
    let last = -1
    for (const pair of buckets as readonly unknown[]) {
      if (!Array.isArray(pair) || pair.length !== 2)
        throw new TypeError('state.buckets must hold [index, count] pairs')
      const [index, share] = pair as readonly unknown[]
      if (
        typeof index !== 'number' ||
        !Number.isInteger(index) ||
        index <= last ||
        index >= histogram.#counts.length
      ) {
        throw new RangeError('state.buckets must have rising integer indexes inside the range')
      }
      if (typeof share !== 'number' || !(share > 0 && share < Infinity)) {
        throw new RangeError('state.buckets must have finite counts above 0')
      }
      histogram.#counts[index] = share
      count += share
      last = index
    }
    into[countAt] = count
    if (count > 0) {
      const min = countField(record, 'min')
      const max = countField(record, 'max')
      if (min > max) throw new RangeError('state.min must be at most state.max')
      into[minAt] = min
      into[maxAt] = max
    } else if (record['min'] !== null || record['max'] !== null) {
      throw new RangeError('state.min and state.max must be null when nothing was recorded')
    }
    return histogram
  }

  /** The upper half of the bits of a double: rises with the value, 2^20 steps per power of two. */
  #word(value: number): number {
    this.#totals[scratchAt] = value
    return this.#words[this.#high] ?? 0
  }

  #fromWord(word: number): number {
    this.#totals[scratchAt] = 0
    this.#words[this.#high] = word
    return this.#totals[scratchAt] ?? 0
  }

  /** The value that is equally far, relatively, from both ends of a bucket. */
  #middle(index: number): number {
    const low = this.#fromWord(this.#first + Math.ceil(index / this.#perWord))
    const high = this.#fromWord(this.#first + Math.ceil((index + 1) / this.#perWord))
    return low * (2 / (1 + low / high))
  }

  #total(at: number): number {
    return this.#totals[at] ?? 0
  }
}

const countAt = 0
const sumAt = 1
const minAt = 2
const maxAt = 3
const underflowAt = 4
const overflowAt = 5
const rejectedAt = 6
const scratchAt = 7
const totals = 8

function asRecord(state: unknown): Readonly<Record<string, unknown>> {
  if (typeof state !== 'object' || state === null) throw new TypeError('state must be an object')
  return state as Readonly<Record<string, unknown>>
}

function numberField(record: Readonly<Record<string, unknown>>, name: string): number {
  const value = record[name]
  if (typeof value !== 'number') throw new TypeError(`state.${name} must be a number`)
  return value
}

function countField(record: Readonly<Record<string, unknown>>, name: string): number {
  const value = numberField(record, name)
  if (!(value >= 0 && value < Infinity)) throw new RangeError(`state.${name} must be finite and at least 0`)
  return value
}
