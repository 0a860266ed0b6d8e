export type { Answer } from './answer.ts'
export type { AnswerDetails, Call } from './call.ts'
export { systemClock } from './clock.ts'
export type { Clock, Timer } from './clock.ts'
export { errorCodes } from './codes.ts'
export type { ErrorCode } from './codes.ts'
export { answerOf, compose, prepareCall } from './compose.ts'
export type { ComposeOptions, Composed } from './compose.ts'
export { Deadlines } from './deadlines.ts'
export type { Deadlined } from './deadlines.ts'
export { durationRule, formatDuration, parseDuration, readDuration } from './duration.ts'
export type { Duration } from './duration.ts'
export {
  ClosedError,
  DeadlineExceededError,
  PlimsollError,
  SupersededError,
  isPlimsollError,
} from './errors.ts'
export type { PlimsollErrorInit } from './errors.ts'
export { Emitter } from './events.ts'
export type { BreakerEvent, DriftEvent, PlimsollEvents, RolloutEvent } from './events.ts'
export { Faults, isThenable } from './faults.ts'
export type { Fault } from './faults.ts'
export { createIdSource } from './id.ts'
export type { IdSource } from './id.ts'
export { OptionsError, checkOptions, showOption } from './options.ts'
export type { OptionCheck, OptionProblem } from './options.ts'
export { OutcomeJoin } from './outcome-join.ts'
export type { Joined, OutcomeJoinOptions } from './outcome-join.ts'
export type {
  BaselineStore,
  CacheEntry,
  CacheStore,
  EventSink,
  FeatureSource,
  OutcomeStore,
  RolloutStore,
} from './ports.ts'
export { Runner } from './runner.ts'
export type { Accept, RunnerOptions } from './runner.ts'
export type { RunningCall } from './running-call.ts'
export type { ColumnKind, ColumnShape, ContractShape, Decision, HealthSignal, Observer } from './shapes.ts'
export { defineStage } from './stage.ts'
export type { Stage } from './stage.ts'
export type { CallContext, CallOptions, Priority, Source, Target } from './target.ts'
export type { DriftVerdict, RolloutVerdict } from './verdict.ts'
export { ViolationError } from './violation.ts'
export type { Violation } from './violation.ts'
