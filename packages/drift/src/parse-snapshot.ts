import { isPlimsollError } from '@plimsoll/core'
import { arrangeParts } from './arrange-parts.ts'
import type { Baseline } from './baseline-types.ts'
import { cellCount } from './cells.ts'
import {
  type Snapshot,
  type SnapshotPart,
  type SnapshotWindow,
  columnFigures,
  maxCounts,
  maxDependence,
  maxParts,
  maxReplica,
  need,
  slotsOf,
  snapshotError,
  snapshotFormat,
  windowKinds,
} from './snapshot-types.ts'
import { sum } from './sum.ts'

/**
 * Checks plain data, such as a parsed JSON text, and returns it as a snapshot of `baseline`.
 *
 * Everything is checked: the format, the baseline's digest, sizes, that each column counts every row once, and that
 * no row is in two slots of a season.
 * Only known fields are copied, each read once; accessors and what is inherited are not read. O(parts x cells).
 *
 * @param baseline the one the snapshot was counted against
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID`, naming the place and the rule that is broken.
 * @example
 * const none = emptySnapshot(baseline, ['tenure'], { kind: 'tumbling', rows: 1000, panes: 1 })
 * parseSnapshot(JSON.parse(JSON.stringify(none)), baseline).columns // ['tenure']
 */
export function parseSnapshot(json: unknown, baseline: Baseline): Snapshot {
  try {
    return read(json, baseline)
  } catch (error) {
    if (isPlimsollError(error, 'PLIMSOLL_SNAPSHOT_INVALID')) throw error
    throw snapshotError('it', 'could not be read', error)
  }
}

/** What every part of one snapshot has. */
interface PartShape {
  /** Cells of each watched column. */
  readonly sizes: readonly number[]
  readonly slots: number
}

function read(json: unknown, baseline: Baseline): Snapshot {
  const { name, digest, rows } = baseline
  const top = fields(json, 'snapshot')
  need(top('format') === snapshotFormat, 'format', `must be '${snapshotFormat}'`)
  const base = fields(top('baseline'), 'baseline')
  const isSame = base('digest') === digest && base('name') === name && base('rows') === rows
  need(isSame, 'baseline', 'must be the given one')
  const { columns, sizes } = readColumns(top('columns'), baseline)
  const shape = { sizes, slots: slotsOf(baseline) }
  const window = readWindow(top('window'))
  const given = list(top('parts'), 'parts', maxParts)
  const finished = list(top('earlier'), 'earlier', maxParts)
  const cells = sum(sizes)
  const counts = (given.length + finished.length) * cells
  need(counts <= maxCounts, 'parts and earlier', `must hold at most ${maxCounts} counts together`)
  const lists = [
    { at: 'parts', parts: given.map((part, i) => readPart(part, `parts[${i}]`, shape)), isEarlier: false },
    {
      at: 'earlier',
      parts: finished.map((part, i) => readPart(part, `earlier[${i}]`, shape)),
      isEarlier: true,
    },
  ]
  const content = { baseline: { name, digest, rows }, columns, window }
  return { format: snapshotFormat, ...content, ...arrangeParts(lists, window.panes) }
}

/** Reads the watched columns and how many cells each has. */
function readColumns(
  value: unknown,
  baseline: Baseline,
): { readonly columns: readonly string[]; readonly sizes: readonly number[] } {
  const names = list(value, 'columns', baseline.columns.length)
  need(names.length >= 1, 'columns', 'must hold at least one column')
  let next = 0
  const watched = names.map((name, i) => {
    // One walk over the baseline in all: the order is the same, and there may be thousands of columns.
    while (next < baseline.columns.length && baseline.columns[next]?.name !== name) next++
    const column = baseline.columns[next++]
    need(column !== undefined, `columns[${i}]`, "must be a column of the baseline, in the baseline's order")
    return column
  })
  return { columns: watched.map((one) => one.name), sizes: watched.map(cellCount) }
}

function readWindow(value: unknown): SnapshotWindow {
  const field = fields(value, 'window')
  const given = field('kind')
  const kind = windowKinds.find((one) => one === given)
  need(kind !== undefined, 'window.kind', `must be ${windowKinds.join(', ')}`)
  const rows = whole(field('rows'), 'window.rows', 2 ** 32 - 1)
  const panes = whole(field('panes'), 'window.panes', maxParts)
  need(panes >= 1, 'window.panes', 'must be at least 1')
  return { kind, rows, panes }
}

function readPart(value: unknown, at: string, { sizes, slots }: PartShape): SnapshotPart {
  const field = fields(value, at)
  const replica = field('replica')
  const isName = typeof replica === 'string' && replica.length >= 1 && replica.length <= maxReplica
  need(isName, `${at}.replica`, `must be text of 1 to ${maxReplica} characters`)
  // It would not survive the trip through UTF-8, and another replica could then have the same name.
  need(!/\p{Surrogate}/u.test(replica), `${at}.replica`, 'must be well-formed text')
  const rows = whole(field('rows'), `${at}.rows`, 2 ** 32 - 1)
  return {
    replica,
    seq: whole(field('seq'), `${at}.seq`, Number.MAX_SAFE_INTEGER),
    rows,
    since: time(field('since'), `${at}.since`),
    until: time(field('until'), `${at}.until`),
    counts: readCounts(field('counts'), `${at}.counts`, sizes, rows),
    dependence: readDependence(field('dependence'), `${at}.dependence`, sizes.length, rows),
    slots: readSlots(field('slots'), `${at}.slots`, slots, rows),
  }
}

function readCounts(value: unknown, at: string, sizes: readonly number[], rows: number): readonly number[] {
  const length = sum(sizes)
  const items = list(value, at, length)
  need(items.length === length, at, `must hold ${length} counts`)
  const counts: number[] = []
  sizes.forEach((size, column) => {
    let counted = 0
    for (let i = 0; i < size; i++) {
      const count = items[counts.length]
      // The place is put together only where it is told: there are thousands of counts.
      if (!isWhole(count, rows))
        throw snapshotError(`${at}[${counts.length}]`, 'must be a whole number from 0 to rows')
      counted += count
      counts.push(count + 0)
    }
    if (counted !== rows) throw snapshotError(at, `must count every row once in column ${column}`)
  })
  return counts
}

function readDependence(value: unknown, at: string, columns: number, rows: number): readonly number[] {
  const length = columnFigures * columns
  const items = list(value, at, length)
  need(items.length === length, at, `must hold ${length} figures`)
  return items.map((item, i) => {
    const holds = Number.isInteger(item) && Math.abs(item as number) < maxDependence
    if (!holds) throw snapshotError(`${at}[${i}]`, 'must be a whole number within 2^52')
    const isRises = i % columnFigures === columnFigures - 1
    if (isRises && !isWhole(item, rows))
      throw snapshotError(`${at}[${i}]`, 'must be a whole number from 0 to rows')
    return (item as number) + 0
  })
}

function readSlots(value: unknown, at: string, length: number, rows: number): readonly number[] {
  const items = list(value, at, length)
  need(items.length === length, at, `must hold ${length} counts`)
  const counts = items.map((item, slot) => {
    if (!isWhole(item, rows)) throw snapshotError(`${at}[${slot}]`, 'must be a whole number from 0 to rows')
    return item + 0
  })
  need(sum(counts) <= rows, at, 'must count no row twice')
  return counts
}

/** Reads fields of an object that are its own data: nothing inherited, no accessor. */
function fields(value: unknown, at: string): (name: string) => unknown {
  need(typeof value === 'object' && value !== null && !Array.isArray(value), at, 'must be an object')
  return (name) => Object.getOwnPropertyDescriptor(value, name)?.value as unknown
}

/** Copies an array, each item read once, after its length is known to be bounded. */
function list(value: unknown, at: string, most: number): readonly unknown[] {
  need(Array.isArray(value), at, 'must be an array')
  const { length } = value
  need(isWhole(length, most), at, `must hold at most ${most} items`)
  const items: unknown[] = []
  for (let i = 0; i < length; i++) items.push(value[i])
  return items
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
}

function whole(value: unknown, at: string, most: number): number {
  need(isWhole(value, most), at, `must be a whole number from 0 to ${most}`)
  return value + 0
}

function time(value: unknown, at: string): number {
  need(typeof value === 'number' && Number.isFinite(value), at, 'must be a finite number')
  return value + 0
}
