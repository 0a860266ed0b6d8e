import { checkCounts } from '../divergence/check-counts.ts'
import { chiSquareSf } from '../special/chi-square.ts'
import { inapplicable } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/** Options of {@link chiSquareHomogeneity} and {@link gTest}. */
export type CountTestOptions = {
  /** Yates' correction, for two bins only: moves every count up to 0.5 towards its expectation. @default false */
  readonly correction?: boolean
}

/**
 * Tests whether two vectors of counts over the same bins come from one distribution, by Pearson's chi-square of
 * homogeneity. Bins empty on both sides are left out; degrees of freedom are the bins left less 1.
 *
 * The chi-square limit needs expected counts of about 5 a bin. For one look: testing as data arrives raises false
 * alarms.
 *
 * @returns NaN and NaN when a side has no counts, 0 and 1 when a single bin is left
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * chiSquareHomogeneity([60, 40, 0], [50, 30, 20]) // { statistic: 22.33..., pValue: 0.0000141... }
 */
export function chiSquareHomogeneity(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  options: CountTestOptions = {},
): TestResult {
  return homogeneity(reference, current, options, (count, expected) => (count - expected) ** 2 / expected)
}

/**
 * Tests whether two vectors of counts over the same bins come from one distribution, by the likelihood ratio (G).
 * Bins, degrees of freedom, correction and limits are those of {@link chiSquareHomogeneity}.
 *
 * @returns NaN and NaN when a side has no counts, 0 and 1 when a single bin is left
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * gTest([60, 40, 0], [50, 30, 20]) // { statistic: 30.06..., pValue: 2.954...e-7 }
 */
export function gTest(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  options: CountTestOptions = {},
): TestResult {
  return homogeneity(reference, current, options, (count, expected) =>
    count > 0 ? 2 * count * Math.log(count / expected) : 0,
  )
}

/**
 * Tests whether counts follow the shares of a reference taken as exactly known, by Pearson's chi-square of
 * goodness of fit. A reference that is itself a sample makes this too eager: see {@link chiSquareHomogeneity}.
 *
 * @returns statistic Infinity and p-value 0 when a bin empty in the reference is hit; NaN and NaN when a side has
 *   no counts; 0 and 1 for a single bin
 * @throws RangeError for bins of different number, or a count that is negative or not finite
 * @example
 * chiSquareGoodnessOfFit([50, 30, 20], [42, 35, 23]) // { statistic: 2.56..., pValue: 0.277... }
 */
export function chiSquareGoodnessOfFit(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult {
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return inapplicable
  let statistic = 0
  let bins = 0
  for (let i = 0; i < reference.length; i++) {
    const count = current[i] ?? 0
    const expected = ((reference[i] ?? 0) / n) * m
    if (expected === 0 && count === 0) continue
    bins++
    statistic += (count - expected) ** 2 / expected
  }
  return resultOf(statistic, bins)
}

function homogeneity(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  options: CountTestOptions,
  term: (count: number, expected: number) => number,
): TestResult {
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return inapplicable
  const held = Array.from(reference, (count, i) => [count, current[i] ?? 0] as const).filter(
    ([a, b]) => a + b > 0,
  )
  const corrects = options.correction === true && held.length === 2
  let statistic = 0
  for (const [a, b] of held) {
    const whole = a + b
    statistic += termOf(a, whole * (n / (n + m)), corrects, term)
    statistic += termOf(b, whole * (m / (n + m)), corrects, term)
  }
  return resultOf(Math.max(0, statistic), held.length)
}

function termOf(
  count: number,
  expected: number,
  corrects: boolean,
  term: (count: number, expected: number) => number,
): number {
  const gap = expected - count
  return term(corrects ? count + Math.sign(gap) * Math.min(0.5, Math.abs(gap)) : count, expected)
}

function resultOf(statistic: number, bins: number): TestResult {
  if (bins < 2) return { statistic: 0, pValue: 1 }
  return { statistic, pValue: statistic === Infinity ? 0 : chiSquareSf(statistic, bins - 1) }
}
