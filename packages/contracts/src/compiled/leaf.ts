import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'

/** Rules that need one look at the value and leave it as it is. */
export const anything = 0
export const number = 1
export const integer = 2
export const string = 3
export const pattern = 4
export const values = 5
export const boolean = 6
/** Any checker that is no leaf; `passes` is not for it. */
export const other = 7

export interface LeafRules {
  /** Least number, or fewest characters. */
  readonly min?: number
  readonly max?: number
  readonly values?: ReadonlySet<unknown>
  readonly pattern?: RegExp | undefined
  /** Whether `undefined` passes, or `null`, whatever else the rule says. */
  readonly isOptional?: boolean
  readonly isNullable?: boolean
}

/**
 * A rule for a value without parts. One class for all of them, told apart by a number: so that the loop over
 * the fields of an object decides about most of them without a call.
 */
export class Leaf implements Checker {
  readonly kind: number
  readonly min: number
  readonly max: number
  readonly values: ReadonlySet<unknown>
  readonly pattern: RegExp | undefined
  readonly isOptional: boolean
  readonly isNullable: boolean

  constructor(kind: number, rules: LeafRules = {}) {
    this.kind = kind
    this.min = rules.min ?? 0
    this.max = rules.max ?? Infinity
    this.values = rules.values ?? none
    this.pattern = rules.pattern
    this.isOptional = rules.isOptional ?? false
    this.isNullable = rules.isNullable ?? false
  }

  /** The same rule, with what else passes. */
  with(more: Pick<LeafRules, 'isOptional' | 'isNullable'>): Leaf {
    const { min, max, values, pattern, isOptional, isNullable } = this
    return new Leaf(this.kind, { min, max, values, pattern, isOptional, isNullable, ...more })
  }

  check(value: unknown): unknown {
    return passes(this, value) ? value : invalid
  }

  accepts(value: unknown): boolean {
    return passes(this, value)
  }
}

const none: ReadonlySet<unknown> = new Set()

/** Whether a value keeps the rule of a leaf. */
export function passes(leaf: Leaf, value: unknown): boolean {
  if (keeps(leaf, value)) return true
  return (leaf.isOptional && value === undefined) || (leaf.isNullable && value === null)
}

function keeps(leaf: Leaf, value: unknown): boolean {
  switch (leaf.kind) {
    case number:
      return typeof value === 'number' && value >= leaf.min && value <= leaf.max
    case integer:
      return Number.isInteger(value) && (value as number) >= leaf.min && (value as number) <= leaf.max
    case string:
      return typeof value === 'string' && fits(leaf, value)
    case pattern:
      return typeof value === 'string' && fits(leaf, value) && matches(leaf.pattern, value)
    case values:
      return leaf.values.has(value)
    case boolean:
      return typeof value === 'boolean'
    default:
      return true
  }
}

// A character is one or two UTF-16 units: only near the bounds have they to be counted.
function fits(leaf: Leaf, value: string): boolean {
  const { length } = value
  if (length <= leaf.max && length >= 2 * leaf.min) return true
  if (length < leaf.min) return false
  const characters = charactersIn(value)
  return characters >= leaf.min && characters <= leaf.max
}

/** How many characters a text has, a surrogate pair counted once and a lone surrogate as itself. */
function charactersIn(value: string): number {
  const { length } = value
  let characters = length
  for (let i = 1; i < length; i++) {
    if ((value.charCodeAt(i) & 0xfc00) === 0xdc00 && (value.charCodeAt(i - 1) & 0xfc00) === 0xd800) {
      characters--
      i++
    }
  }
  return characters
}

/** Tests a pattern from the start of a text, also one with the flag `g` or `y`. */
export function matches(regex: RegExp | undefined, value: string): boolean {
  if (regex === undefined) return true
  regex.lastIndex = 0
  return regex.test(value)
}
