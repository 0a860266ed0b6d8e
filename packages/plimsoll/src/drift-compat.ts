// Written by scripts/mirror-exports.mjs.
export { evidently, nannyml } from '@plimsoll/drift/compat'
export type {
  Category,
  ChunkRange,
  CompatKind,
  CompatValues,
  EvidentlyColumn,
  EvidentlyColumnOptions,
  EvidentlyDataset,
  EvidentlyInput,
  EvidentlyMethod,
  EvidentlyMethods,
  EvidentlyProfile,
  NannymlChunk,
  NannymlChunking,
  NannymlColumn,
  NannymlColumnOptions,
  NannymlMethod,
  NannymlMethods,
  NannymlProfile,
} from '@plimsoll/drift/compat'
