import { PlimsollError, checkOptions } from '@plimsoll/core'
import { partitionKey } from './baseline-duplicates.ts'
import type { BaselineSettings } from './baseline-options.ts'
import { type Baseline, type BaselineColumn, baselineFormat, maxColumns } from './baseline-types.ts'
import { baselineDigest } from './canonical-json.ts'
import { cellCount } from './cells.ts'
import type { ColumnPath } from './column-path.ts'
import type { CountedColumn } from './count-column.ts'
import { deepFreeze } from './deep-freeze.ts'
import { readTime, slotCount, slotOf } from './season.ts'

/** The season of a reference while it is counted. */
export interface SeasonSlots {
  readonly path: ColumnPath
  /** The slot of every row; -1 where its time could not be read. */
  readonly slots: ArrayLike<number>
}

/** Finds the slot of a row's time; -1 when it cannot be read. */
export function slotOfTime(settings: BaselineSettings, time: unknown): number {
  return settings.season === undefined ? -1 : slotOf(settings.season.by, readTime(time))
}

/** Puts counted columns together into a frozen baseline, one at a time: their rows' cells are then let go. */
export function assembleBaseline(
  settings: BaselineSettings,
  rows: number,
  counted: Iterable<CountedColumn>,
  season?: SeasonSlots,
): Baseline {
  if (season !== undefined) needTimes(season)
  const columns: BaselineColumn[] = []
  const names = new Set<string>()
  const partitions = new Map<string, string>()
  const check = checkOptions('baseline')
  for (const { column, cells } of counted) {
    check.require(!names.has(column.name), 'columns', 'must not give two columns one name', column.name)
    names.add(column.name)
    const key = partitionKey(cells)
    const original = key === undefined ? undefined : partitions.get(key)
    if (key !== undefined && original === undefined) partitions.set(key, column.name)
    columns.push({
      ...column,
      ...(original === undefined ? {} : { duplicateOf: original }),
      ...(season === undefined ? {} : { slots: countSlots(settings, column, cells, season.slots) }),
    })
  }
  const rule = `must be at most ${maxColumns}; a text makes 3 and an embedding 17`
  check.require(columns.length <= maxColumns, 'columns', rule, columns.length)
  check.done()
  return sealBaseline(settings, rows, columns, {
    approx: false,
    ...(season === undefined || settings.season === undefined
      ? {}
      : { season: { by: settings.season.by, path: season.path } }),
  })
}

/** Adds the digest and freezes the whole. */
export function sealBaseline(
  { name, version }: Pick<BaselineSettings, 'name' | 'version'>,
  rows: number,
  columns: readonly BaselineColumn[],
  rest: Pick<Baseline, 'approx' | 'season'>,
): Baseline {
  const content: Omit<Baseline, 'digest'> = {
    format: baselineFormat,
    name,
    ...(version === undefined ? {} : { version }),
    rows,
    ...rest,
    columns,
  }
  return deepFreeze({ ...content, digest: baselineDigest(content) })
}

function needTimes({ slots }: SeasonSlots): void {
  let unread = 0
  for (let i = 0; i < slots.length; i++) unread += Number(slots[i] === -1)
  if (unread === 0) return
  throw new PlimsollError('PLIMSOLL_BASELINE_INVALID', {
    message: `a seasonal baseline needs the time of every row; season.time could not be read in ${unread} of ${slots.length}`,
  })
}

function countSlots(
  { season }: BaselineSettings,
  column: BaselineColumn,
  cells: Uint16Array,
  slots: ArrayLike<number>,
): number[][] {
  const size = cellCount(column)
  const slotted = Array.from({ length: season === undefined ? 0 : slotCount(season.by) }, () =>
    Array.from({ length: size }, () => 0),
  )
  for (let i = 0; i < cells.length; i++) {
    const counts = slotted[slots[i] ?? 0]
    const cell = cells[i] ?? 0
    if (counts !== undefined) counts[cell] = (counts[cell] ?? 0) + 1
  }
  return slotted
}
