import { sortedNumbers } from '../histogram/sorted-numbers.ts'
import { kolmogorovSf } from '../special/kolmogorov.ts'
import { kstwoSf } from '../special/kstwo.ts'
import { ksExactSf, tieEnds } from './ks-exact.ts'
import { greatestGap } from './ks-statistic.ts'

const exactUpTo = 10_000

/** How {@link ksTwoSample} finds its p-value. */
export type KsMethod = 'auto' | 'exact' | 'exact-ties' | 'kstwo' | 'asymptotic'

/** Options of {@link ksTwoSample}. */
export type KsTwoSampleOptions = {
  /** See {@link ksTwoSample}. @default 'auto' */
  readonly method?: KsMethod
}

/** Distance of two samples and the chance of one as great without any difference. */
export type KsResult = {
  /** The distance D, 0 to 1; NaN when a sample is empty. */
  readonly statistic: number
  /** Two-sided, 0 to 1; NaN when a sample is empty. */
  readonly pValue: number
}

/**
 * Tests whether two samples come from one distribution, by the two-sided Kolmogorov-Smirnov test.
 *
 * - `'exact'`: the exact chance for continuous distributions. Ties are not conditioned on, which makes the
 *   p-value too large (conservative) when there are any. As scipy `ks_2samp(method='exact')`.
 * - `'exact-ties'`: the exact chance given the pattern of ties; equal to `'exact'` without ties. As R
 *   `ks.test(exact=TRUE)`.
 * - `'kstwo'`: the exact one-sample distribution at a sample size of n m / (n + m), rounded half to even. As scipy
 *   `ks_2samp(method='asymp')`. NaN for one value against one, where that size is 0.
 * - `'asymptotic'`: Kolmogorov's limit at sqrt(n m / (n + m)) D. As R `ks.test(exact=FALSE)`.
 * - `'auto'`: `'exact'` up to 10 000 values a side, `'kstwo'` beyond. As scipy.
 *
 * NaN is left out. For one look at one feature: testing again and again as data arrives raises false alarms.
 *
 * @param x any order, not changed
 * @param y any order, not changed
 * @returns NaN and NaN when a sample is empty; p-value 1 for equal samples, also constant ones
 * @throws RangeError for an unknown method
 * @see J. L. Hodges (1958), The significance probability of the Smirnov two-sample test
 * @example
 * ksTwoSample([1, 2, 3], [4, 5, 6]) // { statistic: 1, pValue: 0.1 }
 */
export function ksTwoSample(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: KsTwoSampleOptions = {},
): KsResult {
  const { method = 'auto' } = options
  const a = sortedNumbers(x)
  const b = sortedNumbers(y)
  const n = a.length
  const m = b.length
  const gap = greatestGap(a, b)
  const pValue = pValueOf(method, a, b, gap)
  return n === 0 || m === 0
    ? { statistic: Number.NaN, pValue: Number.NaN }
    : { statistic: gap / (n * m), pValue }
}

function pValueOf(method: KsMethod, a: Float64Array, b: Float64Array, gap: number): number {
  const n = a.length
  const m = b.length
  switch (method) {
    case 'auto':
      return pValueOf(Math.max(n, m) <= exactUpTo ? 'exact' : 'kstwo', a, b, gap)
    case 'exact':
      return ksExactSf(gap, n, m)
    case 'exact-ties':
      return ksExactSf(gap, n, m, tieEnds(a, b))
    case 'kstwo':
      return kstwoSf(gap / (n * m), halfToEven((n * m) / (n + m)))
    case 'asymptotic':
      return kolmogorovSf(gap / (Math.sqrt(n) * Math.sqrt(m) * Math.sqrt(n + m)))
    default:
      throw new RangeError(
        `method must be 'auto', 'exact', 'exact-ties', 'kstwo' or 'asymptotic', got ${String(method)}`,
      )
  }
}

function halfToEven(x: number): number {
  const floor = Math.floor(x)
  return x - floor === 0.5 ? floor + (floor % 2) : Math.round(x)
}
