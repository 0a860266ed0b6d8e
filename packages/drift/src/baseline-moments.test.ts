import { createRandom, equalMassEdges } from '@plimsoll/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasTies, isMonotone, moments } from './baseline-moments.ts'

const sorted = (values: Iterable<number>): Float64Array => Float64Array.from(values).sort()
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)

describe('moments', () => {
  it.each([
    [[], 0, 0],
    [[5], 5, 0],
    [[0.1, 0.1, 0.1], 0.1, 0],
    [[1, 2, 3, 4], 2.5, Math.sqrt(1.25)],
    [[-1e308, 1e308], 0, 1e308],
    [[-1.7e308, -1.7e308, 1.7e308], -1.7e308 / 3, 1.7e308 * (Math.sqrt(8) / 3)],
    [[3e-308, 5e-308], 4e-308, 1e-308],
    [[1e9 + 1, 1e9 + 2, 1e9 + 3], 1e9 + 2, Math.sqrt(2 / 3)],
  ])('of %j are %d and %d', (values, mean, deviation) => {
    const found = moments(sorted(values))
    expect(found.mean / (mean === 0 ? 1 : mean)).toBeCloseTo(mean === 0 ? 0 : 1, 12)
    expect(found.deviation / (deviation === 0 ? 1 : deviation)).toBeCloseTo(deviation === 0 ? 0 : 1, 12)
  })

  it('are finite, never -0 and within the values for any values', () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1 }), (values) => {
        const { mean, deviation } = moments(sorted(values))
        expect(mean).toBeGreaterThanOrEqual(Math.min(...values))
        expect(mean).toBeLessThanOrEqual(Math.max(...values))
        expect(Object.is(mean, -0)).toBe(false)
        expect(deviation >= 0 && deviation < Infinity).toBe(true)
      }),
    )
  })
})

describe('hasTies', () => {
  it('is true exactly when the value of an edge comes more than once', () => {
    const few = fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }), numbers), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(few, fc.integer({ min: 2, max: 32 }), (values, bins) => {
        const rising = sorted(values)
        const edges = equalMassEdges(rising, bins)
        const plain = Array.from(edges).some((edge) => values.filter((value) => value === edge).length > 1)
        expect(hasTies(rising, edges)).toBe(plain)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not mind values that repeat between the edges', () => {
    const values = sorted([...Array.from({ length: 99 }, (_, i) => i), 25.5, 25.5])
    const edges = equalMassEdges(values, 4)
    expect(Array.from(edges)).not.toContain(25.5)
    expect(hasTies(values, edges)).toBe(false)
  })

  it('is false for continuous values and true for rounded ones', () => {
    const random = createRandom('ties')
    const smooth = sorted(Array.from({ length: 5000 }, () => random.normal()))
    const rounded = smooth.map((value) => Math.round(value * 10) / 10 + 0).sort()
    expect(hasTies(smooth, equalMassEdges(smooth, 32))).toBe(false)
    expect(hasTies(rounded, equalMassEdges(rounded, 32))).toBe(true)
  })
})

describe('isMonotone', () => {
  const rise = Array.from({ length: 5000 }, (_, i) => i)
  it.each([
    ['a counter', rise, true],
    ['one that runs down', rise.toReversed(), true],
    ['a clock that several rows share a tick of', rise.map((i) => Math.floor(i / 3)), true],
    ['a counter set back 4 times in 5000', rise.map((i) => i - 3 * Math.floor(i / 1000)), true],
    ['one set back 10 times in 5000', rise.map((i) => i % 500), false],
    ['zeros with rare other values', rise.map((i) => (i % 200 === 7 ? i : 0)), false],
    ['a wave', rise.map((i) => Math.sin(i / 500)), false],
    ['a constant', rise.map(() => 1), false],
    ['nothing', [], false],
  ])('of %s', (_, values, expected) => {
    expect(isMonotone(values)).toBe(expected)
  })
})
