/**
 * Computes exp(-scale x^2) without the loss of x^2 rounding: the square of the upper half of x is exact.
 *
 * @param scale a power of two
 */
export function expMinusSquare(x: number, scale: number): number {
  if (!(Math.abs(x) < 1e6)) return Number.isNaN(x) ? Number.NaN : 0
  const high = Math.fround(x)
  return Math.exp(-scale * high * high) * Math.exp(-scale * (x - high) * (x + high))
}
