import { PlimsollError } from '@plimsoll/core'

/** Throws unless a rule holds; names the place and the rule, never the value. */
export function need(holds: boolean, at: string, rule: string): asserts holds {
  if (holds) return
  throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', { message: `not a baseline: ${at} ${rule}` })
}

/** Reads the named fields of an object once each; own fields only, so that nothing inherited is taken for content. */
export function record<K extends string>(
  value: unknown,
  at: string,
  keys: readonly K[],
): Readonly<Record<K, unknown>> {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), at, 'must be an object')
  const fields = value as Readonly<Record<string, unknown>>
  const read = keys.map((key) => [key, Object.hasOwn(fields, key) ? fields[key] : undefined] as const)
  return Object.assign(Object.create(null), Object.fromEntries(read)) as Record<K, unknown>
}

/** Reads an array by its length alone: an iterator of its own is not asked, and could be endless. */
export function list(value: unknown, at: string, most: number): readonly unknown[] {
  need(Array.isArray(value), at, 'must be an array')
  const { length } = value
  need(length <= most, at, `must hold at most ${most} items, holds ${length}`)
  return Array.from({ length }, (_, i): unknown => value[i])
}

/** Reads a text of bounded length. */
export function text(value: unknown, at: string, most: number, least = 1): string {
  const holds = typeof value === 'string' && value.length >= least && value.length <= most
  need(holds, at, `must be text of ${least} to ${most} characters`)
  return value
}

/** Reads a truth value. */
export function flag(value: unknown, at: string): boolean {
  need(typeof value === 'boolean', at, 'must be true or false')
  return value
}

/** Reads a count of rows. */
export function count(value: unknown, at: string): number {
  const holds = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32
  need(holds, at, 'must be a whole number from 0 to 2^32 - 1')
  // Adding zero turns -0 into 0.
  return value + 0
}

/** Reads so many counts. */
export function counts(value: unknown, at: string, length: number): readonly number[] {
  const items = list(value, at, length)
  need(items.length === length, at, `must hold ${length} counts, holds ${items.length}`)
  return items.map((item, i) => count(item, `${at}[${i}]`))
}

/** Reads a finite number. */
export function finite(value: unknown, at: string): number {
  need(typeof value === 'number' && Number.isFinite(value), at, 'must be a finite number')
  return value + 0
}

/** Reads finite numbers, each above the one before. */
export function rising(value: unknown, at: string, most: number): readonly number[] {
  let last = -Infinity
  return list(value, at, most).map((item, i) => {
    const number = finite(item, `${at}[${i}]`)
    need(number > last, `${at}[${i}]`, 'must be above the one before')
    last = number
    return number
  })
}

/** Reads a path. */
export function pathOf(value: unknown, at: string): readonly (string | number)[] {
  return list(value, at, 16).map((key, i) => {
    return typeof key === 'string' ? text(key, `${at}[${i}]`, 500, 0) : count(key, `${at}[${i}]`)
  })
}
