import { lgamma, logSumExp } from '@plimsoll/stats'

/** Reference counts, laid out for {@link countLogE}. */
export interface EvidenceGrid {
  /** What each group of cells may still hold: the reference's ranks in it, above 0. */
  readonly gaps: readonly number[]
  /** The rows of the reference and 1. */
  readonly total: number
  /** The group of each cell. */
  readonly groups: readonly number[]
  /** `lgamma` of every gap. */
  readonly gapLogs: readonly number[]
  /** For each concentration, the alternative's weight of every group and its `lgamma`. */
  readonly alternatives: readonly { readonly weights: readonly number[]; readonly logs: readonly number[] }[]
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
export function countLogE(
  { gaps, gapLogs, total, groups, alternatives }: EvidenceGrid,
  counts: ArrayLike<number>,
): number {
  const held = new Float64Array(gaps.length)
  let rows = 0
  for (let cell = 0; cell < counts.length; cell++) {
    const group = groups[cell] as number
    held[group] = (held[group] as number) + (counts[cell] as number)
    rows += counts[cell] as number
  }
  if (rows === 0) return 0
  const usual = lgamma(total) - lgamma(total + rows) + rising(gaps, gapLogs, held)
  const moved = alternatives.map(({ weights, logs }, i) => {
    const concentration = concentrations[i] as number
    return lgamma(concentration) - lgamma(concentration + rows) + rising(weights, logs, held)
  })
  return logSumExp(moved) - Math.log(concentrations.length) - usual
}

/** The sum of `lgamma(from + count) - lgamma(from)` over the groups that hold any. */
function rising(from: readonly number[], logs: readonly number[], held: Float64Array): number {
  let sum = 0
  for (let i = 0; i < held.length; i++) {
    const count = held[i] as number
    if (count > 0) sum += lgamma((from[i] as number) + count) - (logs[i] as number)
  }
  return sum
}

/**
 * Lays the grid of a column out.
 *
 * @param cells the reference's rows per cell, apart cells first
 * @param isExact whether the bins lie between order statistics without ties
 * @param groups the group of each cell, from 0 without holes
 * @param fresh for each cell, how many values that came once let one expect new ones there (Good and Turing)
 */
export function evidenceGrid(
  cells: ArrayLike<number>,
  isExact: boolean,
  firstBin: number,
  groups: readonly number[],
  fresh: readonly number[] = [],
): EvidenceGrid {
  const size = Math.max(...groups) + 1
  const gaps = new Array<number>(size).fill(0)
  const held = new Array<number>(size).fill(0)
  const extra = new Array<number>(size).fill(0)
  let total = 1
  groups.forEach((group, cell) => {
    const count = cells[cell] ?? 0
    total += count
    held[group] = (held[group] ?? 0) + count
    // A group is bounded once, however many cells it joins; the gap behind the last bin is its own.
    const isOpen = groups.indexOf(group) === cell && (!isExact || cell < firstBin)
    gaps[group] = (gaps[group] ?? 0) + count + Number(isOpen || (isExact && cell === groups.length - 1))
    extra[group] = Math.max(extra[group] ?? 0, fresh[cell] ?? 0)
  })
  extra.forEach((more, group) => {
    gaps[group] = (gaps[group] ?? 0) + more
  })
  const centre = held.map((count) => (count + 0.5) / (total - 1 + size / 2))
  const alternatives = concentrations.map((concentration) => {
    const weights = centre.map((share) => share * concentration)
    return { weights, logs: weights.map(lgamma) }
  })
  return { gaps, gapLogs: gaps.map(lgamma), total, groups, alternatives }
}
