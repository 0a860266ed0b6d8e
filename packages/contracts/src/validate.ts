import type { Violation } from '@plimsoll/core'
import { invalid } from './compiled/checker.ts'
import { failed, readerOf } from './schema-reader.ts'
import type { Reading } from './schema-reader.ts'
import type { SchemaOutput, StandardSchemaV1 } from './standard-schema.ts'
import { unreadable, violationsOf } from './violations.ts'

/** Whether a value satisfies a schema: the parsed value, or the rules it breaks. */
export type ValidationResult<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly violations: readonly Violation[] }

/**
 * Checks a value against a Standard Schema; never throws and never rejects.
 *
 * Violations hold nothing of the value: paths name only what a zod 4 schema declares (all else, such as the
 * key of a record, reads `[*]`), and messages are made from the schema's own bounds. The first 8 are told;
 * a ninth with the rule `more` counts the rest. A schema that throws or rejects, also because a getter in
 * the value does or the value refers to itself, gives one violation with the rule `unreadable`.
 *
 * @returns a promise only where the schema is asynchronous.
 * @example
 * validate(z.object({ age: z.number().min(0) }), { age: -1 })
 * // { ok: false, violations: [{ path: 'age', rule: 'too_small', message: 'must be at least 0' }] }
 */
export function validate<S extends StandardSchemaV1>(
  schema: S,
  value: unknown,
): ValidationResult<SchemaOutput<S>> | Promise<ValidationResult<SchemaOutput<S>>> {
  const reader = readerOf(schema)
  const parsed = reader.parse(value)
  if (parsed !== invalid) return { ok: true, value: parsed as SchemaOutput<S> }
  const reading = reader.read(value)
  return reading instanceof Promise
    ? reading.then((late) => resultOf<SchemaOutput<S>>(schema, late))
    : resultOf<SchemaOutput<S>>(schema, reading)
}

function resultOf<Output>(schema: StandardSchemaV1, reading: Reading): ValidationResult<Output> {
  const violations = brokenRules(schema, reading)
  return violations === undefined ? { ok: true, value: reading.value as Output } : { ok: false, violations }
}

/** The violations of a reading; `undefined` when there are none. */
export function brokenRules(schema: StandardSchemaV1, reading: Reading): readonly Violation[] | undefined {
  if (reading === failed) return unreadable()
  const { issues } = reading
  if (issues === undefined || issues.length === 0) return undefined
  try {
    return violationsOf(schema, issues)
  } catch {
    // Issues of another library, or of a refinement, can be anything, such as a path that throws.
    return unreadable()
  }
}
