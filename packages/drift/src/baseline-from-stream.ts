import { PlimsollError, checkOptions } from '@plimsoll/core'
import { assembleBaseline, slotOfTime } from './baseline-assemble.ts'
import {
  type BaselineOptions,
  type BaselineSettings,
  baselineSettings,
  needRows,
  optionNames,
} from './baseline-options.ts'
import type { Baseline } from './baseline-types.ts'
import { GrowingNumbers, GrowingValues } from './baseline-values.ts'
import type { ColumnPath } from './column-path.ts'
import { countColumn, countEmbedding } from './count-column.ts'
import { EmbeddingCollector } from './embedding-collector.ts'
import { descend } from './row-reader.ts'
import { type Wanted, isInRow, needPresent, pathOfName, wantedColumns } from './wanted-columns.ts'

/** Options of {@link baselineFromStream}. */
export interface StreamBaselineOptions extends BaselineOptions {
  /**
   * Rows above which the reference is refused, 1 to 2^32 - 1: it bounds the memory, 9 to 18 bytes for each number.
   * @default 1000000
   */
  readonly maxRows?: number | undefined
}

/**
 * Counts reference rows into a frozen baseline while they stream by: the same baseline as {@link createBaseline}
 * makes of them.
 *
 * Rows are let go: only the values of the kept columns are held (9 bytes for a number, twice as many while a
 * list grows; 17 numbers for an embedding; texts and names as they are). Without `columns` the first 100 rows are held until it is known what
 * they have. The stream is closed when anything fails.
 *
 * @throws {OptionsError} as {@link createBaseline} does.
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID` also for more than `maxRows` rows; whatever the stream throws.
 * @example
 * async function* rows() {
 *   for (let i = 0; i < 500; i++) yield { tenure: i % 60, plan: i % 4 === 0 ? 'pro' : 'basic' }
 * }
 * const baseline = await baselineFromStream(rows())
 */
export async function baselineFromStream<Row>(
  rows: AsyncIterable<Row> | Iterable<Row>,
  options: StreamBaselineOptions = {},
): Promise<Baseline> {
  const settings = baselineSettings(options, [...optionNames, 'maxRows'])
  const { maxRows = 1_000_000, columns } = options
  const check = checkOptions('baseline')
  const isWhole = Number.isInteger(maxRows) && maxRows >= 1 && maxRows < 2 ** 32
  check.require(isWhole, 'maxRows', 'must be a whole number from 1 to 2^32 - 1', maxRows)
  const stream = rows as Partial<AsyncIterable<Row> & Iterable<Row>> | null
  const isStream =
    typeof stream === 'object' &&
    (typeof stream?.[Symbol.asyncIterator] === 'function' || typeof stream?.[Symbol.iterator] === 'function')
  check.require(isStream, 'rows', 'must be an iterable of rows, asynchronous or not', rows)
  check.done()

  const head: unknown[] = []
  let reader: RowCollector | undefined
  for await (const row of rows) {
    if (reader === undefined && head.length === 100) reader = new RowCollector(settings, columns, head)
    if (reader === undefined) head.push(row)
    else if (reader.rows < maxRows) reader.take(row)
    else throw tooMany(maxRows)
  }
  const count = reader?.rows ?? head.length
  if (count > maxRows) throw tooMany(maxRows)
  needRows(count, settings.minRows)
  return (reader ?? new RowCollector(settings, columns, head)).finish()
}

function tooMany(maxRows: number): PlimsollError {
  return new PlimsollError('PLIMSOLL_BASELINE_INVALID', {
    message: `a baseline takes at most ${maxRows} rows of a stream (maxRows): take a random sample of them`,
  })
}

/** Holds the values of the kept columns. */
class RowCollector {
  rows = 0
  private readonly settings: BaselineSettings
  private readonly given: readonly unknown[] | undefined
  private readonly wanted: readonly Wanted[]
  private readonly values: readonly (GrowingValues | EmbeddingCollector)[]
  private readonly seen: boolean[]
  private readonly timePath: ColumnPath | undefined
  private readonly slots: GrowingNumbers = new GrowingNumbers()

  constructor(settings: BaselineSettings, given: readonly unknown[] | undefined, head: readonly unknown[]) {
    const time = settings.season?.time
    this.settings = settings
    this.given = given
    this.wanted = wantedColumns(given, head, time)
    this.values = this.wanted.map(({ kind }) =>
      kind === 'embedding' ? new EmbeddingCollector() : new GrowingValues(),
    )
    this.seen = this.wanted.map(() => given === undefined)
    this.timePath = time === undefined ? undefined : pathOfName(time, head[0])
    for (const row of head) this.take(row)
  }

  take(row: unknown): void {
    this.rows++
    this.wanted.forEach((column, i) => {
      this.seen[i] ||= isInRow(row, column)
      this.values[i]?.push(descend(row, column.path))
    })
    if (this.timePath !== undefined) this.slots.push(slotOfTime(this.settings, descend(row, this.timePath)))
  }

  finish(): Baseline {
    needPresent(this.given, this.wanted, (_, i) => this.seen[i] === true)
    const path = this.timePath
    const season = path === undefined ? undefined : { path, slots: this.slots.view() }
    return assembleBaseline(this.settings, this.rows, this.counted(), season)
  }

  private *counted(): ReturnType<typeof countColumn> {
    for (const [i, column] of this.wanted.entries()) {
      const values = this.values[i]
      if (values instanceof EmbeddingCollector) yield* countEmbedding(column, values, this.settings.bins)
      else if (values !== undefined) yield* countColumn(column, values, this.settings.bins)
    }
  }
}
