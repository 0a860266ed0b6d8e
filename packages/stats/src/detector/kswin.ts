import type { Random } from '../random/create-random.ts'
import { checkAlpha, checkForm } from '../sequential/check-numbers.ts'
import { ksCriticalGap } from './ks-critical-gap.ts'

/** How a {@link Kswin} decides. */
export type KswinOptions = {
  /** Significance of one look, in (0, 1): a smaller one gives fewer false alarms and later ones. @default 0.005 */
  readonly alpha?: number
  /** Values in the window, a whole number from twice statSize to 1 000 000. @default 100 */
  readonly windowSize?: number
  /** The newest values, and as many drawn from the older ones, a whole number from 2 to 1 000. @default 30 */
  readonly statSize?: number
}

/** Plain form of a {@link Kswin}; its source of random numbers is not part of it. */
export type KswinState = {
  readonly version: 1
  readonly alpha: number
  readonly windowSize: number
  readonly statSize: number
  /** True when the last value counted signalled drift. */
  readonly drifted: boolean
  /** The values held, the oldest first. */
  readonly window: readonly number[]
}

/** No smaller distance is a drift, however small its p-value. */
const leastDistance = 0.1

/**
 * Watches the whole distribution of a stream by KSWIN, Kolmogorov-Smirnov windowing: compares the newest `statSize`
 * values with as many drawn at random from the older ones in a sliding window, and signals drift when the exact
 * two-sided p-value is at most alpha and the distance D is above 0.1.
 *
 * A look at every value once the window is full, O(windowSize) each, without allocation; O(windowSize) memory.
 *
 * This is the definition of river 0.19, found to the same index where the draw takes all older values (windowSize
 * twice statSize). After a drift the next value begins an empty window. Other tools: frouros 0.10 has no rule for D
 * and a default alpha of 0.0001, so "KSWIN at its defaults" is not one thing.
 *
 * NaN and infinite values are not counted: they change nothing and signal nothing. Ties make the test conservative;
 * a constant stream never signals. `alpha` is no promise for a stream: there is one look a value. At the defaults
 * about 1 300 false alarms were measured in 1e6 standard normal values.
 *
 * @param random draws the older values; the same numbers give the same signals
 * @throws RangeError when an option is out of range, or no distance of statSize values has a p-value as small as alpha
 * @see C. Raab, M. Heusinger, F.-M. Schleif (2020), Reactive soft prototype computing for concept drift streams
 * @example
 * const scores = new Kswin(createRandom('kswin'), { alpha: 0.0001 })
 * const stream = Array.from({ length: 400 }, (_, i) => (i < 200 ? 0 : 1))
 * stream.findIndex((score) => scores.add(score)) // 216
 */
export class Kswin {
  readonly alpha: number
  readonly windowSize: number
  readonly statSize: number
  readonly #random: Pick<Random, 'next'>
  readonly #critical: number
  // A ring in the order of arrival, and the same values in order of size once it is full.
  readonly #ring: Float64Array
  readonly #sorted: Float64Array
  // 1 for an older value, 0 for one of the newest; by place in the order of size.
  readonly #isOlder: Uint8Array
  // 1 for an older value that is drawn; by rank among the older ones.
  readonly #drawn: Uint8Array
  #count = 0
  #at = 0
  #drifted = false

  constructor(random: Pick<Random, 'next'>, options: KswinOptions = {}) {
    const { alpha = 0.005, windowSize = 100, statSize = 30 } = options
    if (typeof random?.next !== 'function') throw new RangeError('random must have a method next')
    checkAlpha(alpha)
    if (!(Number.isInteger(statSize) && statSize >= 2 && statSize <= 1000)) {
      throw new RangeError(`statSize must be a whole number from 2 to 1000, got ${statSize}`)
    }
    if (!(Number.isInteger(windowSize) && windowSize >= 2 * statSize && windowSize <= 1_000_000)) {
      throw new RangeError(
        `windowSize must be a whole number from twice statSize to 1000000, got ${windowSize}`,
      )
    }
    const gap = ksCriticalGap(statSize, statSize, alpha)
    if (gap === Infinity) {
      throw new RangeError(`alpha must be a p-value that ${statSize} values can reach, got ${alpha}`)
    }
    this.alpha = alpha
    this.windowSize = windowSize
    this.statSize = statSize
    this.#random = random
    // In values: the distance D is this over statSize.
    this.#critical = Math.max(gap / statSize, Math.floor(leastDistance * statSize) + 1)
    this.#ring = new Float64Array(windowSize)
    this.#sorted = new Float64Array(windowSize)
    this.#isOlder = new Uint8Array(windowSize)
    // One place more, read and not used behind the last older value.
    this.#drawn = new Uint8Array(windowSize - statSize + 1)
  }

  /** Values in the window, at most windowSize. */
  get count(): number {
    return this.#count
  }

  /** Counts a value and returns whether it signals drift. */
  add(value: number): boolean {
    if (!(value > -Infinity && value < Infinity)) return false
    if (this.#drifted) this.reset()
    if (this.#count === this.windowSize) this.#slide(value)
    else {
      this.#ring[this.#count++] = value
      if (this.#count < this.windowSize) return false
      this.#sort()
    }
    this.#draw()
    this.#drifted = this.#gap() >= this.#critical
    return this.#drifted
  }

  /** Forgets all values. */
  reset(): void {
    this.#count = 0
    this.#at = 0
    this.#drifted = false
  }

  /** Returns the plain form. */
  toJSON(): KswinState {
    const { alpha, windowSize, statSize } = this
    const window = Array.from({ length: this.#count }, (_, i) => this.#ring[(this.#at + i) % windowSize] ?? 0)
    return { version: 1, alpha, windowSize, statSize, drifted: this.#drifted, window }
  }

  /**
   * Builds a detector from its plain form, to go on exactly as before where random does.
   *
   * @throws RangeError when that is none
   */
  static fromJSON(state: KswinState, random: Pick<Random, 'next'>): Kswin {
    checkForm(state, 'alpha', 'windowSize', 'statSize')
    const kswin = new Kswin(random, state)
    const { window, drifted } = state
    const isWindow = Array.isArray(window) && window.length <= kswin.windowSize
    if (!isWindow || !window.every((value) => Number.isFinite(value))) {
      throw new RangeError('window must be an array of at most windowSize finite numbers')
    }
    if (typeof drifted !== 'boolean') throw new RangeError('drifted must be true or false')
    kswin.#ring.set(window)
    kswin.#count = window.length
    kswin.#drifted = drifted
    if (window.length === kswin.windowSize) kswin.#sort()
    return kswin
  }

  #sort(): void {
    const order = Array.from(this.#ring.keys()).sort((a, b) => (this.#ring[a] ?? 0) - (this.#ring[b] ?? 0))
    for (const [place, i] of order.entries()) {
      this.#sorted[place] = this.#ring[i] ?? 0
      this.#isOlder[place] = i < this.windowSize - this.statSize ? 1 : 0
    }
  }

  /** Lets go of the oldest value; the oldest of the newest ones joins the older ones. */
  #slide(value: number): void {
    const [ring, sorted, isOlder, size] = [this.#ring, this.#sorted, this.#isOlder, this.windowSize]
    let at = this.#find(ring[this.#at] ?? 0, 1)
    isOlder[this.#find(ring[(this.#at + size - this.statSize) % size] ?? 0, 0)] = 1
    for (; at + 1 < size && (sorted[at + 1] ?? 0) < value; at++) {
      sorted[at] = sorted[at + 1] ?? 0
      isOlder[at] = isOlder[at + 1] ?? 0
    }
    for (; at > 0 && (sorted[at - 1] ?? 0) > value; at--) {
      sorted[at] = sorted[at - 1] ?? 0
      isOlder[at] = isOlder[at - 1] ?? 0
    }
    sorted[at] = value
    isOlder[at] = 0
    ring[this.#at] = value
    this.#at = (this.#at + 1) % size
  }

  /** Finds the place of a value of that age, which is there; of equal ones any will do. */
  #find(value: number, age: number): number {
    let low = 0
    let high = this.windowSize - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sorted[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    while (this.#isOlder[low] !== age) low++
    return low
  }

  /** Draws statSize of the older values by their ranks, every set of them equally likely (Floyd's algorithm). */
  #draw(): void {
    const drawn = this.#drawn
    const all = this.windowSize - this.statSize
    // The fewer are drawn: those that stand in for the older values, or those that do not.
    const isRest = 2 * this.statSize > all
    const mark = isRest ? 0 : 1
    drawn.fill(1 - mark)
    for (let last = all - (isRest ? all - this.statSize : this.statSize); last < all; last++) {
      // Not random.int: its remainders cost more than all the rest of a look.
      const rank = Math.floor(this.#random.next() * (last + 1))
      drawn[drawn[rank] === mark ? last : rank] = mark
    }
  }

  /** Finds the greatest difference of the numbers of drawn and newest values up to any value. */
  #gap(): number {
    const [sorted, isOlder, drawn, last] = [this.#sorted, this.#isOlder, this.#drawn, this.windowSize - 1]
    let rank = 0
    let lead = 0
    let gap = 0
    // At the last value both numbers are statSize.
    for (let place = 0; place < last; place++) {
      // Without branches on the age, which no processor can foresee.
      const older = isOlder[place] ?? 0
      lead += older * (drawn[rank] ?? 0) + older - 1
      rank += older
      // Equal values are counted together.
      if (sorted[place] !== sorted[place + 1]) gap = Math.max(gap, Math.abs(lead))
    }
    return gap
  }
}
