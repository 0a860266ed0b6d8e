/**
 * Finds the sum at which a log e-value, falling or negative at 0 and rising from there, reaches log(1 / alpha).
 *
 * @param most the greatest sum there is; it is the answer where even that does not reach
 */
export function mixtureBound(
  logE: (sum: number) => number,
  alpha: number,
  start: number,
  most: number = Infinity,
): number {
  const threshold = -Math.log(alpha)
  let high = Math.min(most, start)
  while (!(logE(high) >= threshold)) {
    if (high === most || high > 1e300) return high
    high = Math.min(most, 2 * high)
  }
  let low = 0
  while (true) {
    const middle = 0.5 * (low + high)
    if (middle <= low || middle >= high) return high
    if (logE(middle) >= threshold) high = middle
    else low = middle
  }
}
