import { chiSquareQuantile } from '../special/chi-square.ts'

/**
 * Computes the mean that the population stability index has without any drift: (1/n + 1/m) (bins - 1).
 *
 * Both samples are then draws from one distribution, and PSI is about (1/n + 1/m) times a chi-square variable
 * with bins - 1 degrees of freedom. The approximation wants expected counts of 5 and more in every bin.
 *
 * @param bins at least 1
 * @param n size of the reference, above 0; Infinity for a reference known exactly
 * @param m size of the current sample, above 0
 * @returns NaN when an argument is out of range
 * @see B. Yurdakul (2018), Statistical Properties of Population Stability Index
 * @example
 * psiNullMean(10, 1000, 1000) // 0.018
 */
export function psiNullMean(bins: number, n: number, m: number): number {
  if (!(bins >= 1 && n > 0 && m > 0)) return Number.NaN
  return (1 / n + 1 / m) * (bins - 1)
}

/**
 * Computes the value that the population stability index exceeds with probability 1 - p without any drift.
 *
 * The chi-square approximation of {@link psiNullMean}, for one look at one feature.
 *
 * @param p in [0, 1]
 * @param bins at least 1; a single bin has PSI 0 always
 * @param n size of the reference, above 0
 * @param m size of the current sample, above 0
 * @returns NaN when an argument is out of range
 * @example
 * psiNullQuantile(0.99, 10, 1000, 1000) // 0.0433...
 */
export function psiNullQuantile(p: number, bins: number, n: number, m: number): number {
  if (!(p >= 0 && p <= 1 && bins >= 1 && n > 0 && m > 0)) return Number.NaN
  return bins === 1 ? 0 : (1 / n + 1 / m) * chiSquareQuantile(p, bins - 1)
}
