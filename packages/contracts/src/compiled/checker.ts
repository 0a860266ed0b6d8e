/** What a checker gives back for a value that breaks its schema: no value of a caller can be it. */
export const invalid: unique symbol = Symbol('invalid')

/** One part of a schema, compiled: what zod would say of a value, without payload or issues. */
export interface Checker {
  /** The parsed value, or `invalid`. Throws what the value or a function of the schema throws. */
  check(value: unknown): unknown
  /** Whether `check` would give a value; builds none. */
  accepts(value: unknown): boolean
}
