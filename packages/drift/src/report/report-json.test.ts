import { expect, test } from 'vitest'
import { OptionsError } from '@plimsoll/core'
import { churnCase, namedCase, snapshotOfPanes } from '../../test/report-cases.ts'
import { cellsOf } from '../cells.ts'
import type { SnapshotPart } from '../snapshot-types.ts'
import { createBaseline } from '../create-baseline.ts'
import { judgeSnapshot } from '../judge-snapshot.ts'
import { renderReport } from './render-report.ts'
import { reportJson } from './report-json.ts'
import { reportText } from './report-text.ts'

const { baseline, snapshot } = churnCase()
const report = reportJson(snapshot, baseline)

test('survives JSON as it is', () => {
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

test('holds the verdicts of the snapshot, most moved first', () => {
  const verdict = judgeSnapshot(snapshot, baseline)
  expect(report.verdict).toBe(verdict.verdict)
  expect(report.moved).toEqual(verdict.moved)
  expect(report.columns.map(({ name }) => name).toSorted()).toEqual([...snapshot.columns].toSorted())
  for (const column of verdict.columns) {
    const shown = report.columns.find(({ name }) => name === column.name)
    expect(shown).toMatchObject({ verdict: column.verdict, reason: column.reason, size: column.size })
    expect(shown?.score ?? undefined).toBe(column.score)
  }
  const ranks = report.columns.map(({ verdict: of }) => ['alarm', 'warn', 'ok', 'inconclusive'].indexOf(of))
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
})

test('counts every row of the window once in each column', () => {
  const rows = snapshot.parts.reduce((sum, part) => sum + part.rows, 0)
  for (const { name, bins, apart, type } of report.columns) {
    const binned = bins.reduce((sum, bin) => sum + bin.current, 0)
    const others = apart
      .filter(({ label }) => label !== 'unseen')
      .reduce((sum, cell) => sum + cell.current, 0)
    expect(binned + others, name).toBe(rows)
    const unseen = apart.find(({ label }) => label === 'unseen')?.current
    expect(unseen, name).toBe(
      type === 'numeric'
        ? undefined
        : bins.filter(({ is }) => is === 'gap' || is === 'other').reduce((sum, bin) => sum + bin.current, 0),
    )
  }
})

test('splits each score among its bins', () => {
  for (const { bins, score } of report.columns) {
    if (score === null) continue
    const parts = bins.map(({ contribution }) => contribution ?? 0)
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9)
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
  }
})

test('tells the time before the window, step by step', () => {
  expect(report.steps).toHaveLength(24)
  expect(report.steps.map(({ judged }) => judged)).toEqual(Array.from({ length: 24 }, (_, i) => i >= 20))
  const times = report.steps.map(({ since }) => since)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  for (const { points } of report.columns) expect(points).toHaveLength(24)
  // Tenure shifts from the 17th pane on.
  const tenure = report.columns.find(({ name }) => name === 'tenure')?.points ?? []
  const scores = tenure.map(({ score }) => score ?? 0)
  expect(Math.max(...scores.slice(0, 17))).toBeLessThan(Math.min(...scores.slice(17)))
})

test('reads the cells of the columns that were watched', () => {
  const watched = ['plan', 'age']
  const offsets = new Map<string, readonly [number, number]>()
  let offset = 0
  for (const column of baseline.columns) {
    const { size } = cellsOf(column)
    offsets.set(column.name, [offset, offset + size])
    offset += size
  }
  const columns = baseline.columns.map(({ name }) => name).filter((name) => watched.includes(name))
  const cut = (part: SnapshotPart): SnapshotPart => ({
    ...part,
    counts: columns.flatMap((name) => part.counts.slice(...(offsets.get(name) ?? []))),
    dependence: columns.flatMap(() => [0, part.rows, 0]),
  })
  const few = { ...snapshot, columns, parts: snapshot.parts.map(cut), earlier: snapshot.earlier.map(cut) }
  const shown = reportJson(few, baseline)
  expect(shown.columns.map(({ name }) => name).toSorted()).toEqual(columns.toSorted())
  for (const { name, bins, apart } of shown.columns) {
    const whole = report.columns.find((column) => column.name === name)
    expect({ bins, apart }).toEqual({ bins: whole?.bins, apart: whole?.apart })
  }
})

test('puts panes of replicas that ended together into one step', () => {
  const rows = Array.from({ length: 6 }, () => Array.from({ length: 600 }, (_, i) => ({ tenure: i % 60 })))
  const seen = snapshotOfPanes(baseline, rows, { current: 2, replicas: ['a', 'b', 'c'] })
  const merged = reportJson(seen, baseline)
  expect(merged.replicas).toBe(3)
  expect(merged.steps.map(({ panes, rows: of }) => [panes, of])).toEqual(
    Array.from({ length: 6 }, () => [3, 600]),
  )
})

test('hides the values of a column everywhere, and keeps its name and counts', () => {
  const odd = namedCase(['plan', 'income'], ['secret-a', 'secret-b', 'secret-c'])
  const open = reportJson(odd.snapshot, odd.baseline)
  const hide = ['plan', 'income']
  const closed = reportJson(odd.snapshot, odd.baseline, { hide })
  const edges = open.columns.find(({ name }) => name === 'income')?.bins.map(({ to }) => to) ?? []
  expect(edges.filter((edge) => edge !== null).length).toBeGreaterThan(5)
  expect(JSON.stringify(open)).toContain('secret-a')
  const told = [
    JSON.stringify(closed),
    renderReport(odd.snapshot, odd.baseline, { hide }),
    reportText(odd.snapshot, odd.baseline, { hide, width: 120 }),
  ]
  for (const text of told) {
    expect(text).not.toContain('secret-')
    for (const edge of edges) if (edge !== null) expect(text).not.toContain(String(edge).slice(0, 8))
    expect(text).toContain('income')
  }
  const plan = closed.columns.find(({ name }) => name === 'plan')
  expect(plan?.bins.map(({ label }) => label)).toEqual(['value 1', 'value 2', 'value 3', 'other'])
  expect(plan?.bins.map(({ current }) => current)).toEqual(
    open.columns.find(({ name }) => name === 'plan')?.bins.map(({ current }) => current),
  )
})

test('shows the verdict of the monitor where one is given', () => {
  const judged = judgeSnapshot(snapshot, baseline)
  const verdict = { ...judged, verdict: 'warn' as const, reason: 'the detectors say so' }
  expect(reportJson(snapshot, baseline, { verdict })).toEqual({
    ...report,
    verdict: 'warn',
    reason: verdict.reason,
  })
})

test('judges as it is told to', () => {
  const most = { psi: 1e6, ks: 1e6, jsd: 1e6, lInfinity: 1e6, missing: 1e6, invalid: 1e6, unseen: 1e6 }
  const mild = reportJson(snapshot, baseline, { judge: { least: most } })
  expect(report.moved.length).toBeGreaterThan(0)
  expect(mild.moved).toEqual([])
  expect(Math.max(...mild.columns.flatMap(({ points }) => points.map(({ size }) => size)))).toBeLessThan(1)
})

test('compares a window with its part of the season', () => {
  const hour = 3_600_000
  const rows = Array.from({ length: 4800 }, (_, i) => ({
    time: i * hour,
    load: i % 24 < 12 ? 'low' : 'high',
  }))
  const seasonal = createBaseline(rows, { columns: ['load'], season: { by: 'hourOfDay', time: 'time' } })
  const seen = snapshotOfPanes(seasonal, [rows.slice(0, 100), rows.slice(0, 100)], { start: 3 * hour })
  const [load] = reportJson(seen, seasonal).columns
  const low = load?.bins.find(({ label }) => label === 'low')
  // Of the whole reference it is a half; at that hour all but what is borrowed from other hours.
  expect(low?.referenceShare).toBeGreaterThan(0.6)
  expect(load?.referenceRows).toBeLessThan(4800)
  expect(load?.conditions).toContain('season')
})

test('weighs the panes of a decayed window by their age', () => {
  const old = Array.from({ length: 500 }, () => ({ plan: 'old' }))
  const fresh = Array.from({ length: 500 }, () => ({ plan: 'fresh' }))
  const plans = createBaseline([...old, ...fresh])
  const seen = snapshotOfPanes(plans, [old, fresh], { current: 2 })
  const decayed = { ...seen, window: { kind: 'decayed' as const, rows: 500, panes: 2 } }
  const shareOf = (of: typeof seen) =>
    reportJson(of, plans).columns[0]?.bins.find(({ label }) => label === 'fresh')
  expect(shareOf(seen)).toMatchObject({ label: 'fresh', currentShare: 0.5 })
  expect(shareOf(decayed)?.currentShare).toBeCloseTo(1 / (1 + 2 ** -0.25), 12)
})

test('refuses options that cannot work', () => {
  const wrong: unknown[] = [
    { hide: ['nobody'] },
    { hide: 'tenure' },
    { verdict: {} },
    { verdict: 'alarm' },
    { title: 3 },
    { hides: [] },
  ]
  for (const options of wrong) {
    expect(() => reportJson(snapshot, baseline, options as object)).toThrow(OptionsError)
    expect(() => renderReport(snapshot, baseline, options as object)).toThrow(OptionsError)
  }
  for (const options of [{ width: 39 }, { width: 80.5 }, { color: 'yes' }]) {
    expect(() => reportText(snapshot, baseline, options as object)).toThrow(OptionsError)
  }
})
