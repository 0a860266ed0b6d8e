import type { Category } from './column-values.ts'

/** Counts of two sides over the same categories, those of the reference first, in order of appearance. */
export interface CategoryCounts {
  readonly categories: readonly Category[]
  readonly reference: readonly number[]
  readonly current: readonly number[]
}

/** Counts two sides over every category that either holds. */
export function countCategories(reference: Iterable<Category>, current: Iterable<Category>): CategoryCounts {
  const rows = new Map<Category, [number, number]>()
  const count = (values: Iterable<Category>, side: 0 | 1): void => {
    for (const value of values) {
      const row = rows.get(value)
      if (row === undefined) rows.set(value, side === 0 ? [1, 0] : [0, 1])
      else row[side]++
    }
  }
  count(reference, 0)
  count(current, 1)
  const pairs = [...rows.values()]
  return {
    categories: [...rows.keys()],
    reference: pairs.map(([held]) => held),
    current: pairs.map(([, held]) => held),
  }
}
