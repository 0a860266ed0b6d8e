import { psiNullMean } from '@plimsoll/stats'
import type { BaselineColumn } from './baseline-types.ts'
import { columnBins, referenceBins } from './column-bins.ts'
import { type MergedBins, mergeBins } from './merge-bins.ts'

/** Least count a bin must expect in the window before it is judged by itself. */
export const leastExpected = 3

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
    this.known = other > 0 ? this.bins : column.counts
    this.knownValues = sum(this.known)
    this.invalid = column.nan + column.infinite + column.wrongType
    this.rare = other + sum(column.counts.filter((count) => count === 1))
  }

  /** Picks a window's bins that `known` has; new values are judged apart, where they cannot hide in a merged bin. */
  knownOf(bins: readonly number[]): readonly number[] {
    if (this.column.type === 'discrete') return this.known.map((_, i) => bins[2 * i + 1] ?? 0)
    return bins.length === this.known.length ? bins : bins.slice(0, this.known.length)
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
  for (const count of counts) total += count
  return total
}

/** Prints a number with three digits. */
export function round(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Number(value.toPrecision(3)))
}
