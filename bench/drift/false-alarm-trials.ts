import { chiSquareQuantile } from '@plimsoll/stats'
import type { Trial } from '../simulation.ts'
import { createFastRandom } from './fast-random.ts'
import { shapes } from './shapes.ts'
import type { Shape } from './shapes.ts'
import { asPromised } from './watches.ts'
import type { Watcher } from './watches.ts'

/** Rows over which the promise is made. */
const horizon = 1_000_000

/** One long stream that does not drift, with a reference of its own: did the promised detector ever alarm? */
export interface PromiseTrial extends Trial<boolean> {
  readonly shape: string
}

/** The promised detector on every shape, with references of so many rows. */
export function promiseTrials(referenceRows: number): readonly PromiseTrial[] {
  const every = Object.entries(shapes)
  return every.map(([shape, draw]) => ({
    shape,
    name: `stationary ${shape}, reference of ${referenceRows}`,
    runs: (base) => Math.ceil(base / every.length),
    play: (seed) => alarmsIn(asPromised, draw, referenceRows, horizon, seed, 1) > 0,
  }))
}

/** Alarms of a detector in 1e6 values that do not drift. @param fewer divides the number of runs */
export function rateTrial(watcher: Watcher, shape: Shape, of: string, fewer: number): Trial<number> {
  return {
    name: `stationary ${of}: ${watcher.name}`,
    runs: (base) => Math.ceil(base / fewer / (watcher.isSlow === true ? 400 : 100)),
    play: (seed) => alarmsIn(watcher, shape, 10_000, horizon, seed, Infinity),
  }
}

/** Alarms per 1e6 values: how many were seen, and the exact upper bound with 99% confidence (Garwood, by Poisson). */
export interface AlarmRate {
  readonly alarms: number
  readonly millions: number
  readonly upper: number
}

export function alarmRate(perMillion: readonly number[]): AlarmRate {
  const alarms = perMillion.reduce((sum, one) => sum + one, 0)
  const millions = perMillion.length
  return { alarms, millions, upper: chiSquareQuantile(0.99, 2 * (alarms + 1)) / 2 / millions }
}

function alarmsIn(
  { make }: Watcher,
  draw: Shape,
  referenceRows: number,
  rows: number,
  seed: string,
  most: number,
): number {
  const random = createFastRandom(seed)
  const watch = make(
    Float64Array.from({ length: referenceRows }, () => draw(random)),
    `${seed} own`,
  )
  let alarms = 0
  for (let i = 0; i < rows; i++) {
    if (watch.add(draw(random)) && ++alarms >= most) break
  }
  return alarms
}
