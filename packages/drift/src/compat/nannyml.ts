import { checkOptions } from '@plimsoll/core'
import { isMissing } from './column-values.ts'
import type { CompatKind, CompatValues } from './column-values.ts'
import { checkVersion } from './compat-version.ts'
import { checkChunking, chunkRanges } from './nannyml-chunks.ts'
import type { ChunkRange, NannymlChunking } from './nannyml-chunks.ts'
import { nannymlMethods, nannymlScorer } from './nannyml-methods.ts'
import type { NannymlMethod, NannymlMethods, NannymlScore } from './nannyml-methods.ts'
import { meanAndSpread } from './numpy-sum.ts'

/** How a column is compared by {@link nannyml}. */
export interface NannymlColumnOptions<Kind extends CompatKind = CompatKind> {
  /** Numbers, or categories. */
  readonly kind: Kind
  /** NannyML's name of the method. @default 'jensen_shannon' */
  readonly method?: NannymlMethods[Kind] | undefined
  /** How the rows of both sides are cut. @default 10 chunks, and one more of the rows left over */
  readonly chunks?: NannymlChunking | undefined
}

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

/** NannyML's numbers for raw columns: see {@link nannyml}. */
export interface NannymlProfile {
  /** Compares one column, chunk by chunk. Alerts above mean + 3 standard deviations of the reference's own chunks. */
  column<Kind extends CompatKind>(
    reference: CompatValues[Kind],
    current: CompatValues[Kind],
    options: NannymlColumnOptions<Kind>,
  ): NannymlColumn
  /** Compares the share of missing values. Alerts 3 standard deviations above and below the mean. */
  missing(
    reference: CompatValues['categorical'],
    current: CompatValues['categorical'],
    chunks?: NannymlChunking,
  ): NannymlColumn
  /**
   * Compares the share of categories that the reference never had; any alerts. A missing value is unseen where the
   * reference has none.
   */
  unseen(
    reference: CompatValues['categorical'],
    current: CompatValues['categorical'],
    chunks?: NannymlChunking,
  ): NannymlColumn
}

/**
 * Gives the numbers that NannyML 0.13 gives for the same raw values in the same order, its traps included: thresholds
 * learnt from about ten chunks, Doane's bins, `chi2` with Yates' correction on two categories. For moving from NannyML
 * and for comparing; a monitor is the thing to run.
 *
 * `jensen_shannon` (base 2) and `hellinger` bin numbers by Doane over the reference; what current has outside its range,
 * and all categories that the reference never had, become one more bin. `kolmogorov_smirnov` and `wasserstein` are exact
 * below 10 000 reference values and use 10 000 bins from there on. Scores above mean + 3 population standard deviations
 * of the reference's chunks drift; a chunk of the reference without values makes that NaN, which never alerts.
 *
 * Methods throw `OptionsError` for options that cannot work, `TypeError` for values of another kind, and `RangeError` for
 * too few rows, a reference without values and infinite numbers in it. Costs sorts and copies of both sides.
 *
 * @param version the one this profile is pinned to
 * @throws {OptionsError} for another version
 * @see NannyML 0.13.1, `nannyml.drift.univariate` and `nannyml.data_quality`
 * @example
 * const profile = nannyml('0.13')
 * const one = { number: 1 } // the whole of both sides as one chunk
 * profile.column(['a', 'b'], ['a', 'a'], { kind: 'categorical', method: 'l_infinity', chunks: one }).chunks[0]?.score // 0.5
 */
export function nannyml(version: '0.13'): NannymlProfile {
  checkVersion('nannyml', version, '0.13')
  return {
    column: compare,
    missing(reference, current, chunks = {}) {
      const rateOf = (rows: CompatValues['categorical']): number => share(rows, isMissing)
      checkChunking(chunks)
      const { mean, spread } = meanAndSpread(
        cut('reference', reference, chunks).map(({ rows }) => rateOf(rows)),
      )
      const [lower, upper] = [mean - 3 * spread, mean + 3 * spread]
      const threshold = { lower: lower < 0 ? undefined : lower, upper: upper > 1 ? undefined : upper }
      return judged('missing_values_rate', threshold, current, chunks, (rows) => ({ score: rateOf(rows) }))
    },
    unseen(reference, current, chunks = {}) {
      checkChunking(chunks)
      const known = new Set(Array.from(requireRows(reference), plain))
      const score = (rows: CompatValues['categorical']): NannymlScore => ({
        score: share(rows, (value) => !known.has(plain(value))),
      })
      return judged('unseen_values_rate', { lower: undefined, upper: 0 }, current, chunks, score)
    },
  }
}

function compare<Kind extends CompatKind>(
  reference: CompatValues[Kind],
  current: CompatValues[Kind],
  options: NannymlColumnOptions<Kind>,
): NannymlColumn {
  const { kind, chunks = {} } = options
  const check = checkOptions('nannyml profile')
  check.keys(options, ['kind', 'method', 'chunks'])
  const isKind = check.require(
    kind === 'numeric' || kind === 'categorical',
    'kind',
    "must be 'numeric' or 'categorical'",
    kind,
  )
  const known: readonly string[] = isKind ? nannymlMethods[kind] : []
  const method: NannymlMethod = options.method ?? 'jensen_shannon'
  check.require(
    !isKind || known.includes(method),
    'method',
    `must be one of ${known.join(', ')} for a ${kind} column`,
    method,
  )
  check.done()
  checkChunking(chunks)

  const scorer = nannymlScorer(reference, kind, method)
  const scores = cut('reference', reference, chunks).map(({ rows }) => scorer(rows).score)
  if (method === 'chi2')
    return judged(method, { lower: undefined, upper: undefined }, current, chunks, scorer)
  const { mean, spread } = meanAndSpread(scores)
  const upper = mean + 3 * spread
  const limit = method === 'kolmogorov_smirnov' && upper > 1 ? 1 : upper
  return judged(method, { lower: undefined, upper: limit }, current, chunks, scorer)
}

type Rows = CompatValues[CompatKind]

function judged(
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
  return {
    profile: 'nannyml@0.13',
    method,
    threshold,
    chunks,
    drifted: chunks.some(({ drifted }) => drifted),
  }
}

function cut(
  side: string,
  rows: Rows,
  chunking: NannymlChunking,
): readonly (ChunkRange & { readonly rows: Rows })[] {
  const all = Array.from(rows)
  return chunkRanges(side, all.length, chunking).map((range) => ({
    ...range,
    rows: all.slice(range.start, range.end) as Rows,
  }))
}

function requireRows<Held extends Rows>(rows: Held): Held {
  if (rows.length > 0) return rows
  throw new RangeError('reference must have at least one row')
}

function share(rows: Rows, holds: (value: unknown) => boolean): number {
  return Array.from(rows).filter((value) => holds(value)).length / rows.length
}

/** All missing values are one. */
function plain(value: unknown): unknown {
  return isMissing(value) ? undefined : value
}
