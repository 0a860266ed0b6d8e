// Imports nothing: the process that drives a runtime uses it too, where no package is installed.

/** Says that something is so; throws what is wrong where it isn't. */
export function ok(condition: boolean, what: string): void {
  if (!condition) throw new Error(what)
}

/** Compares two values by what they hold. */
export function equal(got: unknown, want: unknown, what: string): void {
  const shown = show(got)
  if (shown !== show(want)) throw new Error(`${what}: got ${shown}, want ${show(want)}`)
}

/** Compares two numbers up to a relative error. */
export function near(got: number, want: number, relative: number, what: string): void {
  const isNear = Math.abs(got - want) <= relative * Math.abs(want)
  if (!isNear) throw new Error(`${what}: got ${got}, want ${want} within ${relative}`)
}

/** Waits for a rejection with an error of plimsoll's own, of this code. */
export async function rejects(promise: Promise<unknown>, code: string, what: string): Promise<Error> {
  const error = await failureOf(promise, what)
  if (error instanceof Error && 'code' in error && error.code === code) return error
  throw new Error(`${what}: failed with ${String(error)}, want ${code}`)
}

/** Waits for a rejection, and gives its reason. */
export async function failureOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  let answer: unknown
  try {
    answer = await promise
  } catch (error) {
    return error
  }
  throw new Error(`${what}: answered ${show(answer)} instead of failing`)
}

/** Prints a value so that different values print differently. */
function show(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => {
    if (typeof held === 'bigint') return `${held}n`
    if (held === undefined) return 'undefined'
    if (typeof held === 'number' && !Number.isFinite(held)) return String(held)
    if (Object.is(held, -0)) return '-0'
    if (ArrayBuffer.isView(held)) return [held.constructor.name, ...Array.from(held as Uint8Array)]
    if (typeof held !== 'object' || held === null || Array.isArray(held)) return held
    return Object.fromEntries(Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** Waits in real time. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
