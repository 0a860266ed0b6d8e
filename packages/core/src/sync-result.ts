import { isThenable } from './faults.ts'

/**
 * Takes what a user's own function returned, where only a plain boolean or text makes sense.
 *
 * A promise is the usual mistake: it would count as true, and its rejection would be nobody's. It is
 * followed, so that the rejection harms nothing, and refused like any other value.
 *
 * @throws {TypeError} naming the function, never the value.
 * @example
 * const retryable = (error: unknown) => error instanceof TypeError
 * syncResult(retryable(new Error('down')), 'boolean', 'retryable') // false
 */
export function syncResult(returned: unknown, type: 'boolean', what: string): boolean
export function syncResult(returned: unknown, type: 'string', what: string): string
export function syncResult(returned: unknown, type: 'boolean' | 'string', what: string): unknown {
  if (typeof returned === type) return returned
  if (isThenable(returned)) Promise.resolve(returned).then(undefined, () => undefined)
  throw new TypeError(`${what} must return ${type === 'boolean' ? 'true or false' : 'text'}, at once`)
}
