import { unreadable } from './row-reader.ts'

/** The values of one column, row by row: an array, a typed array, or what grew while rows streamed by. */
export interface ValueList {
  readonly length: number
  at(index: number): unknown
}

const isNumber = 0
const isMissing = 1
const isOther = 2

/**
 * Collects the values of one column while rows stream by, in 9 to 18 bytes each as long as nearly all are numbers or
 * missing. Keeps no object of a row alive: whatever is no scalar is held as unreadable.
 */
export class GrowingValues implements ValueList {
  length = 0
  private numbers: Float64Array = new Float64Array(256)
  private marks: Uint8Array = new Uint8Array(256)
  private readonly others: Map<number, unknown> = new Map()
  private plain: unknown[] | undefined = undefined

  push(value: unknown): void {
    const kept =
      (typeof value === 'object' && value !== null) || typeof value === 'function' ? unreadable : value
    const at = this.length
    this.length = at + 1
    if (this.plain !== undefined) {
      this.plain.push(kept)
      return
    }
    if (at === this.numbers.length) this.grow()
    if (typeof kept === 'number') this.numbers[at] = kept
    else if (kept === null || kept === undefined) this.marks[at] = isMissing
    else {
      this.marks[at] = isOther
      this.others.set(at, kept)
      if (this.others.size > 64 && this.others.size * 8 > at) this.loosen()
    }
  }

  at(index: number): unknown {
    if (this.plain !== undefined) return this.plain[index]
    const mark = this.marks[index] ?? isMissing
    return mark === isNumber ? this.numbers[index] : mark === isMissing ? undefined : this.others.get(index)
  }

  private grow(): void {
    const numbers = new Float64Array(2 * this.numbers.length)
    numbers.set(this.numbers)
    this.numbers = numbers
    const marks = new Uint8Array(2 * this.marks.length)
    marks.set(this.marks)
    this.marks = marks
  }

  private loosen(): void {
    this.plain = Array.from({ length: this.length }, (_, i) => this.at(i))
    this.numbers = new Float64Array(0)
    this.marks = new Uint8Array(0)
    this.others.clear()
  }
}

/** A list of numbers that grows; 8 bytes each. */
export class GrowingNumbers {
  private held: Float64Array = new Float64Array(256)
  private size = 0

  push(value: number): void {
    if (this.size === this.held.length) {
      const wider = new Float64Array(2 * this.size)
      wider.set(this.held)
      this.held = wider
    }
    this.held[this.size] = value
    this.size++
  }

  /** The numbers so far, as a view. */
  view(): Float64Array {
    return this.held.subarray(0, this.size)
  }
}
