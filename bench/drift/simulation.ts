// One thing: the trials of the monitor, and how the promised figures follow from them.
import { createBaseline, createMonitor } from '@plimsoll/drift'
import type { MonitorOptions } from '@plimsoll/drift'
import { createRandom } from '@plimsoll/stats'
import type { Random } from '@plimsoll/stats'
import { percent, quantile, rateFigure, rateOf, table } from '../rate.ts'
import type { Rate } from '../rate.ts'
import type { Results, Simulation, Trial } from '../simulation.ts'
import { driftSimulationGates } from './gates.ts'
import { drawShapes, shapeNames } from './shapes.ts'

/** For every shape whether its column moved. */
type Moved = readonly boolean[]

// A size of almost nothing leaves false movements to significance alone.
const significanceAlone = { psi: 1e-9, ks: 1e-9 }
const columns = shapeNames.map((_, i) => `[${i}]`)

const oneWindow: Trial<Moved> = {
  name: 'one window judged once, significance alone',
  runs: (base) => base,
  play: (seed) => playStill(createRandom(seed), { ...significanceAlone }, 1, 1_000),
}
const oneWindowAsShipped: Trial<Moved> = {
  name: 'one window judged once, as shipped',
  runs: (base) => Math.ceil(base / 10),
  play: (seed) => playStill(createRandom(seed), {}, 1, 1_000),
}
const manyLooks: Trial<Moved> = {
  name: '100 windows of 1 000 rows, as shipped, a look every 100 rows',
  runs: (base) => Math.ceil(base / 100),
  play: (seed) => playStill(createRandom(seed), {}, 100, 100),
}
const manyLooksSmall: Trial<Moved> = {
  name: '100 windows of 100 rows, else as shipped, a look every 10 rows',
  runs: (base) => Math.ceil(base / 50),
  play: (seed) => playStill(createRandom(seed), { window: 100 }, 100, 10),
}

const drifts: readonly Trial<number>[] = [
  delayTrial('+0.5 sd', (random) => random.normal() + 0.5),
  delayTrial('+1 sd', (random) => random.normal() + 1),
  delayTrial('sd x2', (random) => random.normal() * 2),
  delayTrial(
    'rate .10 to .20',
    (random) => (random.next() < 0.2 ? 1 : 0),
    (random) => (random.next() < 0.1 ? 1 : 0),
  ),
]

/** How often a monitor says that data moved which did not, and how soon it says so of data that did. */
export const driftSimulation: Simulation<typeof driftSimulationGates> = {
  gates: driftSimulationGates,
  base: 50_000,
  trials: [oneWindow, oneWindowAsShipped, manyLooks, manyLooksSmall, ...drifts],
  report(results) {
    const worst = shapeNames
      .map((name, i) => ({ name, rate: rateAt(results, oneWindow, i) }))
      .reduce((a, b) => (b.rate.upper > a.rate.upper ? b : a))
    const noDetector = { notBuilt: 'this version promises a rate per window: it has no sequential detector' }
    return {
      figures: {
        significance: rateFigure(worst.rate, driftSimulationGates.significance, worst.name),
        falseAlarm: noDetector,
        falseDiscoveries: {
          notBuilt: 'this version judges columns one by one and promises no false discovery rate',
        },
        delayHalf: noDetector,
        delayOne: noDetector,
        delaySpread: noDetector,
        delayRate: noDetector,
        adwin: noDetector,
        merged: { notBuilt: 'windows of replicas can not be merged in this version' },
      },
      tables: [
        `### Data that does not drift\n\n${table(
          ['moved, upper 99% bound', ...still.map(({ name }) => name)],
          shapeNames.map((shape, i) => [
            shape,
            ...still.map((trial) => {
              const { hits, runs, upper } = rateAt(results, trial, i)
              return `${percent(hits / runs)}, ${percent(upper)}`
            }),
          ]),
        )}\n\nRuns: ${still.map((trial) => results.of(trial).length).join(', ')}.`,
        `### Data that drifts\n\n${table(
          ['from the first row of a window on', 'found within 20 windows', 'rows, median', 'p90'],
          drifts.map((trial) => {
            const rows = results.of(trial)
            const found = rows.filter((row) => Number.isFinite(row)).length
            return [
              trial.name,
              percent(found / rows.length),
              String(quantile(rows, 0.5)),
              String(quantile(rows, 0.9)),
            ]
          }),
        )}`,
      ],
      simulated: `A column of each of 12 shapes, each run with a baseline of its own: 1 000 rows where nothing drifts, 10 000 for delays. The promise of this version is
\`significance\`, per column and window judged once; **significance alone** takes the size rule away (thresholds near 0), so that the tests themselves are held
against it. **As shipped** a movement must also be large. Looks in between are judged too and a column counts once in all looks; nothing is promised of that. Delays are rows until the
column's verdict is \`alarm\`, looked at every 10 rows of windows of 1 000; they are at this version's defaults, not at one false alarm per million rows, so no gate is held against them.`,
    }
  },
}

const still = [oneWindow, oneWindowAsShipped, manyLooks, manyLooksSmall] as const

/** Watches rows that do not drift; a column counts when any look calls it moved. */
function playStill(random: Random, options: MonitorOptions, windows: number, lookEvery: number): Moved {
  const baseline = createBaseline(
    Array.from({ length: 1_000 }, () => drawShapes(random)),
    { columns },
  )
  const monitor = createMonitor(baseline, options)
  const { window } = monitor.settings
  const moved = shapeNames.map(() => false)
  monitor.subscribe((verdict) => note(moved, verdict.moved))
  for (let row = 1; row <= windows * window; row++) {
    monitor.observe(drawShapes(random))
    if (row % lookEvery === 0 && row % window !== 0) note(moved, monitor.verdict().moved)
  }
  return moved
}

function note(moved: boolean[], names: readonly string[]): void {
  for (const name of names) moved[columns.indexOf(name)] = true
}

function delayTrial(
  name: string,
  drifted: (random: Random) => number,
  usual: (random: Random) => number = (random) => random.normal(),
): Trial<number> {
  return {
    name,
    runs: (base) => Math.ceil(base / 100),
    play: (seed) => {
      const random = createRandom(seed)
      const baseline = createBaseline(
        Array.from({ length: 10_000 }, () => [usual(random)]),
        { columns: ['[0]'] },
      )
      const monitor = createMonitor(baseline)
      let isMoved = false
      monitor.subscribe((verdict) => {
        isMoved ||= verdict.moved.length > 0
      })
      for (let row = 1; row <= 20_000; row++) {
        monitor.observe([drifted(random)])
        if (row % 10 === 0) isMoved ||= monitor.verdict().moved.length > 0
        if (isMoved) return row
      }
      return Infinity
    },
  }
}

function rateAt(results: Results, trial: Trial<Moved>, shape: number): Rate {
  return rateOf(results.of(trial).map((moved) => moved[shape] === true))
}
