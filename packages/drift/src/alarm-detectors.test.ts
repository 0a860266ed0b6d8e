import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { AlarmDetectors } from './alarm-detectors.ts'
import type { Baseline, BaselineColumn } from './baseline-types.ts'
import { cellsOf } from './cells.ts'
import { createBaseline } from './create-baseline.ts'
import { createMonitor } from './monitor.ts'
import { RowCounter } from './row-counter.ts'
import { tiltCount, tiltTable } from './tilts.ts'

function baselineOf(values: readonly unknown[], kind: 'numeric' | 'categorical'): Baseline {
  return createBaseline(
    values.map((x) => ({ x })),
    { columns: [{ name: 'x', path: ['x'], kind }], minRows: 1 },
  )
}

/** Detectors with what counts rows into them. */
function detecting({ columns, rows }: Baseline): {
  detectors: AlarmDetectors
  observe: (x: unknown) => number
} {
  const cells = columns.map(cellsOf)
  const detectors = new AlarmDetectors(columns, cells, rows)
  const counter = new RowCounter(
    columns.map(({ path }) => path),
    cells,
    { detectors },
  )
  const observe = (x: unknown): number => {
    counter.count({ x })
    detectors.nextRows(1)
    return detectors.value(0)
  }
  return { detectors, observe }
}

/** All multisets of `size` values. */
function multisets<T>(values: readonly T[], size: number): T[][] {
  const [first, ...rest] = values
  if (size === 0) return [[]]
  if (first === undefined && values.length === 0) return []
  return [
    ...multisets(values, size - 1).map((set) => [first as T, ...set]),
    ...(rest.length > 0 ? multisets(rest, size) : []),
  ]
}

/** The mean value after each of the last rows of a multiset, over all its orders. */
function meanValues(all: readonly unknown[], live: number, kind: 'numeric' | 'categorical'): number[] {
  const sums = new Array<number>(live).fill(0)
  let orders = 0
  const visit = (reference: readonly unknown[], last: readonly unknown[]): void => {
    if (last.length < live) {
      reference.forEach((value, i) => visit(reference.toSpliced(i, 1), [...last, value]))
      return
    }
    const { observe } = detecting(baselineOf(reference, kind))
    last.forEach((value, i) => {
      sums[i] = (sums[i] ?? 0) + observe(value)
    })
    orders++
  }
  visit(all, [])
  return sums.map((sum) => sum / orders)
}

describe('tiltTable', () => {
  const random = createRandom('tilts')
  const columns: readonly BaselineColumn[] = createBaseline(
    Array.from({ length: 500 }, (_, i) => ({
      normal: random.normal(),
      few: random.int(5),
      names: `n${Math.floor(30 * random.next() ** 3)}`,
      flag: random.int(9) === 0,
      tied: Math.round(5 * random.normal()) / 5,
      holes: random.int(3) === 0 ? null : random.normal(),
      constant: 1,
      odd: [Number.NaN, Infinity, 'x', random.normal()][i % 4],
    })),
  ).columns

  it('has ten tilts with weights above 0 and at most 1, the greatest of each 1', () => {
    for (const column of columns) {
      const cells = cellsOf(column)
      const { weights, sums, open } = tiltTable(column, cells)
      expect(weights).toHaveLength(cells.size * tiltCount)
      expect(Math.min(...weights)).toBeGreaterThan(0)
      for (let tilt = 0; tilt < tiltCount; tilt++) {
        const own = weights.filter((_, i) => i % tiltCount === tilt)
        expect(Math.max(...own)).toBe(1)
        expect(Number.isFinite((sums[tilt] ?? Number.NaN) + (open[tilt] ?? Number.NaN))).toBe(true)
      }
    }
  })

  it('sums to at least the weights of the reference and the lightest gap, at most one gap for each cell more', () => {
    for (const column of columns) {
      const cells = cellsOf(column)
      const { weights, sums, open } = tiltTable(column, cells)
      const apart = [column.missing, column.nan, column.infinite, column.wrongType]
      const counts =
        column.type === 'numeric'
          ? column.counts
          : column.type === 'discrete'
            ? [0, ...column.counts.flatMap((count) => [count, 0])]
            : [...column.counts, column.other]
      const held = [...apart, ...counts]
      const singles = column.type === 'categorical' ? column.counts.filter((count) => count === 1).length : 0
      for (let tilt = 0; tilt < tiltCount; tilt++) {
        const own = Array.from(weights.filter((_, i) => i % tiltCount === tilt))
        const reference = own.reduce((sum, weight, cell) => sum + weight * (held[cell] ?? 0), 0)
        const sum = (sums[tilt] ?? 0) + (open[tilt] ?? 0)
        expect(sum).toBeGreaterThan(reference + Math.min(...own) - 1e-9)
        expect(sum).toBeLessThanOrEqual(reference + cells.size + 1 + singles)
      }
    }
  })
})

describe('AlarmDetectors', () => {
  it('expect at most 1 a row of the next rows among continuous ones, wherever these fall', () => {
    const random = createRandom('gaps')
    const values = Array.from({ length: 24 }, () => random.normal()).sort((a, b) => a - b)
    const baseline = baselineOf(values, 'numeric')
    expect(baseline.columns[0]).toMatchObject({ type: 'numeric', ties: false })
    const { detectors, observe } = detecting(baseline)
    const gap = (sorted: readonly number[], i: number): number =>
      ((sorted[i - 1] ?? (sorted[0] ?? 0) - 2) + (sorted[i] ?? (sorted.at(-1) ?? 0) + 2)) / 2
    const sums = [0, 0]
    for (let i = 0; i <= 24; i++) {
      const one = gap(values, i)
      const both = [...values, one].sort((a, b) => a - b)
      for (let j = 0; j <= 25; j++) {
        detectors.reset()
        sums[0] = (sums[0] ?? 0) + observe(one) / (25 * 26)
        sums[1] = (sums[1] ?? 0) + observe(gap(both, j)) / (25 * 26)
      }
    }
    expect(sums[0]).toBeLessThanOrEqual(1 + 1e-6)
    expect(sums[0]).toBeGreaterThan(0.5)
    expect(sums[1]).toBeLessThanOrEqual(2 + 1e-6)
  })

  it.each<[string, readonly unknown[], 'numeric' | 'categorical']>([
    ['few numbers', [0, 1, 2], 'numeric'],
    ['numbers with holes', [0, 1, null, Number.NaN], 'numeric'],
    ['names', ['a', 'b', 'c', 'd'], 'categorical'],
    ['names with holes', ['a', 'b', null, 1], 'categorical'],
  ])('expect at most 1 a row over all orders of every multiset of six: %s', (_, values, kind) => {
    for (const all of multisets(values, 6)) {
      const [one = 0, two = 0] = meanValues(all, 2, kind)
      expect(one, JSON.stringify(all)).toBeLessThanOrEqual(1 + 1e-6)
      expect(two, JSON.stringify(all)).toBeLessThanOrEqual(2 + 1e-6)
    }
  })

  it('expect at most 1 of the next row among many values of which some tie', () => {
    const random = createRandom('ties')
    for (let run = 0; run < 60; run++) {
      const spread = 22 + random.int(30)
      const all = Array.from({ length: 41 }, () => (random.int(8) === 0 ? null : random.int(spread)))
      const [mean = 0] = meanValues(all, 1, 'numeric')
      expect(mean).toBeLessThanOrEqual(1 + 1e-6)
    }
    for (let run = 0; run < 20; run++) {
      const all = Array.from({ length: 41 }, () => `n${random.int(10 + 3 * run)}`)
      const [mean = 0] = meanValues(all, 1, 'categorical')
      expect(mean).toBeLessThanOrEqual(1 + 1e-6)
    }
  })

  const random = createRandom('long')
  const normal = baselineOf(
    Array.from({ length: 300 }, () => random.normal()),
    'numeric',
  )

  it('shrink what they remember now and then, which changes nothing', () => {
    // The unit grows by 1% a row; after some 2000 rows it is taken back to 1.
    const recent = (rows: number): number => {
      const draw = createRandom('recent')
      const { detectors, observe } = detecting(normal)
      for (let i = 0; i < rows - 800; i++) observe(0)
      for (let i = 0; i < 800; i++) observe(draw.normal() + 0.5)
      return detectors.recentGap(0)
    }
    const gaps = Array.from({ length: 50 }, (_, i) => recent(1600 + 50 * i))
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(2e-3)
  })

  it('see a gap of nothing at first, and of what moved after some hundred rows', () => {
    const { detectors, observe } = detecting(normal)
    expect(detectors.recentGap(0)).toBeCloseTo(0, 6)
    for (let i = 0; i < 1000; i++) observe(100)
    expect(detectors.recentGap(0)).toBeGreaterThan(0.9)
  })

  it('are never NaN, whatever comes for however long, and finite once they restart', () => {
    const { detectors, observe } = detecting(normal)
    const odd = [100, null, Number.NaN, Infinity, 'x', -100, 0]
    for (const x of odd) {
      for (let i = 0; i < 6000; i++) expect(observe(x)).toBeGreaterThanOrEqual(0)
      observe(odd)
    }
    expect(detectors.hasReached(1e8)).toBe(true)
    detectors.lookAgain()
    expect(detectors.hasReached(1)).toBe(false)
    detectors.restart(0)
    expect(detectors.value(0)).toBe(0)
    const fresh = detecting(normal)
    const [a, b] = [createRandom('same'), createRandom('same')]
    for (let i = 0; i < 500; i++) {
      expect(observe(a.normal()) / fresh.observe(b.normal())).toBeCloseTo(1, 3)
    }
    detectors.reset()
    fresh.detectors.reset()
    expect(observe(1)).toBe(fresh.observe(1))
  })

  it('that rest neither bet nor sound', () => {
    const { detectors, observe } = detecting(normal)
    const before = observe(0.2)
    detectors.rest(0)
    for (let i = 0; i < 100; i++) expect(observe(100)).toBe(before)
    expect(detectors.hasReached(10)).toBe(false)
  })

  it('leave a verdict that is plain JSON, however sure', () => {
    const monitor = createMonitor(normal, { window: 100_000 })
    for (let i = 0; i < 9000; i++) monitor.observe({ x: i % 2 === 0 ? 100 : 'x' })
    const verdict = monitor.verdict()
    expect(verdict.verdict).toBe('alarm')
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
    expect(verdict.columns[0]?.logE).toBeGreaterThan(10)
    expect(verdict.columns[0]?.logE).toBeLessThanOrEqual(690)
  })
})
