/** One key that a {@link SpaceSaving} keeps. */
export type HeavyHitter = {
  readonly key: string
  /** At least the true count. */
  readonly count: number
  /** By how much the count may be too great: the true count is at least `count - error`. */
  readonly error: number
}

/** Plain form of a {@link SpaceSaving}. */
export type SpaceSavingState = {
  readonly version: 1
  readonly capacity: number
  readonly total: number
  readonly hitters: readonly (readonly [key: string, count: number, error: number])[]
}

/** What the slots of a full sketch hold, the smallest count first reachable. */
type Slot = { key: string; count: number; error: number }

/**
 * Finds the most frequent keys of a stream in fixed memory: every key with more than `total / capacity` of all
 * counts is among those kept, and a kept count is too great by at most `total / capacity`.
 *
 * Recording costs O(log capacity); merging sketches keeps both bounds, for the summed total.
 *
 * @throws RangeError when capacity is no whole number from 1 to 65 536
 * @see A. Metwally, D. Agrawal, A. El Abbadi (2005), Efficient computation of frequent and top-k elements in data
 *   streams; P. Agarwal et al. (2012), Mergeable summaries
 * @example
 * const keys = new SpaceSaving(64)
 * keys.record('de')
 * keys.top(1) // [{ key: 'de', count: 1, error: 0 }]
 */
export class SpaceSaving {
  readonly capacity: number
  #total = 0
  // A heap by count, and where each key lies in it.
  readonly #heap: Slot[] = []
  readonly #at: Map<string, number> = new Map()

  constructor(capacity: number) {
    if (!(Number.isInteger(capacity) && capacity >= 1 && capacity <= 65_536)) {
      throw new RangeError(`capacity must be a whole number from 1 to 65536, got ${capacity}`)
    }
    this.capacity = capacity
  }

  /** Sum of all counts recorded, also of keys forgotten. */
  get total(): number {
    return this.#total
  }

  /** Counts a key; `count` finite and above 0, 1 by default. @throws RangeError for another count */
  record(key: string, count = 1): void {
    if (!(count > 0 && count < Infinity))
      throw new RangeError(`count must be finite and above 0, got ${count}`)
    this.#total += count
    const at = this.#at.get(key)
    const known = at === undefined ? undefined : this.#heap[at]
    if (known !== undefined && at !== undefined) {
      known.count += count
      this.#sink(at)
      return
    }
    if (this.#heap.length < this.capacity) {
      this.#place({ key, count, error: 0 }, this.#heap.length)
      this.#rise(this.#heap.length - 1)
      return
    }
    const least = this.#heap[0]
    if (least === undefined) return
    this.#at.delete(least.key)
    this.#place({ key, count: least.count + count, error: least.count }, 0)
    this.#sink(0)
  }

  /** Returns at most so many kept keys, the greatest count first; equal counts by key. */
  top(most: number = this.capacity): HeavyHitter[] {
    return this.#heap
      .map((slot) => ({ ...slot }))
      .sort(byCount)
      .slice(0, most)
  }

  /** Returns what is known of a key: 0 with the greatest possible error where it is not kept. */
  count(key: string): HeavyHitter {
    const at = this.#at.get(key)
    const slot = at === undefined ? undefined : this.#heap[at]
    return slot === undefined ? { key, count: this.#least(), error: this.#least() } : { ...slot }
  }

  /**
   * Adds another sketch; the other is not changed. The result does not depend on which of two is added to which.
   *
   * @throws RangeError when capacities differ
   */
  merge(other: SpaceSaving): void {
    if (other.capacity !== this.capacity) {
      throw new RangeError(`capacity must be equal to merge, got ${this.capacity} and ${other.capacity}`)
    }
    const keys = new Set([...this.#at.keys(), ...other.#at.keys()])
    const merged = Array.from(keys, (key) => {
      const [a, b] = [this.count(key), other.count(key)]
      return { key, count: a.count + b.count, error: a.error + b.error }
    })
    this.#load(merged.sort(byCount).slice(0, this.capacity), this.#total + other.#total)
  }

  /** Returns the plain form. */
  toJSON(): SpaceSavingState {
    const hitters = this.top().map(({ key, count, error }) => [key, count, error] as const)
    return { version: 1, capacity: this.capacity, total: this.#total, hitters }
  }

  /** Builds a sketch from its plain form. @throws RangeError when that is none, naming the part */
  static fromJSON(state: SpaceSavingState): SpaceSaving {
    if (state?.version !== 1) throw new RangeError('version must be 1')
    const sketch = new SpaceSaving(state.capacity)
    const { hitters, total } = state
    if (!Array.isArray(hitters) || hitters.length > sketch.capacity) {
      throw new RangeError('hitters must be an array of at most capacity entries')
    }
    const seen = new Set<unknown>()
    const slots = hitters.map((entry: readonly unknown[], i) => {
      const [key, count, error] = Array.isArray(entry) ? (entry as readonly unknown[]) : []
      const isSound =
        typeof key === 'string' &&
        typeof count === 'number' &&
        typeof error === 'number' &&
        count > 0 &&
        count < Infinity &&
        error >= 0 &&
        error < count
      if (!isSound || seen.has(key)) {
        throw new RangeError(`hitters[${i}] must be a new key, a count above 0 and an error below it`)
      }
      seen.add(key)
      return { key, count, error }
    })
    const least = slots.reduce((sum, slot) => sum + (slot.count - slot.error), 0)
    if (!(typeof total === 'number' && total >= least * (1 - 1e-12) && total < Infinity)) {
      throw new RangeError('total must be finite and at least what the hitters prove')
    }
    sketch.#load(slots, total)
    return sketch
  }

  /** The greatest count that a key not kept can have. */
  #least(): number {
    return this.#heap.length < this.capacity ? 0 : (this.#heap[0]?.count ?? 0)
  }

  #load(slots: readonly Slot[], total: number): void {
    this.#heap.length = 0
    this.#at.clear()
    this.#total = total
    // Rising counts are a heap already.
    slots.toSorted((a, b) => byCount(b, a)).forEach((slot, i) => this.#place({ ...slot }, i))
  }

  #place(slot: Slot, at: number): void {
    this.#heap[at] = slot
    this.#at.set(slot.key, at)
  }

  #rise(from: number): void {
    let at = from
    const slot = this.#heap[at]
    if (slot === undefined) return
    while (at > 0) {
      const up = (at - 1) >> 1
      const above = this.#heap[up]
      if (above === undefined || above.count <= slot.count) break
      this.#place(above, at)
      at = up
    }
    this.#place(slot, at)
  }

  #sink(from: number): void {
    let at = from
    const slot = this.#heap[at]
    if (slot === undefined) return
    while (true) {
      let down = 2 * at + 1
      const [left, right] = [this.#heap[down], this.#heap[down + 1]]
      if (left === undefined) break
      const below = right !== undefined && right.count < left.count ? right : left
      if (below === right) down++
      if (below.count >= slot.count) break
      this.#place(below, at)
      at = down
    }
    this.#place(slot, at)
  }
}

function byCount(a: HeavyHitter, b: HeavyHitter): number {
  return b.count - a.count || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}
