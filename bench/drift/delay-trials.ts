import { quantile } from '../rate.ts'
import type { Trial } from '../simulation.ts'
import type { Drift } from './drifts.ts'
import { createFastRandom } from './fast-random.ts'
import type { Watcher } from './watches.ts'

/** Rows of a reference, and the least of clean rows before a drift. */
const clean = 10_000
/** Further clean rows, as many as are drawn below this: no drift begins in step with a window or a clock. */
const further = 1_000

/** One drift, watched. */
export interface Delay {
  /** Rows from the first that drifted until the alarm; `Infinity` for none. */
  readonly rows: number
  /** Alarms in the clean rows before. */
  readonly early: number
}

/** Rows until a detector finds a drift that begins after 10 000 to 11 000 clean rows. */
export function delayTrial(watcher: Watcher, drift: Drift, runs: number): Trial<Delay> {
  return {
    name: `${drift.name}: ${watcher.name}`,
    runs: (base) => runsOf(watcher, runs, base),
    play: (seed) => {
      const random = createFastRandom(seed)
      const reference = Float64Array.from({ length: clean }, () => drift.usual(random))
      const watch = watcher.make(reference, `${seed} own`)
      const before = clean + Math.floor(random.next() * further)
      let early = 0
      for (let i = 0; i < before; i++) if (watch.add(drift.usual(random))) early++
      for (let row = 0; row < drift.rows; row++) {
        if (watch.add(drift.drifted(random, row))) return { rows: row + 1, early }
      }
      return { rows: Infinity, early }
    },
  }
}

/** So many runs at the usual base; a median needs some even in a rough run. */
function runsOf({ isSlow }: Watcher, runs: number, base: number): number {
  return Math.max(isSlow === true ? 2 : 6, Math.ceil((runs * base) / 5_000))
}

/** A drift that comes and goes: what was found of its visits. */
export interface Visits {
  /** Rows from the begin of each visit until its alarm; `Infinity` for a visit that passed unseen. */
  readonly delays: readonly number[]
  /** Alarms between visits. */
  readonly between: number
}

const visits = { count: 10, rows: 500, apart: 5_000, shift: 0.5 } as const

/** Ten visits of a shift, each of 500 rows, 5 000 to 6 000 clean rows before each. A detector begins anew after every alarm. */
export function recurrentTrial(watcher: Watcher, runs: number): Trial<Visits> {
  return {
    name: `recurrent: ${watcher.name}`,
    runs: (base) => runsOf(watcher, runs, base),
    play: (seed) => {
      const random = createFastRandom(seed)
      const reference = Float64Array.from({ length: clean }, () => random.normal())
      const watch = watcher.make(reference, `${seed} own`)
      const delays: number[] = []
      let between = 0
      for (let visit = 0; visit < visits.count; visit++) {
        const apart = visits.apart + Math.floor(random.next() * further)
        for (let i = 0; i < apart; i++) if (watch.add(random.normal())) between++
        let delay = Infinity
        for (let i = 1; i <= visits.rows; i++) {
          if (watch.add(random.normal() + visits.shift) && delay === Infinity) delay = i
        }
        delays.push(delay)
      }
      return { delays, between }
    },
  }
}

export interface DelayFigures {
  readonly median: number
  readonly p90: number
  readonly missed: number
  readonly early: number
  readonly runs: number
}

export function delayFigures(runs: readonly Delay[]): DelayFigures {
  const rows = runs.map((run) => run.rows)
  return {
    median: quantile(rows, 0.5),
    p90: quantile(rows, 0.9),
    missed: rows.filter((row) => row === Infinity).length,
    early: runs.reduce((sum, { early }) => sum + early, 0),
    runs: runs.length,
  }
}
