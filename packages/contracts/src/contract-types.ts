import type { Contract } from './contract.ts'
import type { SchemaInput, SchemaOutput, StandardSchemaV1 } from './standard-schema.ts'

/** Any contract, whatever its schemas. */
export type AnyContract = Contract<StandardSchemaV1, StandardSchemaV1, StandardSchemaV1 | undefined>

/** What callers pass: the input type of the input schema. */
export type InputOf<C extends AnyContract> = SchemaInput<C['input']>

/** What targets and stages further in see: the output type of the input schema. */
export type ParsedInputOf<C extends AnyContract> = SchemaOutput<C['input']>

/** What targets return: the input type of the output schema. */
export type RawOutputOf<C extends AnyContract> = SchemaInput<C['output']>

/** What callers get: the output type of the output schema. */
export type OutputOf<C extends AnyContract> = SchemaOutput<C['output']>

/** What `outcome()` takes: the input type of the label schema, `never` without one. */
export type LabelOf<C extends AnyContract> =
  Extract<C['label'], StandardSchemaV1> extends infer L
    ? [L] extends [never]
      ? never
      : L extends StandardSchemaV1
        ? SchemaInput<L>
        : never
    : never

/** What losses and metrics see: the output type of the label schema, `never` without one. */
export type ParsedLabelOf<C extends AnyContract> =
  Extract<C['label'], StandardSchemaV1> extends infer L
    ? [L] extends [never]
      ? never
      : L extends StandardSchemaV1
        ? SchemaOutput<L>
        : never
    : never

/** Whether the contract has a label; `boolean` where its type doesn't say. */
export type HasLabel<C extends AnyContract> = [C['label']] extends [undefined]
  ? false
  : undefined extends C['label']
    ? boolean
    : true
