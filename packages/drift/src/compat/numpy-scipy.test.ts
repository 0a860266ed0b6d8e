import { jsd } from '@plimsoll/stats'
import { describe, expect, test } from 'vitest'
import { fieldExcess, goldenCases } from '../../test/goldens/golden-cases.ts'
import { evidently } from './evidently.ts'
import { nannyml } from './nannyml.ts'
import { equalWidthEdges, numpyHistogram, rangeOf } from './numpy-histogram.ts'
import { numpyPermutations } from './numpy-permutation.ts'
import { meanAndSpread, numpySum } from './numpy-sum.ts'
import { studentT } from './student-t.ts'
import { tvdPermutation } from './tvd-permutation.ts'

const fractions = (rows: number, step: number, scale: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) => (((i + 1) * step) % 1) * scale)

/** The samples behind the sizes and the scale of a case. */
function samples(inputs: Readonly<Record<string, number>>): readonly [Float64Array, Float64Array] {
  const { n = 0, m = 0, scale = 1 } = inputs
  return [fractions(n, 0.6180339887498949, 1), fractions(m, 0.7548776662466927, scale)]
}

const cases = (family: string) => goldenCases('numpy-scipy', family)

test.each(cases('numpy_permutation'))('$name', ({ params, inputs, expected }) => {
  const permute = numpyPermutations(params['seed'])
  const drawn = inputs['sizes'].map((n: number) => Array.from(permute(n).subarray(0, 10)))
  expect(drawn).toEqual(expected['first'])
})

test('a permutation of nothing and of one is itself', () => {
  expect(numpyPermutations(0)(0)).toHaveLength(0)
  expect(Array.from(numpyPermutations(0)(1))).toEqual([0])
})

test.each(cases('numpy_sum'))('$name to the last bit', ({ inputs, expected }) => {
  const values = Array.from({ length: inputs['n'] }, (_, i) => (i + 1) * 0.1)
  expect(numpySum(values)).toBe(expected['sum'])
  expect(meanAndSpread(values).spread).toBe(expected['std'])
})

describe('kolmogorov-smirnov of more than 10 000 values', () => {
  test.each(cases('ks_2samp_large'))('$name', (each) => {
    const [x, y] = samples(each.inputs)
    const { score } = evidently('0.7').column(x, y, { kind: 'numeric', method: 'ks' })
    expect(fieldExcess(score, each, 'pvalue')).toBeLessThanOrEqual(1)
  })

  test.each(cases('binned_ks'))('$name', (each) => {
    const [x, y] = samples(each.inputs)
    const options = { kind: 'numeric', method: 'kolmogorov_smirnov', chunks: { number: 1 } } as const
    const score = nannyml('0.13').column(x, y, options).chunks[0]?.score ?? Number.NaN
    expect(fieldExcess(score, each, 'statistic')).toBeLessThanOrEqual(1)
  })
})

test.each(cases('mannwhitneyu_auto'))('$name', (each) => {
  const [x, y] = samples(each.inputs)
  const { score } = evidently('0.7').column(x, y, { kind: 'numeric', method: 'mannw' })
  expect(fieldExcess(score, each, 'pvalue')).toBeLessThanOrEqual(1)
})

test.each(cases('ttest_ind'))('$name', (each) => {
  const { statistic, pValue } = studentT(each.inputs['x'], each.inputs['y'])
  expect(fieldExcess(statistic, each, 'statistic')).toBeLessThanOrEqual(1)
  expect(fieldExcess(pValue, each, 'pvalue')).toBeLessThanOrEqual(1)
})

test.each(cases('tvd_permutation'))('$name', (each) => {
  const rows = (counts: readonly number[]): number[] =>
    counts.flatMap((count, code) => Array.from({ length: count }, () => code))
  const { statistic, pValue } = tvdPermutation(rows(each.inputs['ref']), rows(each.inputs['cur']))
  expect(fieldExcess(statistic, each, 'value')).toBeLessThanOrEqual(1)
  expect(fieldExcess(pValue, each, 'pvalue')).toBeLessThanOrEqual(1)
})

test.each(cases('headline'))('$name: five numbers for one shift', (each) => {
  const { x, y } = each.inputs
  const of = (method: 'psi' | 'jensenshannon' | undefined) =>
    evidently('0.7').column(x, y, { kind: 'numeric', method }).score
  const whole = { kind: 'numeric', chunks: { number: 1 } } as const
  const js = nannyml('0.13').column(x, y, whole).chunks[0]?.score ?? Number.NaN
  const edges = equalWidthEdges(...rangeOf([...x, ...y]), 10)
  const scores = {
    evidently_js: of('jensenshannon'),
    evidently_psi: of('psi'),
    evidently_wasserstein: of(undefined),
    nannyml_js: js,
    js_divergence_10_bins: jsd(numpyHistogram(x, edges), numpyHistogram(y, edges)),
  }
  for (const [field, score] of Object.entries(scores)) {
    expect(fieldExcess(score, each, field), field).toBeLessThanOrEqual(1)
  }
  expect(scores.evidently_js.toFixed(3)).toBe('0.121')
  expect(scores.nannyml_js.toFixed(3)).toBe('0.146')
  expect(scores.evidently_psi.toFixed(3)).toBe('0.123')
})
