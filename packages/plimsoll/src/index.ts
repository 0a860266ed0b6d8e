export { canonicalKey, defineContract } from '@plimsoll/contracts'
export type {
  AnyContract,
  Contract,
  ContractDefinition,
  ContractJson,
  InputOf,
  LabelOf,
  OutputOf,
  ParsedInputOf,
  ParsedLabelOf,
  RawOutputOf,
} from '@plimsoll/contracts'
export {
  ClosedError,
  DeadlineExceededError,
  OptionsError,
  PlimsollError,
  ViolationError,
  compose,
  defineStage,
  errorCodes,
  isPlimsollError,
  jsonLinesSink,
  parseDuration,
} from '@plimsoll/core'
export type {
  Answer,
  BreakerEvent,
  CacheEntry,
  CacheStore,
  Call,
  CallContext,
  CallOptions,
  Clock,
  ColumnShape,
  Composed,
  Decision,
  DriftEvent,
  DriftVerdict,
  Duration,
  ErrorCode,
  EventSink,
  Fault,
  HealthSignal,
  PlimsollEvents,
  Priority,
  RolloutEvent,
  SinkRecord,
  Source,
  Stage,
  Target,
  Violation,
} from '@plimsoll/core'
export { createBaseline, parseBaseline } from '@plimsoll/drift'
export type { Baseline, DatasetVerdict, Monitor, Snapshot } from '@plimsoll/drift'
export { CircuitOpenError, createMemoryStore } from '@plimsoll/resilience'
export type { MemoryStore } from '@plimsoll/resilience'
export type { Rollout, RolloutStatus } from '@plimsoll/router'
export type { ExplainedStage, Explanation } from './explain.ts'
export { guard } from './guard.ts'
export type {
  ColumnName,
  GuardBreaker,
  GuardCache,
  GuardDrift,
  GuardOptions,
  GuardRetry,
  GuardRollout,
  GuardTarget,
  ModelOptions,
  OutcomeOptions,
  SharedOptions,
  VariantOptions,
} from './guard-options.ts'
export type { Guard, GuardHealth, ManyOptions, OutcomeResult, VariantOf } from './guard-type.ts'
export type { GuardStats } from './record-stage.ts'
