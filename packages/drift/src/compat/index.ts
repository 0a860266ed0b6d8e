export type { Category, CompatKind, CompatValues } from './column-values.ts'
export { evidently } from './evidently.ts'
export type {
  EvidentlyColumn,
  EvidentlyColumnOptions,
  EvidentlyDataset,
  EvidentlyInput,
  EvidentlyProfile,
} from './evidently.ts'
export type { EvidentlyMethod, EvidentlyMethods } from './evidently-methods.ts'
export { nannyml } from './nannyml.ts'
export type { NannymlColumnOptions, NannymlProfile } from './nannyml.ts'
export type { ChunkRange, NannymlChunking } from './nannyml-chunks.ts'
export type { NannymlChunk, NannymlColumn } from './nannyml-judge.ts'
export type { NannymlMethod, NannymlMethods } from './nannyml-methods.ts'
