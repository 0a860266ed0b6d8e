import type { DriftVerdict } from '@plimsoll/core'
import type { BaselineColumn } from '../baseline-types.ts'
import type { JudgeOptions } from '../judge-rule.ts'
import type { ColumnVerdict, DatasetVerdict } from '../verdicts.ts'

/** Options of every report. */
export interface ReportOptions {
  /** Heading of the report. @default 'Drift report' */
  readonly title?: string | undefined
  /**
   * Columns whose values must not be shown: labels become `value 1` or `bin 1`, edges are left out. Names, counts,
   * shares and scores stay. @default none
   */
  readonly hide?: readonly string[] | undefined
  /**
   * The verdict to show, as the monitor gave it for this very window: with the alarms of its detectors, of which the
   * counts alone know nothing. @default that of `judgeSnapshot`
   */
  readonly verdict?: DatasetVerdict | undefined
  /** How the snapshot is judged; give what the monitor was given. @default that of `judgeSnapshot` */
  readonly judge?: JudgeOptions | undefined
}

/** Rows in one bin, in the reference and in the window. */
export interface ReportBin {
  /** What the bin holds, in words: a value of the reference, a range, a gap between values, or all others. */
  readonly label: string
  readonly is: 'value' | 'range' | 'gap' | 'other'
  /** Bounds `(from, to]` of a range; null where it is open or hidden. */
  readonly from: number | null
  readonly to: number | null
  /** Rows; in a seasonal comparison what the reference is worth, rounded. */
  readonly reference: number
  readonly current: number
  /** Share of the values of the reference, 0 to 1; 0 where there are none. */
  readonly referenceShare: number
  /** Share of the values of the window, 0 to 1; 0 where there are none. */
  readonly currentShare: number
  /** Part of the column's score that this bin makes, 0 to 1, on bins that were not merged; null without a score. */
  readonly contribution: number | null
}

/** Rows without a value that could be binned, or with one the reference never had. */
export interface ReportApart {
  readonly label: 'missing' | 'NaN' | 'infinite' | 'wrong type' | 'unseen'
  readonly reference: number
  readonly current: number
  /** Share of all rows, 0 to 1. */
  readonly referenceShare: number
  readonly currentShare: number
}

/** One column at one step of the timeline; null where too few rows were seen. */
export interface ReportPoint {
  readonly score: number | null
  /** The score to expect without drift at this many rows. */
  readonly scoreNull: number | null
  /** Effect in multiples of the least that counts. */
  readonly size: number
  /** p-value of this step by itself, for a single look. */
  readonly pValue: number
}

/** One step of the timeline: a pane, or the panes of all replicas that ended at about the same time. */
export interface ReportStep {
  readonly rows: number
  /** Milliseconds as given to `observe`; 0 where none were given. */
  readonly since: number
  readonly until: number
  /** Panes summed in this step. */
  readonly panes: number
  /** Whether it belongs to the window that is judged. */
  readonly judged: boolean
}

/** One column of a report. */
export interface ReportColumn {
  readonly name: string
  readonly kind: BaselineColumn['kind']
  readonly type: BaselineColumn['type']
  /** Which figure of a text or an embedding is counted; null for other kinds. */
  readonly part: string | null
  /** An earlier column whose rows fell into the same bins; null for most. */
  readonly duplicateOf: string | null
  /** Whether the reference held one value only. */
  readonly constant: boolean
  /** Whether its values are hidden. */
  readonly hidden: boolean
  readonly verdict: DriftVerdict
  readonly why: ColumnVerdict['why']
  /** What `why` means, in a sentence. */
  readonly meaning: string
  readonly reason: string
  readonly method: ColumnVerdict['method']
  readonly score: number | null
  readonly scoreNull: number | null
  readonly effect: ColumnVerdict['effect']
  readonly size: number
  readonly logE: number
  readonly pValue: number
  readonly windowPValue: number
  readonly rows: number
  readonly referenceRows: number
  readonly conditions: readonly string[]
  readonly bins: readonly ReportBin[]
  /** Indexes into `bins` of at most 5 that changed most, most first. */
  readonly changed: readonly number[]
  readonly apart: readonly ReportApart[]
  /** One point for each step of the report's `steps`. */
  readonly points: readonly ReportPoint[]
}

/** A drift report as plain data: all that the page and the table show. */
export interface DriftReport {
  readonly format: 'plimsoll-drift-report/1'
  readonly title: string
  readonly baseline: {
    readonly name: string
    readonly version: string | null
    readonly digest: string
    readonly rows: number
    /** Made from ready-made histograms: exact tests do not hold. */
    readonly approx: boolean
    /** What the reference follows: `hourOfWeek` and the like; null for none. */
    readonly season: string | null
  }
  readonly verdict: DriftVerdict
  readonly reason: string
  /** Rows of the window; in a decayed window what they weigh, rounded. */
  readonly rows: number
  /** Panes that were judged, of all replicas. */
  readonly panes: number
  /** Share of the judged columns that moved. */
  readonly share: number
  readonly judged: number
  /** Names of the columns in alarm, most moved first. */
  readonly moved: readonly string[]
  readonly window: DatasetVerdict['window']
  readonly promise: DatasetVerdict['promise']
  readonly conditions: readonly string[]
  readonly replicas: number
  /** The timeline, oldest first; the last ones are the judged window. */
  readonly steps: readonly ReportStep[]
  /** Most moved first. */
  readonly columns: readonly ReportColumn[]
}
