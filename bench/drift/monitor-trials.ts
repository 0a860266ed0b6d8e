// One thing: what users call, a whole monitor, at work on simulated rows.
import { createBaseline, createMonitor } from '@plimsoll/drift'
import type { Monitor, MonitorOptions } from '@plimsoll/drift'
import type { Trial } from '../simulation.ts'
import { delayTrial } from './delay-trials.ts'
import type { Delay } from './delay-trials.ts'
import { abrupt } from './drifts.ts'
import type { Drift } from './drifts.ts'
import { rateTrial } from './false-alarm-trials.ts'
import { createFastRandom } from './fast-random.ts'
import type { FastRandom } from './fast-random.ts'
import { drawShapes, shapeNames } from './shapes.ts'
import { baselineOf } from './watches.ts'
import type { Watcher } from './watches.ts'

/** One false alarm in 1e6 rows, as one in two over half as many. */
const millionth = { falseAlarm: 0.5, over: 500_000 } as const
const promise = { falseAlarm: 0.01, over: 1_000_000 } as const

/** Watches a stream by a monitor of one column, its rule of size included. */
function byMonitor(name: string, alarm: MonitorOptions['alarm']): Watcher {
  return {
    name,
    make: (reference) => {
      const monitor = createMonitor(baselineOf(reference), { alarm })
      const hasAlarmed = alarmsOf(monitor)
      return {
        add(value) {
          monitor.observe({ x: value })
          if (!hasAlarmed()) return false
          monitor.reset()
          return true
        },
      }
    },
  }
}

/** Tells whether a monitor has alarmed since it was last asked. */
function alarmsOf(monitor: Monitor): () => boolean {
  let isNew = false
  monitor.subscribe(({ verdict }) => {
    isNew ||= verdict === 'alarm'
  })
  return () => {
    const was = isNew
    isNew = false
    return was
  }
}

const atMillionth = byMonitor('monitor, one false alarm per 1e6', millionth)
const atPromise = byMonitor('monitor, 1% over 1e6', promise)

/** False alarms of a monitor of one column at one per 1e6. */
export const monitorRate: Trial<number> = rateTrial(atMillionth, (random) => random.normal(), 'normal', 2)

function delaysOf(watcher: Watcher): ReadonlyMap<Drift, Trial<Delay>> {
  return new Map(abrupt.map((drift) => [drift, delayTrial(watcher, drift, 200)]))
}

/** Delays of a monitor of one column. */
export const monitorDelays = {
  millionth: delaysOf(atMillionth),
  promised: delaysOf(atPromise),
} as const

/** Rows that one run of a monitor of all shapes watches; the promise is made over as many. */
export const monitorRows = 5_000

/** A monitor of all twelve shapes, whose one promise covers them all, on rows that do not drift. */
export const monitorPromise: Trial<boolean> = {
  name: 'monitor of 12 columns, stationary',
  runs: (base) => base,
  play: (seed) => {
    const random = createFastRandom(seed)
    const monitor = createMonitor(shapesBaseline(random, 1_000), {
      alarm: { falseAlarm: 0.01, over: monitorRows },
    })
    const hasAlarmed = alarmsOf(monitor)
    for (let row = 1; row <= monitorRows; row++) {
      monitor.observe(drawShapes(random))
      // Besides its own looks at every row and window: those of a dashboard.
      if (row % 125 === 0 && monitor.verdict().verdict === 'alarm') return true
    }
    return hasAlarmed()
  },
}

export function shapesBaseline(random: FastRandom, rows: number): ReturnType<typeof createBaseline> {
  return createBaseline(
    Array.from({ length: rows }, () => drawShapes(random)),
    { columns: shapeNames.map((_, i) => `[${i}]`) },
  )
}
