/**
 * Sorts the numbers of a sample, without NaN, into a new array.
 *
 * @returns rising; empty for an empty sample or one of NaN alone
 */
export function sortedNumbers(values: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(values).sort()
  // The sort puts NaN last.
  let n = copy.length
  while (n > 0 && Number.isNaN(copy[n - 1])) n--
  return copy.subarray(0, n)
}
