import { binIndex } from '@plimsoll/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, firstBin, numericCells } from './cells.ts'

describe('cellOf', () => {
  it('bins finite numbers as stats.binIndex does', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(fc.uniqueArray(numbers, { maxLength: 31 }), numbers, fc.nat(31), (edges, other, pick) => {
        const rising = Float64Array.from(new Set(edges.map((edge) => edge + 0))).sort()
        // On an edge half of the time, where a search goes wrong first.
        for (const value of [other, rising[pick] ?? other]) {
          expect(cellOf(numericCells('numeric', rising), value)).toBe(firstBin + binIndex(rising, value))
        }
      }),
    )
  })

  it('finds a cell within bounds for anything', () => {
    const cells = numericCells('numeric', [1, 2])
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => {
        const cell = cellOf(cells, value)
        expect(cell).toBeGreaterThanOrEqual(0)
        expect(cell).toBeLessThan(cells.size)
      }),
    )
  })
})
