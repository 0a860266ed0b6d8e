/**
 * Computes the energy distance of two samples: the root of twice the area between their distribution functions,
 * squared. As `scipy.stats.energy_distance`.
 *
 * @returns at least 0; NaN for an empty sample
 * @see G. J. Szekely, M. L. Rizzo (2013), Energy statistics
 * @example
 * energyDistance([0], [2]) // 2
 */
export function energyDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const a = Float64Array.from(reference).toSorted()
  const b = Float64Array.from(current).toSorted()
  if (a.length === 0 || b.length === 0) return Number.NaN
  let [i, j, area] = [0, 0, 0]
  let at = Math.min(a[0] ?? 0, b[0] ?? 0)
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    area += (i / a.length - j / b.length) ** 2 * (next - at)
    at = next
    while (i < a.length && a[i] === at) i++
    while (j < b.length && b[j] === at) j++
  }
  return Math.sqrt(2 * area)
}
