// Cost of counting rows and of judging a window, against one `get` in a Map of 1000 strings in the same run:
//   node --conditions=@plimsoll/source --expose-gc packages/drift/bench/observe.ts [rounds]
// Subjects take turns in short batches, so that a busy machine slows all alike; figures are medians over rounds.
// The last rows are measured after the rest, with five monitors of other columns alive: what the engine has
// learnt about one monitor's keys then no longer holds.
import { memoryUsage } from 'node:process'
import { createRandom } from '@plimsoll/stats'
import { type Monitor, createBaseline, createMonitor } from '../src/index.ts'

const rounds = Number(process.argv[2] ?? 200)
const random = createRandom('observe')
const plans = ['free', 'pro', 'team', 'enterprise']
const countries = ['de', 'es', 'fr', 'gb', 'in', 'jp', 'us']

/** The guard's benchmark row: ten fields, nine of them watched. */
function objectRow(i: number): Record<string, unknown> {
  return {
    userId: `user-${i}`,
    tenure: random.int(120),
    age: 18 + random.int(70),
    balance: Math.round((random.next() - 0.2) * 1e6) / 100,
    charges: Math.round(-Math.log(1 - random.next()) * 1e4) / 100,
    visits: random.int(400),
    score: Math.round(random.next() * 1e4) / 1e4,
    plan: plans[random.int(plans.length)],
    country: countries[random.int(countries.length)],
    active: random.next() < 0.7,
  }
}
const watched = ['tenure', 'age', 'balance', 'charges', 'visits', 'score', 'plan', 'country', 'active']

interface Subject {
  readonly name: string
  /** What one call counts. */
  readonly scalars: number
  readonly run: (times: number) => void
  readonly perBatch: number
  readonly times: number[]
}

let checksum = 0

function subject(name: string, scalars: number, perBatch: number, run: (times: number) => void): Subject {
  return { name, scalars, run, perBatch, times: [] }
}

function observing(name: string, scalars: number, monitor: Monitor, rows: readonly unknown[]): Subject {
  let at = 0
  return subject(name, scalars, 500, (times) => {
    for (let i = 0; i < times; i++) monitor.observe(rows[at++ & 1023])
  })
}

function judging(name: string, scalars: number, monitor: Monitor, rows: readonly unknown[]): Subject {
  for (let i = 0; i < 1000; i++) monitor.observe(rows[i])
  return subject(name, scalars, 10, (times) => {
    for (let i = 0; i < times; i++) checksum += monitor.verdict().judged
  })
}

function measure(subjects: readonly Subject[]): void {
  for (let round = -30; round < rounds; round++) {
    for (const { run, perBatch, times } of subjects) {
      run(perBatch / 5)
      const start = performance.now()
      run(perBatch)
      if (round >= 0) times.push(((performance.now() - start) * 1e6) / perBatch)
    }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >>> 1] ?? Number.NaN
}

const draw = <T>(make: (i: number) => T): T[] => Array.from({ length: 1024 }, (_, i) => make(i))
const endless = { window: 2 ** 30 }
const monitorOf = (rows: readonly unknown[], columns?: readonly string[]): Monitor =>
  createMonitor(createBaseline(rows, columns === undefined ? {} : { columns }), endless)

const names = Array.from({ length: 1000 }, (_, i) => `name ${i}`)
const map = new Map(names.map((name, i) => [name, i]))
const order = Array.from({ length: 4096 }, () => names[random.int(1000)] ?? '')
const get = subject('`Map.get`, 1000 strings', 1, 20_000, (times) => {
  let sum = 0
  for (let i = 0; i < times; i++) sum += map.get(order[i & 4095] ?? '') ?? 0
  checksum += sum
})

const objects = draw(objectRow)
const numbers = watched.slice(0, 6)
const levels = draw(() => Array.from({ length: 64 }, () => random.int(17)))
const fractions = draw(() => Float64Array.from({ length: 64 }, () => random.normal()))
const alone = [
  get,
  observing('object row, 9 columns', 9, monitorOf(objects, watched), objects),
  observing('array of 64 whole numbers', 64, monitorOf(levels), levels),
  observing('Float64Array of 64', 64, monitorOf(fractions), fractions),
  judging('verdict, 9 columns', 9, monitorOf(objects, watched), objects),
  judging('verdict, 64 columns of fractions', 64, monitorOf(fractions), fractions),
  judging('verdict, 64 columns of levels', 64, monitorOf(levels), levels),
]
measure(alone)

const nested = objects.map((row) => ({ customer: row, other: { tenure: row['tenure'] } }))
const others = [
  monitorOf(objects, numbers),
  monitorOf(objects, watched.toReversed()),
  monitorOf(nested, ['customer.plan', 'customer.age', 'other.tenure']),
  monitorOf(nested),
  monitorOf(objects.map((row) => row['score'])),
]
for (let i = 0; i < 20_000; i++) {
  for (const [k, other] of others.entries()) other.observe((k < 2 ? objects : nested)[i & 1023])
}
const amongOthers = [
  observing('object row, 9 columns, 6 monitors alive', 9, monitorOf(objects, watched), objects),
  observing('object row, 6 numeric columns, 8 monitors alive', 6, monitorOf(objects, numbers), objects),
]
measure(amongOthers)

// Bytes a row of 64 leaves, by the growth of the heap between two collections that did not run.
const counted = monitorOf(fractions)
let least = Infinity
for (let round = 0; round < 9; round++) {
  globalThis.gc?.()
  const before = memoryUsage().heapUsed
  for (let i = 0; i < 5000; i++) counted.observe(fractions[i & 1023])
  least = Math.min(least, (memoryUsage().heapUsed - before) / 5000)
}

const one = median(get.times)
const lines = [...alone, ...amongOthers].map(({ name, scalars, times }) => {
  const call = median(times)
  const ratio = name.startsWith('verdict') ? '' : `${(call / scalars / one).toFixed(2)}x`
  return `| ${name} | ${call.toFixed(0)} | ${(call / scalars).toFixed(1)} | ${ratio} |`
})
process.stdout.write(
  [
    '| | ns per call | ns per scalar or column | against one `Map.get` |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
    `Bytes per row of 64 fractions: ${Math.max(0, least).toFixed(1)}. Node ${process.version}, ${rounds} rounds, checksum ${checksum}.`,
    '',
  ].join('\n'),
)
