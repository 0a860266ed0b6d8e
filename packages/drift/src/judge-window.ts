import type { Baseline, BaselineColumn } from './baseline-types.ts'
import { cutCells } from './cells.ts'
import { ColumnReference } from './column-reference.ts'
import { type MeasuredColumn, measureColumn } from './measure-column.ts'
import type { JudgeSettings } from './judge-rule.ts'
import { seasonalReference } from './season-reference.ts'
import type { SnapshotPart, SnapshotWindow, SnapshotWindowKind } from './snapshot-types.ts'

/** Panes in which the weight of a decayed window halves. */
export const panesPerHalfLife = 4

/** Sums of panes; weighted ones in a decayed window. */
export interface WindowTotals {
  readonly counts: ArrayLike<number>
  readonly slots: ArrayLike<number>
}

/**
 * Measures the columns of a window against a baseline. Keeps what the baseline alone determines, so that judging
 * window after window costs little.
 */
export class WindowMeasure {
  readonly columns: readonly BaselineColumn[]
  private readonly baseline: Baseline
  private readonly settings: JudgeSettings
  private readonly references: readonly ColumnReference[] | undefined

  constructor(baseline: Baseline, names: readonly string[], settings: JudgeSettings) {
    this.baseline = baseline
    this.settings = settings
    this.columns = baseline.columns.filter(({ name }) => names.includes(name))
    this.references =
      baseline.season === undefined
        ? this.columns.map((column) => new ColumnReference(column, baseline, settings.block))
        : undefined
  }

  measure({ counts, slots }: WindowTotals): MeasuredColumn[] {
    const cells = cutCells(this.columns, counts)
    return this.columns.map((column, i) =>
      measureColumn(this.reference(column, i, slots), cells[i] ?? [], this.settings),
    )
  }

  /** The reference that a column of this window is compared with. */
  reference(column: BaselineColumn, i: number, slots: ArrayLike<number>): ColumnReference {
    const fixed = this.references?.[i]
    if (fixed !== undefined) return fixed
    const expected = seasonalReference(column, slots)
    const season =
      expected === undefined
        ? undefined
        : Array.from(expected.shares, (share) => share * expected.effectiveRows)
    return new ColumnReference(column, this.baseline, this.settings.block, season)
  }
}

/** How often a window may be judged by its counts within a promise of so many rows; 0 for windows that cannot be. */
export function windowsOf({ kind, rows }: SnapshotWindow, over: number): number {
  if (kind === 'decayed') return 0
  return kind === 'sinceDeploy' || rows === 0 ? 1 : Math.max(1, Math.ceil(over / rows))
}

/** Adds up the panes of a window; those of a decayed one weigh less by their age in panes. */
export function windowTotals(
  kind: SnapshotWindowKind,
  parts: readonly Pick<SnapshotPart, 'replica' | 'seq' | 'counts' | 'slots'>[],
): WindowTotals {
  const newest = new Map<string, number>()
  for (const { replica, seq } of parts) newest.set(replica, Math.max(seq, newest.get(replica) ?? 0))
  const length = parts[0]?.counts.length ?? 0
  const counts = new Float64Array(length)
  const slots = new Float64Array(parts[0]?.slots.length ?? 0)
  for (const part of parts) {
    const age = (newest.get(part.replica) ?? 0) - part.seq
    const weight = kind === 'decayed' ? 2 ** (-age / panesPerHalfLife) : 1
    for (let i = 0; i < length; i++) counts[i] = (counts[i] ?? 0) + weight * (part.counts[i] ?? 0)
    for (let i = 0; i < slots.length; i++) slots[i] = (slots[i] ?? 0) + weight * (part.slots[i] ?? 0)
  }
  return { counts, slots }
}

/** From the first row to the last; 0 where no times were given. */
export function span(
  parts: readonly { readonly since: number; readonly until: number; readonly rows: number }[],
): {
  readonly since: number
  readonly until: number
} {
  const held = parts.filter(({ rows }) => rows > 0)
  if (held.length === 0) return { since: 0, until: 0 }
  return {
    since: Math.min(...held.map((part) => part.since)),
    until: Math.max(...held.map((part) => part.until)),
  }
}
