// Written by scripts/mirror-exports.mjs.
export { canonicalKey, defineContract, isStandardSchema, readColumn } from '@plimsoll/contracts'
export type {
  AnyContract,
  Contract,
  ContractDefinition,
  ContractJson,
  HasLabel,
  InputOf,
  LabelOf,
  OutputOf,
  ParsedInputOf,
  ParsedLabelOf,
  RawOutputOf,
  SchemaInput,
  SchemaOutput,
  StandardIssue,
  StandardProps,
  StandardResult,
  StandardSchemaV1,
} from '@plimsoll/contracts'
