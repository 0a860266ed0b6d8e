// One thing: which of 100 columns a monitor says have moved, at times that the data choose.
import { createBaseline, createMonitor } from '@plimsoll/drift'
import type { Trial } from '../simulation.ts'
import { createFastRandom } from './fast-random.ts'
import type { FastRandom } from './fast-random.ts'

/** What a monitor said had moved at one time. */
interface Discoveries {
  readonly found: number
  readonly wrong: number
}

/** The times at which it is asked. */
export const stops = ['at the first alarm', 'when 10 are found', 'at the end'] as const

/** What was found at each of the times. */
export type Stopped = readonly Discoveries[]

const rows = { reference: 2_000, clean: 500, drifted: 1_500 } as const
const columns = 100
const drifting = 20

/** 80 columns that do not drift and 20 that do. */
export const apart: Trial<Stopped> = discoveryTrial('100 columns', (column) => column)
/** The same, every column there several times: 8 columns ten times each, and 4 that drift five times each. */
export const duplicated: Trial<Stopped> = discoveryTrial('100 columns, most of them copies', (column) =>
  column < drifting ? column % 4 : drifting + (column % 8),
)

function discoveryTrial(name: string, sourceOf: (column: number) => number): Trial<Stopped> {
  const sources = Array.from({ length: columns }, (_, column) => sourceOf(column))
  return {
    name: `discoveries, ${name}`,
    runs: (base) => Math.ceil(base / 20),
    play: (seed) => {
      const random = createFastRandom(seed)
      const row = (isDrifted: boolean): Float64Array => drawRow(random, sources, isDrifted)
      const baseline = createBaseline(Array.from({ length: rows.reference }, () => row(false)))
      const over = rows.clean + rows.drifted
      const monitor = createMonitor(baseline, { alarm: { falseAlarm: 0.05, over } })
      const names = new Map(baseline.columns.map(({ name: one }, i) => [one, i]))
      const ask = (): Discoveries => {
        const moved = monitor.verdict().columns.filter(({ verdict }) => verdict === 'alarm')
        const wrong = moved.filter(({ name: one }) => (names.get(one) ?? columns) >= drifting)
        return { found: moved.length, wrong: wrong.length }
      }
      const stopped: Discoveries[] = []
      const least = [1, 10, Infinity]
      for (let i = 0; i < over; i++) {
        monitor.observe(row(i >= rows.clean))
        if (i % 20 !== 19) continue
        const now = ask()
        while (now.found >= (least[stopped.length] ?? Infinity)) stopped.push(now)
      }
      while (stopped.length < stops.length) stopped.push(ask())
      return stopped
    },
  }
}

/** Draws a row; a source below 20 moves up, more or less, or spreads. */
function drawRow(random: FastRandom, sources: readonly number[], isDrifted: boolean): Float64Array {
  const values = Float64Array.from({ length: drifting + columns }, () => random.normal())
  return Float64Array.from(sources, (source) => {
    const value = values[source] ?? 0
    if (!isDrifted || source >= drifting) return value
    return source % 4 === 3 ? value * 2 : value + 0.25 * 2 ** (source % 4)
  })
}

/** The mean share of the columns found that had not moved; 0 where none was found. */
export function falseDiscoveryRate(runs: readonly Stopped[], stop: number): number {
  const shares = runs.map((stopped) => {
    const { found, wrong } = stopped[stop] ?? { found: 0, wrong: 0 }
    return found === 0 ? 0 : wrong / found
  })
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}
