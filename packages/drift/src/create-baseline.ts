import { checkOptions } from '@plimsoll/core'
import { assembleBaseline, slotOfTime } from './baseline-assemble.ts'
import { type BaselineOptions, baselineSettings, needRows } from './baseline-options.ts'
import type { Baseline } from './baseline-types.ts'
import { countColumn, countEmbedding } from './count-column.ts'
import { EmbeddingCollector } from './embedding-collector.ts'
import { descend } from './row-reader.ts'
import { isInRow, needPresent, pathOfName, wantedColumns } from './wanted-columns.ts'

/**
 * Counts reference rows into a frozen baseline.
 *
 * - Numbers: 32 equal-mass bins whose edges are order statistics of the reference (repeated values get a bin of
 *   their own), or exact values when there are at most 20; with mean and deviation, and whether they run in one
 *   direction as time does.
 * - Names, codes and booleans: exactly where there are at most 256; of more the frequent ones and a draw of the
 *   others, so that luck does not choose, the rest as `other`.
 * - `text`: length, words, and the share of words that the reference's vocabulary lacks, as three columns
 *   (`review.length`, `review.words`, `review.unknown`); the baseline holds hashes of words, never the text.
 * - `embedding`, declared only: the norm and 16 random projections, as 17 columns (`vector.norm`, `vector.p1`).
 * - `prediction`: as numbers or names, by what most values are.
 *
 * Missing, NaN, infinite and mistyped values are counted apart. Columns that split the rows alike are marked as
 * duplicates. Rows are read without ever throwing. O(rows x columns) time and memory while it runs. About 1 KB of JSON
 * is kept per number (a third of it by {@link encodeBaseline}), up to 4 KB per name, 16 KB per embedding.
 *
 * @throws {OptionsError} for options that cannot work, rows that are no iterable and columns that no row has.
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID` for fewer than `minRows` rows, and with `season` for rows whose
 * time cannot be read.
 * @example
 * const baseline = createBaseline(trainingRows, { columns: ['tenure', 'plan'], name: 'churn, spring' })
 */
export function createBaseline<Row>(rows: Iterable<Row>, options: BaselineOptions = {}): Baseline {
  const settings = baselineSettings(options)
  const check = checkOptions('baseline')
  const isIterable = typeof rows === 'object' && typeof rows?.[Symbol.iterator] === 'function'
  check.require(isIterable, 'rows', 'must be an array or another iterable of rows', rows)
  check.done()

  const held: readonly unknown[] = Array.from(rows)
  needRows(held.length, settings.minRows)
  const time = settings.season?.time
  const wanted = wantedColumns(options.columns, held.slice(0, 100), time)
  needPresent(options.columns, wanted, (column) => held.some((row) => isInRow(row, column)))

  function* counted(): ReturnType<typeof countColumn> {
    for (const column of wanted) {
      if (column.kind === 'embedding') {
        const collected = new EmbeddingCollector()
        for (const row of held) collected.push(descend(row, column.path))
        yield* countEmbedding(column, collected, settings.bins)
      } else {
        const values = held.map((row) => descend(row, column.path))
        yield* countColumn(column, values, settings.bins)
      }
    }
  }
  if (time === undefined) return assembleBaseline(settings, held.length, counted())
  const path = pathOfName(time, held[0])
  const slots = held.map((row) => slotOfTime(settings, descend(row, path)))
  return assembleBaseline(settings, held.length, counted(), { path, slots })
}
