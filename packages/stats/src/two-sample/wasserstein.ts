import { sortedNumbers } from '../histogram/sorted-numbers.ts'

/**
 * Computes the Wasserstein-1 distance of two samples (the earth mover's distance): the area between their
 * distribution functions, in the unit of the values. As scipy's `wasserstein_distance`.
 *
 * NaN is left out. Costs two sorts.
 *
 * @param x any order, not changed
 * @param y any order, not changed
 * @returns at least 0; NaN when a sample is empty, and when both hold the same infinity
 * @example
 * wasserstein([0, 1, 3], [5, 6, 8]) // 5
 */
export function wasserstein(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const a = sortedNumbers(x)
  const b = sortedNumbers(y)
  const n = a.length
  const m = b.length
  if (n === 0 || m === 0) return Number.NaN
  let area = 0
  let i = 0
  let j = 0
  let at = Math.min(a[0] ?? 0, b[0] ?? 0)
  while (i < n || j < m) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    const gap = Math.abs(i / n - j / m)
    if (gap > 0) area += gap * (next - at)
    at = next
    while (i < n && a[i] === at) i++
    while (j < m && b[j] === at) j++
  }
  return area
}
