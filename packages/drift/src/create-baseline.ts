import { type ColumnShape, PlimsollError, checkOptions } from '@plimsoll/core'
import { type Baseline, baselineFormat, maxBins } from './baseline-types.ts'
import { baselineDigest } from './canonical-json.ts'
import { countColumn } from './count-column.ts'
import { deepFreeze } from './deep-freeze.ts'
import { descend } from './row-reader.ts'
import { wantedColumns } from './wanted-columns.ts'

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
}

/**
 * Counts reference rows into a frozen baseline.
 *
 * Numeric columns get equal-mass bins whose edges are order statistics of the reference (repeated values get a
 * bin of their own), or exact values when there are at most 20; other columns their 256 most frequent values;
 * `text` columns are kept by length only. Missing, NaN, infinite and mistyped values are counted apart. Rows
 * are read without ever throwing. O(rows x columns) time and memory while it runs; about 1 KB per column kept.
 *
 * @throws {OptionsError} for options that cannot work, rows that are no iterable and columns that no row has.
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID` for fewer than `minRows` rows.
 * @example
 * const baseline = createBaseline(trainingRows, { columns: ['tenure', 'plan'], name: 'churn, spring' })
 */
export function createBaseline<Row>(rows: Iterable<Row>, options: BaselineOptions = {}): Baseline {
  const { name = 'reference', version, minRows = 200, bins = 32 } = options
  const check = checkOptions('baseline')
  check.keys(options, ['columns', 'name', 'version', 'minRows', 'bins'])
  check.require(
    typeof name === 'string' && name !== '' && name.length <= 200,
    'name',
    'must be 1 to 200 characters',
    name,
  )
  check.require(
    version === undefined || (typeof version === 'string' && version !== '' && version.length <= 200),
    'version',
    'must be 1 to 200 characters',
    version,
  )
  check.require(
    Number.isInteger(minRows) && minRows >= 1,
    'minRows',
    'must be a whole number of at least 1',
    minRows,
  )
  check.require(
    Number.isInteger(bins) && bins >= 2 && bins <= maxBins,
    'bins',
    `must be a whole number from 2 to ${maxBins}`,
    bins,
  )
  const isIterable = typeof rows === 'object' && typeof rows?.[Symbol.iterator] === 'function'
  check.require(isIterable, 'rows', 'must be an array or another iterable of rows', rows)
  check.done()

  const held = Array.from(rows)
  if (held.length < minRows || held.length >= 2 ** 32) {
    throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', {
      message: `a baseline needs at least ${minRows} rows (and fewer than 2^32), got ${held.length}`,
    })
  }
  const wanted = wantedColumns(options.columns, held)
  const columns = wanted.map((column) =>
    countColumn(
      column,
      held.map((row) => descend(row, column.path)),
      bins,
    ),
  )
  const content = {
    format: baselineFormat,
    name,
    ...(version === undefined ? {} : { version }),
    rows: held.length,
    approx: false,
    columns,
  } as const
  return deepFreeze({ ...content, digest: baselineDigest(content) })
}
