import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import { createRandom } from '../random/create-random.ts'
import { multinomialLogE, referenceCountLogE } from './dirichlet-counts.ts'

describe('multinomialLogE', () => {
  test.each(goldenCases('sequential-inference', 'multinomial_anytime_p'))(
    'matches savvi, $name',
    ({ inputs, params, expected, tolerance }) => {
      const steps: number[][] = inputs['counts_per_step']
      const shares: number[] = params['theta_0']
      const counts = shares.map(() => 0)
      const at: number[] = expected['at']
      let checked = 0
      steps.forEach((step, i) => {
        step.forEach((count, k) => (counts[k] = (counts[k] ?? 0) + count))
        const found = at.indexOf(i)
        if (found < 0) return
        checked++
        const p = Math.exp(-multinomialLogE(shares, counts, { concentrations: [params['k']] }))
        expect(
          excess(p, expected['p'][found], tolerance['p'] as { rel: number; abs: number }),
        ).toBeLessThanOrEqual(1)
      })
      expect(checked).toBe(at.length)
    },
  )

  test('is the product of its predictions, one value after the other, in any order', () => {
    const stream = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 })
    fc.assert(
      fc.property(stream, fc.integer({ min: 1, max: 900 }), (values, concentration) => {
        const shares = [1, 2, 3, 4]
        const counts = [0, 0, 0, 0]
        let log = 0
        values.forEach((k, n) => {
          const share = (shares[k] ?? 0) / 10
          log += Math.log((concentration * share + (counts[k] ?? 0)) / (concentration + n) / share)
          counts[k] = (counts[k] ?? 0) + 1
        })
        const got = multinomialLogE(shares, counts, { concentrations: [concentration] })
        expect(Math.abs(got - log)).toBeLessThan(1e-9)
      }),
    )
  })
})

describe('referenceCountLogE', () => {
  const bins = 16
  /** Cuts a reference of n values into bins at its order statistics; the values' own distribution is uniform. */
  function reference(n: number, next: () => number): { readonly gaps: number[]; readonly edges: number[] } {
    const sorted = Float64Array.from({ length: n }, next).sort()
    const cuts = Array.from({ length: bins - 1 }, (_, i) => Math.round(((i + 1) * (n + 1)) / bins))
    const edges = cuts.map((rank) => sorted[rank - 1] ?? 1)
    const gaps = [...cuts, n + 1].map((rank, i) => rank - (cuts[i - 1] ?? 0))
    return { gaps, edges }
  }
  /** The greatest log e-value over looks at every value, from the predictions one by one. */
  function greatest(n: number, length: number, seed: string, shift: number): number {
    const { next } = createRandom(seed)
    const { gaps, edges } = reference(n, next)
    const concentrations = [8, 32, 128, 512]
    const logs = concentrations.map(() => 0)
    const counts = gaps.map(() => 0)
    let most = -Infinity
    for (let i = 0; i < length; i++) {
      const value = next() ** (1 + shift)
      let k = 0
      while (k < edges.length && value > (edges[k] ?? 1)) k++
      const [gap, count] = [gaps[k] ?? 0, counts[k] ?? 0]
      const expected = (gap + count) / (n + 1 + i)
      concentrations.forEach((s, j) => {
        logs[j] = (logs[j] ?? 0) + Math.log(((s * gap) / (n + 1) + count) / (s + i) / expected)
      })
      counts[k] = count + 1
      const mean = logs.reduce((sum, log) => sum + Math.exp(log), 0) / logs.length
      most = Math.max(most, Math.log(mean))
    }
    const now = Math.log(logs.reduce((sum, log) => sum + Math.exp(log), 0) / logs.length)
    expect(referenceCountLogE(gaps, counts)).toBeCloseTo(now, 7)
    return most
  }

  test.each([200, 2_000])(
    'is rarely ever large when nothing changed, reference of %i, looks at every value',
    (n) => {
      const runs = 400
      let alarms = 0
      for (let run = 0; run < runs; run++)
        if (greatest(n, 3_000, `null ${n} ${run}`, 0) >= Math.log(20)) alarms++
      // At most 5% are promised; 34 of 400 would happen by chance once in a thousand.
      expect(alarms).toBeLessThan(34)
    },
  )

  test('finds a shift, and taking the reference as known instead would alarm without one', () => {
    for (let run = 0; run < 10; run++) {
      expect(greatest(2_000, 3_000, `shift ${run}`, 0.5)).toBeGreaterThan(Math.log(1e4))
    }
    let fooled = 0
    for (let run = 0; run < 20; run++) {
      const { next } = createRandom(`known ${run}`)
      const { gaps, edges } = reference(200, next)
      const counts = gaps.map(() => 0)
      for (let i = 0; i < 20_000; i++) {
        const value = next()
        const k = edges.findIndex((edge) => value <= edge)
        counts[k < 0 ? bins - 1 : k] = (counts[k < 0 ? bins - 1 : k] ?? 0) + 1
      }
      expect(referenceCountLogE(gaps, counts)).toBeLessThan(Math.log(1e3))
      if (multinomialLogE(gaps, counts) > Math.log(20)) fooled++
    }
    expect(fooled).toBeGreaterThan(15)
  })

  test('has a written answer for nothing and for what is no count', () => {
    expect(referenceCountLogE([5, 6], [0, 0])).toBe(0)
    expect(multinomialLogE([1, 1], [0, 0])).toBe(0)
    expect(() => referenceCountLogE([0, 1], [1, 1])).toThrow('gaps[0] must be above 0')
    expect(() => multinomialLogE([1, 1], [1])).toThrow('current must have as many bins')
    expect(() => multinomialLogE([1, 1], [1, -1])).toThrow('current[1] must be a finite count of at least 0')
    expect(() => multinomialLogE([1], [1], { concentrations: [] })).toThrow(
      'concentrations must not be empty',
    )
    expect(() => multinomialLogE([1], [1], { concentrations: [0] })).toThrow(
      'must be finite and above 0, got 0',
    )
  })
})
