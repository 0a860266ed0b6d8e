import { sortedNumbers } from '../histogram/sorted-numbers.ts'
import { normalSf } from '../special/normal.ts'
import { inapplicable } from './test-result.ts'
import type { Alternative, TestResult } from './test-result.ts'

/** Options of {@link mannWhitney}. */
export type MannWhitneyOptions = {
  /** The difference looked for: any, or values of current less or greater. @default 'two-sided' */
  readonly alternative?: Alternative
  /** Exact chances, which take no account of ties, or the normal limit corrected for them. @default 'asymptotic' */
  readonly method?: 'asymptotic' | 'exact'
  /** Moves U by 0.5 towards its mean, for the normal limit. @default true */
  readonly continuity?: boolean
}

/**
 * Tests whether values of one sample tend to be greater than those of the other, by the Mann-Whitney U test. The
 * statistic is U of current: the pairs in which current is greater, ties counted as half. As scipy's
 * `mannwhitneyu(current, reference)`.
 *
 * NaN is left out. Looks at order alone: blind to a change of spread. `'exact'` costs (n m)^2 / 2 steps and makes
 * p-values approximate where there are ties.
 *
 * @param reference any order, not changed
 * @param current any order, not changed
 * @returns NaN and NaN when a sample is empty; where all values are tied, p-value 1 with continuity and NaN without
 * @throws RangeError for an unknown method, and for exact chances of more than 200 values a side
 * @see H. B. Mann, D. R. Whitney (1947), On a test of whether one of two random variables is larger
 * @example
 * mannWhitney([1, 2, 3], [4, 5, 6], { method: 'exact' }) // { statistic: 9, pValue: 0.1 }
 */
export function mannWhitney(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  options: MannWhitneyOptions = {},
): TestResult {
  const { alternative = 'two-sided', method = 'asymptotic', continuity = true } = options
  if (method !== 'asymptotic' && method !== 'exact') {
    throw new RangeError(`method must be 'asymptotic' or 'exact', got ${String(method)}`)
  }
  const a = sortedNumbers(current)
  const b = sortedNumbers(reference)
  const [n, m] = [a.length, b.length]
  if (n === 0 || m === 0) return inapplicable
  const { u, ties } = ranked(a, b)
  const other = n * m - u
  const extreme = alternative === 'greater' ? u : alternative === 'less' ? other : Math.max(u, other)
  const sides = alternative === 'two-sided' ? 2 : 1
  const tail = method === 'exact' ? exactSf(extreme, n, m) : limitSf(extreme, n, m, ties, continuity)
  return { statistic: u, pValue: Math.min(1, sides * tail) }
}

/** The chance of at least u in the normal limit; with every value tied, NaN unless corrected. */
function limitSf(u: number, n: number, m: number, ties: number, continuity: boolean): number {
  const all = n + m
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)))
  const off = u - (n * m) / 2 - (continuity ? 0.5 : 0)
  return normalSf(off / Math.sqrt(Math.max(0, variance)))
}

/** U of the first sample, and the sum of t^3 - t over the groups of tied values. */
function ranked(a: Float64Array, b: Float64Array): { readonly u: number; readonly ties: number } {
  let [i, j, u, ties] = [0, 0, 0, 0]
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    const [fromA, fromB] = [i, j]
    while (i < a.length && a[i] === value) i++
    while (j < b.length && b[j] === value) j++
    u += (i - fromA) * (fromB + (j - fromB) / 2)
    const group = i - fromA + j - fromB
    ties += group ** 3 - group
  }
  return { u, ties }
}

/** The chance of at least u, counting the ways to part n + m ranks by U (Mann and Whitney's recurrence). */
function exactSf(u: number, n: number, m: number): number {
  if (n > 200 || m > 200) throw new RangeError('exact chances are for at most 200 values a side')
  const most = n * m
  // Shares of all ways instead of counts, which would overflow: row k holds k values of x.
  let shares: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1))
  for (let j = 1; j <= m; j++) {
    const row: Float64Array[] = [Float64Array.of(1)]
    for (let k = 1; k <= n; k++) {
      const next = new Float64Array(k * j + 1)
      const withX = row[k - 1] ?? next
      const withY = shares[k] ?? next
      for (let v = 0; v < withX.length; v++) next[v + j] = ((withX[v] ?? 0) * k) / (k + j)
      for (let v = 0; v < withY.length; v++) next[v] = (next[v] ?? 0) + ((withY[v] ?? 0) * j) / (k + j)
      row.push(next)
    }
    shares = row
  }
  const last = shares[n] ?? new Float64Array(0)
  let sum = 0
  for (let v = most; v >= Math.ceil(u); v--) sum += last[v] ?? 0
  return sum
}
