import { checkOptions } from '@plimsoll/core'
import type { ColumnShape, ContractShape } from '@plimsoll/core'
import { columnsOf } from './columns.ts'
import { digestOf } from './digest.ts'
import { isStandardSchema } from './standard-schema.ts'
import type { StandardSchemaV1 } from './standard-schema.ts'

/** What a contract is made from. */
export interface ContractDefinition<
  I extends StandardSchemaV1,
  O extends StandardSchemaV1,
  L extends StandardSchemaV1 | undefined = undefined,
> {
  /** What callers pass; the target sees what this schema gives back. */
  readonly input: I
  /** What the target returns; callers get what this schema gives back. */
  readonly output: O
  /** What arrives later as the truth about one call. @default there are no labels */
  readonly label?: L | undefined
  /** Who answers for the model. @default nobody is named */
  readonly owner?: string | undefined
  /** How much depends on it, in your own words, such as `critical`. @default none */
  readonly tier?: string | undefined
  /**
   * Goes into the digest. Change it when something the digest can't read changes: a refinement, a
   * transform, a schema that is not zod 4. @default none
   */
  readonly tag?: string | undefined
}

/**
 * What a model is promised and what it promises: the schemas of its input, its output and the label that
 * arrives later, under a name, a version and a digest. Frozen; made by `defineContract`.
 */
export interface Contract<
  I extends StandardSchemaV1 = StandardSchemaV1,
  O extends StandardSchemaV1 = StandardSchemaV1,
  L extends StandardSchemaV1 | undefined = StandardSchemaV1 | undefined,
> extends ContractShape {
  readonly input: I
  readonly output: O
  readonly label: L
  readonly owner: string | undefined
  readonly tier: string | undefined
  readonly tag: string | undefined
  /**
   * Places whose rules the digest could not read, such as `input.email` for a refinement or `output` for
   * a schema of another library. A change there changes the digest only through `tag`.
   */
  readonly opaque: readonly string[]
  /** Plain data: everything but the schemas themselves. */
  toJSON(): ContractJson
}

/** A contract as plain data. */
export interface ContractJson {
  readonly name: string
  readonly version: string
  readonly digest: string
  readonly inputColumns: readonly ColumnShape[]
  readonly outputColumns: readonly ColumnShape[]
  readonly opaque: readonly string[]
  readonly hasLabel: boolean
  readonly owner?: string
  readonly tier?: string
  readonly tag?: string
}

const keys = ['input', 'output', 'label', 'owner', 'tier', 'tag']
const namePattern = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,126})@[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,63})$/

/**
 * Defines a contract named `name@version` from Standard Schemas.
 *
 * Name and version take letters, digits, `.`, `_` and `-` (the name also `/`, the version also `+`) and
 * begin with a letter or digit. Reading the schemas for the digest and the columns runs once, here.
 *
 * @throws {OptionsError} listing every mistake: the name, unknown keys, parts that are no Standard Schema.
 * @example
 * const churn = defineContract('churn@4', {
 *   input: z.object({ tenure: z.number().min(0), plan: z.enum(['free', 'pro']) }),
 *   output: z.object({ p: z.number().min(0).max(1) }),
 *   label: z.boolean(),
 * })
 */
export function defineContract<
  I extends StandardSchemaV1,
  O extends StandardSchemaV1,
  L extends StandardSchemaV1 | undefined = undefined,
>(name: string, definition: ContractDefinition<I, O, L>): Contract<I, O, L> {
  checkDefinition(name, definition)
  const at = name.indexOf('@')
  const { input, output, owner, tier, tag } = definition
  const label = definition.label as L
  const check = checkOptions('defineContract')
  const inputColumns = freezeColumns(columnsOf(input, 'input', check))
  const outputColumns = freezeColumns(columnsOf(output, 'output', check))
  check.done()
  const { digest, opaque } = digestOf({ name, input, output, label, tag })
  const plain = {
    name: name.slice(0, at),
    version: name.slice(at + 1),
    digest,
    inputColumns,
    outputColumns,
    opaque: Object.freeze(opaque),
  }
  return Object.freeze({
    ...plain,
    input,
    output,
    label,
    owner,
    tier,
    tag,
    toJSON(): ContractJson {
      return {
        ...plain,
        hasLabel: label !== undefined,
        ...(owner === undefined ? {} : { owner }),
        ...(tier === undefined ? {} : { tier }),
        ...(tag === undefined ? {} : { tag }),
      }
    },
  })
}

function checkDefinition(name: unknown, definition: unknown): void {
  const check = checkOptions('defineContract')
  check.require(
    typeof name === 'string' && namePattern.test(name),
    'name',
    'must be name@version, such as churn@4',
    name,
  )
  const isObject = typeof definition === 'object' && definition !== null && !Array.isArray(definition)
  if (check.require(isObject, 'definition', 'must be an object with input and output', definition)) {
    const given = definition as Readonly<Record<string, unknown>>
    check.keys(given, keys)
    for (const side of ['input', 'output'] as const) {
      check.require(isStandardSchema(given[side]), side, 'must be a Standard Schema', given[side])
    }
    const { label } = given
    check.require(
      label === undefined || isStandardSchema(label),
      'label',
      'must be a Standard Schema or left out',
      label,
    )
    for (const key of ['owner', 'tier', 'tag'] as const) {
      const text = given[key]
      const holds = text === undefined || (typeof text === 'string' && text !== '' && text.length <= 256)
      check.require(holds, key, 'must be a text of 1 to 256 characters or left out', text)
    }
  }
  check.done()
}

function freezeColumns(columns: readonly ColumnShape[]): readonly ColumnShape[] {
  for (const column of columns) {
    Object.freeze(column.path)
    Object.freeze(column)
  }
  return Object.freeze(columns)
}
