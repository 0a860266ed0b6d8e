import { describe, expect, test } from 'vitest'
import { fieldExcess, goldenCases } from '../../test/goldens/golden-cases.ts'
import { nannyml } from './nannyml.ts'
import type { NannymlMethods } from './nannyml-methods.ts'

const profile = nannyml('0.13')
const chunks = { number: 1 }

const numeric: readonly (readonly [string, NannymlMethods['numeric']])[] = [
  ['js_nannyml', 'jensen_shannon'],
  ['hellinger_nannyml', 'hellinger'],
  ['wasserstein_nannyml', 'wasserstein'],
]

describe.each(numeric)('%s', (family, method) => {
  const cases = goldenCases('numeric', family)

  test('has its cases', () => expect(cases).toHaveLength(15))

  test.each(cases)('$name', (each) => {
    const { x, y } = each.inputs
    const found = profile.column(x, y, { kind: 'numeric', method, chunks }).chunks
    expect(found).toHaveLength(1)
    expect(fieldExcess(found[0]?.score ?? Number.NaN, each, 'value')).toBeLessThanOrEqual(1)
  })
})

const categorical: readonly (readonly [string, NannymlMethods['categorical'], 'value' | 'statistic'])[] = [
  ['jensen_shannon_lumped', 'jensen_shannon', 'value'],
  ['hellinger_lumped', 'hellinger', 'value'],
  ['l_infinity', 'l_infinity', 'value'],
  ['chi2_contingency', 'chi2', 'statistic'],
]

describe.each(categorical)('%s', (family, method, field) => {
  // Yates' correction is scipy's default: it changes two categories, the only ones it can be asked for.
  const cases = goldenCases('categorical', family).filter(({ params, inputs }) => {
    const { ref, cur } = inputs
    const held = new Set([...ref, ...cur].filter(([, count]) => count > 0).map(([category]) => category))
    return family !== 'chi2_contingency' || params['correction'] === (held.size === 2)
  })

  test('has its cases', () => expect(cases.length).toBeGreaterThanOrEqual(15))

  test.each(cases)('$name', (each) => {
    const rows = (pairs: readonly (readonly [string, number])[]): string[] =>
      pairs.flatMap(([category, count]) => Array.from({ length: count }, () => category))
    const [reference, current] = [rows(each.inputs['ref']), rows(each.inputs['cur'])]
    const { chunks: found } = profile.column(reference, current, { kind: 'categorical', method, chunks })
    expect(fieldExcess(found[0]?.score ?? Number.NaN, each, field)).toBeLessThanOrEqual(1)
    if (family !== 'chi2_contingency') return
    expect(fieldExcess(found[0]?.pValue ?? Number.NaN, each, 'pvalue')).toBeLessThanOrEqual(1)
    expect(found[0]?.drifted).toBe(each.expected['pvalue'] < 0.05)
  })
})
