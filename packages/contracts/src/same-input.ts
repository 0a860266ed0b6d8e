// One thing: whether two values have the same canonicalKey, found by walking both without the text.
import { canonicalKey, hasMore, maxDepth, maxLength, viewName } from './canonical-key.ts'
import { isPrototypePolluted, numberText } from './input-hash.ts'

/** As in input-hash.ts: what is left of the longest key, counted from above along the first value. */
let room = 0

/**
 * Tells whether two values both have a `canonicalKey` and these are equal.
 *
 * Never throws. Costs a walk over both as far as they are equal; where a value is so large (from about
 * 10 000 characters on, or 2 000 numbers) that only its text can tell whether it has a key, both keys.
 *
 * @example
 * sameInput({ a: -0, b: [1] }, { b: [1], a: 0 }) // true
 * sameInput({ a: 1 }, { a: 1, b: undefined }) // false
 */
export function sameInput(a: unknown, b: unknown): boolean {
  return compare(a, b, false)
}

/** `sameInput` for a second value made by `copyInput`: what that has made sure of is not looked at again. */
export function sameAsCopy(value: unknown, copy: unknown): boolean {
  return compare(value, copy, true)
}

function compare(a: unknown, b: unknown, isCopy: boolean): boolean {
  const outer = room
  try {
    room = isPrototypePolluted() ? -1 : maxLength
    const isSame = room >= 0 && same(a, b, 0, isCopy)
    if (room >= 0) return isSame
    const key = canonicalKey(a)
    return key !== undefined && key === canonicalKey(b)
  } catch {
    return false
  } finally {
    room = outer
  }
}

// Gives up with false once there is no room left: `compare` then asks for the keys.
function same(a: unknown, b: unknown, depth: number, isCopy: boolean): boolean {
  switch (typeof a) {
    case 'string':
      room -= 6 * a.length + 2
      return a === b && room >= 0
    case 'number':
      room -= numberText
      return (a === b || (Number.isNaN(a) && Number.isNaN(b))) && room >= 0
    case 'boolean':
    case 'undefined':
      room -= 9
      return a === b && room >= 0
    case 'bigint': {
      if (a !== b) return false
      const text = canonicalKey(a)
      room -= text?.length ?? 0
      return text !== undefined && room >= 0
    }
    case 'object':
      if (a === null || typeof b !== 'object' || b === null) {
        room -= 4
        return a === b && room >= 0
      }
      if (depth >= maxDepth) return false
      return Array.isArray(a) ? sameArray(a, b, depth, isCopy) : sameObject(a, b, depth, isCopy)
    case 'function':
    case 'symbol':
      return false
  }
}

function sameArray(a: readonly unknown[], b: object, depth: number, isCopy: boolean): boolean {
  if (!Array.isArray(b) || a.length !== b.length) return false
  if (Object.getPrototypeOf(a) !== Array.prototype || Object.getPrototypeOf(b) !== Array.prototype)
    return false
  const { length } = a
  let holes = 0
  room -= 2
  for (let i = 0; i < length; i++) {
    room -= 1
    const x = a[i]
    const y: unknown = b[i]
    if (x === undefined && y === undefined) {
      const isHole = !Object.hasOwn(a, i)
      if (isHole === Object.hasOwn(b, i)) return false
      if (isHole) holes++
      room -= isHole ? 0 : 9
    } else if (!same(x, y, depth + 1, isCopy)) {
      return false
    }
    if (room < 0) return false
  }
  return !hasMore(a, length - holes) && (isCopy || !hasMore(b, length - holes))
}

function sameObject(a: object, b: object, depth: number, isCopy: boolean): boolean {
  const prototype: unknown = Object.getPrototypeOf(a)
  const other: unknown = Object.getPrototypeOf(b)
  if (prototype !== Object.prototype && prototype !== null) {
    return prototype === other && sameTagged(a, b, prototype, depth, isCopy)
  }
  if (other !== Object.prototype && other !== null) return false
  if (Array.isArray(b) || hasSymbols(a) || (!isCopy && hasSymbols(b))) return false
  const left = a as Readonly<Record<string, unknown>>
  const right = b as Readonly<Record<string, unknown>>
  const keys = Object.keys(b)
  room -= 2
  let i = 0
  // All of a's keys are b's, and as many: so they are the same. Mostly they come in the same order.
  // oxlint-disable-next-line guard-for-in -- pollution was ruled out
  for (const key in left) {
    if (key !== keys[i] && !Object.prototype.propertyIsEnumerable.call(b, key)) return false
    i++
    room -= 6 * key.length + 4
    const x = left[key]
    const y = right[key]
    // The common case of `same`, without the call.
    if (typeof x === 'number' && x === y) room -= numberText
    else if (!same(x, y, depth + 1, isCopy)) return false
  }
  return i === keys.length && room >= 0
}

function hasSymbols(value: object): boolean {
  return Object.getOwnPropertySymbols(value).length !== 0
}

function sameTagged(a: object, b: object, prototype: unknown, depth: number, isCopy: boolean): boolean {
  if (ArrayBuffer.isView(a)) return ArrayBuffer.isView(b) && sameView(a, b, prototype, isCopy)
  const isMap = prototype === Map.prototype
  if (prototype === Date.prototype) {
    room -= 6
    const [time, other] = [Date.prototype.getTime.call(a), Date.prototype.getTime.call(b)]
    if (!same(time, other, depth, isCopy)) return false
  } else if (isMap || prototype === Set.prototype) {
    const { prototype: methods } = isMap ? Map : Set
    if (Reflect.get(methods, 'size', a) !== Reflect.get(methods, 'size', b)) return false
    room -= 5
    const others = isMap ? Map.prototype.entries.call(b) : Set.prototype.values.call(b)
    const entries: Iterable<unknown> = isMap ? Map.prototype.entries.call(a) : Set.prototype.values.call(a)
    for (const entry of entries) {
      room -= 1
      if (!same(entry, others.next().value, depth + 1, isCopy)) return false
    }
  } else {
    return false
  }
  return !hasMore(a, 0) && (isCopy || !hasMore(b, 0)) && room >= 0
}

function sameView(a: ArrayBufferView, b: ArrayBufferView, prototype: unknown, isCopy: boolean): boolean {
  const name = viewName(prototype)
  if (name === undefined) return false
  const left = a as unknown as ArrayLike<number | bigint>
  const right = b as unknown as ArrayLike<number | bigint>
  const { length } = left
  if (right.length !== length) return false
  room -= name.length + 2 + length * (numberText + 1)
  if (room < 0) return false
  for (let i = 0; i < length; i++) {
    const [x, y] = [left[i], right[i]]
    if (x !== y && `${x}` !== `${y}`) return false
  }
  return !hasMore(a, length) && (isCopy || !hasMore(b, length))
}
