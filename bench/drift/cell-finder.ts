import type { BaselineColumn } from '@plimsoll/drift'
import { firstBin, missingCell } from '../../packages/drift/src/cells.ts'

/**
 * Creates the way from a number to its cell of one numeric or discrete column, as a monitor counts it; NaN is
 * missing. A search of fixed depth without branches, as streams of 1e10 values need it.
 */
export function createCellFinder(column: BaselineColumn): (value: number) => number {
  if (column.type === 'categorical') throw new Error('numbers have no place in a column of categories')
  const isDiscrete = column.type === 'discrete'
  const own = isDiscrete ? column.values : column.edges
  if (own.length >= 32) throw new Error('too many edges')
  const edges = Float64Array.from({ length: 32 }, (_, i) => own[i] ?? Infinity)
  return (value) => {
    if (Number.isNaN(value)) return missingCell
    let edge = 16 & -Number((edges[15] as number) < value)
    edge += 8 & -Number((edges[edge + 7] as number) < value)
    edge += 4 & -Number((edges[edge + 3] as number) < value)
    edge += 2 & -Number((edges[edge + 1] as number) < value)
    edge += Number((edges[edge] as number) < value)
    return firstBin + edge + (isDiscrete ? edge + Number(edges[edge] === value) : 0)
  }
}
