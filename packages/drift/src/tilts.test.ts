import { describe, expect, it } from 'vitest'
import type { CategoricalColumn } from './baseline-types.ts'
import { cellsOf, firstBin } from './cells.ts'
import { tiltCount, tiltTable } from './tilts.ts'

const names = Array.from({ length: 20 }, (_, i) => `n${i}`)
const none = { missing: 0, nan: 0, infinite: 0, wrongType: 0, constant: false, monotone: false }

/** The names that some tilt tells from most others. */
function tilted(values: readonly string[], counts: readonly number[]): (string | undefined)[] {
  const head = { name: 'x', path: ['x'], kind: 'categorical' } as const
  const column: CategoricalColumn = { type: 'categorical', ...head, ...none, values, counts, other: 0 }
  const { weights } = tiltTable(column, cellsOf(column))
  const isTilted = (cell: number): boolean =>
    Array.from({ length: tiltCount }, (_, j) => j).some((j) => {
      const own = weights[cell * tiltCount + j]
      const others = values.filter((_, i) => weights[(firstBin + i) * tiltCount + j] === own)
      return others.length === 1
    })
  return values.filter((_, i) => isTilted(firstBin + i)).toSorted()
}

describe('tiltTable', () => {
  it('tilts the most frequent values', () => {
    const counts = names.map((_, i) => Math.round(4000 / 1.5 ** i))
    expect(tilted(names, counts)).toEqual(names.slice(0, 5))
  })

  it('tilts the same of like names, whichever luck made frequent', () => {
    const counts = names.map((_, i) => 60 - i)
    const found = tilted(names, counts)
    expect(found).toHaveLength(5)
    expect(tilted(names.toReversed(), counts)).toEqual(found)
  })
})
