import type { DriftVerdict } from '@plimsoll/core'

/** One bin of a column and what it adds to the column's PSI. */
export interface BinShift {
  /** The bin: `(3, 7]`, `5`, `"basic"`, `other`; from the baseline, never from live rows. */
  readonly label: string
  /** Share of the reference values, 0 to 1. */
  readonly reference: number
  /** Share of the current values, 0 to 1. */
  readonly current: number
}

/** What a monitor says of one column in one window. */
export interface ColumnVerdict {
  readonly name: string
  readonly verdict: DriftVerdict
  /** In words, with sizes and thresholds, without any value of a row. */
  readonly reason: string
  /** Population stability index in nats, Jeffreys smoothing; `undefined` where too few values were seen. */
  readonly psi: number | undefined
  /** The PSI to expect at these sample sizes when nothing moved. */
  readonly psiNull: number | undefined
  /** Kolmogorov-Smirnov distance on the bins; numeric columns only. */
  readonly ks: number | undefined
  /** The smallest p-value of the column's tests times their number, at most 1. */
  readonly pValue: number
  /** Rows of the window, values or not. */
  readonly rows: number
  /** Share of rows whose value was null or undefined. */
  readonly missingShare: number
  /** At most 3 bins whose share changed most. */
  readonly topBins: readonly BinShift[]
}

/** What a monitor says of a window of rows. */
export interface DatasetVerdict {
  readonly verdict: DriftVerdict
  readonly reason: string
  /** Rows of the window. */
  readonly rows: number
  /** Share of the judged columns that moved; 0 when none could be judged. */
  readonly share: number
  /** Columns that could be judged. */
  readonly judged: number
  /** Names of the columns that moved, most moved first. */
  readonly moved: readonly string[]
  readonly columns: readonly ColumnVerdict[]
}
