/**
 * Chooses which of several e-values to reject so that the share of false rejections is at most alpha, whatever
 * their dependence (e-BH): the k greatest, for the greatest k with the k-th at least n / (k alpha).
 *
 * The e-values must be valid at one common stopping time; values read at times of their own are not.
 *
 * @param alpha the share of false rejections allowed, in (0, 1)
 * @returns for each e-value, in the order given, whether it is rejected
 * @throws RangeError for an e-value that is negative or NaN, or alpha out of range
 * @see R. Wang, A. Ramdas (2022), False discovery rate control with e-values
 * @example
 * eBenjaminiHochberg([100, 1, 45], 0.05) // [true, false, true]
 */
export function eBenjaminiHochberg(eValues: ArrayLike<number>, alpha: number): boolean[] {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must be in (0, 1), got ${alpha}`)
  const values = Array.from(eValues, (e, i) => {
    if (!(e >= 0)) throw new RangeError(`eValues[${i}] must be at least 0`)
    return e
  })
  const falling = values.toSorted((a, b) => b - a)
  const n = values.length
  let limit = Infinity
  let isFound = false
  falling.forEach((e, i) => {
    if (e < n / ((i + 1) * alpha)) return
    limit = e
    isFound = true
  })
  return values.map((e) => isFound && e >= limit)
}
