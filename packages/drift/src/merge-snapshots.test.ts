import { expect, test } from 'vitest'
import {
  partOf,
  sampleBaseline,
  sampleRows,
  sampleSnapshot,
  seasonalBaseline,
  snapshotOf,
} from '../test/sample-snapshots.ts'
import { createBaseline } from './create-baseline.ts'
import { emptySnapshot } from './empty-snapshot.ts'
import { mergeSnapshots } from './merge-snapshots.ts'
import type { Snapshot, SnapshotPart } from './snapshot-types.ts'
import { totalCounts } from './total-counts.ts'

const refused = expect.objectContaining({ code: 'PLIMSOLL_SNAPSHOT_INVALID' })
const rows = sampleRows('rows', 100)

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    expect(error).toEqual(refused)
    return (error as Error).message
  }
  return 'nothing thrown'
}

test('keeps one part of each replica and seq, in the order of both', () => {
  const a = snapshotOf([partOf('b', 2, rows), partOf('a', 1, rows)])
  const b = snapshotOf([partOf('a', 1, rows), partOf('a', 0, rows)])
  const merged = mergeSnapshots(a, b)
  expect(merged.parts.map(({ replica, seq }) => [replica, seq])).toEqual([
    ['a', 0],
    ['a', 1],
    ['b', 2],
  ])
  expect(totalCounts(merged).rows).toBe(300)
})

test('a pane its replica has finished is not current again, however late an old snapshot comes', () => {
  const old = snapshotOf([partOf('a', 0, rows.slice(0, 10))])
  const now = snapshotOf([partOf('a', 1, rows)], [partOf('a', 0, rows)])
  for (const merged of [mergeSnapshots(old, now), mergeSnapshots(now, old)]) {
    expect(merged.parts.map(({ seq }) => seq)).toEqual([1])
    expect(merged.earlier.map(({ seq, rows }) => [seq, rows])).toEqual([[0, 100]])
  }
})

test('of one replica the newest panes are current, as many as its window holds', () => {
  const before = sampleSnapshot('a', 130)
  const after = { ...sampleSnapshot('a', 250), earlier: [] }
  expect(before.parts.map(({ seq }) => seq)).toEqual([1, 2, 3])
  const merged = mergeSnapshots(before, after)
  expect(merged.parts.map(({ seq }) => seq)).toEqual([4, 5, 6])
  expect(merged.earlier.map(({ seq }) => seq)).toEqual([0, 1, 2, 3])
})

test('keeps the newest 24 earlier panes of each replica, oldest first', () => {
  const merged = mergeSnapshots(sampleSnapshot('a', 600), sampleSnapshot('a', 1300))
  expect(merged.earlier.map(({ seq }) => seq)).toEqual(Array.from({ length: 24 }, (_, i) => i + 6))
  const two = mergeSnapshots(merged, sampleSnapshot('b', 1300))
  expect(two.earlier).toHaveLength(48)
  const ends = two.earlier.map(({ until }) => until)
  expect(ends).toEqual(ends.toSorted((a, b) => a - b))
})

test('of an open pane seen twice, the state with more rows stays', () => {
  const less = snapshotOf([partOf('a', 0, rows.slice(0, 60))])
  const more = snapshotOf([partOf('a', 0, rows)])
  expect(mergeSnapshots(less, more)).toEqual(more)
  expect(mergeSnapshots(more, less)).toEqual(more)
})

test('a pane without rows has no first row yet, and may grow', () => {
  const none = snapshotOf([partOf('a', 0, [])])
  const some = snapshotOf([partOf('a', 0, rows)])
  expect(mergeSnapshots(none, some)).toEqual(some)
  expect(mergeSnapshots(some, none)).toEqual(some)
})

test('two parts of one replica and seq that contradict each other are refused', () => {
  const a = snapshotOf([partOf('a', 0, rows.slice(0, 50))])
  const contradictions: [string, SnapshotPart][] = [
    ['other rows', partOf('a', 0, rows.slice(50))],
    ['more rows, but fewer of some kind', partOf('a', 0, rows.slice(40))],
    ['another time', { ...partOf('a', 0, rows.slice(0, 50)), until: 7 }],
    ['more rows of another first one', { ...partOf('a', 0, rows), since: 7 }],
    ['other dependence', { ...partOf('a', 0, rows.slice(0, 50)), dependence: [0, 0, 0, 0, 0, 0, 0, 0, 0] }],
  ]
  for (const [name, part] of contradictions) {
    const b = snapshotOf([part])
    expect(
      messageOf(() => mergeSnapshots(a, b)),
      name,
    ).toBe('not a snapshot: parts of the second[0] must not contradict another part of its replica and seq')
    expect(
      messageOf(() => mergeSnapshots(b, a)),
      name,
    ).toContain('must not contradict')
  }
})

test('a pane whose slots shrink or differ contradicts itself', () => {
  const given = sampleRows('times', 100, seasonalBaseline)
  const of = (part: SnapshotPart): Snapshot => snapshotOf([part], [], undefined, seasonalBaseline)
  const less = partOf('a', 0, given.slice(0, 50), seasonalBaseline)
  const more = partOf('a', 0, given, seasonalBaseline)
  expect(mergeSnapshots(of(less), of(more))).toEqual(of(more))
  const slot = less.slots.findIndex((count) => count > 0)
  const without = (part: SnapshotPart): SnapshotPart => ({
    ...part,
    slots: part.slots.map((count, i) => (i === slot ? 0 : count)),
  })
  for (const other of [without(less), without(more)]) {
    expect(messageOf(() => mergeSnapshots(of(less), of(other)))).toContain('must not contradict')
    expect(messageOf(() => mergeSnapshots(of(other), of(less)))).toContain('must not contradict')
  }
})

test('another baseline, other columns and another window are refused, and nothing is changed', () => {
  const other = createBaseline(
    Array.from({ length: 400 }, (_, i) => ({ load: i, seats: i % 5, plan: i % 3 ? 'free' : 'pro' })),
    { name: 'sample' },
  )
  const a = snapshotOf([partOf('a', 0, rows)])
  const part = partOf('b', 0, rows)
  const others: [string, Snapshot][] = [
    ['baseline', snapshotOf([part], [], a.window, other)],
    ['baseline', { ...a, baseline: { ...a.baseline, rows: 401 } }],
    ['columns', { ...a, columns: ['load', 'plan'] }],
    ['columns', { ...a, columns: ['load', 'plan', 'seats'] }],
    ['window', snapshotOf([part], [], { ...a.window, kind: 'decayed' })],
    ['window', snapshotOf([part], [], { ...a.window, rows: 41 })],
    ['window', snapshotOf([part], [], { ...a.window, panes: 4 })],
    ['format', { ...a, format: 'plimsoll-drift-snapshot/1' as 'plimsoll-drift-snapshot/2' }],
    ['parts of the second', { ...a, parts: [{ ...part, counts: part.counts.slice(1) }] }],
    ['parts of the second', { ...a, parts: [{ ...part, slots: [1] }] }],
  ]
  for (const [place, b] of others) {
    const before = structuredClone([a, b])
    expect(messageOf(() => mergeSnapshots(a, b))).toContain(`not a snapshot: ${place} must`)
    expect([a, b]).toEqual(before)
  }
})

test('changes neither argument', () => {
  const [a, b] = [sampleSnapshot('a', 1300), sampleSnapshot('a', 700)]
  const before = structuredClone([a, b])
  mergeSnapshots(a, b)
  expect([a, b]).toEqual(before)
})

test('more than 4096 parts are refused', () => {
  const many = (from: number, length: number): Snapshot =>
    snapshotOf(Array.from({ length }, (_, i) => partOf(`r${from + i}`, 0, [])))
  const half = many(0, 2048)
  expect(mergeSnapshots(half, many(2048, 2048)).parts).toHaveLength(4096)
  expect(messageOf(() => mergeSnapshots(half, many(2048, 2049)))).toBe(
    'not a snapshot: parts must hold at most 4096 parts',
  )
})

test('totals are exact whole numbers beyond 2^32, and refused beyond 2^53', () => {
  const part = partOf('a', 0, rows)
  const huge = part.counts.map((_, cell) => (cell === 0 ? 2 ** 32 - 1 : 0))
  const parts = Array.from({ length: 4096 }, (_, i) => ({
    ...part,
    replica: `r${i}`,
    counts: huge,
    rows: 2 ** 32 - 1,
  }))
  const totals = totalCounts(snapshotOf(parts))
  expect(totals.rows).toBe(4096 * (2 ** 32 - 1))
  expect(totals.counts[0]).toBe(4096 * (2 ** 32 - 1))
  const far = parts.map((one) => ({ ...one, dependence: one.dependence.map(() => 2 ** 52 - 1) }))
  expect(totalCounts(snapshotOf(far.slice(0, 2))).dependence[0]).toBe(2 ** 53 - 2)
  expect(messageOf(() => totalCounts(snapshotOf(far)))).toBe(
    'not a snapshot: dependence must have sums below 2^53',
  )
})

test('totals leave earlier panes out, and are empty without parts', () => {
  const one = snapshotOf([partOf('a', 1, rows)], [partOf('a', 0, rows)])
  expect(totalCounts(one).rows).toBe(100)
  expect(totalCounts(snapshotOf([]))).toEqual({
    rows: 0,
    counts: new Float64Array(),
    dependence: new Float64Array(),
    slots: new Float64Array(),
  })
})

test('totals add up the three figures of each column and the rows of each slot', () => {
  const given = sampleRows('times', 100, seasonalBaseline)
  const parts = [0, 1, 2].map((k) => partOf('a', k, given.slice(30 * k, 30 * k + 30), seasonalBaseline))
  const totals = totalCounts(snapshotOf(parts, [], undefined, seasonalBaseline))
  expect(totals.dependence).toHaveLength(9)
  totals.dependence.forEach((figure, i) => {
    expect(figure).toBe(parts.reduce((sum, part) => sum + (part.dependence[i] ?? 0), 0))
  })
  expect(totals.slots).toHaveLength(168)
  totals.slots.forEach((count, slot) => {
    expect(count).toBe(given.slice(0, 90).filter((row) => row[3] === slot).length)
  })
})

test('the empty snapshot refuses columns and windows that cannot be', () => {
  const window = { kind: 'tumbling', rows: 1000, panes: 1 } as const
  for (const columns of [[], ['nothing'], ['seats', 'load'], ['load', 'load']]) {
    expect(messageOf(() => emptySnapshot(sampleBaseline, columns, window))).toContain('columns')
  }
  for (const panes of [0, 1.5, 4097, Number.NaN]) {
    expect(messageOf(() => emptySnapshot(sampleBaseline, ['load'], { ...window, panes }))).toContain(
      'window.panes',
    )
  }
})
