import { binIndex } from '@plimsoll/stats'
import type { BaselineColumn } from './baseline-types.ts'

/** The cells of a column that hold no value: they come first, its bins after them. */
export const missingCell = 0
export const nanCell = 1
export const infiniteCell = 2
export const wrongTypeCell = 3
export const firstBin = 4

/** How values of one column fall into cells, in the form the hot path wants. */
export interface Cells {
  readonly type: BaselineColumn['type']
  readonly kind: BaselineColumn['kind']
  /** Numeric: the edges. Discrete: the values; the bins are value, gap, value between gaps. */
  readonly edges: Float64Array
  /** Categorical: the cell of each known value. */
  readonly lookup: ReadonlyMap<unknown, number>
  /** Cells in all. */
  readonly size: number
}

/** Lays the cells of a column out. */
export function cellsOf(column: BaselineColumn): Cells {
  const { type, kind } = column
  switch (type) {
    case 'numeric':
      return numericCells(kind, column.edges)
    case 'discrete':
      return {
        type,
        kind,
        edges: Float64Array.from(column.values),
        lookup: new Map(),
        size: firstBin + 2 * column.values.length + 1,
      }
    case 'categorical':
      return {
        type,
        kind,
        edges: new Float64Array(0),
        lookup: new Map(column.values.map((value, i) => [value, firstBin + i])),
        size: firstBin + column.values.length + 1,
      }
  }
}

/** Lays out the cells of a numeric column in bins. */
export function numericCells(kind: BaselineColumn['kind'], edges: ArrayLike<number>): Cells {
  return {
    type: 'numeric',
    kind,
    edges: Float64Array.from(edges),
    lookup: new Map(),
    size: firstBin + edges.length + 1,
  }
}

/**
 * Finds the cell a value falls into. Never throws and never converts by calling the value's own code.
 *
 * Null and undefined are missing; a bigint counts as its number; -0 is 0.
 */
export function cellOf(cells: Cells, value: unknown): number {
  if (value === undefined || value === null) return missingCell
  const { type, kind } = cells
  if (type === 'categorical') {
    if (kind === 'boolean' ? typeof value !== 'boolean' : !isCategory(value)) return wrongTypeCell
    const key = typeof value === 'bigint' ? Number(value) : value
    if (typeof key === 'number') {
      if (Number.isNaN(key)) return nanCell
      if (key - key !== 0) return infiniteCell
    }
    return cells.lookup.get(key) ?? cells.size - 1
  }
  let number: number
  if (typeof value === 'number') number = kind === 'text' ? Number.NaN : value
  else if (kind === 'text' && typeof value === 'string') number = value.length
  else if (kind !== 'text' && typeof value === 'bigint') number = Number(value)
  else return wrongTypeCell
  if (Number.isNaN(number)) return kind === 'text' ? wrongTypeCell : nanCell
  if (number - number !== 0) return infiniteCell
  const bin = binIndex(cells.edges, number)
  if (type === 'numeric') return firstBin + bin
  return firstBin + 2 * bin + (cells.edges[bin] === number ? 1 : 0)
}

function isCategory(value: unknown): boolean {
  const type = typeof value
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint'
}
