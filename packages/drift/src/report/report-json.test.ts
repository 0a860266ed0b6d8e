import { expect, test } from 'vitest'
import { OptionsError } from '@plimsoll/core'
import { churnCase, namedCase, snapshotOfPanes } from '../../test/report-cases.ts'
import { cellsOf } from '../cells.ts'
import type { SnapshotPart } from '../snapshot-types.ts'
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
  const verdict = judgeSnapshot(baseline, snapshot)
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

test('refuses options that cannot work', () => {
  const wrong: unknown[] = [{ hide: ['nobody'] }, { hide: 'tenure' }, { title: 3 }, { hides: [] }]
  for (const options of wrong) {
    expect(() => reportJson(snapshot, baseline, options as object)).toThrow(OptionsError)
    expect(() => renderReport(snapshot, baseline, options as object)).toThrow(OptionsError)
  }
  for (const options of [{ width: 39 }, { width: 80.5 }, { color: 'yes' }]) {
    expect(() => reportText(snapshot, baseline, options as object)).toThrow(OptionsError)
  }
})
