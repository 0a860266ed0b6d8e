import { checkOptions } from '@plimsoll/core'
import type { Baseline } from './baseline-types.ts'
import { deepFreeze } from './deep-freeze.ts'
import { columnDependence } from './dependence.ts'
import { type ColumnEvidence, judgeDataset } from './judge-dataset.ts'
import { type JudgeOptions, judgeOptionNames, readJudgeOptions } from './judge-rule.ts'
import { WindowMeasure, span, windowTotals, windowsOf } from './judge-window.ts'
import { type Snapshot, type SnapshotPart, need } from './snapshot-types.ts'
import { sum } from './sum.ts'
import { totalCounts } from './total-counts.ts'
import type { DatasetVerdict } from './verdicts.ts'

/**
 * Judges a snapshot against its baseline: from the counts alone, so that the snapshots of many replicas, merged in
 * any order, get the verdict that one process would have given to all of their rows.
 *
 * The alarms of detectors are not in it: each process raises its own, at once, and spends half of the promise on them.
 *
 * @throws {OptionsError} for options that cannot work.
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID` for a snapshot of another baseline.
 * @example
 * const verdict = judgeSnapshot(createMonitor(baseline).snapshot(), baseline)
 * verdict.verdict // 'inconclusive'
 */
export function judgeSnapshot(
  snapshot: Snapshot,
  baseline: Baseline,
  options: JudgeOptions = {},
): DatasetVerdict {
  const check = checkOptions('judgement')
  check.keys(options, judgeOptionNames)
  const settings = readJudgeOptions(options, check)
  check.done()
  need(snapshot.baseline.digest === baseline.digest, 'baseline.digest', 'must be that of the baseline')
  const { window, parts } = snapshot
  const neighbours = totalCounts({ ...snapshot, parts: [...parts, ...panesBefore(snapshot)] })
  const measure = new WindowMeasure(baseline, snapshot.columns, settings)
  const evidence = measure.columns.map((column, i): ColumnEvidence => ({
    dependence: columnDependence(column, i, neighbours, settings.block),
    detectorLogE: -Infinity,
    isDetectorLarge: false,
    isLatched: false,
  }))
  const { falseAlarm, over } = settings.alarm
  const facts = {
    window: { ...window, ...span(parts) },
    finished: false,
    windows: windowsOf(window, over),
    promise: { falseAlarm, over, seen: sum(parts.map(({ rows }) => rows)) },
  }
  return deepFreeze(
    judgeDataset(measure.measure(windowTotals(window.kind, parts)), evidence, facts, settings),
  )
}

/** The last finished pane of every replica whose window is one pane: a new one says little of dependence at first. */
function panesBefore({ parts, earlier }: Snapshot): readonly SnapshotPart[] {
  const panes = new Map<string, number>()
  for (const { replica } of parts) panes.set(replica, (panes.get(replica) ?? 0) + 1)
  const before = new Map<string, SnapshotPart>()
  for (const part of earlier) {
    const held = before.get(part.replica)
    if (panes.get(part.replica) === 1 && part.seq >= (held?.seq ?? 0)) before.set(part.replica, part)
  }
  return [...before.values()]
}
