import { type Cells, cellOf, numberCell, wrongTypeCell } from './cells.ts'
import type { ColumnPath } from './column-path.ts'
import { type GroupedPaths, type PathGroup, descend, groupPaths, unreadable } from './row-reader.ts'

type Fields = Readonly<Record<string | number, unknown>>

/**
 * Counts rows into cells: one 32-bit count per cell, those of all columns in one array.
 *
 * Reading and counting stand in one loop, so that the engine need not box a fraction on its way from an
 * array to its bin.
 */
export class RowCounter {
  /** Counts of all columns, one after another. */
  readonly counts: Uint32Array
  /** Where each column's cells begin, and where the last one's end. */
  private readonly offsets: Uint32Array
  private readonly cells: readonly Cells[]
  private readonly paths: GroupedPaths

  constructor(paths: readonly ColumnPath[], cells: readonly Cells[]) {
    this.paths = groupPaths(paths)
    this.cells = cells
    this.offsets = new Uint32Array(cells.length + 1)
    cells.forEach((layout, i) => {
      this.offsets[i + 1] = (this.offsets[i] ?? 0) + layout.size
    })
    this.counts = new Uint32Array(this.offsets[cells.length] ?? 0)
  }

  /** The cells of one column, as a view. */
  column(index: number): Uint32Array {
    return this.counts.subarray(this.offsets[index], this.offsets[index + 1])
  }

  /** Counts one row. Never throws. */
  count(row: unknown): void {
    const { whole, groups } = this.paths
    for (let i = 0; i < whole.length; i++) this.add(whole[i] ?? 0, row)
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i]
      if (group !== undefined) this.countGroup(group, descend(row, group.parent))
    }
  }

  private countGroup(group: PathGroup, parent: unknown): void {
    const { columns } = group
    if (typeof parent !== 'object' || parent === null) {
      const value = parent === undefined || parent === null ? undefined : unreadable
      for (let i = 0; i < columns.length; i++) this.add(columns[i] ?? 0, value)
      return
    }
    let from = 0
    while (from < columns.length) {
      // A field that throws ends the pass; the next one begins behind it.
      from =
        typeof group.keys[0] === 'number'
          ? this.countItems(group, parent as Fields, from)
          : this.countFields(group, parent as Fields, from)
    }
  }

  private countItems(group: PathGroup, items: Fields, from: number): number {
    const { keys, columns } = group
    const { cells, counts, offsets } = this
    let i = from
    try {
      for (; i < columns.length; i++) {
        const value = items[keys[i] as number]
        const column = columns[i] as number
        const layout = cells[column] as Cells
        const isPlain = typeof value === 'number' && layout.takesNumbers
        const at = (offsets[column] as number) + (isPlain ? numberCell(layout, value) : cellOf(layout, value))
        counts[at] = (counts[at] as number) + 1
      }
    } catch {
      this.add(columns[i] ?? 0, unreadable)
      return i + 1
    }
    return i
  }

  private countFields(group: PathGroup, fields: Fields, from: number): number {
    const { keys, columns } = group
    let i = from
    try {
      for (; i < columns.length; i++) this.add(columns[i] ?? 0, fields[keys[i] ?? ''])
    } catch {
      this.add(columns[i] ?? 0, unreadable)
      return i + 1
    }
    return i
  }

  private add(column: number, value: unknown): void {
    const layout = this.cells[column]
    if (layout === undefined) return
    const cell = value === unreadable ? wrongTypeCell : cellOf(layout, value)
    const at = (this.offsets[column] ?? 0) + cell
    this.counts[at] = (this.counts[at] ?? 0) + 1
  }
}
