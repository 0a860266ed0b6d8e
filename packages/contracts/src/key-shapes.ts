/** The keys of an object in canonical order, ready to be written. */
export interface KeyShape {
  /** The keys as the object has them. */
  readonly given: readonly string[]
  /** Text before each value, in canonical order: `{"a":`, `,"b":`. */
  readonly heads: readonly string[]
  /** Where the value of each given key goes among the heads. */
  readonly ranks: readonly number[]
  readonly isSorted: boolean
}

const slots = 64
const maxKeys = 64
/** Longest text of the heads that is kept: a cache of keys must not become a store of data. */
const maxKept = 2048

let kept: (KeyShape | undefined)[] | undefined

/**
 * Gives the shape for the keys of an object; `undefined` when there are none or more than 64.
 *
 * Up to 64 shapes are kept, one per slot: objects of one kind have their keys sorted and escaped once.
 */
export function keyShape(keys: readonly string[]): KeyShape | undefined {
  const count = keys.length
  const first = keys[0]
  const last = keys[count - 1]
  if (first === undefined || last === undefined || count > maxKeys) return undefined
  kept ??= Array.from({ length: slots }, () => undefined)
  const spread =
    count * 31 + first.length * 7 + last.length * 3 + first.charCodeAt(0) + last.charCodeAt(0) * 13
  const slot = spread & (slots - 1)
  const known = kept[slot]
  if (known !== undefined && isSame(known.given, keys)) return known
  const shape = makeShape(keys)
  let length = 0
  for (const head of shape.heads) length += head.length
  if (length <= maxKept) kept[slot] = shape
  return shape
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function makeShape(given: readonly string[]): KeyShape {
  const sorted = given.toSorted(byCodeUnit)
  const places = new Map(sorted.map((key, i) => [key, i]))
  const ranks = given.map((key) => places.get(key) ?? 0)
  return {
    given,
    heads: sorted.map((key, i) => `${i === 0 ? '{' : ','}${JSON.stringify(key)}:`),
    ranks,
    isSorted: ranks.every((rank, i) => rank === i),
  }
}

/** Orders texts by UTF-16 code units, as `sort` without a comparison does. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
