import type { TestResult } from '@plimsoll/stats'

const exactUpTo = 20

/**
 * Tests two samples by Cramer-von Mises with midranks, as Evidently's own copy of scipy's test does: exactly up to
 * 20 values a side (ties not conditioned on), by the limit distribution beyond. Its series ends at terms below
 * 1e-7, so p-values below that are noise.
 *
 * @param method what to use instead of the choice by size
 * @throws RangeError for less than two values a side
 * @see T. W. Anderson (1962), On the distribution of the two-sample Cramer-von Mises criterion; Y. Xiao, A. Gordon,
 *   A. Yakovlev (2006), A C++ program for the Cramer-von Mises two-sample test
 * @example
 * cramerVonMises([1, 2], [3, 4]).pValue // 0.333...
 */
export function cramerVonMises(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  method?: 'exact' | 'asymptotic',
): TestResult {
  const [n, m] = [reference.length, current.length]
  if (n < 2 || m < 2) throw new RangeError('cramer_von_mises needs at least two values a side')
  const all = n + m
  const u = rankSum(Float64Array.from(reference).toSorted(), Float64Array.from(current).toSorted())
  const statistic = u / (n * m * all) - (4 * n * m - 1) / (6 * all)
  if ((method ?? (Math.max(n, m) <= exactUpTo ? 'exact' : 'asymptotic')) === 'exact') {
    return { statistic, pValue: exactSf(u, n, m) }
  }
  const mean = (1 + 1 / all) / 6
  const variance =
    ((all + 1) * (4 * n * m * all - 3 * (n * n + m * m) - 2 * n * m)) / (180 * all * all * n * m)
  const standard = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance)
  return { statistic, pValue: standard < 0.003 ? 1 : Math.max(0, 1 - limitCdf(standard)) }
}

/** Anderson's U: how far the midranks of each sample in both together are from 1, 2, 3, ... */
function rankSum(a: Float64Array, b: Float64Array): number {
  const sums = [0, 0]
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    const [fromA, fromB] = [i, j]
    while (i < a.length && a[i] === value) i++
    while (j < b.length && b[j] === value) j++
    const rank = (fromA + fromB + i + j + 1) / 2
    for (let k = fromA; k < i; k++) sums[0] = (sums[0] ?? 0) + (rank - k - 1) ** 2
    for (let k = fromB; k < j; k++) sums[1] = (sums[1] ?? 0) + (rank - k - 1) ** 2
  }
  return a.length * (sums[0] ?? 0) + b.length * (sums[1] ?? 0)
}

/** Counts the ways to mix two samples by their statistic, an integer in units of the least common multiple. */
function exactSf(u: number, n: number, m: number): number {
  const multiple = (n * m) / divisor(n, m)
  const limit = Math.floor((multiple ** 2 * (n + m) * (6 * u - n * m * (4 * n * m - 1))) / (6 * (n * m) ** 2))
  let row: Ways[] = []
  for (let y = 0; y <= m; y++) {
    const next: Ways[] = []
    for (let x = 0; x <= n; x++) {
      const step = ((multiple / n) * x - (multiple / m) * y) ** 2
      const isStart = x === 0 && y === 0
      next.push(isStart ? { values: [0], counts: [1] } : merged(next[x - 1] ?? none, row[x] ?? none, step))
    }
    row = next
  }
  const { values, counts } = row[n] ?? none
  let [extreme, total] = [0, 0]
  for (const [i, count] of counts.entries()) {
    total += count
    if ((values[i] ?? 0) >= limit) extreme += count
  }
  return extreme / total
}

/** How many ways lead to a point with each value so far, in rising order of values. */
interface Ways {
  readonly values: readonly number[]
  readonly counts: readonly number[]
}

const none: Ways = { values: [], counts: [] }

function merged(a: Ways, b: Ways, step: number): Ways {
  const values: number[] = []
  const counts: number[] = []
  let [i, j] = [0, 0]
  while (i < a.values.length || j < b.values.length) {
    const [left, right] = [a.values[i] ?? Infinity, b.values[j] ?? Infinity]
    values.push(Math.min(left, right) + step)
    counts.push((left <= right ? (a.counts[i++] ?? 0) : 0) + (right <= left ? (b.counts[j++] ?? 0) : 0))
  }
  return { values, counts }
}

function divisor(n: number, m: number): number {
  return m === 0 ? n : divisor(m, n % m)
}

/** S. Csorgo, J. Faraway (1996), equation 1.2. */
function limitCdf(x: number): number {
  let sum = 0
  // Gamma(k + 1/2) / Gamma(k + 1), from the root of pi on.
  let ratio = Math.sqrt(Math.PI)
  for (let k = 0; ; k++) {
    const y = 4 * k + 1
    const term = (ratio / (Math.PI ** 1.5 * Math.sqrt(x))) * Math.sqrt(y) * besselTerm((y * y) / (16 * x))
    sum += term
    if (!(Math.abs(term) >= 1e-7)) return sum
    ratio *= (k + 0.5) / (k + 1)
  }
}

/** e^-q K(q) of order 1/4, by the trapezoid rule on its integral, which converges geometrically. */
function besselTerm(q: number): number {
  const step = 0.25
  let sum = 0.5 * Math.exp(-2 * q)
  for (let t = step; ; t += step) {
    const term = Math.exp(-q * (1 + Math.cosh(t))) * Math.cosh(t / 4)
    if (!(term > 0)) return step * sum
    sum += term
  }
}
