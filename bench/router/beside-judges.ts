import type { Arm } from '@plimsoll/router'
import { createRandom } from '@plimsoll/stats'
import { percent, quantile, table } from '../rate.ts'
import type { Results, Trial } from '../simulation.ts'
import { judges } from './judges.ts'
import type { Counts } from './judges.ts'

/** Half an hour of requests, all judged by every rule. */
interface Traffic {
  readonly name: string
  readonly base: number
  readonly ratio: number
  readonly rps: number
  readonly hasIncident?: boolean
}

/** Seconds to the rollback by judge; `Infinity` for none. */
type Verdicts = Readonly<Record<string, number>>

const share = 0.1
const seconds = 1_800
const usual = { base: 0.005, ratio: 1, rps: 100 }
const traffics: readonly Traffic[] = [
  { ...usual, name: 'harmless' },
  { ...usual, name: 'harmless, 2 requests per second', rps: 2 },
  { ...usual, name: 'harmless, base 0.9%', base: 0.009 },
  { ...usual, name: 'harmless, shared incident 8x for 3 minutes', hasIncident: true },
  { ...usual, name: '2x', ratio: 2 },
  { ...usual, name: '4x', ratio: 4 },
  { ...usual, name: '10x', ratio: 10 },
  { ...usual, name: '10x, 2 requests per second', ratio: 10, rps: 2 },
  { ...usual, name: 'outage', ratio: 200 },
]

/** The same traffic under all rules. */
export const besideTrials: readonly Trial<Verdicts>[] = traffics.map((traffic) => ({
  name: `all judges: ${traffic.name}`,
  runs: (base) => Math.ceil(base / 10),
  play: (seed) => judgeAll(traffic, seed),
}))

/** One line per traffic: how many were rolled back, and the median seconds to it. */
export function besideTable(results: Results): string {
  const names = Object.keys(judges)
  const lines = besideTrials.map((trial, i) => {
    const runs = results.of(trial)
    const cells = names.map((name) => {
      const times = runs.map((verdicts) => verdicts[name] ?? Infinity)
      const back = times.filter((time) => Number.isFinite(time)).length / times.length
      const median = quantile(times, 0.5)
      return Number.isFinite(median) ? `${percent(back)}, ${median.toFixed(0)} s` : percent(back)
    })
    return [traffics[i]?.name ?? '', ...cells]
  })
  return table(['rolled back within 30 minutes, median seconds', ...names], lines)
}

function judgeAll({ base, ratio, rps, hasIncident = false }: Traffic, seed: string): Verdicts {
  const random = createRandom(seed)
  const open = new Map(Object.entries(judges).map(([name, make]) => [name, make(share)]))
  const verdicts: Record<string, number> = Object.fromEntries(
    [...open.keys()].map((name) => [name, Infinity]),
  )
  const incident = random.next() * (seconds - 180)
  const close = (name: string, time: number): void => {
    verdicts[name] = time
    open.delete(name)
  }
  let counts = noCounts()
  let minute = 1
  let time = 0
  for (;;) {
    time -= Math.log(1 - random.next()) / rps
    for (; time >= minute * 60 && minute * 60 <= seconds; minute++) {
      for (const [name, judge] of open) if (judge.minute?.(counts) === true) close(name, minute * 60)
      counts = noCounts()
    }
    if (time >= seconds || open.size === 0) return verdicts
    const arm: Arm = random.next() < share ? 'candidate' : 'stable'
    const isIn = hasIncident && time >= incident && time < incident + 180
    const rate = base * (isIn ? 8 : 1) * (arm === 'candidate' ? ratio : 1)
    counts[arm].requests++
    if (random.next() >= rate) continue
    counts[arm].bad++
    for (const [name, judge] of open) if (judge.bad?.(arm, time * 1_000) === true) close(name, time)
  }
}

function noCounts(): Record<Arm, Counts> {
  return { stable: { requests: 0, bad: 0 }, candidate: { requests: 0, bad: 0 } }
}
