import type { Baseline } from '../baseline-types.ts'
import { cutCells } from '../cells.ts'
import type { judgeSnapshot } from '../judge-snapshot.ts'
import { windowTotals } from '../judge-window.ts'
import { seasonalReference } from '../season-reference.ts'
import type { Snapshot } from '../snapshot-types.ts'
import type { ColumnVerdict } from '../verdicts.ts'
import { finite, orNull, reportColumn } from './report-column.ts'
import { stepsOf } from './report-steps.ts'
import type { DriftReport, ReportColumn, ReportOptions, ReportPoint } from './report-types.ts'

/** Makes a report of a snapshot; options are checked already. */
export function assembleReport(
  snapshot: Snapshot,
  baseline: Baseline,
  judge: typeof judgeSnapshot,
  options: ReportOptions,
): DriftReport {
  const { title = 'Drift report', hide = [], judge: rule } = options
  const overall = options.verdict ?? judge(snapshot, baseline, rule)
  const watched = new Set(snapshot.columns)
  const columns = baseline.columns.filter(({ name }) => watched.has(name))
  const verdicts = new Map(overall.columns.map((verdict) => [verdict.name, verdict]))
  const steps = stepsOf(snapshot)
  const seen = snapshot.parts.filter(({ rows }) => rows > 0)
  const judgedSteps = steps.map(({ parts }) => {
    const { columns: judged } = judge({ ...snapshot, parts, earlier: [] }, baseline, rule)
    return new Map(judged.map((verdict) => [verdict.name, pointOf(verdict)]))
  })
  const totals = windowTotals(snapshot.window.kind, snapshot.parts)
  const reported: ReportColumn[] = []
  const cut = cutCells(columns, totals.counts)
  for (const [i, column] of columns.entries()) {
    const verdict = verdicts.get(column.name)
    const cells = cut[i]
    if (verdict === undefined || cells === undefined) continue
    const points = judgedSteps.map((step) => step.get(column.name) ?? noPoint)
    const season = seasonalReference(column, totals.slots)
    const hidden = hide.includes(column.name)
    reported.push(reportColumn({ column, verdict, cells, season, points, hidden }))
  }
  return {
    format: 'plimsoll-drift-report/1',
    title,
    baseline: {
      name: baseline.name,
      version: baseline.version ?? null,
      digest: baseline.digest,
      rows: baseline.rows,
      approx: baseline.approx,
      season: baseline.season?.by ?? null,
    },
    verdict: overall.verdict,
    reason: overall.reason,
    rows: Math.round(overall.rows),
    panes: seen.length,
    share: overall.share,
    judged: overall.judged,
    moved: overall.moved,
    window: overall.window,
    promise: overall.promise,
    conditions: overall.conditions,
    replicas: new Set(seen.map(({ replica }) => replica)).size,
    steps: steps.map(({ parts, judged }) => ({
      rows: parts.reduce((total, { rows }) => total + rows, 0),
      since: Math.min(...parts.map(({ since }) => since)),
      until: Math.max(...parts.map(({ until }) => until)),
      panes: parts.length,
      judged,
    })),
    columns: reported.sort((a, b) => rank(a) - rank(b) || b.size - a.size || (b.score ?? 0) - (a.score ?? 0)),
  }
}

const order: readonly string[] = ['alarm', 'warn', 'ok', 'inconclusive']
const noPoint: ReportPoint = { score: null, scoreNull: null, size: 0, pValue: 1 }

/** Columns in alarm first, those that could not be judged last. */
function rank({ verdict }: ReportColumn): number {
  return order.indexOf(verdict)
}

function pointOf(verdict: ColumnVerdict): ReportPoint {
  const { score, scoreNull, size, windowPValue } = verdict
  return {
    score: orNull(score),
    scoreNull: orNull(scoreNull),
    size: finite(size),
    pValue: windowPValue,
  }
}
