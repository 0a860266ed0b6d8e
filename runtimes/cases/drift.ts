import { createBaseline, createMonitor, parseBaseline } from '@plimsoll/drift'
import type { DatasetVerdict, Monitor } from '@plimsoll/drift'
import { createRandom } from '@plimsoll/stats'
import { equal, near, ok, rejects } from './assert.ts'
import type { Json, Suite } from './case.ts'

interface Row {
  readonly tenure: number
  readonly rooms: number
  readonly plan: string
  readonly active: boolean
  readonly note: string | null
}

/** Rows of a seeded stream; `shift` moves the numbers, `pro` the share of a plan. */
function rowsOf(seed: string, count: number, { shift = 0, pro = 0.3 } = {}): readonly Row[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => ({
    tenure: Math.sqrt(random.next()) * 40 + shift,
    rooms: 1 + random.int(6),
    plan: random.next() < pro ? 'pro' : 'free',
    active: random.next() < 0.5,
    note: random.next() < 0.1 ? null : 'x'.repeat(random.int(30)),
  }))
}

const baselineOf = (): ReturnType<typeof createBaseline> =>
  createBaseline(rowsOf('reference', 2_000), { name: 'reference' })

function watched(monitor: Monitor, rows: readonly unknown[]): Monitor {
  for (const row of rows) monitor.observe(row)
  return monitor
}

/** What a verdict decides, without the figures behind it. */
function decided({ verdict, moved, judged, rows, columns }: DatasetVerdict): Json {
  return {
    verdict,
    moved,
    judged,
    rows,
    columns: columns.map((column) => `${column.name} ${column.verdict}`),
  }
}

export const driftSuite: Suite = {
  name: 'drift',
  cases: [
    {
      name: 'a baseline of seeded rows is the same to the last bit, and so is its digest',
      async run(): Promise<Json> {
        const baseline = baselineOf()
        equal(parseBaseline(JSON.parse(JSON.stringify(baseline))).digest, baseline.digest, 'read back')
        return [baseline.digest, baseline.columns.map(({ name, type }) => `${name} ${type}`)]
      },
    },
    {
      name: 'a baseline whose digest does not fit is refused',
      async run() {
        const tampered = { ...baselineOf(), rows: 1_999 }
        await rejects(
          Promise.resolve().then(() => parseBaseline(tampered)),
          'PLIMSOLL_BASELINE_INVALID',
          'a baseline that was changed',
        )
      },
    },
    {
      name: 'rows like the reference are ok',
      async run(): Promise<Json> {
        const monitor = watched(createMonitor(baselineOf(), { window: 2_000 }), rowsOf('live', 1_500))
        equal(monitor.verdict().verdict, 'ok', 'the verdict')
        return decided(monitor.verdict())
      },
    },
    {
      name: 'rows that moved alarm, and name their columns, most moved first',
      async run(): Promise<Json> {
        const rows = rowsOf('live', 1_500, { shift: 15, pro: 0.7 })
        const verdict = watched(createMonitor(baselineOf(), { window: 2_000 }), rows).verdict()
        equal([verdict.verdict, verdict.moved], ['alarm', ['tenure', 'plan']], 'the verdict')
        return decided(verdict)
      },
    },
    {
      name: 'too few rows is an answer',
      async run() {
        const monitor = watched(createMonitor(baselineOf()), rowsOf('live', 39, { shift: 100 }))
        equal(monitor.verdict().verdict, 'inconclusive', 'the verdict')
      },
    },
    {
      name: 'windows of seeded traffic that drifts slowly are judged alike',
      async run(): Promise<Json> {
        const verdicts: Json[] = []
        const onRoll = (verdict: DatasetVerdict): void => void verdicts.push(decided(verdict))
        const monitor = createMonitor(baselineOf(), { window: 200, onRoll })
        for (let shift = 0; shift < 12; shift++) watched(monitor, rowsOf(`w${shift}`, 200, { shift }))
        equal(verdicts.length, 12, 'windows')
        return verdicts
      },
    },
    {
      name: 'the counts of a window are the same',
      async run(): Promise<Json> {
        const monitor = watched(createMonitor(baselineOf(), { window: 2_000 }), rowsOf('live', 700))
        return monitor.snapshot().columns.map(({ name, bins, apart }) => {
          return `${name} ${[...bins, ...apart].map(({ label, current }) => `${label}=${current}`).join(' ')}`
        })
      },
    },
    {
      name: 'hostile rows are counted apart, and never throw',
      async run(): Promise<Json> {
        const monitor = createMonitor(baselineOf())
        const throwing = new Proxy({}, { get: () => null, has: () => true })
        const getter = {
          get tenure(): number {
            throw new Error('no')
          },
        }
        const wrong = [
          null,
          7,
          'text',
          [],
          throwing,
          getter,
          { tenure: Number.NaN },
          { tenure: 'x', plan: 3 },
        ]
        watched(monitor, wrong)
        equal(monitor.rows, wrong.length, 'rows')
        const [tenure] = monitor.snapshot().columns
        return (tenure?.apart ?? []).map(({ label, current }) => `${label}=${current}`)
      },
    },
    {
      name: 'scores come to the same within the accuracy that is promised',
      async run() {
        const rows = rowsOf('live', 1_500, { shift: 15, pro: 0.7 })
        const verdict = watched(createMonitor(baselineOf(), { window: 2_000 }), rows).verdict()
        const plan = verdict.columns.find(({ name }) => name === 'plan')
        ok(plan?.psi !== undefined && plan.psiNull !== undefined, 'no score of plan')
        near(plan?.psi ?? 0, 0.688885605983515, 1e-10, 'psi of plan')
        near(plan?.psiNull ?? 0, 1 / 2_000 + 1 / 1_500, 1e-12, 'psi to be expected by chance')
      },
    },
  ],
}
