import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import { createRandom } from '../random/create-random.ts'
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from './adjust.ts'
import { eBenjaminiHochberg } from './e-bh.ts'

describe('adjusted p-values', () => {
  const methods = { bonferroni, holm, bh: benjaminiHochberg, by: benjaminiYekutieli }
  for (const [name, adjust] of Object.entries(methods)) {
    test.each(goldenCases('sequential-inference', 'p_adjust'))(
      `${name} matches statsmodels, $name`,
      ({ inputs, expected, tolerance }) => {
        const got = adjust(inputs['p'])
        got.forEach((p, i) => expect(excess(p, expected[name][i], tolerance)).toBeLessThanOrEqual(1))
        expect(got).toHaveLength(expected[name].length)
      },
    )
  }

  test('refuse what is no p-value, and have nothing to say of none', () => {
    for (const adjust of Object.values(methods)) {
      expect(() => adjust([0.5, 1.5])).toThrow('pValues[1] must be in [0, 1]')
      expect(() => adjust([Number.NaN])).toThrow('pValues[0] must be in [0, 1]')
      expect(adjust([])).toEqual([])
    }
  })
})

describe('eBenjaminiHochberg', () => {
  test('rejects the k greatest for the greatest k that holds, ties alike', () => {
    expect(eBenjaminiHochberg([100, 1, 45], 0.05)).toEqual([true, false, true])
    expect(eBenjaminiHochberg([30, 30], 0.05)).toEqual([true, true])
    expect(eBenjaminiHochberg([19], 0.05)).toEqual([false])
    expect(eBenjaminiHochberg([Infinity, 0], 0.05)).toEqual([true, false])
    expect(eBenjaminiHochberg([], 0.05)).toEqual([])
  })

  test('rejects as Benjamini and Hochberg do on 1 / e', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 500, noNaN: true }), { maxLength: 30 }), (values) => {
        const adjusted = benjaminiHochberg(values.map((e) => 1 / e))
        const rejected = eBenjaminiHochberg(values, 0.05)
        adjusted.forEach((p, i) => {
          if (Math.abs(p - 0.05) > 1e-12) expect(rejected[i]).toBe(p < 0.05)
        })
      }),
    )
  })

  test('keeps the share of false rejections below alpha for e-values that all rise together', () => {
    const random = createRandom('e-bh')
    let share = 0
    const runs = 4000
    for (let run = 0; run < runs; run++) {
      // One shared cause: with chance 1/40 every null e-value is 40, else 0; two of ten are not null.
      const together = random.next() < 1 / 40 ? 40 : 0
      const values = Array.from({ length: 10 }, (_, i) => (i < 2 ? 150 : together))
      const rejected = eBenjaminiHochberg(values, 0.05)
      const all = rejected.filter(Boolean).length
      share += rejected.filter((is, i) => is && i >= 2).length / Math.max(1, all)
    }
    // Mean 1/40 * 8/10 = 0.02; the bound of the promise is 0.05 * 8/10.
    expect(share / runs).toBeLessThan(0.04)
    expect(share / runs).toBeGreaterThan(0.01)
  })

  test('refuses what is no e-value and an alpha out of range', () => {
    expect(() => eBenjaminiHochberg([1, -1], 0.05)).toThrow('eValues[1] must be at least 0')
    expect(() => eBenjaminiHochberg([1], 1)).toThrow('alpha must be in (0, 1), got 1')
  })
})
