/**
 * Computes the chance that two samples from one continuous distribution lie at least as far apart as observed.
 *
 * Merging the samples in order is a random lattice path from (0, 0) to (n, m); the chance is that of a path that
 * somewhere reaches |i m - j n| >= gap. The mass leaving the band is added up as it leaves, so small chances keep
 * their relative accuracy. With `ends` the path is only looked at where a group of tied values ends, which makes
 * it the chance given the pattern of ties. O((n + m) band) time with a band of about D (n m) / (n + m), O(n) memory.
 *
 * @param gap the observed greatest |i m - j n|, an integer
 * @param ends ends[k] is 1 where the merged order may be looked at after k values
 */
export function ksExactSf(gap: number, n: number, m: number, ends?: Uint8Array): number {
  if (gap <= 0) return 1
  const total = n + m
  const mass = new Float64Array(n + 1)
  mass[0] = 1
  let low = 0
  let high = 0
  let left = 0
  for (let k = 0; k < total; k++) {
    const remaining = total - k
    if (high < n) mass[++high] = 0
    for (let i = high; i >= low; i--) {
      const stay = (mass[i] ?? 0) * ((m - k + i) / remaining)
      const step = i > low ? (mass[i - 1] ?? 0) * ((n - i + 1) / remaining) : 0
      mass[i] = stay + step
    }
    if (ends !== undefined && ends[k + 1] !== 1) continue
    const centre = (k + 1) * n
    while (low <= high && centre - low * total >= gap) left += mass[low++] ?? 0
    while (low <= high && high * total - centre >= gap) left += mass[high--] ?? 0
    while (low < high && mass[low] === 0) low++
    while (low < high && mass[high] === 0) high--
    if (low > high) break
  }
  return Math.min(1, left)
}

/**
 * Marks where the merged order of two sorted samples may be looked at: after the last of every group of ties.
 *
 * @param a rising, without NaN
 * @param b rising, without NaN
 */
export function tieEnds(a: Float64Array, b: Float64Array): Uint8Array {
  const ends = new Uint8Array(a.length + b.length + 1)
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    while (i < a.length && a[i] === value) i++
    while (j < b.length && b[j] === value) j++
    ends[i + j] = 1
  }
  return ends
}
