// One thing: a copy of an input that nobody else can change.
import { canonicalKey, hasMore, maxDepth, maxLength, viewName } from './canonical-key.ts'

const tag: typeof Symbol.toStringTag = Symbol.toStringTag

/** What is left of the longest key, counted from below: a value without room has no key. */
let room = 0

/**
 * Copies a value that has a `canonicalKey`, all the way down; the copy has the same key.
 *
 * `undefined` where there is no key, except that length is counted from below: one that is somewhat too long
 * for a key may still be copied. Never throws.
 *
 * @example
 * copyInput({ a: [1] }) // another { a: [1] }
 */
export function copyInput(value: unknown): unknown {
  const outer = room
  room = maxLength
  try {
    return copyOf(value, 0)
  } catch {
    return undefined
  } finally {
    room = outer
  }
}

function fail(): never {
  // Never seen: caught by `copyInput`.
  throw new TypeError('no key')
}

function copyOf(value: unknown, depth: number): unknown {
  room -= typeof value === 'string' ? value.length : 1
  if (room < 0) fail()
  switch (typeof value) {
    case 'object':
      if (value === null) return null
      if (depth >= maxDepth) fail()
      return Array.isArray(value) ? copyArray(value, depth) : copyObject(value, depth)
    case 'bigint':
      return canonicalKey(value) === undefined ? fail() : value
    case 'function':
    case 'symbol':
      return fail()
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return value
  }
}

function copyArray(values: readonly unknown[], depth: number): unknown[] {
  if (Object.getPrototypeOf(values) !== Array.prototype) fail()
  const { length } = values
  const copy: unknown[] = []
  let holes = 0
  for (let i = 0; i < length; i++) {
    const value = values[i]
    if (value === undefined && !Object.hasOwn(values, i)) {
      holes++
      copy.length++
      if (--room < 0) fail()
    } else {
      copy.push(copyOf(value, depth + 1))
    }
  }
  return hasMore(values, length - holes) ? fail() : copy
}

function copyObject(value: object, depth: number): object {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return copyTagged(value, prototype, depth)
  if (Object.getOwnPropertySymbols(value).length !== 0) fail()
  const copy: Record<string, unknown> = { ...value }
  // for-in reads properties faster than a list of keys; what it adds where Object.prototype is polluted is
  // passed over.
  // oxlint-disable-next-line guard-for-in -- what is inherited is passed over
  for (const key in copy) {
    const part = copy[key]
    room -= key.length
    if (typeof part === 'number') {
      room -= 1
      continue
    }
    if (typeof part !== 'string' && !Object.hasOwn(copy, key)) continue
    const kept = copyOf(part, depth + 1)
    if (kept === part) continue
    // An own key may be called __proto__, which an assignment would take for the prototype.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: kept })
    else copy[key] = kept
  }
  if (room < 0) fail()
  return copy
}

function copyTagged(value: object, prototype: unknown, depth: number): object {
  if (ArrayBuffer.isView(value)) return copyView(value, prototype)
  if (hasMore(value, 0)) fail()
  if (prototype === Date.prototype) return new Date(Date.prototype.getTime.call(value))
  if (prototype === Map.prototype) {
    const entries: Iterable<[unknown, unknown]> = Map.prototype.entries.call(value)
    // Keys that are equal as inputs but two objects stay two.
    const copy = new Map<unknown, unknown>()
    for (const [key, part] of entries) {
      if (--room < 0 || depth + 1 >= maxDepth) fail()
      copy.set(copyOf(key, depth + 2), copyOf(part, depth + 2))
    }
    return copy
  }
  if (prototype !== Set.prototype) return fail()
  const values: Iterable<unknown> = Set.prototype.values.call(value)
  const copy = new Set<unknown>()
  for (const part of values) copy.add(copyOf(part, depth + 1))
  return copy
}

function copyView(value: ArrayBufferView, prototype: unknown): object {
  const name = viewName(prototype)
  // One under the prototype of another kind would be converted.
  if (name === undefined || name !== Reflect.get(Object.getPrototypeOf(prototype) as object, tag, value))
    fail()
  const numbers = value as unknown as ArrayLike<number>
  room -= numbers.length
  if (room < 0 || hasMore(value, numbers.length)) fail()
  const { constructor } = prototype as { readonly constructor: new (from: ArrayLike<number>) => object }
  return new constructor(numbers)
}
