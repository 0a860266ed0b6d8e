import { type ColumnShape, PlimsollError, checkOptions } from '@plimsoll/core'
import { type SeasonBy, maxBins } from './baseline-types.ts'
import { seasons } from './season.ts'

/** By what to tell the slots of a season apart, and where the time of a row stands. */
export interface SeasonOptions {
  /** All in UTC; weeks begin on Monday. */
  readonly by: SeasonBy
  /**
   * The name of the row's time: milliseconds since 1970, a `Date`, or ISO 8601 text, taken as UTC where it names no
   * zone. It is not a column of its own unless `columns` names it.
   */
  readonly time: string
}

/** Options of {@link createBaseline}. */
export interface BaselineOptions {
  /**
   * The columns to keep: shapes as a contract lists them, or names such as `tenure`, `address.zip` and
   * `pixels[12]`, whose kind is then read from the values and which some row must have. @default every scalar of the first 100 rows
   */
  readonly columns?: readonly ColumnShape[] | readonly string[] | undefined
  /** Shown in verdicts and reports. @default 'reference' */
  readonly name?: string | undefined
  /** The user's own version of the reference, such as a date or a commit. @default none */
  readonly version?: string | undefined
  /** Rows below which a baseline is refused. @default 200 */
  readonly minRows?: number | undefined
  /** Most bins of a numeric column of more than 20 distinct values, 2 to 32. @default 32 */
  readonly bins?: number | undefined
  /** Counts every column by slots of a season too, so that windows are compared with their own. @default none */
  readonly season?: SeasonOptions | undefined
}

/** The options, checked. */
export interface BaselineSettings {
  readonly name: string
  readonly version: string | undefined
  readonly minRows: number
  readonly bins: number
  readonly season: SeasonOptions | undefined
}

/** The options of {@link createBaseline}. */
export const optionNames: readonly string[] = ['columns', 'name', 'version', 'minRows', 'bins', 'season']

/**
 * Checks the options of a baseline.
 *
 * @param known the options that this form takes
 * @throws {OptionsError} naming every option that cannot work.
 */
export function baselineSettings(
  options: BaselineOptions,
  known: readonly string[] = optionNames,
): BaselineSettings {
  const { name = 'reference', version, minRows = 200, bins = 32, season } = options
  const check = checkOptions('baseline')
  check.keys(options, known)
  const isTitle = (text: unknown): boolean => typeof text === 'string' && text !== '' && text.length <= 200
  check.require(isTitle(name), 'name', 'must be 1 to 200 characters', name)
  const rule = 'must be 1 to 200 characters'
  check.require(version === undefined || isTitle(version), 'version', rule, version)
  const isWhole = Number.isInteger(minRows) && minRows >= 1
  check.require(isWhole, 'minRows', 'must be a whole number of at least 1', minRows)
  const inRange = Number.isInteger(bins) && bins >= 2 && bins <= maxBins
  check.require(inRange, 'bins', `must be a whole number from 2 to ${maxBins}`, bins)
  if (season !== undefined) {
    const isObject = typeof season === 'object' && season !== null
    if (check.require(isObject, 'season', 'must be { by, time }', season)) {
      check.keys(season, ['by', 'time'], 'season.')
      const { by, time } = season
      check.require(seasons.includes(by), 'season.by', `must be one of ${seasons.join(', ')}`, by)
      const isName = typeof time === 'string' && time !== '' && time.length <= 500
      check.require(isName, 'season.time', "must name the row's time", time)
    }
  }
  check.done()
  return { name, version, minRows, bins, season }
}

/** Refuses references that are too small, or too large to be counted. */
export function needRows(rows: number, minRows: number): void {
  if (rows >= minRows && rows < 2 ** 32) return
  const why = rows < minRows ? ': the shares of so few are too unsure to tell drift from chance' : ''
  throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', {
    message: `a baseline needs at least ${minRows} rows (and fewer than 2^32), got ${rows}${why}`,
  })
}
