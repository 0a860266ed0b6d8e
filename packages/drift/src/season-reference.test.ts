import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import type { BaselineColumn } from './baseline-types.ts'
import { seasonalReference, slotConcentration } from './season-reference.ts'

function columnOf(slots: readonly (readonly number[])[]): BaselineColumn {
  const apart = { missing: 0, nan: 0, infinite: 0, wrongType: 0 }
  const base = { name: 'x', path: ['x'], kind: 'categorical', constant: false, monotone: false } as const
  return { type: 'categorical', ...base, ...apart, values: ['a', 'b'], counts: [0, 0], other: 0, slots }
}

// Apart cells are empty here: missing, nan, infinite, wrongType, a, b, other.
const slot = (a: number, b: number): number[] => [0, 0, 0, 0, a, b, 0]

describe('seasonalReference', () => {
  const column = columnOf([slot(900, 100), slot(100, 900)])

  it('draws the shares of a slot towards the whole', () => {
    const found = seasonalReference(column, [50, 0], 500)
    expect(found?.shares[4]).toBeCloseTo((900 + 500 * 0.5) / 1500, 14)
    expect(found?.shares[5]).toBeCloseTo((100 + 500 * 0.5) / 1500, 14)
    expect(seasonalReference(column, [50, 0], 1e-9)?.shares[4]).toBeCloseTo(0.9, 9)
    expect(() => seasonalReference(column, [50, 0], 0)).toThrow('kappa must be above 0, got 0')
  })

  it('weighs slots by the rows of the window', () => {
    const [one, two] = [(900 + 250) / 1500, (100 + 250) / 1500]
    expect(seasonalReference(column, [30, 10], 500)?.shares[4]).toBeCloseTo(0.75 * one + 0.25 * two, 14)
    expect(seasonalReference(column, [30, 30], 500)?.shares[4]).toBeCloseTo(0.5, 14)
  })

  it('falls back on the whole for a slot that the reference never saw', () => {
    const empty = columnOf([slot(300, 100), slot(0, 0)])
    const found = seasonalReference(empty, [0, 9])
    expect(Array.from(found?.shares ?? [])).toEqual([0, 0, 0, 0, 0.75, 0.25, 0])
    expect(found?.effectiveRows).toBeLessThanOrEqual(400)
  })

  it('has nothing to say without slots or rows', () => {
    expect(seasonalReference(column, [0, 0])).toBeUndefined()
    expect(seasonalReference(columnOf([]), [1, 1])).toBeUndefined()
    const { slots: _, ...plain } = column
    expect(seasonalReference(plain, [1])).toBeUndefined()
  })

  it('has the whole reference where the window covers equal slots equally', () => {
    const equal = columnOf([slot(10, 40), slot(30, 20), slot(25, 25)])
    expect(seasonalReference(equal, [7, 7, 7])?.effectiveRows).toBeCloseTo(150, 9)
    expect(seasonalReference(columnOf([slot(10, 40)]), [7])?.effectiveRows).toBeCloseTo(50, 9)
  })

  it('is never surer than the whole reference is', () => {
    const random = createRandom('slots')
    for (let run = 0; run < 500; run++) {
      const slots = Array.from({ length: 2 + random.int(30) }, () => slot(random.int(200), random.int(200)))
      const rows = slots.map(() => random.int(50))
      const all = slots.flat().reduce((sum, count) => sum + count, 0)
      const found = seasonalReference(columnOf(slots), rows)
      if (rows.every((count) => count === 0)) continue
      expect(found?.effectiveRows).toBeLessThanOrEqual(all)
      expect(found?.effectiveRows).toBeGreaterThan(0)
      expect(found?.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    }
  })

  it('borrows as much as the slots are alike', () => {
    const random = createRandom('alike')
    const sample = (spread: number, rows: number): BaselineColumn =>
      columnOf(
        Array.from({ length: 168 }, () => {
          const share = Math.min(0.95, Math.max(0.05, 0.4 + spread * random.normal()))
          let a = 0
          for (let i = 0; i < rows; i++) a += Number(random.next() < share)
          return slot(a, rows - a)
        }),
      )
    // The variance of a share is p (1 - p) / (concentration + 1).
    const expected = 0.24 / 0.1 ** 2 - 1
    expect(slotConcentration(sample(0.1, 60))).toBeGreaterThan(0.7 * expected)
    expect(slotConcentration(sample(0.1, 60))).toBeLessThan(1.4 * expected)
    expect(slotConcentration(sample(0, 60))).toBeGreaterThan(400)
    expect(slotConcentration(columnOf([slot(50, 0), slot(0, 50)]))).toBe(1)
    expect(slotConcentration(columnOf([slot(20, 20), slot(20, 20)]))).toBe(1e6)
    expect(slotConcentration(columnOf([slot(20, 20)]))).toBe(1e6)
    expect(slotConcentration(columnOf([slot(20, 0), slot(30, 0)]))).toBe(1e6)
    expect(slotConcentration(columnOf([]))).toBe(1e6)
  })

  it('states how far its shares lie from the true ones, where slots vary as kappa says', () => {
    // A slot's share of `a` is drawn around 0.3 from a Beta of concentration 500, then 400 rows from it.
    const random = createRandom('effective rows')
    const [kappa, size, rowsPerSlot] = [500, 8, 400]
    const draw = (share: number): number[] => {
      let a = 0
      for (let i = 0; i < rowsPerSlot; i++) a += Number(random.next() < share)
      return slot(a, rowsPerSlot - a)
    }
    for (const window of [
      [1, 0, 0, 0, 0, 0, 0, 0],
      [1, 1, 0, 0, 0, 0, 0, 0],
      [3, 1, 1, 1, 0, 0, 0, 0],
    ]) {
      let squares = 0
      let expected = 0
      const runs = 2000
      for (let run = 0; run < runs; run++) {
        const truth = Array.from(
          { length: size },
          () => 0.3 + random.normal() * Math.sqrt(0.21 / (kappa + 1)),
        )
        const found = seasonalReference(columnOf(truth.map(draw)), window, kappa)
        const rows = window.reduce((sum, count) => sum + count, 0)
        const live = truth.reduce((sum, share, s) => sum + (share * (window[s] ?? 0)) / rows, 0)
        squares += ((found?.shares[4] ?? 0) - live) ** 2
        expected += 0.21 / (found?.effectiveRows ?? 0)
      }
      // The standard error of a mean of 2000 squares is 3%.
      expect(squares / expected).toBeGreaterThan(0.9)
      expect(squares / expected).toBeLessThan(1.1)
    }
  })
})
