import { createRandom } from '@plimsoll/stats'
import type { Baseline } from '../src/baseline-types.ts'
import { cellsOf } from '../src/cells.ts'
import { createBaseline } from '../src/create-baseline.ts'
import { RowCounter } from '../src/row-counter.ts'
import { slotCount, slotOf } from '../src/season.ts'
import type { Snapshot, SnapshotPart, SnapshotWindow } from '../src/snapshot-types.ts'

type Row = Readonly<Record<string, unknown>>

/** A baseline with a snapshot of live rows against it. */
export interface ReportCase {
  readonly baseline: Baseline
  readonly snapshot: Snapshot
}

/** Counts panes of rows as monitors of several replicas would; the last `current` panes of each are judged. */
export function snapshotOfPanes(
  baseline: Baseline,
  panes: readonly (readonly Row[])[],
  {
    current = 1,
    replicas = ['a'],
    start = Date.UTC(2026, 10, 1),
    step = 3_600_000,
  }: {
    readonly current?: number
    readonly replicas?: readonly string[]
    readonly start?: number
    readonly step?: number
  } = {},
): Snapshot {
  const parts: SnapshotPart[] = []
  const earlier: SnapshotPart[] = []
  panes.forEach((rows, seq) => {
    const each = Math.ceil(rows.length / replicas.length)
    replicas.forEach((replica, r) => {
      const own = rows.slice(r * each, (r + 1) * each)
      const counter = new RowCounter(
        baseline.columns.map((column) => column.path),
        baseline.columns.map(cellsOf),
      )
      for (const row of own) counter.count(row)
      const counts = baseline.columns.flatMap((_, i) => Array.from(counter.column(i)))
      const since = start + seq * step
      const until = since + step - 1000 + r
      const dependence = baseline.columns.flatMap(() => [0, own.length, Math.floor(own.length / 2)])
      const part = {
        replica,
        seq,
        rows: own.length,
        since,
        until,
        counts,
        dependence,
        slots: slotRows(baseline, own.length, since),
      }
      if (seq >= panes.length - current) parts.push(part)
      else earlier.push(part)
    })
  })
  const rows = Math.max(1, Math.ceil((panes[0]?.length ?? 1) / replicas.length))
  const window: SnapshotWindow =
    current === 1 ? { kind: 'tumbling', rows, panes: 1 } : { kind: 'sliding', rows, panes: current }
  return {
    format: 'plimsoll-drift-snapshot/2',
    baseline: { name: baseline.name, digest: baseline.digest, rows: baseline.rows },
    columns: baseline.columns.map(({ name }) => name),
    window,
    parts,
    earlier,
  }
}

/** All rows of a pane in the slot of its start. */
function slotRows({ season }: Baseline, rows: number, since: number): readonly number[] {
  if (season === undefined) return []
  const slots = new Array<number>(slotCount(season.by)).fill(0)
  slots[slotOf(season.by, since)] = rows
  return slots
}

/** Eight columns of a churn model; plans change slowly, tenure at once, some zip codes are new. */
export function churnCase(): ReportCase {
  const random = createRandom('churn report')
  const zips = Array.from({ length: 60 }, (_, i) => String(8000 + i * 7))
  const row = (shift: number, pro: number, gone: number): Row => {
    const spread = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
    const plan = random.next()
    return {
      tenure: 30 + shift + 9 * spread,
      'monthly spend': Math.exp(3.2 + 0.9 * (spread + random.next())),
      plan: plan < pro ? 'pro' : plan < 0.8 ? 'free' : plan < 0.95 ? 'team' : 'enterprise',
      seats: 1 + random.int(6) + (random.next() < gone ? 9 : 0),
      zip: random.next() < gone ? '99999' : zips[Math.floor(60 * random.next() ** 2)],
      age:
        random.next() < 0.02 + gone ? null : random.next() < gone / 4 ? Number.NaN : 18 + 60 * random.next(),
      trial: random.next() < 0.3,
      'signed up': Math.floor(90 * random.next()),
    }
  }
  const rows = Array.from({ length: 8000 }, () => row(0, 0.25, 0))
  const baseline = createBaseline(rows, { name: 'churn, spring' })
  const panes = Array.from({ length: 24 }, (_, i) =>
    Array.from({ length: 400 + random.int(250) }, () =>
      row(i > 16 ? 5 : 0, 0.25 + Math.max(0, i - 8) * 0.012, i > 20 ? 0.08 : 0),
    ),
  )
  return { baseline, snapshot: snapshotOfPanes(baseline, panes, { current: 4 }) }
}

/** A hundred columns of all sorts, a tenth of which move. */
export function wideCase(columns = 100): ReportCase {
  const random = createRandom('wide report')
  const row = (away: number): Row => {
    const made: Record<string, unknown> = {}
    for (let i = 0; i < columns; i++) {
      const shift = i % 10 === 3 ? away * (1 + i / 40) : 0
      const u = random.next()
      made[`feature ${i}`] =
        i % 5 === 4
          ? `value ${Math.floor(40 * (u + shift * 0.1 * (1 - u)) ** 2)}`
          : i % 5 === 2
            ? Math.floor(8 * u + shift)
            : -Math.log(1 - u) * (1 + shift)
    }
    return made
  }
  const baseline = createBaseline(
    Array.from({ length: 2000 }, () => row(0)),
    { name: 'a hundred features' },
  )
  const panes = Array.from({ length: 28 }, (_, i) =>
    Array.from({ length: 300 }, () => row(i > 18 ? (i - 18) / 20 : 0)),
  )
  return { baseline, snapshot: snapshotOfPanes(baseline, panes, { current: 4 }) }
}

/** Columns and categories of the given names, which may be anything. */
export function namedCase(names: readonly string[], values: readonly string[]): ReportCase {
  const random = createRandom('named report')
  const row = (away: number): Row =>
    Object.fromEntries(
      names.map((name, i) => [
        name,
        i % 2 === 0 ? values[Math.floor(values.length * random.next() ** (1 + away))] : random.next() + away,
      ]),
    )
  const baseline = createBaseline(
    Array.from({ length: 600 }, () => row(0)),
    {
      name: names[0] ?? 'none',
      columns: names.map((name, i) => ({
        name,
        path: [name] as readonly string[],
        kind: i % 2 === 0 ? ('categorical' as const) : ('numeric' as const),
      })),
    },
  )
  const panes = Array.from({ length: 3 }, (_, i) => Array.from({ length: 200 }, () => row(i)))
  return { baseline, snapshot: snapshotOfPanes(baseline, panes) }
}
