import {
  createBaseline,
  createMonitor,
  decodeSnapshot,
  encodeSnapshot,
  judgeSnapshot,
  mergeSnapshots,
  totalCounts,
} from '@plimsoll/drift'
import type { Baseline, Monitor, MonitorOptions, Snapshot } from '@plimsoll/drift'
import { createRandom } from '@plimsoll/stats'
import { measureTimes } from '../harness.ts'
import type { Subject } from '../harness.ts'
import { Measured, effortOf, measure, shownRatio } from '../measured.ts'
import { sizeFigure } from '../size.ts'
import type { Figure } from '../report.ts'
import type { Suite } from '../suite.ts'
import { driftGates } from './gates.ts'
import { liveBytesPerFeature } from './live-bytes.ts'
import { columnsOf, drawRows, fractions, levels, numbers, objectRow, watched } from './workload.ts'

const endless = { window: 2 ** 30 } as const
const counting = { ...endless, detect: false } as const
const rowsAtOnce = 256

const names = {
  get: '`Map.get`, 1 000 strings',
  columns: '64 columns of 256 fractions, per number',
  columnsAlarm: '64 columns of 256 fractions with the detector, per number',
  levelsAlarm: '64 columns of 256 whole numbers with the detector, per number',
  array: 'row of 100 fractions, per column',
  arrayAlarm: 'row of 100 fractions with the detector, per column',
  object: 'object of 9 columns, per column',
  objectAlarm: 'object of 9 columns with the detector, per column',
  numbersAlarm: 'object of 6 numbers with the detector, per column',
  merge: 'merge of two panes of 100 columns',
  sum: 'merge of two panes of 100 columns, counts summed',
  encode: 'encoding of a pane of 100 columns',
  decode: 'decoding of a pane of 100 columns',
  verdict: 'verdict of 100 columns',
  merged: 'verdict of 100 columns, 16 replicas',
} as const

/** What counting rows, merging panes and judging them costs, beside one look into a Map. */
export const driftSuite: Suite<typeof driftGates> = {
  gates: driftGates,
  peers: [],
  async run(options) {
    const { seed, progress } = options
    const objects = drawRows(`${seed} objects`, objectRow)
    const of64 = drawRows(`${seed} fractions`, fractions(64))
    const of100 = drawRows(`${seed} hundred`, fractions(100))
    const levels64 = drawRows(`${seed} levels`, levels(64))
    const hundred = createBaseline(of100)
    const panes = Array.from({ length: 16 }, (_, i) => paneOf(hundred, of100, `replica ${i}`))
    const [one, other] = panes as [Snapshot, Snapshot]
    const wire = encodeSnapshot(one, hundred)
    const fleet = panes.reduce(mergeSnapshots)
    const judged = createMonitor(hundred, endless)
    for (const row of of100) judged.observe(row)
    const effort = effortOf(options, { rounds: 400, batch: 500, leadIn: 100, warmUp: 20_000 })
    const measured = await measure(
      [
        mapGet(seed),
        observingColumns(names.columns, of64, counting),
        observingColumns(names.columnsAlarm, of64, endless),
        observingColumns(names.levelsAlarm, levels64, endless),
        observing(names.array, monitorOf(of100, counting), of100, 100),
        observing(names.arrayAlarm, monitorOf(of100, endless), of100, 100),
        observing(names.object, monitorOf(objects, counting, watched), objects, 9),
        observing(names.objectAlarm, monitorOf(objects, endless, watched), objects, 9),
        observing(names.numbersAlarm, monitorOf(objects, endless, numbers), objects, 6),
        atTimes(names.merge, () => mergeSnapshots(one, other), 100),
        atTimes(names.sum, () => totalCounts(mergeSnapshots(one, other)), 50),
        atTimes(names.encode, () => encodeSnapshot(one, hundred), 10),
        atTimes(names.decode, () => decodeSnapshot(wire, hundred), 10),
        atTimes(names.verdict, () => judged.verdict().verdict, 5),
        atTimes(names.merged, () => judgeSnapshot(fleet, hundred).verdict, 2),
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
          observing(names.objectAlarm, monitorOf(objects, endless, watched), objects, 9),
          observing(names.numbersAlarm, monitorOf(objects, endless, numbers), objects, 6),
        ],
        effort,
      ),
      new Map(),
    )
    const perRow = measured.bytes(names.arrayAlarm)
    const live = await liveBytesPerFeature(of100)
    const observe = measured.ratio(names.columns, names.get)
    const withColumns = measured.ratio(names.columnsAlarm, names.get)
    const withObjects = measured.ratio(names.objectAlarm, names.get)
    const microseconds = (name: string): number => measured.at(name).median / 1_000
    const summed = microseconds(names.sum)
    return {
      effort,
      figures: {
        observe: {
          measured: observe.median,
          shown: shownRatio(observe),
          why: 'each number is read, checked for its kind and searched among the bin edges',
        },
        detectorColumns: {
          measured: withColumns.median,
          shown: shownRatio(withColumns),
          why: 'every bet of the detector is a multiplication, a division and an addition',
        },
        detectorObjects: {
          measured: withObjects.median,
          shown: shownRatio(withObjects),
          why: 'every bet of the detector is a multiplication, a division and an addition; fields are read by name',
        },
        allocated: {
          measured: Math.round(Math.max(0, perRow)),
          shown: `${Math.max(0, perRow).toFixed(2)} a row`,
          why: 'half a byte a row or more counts as allocated',
        },
        liveBytes: {
          measured: live.state,
          shown: `${Math.round(live.state)} (${Math.round(live.arrays)} with the reference laid out for counting, ${Math.round(live.grown)} with all it takes to judge, were each monitor to hold its own)`,
          why: 'counts of the pane, of the detector and of its recent rows, and ten bets of two numbers',
        },
        merge: {
          measured: summed,
          shown: `${summed.toFixed(1)} us, counts summed (${microseconds(names.merge).toFixed(1)} us the union alone)`,
          why: 'a merge keeps the panes apart, so that the same pane counts once; the sum is taken when judged',
        },
        wireSize: {
          measured: wire.length / 1_000,
          shown: `${(wire.length / 1_000).toFixed(1)} KB`,
          why: 'counts are varints, a byte or two each',
        },
        size: await sizeFigure("export { createMonitor, parseBaseline } from '@plimsoll/drift'"),
      },
      comparisons: [],
      notes: [
        ...[names.levelsAlarm, names.array, names.arrayAlarm, names.object, names.numbersAlarm].map(
          (name) => ({
            what: `${name}, against one \`get\``,
            shown: shownRatio(measured.ratio(name, names.get)),
          }),
        ),
        ...[names.objectAlarm, names.numbersAlarm].map((name) => ({
          what: `${name}, against one \`get\`, with ${others.length} monitors of other columns alive`,
          shown: shownRatio(amongOthers.ratio(name, names.get)),
        })),
        {
          what: 'gzip: `createMonitor` alone, for a baseline that comes in ready',
          shown: shownSize(await sizeFigure("export { createMonitor } from '@plimsoll/drift'")),
        },
        ...[names.encode, names.decode, names.verdict, names.merged].map((name) => ({
          what: name,
          shown: `${microseconds(name).toFixed(0)} us`,
        })),
      ],
      subjects: measured.subjects(),
      compared: `Counting a row costs some nanoseconds per column, so it is told per column and set against one \`get\` in a Map of 1 000 strings
in the same run. Columns hold normal fractions, whole numbers of 17 levels, or the guard's fields; every monitor has all its checks on, a
window that never fills, and 32 bins per numeric column; no moments are kept beside the counts. Rows in columns come ${rowsAtOnce} at a time, as Float64Arrays. No package of the registry streams drift scores, so there is no peer beside it; what
the detectors of the literature cost stands with \`stats\`.
Live bytes are those of the typed arrays of a monitor of 100 numeric features, one pane and the detector, that are not the same after rows as before: what the
baseline alone determines is left out, and told beside it. Panes are of 1 024 rows of 100 columns.`,
    }
  },
}

function shownSize(figure: Figure): string {
  return 'shown' in figure ? (figure.shown ?? '') : ''
}

function monitorOf(rows: readonly unknown[], options: MonitorOptions, columns?: readonly string[]): Monitor {
  return createMonitor(createBaseline(rows, columns === undefined ? {} : { columns }), options)
}

function paneOf(baseline: Baseline, rows: readonly unknown[], replica: string): Snapshot {
  const monitor = createMonitor(baseline, { ...endless, replica })
  for (const row of rows) monitor.observe(row)
  return monitor.snapshot()
}

function mapGet(seed: string): Subject {
  const random = createRandom(`${seed} names`)
  const keys = Array.from({ length: 1_000 }, (_, i) => `name ${i}`)
  const map = new Map(keys.map((name, i) => [name, i]))
  return {
    name: names.get,
    call: (name: string) => map.get(name),
    inputs: Array.from({ length: 4_096 }, () => keys[random.int(1_000)] ?? ''),
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

function observingColumns(
  name: string,
  rows: readonly ArrayLike<number>[],
  options: MonitorOptions,
): Subject {
  const monitor = monitorOf(rows, options)
  const inputs = columnsOf(rows, monitor.columns, rowsAtOnce)
  const call = (columns: Readonly<Record<string, Float64Array>>): number => {
    monitor.observeColumns(columns)
    return 1
  }
  return { name, call, inputs, per: monitor.columns.length * rowsAtOnce, isAwaited: false, batch: 4 }
}

function atTimes(name: string, call: () => unknown, batch: number): Subject {
  return { name, call, inputs: [0], isAwaited: false, batch }
}

/** Five monitors of other columns, fed until their code is warm. */
function feedOthers(objects: readonly Record<string, unknown>[]): readonly Monitor[] {
  const nested = objects.map((row) => ({ customer: row, other: { tenure: row['tenure'] } }))
  const scores = objects.map((row) => row['score'])
  const fed = [
    { monitor: monitorOf(objects, endless, numbers), rows: objects },
    { monitor: monitorOf(objects, endless, watched.toReversed()), rows: objects },
    { monitor: monitorOf(nested, endless, ['customer.plan', 'customer.age', 'other.tenure']), rows: nested },
    { monitor: monitorOf(nested, endless), rows: nested },
    { monitor: monitorOf(scores, endless), rows: scores },
  ]
  for (let i = 0; i < 20_000; i++) for (const { monitor, rows } of fed) monitor.observe(rows[i & 1_023])
  return fed.map(({ monitor }) => monitor)
}
