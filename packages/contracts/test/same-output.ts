/**
 * Tells where two values differ that were made apart, as a path; `undefined` if nowhere. Prototypes, the order
 * of keys, holes, what is frozen and what was already part of the input all count.
 *
 * @param inputs the values that each was read from: a part of one must be the same part of the other
 */
export function difference(
  one: unknown,
  two: unknown,
  inputs: readonly [unknown, unknown],
): string | undefined {
  const within = [partsOf(inputs[0]), partsOf(inputs[1])] as const
  return compare(one, two, '', within, new Map())
}

type Parts = ReadonlySet<unknown>

function partsOf(value: unknown): Parts {
  const parts = new Set([value])
  for (const part of parts) {
    if (typeof part !== 'object' || part === null) continue
    for (const key of Reflect.ownKeys(part)) {
      const inner: unknown = Object.getOwnPropertyDescriptor(part, key)?.value
      if (typeof inner === 'object' && inner !== null) parts.add(inner)
    }
  }
  return parts
}

const common = new Set<unknown>([null, Object.prototype, Array.prototype])

function compare(
  one: unknown,
  two: unknown,
  path: string,
  within: readonly [Parts, Parts],
  seen: Map<unknown, unknown>,
): string | undefined {
  if (Object.is(one, two)) return undefined
  if (typeof one === 'function' && typeof two === 'function') return undefined
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null)
    return `${path}: value`
  if (seen.get(one) === two) return undefined
  seen.set(one, two)
  if (within[0].has(one) !== within[1].has(two)) return `${path}: identity`
  const [prototype, other] = [one, two].map((value) => Object.getPrototypeOf(value) as unknown)
  // One that is neither was made for the value, as the other for its own.
  if (prototype !== other && (common.has(prototype) || common.has(other))) return `${path}: prototype`
  // zod freezes a value also where a readonly option of a union has refused it.
  if (!within[0].has(one) && Object.isFrozen(one) !== Object.isFrozen(two)) return `${path}: frozen`
  if (one instanceof Date && !Object.is(Number(one), Number(two))) return `${path}: date`
  if (one instanceof Map || one instanceof Set) {
    const found = compare([...one], [...(two as Set<unknown>)], `${path}()`, within, seen)
    if (found !== undefined) return found
  }
  const keys = Reflect.ownKeys(one)
  const others = Reflect.ownKeys(two)
  if (keys.length !== others.length) return `${path}: ${keys.length} keys against ${others.length}`
  for (const [i, key] of keys.entries()) {
    if (key !== others[i]) return `${path}: order of keys`
    const [a, b] = [one, two].map((value) =>
      Object.getOwnPropertyDescriptor(value, key),
    ) as PropertyDescriptor[]
    if (a?.enumerable !== b?.enumerable || a?.writable !== b?.writable)
      return `${path}.${String(key)}: descriptor`
    const found = compare(a?.value, b?.value, `${path}.${String(key)}`, within, seen)
    if (found !== undefined) return found
  }
  return undefined
}
