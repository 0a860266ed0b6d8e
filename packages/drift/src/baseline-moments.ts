/** Mean and standard deviation of a sample. */
export interface SampleMoments {
  readonly mean: number
  readonly deviation: number
}

/**
 * Computes mean and standard deviation (n in the denominator) in two passes; both are 0 without values.
 *
 * Never overflows: the values are scaled by a power of two, which is exact, where their squares would.
 *
 * @param weights how often each value came; once each where left out
 * @param sorted finite and rising, so that the sums depend on the values alone and not on the order of the rows
 */
export function moments(sorted: ArrayLike<number>, weights?: ArrayLike<number>): SampleMoments {
  const { length } = sorted
  const least = sorted[0] ?? 0
  const greatest = sorted[length - 1] ?? 0
  if (least === greatest) return { mean: least, deviation: 0 }
  const size = Math.max(-least, greatest)
  const scale = size > 1e140 ? 2 ** -600 : size < 1e-140 ? 2 ** 600 : 1
  let n = 0
  let sum = 0
  for (let i = 0; i < length; i++) {
    const weight = weights?.[i] ?? 1
    n += weight
    sum += weight * ((sorted[i] ?? 0) * scale)
  }
  if (n === 0) return { mean: 0, deviation: 0 }
  const rough = sum / n
  let gaps = 0
  let squares = 0
  for (let i = 0; i < length; i++) {
    const weight = weights?.[i] ?? 1
    const gap = (sorted[i] ?? 0) * scale - rough
    gaps += weight * gap
    squares += weight * gap * gap
  }
  const offset = gaps / n
  const mean = Math.min(greatest, Math.max(least, (rough + offset) / scale))
  // Adding zero turns -0 into 0, which is what comes back from JSON.
  const deviation = Math.sqrt(Math.max(0, squares / n - offset * offset)) / scale
  return { mean: mean + 0, deviation: Math.min(deviation, Number.MAX_VALUE) }
}

/** Tells whether the value of any edge occurs more than once. */
export function hasTies(sorted: Float64Array, edges: Float64Array): boolean {
  let at = 0
  for (const edge of edges) {
    while ((sorted[at] ?? Infinity) < edge) at++
    if (sorted[at + 1] === edge) return true
  }
  return false
}

/**
 * Tells whether at least 99.9% of the steps from one number to the next that are not level go the same way.
 *
 * @param numbers finite, in the order of the rows
 */
export function isMonotone(numbers: ArrayLike<number>): boolean {
  let rises = 0
  let falls = 0
  for (let i = 1; i < numbers.length; i++) {
    const step = (numbers[i] ?? 0) - (numbers[i - 1] ?? 0)
    if (step > 0) rises++
    else if (step < 0) falls++
  }
  return Math.min(rises, falls) <= 0.001 * (rises + falls) && rises + falls > 0
}
