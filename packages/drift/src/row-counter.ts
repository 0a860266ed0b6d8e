// One thing: the way of a row into its cells. It is read, queued and binned in one place for speed.
import { type Cells, apartCell, finiteCell, firstBin } from './cells.ts'
import { type AlarmDetectors, runRows } from './alarm-detectors.ts'
import type { ColumnPath } from './column-path.ts'
import type { Dependence } from './dependence.ts'
import { type FigureReader, figureReaders } from './figure-reader.ts'
import { type GroupedPaths, type PathGroup, descend, groupPaths, unreadable } from './row-reader.ts'

type Lookup = Cells['lookup']
type Fields = Readonly<Record<string | number, unknown>>

/** What follows every value into its cell. */
export interface Watchers {
  /** Bets on the cell of every value. */
  readonly detectors?: AlarmDetectors | undefined
  /** Compares neighbouring rows. */
  readonly dependence?: Dependence | undefined
}

/**
 * Counts rows into cells: one 32-bit count per cell, those of all columns in one array.
 *
 * A row is read in two passes. The first puts numbers into a queue, unboxed, and counts anything else; the second
 * finds the bin of every number queued. The edges of all columns lie in one array, so that neither pass touches
 * an object per column.
 */
export class RowCounter {
  /** Counts of all columns, one after another. */
  declare readonly counts: Int32Array
  declare private readonly cells: readonly Cells[]
  declare private readonly lookups: readonly Lookup[]
  declare private readonly paths: GroupedPaths
  /** Where each column's cells begin, and where the last one's end. */
  declare private readonly offsets: Int32Array
  /** The edges of all columns, each filled up with Infinity to 16 or 32, always more than there are. */
  declare private readonly edges: Float64Array
  declare private readonly starts: Int32Array
  /** 1 where a column has 32 places for edges, else it has 16. */
  declare private readonly wide: Int32Array
  /** 1 where an edge has a bin of its own, else 0. */
  declare private readonly exact: Int32Array
  /** 1 where a number is binned by its value: neither a category nor mistyped. */
  declare private readonly takesNumbers: Int32Array
  declare private readonly numbers: Float64Array
  declare private readonly columns: Int32Array
  /** Of columns that are read for all figures of a text or an embedding. */
  declare private readonly readers: ReadonlyMap<number, FigureReader>
  declare private readonly detectors: AlarmDetectors | undefined
  declare private readonly dependence: Dependence | undefined
  /** Columns that are read; the others get a figure of what one of these reads. */
  declare readonly leaders: readonly number[]
  private queued = 0
  /** Rows begun before this one and not ended yet. */
  private ahead = 0
  declare private readonly run: Float64Array
  declare private readonly cellRun: Int32Array

  constructor(paths: readonly ColumnPath[], cells: readonly Cells[], watchers: Watchers = {}) {
    this.readers = figureReaders(paths, cells)
    const followers = new Set(Array.from(this.readers.values()).flatMap(({ columns }) => columns.slice(1)))
    this.paths = groupPaths(paths, followers)
    this.leaders = paths.map((_, column) => column).filter((column) => !followers.has(column))
    this.detectors = watchers.detectors
    this.dependence = watchers.dependence
    this.cells = cells
    this.lookups = cells.map(({ lookup }) => lookup)
    const edges: number[] = []
    const offsets = [0]
    const starts: number[] = []
    for (const { edges: own, size } of cells) {
      offsets.push((offsets.at(-1) ?? 0) + size)
      starts.push(edges.length)
      const length = own.length < 16 ? 16 : 32
      for (let i = 0; i < length; i++) edges.push(own[i] ?? Infinity)
    }
    this.edges = Float64Array.from(edges)
    this.offsets = Int32Array.from(offsets)
    this.starts = Int32Array.from(starts)
    this.wide = Int32Array.from(cells, (column) => Number(column.edges.length >= 16))
    this.exact = Int32Array.from(cells, ({ type }) => Number(type === 'discrete'))
    this.takesNumbers = Int32Array.from(cells, ({ kind }) => Number(kind === 'numeric'))
    this.counts = new Int32Array(offsets.at(-1) ?? 0)
    this.numbers = new Float64Array(cells.length)
    this.columns = new Int32Array(cells.length)
    this.run = new Float64Array(runRows)
    this.cellRun = new Int32Array(runRows)
  }

  /** The cells of one column, as a view. */
  column(index: number): Int32Array {
    return this.counts.subarray(this.offsets[index], this.offsets[index + 1])
  }

  /** Counts one row. Never throws. */
  count(row: unknown): void {
    const { whole, groups } = this.paths
    // Not empty when a field's own code observes a row while this one is read.
    if (this.queued > 0) this.binQueued()
    for (let i = 0; i < whole.length; i++) this.take(whole[i] as number, row)
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] as PathGroup
      this.readGroup(group, group.parent.length === 0 ? row : descend(row, group.parent))
    }
    this.binQueued()
  }

  /**
   * Counts the values of several rows that stand in arrays, one array per column (`undefined` where a column has
   * none), from the row `from`; at most 32 rows.
   */
  countRun(arrays: readonly (ArrayLike<unknown> | undefined)[], from: number, count: number): void {
    if (this.queued > 0) this.binQueued()
    const { leaders } = this
    for (let i = 0; i < leaders.length; i++) {
      const column = leaders[i] as number
      const array = arrays[column]
      if (this.takesNumbers[column] === 1 && isNumbers(array)) this.countNumbers(column, array, from, count)
      else this.countValues(column, array, from, count)
    }
    this.ahead = 0
  }

  private countValues(
    column: number,
    array: ArrayLike<unknown> | undefined,
    from: number,
    count: number,
  ): void {
    for (let i = 0; i < count; i++) {
      this.ahead = i
      this.take(column, array === undefined ? undefined : array[from + i])
      this.binQueued()
    }
  }

  private countNumbers(column: number, array: ArrayLike<number>, from: number, count: number): void {
    const { run, cellRun, counts, dependence, detectors } = this
    const at = this.offsets[column] as number
    for (let i = 0; i < count; i++) {
      const number = array[from + i] as number
      const cell = this.cellOfNumber(column, number)
      run[i] = number
      cellRun[i] = cell
      counts[at + cell] = (counts[at + cell] as number) + 1
    }
    if (dependence !== undefined) {
      dependence.noteRun(column, at, cellRun, count)
      dependence.noteNumbers(column, run, count)
    }
    if (detectors !== undefined) detectors.stepRun(column, cellRun, count)
  }

  private readGroup(group: PathGroup, parent: unknown): void {
    const { columns } = group
    if (typeof parent !== 'object' || parent === null) {
      const value = parent === undefined || parent === null ? undefined : unreadable
      for (let i = 0; i < columns.length; i++) this.take(columns[i] as number, value)
      return
    }
    let from = 0
    while (from < columns.length) {
      // What throws ends the pass; the next one begins behind it.
      from = this.read(group, parent as Fields, from)
    }
  }

  /**
   * Reads items or fields. An engine learns at every place in the code which name is read there, and reads ten
   * times faster where it is always the same: hence a place each for the first few names.
   */
  private read({ keys, columns }: PathGroup, fields: Fields, from: number): number {
    const length = columns.length
    let i = from
    try {
      if (i === 0 && typeof keys[0] === 'string') {
        this.take(columns[0] as number, fields[keys[0]])
        if (length === 1) return 1
        i = 1
        this.take(columns[1] as number, fields[keys[1] as string])
        if (length === 2) return 2
        i = 2
        this.take(columns[2] as number, fields[keys[2] as string])
        if (length === 3) return 3
        i = 3
        this.take(columns[3] as number, fields[keys[3] as string])
        if (length === 4) return 4
        i = 4
        this.take(columns[4] as number, fields[keys[4] as string])
        if (length === 5) return 5
        i = 5
        this.take(columns[5] as number, fields[keys[5] as string])
        if (length === 6) return 6
        i = 6
        this.take(columns[6] as number, fields[keys[6] as string])
        if (length === 7) return 7
        i = 7
        this.take(columns[7] as number, fields[keys[7] as string])
        if (length === 8) return 8
        i = 8
        this.take(columns[8] as number, fields[keys[8] as string])
        if (length === 9) return 9
        i = 9
        this.take(columns[9] as number, fields[keys[9] as string])
        if (length === 10) return 10
        i = 10
        this.take(columns[10] as number, fields[keys[10] as string])
        if (length === 11) return 11
        i = 11
        this.take(columns[11] as number, fields[keys[11] as string])
        i = 12
        for (; i < length; i++) this.take(columns[i] as number, fields[keys[i] as string])
      } else for (; i < length; i++) this.take(columns[i] as number, fields[keys[i] as number])
    } catch {
      this.take(columns[i] as number, unreadable)
      return i + 1
    }
    return i
  }

  private take(column: number, value: unknown): void {
    if (typeof value === 'number' && this.takesNumbers[column] === 1) {
      this.enqueue(column, value)
    } else {
      this.takeOther(column, value)
    }
  }

  private enqueue(column: number, number: number): void {
    const at = this.queued
    this.numbers[at] = number
    this.columns[at] = column
    this.queued = at + 1
  }

  private takeOther(column: number, value: unknown): void {
    const known = (this.lookups[column] as Lookup).get(value)
    if (known !== undefined) this.put(column, known)
    else if (this.readers.has(column)) this.takeFigures(this.readers.get(column) as FigureReader, value)
    else {
      const cell = this.cellOfOther(column, value)
      if (cell !== undefined) this.put(column, cell)
    }
  }

  /** Finds the cell of what no category equals as it is; a number in another guise is queued instead. */
  private cellOfOther(column: number, value: unknown): number | undefined {
    const { type, kind, lookup, size } = this.cells[column] as Cells
    const cell = apartCell(kind, value)
    if (cell !== firstBin) return cell
    if (type === 'categorical')
      return lookup.get(typeof value === 'bigint' ? Number(value) : value) ?? size - 1
    this.enqueue(column, Number(value))
    return undefined
  }

  /** Takes all figures of a text or an embedding, each into its own column. */
  private takeFigures(reader: FigureReader, value: unknown): void {
    const { columns, places, figures } = reader
    const cell = reader.read(value)
    for (let i = 0; i < columns.length; i++) {
      if (cell === firstBin) this.enqueue(columns[i] as number, figures[places[i] as number] as number)
      else this.put(columns[i] as number, cell)
    }
  }

  /** Counts a value of a column into its cell. */
  private put(column: number, cell: number): void {
    const at = (this.offsets[column] as number) + cell
    this.counts[at] = (this.counts[at] as number) + 1
    if (this.detectors !== undefined) this.detectors.step(column, cell, this.ahead)
    if (this.dependence !== undefined) this.dependence.note(column, at, this.ahead)
  }

  private binQueued(): void {
    const { queued, numbers, columns, dependence } = this
    this.queued = 0
    for (let i = 0; i < queued; i++) {
      const number = numbers[i] as number
      const column = columns[i] as number
      if (dependence !== undefined && number - number === 0) dependence.noteNumber(column, number)
      this.put(column, this.cellOfNumber(column, number))
    }
  }

  private cellOfNumber(column: number, number: number): number {
    if (number - number !== 0) return finiteCell(number)
    const { edges } = this
    const start = this.starts[column] as number
    let edge = start
    // A search of fixed depth without branches or a loop: on unpredictable values a mispredicted branch costs
    // more than two whole steps, and a loop's upkeep as much as its work.
    if (this.wide[column] === 1) edge += 16 & -Number((edges[edge + 15] as number) < number)
    edge += 8 & -Number((edges[edge + 7] as number) < number)
    edge += 4 & -Number((edges[edge + 3] as number) < number)
    edge += 2 & -Number((edges[edge + 1] as number) < number)
    edge += Number((edges[edge] as number) < number)
    const bin = edge - start
    return firstBin + (this.exact[column] === 1 ? 2 * bin + Number(edges[edge] === number) : bin)
  }
}

/** Whether an array holds unboxed numbers alone. */
function isNumbers(array: ArrayLike<unknown> | undefined): array is ArrayLike<number> {
  return ArrayBuffer.isView(array) && typeof array[0] === 'number'
}
