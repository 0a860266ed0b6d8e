import {
  createBaseline,
  createMonitor,
  decodeSnapshot,
  encodeSnapshot,
  explainScore,
  judgeSnapshot,
  mergeSnapshots,
  parseBaseline,
} from '@plimsoll/drift'
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
        const monitor = watched(createMonitor(baselineOf()), rowsOf('live', 39))
        equal(monitor.verdict().verdict, 'inconclusive', 'the verdict')
      },
    },
    {
      name: 'a gross change alarms within its window',
      async run(): Promise<Json> {
        const alarms: Json[] = []
        const onRoll = (verdict: DatasetVerdict): void => void alarms.push(decided(verdict))
        watched(createMonitor(baselineOf(), { onRoll }), rowsOf('live', 39, { shift: 100 }))
        equal(alarms.length, 1, 'alarms')
        return alarms
      },
    },
    {
      name: 'windows of seeded traffic that drifts slowly are judged alike',
      async run(): Promise<Json> {
        const verdicts: Json[] = []
        let windows = 0
        const onRoll = (verdict: DatasetVerdict): void => {
          if (verdict.finished) windows++
          verdicts.push(decided(verdict))
        }
        const monitor = createMonitor(baselineOf(), { window: 200, onRoll })
        for (let shift = 0; shift < 12; shift++) watched(monitor, rowsOf(`w${shift}`, 200, { shift }))
        equal(windows, 12, 'windows')
        return verdicts
      },
    },
    {
      name: 'the counts of a window are the same',
      async run(): Promise<Json> {
        const monitor = watched(createMonitor(baselineOf(), { window: 2_000 }), rowsOf('live', 700))
        const snapshot = monitor.snapshot()
        return monitor.columns.map((name) => {
          const { bins, apart } = explainScore(snapshot, monitor.baseline, name)
          return `${name} ${[...bins, ...apart].map(({ label, current }) => `${label}=${current}`).join(' ')}`
        })
      },
    },
    {
      name: 'snapshots of two processes merge, as bytes, to the verdict of one',
      async run(): Promise<Json> {
        const baseline = baselineOf()
        const rows = rowsOf('live', 1_500, { shift: 15, pro: 0.7 })
        const snapshotOf = (replica: string, own: readonly Row[]): Uint8Array =>
          encodeSnapshot(
            watched(createMonitor(baseline, { window: 2_000, replica }), own).snapshot(),
            baseline,
          )
        const bytes = [snapshotOf('a', rows.slice(0, 900)), snapshotOf('b', rows.slice(900))]
        const [a, b] = bytes.map((each) => decodeSnapshot(each, baseline))
        if (a === undefined || b === undefined) throw new Error('two snapshots were made')
        const merged = judgeSnapshot(mergeSnapshots(b, a), baseline)
        const whole = watched(createMonitor(baseline, { window: 2_000 }), rows).snapshot()
        equal(decided(merged), decided(judgeSnapshot(whole, baseline)), 'the verdict of merged counts')
        return [bytes.map((each) => Array.from(each).join()), decided(merged)]
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
        const { apart } = explainScore(monitor.snapshot(), monitor.baseline, 'tenure')
        return apart.map(({ label, current }) => `${label}=${current}`)
      },
    },
    {
      name: 'scores come to the same within the accuracy that is promised',
      async run() {
        const rows = rowsOf('live', 1_500, { shift: 15, pro: 0.7 })
        const verdict = watched(createMonitor(baselineOf(), { window: 2_000 }), rows).verdict()
        const plan = verdict.columns.find(({ name }) => name === 'plan')
        ok(plan?.score !== undefined && plan.scoreNull !== undefined, 'no score of plan')
        near(plan?.score ?? 0, 0.12072201423800806, 1e-10, 'divergence of plan')
        near(
          plan?.scoreNull ?? 0,
          (1 / 2_000 + 1 / 1_500) / (8 * Math.LN2),
          1e-12,
          'divergence to be expected by chance',
        )
      },
    },
  ],
}
