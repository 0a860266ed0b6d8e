/**
 * Tells what can be read only once: streams, `Response` and `Request`, async iterables, iterators and
 * generators. Told by their methods, so that they may come from another realm or library.
 *
 * Arrays, typed arrays, Maps, Sets and plain data are not. A value whose getters throw is not, either: the
 * schema will say so.
 *
 * @example
 * isReadOnce(new Response('{}')) // true
 * isReadOnce([1, 2]) // false
 */
export function isReadOnce(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  try {
    const seen = value as { readonly [key: PropertyKey]: unknown }
    if (typeof seen[Symbol.asyncIterator] === 'function' || typeof seen['getReader'] === 'function')
      return true
    if (typeof seen['bodyUsed'] === 'boolean' && typeof seen['arrayBuffer'] === 'function') return true
    return typeof seen['next'] === 'function' && typeof seen[Symbol.iterator] === 'function'
  } catch {
    return false
  }
}
