import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import { countBins } from '../histogram/fixed-edges.ts'
import { psi, psiFixedFloor } from './psi.ts'

const counts = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 30 })

describe('psi', () => {
  test('is the smoothed sum worked out by hand', () => {
    // (0.5 + 3) / 5 against (0.5 + 1) / 5, two bins.
    const want = 2 * (0.7 - 0.3) * Math.log(0.7 / 0.3)
    expect(psi([3, 1], [1, 3])).toBeCloseTo(want, 14)
    expect(psi([3, 1], [1, 3], { smoothing: 0 })).toBeCloseTo(Math.log(3), 14)
  })

  test('is symmetric, at least 0, 0 on itself, and indifferent to the order of bins', () => {
    fc.assert(
      fc.property(counts, (pairs) => {
        const p = pairs.map(([a]) => a)
        const q = pairs.map(([, b]) => b)
        const value = psi(p, q)
        if (Math.max(...p) === 0 || Math.max(...q) === 0) {
          expect(value).toBeNaN()
          return
        }
        expect(value).toBeGreaterThanOrEqual(0)
        expect(psi(q, p)).toBeCloseTo(value, 12)
        expect(psi(p, p)).toBe(0)
        expect(psi(p.toReversed(), q.toReversed())).toBeCloseTo(value, 12)
      }),
    )
  })

  test('says NaN for an empty side and 0 for a single bin', () => {
    expect(psi([], [])).toBeNaN()
    expect(psi([0, 0], [1, 2])).toBeNaN()
    expect(psi([1, 2], [0, 0])).toBeNaN()
    expect(psi([9], [4])).toBe(0)
  })

  test('without smoothing, is infinite on a bin empty on one side and deaf to one empty on both', () => {
    expect(psi([1, 0], [1, 1], { smoothing: 0 })).toBe(Infinity)
    expect(psi([3, 1, 0], [1, 3, 0], { smoothing: 0 })).toBeCloseTo(Math.log(3), 14)
  })

  test('refuses what is not counts, without showing the value', () => {
    expect(() => psi([1, 2], [1])).toThrow('current must have as many bins as reference (2), got 1')
    expect(() => psi([1, -2], [1, 1])).toThrow('reference[1] must be a finite count of at least 0')
    expect(() => psi([1, 2], [1, Number.NaN])).toThrow('current[1] must be a finite count of at least 0')
    expect(() => psi([1], [1], { smoothing: -1 })).toThrow('smoothing must be finite and at least 0, got -1')
    expect(() => psiFixedFloor([1], [1], { floor: 2 })).toThrow('floor must be in [0, 1], got 2')
  })
})

const numeric = ['psi_equal_frequency', 'psi_equal_width'].flatMap((family) =>
  goldenCases('binned-divergences', family),
)

describe('psiFixedFloor', () => {
  test.each(numeric)('matches the golden $name', ({ inputs, params, expected, tolerance, family }) => {
    const x: number[] = inputs['x'].filter((value: number) => !Number.isNaN(value))
    if (expected['error'] !== undefined) {
      // The tool refuses fewer rows than bins; counts know nothing of rows, so there is nothing to compare.
      expect(x.length).toBeLessThanOrEqual(params['bins'])
      return
    }
    const inner: number[] =
      family === 'psi_equal_width' ? equalWidth(x, params['bins']) : params['inner_edges']
    const edges = Float64Array.from(inner)
    const got = psiFixedFloor(countBins(edges, x), countBins(edges, inputs['y']))
    expect(excess(got, expected['value'], tolerance)).toBeLessThanOrEqual(1)
  })

  test.each(goldenCases('two-sample-categorical', 'psi_fixed_floor'))(
    'matches the golden $name',
    ({ inputs, expected, tolerance }) => {
      const ref = new Map<string, number>(inputs['ref'])
      const cur = new Map<string, number>(inputs['cur'])
      const names = [...new Set([...ref.keys(), ...cur.keys()])]
      const got = psiFixedFloor(
        names.map((name) => ref.get(name) ?? 0),
        names.map((name) => cur.get(name) ?? 0),
      )
      expect(excess(got, expected['value'], tolerance)).toBeLessThanOrEqual(1)
    },
  )

  test('says NaN for an empty side and Infinity for a floor of 0 under an empty bin', () => {
    expect(psiFixedFloor([0], [3])).toBeNaN()
    expect(psiFixedFloor([1, 0], [1, 1], { floor: 0 })).toBe(Infinity)
  })
})

// pandas.cut: equal steps over the range; a constant range is widened by 0.1%.
function equalWidth(values: readonly number[], bins: number): number[] {
  let low = Math.min(...values)
  let high = Math.max(...values)
  if (low === high) {
    low = low === 0 ? -0.001 : low - 0.001 * Math.abs(low)
    high = high === 0 ? 0.001 : high + 0.001 * Math.abs(high)
  }
  const step = (high - low) / bins
  return Array.from({ length: bins - 1 }, (_, i) => low + (i + 1) * step)
}
