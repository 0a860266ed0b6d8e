import { byCodeUnit, keyShape } from './key-shapes.ts'
import type { KeyShape } from './key-shapes.ts'

/** Longest key, in UTF-16 code units. */
export const maxLength: number = 65_536
/** Deepest nesting with a key; also what stops a cycle, and the recursion. */
export const maxDepth: number = 64
/** Writing the digits of an integer takes quadratic time. */
const maxBits = 16_384n

/**
 * Writes a plain value as text that is equal for equal values and different for different ones.
 *
 * Object keys are sorted; -0 equals 0; an object without a prototype equals one with. Texts, numbers (with
 * NaN and the infinities), booleans, null, undefined, bigints of up to 16 384 bits, dates, arrays (a hole
 * is not `undefined`), typed arrays, Maps and Sets (both in their own order) and plain objects have a key;
 * only enumerable properties count, `toJSON` does not.
 *
 * `undefined` comes back for all else: functions, symbols and symbol keys, instances of other classes (a
 * Node `Buffer` is one), arrays, dates, Maps, Sets and typed arrays with properties of their own, nesting
 * over 64 deep (so also cycles), getters that throw, keys longer than 65 536 code units. Never throws.
 * Costs about what `JSON.stringify` does; the key names of up to 64 object shapes are kept for that.
 *
 * @example
 * canonicalKey({ b: 1, a: 'x' }) // '{"a":"x","b":1}'
 */
export function canonicalKey(value: unknown): string | undefined {
  try {
    const text = write(value, 0)
    return text === undefined || text.length > maxLength ? undefined : text
  } catch {
    return undefined
  }
}

// Every container checks the length of its own text as it grows: so no branch that refers to itself, and no
// value that is shared by many, takes more than depth times length.
function write(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'number':
      return `${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return 'undefined'
    case 'bigint':
      return isHuge(value) ? undefined : `${value}n`
    case 'object':
      if (value === null) return 'null'
      if (depth >= maxDepth) return undefined
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth)
    case 'function':
    case 'symbol':
      return undefined
  }
}

function isHuge(value: bigint): boolean {
  const high = value >> maxBits
  return high !== 0n && high !== -1n
}

function quote(text: string): string | undefined {
  const { length } = text
  if (length > 40) return length > maxLength ? undefined : JSON.stringify(text)
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    // Control characters, quote, backslash, and surrogates, which could stand alone.
    if (code < 32 || code === 34 || code === 92 || code >= 0xd800) return JSON.stringify(text)
  }
  return `"${text}"`
}

function writeArray(values: readonly unknown[], depth: number): string | undefined {
  if (Object.getPrototypeOf(values) !== Array.prototype) return undefined
  const { length } = values
  let text = '['
  let holes = 0
  for (let i = 0; i < length; i++) {
    const value = values[i]
    if (i > 0) text += ','
    if (typeof value === 'number') {
      text += value
    } else if (value === undefined && !Object.hasOwn(values, i)) {
      holes++
      text += '-'
    } else {
      const part = write(value, depth + 1)
      if (part === undefined) return undefined
      text += part
    }
    if (text.length > maxLength) return undefined
  }
  return hasMore(values, length - holes) ? undefined : `${text}]`
}

/** Whether an object has other enumerable properties than the `expected` number of them, or symbols. */
export function hasMore(value: object, expected: number): boolean {
  return Object.keys(value).length !== expected || Object.getOwnPropertySymbols(value).length !== 0
}

function writeObject(value: object, depth: number): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return writeTagged(value, prototype, depth)
  const keys = Object.keys(value)
  if (Object.getOwnPropertySymbols(value).length !== 0) return undefined
  if (keys.length === 0) return '{}'
  // Each key takes at least four characters: too many are refused before they are sorted.
  if (keys.length > maxLength / 4) return undefined
  const record = value as Readonly<Record<string, unknown>>
  const shape = keyShape(keys)
  if (shape === undefined) return writeWide(record, keys.sort(byCodeUnit), depth)
  return shape.isSorted ? writeSorted(record, shape, depth) : writeUnsorted(record, shape, depth)
}

// for-in reads the properties of an ordinary object faster than any indexed loop; the comparison with the
// own keys keeps out what it would add: inherited properties, and changes made by a getter on the way.
function writeSorted(
  record: Readonly<Record<string, unknown>>,
  { given, heads }: KeyShape,
  depth: number,
): string | undefined {
  let text = ''
  let i = 0
  for (const key in record) {
    if (key !== given[i]) return undefined
    const value = record[key]
    text += heads[i++]
    if (typeof value === 'number') {
      text += value
    } else {
      const part = typeof value === 'string' ? quote(value) : write(value, depth + 1)
      if (part === undefined) return undefined
      text += part
    }
    if (text.length > maxLength) return undefined
  }
  return i === given.length ? `${text}}` : undefined
}

function writeUnsorted(
  record: Readonly<Record<string, unknown>>,
  { given, heads, ranks }: KeyShape,
  depth: number,
): string | undefined {
  const parts = heads.slice()
  let i = 0
  let length = 0
  for (const key in record) {
    if (key !== given[i]) return undefined
    const value = record[key]
    const part =
      typeof value === 'number'
        ? `${value}`
        : typeof value === 'string'
          ? quote(value)
          : write(value, depth + 1)
    if (part === undefined) return undefined
    length += part.length
    if (length > maxLength) return undefined
    parts[ranks[i++] ?? 0] = part
  }
  if (i !== given.length) return undefined
  let text = ''
  for (let j = 0; j < heads.length; j++) text += `${heads[j]}${parts[j]}`
  return `${text}}`
}

function writeWide(
  record: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  depth: number,
): string | undefined {
  let text = ''
  for (const key of keys) {
    const name = quote(key)
    const part = write(record[key], depth + 1)
    if (name === undefined || part === undefined) return undefined
    text += `${text === '' ? '{' : ','}${name}:${part}`
    if (text.length > maxLength) return undefined
  }
  return `${text}}`
}

function writeTagged(value: object, prototype: unknown, depth: number): string | undefined {
  if (ArrayBuffer.isView(value)) return writeView(value, prototype)
  if (prototype === Date.prototype) {
    return hasMore(value, 0) ? undefined : `Date(${Date.prototype.getTime.call(value)})`
  }
  const isMap = prototype === Map.prototype
  if ((!isMap && prototype !== Set.prototype) || hasMore(value, 0)) return undefined
  const entries: Iterable<unknown> = isMap
    ? Map.prototype.entries.call(value)
    : Set.prototype.values.call(value)
  let text = isMap ? 'Map(' : 'Set('
  for (const entry of entries) {
    const part = write(entry, depth + 1)
    if (part === undefined) return undefined
    text += `${part},`
    if (text.length > maxLength) return undefined
  }
  return `${text})`
}

function writeView(value: ArrayBufferView, prototype: unknown): string | undefined {
  const name = viewName(prototype)
  if (name === undefined) return undefined
  const numbers = value as unknown as ArrayLike<number | bigint>
  const { length } = numbers
  let text = `${name}(`
  for (let i = 0; i < length; i++) {
    text += `${numbers[i]},`
    if (text.length > maxLength) return undefined
  }
  return hasMore(value, length) ? undefined : `${text})`
}

/** Which of the standard typed arrays a prototype belongs to; a subclass is none of them. */
export function viewName(prototype: unknown): string | undefined {
  switch (prototype) {
    case Float32Array.prototype:
      return 'Float32Array'
    case Float64Array.prototype:
      return 'Float64Array'
    case Int8Array.prototype:
      return 'Int8Array'
    case Int16Array.prototype:
      return 'Int16Array'
    case Int32Array.prototype:
      return 'Int32Array'
    case Uint8Array.prototype:
      return 'Uint8Array'
    case Uint8ClampedArray.prototype:
      return 'Uint8ClampedArray'
    case Uint16Array.prototype:
      return 'Uint16Array'
    case Uint32Array.prototype:
      return 'Uint32Array'
    case BigInt64Array.prototype:
      return 'BigInt64Array'
    case BigUint64Array.prototype:
      return 'BigUint64Array'
    default:
      return undefined
  }
}
