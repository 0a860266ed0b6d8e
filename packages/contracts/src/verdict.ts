import { readerOf } from './schema-reader.ts'
import type { StandardSchemaV1 } from './standard-schema.ts'
import { brokenRules } from './validate.ts'

/**
 * Makes a function that tells whether a value satisfies a Standard Schema, and nothing else: no parsed value
 * is built where the schema could be compiled. Never throws and never rejects.
 *
 * @returns a function that gives a promise only where the schema is asynchronous.
 * @example
 * const isRow = createVerdict(z.object({ age: z.number().min(0) }))
 * isRow({ age: 3 }) // true
 */
export function createVerdict(schema: StandardSchemaV1): (value: unknown) => boolean | Promise<boolean> {
  const reader = readerOf(schema)
  return (value) => {
    const isAccepted = reader.accepts(value)
    if (isAccepted !== undefined) return isAccepted
    const reading = reader.read(value)
    if (!(reading instanceof Promise)) return brokenRules(schema, reading) === undefined
    return reading.then((late) => brokenRules(schema, late) === undefined)
  }
}
