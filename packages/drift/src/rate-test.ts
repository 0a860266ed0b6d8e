import { lgamma } from '@plimsoll/stats'

/**
 * Tests whether two shares are equal: `a` of `n` reference rows against `b` of `m` current rows.
 *
 * Fisher's exact test, two-sided as twice the smaller tail: exact for any counts, also 0, and on the safe side.
 * O(min(a + b, m)) time.
 *
 * @param a at most `n`; whole numbers
 * @param b at most `m`
 * @returns the p-value, 0 to 1; 1 when a side has no rows
 * @example
 * rateTest(0, 1000, 3, 49) // about 0.0002
 */
export function rateTest(a: number, n: number, b: number, m: number): number {
  if (n === 0 || m === 0 || a + b === 0) return 1
  return Math.min(1, 2 * Math.min(upperTail(a, n, b, m), upperTail(n - a, n, m - b, m)))
}

/** Tests whether the current share is larger than the reference's; one-sided, see {@link rateTest}. */
export function rateRiseTest(a: number, n: number, b: number, m: number): number {
  return n === 0 || m === 0 ? 1 : Math.min(1, upperTail(a, n, b, m))
}

// P(at least b of the a + b marked rows fall among the m): hypergeometric, summed upwards from b.
function upperTail(a: number, n: number, b: number, m: number): number {
  if (b === 0) return 1
  const marked = a + b
  const most = Math.min(marked, m)
  let term = Math.exp(lnChoose(marked, b) + lnChoose(n + m - marked, m - b) - lnChoose(n + m, m))
  let sum = term
  for (let x = b; x < most; x++) {
    term *= ((marked - x) * (m - x)) / ((x + 1) * (n - marked + x + 1))
    sum += term
    if (term < sum * 1e-17) break
  }
  return sum
}

function lnChoose(n: number, k: number): number {
  return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
}
