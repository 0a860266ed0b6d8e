/**
 * Checks two vectors of counts over shared bins and returns both totals.
 *
 * @throws RangeError when the lengths differ, or a count is negative, NaN or infinite
 */
export function checkCounts(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): readonly [referenceTotal: number, currentTotal: number] {
  if (reference.length !== current.length) {
    throw new RangeError(
      `current must have as many bins as reference (${reference.length}), got ${current.length}`,
    )
  }
  return [totalOf(reference, 'reference'), totalOf(current, 'current')]
}

function totalOf(counts: ArrayLike<number>, name: string): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? Number.NaN
    if (!(count >= 0 && count < Infinity)) {
      throw new RangeError(`${name}[${i}] must be a finite count of at least 0`)
    }
    total += count
  }
  return total
}
