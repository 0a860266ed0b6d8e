/**
 * Computes mu - log(1 + mu), accurate near 0, where the difference would cancel.
 *
 * @param mu above -1
 * @returns at least 0; Infinity at -1; NaN below
 * @example
 * logExcess(1e-9) // 4.999999996666667e-19
 */
export function logExcess(mu: number): number {
  if (Math.abs(mu) > 0.4) return mu - Math.log1p(mu)
  const s = mu / (2 + mu)
  const square = s * s
  let sum = 0
  for (let k = 31; k >= 3; k -= 2) sum = sum * square + 1 / k
  return 2 * square * (1 / (1 - s) - s * sum)
}
