import { checkOptions } from '@plimsoll/core'
import { categoriesOf, isMissing, numbersOf, requireRows } from './column-values.ts'
import type { CompatKind, CompatValues } from './column-values.ts'
import { checkKind, checkVersion } from './compat-checks.ts'
import { checkChunking } from './nannyml-chunks.ts'
import type { NannymlChunking } from './nannyml-chunks.ts'
import { judgeChunks, learnLimits } from './nannyml-judge.ts'
import type { NannymlColumn } from './nannyml-judge.ts'
import { nannymlMethods, nannymlScorer } from './nannyml-methods.ts'
import type { NannymlMethod, NannymlMethods, NannymlScore } from './nannyml-methods.ts'

/** How a column is compared by {@link nannyml}. */
export interface NannymlColumnOptions<Kind extends CompatKind = CompatKind> {
  /** Numbers, or categories. */
  readonly kind: Kind
  /** NannyML's name of the method. @default 'jensen_shannon' */
  readonly method?: NannymlMethods[Kind] | undefined
  /** How the rows of both sides are cut. @default as {@link NannymlChunking}: 10 chunks, and one more of the rows left over */
  readonly chunks?: NannymlChunking | undefined
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
      checkChunking(chunks)
      const rate = shareOf(isMissing)
      const { lower, upper } = learnLimits(reference, chunks, rate)
      // NannyML drops a limit that no share can pass.
      const threshold = { lower: lower < 0 ? undefined : lower, upper: upper > 1 ? undefined : upper }
      return judgeChunks('missing_values_rate', threshold, current, chunks, rate)
    },
    unseen(reference, current, chunks = {}) {
      checkChunking(chunks)
      const known = new Set(Array.from(requireRows('reference', reference), plain))
      const rate = shareOf((value) => !known.has(plain(value)))
      return judgeChunks('unseen_values_rate', { lower: undefined, upper: 0 }, current, chunks, rate)
    },
  }
}

function compare<Kind extends CompatKind>(
  reference: CompatValues[Kind],
  current: CompatValues[Kind],
  options: NannymlColumnOptions<Kind>,
): NannymlColumn {
  const { kind, chunks = {} } = options
  const method: NannymlMethod = options.method ?? 'jensen_shannon'
  const check = checkOptions('nannyml profile')
  check.keys(options, ['kind', 'method', 'chunks'])
  if (checkKind(check, kind)) {
    const known: readonly string[] = nannymlMethods[kind]
    const rule = `must be one of ${known.join(', ')} for a ${kind} column`
    check.require(known.includes(method), 'method', rule, method)
  }
  check.done()
  checkChunking(chunks)

  const scorer = nannymlScorer(reference, kind, method)
  // Read whole before chunk by chunk, so that a value of another kind is told by its own row.
  if (kind === 'numeric') numbersOf('current', current)
  else categoriesOf('current', current)
  const { upper } = learnLimits(reference, chunks, scorer)
  const limits: Partial<Record<NannymlMethod, number | undefined>> = {
    chi2: undefined,
    kolmogorov_smirnov: upper > 1 ? 1 : upper,
  }
  const threshold = { lower: undefined, upper: method in limits ? limits[method] : upper }
  return judgeChunks(method, threshold, current, chunks, scorer)
}

function shareOf(holds: (value: unknown) => boolean): (rows: CompatValues[CompatKind]) => NannymlScore {
  return (rows) => ({ score: Array.from(rows).filter((value) => holds(value)).length / rows.length })
}

/** All missing values are one. */
function plain(value: unknown): unknown {
  return isMissing(value) ? undefined : value
}
