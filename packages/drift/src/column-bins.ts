import type { BaselineColumn } from './baseline-types.ts'

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

/** Names of the bins in the same order, from the baseline alone. */
export function binLabels(column: BaselineColumn): readonly string[] {
  switch (column.type) {
    case 'numeric': {
      const { edges } = column
      if (edges.length === 0) return ['all']
      return column.counts.map((_, i) => {
        if (i === 0) return `up to ${edges[0]}`
        return i === edges.length ? `above ${edges[i - 1]}` : `(${edges[i - 1]}, ${edges[i]}]`
      })
    }
    case 'discrete': {
      const { values } = column
      if (values.length === 0) return ['new']
      return [
        `below ${values[0]}`,
        ...values.flatMap((value, i) => {
          const next = values[i + 1]
          return [String(value), next === undefined ? `above ${value}` : `between ${value} and ${next}`]
        }),
      ]
    }
    case 'categorical':
      return [...column.values.map((value) => JSON.stringify(value)), 'other']
  }
}
