export { defineContract } from './contract.ts'
export type { Contract, ContractDefinition, ContractJson } from './contract.ts'
export type {
  AnyContract,
  HasLabel,
  InputOf,
  LabelOf,
  OutputOf,
  ParsedInputOf,
  ParsedLabelOf,
  RawOutputOf,
} from './contract-types.ts'
export { isStandardSchema } from './standard-schema.ts'
export type {
  SchemaInput,
  SchemaOutput,
  StandardIssue,
  StandardProps,
  StandardResult,
  StandardSchemaV1,
} from './standard-schema.ts'
export { canonicalKey } from './canonical-key.ts'
export { readColumn } from './read-column.ts'
export { InputContractStage, inputCheck, labelCheck, outputCheck } from './interim-checks.ts'
