import { sum } from './sum.ts'

/** Bins merged until each expects enough rows. */
export interface MergedBins {
  /** For each merged bin, the indexes of the bins it holds. */
  readonly members: readonly (readonly number[])[]
  /** The reference's rows in each merged bin. */
  readonly reference: readonly number[]
  /** Whether every bin reached the expected count. */
  readonly enough: boolean
}

/**
 * Merges bins until each expects at least `expected` rows in a window of `rows`, were nothing to move.
 *
 * Where this would leave a single bin, the largest stays apart from all the rest, so that a rare value grown frequent
 * is still seen; `enough` is then false and the chi-square approximation must not be used.
 *
 * @param order of merging: neighbours of an ordered column; of others from the rarest up, as far as luck has no part
 * in it ({@link frequencyTiers}): a bin of names that luck made rare would be found too frequent in live rows
 * @param expected least expected count, such as 3
 */
export function mergeBins(
  reference: readonly number[],
  rows: number,
  order: readonly number[],
  expected: number,
): MergedBins {
  const n = sum(reference)
  const ratio = n === 0 ? 0 : rows / n
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
  return { members, reference: sumMembers(members, reference), enough: !split }
}

/** Adds up the counts of the bins that each merged bin holds. */
export function sumMembers(members: MergedBins['members'], counts: ArrayLike<number>): number[] {
  return members.map((of) => {
    let mass = 0
    for (const i of of) mass += counts[i] ?? 0
    return mass
  })
}
