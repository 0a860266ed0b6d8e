import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { type ReadyHistogram, baselineFromHistograms } from './baseline-from-histograms.ts'
import type { BaselineColumn } from './baseline-types.ts'
import { createBaseline } from './create-baseline.ts'
import { parseBaseline } from './parse-baseline.ts'

function only(histogram: ReadyHistogram): BaselineColumn {
  const baseline = baselineFromHistograms([histogram], { minRows: 1 })
  expect(parseBaseline(JSON.parse(JSON.stringify(baseline)))).toEqual(baseline)
  expect(baseline.approx).toBe(true)
  const [column] = baseline.columns
  if (column === undefined) throw new Error('no column')
  return column
}

describe('baselineFromHistograms', () => {
  it('leaves the outer edges out, where they are given', () => {
    const inner = only({ name: 'x', edges: [1, 2], counts: [10, 20, 30] })
    const outer = only({
      name: 'x',
      edges: Float64Array.of(-Infinity, 1, 2, Infinity),
      counts: Uint32Array.of(10, 20, 30),
    })
    expect(inner).toMatchObject({
      type: 'numeric',
      kind: 'numeric',
      edges: [1, 2],
      counts: [10, 20, 30],
      ties: true,
    })
    expect(outer).toEqual(inner)
  })

  it('estimates where the numbers lie, unless it is told', () => {
    const random = createRandom('histogram')
    const values = Array.from({ length: 20_000 }, () => 3 + 2 * random.normal())
    const exact = createBaseline(values.map((x) => ({ x }))).columns[0]
    const edges = Array.from({ length: 81 }, (_, i) => -7 + i / 4)
    const counts = edges.slice(1).map((upper, i) => {
      const first = i === 0
      const last = i === 79
      return values.filter((x) => (first || x > (edges[i] ?? 0)) && (last || x <= upper)).length
    })
    const column = only({ name: 'x', edges, counts })
    if (column.type !== 'numeric' || exact?.type !== 'numeric') throw new Error('not numeric')
    expect(column.mean).toBeCloseTo(exact.mean, 1)
    expect(column.deviation).toBeCloseTo(exact.deviation, 1)
    expect(only({ name: 'x', edges, counts, mean: 5, deviation: 1 })).toMatchObject({ mean: 5, deviation: 1 })
  })

  it('puts neighbours together above 32 bins', () => {
    const counts = Array.from({ length: 500 }, (_, i) => (i % 7 === 0 ? 0 : 10 + (i % 3)))
    const column = only({ name: 'x', edges: Array.from({ length: 499 }, (_, i) => i), counts })
    if (column.type !== 'numeric') throw new Error('not numeric')
    expect(column.counts.length).toBeGreaterThan(25)
    expect(column.counts.length).toBeLessThanOrEqual(32)
    expect(column.counts.reduce((sum, count) => sum + count, 0)).toBe(counts.reduce((a, b) => a + b, 0))
    column.edges.forEach((edge, i) => {
      const below = counts.slice(0, edge + 1).reduce((sum, count) => sum + count, 0)
      expect(column.counts.slice(0, i + 1).reduce((sum, count) => sum + count, 0)).toBe(below)
    })
    const empty = only({
      name: 'x',
      edges: Array.from({ length: 499 }, (_, i) => i),
      counts: counts.map(() => 0),
      missing: 9,
    })
    expect(empty).toMatchObject({ counts: [0], mean: 0, deviation: 0, missing: 9 })
  })

  it.each([
    [
      { values: [3, 1, 2], counts: [5, 0, 2] },
      { type: 'discrete', values: [1, 2, 3], counts: [0, 2, 5] },
    ],
    [
      { values: ['a', 'b'], counts: [5, 9] },
      { type: 'categorical', values: ['b', 'a'], other: 0 },
    ],
    [
      { values: [true, false], counts: [5, 9] },
      { type: 'categorical', kind: 'boolean', values: [false, true] },
    ],
    [
      { values: [1, 2], counts: [5, 9], kind: 'categorical' },
      { type: 'categorical', values: [2, 1] },
    ],
    [
      { values: [1, 2], counts: [5, 9], kind: 'prediction' },
      { type: 'discrete', kind: 'prediction' },
    ],
    [
      { values: ['x'], counts: [5], kind: 'prediction' },
      { type: 'categorical', constant: true },
    ],
    [
      { values: [4], counts: [5], nan: 1 },
      { type: 'discrete', constant: true, mean: 4, deviation: 0, nan: 1 },
    ],
    [
      { values: ['x'], counts: [5], other: 1 },
      { constant: false, other: 1 },
    ],
    [
      { values: [], counts: [], missing: 4 },
      { type: 'discrete', values: [], missing: 4 },
    ],
  ] as const)('reads single values: %j', (histogram, expected) => {
    expect(only({ name: 'x', ...histogram })).toMatchObject(expected)
  })

  it('bins more than 20 numbers exactly, and keeps 256 names', () => {
    const values = Array.from({ length: 21 }, (_, i) => i * i)
    const column = only({ name: 'x', values, counts: values.map(() => 3) })
    expect(column).toMatchObject({ type: 'numeric', edges: values.slice(0, -1) })
    const names = Array.from({ length: 300 }, (_, i) => `n${i}`)
    const many = only({ name: 'x', values: names, counts: names.map((_, i) => i + 1), other: 5 })
    if (many.type !== 'categorical') throw new Error('not categorical')
    expect(many.values).toHaveLength(256)
    expect(many.values[0]).toBe('n299')
    expect(many.counts.reduce((sum, count) => sum + count, many.other)).toBe(5 + (300 * 301) / 2)
  })

  it('reads the name as a path, unless one is given', () => {
    expect(only({ name: 'a.b[2]', values: ['x'], counts: [5] }).path).toEqual(['a', 'b', 2])
    expect(only({ name: 'a.b', path: ['a.b'], values: ['x'], counts: [5] }).path).toEqual(['a.b'])
  })

  it('refuses too few rows', () => {
    expect(() => baselineFromHistograms([{ name: 'x', values: ['a'], counts: [5] }])).toThrow(
      'a baseline needs at least 200 rows',
    )
  })

  it.each([
    ['none', [], 'histograms must be 1 to 4096 histograms'],
    ['no object', [null], 'histograms[0] must be { name, edges, counts }'],
    ['no name', [{ values: ['a'], counts: [1] }], 'histograms[0].name must be 1 to 500 characters'],
    ['shares', [{ name: 'x', values: ['a'], counts: [0.5] }], 'histograms[0].counts must be whole numbers'],
    ['too few counts', [{ name: 'x', edges: [1, 2, 3], counts: [1] }], 'edges must be one fewer or one more'],
    [
      'falling edges',
      [{ name: 'x', edges: [2, 1], counts: [1, 1, 1] }],
      'must be finite and strictly rising',
    ],
    [
      'NaN at an end',
      [{ name: 'x', edges: [Number.NaN, 1, 2], counts: [1, 1] }],
      'must be finite and strictly',
    ],
    [
      'open inner edges',
      [{ name: 'x', edges: [1, Infinity], counts: [1, 1, 1] }],
      'must be finite and strictly',
    ],
    ['repeated values', [{ name: 'x', values: [0, -0], counts: [1, 1] }], 'values must not repeat'],
    [
      'NaN as a value',
      [{ name: 'x', values: [Number.NaN], counts: [1] }],
      'values must be texts, finite numbers',
    ],
    [
      'text as numbers',
      [{ name: 'x', values: ['a'], counts: [1], kind: 'numeric' }],
      'must be numbers and without',
    ],
    [
      'an unknown kind',
      [{ name: 'x', values: ['a'], counts: [1], kind: 'text' }],
      'kind must be numeric, categ',
    ],
    [
      'bins of names',
      [{ name: 'x', edges: [1], counts: [1, 1], kind: 'boolean' }],
      'kind must be numeric or',
    ],
    ['a bad path', [{ name: 'x', path: [-1], values: ['a'], counts: [1] }], 'path must be keys and indexes'],
    [
      'different rows',
      [
        { name: 'x', values: ['a'], counts: [5] },
        { name: 'y', values: ['a'], counts: [4] },
      ],
      'histograms[1] must count 5 rows as x does; rows without a value are missing, got 4',
    ],
    [
      'one name twice',
      [
        { name: 'x', values: ['a'], counts: [5] },
        { name: 'x', values: ['a'], counts: [5] },
      ],
      'histograms[1].name must not repeat',
    ],
  ])('refuses %s', (_, histograms, message) => {
    expect(() => baselineFromHistograms(histograms as unknown as ReadyHistogram[], { minRows: 1 })).toThrow(
      message,
    )
  })

  it('takes the options that it has', () => {
    const options = { bins: 3 } as unknown as { name: string }
    expect(() => baselineFromHistograms([{ name: 'x', values: ['a'], counts: [500] }], options)).toThrow(
      'bins is not an option',
    )
  })
})
