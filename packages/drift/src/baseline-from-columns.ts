import { checkOptions } from '@plimsoll/core'
import { assembleBaseline, slotOfTime } from './baseline-assemble.ts'
import { type BaselineOptions, baselineSettings, needRows } from './baseline-options.ts'
import type { Baseline } from './baseline-types.ts'
import type { ValueList } from './baseline-values.ts'
import { countColumn, countEmbedding } from './count-column.ts'
import { EmbeddingCollector } from './embedding-collector.ts'
import { needPresent, wantedColumns } from './wanted-columns.ts'

/**
 * Counts reference columns into a frozen baseline, straight from arrays and typed arrays: the same baseline, digest
 * included, as {@link createBaseline} makes of the rows that hold one field per column.
 *
 * Columns are found by name; live rows are then read by that name too, or where a shape's `path` says. Without
 * `columns` every column given is kept.
 *
 * @param columns arrays or typed arrays of one length; of an `embedding`, an array of arrays
 * @throws {OptionsError} for options that cannot work, columns that are no arrays or differ in length.
 * @throws {PlimsollError} `PLIMSOLL_BASELINE_INVALID` as {@link createBaseline} does.
 * @example
 * const tenure = Float64Array.from({ length: 500 }, (_, i) => i % 60)
 * const plan = Array.from({ length: 500 }, (_, i) => (i % 4 === 0 ? 'pro' : 'basic'))
 * baselineFromColumns({ tenure, plan }).rows // 500
 */
export function baselineFromColumns(
  columns: Readonly<Record<string, ArrayLike<unknown>>>,
  options: BaselineOptions = {},
): Baseline {
  const settings = baselineSettings(options)
  const held = readColumns(columns)
  const rows = held.values().next().value?.length ?? 0
  needRows(rows, settings.minRows)
  const time = settings.season?.time
  const wanted = wantedColumns(options.columns ?? shownNames(held, time), [columns])
  needPresent(options.columns, wanted, ({ name }) => held.has(name))

  const absent: ValueList = { length: rows, at: () => undefined }
  function* counted(): ReturnType<typeof countColumn> {
    for (const column of wanted) {
      const values = held.get(column.name) ?? absent
      if (column.kind === 'embedding') {
        const collected = new EmbeddingCollector()
        for (let i = 0; i < rows; i++) collected.push(values.at(i))
        yield* countEmbedding(column, collected, settings.bins)
      } else yield* countColumn(column, values, settings.bins)
    }
  }
  if (time === undefined) return assembleBaseline(settings, rows, counted())
  const times = held.get(time) ?? absent
  const slots = Array.from({ length: rows }, (_, i) => slotOfTime(settings, times.at(i)))
  return assembleBaseline(settings, rows, counted(), { path: [time], slots })
}

function shownNames(held: ReadonlyMap<string, ValueList>, time: string | undefined): string[] {
  return Array.from(held.keys()).filter((name) => name !== time)
}

function readColumns(columns: unknown): ReadonlyMap<string, ValueList> {
  const check = checkOptions('baseline')
  const held = new Map<string, ValueList>()
  const isRecord = typeof columns === 'object' && columns !== null && !Array.isArray(columns)
  if (check.require(isRecord, 'columns', 'must be arrays by name', columns)) {
    for (const [name, values] of Object.entries(columns as Readonly<Record<string, unknown>>)) {
      const isList = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView))
      const rule = 'must be an array or a typed array'
      if (check.require(isList, `columns.${name}`, rule, values)) held.set(name, values as ValueList)
    }
    const first = held.entries().next().value
    for (const [name, { length }] of held) {
      const rule = `must be as long as ${first?.[0]} (${first?.[1].length})`
      check.require(length === first?.[1].length, `columns.${name}.length`, rule, length)
    }
  }
  check.done()
  return held
}
