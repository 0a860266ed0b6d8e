/**
 * A schema of any library that implements Standard Schema version 1 (zod, valibot, arktype and others).
 *
 * The types follow the specification at standardschema.dev and are kept here so that nothing is installed
 * for them.
 *
 * @example
 * const positive: StandardSchemaV1<number> = {
 *   '~standard': {
 *     version: 1,
 *     vendor: 'own',
 *     validate: (value) =>
 *       typeof value === 'number' && value > 0 ? { value } : { issues: [{ message: 'must be above 0' }] },
 *   },
 * }
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': StandardProps<Input, Output>
}

/** What stands under `~standard` of a schema. */
export interface StandardProps<Input = unknown, Output = Input> {
  readonly version: 1
  /** The library the schema comes from. */
  readonly vendor: string
  readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
  /** Never there at run time: carries the types. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined
}

/** What a Standard Schema answers: the parsed value, or what is wrong with it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

/** One thing a Standard Schema found wrong. */
export interface StandardIssue {
  /** May hold the offending value; never shown by plimsoll. */
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** The type a schema takes. */
export type SchemaInput<S extends StandardSchemaV1> = NonNullable<S['~standard']['types']>['input']

/** The type a schema gives back. */
export type SchemaOutput<S extends StandardSchemaV1> = NonNullable<S['~standard']['types']>['output']

/**
 * Tells a Standard Schema version 1 from any other value; never throws.
 *
 * @example
 * isStandardSchema(z.string()) // true
 */
export function isStandardSchema(value: unknown): value is StandardSchemaV1 {
  // A schema may be a function: arktype's are.
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  try {
    const props = (value as { readonly '~standard'?: Partial<StandardProps> })['~standard']
    return typeof props === 'object' && props.version === 1 && typeof props.validate === 'function'
  } catch {
    return false
  }
}
