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
  /** Whether the absence of the key, where no prototype has it, means just that: an optional scalar. */
  readonly isLeftOut: boolean
  private readonly optin: unknown
  private readonly optout: unknown

  constructor(key: string, checker: Checker, { optin, optout }: Absence) {
    this.key = key
    this.leaf = checker instanceof Leaf ? checker : elsewhere
    this.checker = checker
    this.isLeftOut =
      optin === 'optional' && optout === 'optional' && checker instanceof Leaf && !(key in Object.prototype)
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
 * an enumeration does not show is read by name afterwards. Each declared key is read once; the others are not
 * read where they are stripped.
 */
export class ObjectChecker implements Checker {
  private readonly fields: readonly Field[]
  private readonly unknowns: Unknowns
  private readonly places: ReadonlyMap<string, number>
  private readonly whole: Layout
  private readonly layouts = new Map<number, Layout>()
  private last: { readonly mask: number; readonly layout: Layout } | undefined
  /** A row not in use, kept for the next value; a value read within another finds none. */
  private spare: unknown[] | undefined

  constructor(fields: readonly Field[], unknowns: Unknowns) {
    this.fields = fields
    this.unknowns = unknowns
    this.places = new Map(fields.map((field, i) => [field.key, i]))
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
    let read = 0
    let next = 0
    let undeclared = 0
    let isScattered = false
    // An enumeration writes down all keys first: not those of a large array of bytes.
    if (ArrayBuffer.isView(value)) {
      undeclared = 1
    } else {
      // What is inherited counts, as it does for zod.
      // oxlint-disable-next-line guard-for-in -- inherited keys count
      for (const key in value) {
        if (read === length && unknowns === 'strip') break
        let field = fields[next]
        if (field === undefined || key !== field.key) {
          const place = this.places.get(key)
          if (place === undefined) {
            undeclared++
            continue
          }
          // So far they were read one after the other.
          if (!isScattered) for (let i = read; i < length; i++) row[i] = pending
          isScattered = true
          next = place
          field = fields[next] as Field
        }
        const part = value[key]
        const { leaf } = field
        if (leaf.kind !== other) {
          if (!passes(leaf, part)) return -1
          row[next++] = part
        } else {
          const parsed = checked(field.checker, part, isBuilt)
          if (parsed === invalid) return -1
          row[next++] = parsed
        }
        read++
      }
    }
    if (!isScattered) for (let i = read; i < length; i++) row[i] = pending
    const missing = read === length ? 0 : this.fillUnread(row, value, isBuilt)
    strays = unknowns === 'strip' ? 0 : undeclared
    return missing
  }

  private fillUnread(row: unknown[], value: Row, isBuilt: boolean): number {
    const { fields } = this
    const prototype: unknown = Object.getPrototypeOf(value)
    const isOrdinary = prototype === Object.prototype || prototype === null
    let missing = 0
    for (let i = 0; i < fields.length; i++) {
      if (row[i] !== pending) continue
      const field = fields[i] as Field
      const { key } = field
      if (isOrdinary && field.isLeftOut && !Object.hasOwn(value, key)) {
        row[i] = absent
        missing++
        continue
      }
      const part = value[key]
      const parsed = key in value ? checked(field.checker, part, isBuilt) : field.substitute(part)
      if (parsed === invalid) return -1
      if (parsed === absent) missing++
      row[i] = parsed
    }
    return missing
  }

  private build(row: unknown[], missing: number): Row {
    return missing === 0 ? this.whole.build(row) : this.buildPartly(row)
  }

  private buildPartly(row: unknown[]): Row {
    const { length } = this.fields
    let mask = 0
    for (let i = 0; i < length; i++) if (row[i] !== absent) mask |= 1 << i
    const layout = length > maxMasked ? undefined : this.layoutOf(mask)
    if (layout === undefined) return this.buildSlowly(row)
    let present = 0
    for (let i = 0; i < length; i++) if (row[i] !== absent) row[present++] = row[i]
    return layout.build(row)
  }

  /** The layout of objects with some of the keys, a bit for each; `undefined` once there are too many. */
  private layoutOf(mask: number): Layout | undefined {
    if (this.last?.mask === mask) return this.last.layout
    let layout = this.layouts.get(mask)
    if (layout === undefined) {
      if (this.layouts.size >= maxLayouts) return undefined
      layout = new Layout(this.fields.filter((_, i) => mask & (1 << i)).map((field) => field.key))
      this.layouts.set(mask, layout)
    }
    this.last = { mask, layout }
    return layout
  }

  private buildSlowly(row: readonly unknown[]): Row {
    const built: Row = {}
    for (const [i, field] of this.fields.entries()) if (row[i] !== absent) built[field.key] = row[i]
    return built
  }

  /** Checks what is not declared, and adds it to what was built; whether it may be there. */
  private addUnknowns(value: Row, built: Row | undefined): boolean {
    const { unknowns, places } = this
    for (const key in value) {
      if (places.has(key)) continue
      if (unknowns === 'refuse') return false
      if (unknowns === 'strip' || key === '__proto__') continue
      const parsed = checked(unknowns, value[key], built !== undefined)
      if (parsed === invalid) return false
      if (built !== undefined) built[key] = parsed
    }
    return true
  }
}

function checked(checker: Checker, value: unknown, isBuilt: boolean): unknown {
  if (isBuilt) return checker.check(value)
  return checker.accepts(value) ? undefined : invalid
}
