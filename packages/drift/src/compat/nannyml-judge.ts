import { requireRows } from './column-values.ts'
import type { CompatKind, CompatValues } from './column-values.ts'
import { chunkRanges } from './nannyml-chunks.ts'
import type { ChunkRange, NannymlChunking } from './nannyml-chunks.ts'
import type { NannymlMethod, NannymlScore } from './nannyml-methods.ts'
import { meanAndSpread } from './numpy-sum.ts'

/** What NannyML says of one chunk. */
export interface NannymlChunk extends ChunkRange {
  /** NaN for a chunk without values, which NannyML does not alert on. */
  readonly score: number
  /** Of `chi2` alone, where it decides. */
  readonly pValue?: number
  readonly drifted: boolean
}

/** What NannyML says of one column. */
export interface NannymlColumn {
  readonly profile: 'nannyml@0.13'
  readonly method: NannymlMethod | 'missing_values_rate' | 'unseen_values_rate'
  /** Scores outside drift; an undefined side, or NaN, never alerts. Both undefined for `chi2` (p-value below 0.05). */
  readonly threshold: { readonly lower: number | undefined; readonly upper: number | undefined }
  /** Chunks of current. */
  readonly chunks: readonly NannymlChunk[]
  /** Whether any chunk drifted. */
  readonly drifted: boolean
}

type Rows = CompatValues[CompatKind]

/** Scores the chunks of current and holds each against the threshold; `chi2` goes by its p-value. */
export function judgeChunks(
  method: NannymlColumn['method'],
  threshold: NannymlColumn['threshold'],
  current: Rows,
  chunking: NannymlChunking,
  scorer: (rows: Rows) => NannymlScore,
): NannymlColumn {
  const { lower = -Infinity, upper = Infinity } = threshold
  const chunks = cut('current', current, chunking).map(({ rows, ...range }) => {
    const found = scorer(rows)
    const drifted =
      method === 'chi2' ? (found.pValue ?? 1) < 0.05 : found.score > upper || found.score < lower
    return { ...range, ...found, drifted }
  })
  const drifted = chunks.some((chunk) => chunk.drifted)
  return { profile: 'nannyml@0.13', method, threshold, chunks, drifted }
}

/**
 * Learns what the chunks of the reference score: their mean, and 3 standard deviations below and above it.
 *
 * @throws RangeError where the reference has no chunk
 */
export function learnLimits(
  reference: Rows,
  chunking: NannymlChunking,
  scorer: (rows: Rows) => NannymlScore,
): { readonly lower: number; readonly upper: number } {
  const scores = cut('reference', reference, chunking).map(({ rows }) => scorer(rows).score)
  if (scores.length === 0) throw new RangeError('reference must fill at least one chunk')
  const { mean, spread } = meanAndSpread(scores)
  return { lower: mean - 3 * spread, upper: mean + 3 * spread }
}

function cut(
  side: string,
  values: Rows,
  chunking: NannymlChunking,
): readonly (ChunkRange & { readonly rows: Rows })[] {
  const all = requireRows(side, values)
  return chunkRanges(side, all.length, chunking).map((range) => ({
    ...range,
    rows: Array.prototype.slice.call(all, range.start, range.end) as Rows,
  }))
}
