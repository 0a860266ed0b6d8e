// Written by scripts/mirror-exports.mjs.
export {
  InputDriftStage,
  OutputDriftStage,
  createBaseline,
  createMonitor,
  parseBaseline,
} from '@plimsoll/drift'
export type {
  Baseline,
  BaselineColumn,
  BaselineOptions,
  BinCounts,
  BinShift,
  CategoricalColumn,
  CellCounts,
  ColumnSnapshot,
  ColumnVerdict,
  DatasetVerdict,
  DiscreteColumn,
  DriftStageOptions,
  Monitor,
  MonitorOptions,
  MonitorSettings,
  MonitorSnapshot,
  NumericColumn,
} from '@plimsoll/drift'
