import { logBeta } from '../special/beta.ts'
import type { Alternative } from './test-result.ts'

/** Successes out of trials. */
export type Proportion = {
  readonly successes: number
  readonly trials: number
}

/**
 * Tests whether two proportions are equal, by Fisher's exact test: the chance, given both totals, of tables at
 * most as likely as this one. As scipy's `fisher_exact` with the current side in the first row.
 *
 * Costs one pass over the possible tables, at most as many as the smaller margin.
 *
 * @param options `alternative`: `'greater'` looks for a higher proportion in current. Default `'two-sided'`
 * @returns the sample odds ratio of current against the reference (NaN where both are 0 or Infinity), and the
 *   p-value; 1 for a side without trials
 * @throws RangeError for successes or trials that are no whole numbers, or more successes than trials
 * @example
 * fisherExact({ successes: 5, trials: 17 }, { successes: 8, trials: 17 }).pValue // 0.4813...
 */
export function fisherExact(
  reference: Proportion,
  current: Proportion,
  options: { readonly alternative?: Alternative } = {},
): { readonly oddsRatio: number; readonly pValue: number } {
  checkProportion('reference', reference)
  checkProportion('current', current)
  const { successes: a, trials: m } = current
  const { successes: c, trials: n } = reference
  const oddsRatio = (a / (m - a)) * ((n - c) / c)
  return { oddsRatio, pValue: pValueOf(a, m, n, a + c, options.alternative ?? 'two-sided') }
}

/** Successes of the first row are hypergeometric: m rows of the first kind, n of the second, k drawn. */
function pValueOf(a: number, m: number, n: number, k: number, alternative: Alternative): number {
  const low = Math.max(0, k - n)
  const high = Math.min(m, k)
  const logOf = (x: number): number => logChoose(m, x) + logChoose(n, k - x) - logChoose(m + n, k)
  const here = logOf(a)
  // Ties in likelihood count, also where rounding parts them.
  const limit = here + 1e-7
  let sum = 0
  for (let x = low; x <= high; x++) {
    if (alternative === 'less' && x > a) break
    if (alternative === 'greater' && x < a) continue
    const log = logOf(x)
    if (alternative !== 'two-sided' || log <= limit) sum += Math.exp(log)
  }
  return Math.min(1, sum)
}

function logChoose(n: number, k: number): number {
  return k === 0 || k === n ? 0 : -Math.log(n + 1) - logBeta(n - k + 1, k + 1)
}

/** @throws RangeError for what is no proportion */
export function checkProportion(name: string, { successes, trials }: Proportion): void {
  if (!(Number.isSafeInteger(trials) && trials >= 0)) {
    throw new RangeError(`${name}.trials must be a whole number of at least 0`)
  }
  if (!(Number.isSafeInteger(successes) && successes >= 0 && successes <= trials)) {
    throw new RangeError(`${name}.successes must be a whole number from 0 to trials`)
  }
}
