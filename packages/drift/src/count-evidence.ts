import { lgamma, logSumExp } from '@plimsoll/stats'

/** Reference counts, laid out for {@link countLogE}. */
export interface EvidenceGrid {
  /** What each group of cells may still hold: the reference's ranks in it, above 0. */
  readonly gaps: readonly number[]
  /** Where alternatives are centred: shares that add up to 1, above 0. */
  readonly centre: readonly number[]
  /** The rows of the reference and 1. */
  readonly total: number
  /** The group of each cell. */
  readonly groups: readonly number[]
}

/** How far from the reference the alternatives are thought to be, from far to near. */
const concentrations: readonly number[] = [8, 32, 128, 512]

/**
 * Computes the log of an e-value against the counts of a window coming from where the reference came from. Valid at
 * every look while the window fills, for a reference of any size; a function of the counts alone.
 *
 * Between neighbouring reference values lies one gap, and without drift the next value falls into each with equal
 * chance. A bin between two order statistics holds a known number of gaps. Where values come more than once, and for
 * categories, the gap between two cells may fall to either, so both count it: then the e-value errs downwards.
 * Alternatives are a mixture of Dirichlet-multinomials around the reference's shares.
 *
 * @param counts of the cells; divided by `block` when rows come in blocks of like ones
 */
export function countLogE({ gaps, centre, total, groups }: EvidenceGrid, counts: ArrayLike<number>): number {
  const held = new Array<number>(gaps.length).fill(0)
  let rows = 0
  for (let cell = 0; cell < counts.length; cell++) {
    const group = groups[cell] ?? 0
    held[group] = (held[group] ?? 0) + (counts[cell] ?? 0)
    rows += counts[cell] ?? 0
  }
  if (rows === 0) return 0
  let usual = lgamma(total) - lgamma(total + rows)
  held.forEach((count, i) => {
    const gap = gaps[i] ?? 1
    if (count > 0) usual += lgamma(gap + count) - lgamma(gap)
  })
  const moved = concentrations.map((concentration) => {
    let log = lgamma(concentration) - lgamma(concentration + rows)
    held.forEach((count, i) => {
      const weight = (centre[i] ?? 0) * concentration
      if (count > 0) log += lgamma(weight + count) - lgamma(weight)
    })
    return log
  })
  return logSumExp(moved) - Math.log(concentrations.length) - usual
}

/**
 * Lays the grid of a column out.
 *
 * @param cells the reference's rows per cell, apart cells first
 * @param isExact whether the bins lie between order statistics without ties
 * @param groups the group of each cell, from 0 without holes
 */
export function evidenceGrid(
  cells: ArrayLike<number>,
  isExact: boolean,
  firstBin: number,
  groups: readonly number[],
): EvidenceGrid {
  const size = Math.max(...groups) + 1
  const gaps = new Array<number>(size).fill(0)
  const held = new Array<number>(size).fill(0)
  let total = 1
  groups.forEach((group, cell) => {
    const count = cells[cell] ?? 0
    total += count
    held[group] = (held[group] ?? 0) + count
    // A group is bounded once, however many cells it joins; the gap behind the last bin is its own.
    const isOpen = groups.indexOf(group) === cell && (!isExact || cell < firstBin)
    gaps[group] = (gaps[group] ?? 0) + count + Number(isOpen || (isExact && cell === groups.length - 1))
  })
  const centre = held.map((count) => (count + 0.5) / (total - 1 + size / 2))
  return { gaps, centre, total, groups }
}
