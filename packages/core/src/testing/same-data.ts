/**
 * Says where two values differ, or `undefined` when they hold the same data. A field that is `undefined`
 * equals one that is missing, and -0 equals 0; NaN equals NaN. Names places and types, never values.
 */
export function difference(given: unknown, back: unknown, at: string = 'it'): string | undefined {
  if (given === back || (Number.isNaN(given) && Number.isNaN(back))) return undefined
  if (typeof given !== typeof back || kindOf(given) !== kindOf(back)) {
    return `${at} was ${kindOf(given)} and came back as ${kindOf(back)}`
  }
  if (typeof given !== 'object' || given === null || back === null)
    return `${at} came back with another value`
  if (given instanceof Date) {
    return given.getTime() === (back as Date).getTime() ? undefined : `${at} came back as another time`
  }
  if (given instanceof Map || given instanceof Set) {
    return difference([...given], [...(back as Iterable<unknown>)], `${at}, its entries,`)
  }
  if (Array.isArray(given) || ArrayBuffer.isView(given)) {
    return differenceOfLists(given as unknown as ArrayLike<unknown>, back as ArrayLike<unknown>, at)
  }
  return differenceOfFields(given, back as object, at)
}

function differenceOfLists(
  given: ArrayLike<unknown>,
  back: ArrayLike<unknown>,
  at: string,
): string | undefined {
  if (given.length !== back.length) return `${at} had ${given.length} items and came back with ${back.length}`
  for (let i = 0; i < given.length; i++) {
    const found = difference(given[i], back[i], `${at}[${i}]`)
    if (found !== undefined) return found
  }
  return undefined
}

function differenceOfFields(given: object, back: object, at: string): string | undefined {
  for (const name of new Set([...Object.keys(given), ...Object.keys(back)])) {
    const found = difference(fieldOf(given, name), fieldOf(back, name), `${at}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** A field of its own: `__proto__` and `constructor` may be one, and are not when inherited. */
function fieldOf(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

/** What a value is, in a word: `a number`, `null`, `a Date`. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  const kind = typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value
  return `${/^[aeiou]/i.test(kind) ? 'an' : 'a'} ${kind}`
}
