import type { DriftVerdict } from '@plimsoll/core'
import { benjaminiHochberg, eBenjaminiHochberg } from '@plimsoll/stats'
import type { RowDependence } from './dependence.ts'
import { judgeColumn } from './judge-column.ts'
import type { JudgeSettings } from './judge-rule.ts'
import type { MeasuredColumn } from './measure-column.ts'
import type { AlarmPromise, ColumnVerdict, DatasetVerdict, JudgedWindow } from './verdicts.ts'

/** What a process knows beyond the counts of its window. */
export interface ColumnEvidence {
  readonly dependence: RowDependence
  /** Log of what the column's detector has reached, divided among the rows of the promise; -Infinity for none. */
  readonly detectorLogE: number
  /** Whether what the detector saw lately is large enough to count. */
  readonly isDetectorLarge: boolean
  /** Whether the column has alarmed and has not been well since. */
  readonly isLatched: boolean
}

/** What a window is, besides its counts. */
export interface WindowFacts {
  readonly window: JudgedWindow
  readonly finished: boolean
  /** How many windows the promise is divided among; 0 where windows carry no evidence of their own. */
  readonly windows: number
  readonly promise: AlarmPromise
}

/** E-values above this are all the same to a verdict. */
const mostLogE = 690

/**
 * Judges a data set from its columns.
 *
 * A column's e-value is the mean of two: what its counts in this window say, divided among all windows of the promise,
 * and what its detector says of all rows, divided among all rows. Columns are in alarm by the e-BH rule at
 * `falseAlarm`, whatever their dependence, where something large moved as well. Warnings compare this window's
 * p-values by Benjamini and Hochberg. The data set alarms when `share` of the judged columns is in alarm.
 */
export function judgeDataset(
  measured: readonly MeasuredColumn[],
  evidence: readonly ColumnEvidence[],
  { window, finished, windows, promise }: WindowFacts,
  { minRows, significance, share, alarm }: JudgeSettings,
): DatasetVerdict {
  const half = Math.log(2)
  const counts = measured.map(({ countLogE }) => (windows > 0 ? countLogE - Math.log(windows) : -Infinity))
  const logs = counts.map((count, i) => {
    const detector = evidence[i]?.detectorLogE ?? -Infinity
    const most = Math.max(count, detector)
    const log =
      most === -Infinity ? -mostLogE : most + Math.log1p(Math.exp(-Math.abs(count - detector))) - half
    return Math.max(-mostLogE, Math.min(mostLogE, log))
  })
  const sure = eBenjaminiHochberg(logs.map(Math.exp), alarm.falseAlarm)
  const adjusted = benjaminiHochberg(measured.map((column) => column.windowPValue))
  /** What makes a column sure by itself, whatever the others say. */
  const alone = Math.log(measured.length / alarm.falseAlarm)
  const columns = measured.map((column, i) => {
    const known = evidence[i] ?? none
    const isSure = sure[i] === true
    const isWindowSure = isSure && column.isLarge
    // What the newest rows show says nothing of a change that only the whole window makes sure.
    const isOwn = known.detectorLogE > (counts[i] ?? 0) || known.detectorLogE - half >= alone
    const isDetectorSure = isSure && known.isDetectorLarge && isOwn
    return judgeColumn(
      column,
      {
        logE: logs[i] ?? 0,
        alarm: isWindowSure ? 'window' : isDetectorSure ? 'rows' : known.isLatched ? 'before' : undefined,
        isWarning: isSure || (adjusted[i] ?? 1) <= significance,
        dependence: known.dependence,
      },
      minRows,
    )
  })
  const isCounted = countedOnce(measured, columns)
  const judged = isCounted.filter(Boolean).length
  const alarmed = columns.filter(({ verdict }) => verdict === 'alarm').toSorted((a, b) => b.size - a.size)
  const counted = columns.filter((column, i) => column.verdict === 'alarm' && isCounted[i] === true).length
  const uneasy = columns.filter(({ verdict }) => verdict === 'alarm' || verdict === 'warn').length
  const reached = judged === 0 ? 0 : counted / judged
  const rows = measured[0]?.rows ?? 0
  let verdict: DriftVerdict = 'ok'
  if (judged === 0) verdict = 'inconclusive'
  else if (counted > 0 && reached >= share) verdict = 'alarm'
  else if (uneasy > 0) verdict = 'warn'
  const waiting = columns.filter((column) => column.why === 'dependent').length
  let reason = `${counted} of ${judged} columns in alarm`
  if (share > 0) reason += `; the data set alarms at a share of ${share}`
  if (waiting > 0) reason += `; ${waiting} not judged, because their rows depend on each other`
  if (judged === 0) {
    if (waiting === 0)
      reason =
        rows < minRows
          ? `${Math.floor(rows)} rows, fewer than ${minRows}`
          : 'no column had enough values to judge'
  }
  const conditions = [...new Set(columns.flatMap((column) => column.conditions))]
  const moved = alarmed.map(({ name }) => name)
  return {
    verdict,
    reason,
    finished,
    rows,
    share: reached,
    judged,
    moved,
    window,
    promise,
    conditions,
    columns,
  }
}

/** Tells which columns count: those that were judged, and of duplicates the first, or another that alone has moved. */
function countedOnce(measured: readonly MeasuredColumn[], columns: readonly ColumnVerdict[]): boolean[] {
  const firsts = new Map<string, DriftVerdict>()
  return columns.map(({ name, verdict }, i) => {
    if (verdict === 'inconclusive') return false
    const group = measured[i]?.reference.column.duplicateOf ?? name
    const first = firsts.get(group)
    if (first === undefined) firsts.set(group, verdict)
    return first === undefined || (verdict === 'alarm' && first !== 'alarm')
  })
}

const none: ColumnEvidence = {
  dependence: 'independent',
  detectorLogE: -Infinity,
  isDetectorLarge: false,
  isLatched: false,
}
