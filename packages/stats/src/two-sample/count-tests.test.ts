import { describe, expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import type { GoldenCase } from '../../test/golden-cases.ts'
import { hellinger } from '../divergence/hellinger.ts'
import { jsDistance, jsd } from '../divergence/jensen-shannon.ts'
import { kl } from '../divergence/kl.ts'
import { lInfinity, totalVariation } from '../divergence/share-gaps.ts'
import { chiSquareGoodnessOfFit, chiSquareHomogeneity, gTest } from './count-tests.ts'
import type { TestResult } from './test-result.ts'

const golden = (family: string) => goldenCases('two-sample-categorical', family)

/** The counts of both sides over the categories that either lists. */
function counts({ inputs }: GoldenCase): [number[], number[]] {
  const ref = new Map<string, number>(inputs['ref'])
  const cur = new Map<string, number>(inputs['cur'])
  const names = [...new Set([...ref.keys(), ...cur.keys()])]
  return [names.map((name) => ref.get(name) ?? 0), names.map((name) => cur.get(name) ?? 0)]
}

function expectResult(got: TestResult, { expected, tolerance }: GoldenCase): void {
  for (const [field, value] of [
    ['statistic', got.statistic],
    ['pvalue', got.pValue],
  ] as const) {
    const allowed = tolerance[field]
    if (typeof allowed !== 'object') throw new Error(`no tolerance for ${field}`)
    expect(excess(value, expected[field], allowed)).toBeLessThanOrEqual(1)
  }
}

describe('count tests match scipy', () => {
  test.each(golden('chi2_contingency'))('chiSquareHomogeneity, $name', (one) => {
    expectResult(chiSquareHomogeneity(...counts(one), { correction: one.params['correction'] }), one)
  })
  test.each(golden('g_contingency'))('gTest, $name', (one) => {
    expectResult(gTest(...counts(one), { correction: one.params['correction'] }), one)
  })
  test.each(golden('chi2_goodness_of_fit'))('chiSquareGoodnessOfFit, $name', (one) => {
    const got = chiSquareGoodnessOfFit(...counts(one))
    if (Number.isNaN(Number(one.expected['pvalue']))) expect(got).toEqual({ statistic: 0, pValue: 1 })
    else expectResult(got, one)
  })
})

describe('divergences of counts match their tools', () => {
  const families: Record<string, (one: GoldenCase) => number> = {
    total_variation: (one) => totalVariation(...counts(one)),
    l_infinity: (one) => lInfinity(...counts(one)),
    hellinger: (one) => hellinger(...counts(one)),
    jensen_shannon_distance: (one) =>
      jsDistance(...counts(one)) * (one.params['base'] === 'e' ? Math.sqrt(Math.LN2) : 1),
    kl_divergence: (one) => {
      const [ref, cur] = counts(one)
      const nats = one.params['direction'] === 'KL(ref || cur)' ? kl(ref, cur) : kl(cur, ref)
      return one.params['base'] === '2' ? nats / Math.LN2 : nats
    },
  }
  for (const [family, compute] of Object.entries(families)) {
    test.each(golden(family))(`${family}, $name`, (one) => {
      const tolerance = (one.tolerance['value'] ?? one.tolerance) as { rel: number; abs: number }
      expect(excess(compute(one), one.expected['value'], tolerance)).toBeLessThanOrEqual(1)
    })
  }

  test('are 0 on equal shares, NaN for an empty side, and refuse what is no counts', () => {
    for (const divergence of [kl, jsd, jsDistance, hellinger, totalVariation, lInfinity]) {
      expect(divergence([2, 4, 6], [1, 2, 3])).toBeCloseTo(0, 7)
      expect(divergence([0, 0], [1, 2])).toBeNaN()
      expect(divergence([1, 2], [0, 0])).toBeNaN()
      expect(() => divergence([1], [1, 2])).toThrow(RangeError)
      expect(() => divergence([1, -1], [1, 2])).toThrow('reference[1] must be a finite count of at least 0')
    }
  })

  test('hellinger keeps its digits where two sides hardly differ', () => {
    // sum (sqrt p - sqrt q)^2 / 2 to first order: e^2 / (4 p (1 - p)) / 2 for shares that differ by e.
    const [p, e] = [0.3, 1e-10]
    const n = 1e12
    const want = Math.sqrt((e * e) / (8 * p * (1 - p)))
    const got = hellinger([p * n, (1 - p) * n], [(p + e) * n, (1 - p - e) * n])
    expect(Math.abs(got / want - 1)).toBeLessThan(1e-4)
  })
})

test('count tests leave bins out that both sides lack, and say nothing of one bin', () => {
  const plain = chiSquareHomogeneity([50, 30], [40, 45])
  expect(chiSquareHomogeneity([50, 0, 30, 0], [40, 0, 45, 0])).toEqual(plain)
  expect(gTest([5, 0], [9, 0])).toEqual({ statistic: 0, pValue: 1 })
  expect(chiSquareHomogeneity([], []).pValue).toBeNaN()
  expect(chiSquareGoodnessOfFit([1, 0], [3, 0])).toEqual({ statistic: 0, pValue: 1 })
})
