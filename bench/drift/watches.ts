// One thing: every detector that is simulated, behind one face, ours and those of the literature.
import { createBaseline } from '@plimsoll/drift'
import type { Baseline } from '@plimsoll/drift'
import { Adwin, Kswin, LossDetector, PageHinkley, WindowedKs } from '@plimsoll/stats'
import { clopperPearsonUpper } from '../../packages/router/simulate/clopper-pearson.ts'
import { AlarmDetectors } from '../../packages/drift/src/alarm-detectors.ts'
import { cellsOf } from '../../packages/drift/src/cells.ts'
import { createCellFinder } from './cell-finder.ts'
import { createFastRandom } from './fast-random.ts'
import { PaperAdwin } from './paper-adwin.ts'

/** A detector at work on one stream. */
interface Watch {
  /** Counts a value; true for an alarm, after which it begins anew. */
  add(value: number): boolean
}

/** A way to watch a stream. */
export interface Watcher {
  readonly name: string
  /** What a value costs against the others: fewer runs of those that are dear. @default false */
  readonly isSlow?: boolean
  /** @param reference NaN for what is missing */
  readonly make: (reference: Float64Array, seed: string) => Watch
}

/** The same detector at several settings, from the quickest to the most silent. */
export interface Family {
  readonly name: string
  /** What is tried to reach the wanted rate of false alarms. */
  readonly tried: readonly Watcher[]
  /** As its library ships it. */
  readonly usual: Watcher
}

/** The e-detector of a monitor's columns, on one of them: alarms when its value reaches a limit. */
function ours(name: string, limit: number): Watcher {
  return { name, make: (reference) => createOurs(reference, limit) }
}

export const oneInAMillion: Watcher = ours('ours, one false alarm per 1e6', 1e6)
export const asPromised: Watcher = ours('ours, 1% over 1e6', 1e8)

/** Errors by the detector of losses; its limit is the upper 99% bound of the reference's rate. */
export const errorsOnly: Watcher = {
  name: 'ours for losses, one false alarm per 1e6',
  make: (reference) => {
    const errors = reference.reduce((sum, error) => sum + error, 0)
    const limit = clopperPearsonUpper(errors, reference.length, 0.99)
    const detector = new LossDetector({ limit, falseAlarm: 1, over: 1e6 })
    return {
      add(error) {
        detector.step(error)
        if (!detector.isAlarm) return false
        detector.reset()
        return true
      },
    }
  },
}

export const families: readonly Family[] = [
  family(
    'ADWIN',
    [0.003, 0.002, 0.0015, 0.001],
    0.002,
    (delta) => `delta ${delta}`,
    (delta) => () => new PaperAdwin({ delta, clock: 32 }),
  ),
  family(
    'ADWIN, a look at every value',
    [0.0005, 0.0003, 0.0001],
    0.002,
    (delta) => `delta ${delta}`,
    (delta) => () => new PaperAdwin({ delta, clock: 1 }),
    true,
  ),
  family(
    "river's ADWIN",
    [0.2, 0.1, 0.05, 0.02],
    0.002,
    (delta) => `delta ${delta}`,
    (delta) => () => new Adwin({ delta }),
  ),
  family(
    'KSWIN',
    [3e-6, 1e-6, 1e-7],
    0.005,
    (alpha) => `alpha ${alpha}`,
    (alpha) => (_, seed) => new Kswin(createFastRandom(seed), { alpha }),
    true,
  ),
  family(
    'Page-Hinkley',
    [400, 500, 600, 700, 800],
    50,
    (threshold) => `threshold ${threshold}`,
    (threshold) => () => new PageHinkley({ threshold }),
  ),
  family(
    'KS, windows of 1 000',
    [0.003, 0.002, 0.001, 0.0005],
    0.05,
    (alpha) => `alpha ${alpha}`,
    (alpha) => (reference) => new WindowedKs(reference, { alpha }),
  ),
]

function family(
  name: string,
  settings: readonly number[],
  usual: number,
  called: (setting: number) => string,
  make: (setting: number) => Watcher['make'],
  isSlow = false,
): Family {
  const at = (setting: number): Watcher => ({
    name: `${name}, ${called(setting)}`,
    isSlow,
    make: make(setting),
  })
  return { name, tried: settings.map(at), usual: at(usual) }
}

/** Makes a baseline of one column named 'x'. */
export function baselineOf(reference: Float64Array): Baseline {
  return createBaseline(
    Array.from(reference, (x) => ({ x: Number.isNaN(x) ? null : x })),
    { columns: ['x'] },
  )
}

function createOurs(reference: Float64Array, limit: number): Watch {
  const { columns, rows } = baselineOf(reference)
  const [column] = columns
  if (column === undefined) throw new Error('no column')
  const cells = cellsOf(column)
  const cellOf = createCellFinder(column)
  const detectors = new AlarmDetectors([column], [cells], rows)
  return {
    add(value) {
      detectors.step(0, cellOf(value), 0)
      detectors.nextRows(1)
      if (detectors.value(0) < limit) return false
      detectors.reset()
      return true
    },
  }
}
