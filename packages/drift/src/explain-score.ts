import { checkOptions } from '@plimsoll/core'
import type { Baseline } from './baseline-types.ts'
import { cutCells, firstBin } from './cells.ts'
import { columnBins } from './column-bins.ts'
import { readJudgeOptions } from './judge-rule.ts'
import { WindowMeasure, windowTotals } from './judge-window.ts'
import { jsdTerm, psiTerm } from './score-terms.ts'
import { type Snapshot, need } from './snapshot-types.ts'
import { sum } from './sum.ts'

/** Rows in one cell of a column: in the reference, and in the window. */
export interface CellCounts {
  readonly label: string
  /** Not whole for a seasonal baseline, whose reference is that of the window's own hours, days or months. */
  readonly reference: number
  /** Not whole in a decayed window. */
  readonly current: number
}

/** One bin of a column. */
export interface BinCounts extends CellCounts {
  /**
   * The value of a bin that holds a single one, as discrete and categorical columns have for every value of the
   * reference; absent from ranges, from the gaps between values and from `other`.
   */
  readonly value?: string | number | boolean
  /** Share of the values of the reference, 0 to 1. */
  readonly referenceShare: number
  /** Share of the values of the window, 0 to 1. */
  readonly currentShare: number
  /**
   * What the bin adds to the column's score: to the population stability index (nats) of numbers, to the
   * Jensen-Shannon divergence (bits) of others, each bin by itself, with half a row added to every bin.
   */
  readonly contribution: number
}

/** A column's counts, bin by bin. */
export interface ColumnExplanation {
  readonly name: string
  readonly method: 'psi' | 'jsd'
  /**
   * Bins in order. A discrete column has gaps before, between and behind its values, for values the reference
   * never had: these are the bins without `value`.
   */
  readonly bins: readonly BinCounts[]
  /** Rows without a value that could be binned: `missing`, `nan`, `infinite`, `wrongType`. */
  readonly apart: readonly CellCounts[]
}

/**
 * Says which bins or values of a column moved: its counts beside the reference's, with what each bin adds to the score.
 *
 * The contributions are those of the single bins; a verdict's score merges bins that expect too few rows, and numeric
 * ones to at most 10, so that it is smaller than their sum.
 *
 * @param column a name of `snapshot.columns`
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID` for a snapshot of another baseline, or a column it does not hold.
 * @example
 * const monitor = createMonitor(baseline)
 * explainScore(monitor.snapshot(), baseline, 'tenure').method // 'psi'
 */
export function explainScore(snapshot: Snapshot, baseline: Baseline, column: string): ColumnExplanation {
  need(snapshot.baseline.digest === baseline.digest, 'baseline.digest', 'must be that of the baseline')
  need(snapshot.columns.includes(column), 'columns', 'must hold the column to explain')
  const settings = readJudgeOptions({}, checkOptions('explanation'))
  const measure = new WindowMeasure(baseline, snapshot.columns, settings)
  const totals = windowTotals(snapshot.window.kind, snapshot.parts)
  const index = measure.columns.findIndex(({ name }) => name === column)
  const own = measure.columns[index]
  if (own === undefined) throw new TypeError('a column of the snapshot must be in the baseline')
  const reference = measure.reference(own, index, totals.slots)
  const current = cutCells(measure.columns, totals.counts)[index] ?? []
  const bins = columnBins(own)
  const method = own.type === 'categorical' ? 'jsd' : 'psi'
  const values = sum(current.slice(firstBin))
  const contribution = method === 'psi' ? psiTerm : jsdTerm
  return {
    name: column,
    method,
    bins: bins.map((bin, i) => {
      const [before, now] = [reference.bins[i] ?? 0, current[firstBin + i] ?? 0]
      const p = (before + 0.5) / (reference.values + bins.length / 2)
      const q = (now + 0.5) / (values + bins.length / 2)
      return {
        ...bin,
        reference: before,
        current: now,
        referenceShare: reference.values === 0 ? 0 : before / reference.values,
        currentShare: values === 0 ? 0 : now / values,
        contribution: values === 0 || reference.values === 0 ? 0 : contribution(p, q),
      }
    }),
    apart: ['missing', 'nan', 'infinite', 'wrongType'].map((label, i) => ({
      label,
      reference: reference.cells[i] ?? 0,
      current: current[i] ?? 0,
    })),
  }
}
