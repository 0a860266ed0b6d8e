/**
 * Adjusts p-values for several tests by Bonferroni: each times their number. Holds under any dependence.
 *
 * @returns in the order given, at most 1
 * @throws RangeError for a p-value outside [0, 1]
 * @example
 * bonferroni([0.01, 0.04]) // [0.02, 0.08]
 */
export function bonferroni(pValues: ArrayLike<number>): number[] {
  return checked(pValues).map((p) => Math.min(1, p * pValues.length))
}

/**
 * Adjusts p-values for several tests by Holm's step down: never larger than {@link bonferroni}, under any
 * dependence; rejecting those at most alpha bounds the chance of any false rejection by alpha.
 *
 * @returns in the order given, at most 1
 * @throws RangeError for a p-value outside [0, 1]
 * @see S. Holm (1979), A simple sequentially rejective multiple test procedure
 * @example
 * holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(pValues: ArrayLike<number>): number[] {
  const n = pValues.length
  const adjusted: number[] = []
  adjusted.length = n
  let greatest = 0
  rising(pValues).forEach(([p, index], rank) => {
    greatest = Math.max(greatest, Math.min(1, p * (n - rank)))
    adjusted[index] = greatest
  })
  return adjusted
}

/**
 * Adjusts p-values by Benjamini and Hochberg: rejecting those at most alpha bounds the share of false rejections
 * by alpha, for independent or positively dependent tests.
 *
 * @returns in the order given, at most 1
 * @throws RangeError for a p-value outside [0, 1]
 * @see Y. Benjamini, Y. Hochberg (1995), Controlling the false discovery rate
 * @example
 * benjaminiHochberg([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): number[] {
  return stepUp(pValues, 1)
}

/**
 * Adjusts p-values by Benjamini and Yekutieli: as {@link benjaminiHochberg} under any dependence, at the price of
 * a factor of about ln n.
 *
 * @returns in the order given, at most 1
 * @throws RangeError for a p-value outside [0, 1]
 * @see Y. Benjamini, D. Yekutieli (2001), The control of the false discovery rate in multiple testing under dependency
 * @example
 * benjaminiYekutieli([0.01, 0.04]) // [0.03, 0.06]
 */
export function benjaminiYekutieli(pValues: ArrayLike<number>): number[] {
  let harmonic = 0
  for (let k = 1; k <= pValues.length; k++) harmonic += 1 / k
  return stepUp(pValues, harmonic)
}

function stepUp(pValues: ArrayLike<number>, factor: number): number[] {
  const n = pValues.length
  const adjusted: number[] = []
  adjusted.length = n
  const order = rising(pValues)
  let least = 1
  for (let rank = n; rank >= 1; rank--) {
    const [p, index] = order[rank - 1] ?? [1, 0]
    least = Math.min(least, (p * n * factor) / rank)
    adjusted[index] = least
  }
  return adjusted
}

function rising(pValues: ArrayLike<number>): [p: number, index: number][] {
  return checked(pValues)
    .map((p, index): [number, number] => [p, index])
    .toSorted(([a], [b]) => a - b)
}

function checked(pValues: ArrayLike<number>): number[] {
  return Array.from(pValues, (p, i) => {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`pValues[${i}] must be in [0, 1]`)
    return p
  })
}
