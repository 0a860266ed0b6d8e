import type { ColumnKind } from '@plimsoll/core'
import type { BaselineColumn, ColumnPart } from './baseline-types.ts'

/** The cells of a column that hold no value: they come first, its bins after them. */
export const missingCell = 0
export const nanCell = 1
export const infiniteCell = 2
export const wrongTypeCell = 3
export const firstBin = 4

/** How values of one column fall into cells. */
export interface Cells {
  readonly type: BaselineColumn['type']
  /** Which values can be binned; a prediction is numeric or categorical by its type. */
  readonly kind: Exclude<ColumnKind, 'prediction'>
  /** Which figure of a text or an embedding is binned. */
  readonly part?: ColumnPart | undefined
  /** The known words of a text's part `unknown`. */
  readonly vocabulary?: readonly number[] | undefined
  /** The length of an embedding. */
  readonly dimensions?: number | undefined
  /** Numeric: the edges. Discrete: the values; the bins are gap, value, gap and so on. Strictly rising. */
  readonly edges: ArrayLike<number>
  /** Categorical: the cell of each known value; all others fall into the last. */
  readonly lookup: ReadonlyMap<unknown, number>
  /** Cells in all. */
  readonly size: number
}

/** Lays the cells of a column out. */
export function cellsOf(column: BaselineColumn): Cells {
  const { type, part, vocabulary, dimensions } = column
  const isCategorical = type === 'categorical'
  const kind = column.kind !== 'prediction' ? column.kind : isCategorical ? 'categorical' : 'numeric'
  return {
    type,
    kind,
    part,
    vocabulary,
    dimensions,
    edges: isCategorical ? [] : type === 'numeric' ? column.edges : column.values,
    // A value its own column would refuse must not be found.
    lookup: new Map(
      isCategorical
        ? column.values
            .map((value, i) => [value, firstBin + i] as const)
            .filter(([value]) => apartCell(kind, value) === firstBin)
        : [],
    ),
    size: cellCount(column),
  }
}

/** Counts the cells of a column. */
export function cellCount({ type, counts: { length } }: BaselineColumn): number {
  return firstBin + (type === 'numeric' ? length : type === 'categorical' ? length + 1 : 2 * length + 1)
}

/** Cuts the counts of columns, one after another, into those of each; where there are none they are zeros. */
export function cutCells(columns: readonly BaselineColumn[], counts: ArrayLike<number>): Float64Array[] {
  let at = 0
  return columns.map((column) => {
    const cells = new Float64Array(cellCount(column))
    for (let cell = 0; cell < cells.length; cell++) cells[cell] = counts[at + cell] ?? 0
    at += cells.length
    return cells
  })
}

/**
 * Finds the cell of a value that a column of this kind cannot bin, {@link firstBin} for any that it can.
 * Never throws and never converts by calling the value's own code.
 *
 * Null and undefined are missing; numbers that are not finite stand apart; a bigint is a number. Embeddings are not
 * judged here: see {@link embeddingFigures}.
 */
export function apartCell(kind: Cells['kind'], value: unknown): number {
  if (value === undefined || value === null) return missingCell
  const type = typeof value
  const isNumber = type === 'number' || type === 'bigint'
  const own = isNumber ? 'numeric' : type === 'string' ? 'text' : type
  const isKnown = isNumber || type === 'string' || type === 'boolean'
  if (!isKnown || (kind !== own && kind !== 'categorical')) return wrongTypeCell
  return isNumber ? finiteCell(Number(value)) : firstBin
}

/** Finds the cell of a number that is not finite, {@link firstBin} for any that is. */
export function finiteCell(number: number): number {
  // The difference is zero for every finite number and NaN for the others.
  return number - number === 0 ? firstBin : Number.isNaN(number) ? nanCell : infiniteCell
}
