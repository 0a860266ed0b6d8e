import { meanAndSpread, numpySum } from './numpy-sum.ts'

/**
 * Chooses equal-width bins over the range of the values, by one of numpy's rules. As `numpy.histogram_bin_edges`
 * on floats; a constant gets one bin of width 1 around it.
 *
 * - `'sturges'`: width = range / (log2 n + 1).
 * - `'doane'`: width = range / (1 + log2 n + log2(1 + |skewness| / its standard error)); one bin for less than 3
 *   values.
 *
 * @param values finite, at least one
 * @returns rising, at least two
 * @throws RangeError for a range that is not finite
 * @see H. A. Sturges (1926), The choice of a class interval; D. P. Doane (1976), Aesthetic frequency classifications
 * @example
 * numpyBinEdges([0, 1, 2, 4], 'sturges') // Float64Array [0, 1.3333333333333333, 2.6666666666666665, 4]
 */
export function numpyBinEdges(values: ArrayLike<number>, rule: 'sturges' | 'doane'): Float64Array {
  const [low, high] = rangeOf(values)
  if (!Number.isFinite(high - low)) throw new RangeError('values must span a finite range')
  const width = (high - low) / (rule === 'sturges' ? Math.log2(values.length) + 1 : doaneBins(values))
  return equalWidthEdges(low, high, width > 0 ? Math.ceil((high - low) / width) : 1)
}

/**
 * Makes the edges of bins of equal width, as numpy's `linspace`; a range of no width is widened by 0.5 a side.
 *
 * @throws RangeError where the bins would be narrower than the numbers can tell apart near 0 (below 5e-324)
 */
export function equalWidthEdges(low: number, high: number, bins: number): Float64Array {
  const [first, last] = low === high ? [low - 0.5, high + 0.5] : [low, high]
  const step = (last - first) / bins
  const edges = Float64Array.from({ length: bins + 1 }, (_, k) => k * step + first)
  edges[bins] = last
  if ((edges[bins - 1] ?? 0) > last) throw new RangeError('values must span a range wide enough to be binned')
  return edges
}

/** The least and the greatest value. */
export function rangeOf(values: ArrayLike<number>): readonly [low: number, high: number] {
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] ?? low)
    high = Math.max(high, values[i] ?? high)
  }
  return [low, high]
}

/**
 * Counts values per bin `[a, b)`, the last one `[a, b]`; values outside all bins are not counted. As
 * `numpy.histogram`.
 *
 * @param edges rising, not strictly
 * @example
 * numpyHistogram([0, 1, 2, 9], [0, 1, 2]) // Float64Array [1, 2]
 */
export function numpyHistogram(values: ArrayLike<number>, edges: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).toSorted()
  const bins = edges.length - 1
  const counts = new Float64Array(bins)
  const isBefore = (value: number, k: number): boolean =>
    k < bins ? value < (edges[k] ?? 0) : value <= (edges[k] ?? 0)
  let i = 0
  while (i < sorted.length && isBefore(sorted[i] ?? 0, 0)) i++
  for (let k = 1; k <= bins; k++) {
    const from = i
    while (i < sorted.length && isBefore(sorted[i] ?? 0, k)) i++
    counts[k - 1] = i - from
  }
  return counts
}

function doaneBins(values: ArrayLike<number>): number {
  const n = values.length
  const { mean, spread } = meanAndSpread(values)
  if (n <= 2 || !(spread > 0)) return 1
  const cubes = Float64Array.from(values, (value) => ((value - mean) / spread) ** 3)
  const skewness = numpySum(cubes) / n
  const error = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)))
  return 1 + Math.log2(n) + Math.log2(1 + Math.abs(skewness) / error)
}
