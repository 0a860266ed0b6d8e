// One thing: the structural hash. It walks what canonicalKey writes, without the text.
import { canonicalKey, maxDepth, maxLength, viewName } from './canonical-key.ts'
import { keyHash } from './key-hash.ts'
import { finish, mixNumber, mixText, mixWord } from './mix-bits.ts'

/** The longest text of a number: `-1.2345678901234567e-308`. */
export const numberText: number = 24

const textTag = 0x51ed270b
const arrayTag = 0x2545f491
const objectTag = 0x6c078965
const nullTag = 0x3c6ef372
const undefinedTag = 0x1f123bb5
const holeTag = 0x5bd1e995

/**
 * What is left of the longest key, counted from above (a text at six code units for each of its own). At 0
 * or more, what was walked has a key as far as length goes; below 0, only its text can tell. A sum, so that
 * the order of keys does not decide which.
 */
let room = 0

/**
 * Hashes a plain value to 32 bits, the same for values with the same `canonicalKey`, whatever the order of
 * object keys; a whole number from -2^31 to 2^31 - 1.
 *
 * `undefined` where the value has no key, with one exception, for speed: it does not look for symbol keys,
 * nor for properties of their own on arrays, dates, Maps, Sets and typed arrays. `sameInput` does. What a
 * value that changes while it is read (getters, proxies) hashes to is undefined or any number. Never throws.
 *
 * For memory of this process only: it differs between machines and versions. Takes about a quarter of the
 * time of `canonicalKey` (longer texts: as much) and allocates nothing for objects of texts, numbers and
 * booleans; from about 10 000 characters on, or 2 000 numbers, it hashes the key. Up to 256 names of
 * properties are kept for that. Not a cryptographic hash: whoever chooses the inputs can make them collide,
 * so compare what you find.
 *
 * @param seed a whole number; another one gives another hash
 * @example
 * inputHash({ b: 1, a: 'x' }) === inputHash({ a: 'x', b: 1 }) // true
 */
export function inputHash(value: unknown, seed = 0): number | undefined {
  // A getter may ask for a hash of its own.
  const outer = room
  try {
    room = isPrototypePolluted() ? -1 : maxLength
    const hash = room < 0 ? undefined : hashOf(value, seed | 0, 0)
    if (room >= 0) return hash === undefined ? undefined : finish(hash)
    const text = canonicalKey(value)
    return text === undefined ? undefined : finish(mixText(seed | 0, text))
  } catch {
    return undefined
  } finally {
    room = outer
  }
}

/** Whether `for-in` sees more than an object's own keys: someone has added to `Object.prototype`. */
export function isPrototypePolluted(): boolean {
  // oxlint-disable-next-line guard-for-in -- what is inherited is what is looked for
  for (const _ in Object.prototype) return true
  return false
}

function hashOf(value: unknown, hash: number, depth: number): number | undefined {
  switch (typeof value) {
    case 'string':
      room -= 6 * value.length + 2
      return room < 0 ? undefined : mixWord(mixText(hash, value), textTag)
    case 'number':
      room -= numberText
      return mixNumber(hash, value)
    case 'boolean':
      room -= 5
      return mixWord(hash, value ? objectTag : arrayTag)
    case 'undefined':
      room -= 9
      return mixWord(hash, undefinedTag)
    case 'bigint': {
      const text = canonicalKey(value)
      if (text === undefined) return undefined
      room -= text.length
      return mixText(hash, text)
    }
    case 'object':
      if (value === null) {
        room -= 4
        return mixWord(hash, nullTag)
      }
      if (depth >= maxDepth) return undefined
      return Array.isArray(value) ? hashArray(value, hash, depth) : hashObject(value, hash, depth)
    case 'function':
    case 'symbol':
      return undefined
  }
}

function hashArray(values: readonly unknown[], hash: number, depth: number): number | undefined {
  if (Object.getPrototypeOf(values) !== Array.prototype) return undefined
  const { length } = values
  room -= 2
  let h = mixWord(hash, arrayTag)
  for (let i = 0; i < length; i++) {
    room -= 1
    const value = values[i]
    if (value === undefined && !Object.hasOwn(values, i)) {
      h = mixWord(h, holeTag)
    } else {
      const part = hashOf(value, h, depth + 1)
      if (part === undefined) return undefined
      h = part
    }
    if (room < 0) return undefined
  }
  return mixWord(h, length)
}

function hashObject(value: object, hash: number, depth: number): number | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return hashTagged(value, prototype, hash, depth)
  const record = value as Readonly<Record<string, unknown>>
  room -= 2
  let sum = 0
  let position = 0
  // Keys come in any order, so what each contributes is mixed to the end and added up. Without pollution,
  // which was ruled out, for-in gives the own keys, and reads them faster than any list of them.
  // oxlint-disable-next-line guard-for-in -- pollution was ruled out
  for (const key in record) {
    room -= 6 * key.length + 4
    if (room < 0) return undefined
    const name = keyHash(key, position++)
    const part = record[key]
    if (typeof part === 'number') {
      room -= numberText
      sum = (sum + finish(mixNumber(name, part))) | 0
    } else {
      const hashed = hashOf(part, name, depth + 1)
      if (hashed === undefined) return undefined
      sum = (sum + finish(hashed)) | 0
    }
  }
  return room < 0 ? undefined : mixWord(mixWord(hash, objectTag), sum)
}

function hashTagged(value: object, prototype: unknown, hash: number, depth: number): number | undefined {
  if (ArrayBuffer.isView(value)) return hashView(value, prototype, hash)
  if (prototype === Date.prototype) {
    room -= 6 + numberText
    return mixNumber(mixText(hash, 'Date'), Date.prototype.getTime.call(value))
  }
  const isMap = prototype === Map.prototype
  if (!isMap && prototype !== Set.prototype) return undefined
  const entries: Iterable<unknown> = isMap
    ? Map.prototype.entries.call(value)
    : Set.prototype.values.call(value)
  room -= 5
  let h = mixText(hash, isMap ? 'Map' : 'Set')
  for (const entry of entries) {
    room -= 1
    const part = hashOf(entry, h, depth + 1)
    if (part === undefined || room < 0) return undefined
    h = part
  }
  return mixWord(h, undefinedTag)
}

function hashView(value: ArrayBufferView, prototype: unknown, hash: number): number | undefined {
  const name = viewName(prototype)
  if (name === undefined) return undefined
  const numbers = value as unknown as ArrayLike<number | bigint>
  const { length } = numbers
  room -= name.length + 2 + length * (numberText + 1)
  if (room < 0) return undefined
  let h = mixText(hash, name)
  for (let i = 0; i < length; i++) h = mixNumber(h, Number(numbers[i]))
  return mixWord(h, length)
}
