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
  /** Whether a number is binned by its value: neither a category nor mistyped. */
  readonly takesNumbers: boolean
  /**
   * Numeric: the edges. Discrete: the values; the bins are value, gap, value between gaps. Filled up with
   * Infinity to a power of two above their number.
   */
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
        takesNumbers: kind !== 'text',
        edges: padded(column.values),
        lookup: new Map(),
        size: firstBin + 2 * column.values.length + 1,
      }
    case 'categorical':
      return {
        type,
        kind,
        takesNumbers: false,
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
    takesNumbers: kind !== 'text',
    edges: padded(edges),
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
  if (typeof value === 'number' && cells.takesNumbers) return numberCell(cells, value)
  if (value === undefined || value === null) return missingCell
  const { type, kind } = cells
  if (type !== 'categorical') {
    if (kind === 'text') return typeof value === 'string' ? numberCell(cells, value.length) : wrongTypeCell
    return typeof value === 'bigint' ? numberCell(cells, Number(value)) : wrongTypeCell
  }
  if (typeof value === 'boolean') return categoryCell(cells, value)
  if (kind === 'boolean') return wrongTypeCell
  if (typeof value === 'string') return categoryCell(cells, value)
  if (typeof value !== 'number' && typeof value !== 'bigint') return wrongTypeCell
  const number = Number(value)
  return number - number === 0 ? categoryCell(cells, number) : notFiniteCell(number)
}

/** Finds the cell of a number in a column that takes numbers. */
export function numberCell(cells: Cells, number: number): number {
  // The difference is zero for every finite number and NaN for the others.
  if (number - number !== 0) return notFiniteCell(number)
  const { edges } = cells
  // A search without branches: on unpredictable values a mispredicted branch costs more than a whole step.
  let bin = 0
  for (let step = edges.length >>> 1; step > 0; step >>>= 1) {
    bin += step & -Number((edges[bin + step - 1] ?? 0) < number)
  }
  if (cells.type === 'numeric') return firstBin + bin
  return firstBin + 2 * bin + (edges[bin] === number ? 1 : 0)
}

function categoryCell(cells: Cells, value: string | number | boolean): number {
  return cells.lookup.get(value) ?? cells.size - 1
}

function notFiniteCell(number: number): number {
  return Number.isNaN(number) ? nanCell : infiniteCell
}

function padded(edges: ArrayLike<number>): Float64Array {
  let length = 1
  while (length < edges.length + 1) length *= 2
  const filled = new Float64Array(length).fill(Infinity)
  filled.set(edges)
  return filled
}
