/**
 * Computes log(sum of w_i exp(v_i)) without overflow or underflow.
 *
 * Terms of weight 0 are left out, also where the value is Infinity. A value of -Infinity adds nothing.
 *
 * @param values logarithms, such as log e-values
 * @param weights one per value, at least 0 and finite; `@default` all 1
 * @returns -Infinity when there is nothing to add, Infinity when a counted value is Infinity, NaN when one is NaN
 * @throws RangeError when the weights are of another number, negative or not finite
 * @example
 * logSumExp([1000, 1000], [0.5, 0.5]) // 1000
 */
export function logSumExp(values: ArrayLike<number>, weights?: ArrayLike<number>): number {
  if (weights !== undefined && weights.length !== values.length) {
    throw new RangeError(`weights must be as many as values (${values.length}), got ${weights.length}`)
  }
  let greatest = -Infinity
  for (let i = 0; i < values.length; i++) {
    const weight = weights === undefined ? 1 : (weights[i] ?? Number.NaN)
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`weights[${i}] must be finite and at least 0, got ${weight}`)
    }
    const value = values[i] ?? Number.NaN
    if (weight > 0 && !(value <= greatest)) greatest = Number.isNaN(greatest) ? greatest : value
  }
  if (!Number.isFinite(greatest)) return greatest
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const weight = weights === undefined ? 1 : (weights[i] ?? 0)
    if (weight > 0) sum += weight * Math.exp((values[i] ?? -Infinity) - greatest)
  }
  return greatest + Math.log(sum)
}
