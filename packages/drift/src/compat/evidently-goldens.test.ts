import { totalVariation } from '@plimsoll/stats'
import { describe, expect, test } from 'vitest'
import type { GoldenCase } from '../../test/goldens/golden-cases.ts'
import { fieldExcess, goldenCases } from '../../test/goldens/golden-cases.ts'
import { andersonKsamp } from './anderson-ksamp.ts'
import { countCategories } from './category-counts.ts'
import { cramerVonMises } from './cramer-von-mises.ts'
import { empiricalMmd } from './empirical-mmd.ts'
import { evidently } from './evidently.ts'
import type { EvidentlyMethods } from './evidently-methods.ts'
import { numbersOf } from './column-values.ts'
import { scipyMannWhitney } from './scipy-mann-whitney.ts'

const profile = evidently('0.7')

/** The rows behind [category, count] pairs. */
function rowsOf(pairs: readonly (readonly [string, number])[]): string[] {
  return pairs.flatMap(([category, count]) => Array.from({ length: count }, () => category))
}

function sides({ inputs }: GoldenCase): readonly [Float64Array, Float64Array] {
  return [numbersOf('x', inputs['x']), numbersOf('y', inputs['y'])]
}

const numeric: readonly (readonly [string, EvidentlyMethods['numeric']])[] = [
  ['psi_evidently', 'psi'],
  ['js_evidently', 'jensenshannon'],
  ['kl_evidently', 'kl_div'],
  ['hellinger_evidently', 'hellinger'],
  ['wasserstein_1_normed', 'wasserstein'],
  ['energy_distance', 'ed'],
]

describe.each(numeric)('%s', (family, method) => {
  const cases = goldenCases('numeric', family)

  test('has its cases', () => expect(cases.length).toBeGreaterThanOrEqual(15))

  test.each(cases)('$name', (each) => {
    const { score, drifted } = profile.column(each.inputs['x'], each.inputs['y'], { kind: 'numeric', method })
    expect(fieldExcess(score, each, 'value')).toBeLessThanOrEqual(1)
    if (each.expected['drift'] !== undefined) expect(drifted).toBe(each.expected['drift'])
  })
})

const categorical: readonly (readonly [string, EvidentlyMethods['categorical'], 'value' | 'pvalue'])[] = [
  ['psi_evidently', 'psi', 'value'],
  ['jensen_shannon_evidently', 'jensenshannon', 'value'],
  ['kl_divergence_filled', 'kl_div', 'value'],
  ['hellinger', 'hellinger', 'value'],
  ['chi2_goodness_of_fit', 'chisquare', 'pvalue'],
  ['g_goodness_of_fit_unscaled', 'g_test', 'pvalue'],
  ['two_proportion_z_evidently', 'z', 'pvalue'],
]

describe.each(categorical)('%s of categories', (family, method, field) => {
  const cases = goldenCases('categorical', family)

  test('has its cases', () => expect(cases.length).toBeGreaterThanOrEqual(6))

  test.each(cases)('$name', (each) => {
    const [reference, current] = [rowsOf(each.inputs['ref']), rowsOf(each.inputs['cur'])]
    const compare = () => profile.column(reference, current, { kind: 'categorical', method })
    if (each.expected['error'] !== undefined) {
      expect(compare).toThrow(RangeError)
      return
    }
    const { score, drifted } = compare()
    expect(fieldExcess(score, each, field)).toBeLessThanOrEqual(1)
    expect(drifted).toBe(each.expected['drift'])
  })
})

test.each(goldenCases('categorical', 'total_variation'))('total variation: $name', (each) => {
  const counts = countCategories(rowsOf(each.inputs['ref']), rowsOf(each.inputs['cur']))
  expect(fieldExcess(totalVariation(counts.reference, counts.current), each, 'value')).toBeLessThanOrEqual(1)
})

test.each(
  goldenCases('categorical', 'fisher_exact').filter(({ inputs }) => {
    const size = (pairs: readonly (readonly [string, number])[]): number => rowsOf(pairs).length
    return size(inputs['ref']) === size(inputs['cur'])
  }),
)('fisher_exact: $name', (each) => {
  const { score } = profile.column(rowsOf(each.inputs['ref']), rowsOf(each.inputs['cur']), {
    kind: 'categorical',
    method: 'fisher_exact',
  })
  expect(fieldExcess(score, each, 'pvalue')).toBeLessThanOrEqual(1)
})

describe('what scipy is asked for', () => {
  test.each(goldenCases('numeric', 'anderson_ksamp'))('$name', (each) => {
    if (each.expected['error'] !== undefined) {
      expect(() => andersonKsamp(...sides(each))).toThrow(RangeError)
      return
    }
    const { statistic, pValue } = andersonKsamp(...sides(each))
    expect(fieldExcess(statistic, each, 'statistic')).toBeLessThanOrEqual(1)
    expect(fieldExcess(pValue, each, 'pvalue_clipped')).toBeLessThanOrEqual(1)
  })

  test.each(goldenCases('numeric', 'cramervonmises_2samp'))('$name', (each) => {
    const { statistic, pValue } = cramerVonMises(...sides(each), each.params['method'])
    expect(fieldExcess(statistic, each, 'statistic')).toBeLessThanOrEqual(1)
    expect(fieldExcess(pValue, each, 'pvalue')).toBeLessThanOrEqual(1)
  })

  test.each(goldenCases('numeric', 'ks_2samp'))('$name', (each) => {
    const { score } = profile.column(...sides(each), { kind: 'numeric', method: 'ks' })
    expect(fieldExcess(score, each, 'pvalue')).toBeLessThanOrEqual(1)
  })

  test.each(goldenCases('numeric', 'mannwhitneyu'))('$name', (each) => {
    const [x, y] = sides(each)
    const { statistic, pValue } = scipyMannWhitney(x, y)
    expect(fieldExcess(x.length * y.length - statistic, each, 'statistic')).toBeLessThanOrEqual(1)
    expect(fieldExcess(pValue, each, 'pvalue')).toBeLessThanOrEqual(1)
  })
})

test.each(goldenCases('numeric', 'mmd2_median_heuristic_reference'))('mmd: $name', (each) => {
  const { statistic, sigma } = empiricalMmd(each.inputs['x'].flat(), each.inputs['y'].flat())
  expect(fieldExcess(statistic, each, 'mmd2')).toBeLessThanOrEqual(1)
  expect(fieldExcess(sigma, each, 'sigma')).toBeLessThanOrEqual(1)
})
