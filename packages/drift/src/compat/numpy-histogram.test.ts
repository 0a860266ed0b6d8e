import { expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/goldens/golden-cases.ts'
import { numbersOf } from './column-values.ts'
import { equalWidthEdges, numpyBinEdges, numpyHistogram } from './numpy-histogram.ts'

test.each(goldenCases('numeric', 'histogram_bin_edges'))(
  '$name',
  ({ params, inputs, expected, tolerance }) => {
    const [x, y] = [numbersOf('x', inputs['x']), numbersOf('y', inputs['y'])]
    const isCombined = params['edges_from'] === 'combined'
    const edges = numpyBinEdges(isCombined ? [...x, ...y] : x, params['rule'])
    expect(edges.length - 1).toBe(expected['n_bins'])
    const bound = tolerance['edges']
    if (bound === undefined || bound === 'exact') throw new Error('edges have no tolerance')
    const wanted: readonly number[] = expected['edges']
    if (expected['edges_given'] === 'all') {
      expect(wanted.map((edge, i) => excess(edges[i] ?? 0, edge, bound)).filter((off) => off > 1)).toEqual([])
    }
    expect(Array.from(numpyHistogram(x, edges))).toEqual(expected['ref_counts'])
    expect(Array.from(numpyHistogram(y, edges))).toEqual(expected['cur_counts'])
  },
)

test('a range that is not finite has no bins', () => {
  expect(() => numpyBinEdges([-1.7e308, 1.7e308], 'sturges')).toThrow('must span a finite range')
})

test('a range of a few of the least numbers there are has no bins either', () => {
  expect(() => equalWidthEdges(0, 2e-323, 6)).toThrow('wide enough to be binned')
})

test('counts a value on an edge above it, on the last edge below', () => {
  expect(Array.from(numpyHistogram([0, 1, 2, 3], [0, 1, 2]))).toEqual([1, 2])
  expect(Array.from(numpyHistogram([5, 5, 4, 6], [5, 5, 5]))).toEqual([0, 2])
})
