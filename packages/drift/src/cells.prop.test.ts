import { binIndex } from '@plimsoll/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BaselineColumn } from './baseline-types.ts'
import { cellsOf, firstBin } from './cells.ts'
import { referenceBins } from './column-bins.ts'
import { createBaseline } from './create-baseline.ts'
import { RowCounter } from './row-counter.ts'

const moments = { mean: 0, deviation: 0 }
const apart = { missing: 0, nan: 0, infinite: 0, wrongType: 0 }
const base = { name: 'x', path: [], kind: 'numeric', constant: false, monotone: false, ...apart } as const

function numeric(edges: readonly number[]): BaselineColumn {
  return {
    type: 'numeric',
    ...base,
    ...moments,
    edges,
    counts: Array.from({ length: edges.length + 1 }, () => 0),
    ties: false,
  }
}

/** The one cell that counts the value. */
function cellOf(column: BaselineColumn, value: unknown): number {
  const counter = new RowCounter([column.path], [cellsOf(column)])
  counter.count(value)
  expect(counter.counts.reduce((sum, count) => sum + count, 0)).toBe(1)
  return counter.counts.indexOf(1)
}

describe('RowCounter', () => {
  it('bins finite numbers as stats.binIndex does', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(fc.uniqueArray(numbers, { maxLength: 31 }), numbers, fc.nat(31), (edges, other, pick) => {
        const rising = Array.from(Float64Array.from(new Set(edges.map((edge) => edge + 0))).sort())
        // On an edge half of the time, where a search goes wrong first.
        for (const value of [other, rising[pick] ?? other]) {
          expect(cellOf(numeric(rising), value)).toBe(firstBin + binIndex(Float64Array.from(rising), value))
        }
      }),
    )
  })

  it('counts anything in one cell', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => {
        expect(cellOf(numeric([1, 2]), value)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('keeps exact values apart from the gaps between them', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(fc.uniqueArray(numbers, { maxLength: 20 }), numbers, fc.nat(19), (given, other, pick) => {
        const values = Array.from(Float64Array.from(new Set(given.map((value) => value + 0))).sort())
        const column: BaselineColumn = {
          type: 'discrete',
          ...base,
          ...moments,
          values,
          counts: values.map(() => 0),
        }
        for (const value of [other, values[pick] ?? other]) {
          const below = values.filter((known) => known < value).length
          const known = values.includes(value + 0) ? 1 : 0
          expect(cellOf(column, value)).toBe(firstBin + 2 * below + known)
        }
      }),
    )
  })

  it.each([
    ['numeric', 5n, 'bin'],
    ['numeric', 'x', 'wrongType'],
    ['numeric', true, 'wrongType'],
    ['text', 'x', 'bin'],
    ['text', 5, 'wrongType'],
    ['text', Number.NaN, 'wrongType'],
  ] as const)('takes in a %s column %s for %s', (kind, value, what) => {
    const part = kind === 'text' ? { part: 'length' } : {}
    const column = { ...numeric([]), kind, ...part } as BaselineColumn
    expect(cellOf(column, value)).toBe(what === 'bin' ? firstBin : 3)
  })

  it.each([
    ['categorical', 'a', 0],
    ['categorical', 1n, 1],
    ['categorical', -0, 2],
    ['categorical', true, 3],
    ['categorical', 'new', 4],
    ['categorical', 9, 4],
    ['categorical', Number.NaN, 'nan'],
    ['categorical', Infinity, 'infinite'],
    ['categorical', Symbol.iterator, 'wrongType'],
    ['boolean', true, 3],
    ['boolean', 'a', 'wrongType'],
    ['boolean', 1, 'wrongType'],
  ] as const)('takes in a %s column %s for %s', (kind, value, what) => {
    const values = ['a', 1, 0, true]
    const counts = values.map(() => 0)
    const column: BaselineColumn = { type: 'categorical', ...base, kind, values, counts, other: 0 }
    const apartNames = ['missing', 'nan', 'infinite', 'wrongType']
    expect(cellOf(column, value)).toBe(typeof what === 'number' ? firstBin + what : apartNames.indexOf(what))
  })

  it('counts the reference as its baseline does', () => {
    const anything = fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer({ min: 0, max: 40 }),
      fc.constantFrom('a', 'b', 'long text', null, undefined, Number.NaN, true, false, 7n, -0, '1.0'),
    )
    const kinds = fc.constantFrom(
      'numeric' as const,
      'categorical' as const,
      'boolean' as const,
      'prediction' as const,
    )
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 120 }), kinds, (values, kind) => {
        const shape = { name: 'value', path: [], kind }
        const [column] = createBaseline(values, { columns: [shape], minRows: 1 }).columns
        if (column === undefined) throw new Error('no column')
        const counter = new RowCounter([column.path], [cellsOf(column)])
        for (const value of values) counter.count(value)
        const held = [column.missing, column.nan, column.infinite, column.wrongType, ...referenceBins(column)]
        expect(Array.from(counter.counts)).toEqual(held)
      }),
    )
  })
})
