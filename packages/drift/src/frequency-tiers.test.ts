import { describe, expect, it } from 'vitest'
import type { CategoricalColumn } from './baseline-types.ts'
import { frequencyTiers } from './frequency-tiers.ts'

function column(values: readonly string[], counts: readonly number[]): CategoricalColumn {
  const none = { missing: 0, nan: 0, infinite: 0, wrongType: 0, constant: false, monotone: false }
  return {
    type: 'categorical',
    name: 'x',
    path: ['x'],
    kind: 'categorical',
    ...none,
    values,
    counts,
    other: 0,
  }
}

describe('frequencyTiers', () => {
  it('parts values of clearly different frequency, the most frequent first', () => {
    expect(frequencyTiers(column(['a', 'b', 'c'], [700, 300, 100]), [700, 300, 100, 0])).toEqual([
      [0],
      [1],
      [2],
      [3],
    ])
  })

  it('leaves together what luck may have ordered', () => {
    const tiers = frequencyTiers(column(['a', 'b', 'c', 'd'], [700, 31, 30, 25]), [700, 31, 30, 25, 20])
    expect(tiers.map((tier) => tier.toSorted((a, b) => a - b))).toEqual([[0], [1, 2, 3, 4]])
  })

  it('orders a tier in a way that its counts have no part in', () => {
    const values = ['a', 'b', 'c', 'd', 'e']
    const names = (counts: readonly number[], of: readonly string[]): (string | undefined)[] =>
      frequencyTiers(column(of, counts), counts)
        .flat()
        .map((bin) => of[bin])
    expect(names([9, 8, 7, 6, 5], values)).toEqual(names([9, 8, 7, 6, 5], values.toReversed()))
  })

  it('has no tiers without bins, and one where all counts are 0', () => {
    expect(frequencyTiers(column([], []), [])).toEqual([])
    expect(frequencyTiers(column(['a'], [0]), [0, 0])).toHaveLength(1)
  })
})
