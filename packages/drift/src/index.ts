export type {
  Baseline,
  BaselineColumn,
  CategoricalColumn,
  DiscreteColumn,
  NumericColumn,
} from './baseline-types.ts'
export { createBaseline } from './create-baseline.ts'
export type { BaselineOptions } from './create-baseline.ts'
export { InputDriftStage, OutputDriftStage } from './drift-stage.ts'
export type { DriftStageOptions } from './drift-stage.ts'
export { createMonitor } from './monitor.ts'
export type { Monitor, MonitorOptions, MonitorSettings } from './monitor.ts'
export { parseBaseline } from './parse-baseline.ts'
export { createRetrainTrigger } from './retrain.ts'
export type { RetrainTrigger } from './retrain.ts'
export type { RetrainState } from './retrain-engine.ts'
export type {
  RetrainContext,
  RetrainSettings,
  RetrainStore,
  RetrainTriggerOptions,
} from './retrain-options.ts'
export type {
  RetrainBaseline,
  RetrainColumn,
  RetrainPromise,
  RetrainRequest,
  RetrainVerdict,
  RetrainWindow,
} from './retrain-request.ts'
export type { BinCounts, CellCounts, ColumnSnapshot, MonitorSnapshot } from './snapshot.ts'
export type { BinShift, ColumnVerdict, DatasetVerdict } from './verdicts.ts'
