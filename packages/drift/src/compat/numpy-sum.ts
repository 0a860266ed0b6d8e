/**
 * Adds numbers in the order in which numpy does: pairwise, eight running sums to a block of at most 128.
 *
 * The tools compare a value with limits made of means and sums; another order of adding can turn a comparison of
 * equal values.
 *
 * @example
 * numpySum([0.1, 0.2, 0.3]) // 0.6000000000000001
 */
export function numpySum(values: ArrayLike<number>, from: number = 0, count: number = values.length): number {
  if (count > 128) {
    const half = Math.floor(count / 2) - (Math.floor(count / 2) % 8)
    return numpySum(values, from, half) + numpySum(values, from + half, count - half)
  }
  let sum = 0
  let i = 0
  if (count >= 8) {
    const lanes = Float64Array.from({ length: 8 }, (_, lane) => values[from + lane] ?? 0)
    for (i = 8; i < count - (count % 8); i += 8) {
      for (let lane = 0; lane < 8; lane++) {
        lanes[lane] = (lanes[lane] ?? 0) + (values[from + i + lane] ?? 0)
      }
    }
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = lanes
    sum = a + b + (c + d) + (e + f + (g + h))
  }
  for (; i < count; i++) sum += values[from + i] ?? 0
  return sum
}

/** The mean and the population standard deviation of values, as numpy's `mean` and `std`; NaN for none. */
export function meanAndSpread(values: ArrayLike<number>): { readonly mean: number; readonly spread: number } {
  const mean = numpySum(values) / values.length
  const squares = Float64Array.from(values, (value) => (value - mean) * (value - mean))
  return { mean, spread: Math.sqrt(numpySum(squares) / values.length) }
}
