import { sortedNumbers } from './sorted-numbers.ts'

/**
 * Chooses inner bin edges so that the bins hold about equal shares of the values.
 *
 * Edges are order statistics: the ceil(k n / bins)-th smallest value for k = 1 to bins - 1, so bin k is
 * `(edge[k-1], edge[k]]` (the rule of {@link binIndex}) and without ties every share is within 1/n of 1/bins.
 * Tied edges collapse, and where they do the edges freed go to isolate the repeated value: the next smaller
 * distinct value becomes an edge too. No edge equals the greatest value, so no bin of the reference is empty.
 *
 * NaN is left out. Constant or empty values give no edge (one bin); infinite values are values like any other.
 *
 * @param values any order, not changed; O(n log n) time, one copy of memory
 * @param bins an integer of at least 1
 * @returns strictly rising edges, at most bins - 1
 * @throws RangeError when bins is not an integer of at least 1
 * @example
 * equalMassEdges([1, 2, 3, 4], 2) // Float64Array [2]
 */
export function equalMassEdges(values: ArrayLike<number>, bins: number): Float64Array {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new RangeError(`bins must be an integer of at least 1, got ${bins}`)
  }
  const sorted = sortedNumbers(values)
  const n = sorted.length
  const greatest = sorted[n - 1] ?? Number.NaN
  const edges: number[] = []
  let last = Number.NaN
  for (let k = 1; k < bins && n > 0; k++) {
    const edge = sorted[Math.ceil((k * n) / bins) - 1] ?? greatest
    if (edge === last) {
      continue
    }
    last = edge
    const repeated = k + 1 < bins && sorted[Math.ceil(((k + 1) * n) / bins) - 1] === edge
    if (repeated || edge === greatest) {
      const below = sorted[lowerBound(sorted, edge) - 1]
      if (below !== undefined && below !== edges.at(-1)) edges.push(below)
    }
    if (edge !== greatest) edges.push(edge)
  }
  return Float64Array.from(edges)
}

/**
 * Finds the bin of a value: the number of edges strictly below it, so bin i is `(edge[i-1], edge[i]]`.
 *
 * The two outer bins are open: everything up to and including the first edge is bin 0, everything above the
 * last edge is bin `edges.length`. A value on an edge belongs to the bin that ends there. Without edges
 * everything is bin 0. -Infinity and Infinity are ordinary values.
 *
 * @param edges strictly rising
 * @returns 0 to edges.length, or -1 for NaN; O(log edges)
 * @example
 * binIndex(Float64Array.of(1, 2), 2) // 1
 */
export function binIndex(edges: Float64Array, value: number): number {
  return Number.isNaN(value) ? -1 : lowerBound(edges, value)
}

/**
 * Counts values per bin of fixed edges under the rule of {@link binIndex}. NaN is not counted.
 *
 * Counts of parts add up to the counts of the whole, in any order.
 *
 * @param edges strictly rising inner edges
 * @returns edges.length + 1 counts, each below 2^32
 * @example
 * countBins(Float64Array.of(1, 2), [0, 1, 1.5, 9]) // Uint32Array [2, 1, 1]
 */
export function countBins(edges: Float64Array, values: ArrayLike<number>): Uint32Array {
  const counts = new Uint32Array(edges.length + 1)
  for (let i = 0; i < values.length; i++) {
    const bin = binIndex(edges, values[i] ?? Number.NaN)
    if (bin >= 0) counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0
  let span = sorted.length
  // Halving without a branch: which half it is cannot be predicted, so a branch would be missed every other time.
  while (span > 1) {
    const half = span >>> 1
    low += half & (Number(value <= (sorted[low + half - 1] ?? Infinity)) - 1)
    span -= half
  }
  return span === 1 && (sorted[low] ?? Infinity) < value ? low + 1 : low
}
