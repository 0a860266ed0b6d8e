/** Bins merged until each expects enough rows; the arrays are of equal length. */
export interface MergedBins {
  readonly reference: readonly number[]
  readonly current: readonly number[]
  /** For each merged bin, the indexes of the bins it holds. */
  readonly members: readonly (readonly number[])[]
  /** Whether every bin reached the expected count. */
  readonly enough: boolean
}

/**
 * Merges bins until each expects at least `expected` rows in the current window, were nothing to move.
 *
 * Ordered bins merge with their neighbours, others from the rarest up. Where this would leave a single bin, the
 * largest stays apart from all the rest, so that a rare value grown frequent is still seen; `enough` is then
 * false and the chi-square approximation must not be used.
 *
 * @param expected least expected count, such as 3
 */
export function mergeBins(
  reference: readonly number[],
  current: readonly number[],
  ordered: boolean,
  expected: number,
): MergedBins {
  const order = reference.map((_, i) => i)
  if (!ordered) order.sort((a, b) => (reference[a] ?? 0) - (reference[b] ?? 0) || a - b)
  const n = total(reference)
  const ratio = n === 0 ? 0 : total(current) / n
  const groups: number[][] = []
  let open: number[] = []
  let mass = 0
  for (const i of order) {
    open.push(i)
    mass += reference[i] ?? 0
    if (mass * ratio < expected) continue
    groups.push(open)
    open = []
    mass = 0
  }
  if (open.length > 0) {
    const last = groups.at(-1)
    if (last === undefined) groups.push(open)
    else last.push(...open)
  }
  const top = reference.indexOf(Math.max(...reference))
  const rest = order.filter((i) => i !== top)
  const split = groups.length < 2 && rest.length > 0
  const members = split ? [[top], rest] : groups
  const sum =
    (counts: readonly number[]) =>
    (of: readonly number[]): number =>
      of.reduce((mass, i) => mass + (counts[i] ?? 0), 0)
  return {
    reference: members.map(sum(reference)),
    current: members.map(sum(current)),
    members,
    enough: !split,
  }
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
