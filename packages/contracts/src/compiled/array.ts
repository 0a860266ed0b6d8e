import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'
import { Leaf, other, passes } from './leaf.ts'

/** Checks arrays as zod's `z.array`: a hole counts as `undefined`, and is one no more in what comes back. */
export class ArrayChecker implements Checker {
  private readonly element: Checker
  private readonly leaf: Leaf
  private readonly min: number
  private readonly max: number

  constructor(element: Checker, min: number, max: number) {
    this.element = element
    this.leaf = element instanceof Leaf ? element : elsewhere
    this.min = min
    this.max = max
  }

  check(value: unknown): unknown {
    if (!Array.isArray(value) || value.length > this.max || value.length < this.min) return invalid
    const { leaf, element } = this
    const parsed = new Array<unknown>(value.length)
    if (leaf.kind !== other) {
      for (let i = 0; i < value.length; i++) {
        const part: unknown = value[i]
        if (!passes(leaf, part)) return invalid
        parsed[i] = part
      }
      return parsed
    }
    for (let i = 0; i < value.length; i++) {
      const part = element.check(value[i])
      if (part === invalid) return invalid
      parsed[i] = part
    }
    return parsed
  }

  accepts(value: unknown): boolean {
    if (!Array.isArray(value) || value.length > this.max || value.length < this.min) return false
    const { leaf, element } = this
    for (let i = 0; i < value.length; i++) {
      const part: unknown = value[i]
      if (leaf.kind === other ? !element.accepts(part) : !passes(leaf, part)) return false
    }
    return true
  }
}

const elsewhere = new Leaf(other)
