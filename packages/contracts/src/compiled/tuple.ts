import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'

/** One place of a tuple; `optin` and `optout` are zod's. */
export interface Item {
  readonly checker: Checker
  readonly optin: unknown
  readonly optout: unknown
}

/** Checks tuples as zod's `z.tuple`: what may be left out at the end is left out of what comes back too. */
export class TupleChecker implements Checker {
  private readonly items: readonly Item[]
  private readonly rest: Checker | undefined
  /** The first place from which on all may be left out of a value, and of what comes back. */
  private readonly inputEnd: number
  private readonly outputEnd: number

  constructor(items: readonly Item[], rest: Checker | undefined) {
    this.items = items
    this.rest = rest
    this.inputEnd = items.findLastIndex((item) => item.optin === undefined) + 1
    this.outputEnd = items.findLastIndex((item) => item.optout !== 'optional') + 1
  }

  check(value: unknown): unknown {
    if (!Array.isArray(value)) return invalid
    const { items, rest } = this
    const { length } = value
    if (rest === undefined && (length < this.inputEnd || length > items.length)) return invalid
    const parsed: unknown[] = []
    for (let i = 0; i < items.length; i++) parsed[i] = (items[i] as Item).checker.check(value[i])
    for (let i = 0; i < items.length; i++) {
      const isRefused = parsed[i] === invalid
      if (i >= length && i >= this.outputEnd && (isRefused || items[i]?.optin === 'optional')) {
        parsed.length = i
        break
      }
      if (isRefused) return invalid
    }
    // What stands for a value that is not there is only kept if it is something.
    while (parsed.length > length && parsed.at(-1) === undefined && this.mayEnd(parsed.length - 1))
      parsed.pop()
    for (let i = items.length; rest !== undefined && i < length; i++) {
      const part = rest.check(value[i])
      if (part === invalid) return invalid
      parsed[i] = part
    }
    return parsed
  }

  accepts(value: unknown): boolean {
    return this.check(value) !== invalid
  }

  private mayEnd(at: number): boolean {
    return this.items[at]?.optout === 'optional'
  }
}
