import { psiNullMean } from '@plimsoll/stats'
import type { Baseline, BaselineColumn } from './baseline-types.ts'
import { firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from './cells.ts'
import { columnBins, countSingles, referenceBins, referenceCells } from './column-bins.ts'
import { type EvidenceGrid, evidenceGrid } from './count-evidence.ts'
import { frequencyTiers } from './frequency-tiers.ts'
import { type MergedBins, mergeBins } from './merge-bins.ts'
import { sum } from './sum.ts'

/** Least count a bin must expect in the window before it is judged by itself. */
const leastExpected = 3
/** Most bins that PSI compares: with more of them chance alone makes it larger. */
const mostBins = 10
/** Groups of the second, coarser look at the counts. */
const coarseGroups = 8

/** Merged bins with the PSI they lead one to expect. */
export interface MergedReference extends MergedBins {
  readonly psiNull: number
}

/**
 * What the judging of a column takes from its baseline. Windows are mostly of one size, so what follows from the
 * baseline and the size alone is worked out once.
 */
export class ColumnReference {
  readonly column: BaselineColumn
  /** Rows, values or not. Not whole in a seasonal comparison. */
  readonly rows: number
  /** Rows per cell, apart cells first. */
  readonly cells: readonly number[]
  /** Counts of all bins, in the order of the cells. */
  readonly bins: readonly number[]
  /** The sum of `bins`. */
  readonly values: number
  /** The share of each bin. */
  readonly shares: readonly number[]
  /** Counts of the bins that PSI compares: those of values the reference had. */
  readonly known: readonly number[]
  /** The sum of `known`. */
  readonly knownValues: number
  readonly missing: number
  /** Rows that were NaN, infinite or mistyped. */
  readonly invalid: number
  /** Bins whose live rows count as new: of names that came once, where all names are kept. */
  readonly once: ReadonlySet<number>
  /** Rows expected to be new, of as many rows as the reference's: of values that came once, and those under `other`. */
  readonly rare: number
  /** What the e-value rests on. */
  readonly conditions: readonly string[]
  /** The counts at two finenesses, for the e-value. */
  readonly grids: readonly EvidenceGrid[]
  /** The known bins as they may be merged: neighbours, or from the rarest up. */
  private readonly order: readonly number[]
  private labels: readonly string[] | undefined = undefined
  private last: MergedReference | undefined = undefined
  private lastRows = -1

  /**
   * @param block how many neighbouring rows are taken for one
   * @param season expected rows per cell, where the window has a season of its own
   */
  constructor(
    column: BaselineColumn,
    { approx }: Pick<Baseline, 'approx'>,
    block: number,
    season?: readonly number[],
  ) {
    const cells = season ?? referenceCells(column)
    const bins = cells.slice(firstBin)
    const isCategorical = column.type === 'categorical'
    const other = isCategorical ? (bins.at(-1) ?? 0) : 0
    this.column = column
    this.cells = cells
    this.rows = sum(cells)
    this.bins = bins
    this.values = sum(bins)
    this.shares = bins.map((count) => (this.values === 0 ? 0 : count / this.values))
    // A name that came once hardly ever comes again, where names are many: such count with the new ones.
    this.once = column.type === 'categorical' && other === 0 ? onceBins(column) : new Set()
    this.known = other > 0 ? bins : knownBins(column, bins, this.once)
    this.knownValues = sum(this.known)
    this.order = isCategorical
      ? frequencyTiers(column, this.known).toReversed().flat()
      : this.known.map((_, bin) => bin)
    this.missing = cells[missingCell] ?? 0
    this.invalid = (cells[nanCell] ?? 0) + (cells[infiniteCell] ?? 0) + (cells[wrongTypeCell] ?? 0)
    const whole = sum(referenceBins(column))
    const singles = whole === 0 ? 0 : (countSingles(column) * this.values) / whole
    // As many rows bring a name not seen as names came once, and of those as many as came in names of two rows.
    const pairs = this.once.size === 0 ? 0 : 2 * column.counts.filter((count) => count === 2).length
    this.rare = other + singles + (whole === 0 ? 0 : (pairs * this.values) / whole)
    const hasTies = column.type === 'numeric' && column.ties
    const isExact = column.type === 'numeric' && !column.ties && !approx && season === undefined
    this.conditions = [
      ...(hasTies ? ['ties'] : []),
      ...(approx ? ['approximate reference'] : []),
      ...(season === undefined ? [] : ['season']),
      ...(block > 1 ? [`blocks of ${block}`] : []),
    ]
    const scaled = cells.map((count) => count / block)
    const fine = cells.map((_, cell) => cell)
    const coarse = coarseCells(column, bins)
    const fresh = cells.map((_, cell) => (isForNew(column, cell, cells.length) ? singles / block : 0))
    const groupings = Math.max(...coarse) + 1 < cells.length ? [fine, coarse] : [fine]
    this.grids = groupings.map((groups) => evidenceGrid(scaled, isExact, firstBin, groups, fresh))
  }

  /** Picks a window's bins that `known` has; new values are judged apart, where they cannot hide in a merged bin. */
  knownOf(bins: readonly number[]): readonly number[] {
    return this.known.length === bins.length ? bins : knownBins(this.column, bins, this.once)
  }

  /** Merges the known bins for a window with `rows` values in them, in blocks. */
  merged(rows: number, block: number): MergedReference {
    if (this.last === undefined || rows !== this.lastRows) {
      const isOrdered = this.column.type !== 'categorical'
      const least = isOrdered
        ? Math.max(leastExpected * block, rows / (mostBins + 0.5))
        : leastExpected * block
      const merged = mergeBins(this.known, rows, this.order, least)
      const size = merged.members.length
      this.last = { ...merged, psiNull: psiNullMean(size, this.knownValues / block, rows / block) }
      this.lastRows = rows
    }
    return this.last
  }

  label(bin: number): string {
    this.labels ??= columnBins(this.column).map(({ label }) => label)
    return this.labels[bin] ?? ''
  }
}

/** Bins of values that came once. */
function onceBins({ counts }: BaselineColumn): ReadonlySet<number> {
  return new Set(counts.flatMap((count, bin) => (count === 1 ? [bin] : [])))
}

/** Whether values that the reference never had fall into a cell. */
function isForNew({ type }: BaselineColumn, cell: number, size: number): boolean {
  if (type === 'categorical') return cell === size - 1
  return type === 'discrete' && cell >= firstBin && (cell - firstBin) % 2 === 0
}

/** Bins of values the reference had. */
function knownBins(
  { type }: BaselineColumn,
  bins: readonly number[],
  once: ReadonlySet<number>,
): readonly number[] {
  if (type === 'numeric') return bins
  if (type === 'categorical') return bins.filter((_, bin) => bin < bins.length - 1 && !once.has(bin))
  return bins.filter((_, i) => i % 2 === 1)
}

/** Groups cells coarsely: ordered bins by neighbours of about equal mass, of others the most frequent apart from the rest. */
function coarseCells(column: BaselineColumn, bins: readonly number[]): number[] {
  const apart = Array.from({ length: firstBin }, (_, cell) => cell)
  if (column.type === 'categorical') {
    let group = firstBin
    const groups = new Map<number, number>()
    for (const tier of frequencyTiers(column, bins)) {
      if (groups.size + tier.length > coarseGroups) break
      for (const bin of tier) groups.set(bin, group++)
    }
    return [...apart, ...bins.map((_, bin) => groups.get(bin) ?? group)]
  }
  const n = sum(bins)
  let below = 0
  let group = -1
  let last = -1
  const ordered = bins.map((count) => {
    const slot = n === 0 ? 0 : Math.min(coarseGroups - 1, Math.floor((below / n) * coarseGroups))
    below += count
    if (slot !== last) group++
    last = slot
    return firstBin + group
  })
  return [...apart, ...ordered]
}
