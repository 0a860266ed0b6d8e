import { expect, test } from 'vitest'
import { createBaseline } from '../../create-baseline.ts'
import { snapshotOfPanes } from '../../../test/report-cases.ts'
import { reportJson } from '../report-json.ts'
import { densityChart } from './density-chart.ts'

function chartOf(value: (i: number) => number): ReturnType<typeof densityChart> {
  const rows = Array.from({ length: 1000 }, (_, i) => ({ x: value(i) }))
  const baseline = createBaseline(rows)
  const [column] = reportJson(snapshotOfPanes(baseline, [rows]), baseline).columns
  return column === undefined ? undefined : densityChart(column)
}

/** Corners of the reference's outline: x, y. */
function corners(picture: string): readonly (readonly [number, number])[] {
  const d = /class="ref" d="([^"]*)"/.exec(picture)?.[1] ?? ''
  return [...d.matchAll(/V([\d.]+)H([\d.]+)/g)].map(([, y, x]) => [Number(x), Number(y)] as const)
}

test('draws evenly spread values flat, and true widths where they crowd', () => {
  const even = corners(chartOf((i) => i)?.picture ?? '').slice(1, -1)
  expect(even.length).toBeGreaterThan(10)
  const heights = even.map(([, y]) => y)
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(12)

  const crowded = corners(chartOf((i) => (i / 1000) ** 3)?.picture ?? '').slice(1, -1)
  const widths = crowded.slice(1).map(([x], i) => x - (crowded[i]?.[0] ?? 0))
  expect(widths.at(-1)).toBeGreaterThan(3 * (widths[0] ?? 0))
  // Wide bins are low: y grows downwards.
  expect(crowded.at(-1)?.[1]).toBeGreaterThan(crowded[0]?.[1] ?? 0)
})

test('takes a logarithmic axis where a straight one would show one spike', () => {
  expect(chartOf((i) => Math.exp(i / 100))?.isLog).toBe(true)
  expect(chartOf((i) => 1 + i)?.isLog).toBe(false)
  expect(chartOf((i) => -Math.exp(i / 100))?.isLog).toBe(false)
})

test('stays a picture for values of any size', () => {
  for (const scale of [1e-300, 1e-9, 1, 1e15, 1e300]) {
    const chart = chartOf((i) => (i - 500) * scale)
    expect(chart?.picture ?? '').not.toMatch(/NaN|Infinity/)
    expect(chart).toBeDefined()
  }
  // The span itself is beyond what numbers hold.
  expect(chartOf((i) => (i - 500) * 3e305)).toBeUndefined()
})

test('draws none for few values', () => {
  expect(chartOf((i) => i % 3)).toBeUndefined()
})
