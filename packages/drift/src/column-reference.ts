import { psiNullMean } from '@plimsoll/stats'
import type { BaselineColumn } from './baseline-types.ts'
import { columnBins, referenceBins } from './column-bins.ts'
import { type MergedBins, mergeBins } from './merge-bins.ts'

/** Least count a bin must expect in the window before it is judged by itself. */
const leastExpected = 3

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
  /** Rows that were NaN, infinite or mistyped. */
  readonly invalid: number
  /** Rows whose value came once, or fell under `other`. */
  readonly rare: number
  /** The PSI expected of the last merging, in words. */
  psiNullText: string = ''
  private labels: readonly string[] | undefined = undefined
  private last: MergedReference | undefined = undefined
  private lastRows = -1

  constructor(column: BaselineColumn) {
    const other = column.type === 'categorical' ? column.other : 0
    this.column = column
    this.bins = referenceBins(column)
    this.values = sum(this.bins)
    this.shares = this.bins.map((count) => count / this.values)
    this.known = other > 0 ? this.bins : column.counts
    this.knownValues = sum(this.known)
    this.invalid = column.nan + column.infinite + column.wrongType
    this.rare = other + sum(column.counts.filter((count) => count === 1))
  }

  /** Picks a window's bins that `known` has; new values are judged apart, where they cannot hide in a merged bin. */
  knownOf(bins: readonly number[]): readonly number[] {
    const { length } = this.known
    if (this.column.type !== 'discrete') return bins.length === length ? bins : bins.slice(0, length)
    const known: number[] = []
    for (let i = 1; i < bins.length; i += 2) known.push(bins[i] ?? 0)
    return known
  }

  /** Merges the known bins for a window with `rows` values in them. */
  merged(rows: number): MergedReference {
    if (this.last === undefined || rows !== this.lastRows) {
      const merged = mergeBins(this.known, rows, this.column.type !== 'categorical', leastExpected)
      const psiNull = psiNullMean(merged.members.length, this.knownValues, rows)
      this.last = { ...merged, psiNull }
      this.lastRows = rows
      this.psiNullText = round(psiNull)
    }
    return this.last
  }

  label(bin: number): string {
    this.labels ??= columnBins(this.column).map(({ label }) => label)
    return this.labels[bin] ?? ''
  }
}

/** Adds up counts. */
export function sum(counts: readonly number[]): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i] ?? 0
  return total
}

/** Prints a number with three digits. */
export function round(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Number(value.toPrecision(3)))
}
