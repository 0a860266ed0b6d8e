import { createBaseline, createMonitor } from '@plimsoll/drift'
import type { Monitor } from '@plimsoll/drift'
import { createRandom } from '@plimsoll/stats'
import { eventLoopTurn, measureTimes } from '../harness.ts'
import type { Subject } from '../harness.ts'
import { Measured, effortOf, measure, shownRatio } from '../measured.ts'
import { sizeFigure } from '../size.ts'
import type { Suite } from '../suite.ts'
import { driftGates } from './gates.ts'
import { drawRows, fractions, levels, numbers, objectRow, watched } from './workload.ts'

const endless = { window: 2 ** 30 }

/** What counting rows and judging windows costs, beside one look into a Map. */
export const driftSuite: Suite<typeof driftGates> = {
  gates: driftGates,
  peers: [],
  async run(options) {
    const { seed, progress } = options
    const objects = drawRows(`${seed} objects`, objectRow)
    const of64 = drawRows(`${seed} fractions`, fractions(64))
    const of100 = drawRows(`${seed} hundred`, fractions(100))
    const levels64 = drawRows(`${seed} levels`, levels(64))
    const effort = effortOf(options, { rounds: 400, batch: 500, leadIn: 100, warmUp: 20_000 })
    const measured = await measure(
      [
        mapGet(seed),
        observing('row of 64 fractions, per column', monitorOf(of64), of64, 64),
        observing('row of 64 whole numbers, per column', monitorOf(levels64), levels64, 64),
        observing('row of 100 fractions, per column', monitorOf(of100), of100, 100),
        observing('object of 9 columns, per column', monitorOf(objects, watched), objects, 9),
        judging('verdict of 9 columns', monitorOf(objects, watched), objects),
        judging('verdict of 64 columns of fractions', monitorOf(of64), of64),
        judging('verdict of 64 columns of levels', monitorOf(levels64), levels64),
      ],
      effort,
      progress,
    )
    // Last: what the engine has learnt about one monitor's keys does not hold any more then.
    progress('with other monitors alive')
    const others = feedOthers(objects)
    const amongOthers = new Measured(
      await measureTimes(
        [
          mapGet(seed),
          observing('object of 9 columns, per column', monitorOf(objects, watched), objects, 9),
          observing('object of 6 numbers, per column', monitorOf(objects, numbers), objects, 6),
        ],
        effort,
      ),
      new Map(),
    )
    const perRow = measured.bytes('row of 100 fractions, per column')
    const live = await liveBytesPerFeature(of100)
    const wire = wireSize(of100)
    const one = '`Map.get`, 1 000 strings'
    const noDetector = 'this version judges windows; it has no sequential detector'
    const observe = measured.ratio('row of 64 fractions, per column', one)
    return {
      effort,
      figures: {
        observe: {
          measured: observe.median,
          shown: shownRatio(observe),
          why: 'each number is read, checked for its kind and searched among the bin edges',
        },
        detectorColumns: { notBuilt: noDetector },
        detectorObjects: { notBuilt: noDetector },
        allocated: {
          measured: Math.round(Math.max(0, perRow)),
          shown: `${Math.max(0, perRow).toFixed(2)} a row`,
          why: 'half a byte a row or more counts as allocated',
        },
        liveBytes: {
          measured: live,
          shown: `${Math.round(live)} (one window; no detector yet)`,
          why: 'counts, the reference prepared for judging, and names',
        },
        merge: { notBuilt: 'windows of replicas can not be merged in this version' },
        wireSize: {
          measured: wire / 1_000,
          shown: `${(wire / 1_000).toFixed(1)} KB (the snapshot as JSON; it has labels and reference counts)`,
          why: 'the snapshot is made for reports: it carries every bin by name beside the reference count',
        },
        size: await sizeFigure("export { createMonitor, parseBaseline } from '@plimsoll/drift'"),
      },
      comparisons: [],
      notes: [
        ...[
          'row of 64 whole numbers, per column',
          'row of 100 fractions, per column',
          'object of 9 columns, per column',
        ].map((name) => ({
          what: `${name}, against one \`get\``,
          shown: shownRatio(measured.ratio(name, one)),
        })),
        ...['object of 9 columns, per column', 'object of 6 numbers, per column'].map((name) => ({
          what: `${name}, against one \`get\`, with ${others.length} monitors of other columns alive`,
          shown: shownRatio(amongOthers.ratio(name, one)),
        })),
      ],
      subjects: measured.subjects(),
      compared: `Counting a row costs some nanoseconds per column, so it is told per column and set against one \`get\` in a Map of 1 000 strings
in the same run. Columns hold normal fractions, whole numbers of 17 levels, or the guard's fields; every monitor has all its checks on, a
window that never fills, and 10 bins per numeric column. No package of the registry streams drift scores, so there is no peer beside it.
Live bytes are the growth of heap and buffers over 50 monitors of 100 features.`,
    }
  },
}

function monitorOf(rows: readonly unknown[], columns?: readonly string[]): Monitor {
  return createMonitor(createBaseline(rows, columns === undefined ? {} : { columns }), endless)
}

function mapGet(seed: string): Subject {
  const random = createRandom(`${seed} names`)
  const names = Array.from({ length: 1_000 }, (_, i) => `name ${i}`)
  const map = new Map(names.map((name, i) => [name, i]))
  return {
    name: '`Map.get`, 1 000 strings',
    call: (name: string) => map.get(name),
    inputs: Array.from({ length: 4_096 }, () => names[random.int(1_000)] ?? ''),
    isAwaited: false,
    batch: 20_000,
  }
}

function observing(name: string, monitor: Monitor, inputs: readonly unknown[], per: number): Subject {
  const call = (row: unknown): number => {
    monitor.observe(row)
    return 1
  }
  return { name, call, inputs, per, isAwaited: false }
}

function judging(name: string, monitor: Monitor, rows: readonly unknown[]): Subject {
  for (let i = 0; i < 1_000; i++) monitor.observe(rows[i])
  return { name, call: () => monitor.verdict().judged, inputs: [0], isAwaited: false, batch: 10 }
}

/** Five monitors of other columns, fed until their code is warm. */
function feedOthers(objects: readonly Record<string, unknown>[]): readonly Monitor[] {
  const nested = objects.map((row) => ({ customer: row, other: { tenure: row['tenure'] } }))
  const scores = objects.map((row) => row['score'])
  const fed = [
    { monitor: monitorOf(objects, numbers), rows: objects },
    { monitor: monitorOf(objects, watched.toReversed()), rows: objects },
    { monitor: monitorOf(nested, ['customer.plan', 'customer.age', 'other.tenure']), rows: nested },
    { monitor: monitorOf(nested), rows: nested },
    { monitor: monitorOf(scores), rows: scores },
  ]
  for (let i = 0; i < 20_000; i++) for (const { monitor, rows } of fed) monitor.observe(rows[i & 1_023])
  return fed.map(({ monitor }) => monitor)
}

async function liveBytesPerFeature(rows: readonly Float64Array[]): Promise<number> {
  const count = 50
  const baseline = createBaseline(rows)
  const kept: Monitor[] = [createMonitor(baseline, endless)]
  const before = await bytesAtRest()
  for (let i = 0; i < count; i++) {
    const monitor = createMonitor(baseline, endless)
    for (const row of rows) monitor.observe(row)
    kept.push(monitor)
  }
  const grown = (await bytesAtRest()) - before
  if (kept.some(({ rows: seen }, i) => i > 0 && seen !== rows.length))
    throw new Error('kept alive until here')
  return grown / (count * baseline.columns.length)
}

async function bytesAtRest(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await eventLoopTurn()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function wireSize(rows: readonly Float64Array[]): number {
  const monitor = monitorOf(rows)
  for (const row of rows) monitor.observe(row)
  return Buffer.byteLength(JSON.stringify(monitor.snapshot()))
}
