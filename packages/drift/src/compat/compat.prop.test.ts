import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evidently } from './evidently.ts'
import { evidentlyRules } from './evidently-methods.ts'
import type { EvidentlyMethods } from './evidently-methods.ts'
import { nannyml } from './nannyml.ts'
import { nannymlMethods } from './nannyml-methods.ts'
import { equalWidthEdges, numpyBinEdges, numpyHistogram } from './numpy-histogram.ts'
import { numpyPermutations } from './numpy-permutation.ts'

const tool = evidently('0.7')
const other = nannyml('0.13')
const whole = { number: 1 }
// Without the least numbers there are, which no bins can part.
const finite = fc
  .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
  .map((value) => (Math.abs(value) < 1e-290 ? 0 : value))
const numbers = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), finite), { minLength: 4, maxLength: 40 })
const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 4, maxLength: 40 })

const methodsOf = <Kind extends keyof EvidentlyMethods>(kind: Kind): EvidentlyMethods[Kind][] =>
  Object.entries(evidentlyRules).flatMap(([name, { kinds }]) =>
    kinds.includes(kind) && name !== 'TVD' && name !== 'empirical_mmd'
      ? [name as EvidentlyMethods[Kind]]
      : [],
  )

/** What a run gives: a refusal is an answer too. */
function outcome(run: () => number): number | string {
  try {
    return run()
  } catch (error) {
    return String(error)
  }
}

describe.each(methodsOf('numeric'))('evidently %s of numbers', (method) => {
  const score = (x: readonly number[], y: readonly number[]) =>
    outcome(() => tool.column(x, y, { kind: 'numeric', method }).score)
  // Its exact chances of 19 against 20 values take a quarter of a second.
  const runs = { numRuns: method === 'cramer_von_mises' ? 20 : 100 }

  test('does not depend on the order of rows, nor on missing ones', () => {
    fc.assert(
      fc.property(numbers, numbers, (x, y) => {
        const there = score(x, y)
        const back = score([...x.toReversed(), Number.NaN], [Infinity, ...y.toReversed()])
        if (typeof there === 'number' && Number.isFinite(there)) expect(back).toBeCloseTo(there, 6)
        else expect(back).toBe(there)
      }),
      runs,
    )
  })

  test('finds no drift between a sample and itself', () => {
    fc.assert(
      fc.property(numbers, (x) => {
        const found = score(x, x)
        if (typeof found === 'string' || Number.isNaN(found)) return
        // mannw and cramer_von_mises see chance at its middle, anderson says at most 0.25.
        if (evidentlyRules[method].measure === 'distance') expect(found).toBeLessThan(1e-7)
        else expect(found).toBeGreaterThan(0.2)
      }),
      runs,
    )
  })

  test('is a p-value or a distance', () => {
    fc.assert(
      fc.property(numbers, numbers, (x, y) => {
        const found = score(x, y)
        if (typeof found === 'string' || Number.isNaN(found)) return
        expect(found).toBeGreaterThanOrEqual(0)
        if (evidentlyRules[method].measure === 'p-value') expect(found).toBeLessThanOrEqual(1 + 1e-12)
      }),
      runs,
    )
  })
})

describe.each(methodsOf('categorical'))('evidently %s of categories', (method) => {
  const score = (x: readonly string[], y: readonly string[]) =>
    outcome(() => tool.column(x, y, { kind: 'categorical', method }).score)

  test('does not depend on the order of rows, and finds nothing between a sample and itself', () => {
    fc.assert(
      fc.property(words, words, (x, y) => {
        const there = score(x, y)
        const back = score(x.toReversed(), y.toReversed())
        if (typeof there === 'number' && Number.isFinite(there)) expect(back).toBeCloseTo(there, 6)
        else expect(back).toBe(there)
        const same = score(x, x)
        if (typeof same === 'string' || Number.isNaN(same)) return
        expect(same).toBeCloseTo(evidentlyRules[method].measure === 'distance' ? 0 : 1, 6)
      }),
    )
  })
})

test('TVD of a sample and itself is 1, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 12 }), (x) => {
      const { score } = tool.column(x, x.toReversed(), { kind: 'categorical', method: 'TVD' })
      expect(score).toBe(1)
    }),
    { numRuns: 20 },
  )
})

describe('nannyml', () => {
  test.each(nannymlMethods.numeric)(
    '%s of numbers: 0 for the same rows, in any order, and none above',
    (method) => {
      fc.assert(
        fc.property(numbers, numbers, (x, y) => {
          const score = (current: readonly number[]): number =>
            other.column(x, current, { kind: 'numeric', method, chunks: whole }).chunks[0]?.score ??
            Number.NaN
          expect(score(x.toReversed())).toBeLessThan(1e-6)
          expect(score(y.toReversed())).toBeCloseTo(score(y), 6)
          expect(score(y)).toBeLessThanOrEqual(method === 'wasserstein' ? Infinity : 1)
        }),
      )
    },
  )

  test.each(nannymlMethods.categorical)('%s of categories: 0 for the same rows, in any order', (method) => {
    fc.assert(
      fc.property(words, words, (x, y) => {
        const score = (current: readonly string[]): number =>
          other.column(x, current, { kind: 'categorical', method, chunks: whole }).chunks[0]?.score ??
          Number.NaN
        expect(score(x.toReversed())).toBeLessThan(1e-6)
        expect(score(y.toReversed())).toBeCloseTo(score(y), 6)
      }),
    )
  })

  test('chunks part the rows, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 70 }), (rows, size) => {
        const values = Array<null>(rows).fill(null)
        const { chunks } = other.missing(values, values, { size })
        expect(chunks.map(({ start }) => start)).toEqual([0, ...chunks.slice(0, -1).map(({ end }) => end)])
        expect(chunks.at(-1)?.end).toBe(rows)
      }),
    )
  })
})

test('bins hold every value of the sample that they were made for', () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom('sturges' as const, 'doane' as const), (values, rule) => {
      const counts = numpyHistogram(values, numpyBinEdges(values, rule))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
    }),
  )
})

test('bins of equal width rise from the one end to the other', () => {
  fc.assert(
    fc.property(finite, finite, fc.integer({ min: 1, max: 50 }), (a, b, bins) => {
      const edges = equalWidthEdges(Math.min(a, b), Math.max(a, b), bins)
      expect(edges).toHaveLength(bins + 1)
      expect(Array.from(edges)).toEqual(Array.from(edges.toSorted()))
    }),
  )
})

test('a permutation holds every number once, and the same seed gives the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 50 }), (seed, n) => {
      const drawn = numpyPermutations(seed)(n)
      expect(Array.from(drawn.toSorted())).toEqual(Array.from({ length: n }, (_, i) => i))
      expect(numpyPermutations(seed)(n)).toEqual(drawn)
    }),
  )
})
