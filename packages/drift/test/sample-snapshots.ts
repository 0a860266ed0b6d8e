import { createRandom } from '@plimsoll/stats'
import { arrangeParts } from '../src/arrange-parts.ts'
import type { Baseline } from '../src/baseline-types.ts'
import { cellsOf } from '../src/cells.ts'
import { createBaseline } from '../src/create-baseline.ts'
import { type Snapshot, type SnapshotPart, type SnapshotWindow, slotsOf } from '../src/snapshot-types.ts'

/** A numeric column, one of few numbers and one of names. */
export const sampleBaseline: Baseline = createBaseline(
  Array.from({ length: 400 }, (_, i) => ({
    load: (i * 7919) % 401,
    seats: i % 5,
    plan: i % 3 ? 'free' : 'pro',
  })),
  { name: 'sample' },
)

/** The same by the hour of the week: parts have 168 slots. */
export const seasonalBaseline: Baseline = createBaseline(
  Array.from({ length: 400 }, (_, i) => ({
    load: (i * 7919) % 401,
    seats: i % 5,
    plan: i % 3 ? 'free' : 'pro',
    at: 3_600_000 * i,
  })),
  { name: 'seasonal', columns: ['load', 'seats', 'plan'], season: { by: 'hourOfWeek', time: 'at' } },
)

const sliding: SnapshotWindow = { kind: 'sliding', rows: 40, panes: 3 }

/** The cell of each column for each of `rows` random rows; with a season also the slot, -1 for a row without a time. */
export function sampleRows(
  seed: string,
  rows: number,
  baseline: Baseline = sampleBaseline,
): readonly number[][] {
  const random = createRandom(seed)
  const sizes = baseline.columns.map((column) => cellsOf(column).size)
  const slots = slotsOf(baseline)
  return Array.from({ length: rows }, () => {
    const cells = sizes.map((size) => random.int(size))
    return slots === 0 ? cells : [...cells, random.int(slots + 1) - 1]
  })
}

/** Counts rows of cells into a part, as a monitor would. */
export function partOf(
  replica: string,
  seq: number,
  rows: readonly number[][],
  baseline: Baseline = sampleBaseline,
): SnapshotPart {
  const sizes = baseline.columns.map((column) => cellsOf(column).size)
  const counts: number[] = []
  const dependence: number[] = []
  sizes.forEach((size, column) => {
    const own = Array.from({ length: size }, () => 0)
    let products = 0
    let squares = 0
    let rises = 0
    rows.forEach((row, i) => {
      const cell = row[column] ?? 0
      own[cell] = (own[cell] ?? 0) + 1
      const before = rows[i - 1]?.[column] ?? cell
      if (i > 0) products += (2 * cell - size) * (2 * before - size)
      if (cell > before) rises++
      squares += (2 * cell - size) ** 2
    })
    counts.push(...own)
    dependence.push(products, squares, rises)
  })
  const slots = Array.from({ length: slotsOf(baseline) }, () => 0)
  for (const row of rows) {
    const slot = row[sizes.length] ?? -1
    if (slot >= 0) slots[slot] = (slots[slot] ?? 0) + 1
  }
  const since = rows.length === 0 ? 0 : seq * 1000 + 0.5
  return { replica, seq, rows: rows.length, since, until: since + rows.length, counts, dependence, slots }
}

/** A snapshot of the sample baseline in the order that merging gives. */
export function snapshotOf(
  parts: readonly SnapshotPart[],
  earlier: readonly SnapshotPart[] = [],
  window: SnapshotWindow = sliding,
  { name, digest, rows, columns }: Baseline = sampleBaseline,
): Snapshot {
  const lists = [
    { at: 'parts', parts, isEarlier: false },
    { at: 'earlier', parts: earlier, isEarlier: true },
  ]
  return {
    format: 'plimsoll-drift-snapshot/2',
    baseline: { name, digest, rows },
    columns: columns.map((column) => column.name),
    window,
    ...arrangeParts(lists, window.panes),
  }
}

/** What the monitor of a replica shows when it has counted `rows` rows in all. */
export function sampleSnapshot(
  replica: string,
  rows: number,
  window: SnapshotWindow = sliding,
  baseline: Baseline = sampleBaseline,
): Snapshot {
  const all = sampleRows(replica, rows, baseline)
  const open = Math.floor(rows / window.rows)
  const panes = Array.from({ length: open + 1 }, (_, seq) =>
    partOf(replica, seq, all.slice(seq * window.rows, (seq + 1) * window.rows), baseline),
  )
  const split = Math.max(0, panes.length - window.panes)
  return snapshotOf(panes.slice(split), panes.slice(Math.max(0, split - 24), split), window, baseline)
}
