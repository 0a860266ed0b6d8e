import { checkOptions } from '@plimsoll/core'
import { type Random, createRandom, referenceCountLogE } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { shapes } from '../test/shapes.ts'
import type { Baseline } from './baseline-types.ts'
import { cellsOf, firstBin } from './cells.ts'
import { ColumnReference } from './column-reference.ts'
import { countLogE, evidenceGrid } from './count-evidence.ts'
import { createBaseline } from './create-baseline.ts'
import { measureColumn } from './measure-column.ts'
import { readJudgeOptions } from './judge-rule.ts'
import { RowCounter } from './row-counter.ts'

function baselineOf(values: readonly unknown[], kind: 'numeric' | 'categorical'): Baseline {
  return createBaseline(
    values.map((x) => ({ x })),
    { columns: [{ name: 'x', path: ['x'], kind }], minRows: 1 },
  )
}

const settings = readJudgeOptions({}, checkOptions('test'))

/** The log e-value of a window against a reference. */
function logE(baseline: Baseline, window: readonly unknown[]): number {
  const [column] = baseline.columns
  if (column === undefined) throw new Error('no column')
  const counter = new RowCounter([['x']], [cellsOf(column)])
  for (const x of window) counter.count({ x })
  return measureColumn(new ColumnReference(column, baseline, 1), counter.column(0), settings).countLogE
}

/** All ways to take `size` of a list; the rest with them. */
function* splits<T>(all: readonly T[], size: number, from = 0): Generator<{ taken: T[]; left: T[] }> {
  if (size === 0) yield { taken: [], left: [...all] }
  else {
    for (let i = from; i <= all.length - size; i++) {
      for (const { taken, left } of splits(all.toSpliced(i, 1), size - 1, i)) {
        yield { taken: [all[i] as T, ...taken], left }
      }
    }
  }
}

/** All multisets of `size` values. */
function multisets<T>(values: readonly T[], size: number): T[][] {
  if (size === 0) return [[]]
  return values.flatMap((value, i) => multisets(values.slice(i), size - 1).map((set) => [value, ...set]))
}

const none = [0, 0, 0, 0]
/** Every cell by itself. */
const fine = (size: number): number[] => Array.from({ length: size }, (_, cell) => cell)

describe('countLogE', () => {
  it('is the chance of the counts under the alternatives over that under an urn of gaps, row by row', () => {
    const random = createRandom('urn')
    const bins = [31, 32, 30, 7]
    const reference = [2, 0, 1, 0, ...bins]
    const grid = evidenceGrid(reference, true, firstBin, fine(8))
    // The gap above the last value is the last bin's; what stands apart may take any gap.
    const gaps = [3, 1, 2, 1, 31, 32, 30, 8]
    const n = 103
    const centre = reference.map((count) => (count + 0.5) / (n + 4))
    for (let run = 0; run < 20; run++) {
      const rows = Array.from({ length: 1 + random.int(60) }, () => random.int(8))
      const held = new Array<number>(8).fill(0)
      let usual = 0
      const moved = [0, 0, 0, 0]
      rows.forEach((cell, t) => {
        const before = held[cell] ?? 0
        usual += Math.log(((gaps[cell] ?? 0) + before) / (n + 1 + t))
        ;[8, 32, 128, 512].forEach((concentration, i) => {
          const share = concentration * (centre[cell] ?? 0)
          moved[i] = (moved[i] ?? 0) + Math.log((share + before) / (concentration + t))
        })
        held[cell] = before + 1
      })
      const expected = Math.log(moved.reduce((sum, log) => sum + Math.exp(log - usual), 0) / 4)
      expect(countLogE(grid, held)).toBeCloseTo(expected, 9)
    }
  })

  it('comes close to the evidence of the stats package where nothing stands apart', () => {
    const bins = [250, 250, 250, 250]
    const grid = evidenceGrid([...none, ...bins], true, firstBin, fine(8))
    for (const counts of [
      [20, 30, 25, 25],
      [60, 20, 10, 10],
      [0, 0, 0, 100],
    ]) {
      const other = referenceCountLogE([250, 250, 250, 251], counts)
      // The alternatives here leave half a row for each cell that was empty.
      expect(Math.abs(countLogE(grid, [...none, ...counts]) - other)).toBeLessThan(0.4)
    }
  })

  it('is 0 without rows, and depends on the sums of counts alone', () => {
    const grid = evidenceGrid([...none, 40, 60], false, firstBin, fine(6))
    expect(countLogE(grid, [...none, 0, 0])).toBe(0)
    const joined = evidenceGrid([...none, 40, 30, 30], false, firstBin, [0, 1, 2, 3, 4, 5, 5])
    expect(countLogE(joined, [...none, 5, 9, 4])).toBe(countLogE(joined, [...none, 5, 1, 12]))
    expect(countLogE(grid, [...none, 90, 10])).toBeGreaterThan(10)
  })

  it.each<[string, readonly unknown[], 'numeric' | 'categorical']>([
    ['few numbers', [0, 1, 2], 'numeric'],
    ['numbers with holes', [0, 1, null, 'x'], 'numeric'],
    ['names', ['a', 'b', 'c', 'd'], 'categorical'],
    ['names with holes', ['a', 'b', null, 1], 'categorical'],
  ])('expects at most 1 over all windows of 2 taken from any 6 rows: %s', (_, values, kind) => {
    for (const all of multisets(values, 6)) {
      const ways = [...splits(all, 2)]
      expect(ways).toHaveLength(15)
      const mean = ways.reduce(
        (sum, { taken, left }) => sum + Math.exp(logE(baselineOf(left, kind), taken)),
        0,
      )
      expect(mean / 15, JSON.stringify(all)).toBeLessThanOrEqual(1 + 1e-9)
    }
  })

  it('expects at most 1 of every row taken from many, whether they tie or not', () => {
    const random = createRandom('one')
    for (let run = 0; run < 40; run++) {
      const spread = run < 20 ? 22 + random.int(40) : 1e9
      const all = Array.from({ length: 45 }, () => (random.int(9) === 0 ? null : random.int(spread)))
      const ways = [...splits(all, 1)]
      const mean = ways.reduce(
        (sum, { taken, left }) => sum + Math.exp(logE(baselineOf(left, 'numeric'), taken)) / 45,
        0,
      )
      expect(mean).toBeLessThanOrEqual(1 + 1e-9)
      expect(mean).toBeGreaterThan(0.3)
    }
  })

  const others: Readonly<Record<string, (random: Random) => unknown>> = {
    'names, a few': (random) => `n${Math.floor(9 * random.next() ** 3)}`,
    'names, hundreds': (random) => `n${Math.floor(400 * random.next() ** 2)}`,
    'names, hardly two alike': (random) => `n${random.int(5000)}`,
    'flags, rare': (random) => random.next() < 0.01,
    'numbers, few and rare': (random) => (random.next() < 0.05 ? random.int(15) : 0),
  }
  it.each(Object.entries({ ...shapes, ...others }))(
    'is an e-value by simulation, for references of 50 and of 400 rows: %s',
    (name, draw) => {
      const random = createRandom(`evidence ${name}`)
      for (const size of [50, 400]) {
        const values = Array.from({ length: size === 50 ? 120 : 40 }, () => {
          const reference = Array.from({ length: size }, () => draw(random))
          const kind = typeof (reference[0] ?? 0) === 'number' ? 'numeric' : 'categorical'
          return Math.exp(
            logE(
              baselineOf(reference, kind),
              Array.from({ length: 80 }, () => draw(random)),
            ),
          )
        })
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length
        const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / values.length
        expect(mean).toBeLessThanOrEqual(1 + 3 * spread)
        // No more than 1 in 20 may reach 20; with room for chance.
        expect(values.filter((value) => value >= 20).length).toBeLessThan(0.12 * values.length)
      }
    },
  )
})
