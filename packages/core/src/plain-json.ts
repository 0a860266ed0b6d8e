/**
 * Writes plain data as JSON, for stores that keep text; throws where `JSON.parse` would give something else back.
 *
 * Plain data is `null`, booleans, finite numbers, text, and arrays and plain objects of these. -0 becomes 0, and
 * a field that is `undefined` is left out.
 *
 * @throws {TypeError} for anything else: NaN, a Date, a typed array, an instance of a class. Names its type, never a value.
 * @example
 * stringifyPlain({ p: 0.5 }) // '{"p":0.5}'
 * stringifyPlain({ at: new Date() }) // throws: only plain data can be kept as JSON, not a Date
 */
export function stringifyPlain(value: unknown): string {
  // A replacer is shown what `toJSON` made of a value; its holder has the value itself.
  const json = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, shown: unknown) {
    const given = this[key]
    const isPlain = given === undefined ? !Array.isArray(this) : isPlainData(given)
    if (!isPlain) {
      const type = Object.prototype.toString.call(given).slice(8, -1)
      throw new TypeError(
        `only plain data can be kept as JSON, not ${typeof given === 'number' ? given : type}`,
      )
    }
    return shown
  }) as string | undefined
  if (json === undefined) throw new TypeError('only plain data can be kept as JSON, not undefined')
  return json
}

function isPlainData(value: unknown): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || typeof (value as { toJSON?: unknown }).toJSON === 'function') return false
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
