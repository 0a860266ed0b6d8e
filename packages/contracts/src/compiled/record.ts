import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'
import type { Row } from './builders.ts'

/** zod's: a key that may stand for a number. */
const numberKey = /^-?\d+(?:\.\d+)?$/

/** Checks records whose keys keep a rule, as `z.record(z.string(), ...)` does. */
export class RecordChecker implements Checker {
  private readonly keyType: Checker
  private readonly valueType: Checker
  private readonly isLoose: boolean

  constructor(keyType: Checker, valueType: Checker, isLoose: boolean) {
    this.keyType = keyType
    this.valueType = valueType
    this.isLoose = isLoose
  }

  check(value: unknown): unknown {
    if (!isPlain(value)) return invalid
    const record: Row = {}
    if (!isSimple(value)) return this.checkAll(value, record) ? record : invalid
    // oxlint-disable-next-line guard-for-in -- nothing is inherited, it was made sure
    for (const key in value) if (!this.add(key, value, record)) return invalid
    return record
  }

  accepts(value: unknown): boolean {
    return this.check(value) !== invalid
  }

  private checkAll(value: Row, record: Row): boolean {
    for (const key of Reflect.ownKeys(value)) {
      if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue
      if (!this.add(key, value, record)) return false
    }
    return true
  }

  private add(key: PropertyKey, value: Row, record: Row): boolean {
    if (key === '__proto__') return true
    const name = this.nameOf(key)
    if (name === invalid) {
      if (this.isLoose) record[key as string] = value[key as string]
      return this.isLoose
    }
    // A key may have become this one in its own schema.
    if (name === '__proto__') return true
    const part = this.valueType.check(value[key as string])
    if (part === invalid) return false
    record[name as string] = part
    return true
  }

  private nameOf(key: PropertyKey): unknown {
    const name = this.keyType.check(key)
    if (name !== invalid || typeof key !== 'string' || !numberKey.test(key)) return name
    return this.keyType.check(Number(key))
  }
}

/** Checks records that have every key of a list, as `z.record(z.enum([...]), ...)` does. */
export class ListedRecordChecker implements Checker {
  private readonly keys: readonly PropertyKey[]
  private readonly listed: ReadonlySet<PropertyKey>
  private readonly keyType: Checker
  private readonly valueType: Checker
  private readonly isLoose: boolean

  constructor(values: ReadonlySet<unknown>, keyType: Checker, valueType: Checker, isLoose: boolean) {
    this.keys = [...values].filter(isKey)
    this.listed = new Set(this.keys.map((key) => (typeof key === 'number' ? String(key) : key)))
    this.keyType = keyType
    this.valueType = valueType
    this.isLoose = isLoose
  }

  check(value: unknown): unknown {
    if (!isPlain(value)) return invalid
    const record: Row = {}
    for (const key of this.keys) {
      if (key === '__proto__') continue
      const name = this.keyType.check(key)
      if (name === invalid) return invalid
      if (name === '__proto__') continue
      const part = this.valueType.check(value[key as string])
      if (part === invalid) return invalid
      record[name as string] = part
    }
    for (const key in value) {
      if (this.listed.has(key)) continue
      if (!this.isLoose) return invalid
      if (key !== '__proto__') record[key] = value[key]
    }
    return record
  }

  accepts(value: unknown): boolean {
    return this.check(value) !== invalid
  }
}

function isKey(value: unknown): value is PropertyKey {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'symbol'
}

/** zod's plain object: one whose constructor is Object's, or that has none. */
function isPlain(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const maker: unknown = value.constructor
  if (maker === undefined || typeof maker !== 'function') return true
  const prototype: unknown = maker.prototype
  if (typeof prototype !== 'object' || prototype === null || Array.isArray(prototype)) return false
  return Object.hasOwn(prototype, 'isPrototypeOf')
}

/** Whether enumerating gives all own keys and no others. */
function isSimple(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return false
  if (Object.getOwnPropertySymbols(value).length !== 0) return false
  // oxlint-disable-next-line guard-for-in -- what is inherited is what is looked for
  for (const _ in Object.prototype) return false
  return true
}
