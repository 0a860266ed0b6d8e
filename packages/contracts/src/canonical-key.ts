/** Longest key, in UTF-16 code units. */
const maxLength = 65_536
/** Deepest nesting with a key; also what stops a cycle, and the recursion. */
const maxDepth = 64

/** Code units the key under way may still take; every value costs at least one before it is entered. */
let budget = 0

/**
 * Writes a plain value as text that is equal for equal values and different for different ones.
 *
 * Object keys are sorted; -0 equals 0. Numbers (with NaN and the infinities), texts, booleans, null,
 * undefined, bigints, dates, arrays (a hole is not `undefined`), typed arrays, Maps and Sets (in their own
 * order) and plain objects have a key. Objects with and without a prototype are the same. `undefined` comes
 * back for everything else: functions, symbols and symbol keys, arrays, dates, Maps, Sets and typed arrays
 * with properties of their own, instances of other classes, nesting over 64 deep (so also cycles), getters
 * that throw, and keys longer than 65 536 code units. Never throws. Reads each property once.
 *
 * @example
 * canonicalKey({ b: 1, a: 'x' }) // '{"a":"x","b":1}'
 */
export function canonicalKey(value: unknown): string | undefined {
  // A getter in the value may call this function again.
  const outer = budget
  budget = maxLength
  try {
    const text = write(value, 0)
    return text === undefined || text.length > maxLength ? undefined : text
  } catch {
    return undefined
  } finally {
    budget = outer
  }
}

function write(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'number':
      return spend(`${value}`)
    case 'boolean':
      return spend(value ? 'true' : 'false')
    case 'undefined':
      return spend('undefined')
    case 'bigint':
      // Digits of a huge integer take quadratic time; its size is seen from a cheap shift.
      return isHuge(value) ? undefined : spend(`${value}n`)
    case 'object':
      if (value === null) return spend('null')
      if (depth >= maxDepth || --budget < 0) return undefined
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth)
    case 'function':
    case 'symbol':
      return undefined
  }
}

function spend(text: string): string | undefined {
  budget -= text.length
  return budget < 0 ? undefined : text
}

function isHuge(value: bigint): boolean {
  return value >> 16_384n !== 0n && value >> 16_384n !== -1n
}

function quote(text: string): string | undefined {
  const { length } = text
  budget -= length + 2
  if (budget < 0) return undefined
  if (length > 64) return JSON.stringify(text)
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    // Quote, backslash, control characters, and surrogates, which could stand alone.
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
    const isHole = value === undefined && !Object.hasOwn(values, i)
    if (isHole) holes++
    const part = isHole ? spend('-') : write(value, depth + 1)
    if (part === undefined) return undefined
    text += i === 0 ? part : `,${part}`
  }
  if (hasMore(values, length - holes)) return undefined
  return `${text}]`
}

/** Whether an object has own enumerable properties besides the `expected` number of them, or symbols. */
function hasMore(value: object, expected: number): boolean {
  return Object.keys(value).length !== expected || Object.getOwnPropertySymbols(value).length !== 0
}

function writeObject(value: object, depth: number): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return writeTagged(value, prototype, depth)
  const keys = Object.keys(value)
  if (Object.getOwnPropertySymbols(value).length !== 0) return undefined
  sortKeys(keys)
  let text = '{'
  for (const [i, key] of keys.entries()) {
    const name = quote(key)
    if (name === undefined) return undefined
    const part = write((value as Readonly<Record<string, unknown>>)[key], depth + 1)
    if (part === undefined) return undefined
    text += i === 0 ? `${name}:${part}` : `,${name}:${part}`
  }
  return `${text}}`
}

function sortKeys(keys: string[]): void {
  let last = ''
  for (const key of keys) {
    if (key < last) {
      keys.sort(byCodeUnit)
      return
    }
    last = key
  }
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function writeTagged(value: object, prototype: unknown, depth: number): string | undefined {
  if (prototype === Date.prototype) {
    if (hasMore(value, 0)) return undefined
    return spend(`Date(${Date.prototype.getTime.call(value)})`)
  }
  if (prototype === Map.prototype || prototype === Set.prototype) {
    if (hasMore(value, 0)) return undefined
    const isMap = prototype === Map.prototype
    let text = isMap ? 'Map(' : 'Set('
    const parts: Iterable<unknown> = isMap
      ? Map.prototype.entries.call(value)
      : Set.prototype.values.call(value)
    for (const entry of parts) {
      const part = write(entry, depth + 1)
      if (part === undefined) return undefined
      text += `${part},`
    }
    return `${text})`
  }
  return ArrayBuffer.isView(value) ? writeView(value, prototype) : undefined
}

function writeView(value: ArrayBufferView, prototype: unknown): string | undefined {
  const tag = viewTag(prototype)
  if (tag === undefined) return undefined
  const numbers = value as unknown as ArrayLike<number | bigint>
  const { length } = numbers
  if (length * 2 > budget || hasMore(value, length)) return undefined
  let text = `${tag}(`
  for (let i = 0; i < length; i++) {
    const part = spend(`${numbers[i]},`)
    if (part === undefined) return undefined
    text += part
  }
  return `${text})`
}

function viewTag(prototype: unknown): string | undefined {
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
