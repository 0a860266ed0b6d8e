export type {
  Baseline,
  BaselineColumn,
  BaselineSeason,
  CategoricalColumn,
  ColumnPart,
  DiscreteColumn,
  NumericColumn,
  SeasonBy,
} from './baseline-types.ts'
export { baselineFromColumns } from './baseline-from-columns.ts'
export { baselineFromHistograms } from './baseline-from-histograms.ts'
export type { ReadyBins, ReadyHistogram, ReadyValues } from './baseline-from-histograms.ts'
export { baselineFromStream } from './baseline-from-stream.ts'
export type { StreamBaselineOptions } from './baseline-from-stream.ts'
export type { BaselineOptions, SeasonOptions } from './baseline-options.ts'
export { createBaseline } from './create-baseline.ts'
export { decodeBaseline } from './decode-baseline.ts'
export { decodeSnapshot } from './decode-snapshot.ts'
export { InputDriftStage, OutputDriftStage } from './drift-stage.ts'
export type { DriftStageOptions } from './drift-stage.ts'
export { emptySnapshot } from './empty-snapshot.ts'
export { encodeBaseline } from './encode-baseline.ts'
export { encodeSnapshot } from './encode-snapshot.ts'
export { explainScore } from './explain-score.ts'
export type { BinCounts, CellCounts, ColumnExplanation } from './explain-score.ts'
export type { AlarmOptions, JudgeOptions, JudgeSettings, LeastEffects } from './judge-rule.ts'
export { judgeSnapshot } from './judge-snapshot.ts'
export { mergeSnapshots } from './merge-snapshots.ts'
export { createMonitor } from './monitor.ts'
export type { ColumnArrays, Monitor } from './monitor.ts'
export type { MonitorOptions, MonitorSettings } from './monitor-options.ts'
export { parseBaseline } from './parse-baseline.ts'
export { parseSnapshot } from './parse-snapshot.ts'
export type { Snapshot, SnapshotPart, SnapshotWindow, SnapshotWindowKind } from './snapshot-types.ts'
export { totalCounts } from './total-counts.ts'
export type { SnapshotTotals } from './total-counts.ts'
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
export type {
  AlarmPromise,
  BinShift,
  ColumnEffect,
  ColumnVerdict,
  ColumnWhy,
  DatasetVerdict,
  EffectMethod,
  JudgedWindow,
} from './verdicts.ts'
export type {
  DecayedWindow,
  SinceDeployWindow,
  SlidingWindow,
  TumblingWindow,
  WindowOptions,
  WindowPlan,
} from './window-options.ts'
