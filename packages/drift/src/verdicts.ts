import type { DriftVerdict } from '@plimsoll/core'
import type { SnapshotWindow } from './snapshot-types.ts'

/** One bin of a column and its share, in the reference and now. */
export interface BinShift {
  /** The bin: `(3, 7]`, `5`, `"basic"`, `other`; from the baseline, never from live rows. */
  readonly label: string
  /** Share of the reference values, 0 to 1. */
  readonly reference: number
  /** Share of the current values, 0 to 1. */
  readonly current: number
}

/**
 * Why a column's verdict is what it is.
 *
 * - `same`: nothing that chance would not do.
 * - `small`: surely moved, but by less than counts.
 * - `moved`: moved by enough, and too much for chance in one window: `warn`.
 * - `alarm`: moved by enough, and surely enough for the promise that holds over all looks.
 * - `few rows`, `dependent`, `monotone`: `inconclusive`, because there are too few values, because neighbouring rows are
 *   alike, or because the column only rises, as time does.
 */
export type ColumnWhy = 'same' | 'small' | 'moved' | 'alarm' | 'few rows' | 'dependent' | 'monotone'

/** What of a column moved. */
export type EffectMethod = 'psi' | 'ks' | 'jsd' | 'lInfinity' | 'missing' | 'invalid' | 'unseen'

/** How far a column moved, by the measure that goes furthest beyond the least that counts. */
export interface ColumnEffect {
  readonly method: EffectMethod
  readonly value: number
  /** The least that counts. */
  readonly least: number
}

/** What a monitor says of one column in one window. */
export interface ColumnVerdict {
  readonly name: string
  readonly verdict: DriftVerdict
  readonly why: ColumnWhy
  /** In words, with sizes and thresholds, without any value of a row. */
  readonly reason: string
  /**
   * What `score` is: the population stability index (nats, Jeffreys smoothing) of numbers, on at most 10 bins of
   * neighbours; the Jensen-Shannon divergence (bits) of other columns.
   */
  readonly method: 'psi' | 'jsd'
  /** `undefined` where too few values were seen. */
  readonly score: number | undefined
  /** The score to expect at these sample sizes when nothing moved. */
  readonly scoreNull: number | undefined
  readonly effect: ColumnEffect
  /** The effect in multiples of the least that counts. */
  readonly size: number
  /**
   * Natural logarithm of the column's e-value, already divided among all looks up to the promise's horizon. Columns
   * alarm by the e-BH rule over these.
   */
  readonly logE: number
  /** `min(1, exp(-logE))`: a p-value that holds at every look up to the horizon. */
  readonly pValue: number
  /** The smallest p-value of the window's tests times their number, at most 1: for a single look at this window. */
  readonly windowPValue: number
  /** Rows of the window, values or not. */
  readonly rows: number
  /** Rows of the reference, or what they are worth in a seasonal comparison. */
  readonly referenceRows: number
  /** Share of rows whose value was null or undefined. */
  readonly missingShare: number
  /** At most 3 bins whose share changed most. */
  readonly topBins: readonly BinShift[]
  /** What the exactness of the e-value rests on: `ties`, `approximate reference`, `season`, `blocks of 24`. */
  readonly conditions: readonly string[]
}

/** The window that was judged. */
export interface JudgedWindow extends SnapshotWindow {
  /** Time of the first row as given to `observe`; 0 where none was given. */
  readonly since: number
  /** Time of the last row; 0 where none was given. */
  readonly until: number
}

/** What alarms promise: false ones have at most this chance within so many rows. */
export interface AlarmPromise {
  readonly falseAlarm: number
  readonly over: number
  /** Rows seen since the promise began: at the start, or at the last reset. */
  readonly seen: number
}

/** What a monitor says of a window of rows. */
export interface DatasetVerdict {
  readonly verdict: DriftVerdict
  readonly reason: string
  /** Whether the window is complete; a verdict in between is one that was asked for, or an alarm. */
  readonly finished: boolean
  /** Rows of the window. */
  readonly rows: number
  /** Share of the judged columns in alarm, duplicates left out; 0 when none could be judged. */
  readonly share: number
  /** Columns that could be judged, duplicates left out. */
  readonly judged: number
  /** Names of the columns in alarm, most moved first. */
  readonly moved: readonly string[]
  readonly window: JudgedWindow
  readonly promise: AlarmPromise
  /** What all verdicts rest on. */
  readonly conditions: readonly string[]
  readonly columns: readonly ColumnVerdict[]
}
