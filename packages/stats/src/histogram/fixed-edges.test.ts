import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { binIndex, countBins, equalMassEdges } from './fixed-edges.ts'

const number = fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 }))
const edgeList = fc
  .array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -5, max: 5 })), { maxLength: 20 })
  .map((list) => Float64Array.from([...new Set(list.map((v) => v + 0))].toSorted((a, b) => a - b)))

describe('equalMassEdges', () => {
  test('puts edges on order statistics, so untied bins hold equal shares', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i * 37) % 100)
    const edges = equalMassEdges(values, 10)
    expect([...edges]).toEqual([9, 19, 29, 39, 49, 59, 69, 79, 89])
    expect([...countBins(edges, values)]).toEqual(Array.from({ length: 10 }, () => 10))
  })

  test('isolates a value that fills several bins', () => {
    const values = [-2, -1, ...Array.from({ length: 16 }, () => 0), 1, 2]
    expect([...equalMassEdges(values, 10)]).toEqual([-1, 0])
    expect([...equalMassEdges([0, ...Array.from({ length: 99 }, () => 1)], 10)]).toEqual([0])
    expect([...equalMassEdges([...Array.from({ length: 99 }, () => 0), 1], 10)]).toEqual([0])
  })

  test('gives no edge for constant, empty or all-NaN values and for one bin', () => {
    for (const values of [[3, 3, 3], [], [Number.NaN, Number.NaN], [0, -0]]) {
      expect(equalMassEdges(values, 10).length).toBe(0)
    }
    expect(equalMassEdges([1, 2, 3], 1).length).toBe(0)
  })

  test('leaves out NaN and leaves the input alone', () => {
    const values = [4, Number.NaN, 1, 3, 2]
    expect([...equalMassEdges(values, 2)]).toEqual([2])
    expect(values[0]).toBe(4)
  })

  test('refuses a bin count that is no integer of at least 1', () => {
    expect(() => equalMassEdges([1], 0)).toThrow('bins must be an integer of at least 1, got 0')
    expect(() => equalMassEdges([1], 2.5)).toThrow(RangeError)
  })

  test('has at most bins - 1 rising edges and no empty bin, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(number), fc.integer({ min: 1, max: 30 }), (values, bins) => {
        const edges = equalMassEdges(values, bins)
        expect(edges.length).toBeLessThan(bins)
        for (let i = 1; i < edges.length; i++) expect(edges[i] ?? 0).toBeGreaterThan(edges[i - 1] ?? Infinity)
        const counts = countBins(edges, values)
        if (edges.length > 0) expect(Math.min(...counts)).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('binIndex', () => {
  test('closes every bin on the right and opens the ends', () => {
    const edges = Float64Array.of(1, 2)
    const bins = [-Infinity, 0, 1, 1.5, 2, 2.1, Infinity].map((value) => binIndex(edges, value))
    expect(bins).toEqual([0, 0, 0, 1, 1, 2, 2])
    expect(binIndex(edges, Number.NaN)).toBe(-1)
    expect(binIndex(new Float64Array(0), 5)).toBe(0)
  })

  test('agrees with a linear scan', () => {
    fc.assert(
      fc.property(edgeList, fc.double({ noNaN: true }), fc.nat(), (edges, anywhere, pick) => {
        for (const value of [anywhere, edges[pick % edges.length] ?? anywhere]) {
          expect(binIndex(edges, value)).toBe([...edges].filter((edge) => edge < value).length)
        }
      }),
    )
  })
})

test('countBins counts every number once, and parts add up to the whole', () => {
  fc.assert(
    fc.property(edgeList, fc.array(number), fc.array(number), (edges, left, right) => {
      const whole = countBins(edges, [...left, ...right])
      const a = countBins(edges, left)
      const b = countBins(edges, right)
      expect([...whole]).toEqual([...a].map((count, i) => count + (b[i] ?? 0)))
      expect(whole.reduce((x, y) => x + y, 0)).toBe(
        [...left, ...right].filter((v) => !Number.isNaN(v)).length,
      )
    }),
  )
})
