import type { BaselineColumn } from './baseline-types.ts'

/** One bin of a column, from the baseline alone. */
export interface Bin {
  readonly label: string
  /** The one value the bin stands for; absent where it stands for a range, a gap or all other values. */
  readonly value?: string | number | boolean
}

/** The reference's counts in the order of the column's bins as cells hold them. */
export function referenceBins(column: BaselineColumn): readonly number[] {
  switch (column.type) {
    case 'numeric':
      return column.counts
    case 'discrete':
      return [0, ...column.counts.flatMap((count) => [count, 0])]
    case 'categorical':
      return [...column.counts, column.other]
  }
}

/** The reference's rows in every cell, apart cells first. */
export function referenceCells(column: BaselineColumn): readonly number[] {
  return [column.missing, column.nan, column.infinite, column.wrongType, ...referenceBins(column)]
}

/**
 * Counts the values that came once: as many rows may be expected to bring a value not seen yet (Good and Turing).
 * Where not all values were kept, `other` has been given these rows already.
 */
export function countSingles(column: BaselineColumn): number {
  if (column.type === 'categorical' && column.other > 0) return 0
  return column.counts.filter((count) => count === 1).length
}

/** The bins, in the order of {@link referenceBins}. */
export function columnBins(column: BaselineColumn): readonly Bin[] {
  switch (column.type) {
    case 'numeric': {
      const { edges } = column
      if (edges.length === 0) return [{ label: 'all' }]
      return column.counts.map((_, i) => {
        if (i === 0) return { label: `up to ${edges[0]}` }
        return { label: i === edges.length ? `above ${edges[i - 1]}` : `(${edges[i - 1]}, ${edges[i]}]` }
      })
    }
    case 'discrete': {
      const { values } = column
      if (values.length === 0) return [{ label: 'new' }]
      return [
        { label: `below ${values[0]}` },
        ...values.flatMap((value, i) => {
          const next = values[i + 1]
          const gap = next === undefined ? `above ${value}` : `between ${value} and ${next}`
          return [{ label: String(value), value }, { label: gap }]
        }),
      ]
    }
    case 'categorical':
      return [...column.values.map((value) => ({ label: JSON.stringify(value), value })), { label: 'other' }]
  }
}
