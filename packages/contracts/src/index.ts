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
export { inputHash } from './input-hash.ts'
export { inputMatch } from './input-match.ts'
export { sameInput } from './same-input.ts'
export { readColumn } from './read-column.ts'
export { InputContractStage } from './input-contract-stage.ts'
export { validate } from './validate.ts'
export { uncompiled } from './uncompiled.ts'
export { createVerdict } from './verdict.ts'
export type { ValidationResult } from './validate.ts'
export { inputCheck, labelCheck, outputCheck } from './contract-check.ts'
