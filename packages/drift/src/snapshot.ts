import type { BaselineColumn } from './baseline-types.ts'
import { firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from './cells.ts'
import { columnBins, referenceBins } from './column-bins.ts'

/** Rows counted in one cell: in the baseline, and in the current window. */
export interface CellCounts {
  readonly label: string
  readonly reference: number
  readonly current: number
}

/** One bin's counts. */
export interface BinCounts extends CellCounts {
  /**
   * The value of a bin that holds a single one, as discrete and categorical columns have for every value of the
   * reference; absent from ranges, from the gaps between values and from `other`.
   */
  readonly value?: string | number | boolean
}

/** One column's counts. */
export interface ColumnSnapshot {
  readonly name: string
  readonly type: BaselineColumn['type']
  /**
   * Bins in order. A discrete column has gaps before, between and behind its values, for values the reference
   * never had: these are the bins without `value`.
   */
  readonly bins: readonly BinCounts[]
  /** Rows without a value that could be binned: `missing`, `nan`, `infinite`, `wrongType`. */
  readonly apart: readonly CellCounts[]
}

/** The counts of a monitor as plain data, for reports. */
export interface MonitorSnapshot {
  readonly format: 'plimsoll-drift-snapshot/1'
  readonly baseline: { readonly name: string; readonly digest: string; readonly rows: number }
  /** Rows in the current window. */
  readonly rows: number
  readonly columns: readonly ColumnSnapshot[]
}

/** Copies one column's cells beside the baseline's. */
export function snapshotColumn(column: BaselineColumn, cells: ArrayLike<number>): ColumnSnapshot {
  const reference = referenceBins(column)
  return {
    name: column.name,
    type: column.type,
    bins: columnBins(column).map((bin, i) => ({
      ...bin,
      reference: reference[i] ?? 0,
      current: cells[firstBin + i] ?? 0,
    })),
    apart: [
      { label: 'missing', reference: column.missing, current: cells[missingCell] ?? 0 },
      { label: 'nan', reference: column.nan, current: cells[nanCell] ?? 0 },
      { label: 'infinite', reference: column.infinite, current: cells[infiniteCell] ?? 0 },
      { label: 'wrongType', reference: column.wrongType, current: cells[wrongTypeCell] ?? 0 },
    ],
  }
}
