/**
 * Computes the energy distance of two samples: the root of twice the area between their distribution functions,
 * squared. As `scipy.stats.energy_distance`.
 *
 * @param reference at least one value
 * @param current at least one value
 * @returns at least 0
 * @see G. J. Szekely, M. L. Rizzo (2013), Energy statistics
 * @example
 * energyDistance([0], [2]) // 2
 */
export function energyDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const a = Float64Array.from(reference).toSorted()
  const b = Float64Array.from(current).toSorted()
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
