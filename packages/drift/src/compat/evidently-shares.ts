import { hellinger } from '@plimsoll/stats'
import { countCategories } from './category-counts.ts'
import type { CategoryCounts } from './category-counts.ts'
import type { Category, CompatKind } from './column-values.ts'
import { numpyBinEdges, numpyHistogram } from './numpy-histogram.ts'

/**
 * Counts two sides as Evidently bins them: numbers by Sturges over both samples together, so that the bins move
 * with every window, and as categories when the reference holds at most 20 distinct values.
 */
export function evidentlyCounts(
  reference: readonly Category[],
  current: readonly Category[],
  kind: CompatKind,
): Pick<CategoryCounts, 'reference' | 'current'> {
  if (kind === 'categorical' || new Set(reference).size <= 20) return countCategories(reference, current)
  const edges = numpyBinEdges([...reference, ...current].map(Number), 'sturges')
  const counts = (side: readonly Category[]): number[] =>
    Array.from(numpyHistogram(Float64Array.from(side, Number), edges))
  return { reference: counts(reference), current: counts(current) }
}

/**
 * Computes Evidently's Hellinger distance. It bins numbers by Sturges over the distinct values of both samples, each
 * counted once and however few there are, and multiplies densities by the mean width of a bin: far from 0 the bins
 * differ in width by rounding, which shows in the last digits.
 *
 * @example
 * evidentlyHellinger(['a', 'b'], ['a', 'a'], 'categorical') // 0.541196100146197
 */
export function evidentlyHellinger(
  reference: readonly Category[],
  current: readonly Category[],
  kind: CompatKind,
): number {
  if (kind === 'categorical') {
    const counts = countCategories(reference, current)
    return hellinger(counts.reference, counts.current)
  }
  const edges = numpyBinEdges([...new Set([...reference, ...current])].map(Number), 'sturges')
  const [p, q] = [reference, current].map((side) => {
    const counts = numpyHistogram(Float64Array.from(side, Number), edges)
    return counts.map((count, i) => count / ((edges[i + 1] ?? 0) - (edges[i] ?? 0)) / side.length)
  })
  const width = ((edges.at(-1) ?? 0) - (edges[0] ?? 0)) / (edges.length - 1)
  const overlap = p?.reduce((sum, density, i) => sum + Math.sqrt(density * (q?.[i] ?? 0)) * width, 0) ?? 0
  return Math.sqrt(1 - Math.min(1, overlap))
}

/**
 * Makes shares of counts and fills the empty ones: with 0.0001, or with a millionth of the least share where that is
 * at most 0.0001. Not renormalised, so they add up to more than 1.
 *
 * @example
 * filledShares([1, 3, 0]) // [0.25, 0.75, 0.0001]
 */
export function filledShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const shares = counts.map((count) => count / total)
  const least = shares.reduce((low, share) => (share > 0 ? Math.min(low, share) : low), 1)
  const fill = least <= 0.0001 ? least / 1e6 : 0.0001
  return shares.map((share) => (share === 0 ? fill : share))
}
