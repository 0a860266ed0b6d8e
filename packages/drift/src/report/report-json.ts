import { checkOptions } from '@plimsoll/core'
import type { Baseline } from '../baseline-types.ts'
import { judgeSnapshot } from '../judge-snapshot.ts'
import type { Snapshot } from '../snapshot-types.ts'
import { assembleReport } from './assemble-report.ts'
import type { DriftReport, ReportOptions } from './report-types.ts'

const optionNames: readonly string[] = ['title', 'hide', 'verdict', 'judge']

/**
 * Reports a snapshot against its baseline as plain data: verdicts, counts per bin, what moved, and the timeline.
 *
 * The page of {@link renderReport} and the table of {@link reportText} are made from this and from nothing else. It
 * holds no row, but it names the values and edges that the baseline holds; `hide` takes those of a column out.
 * Survives JSON as it is: what is unknown is null. The same input gives the same report. Judges the snapshot once for
 * the window and once for each step of the timeline (72 at most).
 *
 * @throws {OptionsError} for an option that cannot work, such as a hidden column that the baseline does not have.
 * @throws what `judgeSnapshot` throws, for a snapshot of another baseline.
 * @example
 * const report = reportJson(monitor.snapshot(), baseline)
 * report.columns.map(({ name }) => name) // ['tenure', 'plan']
 */
export function reportJson(snapshot: Snapshot, baseline: Baseline, options: ReportOptions = {}): DriftReport {
  checkReport(options, snapshot, baseline)
  return assembleReport(snapshot, baseline, judgeSnapshot, options)
}

function checkReport(options: ReportOptions, snapshot: Snapshot, baseline: Baseline): void {
  const check = checkOptions('drift report')
  check.keys(options, optionNames)
  const { title, hide, verdict } = options
  check.require(title === undefined || typeof title === 'string', 'title', 'must be text', title)
  if (hide !== undefined && check.require(Array.isArray(hide), 'hide', 'must be an array', hide)) {
    const names = new Set(baseline.columns.map(({ name }) => name))
    hide.forEach((name, i) => {
      check.require(names.has(name), `hide[${i}]`, 'must be a column of the baseline', name)
    })
  }
  if (verdict !== undefined) {
    const given: unknown = verdict?.columns
    const held: readonly unknown[] = Array.isArray(given) ? given : []
    const judged = new Set(held.map((one) => (one as { readonly name?: unknown } | null)?.name))
    const isOfThese = snapshot.columns.every((name) => judged.has(name))
    check.require(isOfThese, 'verdict', 'must be one of the columns of the snapshot', verdict)
  }
  check.done()
}
