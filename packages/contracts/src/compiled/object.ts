import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'
import { Layout } from './layout.ts'
import { Leaf, other, passes } from './leaf.ts'
import type { Row } from './builders.ts'

/** What the absence of a key comes to: zod's `optin` and `optout` of the schema under it. */
export interface Absence {
  /** `undefined` where the key has to be there; `defaulted` where something stands in for it. */
  readonly optin?: unknown
  readonly optout?: unknown
}

/** What becomes of keys that the schema does not declare. */
export type Unknowns = 'strip' | 'refuse' | Checker

/** More fields than these have no layout of their own for each set of keys left out. */
const maxMasked = 31
const maxLayouts = 8

/** In a row: the value of this field is still to be read. */
const pending = Symbol('pending')
/** In a row: the object gets no such key. */
const absent = Symbol('absent')

/** How many keys the last row was filled without, that may be undeclared; read at once, before the next row. */
let strays = 0

export class Field {
  readonly key: string
  readonly leaf: Leaf
  readonly checker: Checker
  readonly mayBeAbsent: boolean
  private readonly optin: unknown
  private readonly optout: unknown

  constructor(key: string, checker: Checker, { optin, optout }: Absence) {
    this.key = key
    this.leaf = checker instanceof Leaf ? checker : elsewhere
    this.checker = checker
    this.mayBeAbsent = optin !== undefined
    this.optin = optin
    this.optout = optout
  }

  /**
   * What stands for a key that is absent: a value, `absent`, or `invalid`.
   *
   * @param part what was read all the same: `undefined`, but for a proxy
   */
  substitute(part: unknown): unknown {
    const { optin, optout } = this
    if (optin === undefined) return invalid
    // Run also where its result does not count: a function of the schema may throw.
    const value = this.checker.check(part)
    if (optout === 'optional') {
      return optin === 'optional' || value === invalid || value === undefined ? absent : value
    }
    return value === undefined && optin !== 'defaulted' ? absent : value
  }
}

const elsewhere = new Leaf(other)

/**
 * Checks objects as zod's `z.object`, and gives them back with the declared keys first, in declared order.
 *
 * The keys are walked as the value has them: an engine reads `value[key]` fastest while it enumerates. What
 * does not come in the declared order is read by name afterwards. Each key is read once, the keys that the
 * schema does not declare are not read where they are stripped.
 */
export class ObjectChecker implements Checker {
  private readonly fields: readonly Field[]
  private readonly unknowns: Unknowns
  private readonly declared: ReadonlySet<string>
  private readonly whole: Layout
  private readonly layouts = new Map<number, Layout>()
  /** A row not in use, kept for the next value; a value read within another finds none. */
  private spare: unknown[] | undefined

  constructor(fields: readonly Field[], unknowns: Unknowns) {
    this.fields = fields
    this.unknowns = unknowns
    this.declared = new Set(fields.map((field) => field.key))
    this.whole = new Layout(fields.map((field) => field.key))
  }

  check(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid
    const row = this.takeRow()
    const missing = this.fill(row, value as Row, true)
    const hasStrays = strays > 0
    const built = missing < 0 ? undefined : this.build(row, missing)
    this.spare = row
    if (built === undefined) return invalid
    return !hasStrays || this.addUnknowns(value as Row, built) ? built : invalid
  }

  accepts(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const row = this.takeRow()
    const missing = this.fill(row, value as Row, false)
    const hasStrays = strays > 0
    this.spare = row
    return missing >= 0 && (!hasStrays || this.addUnknowns(value as Row, undefined))
  }

  private takeRow(): unknown[] {
    const row = this.spare
    this.spare = undefined
    return row ?? new Array<unknown>(this.fields.length)
  }

  /** Reads the declared keys into a row; how many of them are absent, or -1 for a value that is invalid. */
  private fill(row: unknown[], value: Row, isBuilt: boolean): number {
    const { fields, unknowns } = this
    const { length } = fields
    let i = 0
    let unread = 0
    let undeclared = 0
    // An enumeration writes down all keys first: not those of a large array of bytes.
    if (ArrayBuffer.isView(value)) {
      undeclared = 1
    } else {
      // What is inherited counts, as it does for zod.
      // oxlint-disable-next-line guard-for-in -- inherited keys count
      for (const key in value) {
        if (i === length) {
          if (unknowns === 'strip') break
          undeclared++
          continue
        }
        let field = fields[i] as Field
        if (key !== field.key) {
          const skipped = this.position(key, i)
          if (skipped < 0) {
            undeclared++
            continue
          }
          unread += skipped - i
          while (i < skipped) row[i++] = pending
          field = fields[i] as Field
        }
        const part = value[key]
        const { leaf } = field
        if (leaf.kind !== other) {
          if (!passes(leaf, part)) return -1
          row[i++] = part
        } else {
          const parsed = checked(field.checker, part, isBuilt)
          if (parsed === invalid) return -1
          row[i++] = parsed
        }
      }
    }
    unread += length - i
    while (i < length) row[i++] = pending
    const missing = unread === 0 ? 0 : this.fillUnread(row, value, isBuilt)
    strays = unknowns === 'strip' ? 0 : undeclared
    return missing
  }

  /** Where a key is declared, if all from `i` to there may be absent; else -1. */
  private position(key: string, i: number): number {
    const { fields } = this
    for (let at = i; at < fields.length; at++) {
      const field = fields[at] as Field
      if (field.key === key) return at
      if (!field.mayBeAbsent) return -1
    }
    return -1
  }

  private fillUnread(row: unknown[], value: Row, isBuilt: boolean): number {
    const { fields } = this
    let missing = 0
    for (let i = 0; i < fields.length; i++) {
      if (row[i] !== pending) continue
      const field = fields[i] as Field
      const part = value[field.key]
      const parsed = field.key in value ? checked(field.checker, part, isBuilt) : field.substitute(part)
      if (parsed === invalid) return -1
      if (parsed === absent) missing++
      row[i] = parsed
    }
    return missing
  }

  private build(row: readonly unknown[], missing: number): Row {
    return missing === 0 ? this.whole.build(row) : this.buildPartly(row)
  }

  private buildPartly(row: readonly unknown[]): Row {
    const { fields, layouts } = this
    const present = row.filter((value) => value !== absent)
    const mask = fields.length > maxMasked ? -1 : maskOf(row)
    const known = layouts.get(mask)
    if (known !== undefined) return known.build(present)
    const keys = fields.filter((_, i) => row[i] !== absent).map((field) => field.key)
    if (mask !== -1 && layouts.size < maxLayouts) {
      const layout = new Layout(keys)
      layouts.set(mask, layout)
      return layout.build(present)
    }
    const built: Row = {}
    for (const [i, key] of keys.entries()) built[key] = present[i]
    return built
  }

  /** Checks what is not declared, and adds it to what was built; whether it may be there. */
  private addUnknowns(value: Row, built: Row | undefined): boolean {
    const { unknowns, declared } = this
    for (const key in value) {
      if (declared.has(key)) continue
      if (unknowns === 'refuse') return false
      if (unknowns === 'strip' || key === '__proto__') continue
      const parsed = checked(unknowns, value[key], built !== undefined)
      if (parsed === invalid) return false
      if (built !== undefined) built[key] = parsed
    }
    return true
  }
}

/** A bit for each field that is there. */
function maskOf(row: readonly unknown[]): number {
  let mask = 0
  for (let i = 0; i < row.length; i++) if (row[i] !== absent) mask |= 1 << i
  return mask
}

function checked(checker: Checker, value: unknown, isBuilt: boolean): unknown {
  if (isBuilt) return checker.check(value)
  return checker.accepts(value) ? undefined : invalid
}
