import { normalCdf, normalSf } from '../special/normal.ts'
import { checkProportion } from './fisher-exact.ts'
import type { Proportion } from './fisher-exact.ts'
import { inapplicable } from './test-result.ts'
import type { Alternative, TestResult } from './test-result.ts'

/**
 * Tests whether two proportions are equal, by the z test with pooled variance. As statsmodels'
 * `proportions_ztest` with the current side first.
 *
 * The normal limit needs about ten successes and failures a side; below that use {@link fisherExact}.
 *
 * @param options `alternative`: `'greater'` looks for a higher proportion in current. Default `'two-sided'`
 * @returns statistic positive where current is higher; NaN and NaN for a side without trials, and where both
 *   sides hold only successes or only failures
 * @throws RangeError for successes or trials that are no whole numbers, or more successes than trials
 * @example
 * twoProportionZ({ successes: 20, trials: 400 }, { successes: 38, trials: 410 }).pValue // 0.0184...
 */
export function twoProportionZ(
  reference: Proportion,
  current: Proportion,
  options: { readonly alternative?: Alternative } = {},
): TestResult {
  checkProportion('reference', reference)
  checkProportion('current', current)
  const { alternative = 'two-sided' } = options
  const { trials: n } = reference
  const { trials: m } = current
  const pooled = (reference.successes + current.successes) / (n + m)
  const variance = pooled * (1 - pooled) * (1 / n + 1 / m)
  if (!(variance > 0 && variance < Infinity)) return inapplicable
  const statistic = (current.successes / m - reference.successes / n) / Math.sqrt(variance)
  if (alternative === 'two-sided')
    return { statistic, pValue: Math.min(1, 2 * normalSf(Math.abs(statistic))) }
  return { statistic, pValue: alternative === 'less' ? normalCdf(statistic) : normalSf(statistic) }
}
