import type { BaselineColumn } from '../baseline-types.ts'
import { columnBins } from '../column-bins.ts'
import { categoryLabel, edgeLabels } from './bin-labels.ts'
import type { ReportBin } from './report-types.ts'

/** What a bin holds, without its counts. */
export type BinShape = Pick<ReportBin, 'label' | 'is' | 'from' | 'to'>

/** Names the bins of a column in the order of its cells. */
export function binShapes(column: BaselineColumn, hidden: boolean): readonly BinShape[] {
  const shapes = openShapes(column)
  return hidden ? hideShapes(shapes) : shapes
}

function openShapes(column: BaselineColumn): readonly BinShape[] {
  switch (column.type) {
    case 'numeric': {
      const { edges } = column
      const names = edgeLabels(edges)
      return column.counts.map((_, i) => {
        const from = edges[i - 1] ?? null
        const to = edges[i] ?? null
        const low = names[i - 1]
        const high = names[i]
        const label =
          low === undefined
            ? high === undefined
              ? 'all'
              : `up to ${high}`
            : high === undefined
              ? `above ${low}`
              : `${low} to ${high}`
        return { label, is: 'range', from, to }
      })
    }
    case 'discrete': {
      return columnBins(column).map(({ label, value }) => {
        if (value === undefined) return { label, is: 'gap', from: null, to: null }
        return { label, is: 'value', from: null, to: null }
      })
    }
    case 'categorical':
      return [
        ...column.values.map((value) => {
          return { label: categoryLabel(value), is: 'value', from: null, to: null } as const
        }),
        { label: 'other', is: 'other', from: null, to: null },
      ]
  }
}

function hideShapes(shapes: readonly BinShape[]): readonly BinShape[] {
  let values = 0
  return shapes.map(({ is }, i) => {
    if (is === 'value') values++
    const label =
      is === 'value' ? `value ${values}` : is === 'range' ? `bin ${i + 1}` : is === 'gap' ? 'new' : 'other'
    return { label, is, from: null, to: null }
  })
}
