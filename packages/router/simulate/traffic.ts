import { createRandom } from '@plimsoll/stats'
import type { Random } from '@plimsoll/stats'
import { createHarmJudge } from '../src/harm-judge.ts'
import { assign, candidateShare } from '../src/split.ts'

/** Traffic of two variants in virtual time, and the judge that watches it. */
export interface Scenario {
  readonly name: string
  /** Percent of units on the candidate. */
  readonly weight: number
  readonly falseRollback: number
  readonly toleratedRatio: number
  /** How many times as often as stable the candidate goes wrong, from `onset` seconds on. */
  readonly ratio: number
  readonly onset?: number
  /** Requests per second, all arms together. */
  readonly rps: number
  /** Share of requests that go wrong on stable. */
  readonly base: number
  readonly seconds: number
  /** Whether both arms go wrong 8 times as often for 3 of every 20 minutes, from a random moment on. */
  readonly incidents?: boolean
  /** Sticky units, Zipf(1); every bad event starts a burst of `burst` on average. Without: no units. */
  readonly units?: { readonly count: number; readonly burst: number; readonly report: boolean }
  /** Whether labels come too: a second signal, which also follows half of the errors of the same unit. */
  readonly labels?: boolean
  /**
   * In place of `labels`: this many signals, the bad events on the first alone, or on all alike, half of
   * them on the next signal too.
   */
  readonly signals?: { readonly count: number; readonly bad: 'one' | 'all' }
  /** Whether the rate that both arms share follows the time of day and wanders from minute to minute. */
  readonly restless?: boolean
  readonly restartEvery?: number
}

export interface Run {
  /** Seconds from the onset to the rollback. */
  readonly rolledBackAfter: number | undefined
  /** Bad answers of the candidate from the onset to the rollback, that one included, repeats too. */
  readonly candidateBad: number
}

/** Plays one rollout; the judge is looked at after every event. */
export function playRollout(scenario: Scenario, seed: string): Run {
  const { weight, ratio, rps, base, seconds, units, onset = 0 } = scenario
  const random = createRandom(seed)
  const share = candidateShare(weight)
  const split = { stable: 'stable', candidate: 'candidate', weight, salt: seed } as const
  const names = signalNames(scenario)
  const judge = createHarmJudge({
    falseRollback: scenario.falseRollback,
    toleratedRatio: scenario.toleratedRatio,
    signals: names,
    ...(scenario.restartEvery === undefined ? {} : { restartEvery: scenario.restartEvery }),
  })
  const phase = random.next() * 1200
  const most = Math.max(1, ratio)
  const burst = units?.burst ?? 1
  const wander = scenario.restless === true ? drawWander(random, seconds) : undefined
  const inIncident = (at: number): boolean => scenario.incidents === true && (at + phase) % 1200 < 180
  const sharedAt = (at: number): number =>
    (inIncident(at) ? 8 : 1) * base * (wander?.[Math.floor(at / 60)] ?? 1)
  const highest = (scenario.incidents === true ? 8 : 1) * base
  let candidateBad = 0
  let time = 0
  for (;;) {
    // A proposal at the highest rate there can be is kept with the share of the rate that there is. A rate
    // that wanders stays as it is until the minute ends or an incident begins or ends.
    const peak = wander === undefined ? highest : sharedAt(time)
    const wait = -Math.log(1 - random.next()) / ((rps * Math.min(1, peak * most)) / burst)
    const change = wander === undefined ? Infinity : nextChange(time, scenario.incidents === true, phase)
    time = Math.min(time + wait, change)
    if (time >= seconds) return { rolledBackAfter: undefined, candidateBad }
    if (time === change) continue
    const unit = units === undefined ? undefined : zipf(units.count, random.next())
    const arm = unit === undefined ? (random.next() < share ? 'candidate' : 'stable') : assign(split, unit)
    const now = sharedAt(time) * (arm === 'candidate' && time >= onset ? ratio : 1)
    if (random.next() * Math.min(1, peak * most) >= Math.min(1, now)) continue
    let length = 1
    while (random.next() < 1 - 1 / burst) length++
    for (let i = 0; i < length; i++) {
      const reported = units?.report === false ? undefined : unit
      if (arm === 'candidate' && time >= onset) candidateBad++
      let verdict: 'hold' | 'rollback' = 'hold'
      for (const signal of drawSignals(scenario, names, random.next)) {
        verdict = judge.record({ signal, arm, weight: share, unit: reported, now: time * 1000 })
      }
      if (verdict === 'rollback') return { rolledBackAfter: time - onset, candidateBad }
    }
  }
}

function signalNames({ labels, signals }: Scenario): readonly string[] {
  if (signals !== undefined) return Array.from({ length: signals.count }, (_, i) => `signal ${i}`)
  return labels === true ? ['errors', 'loss'] : ['errors']
}

/** On which signals one bad event shows. */
function drawSignals(scenario: Scenario, names: readonly string[], random: () => number): readonly string[] {
  const [first = ''] = names
  if (scenario.signals !== undefined) {
    if (scenario.signals.bad === 'one') return [first]
    const at = Math.floor(random() * names.length)
    const own = names[at] ?? first
    return random() < 0.5 ? [own, names[(at + 1) % names.length] ?? first] : [own]
  }
  if (scenario.labels !== true) return [first]
  if (random() < 0.5) return ['loss']
  return random() < 0.5 ? ['errors', 'loss'] : ['errors']
}

/** When the shared rate changes next: a minute or an incident ends, or an incident begins. */
function nextChange(time: number, hasIncidents: boolean, phase: number): number {
  const minute = (Math.floor(time / 60) + 1) * 60
  if (!hasIncidents) return minute
  const into = (time + phase) % 1200
  // A step forward even where rounding leaves the time just short of the change.
  return Math.min(minute, Math.max(time + 1e-6, time + (into < 180 ? 180 : 1200) - into))
}

/** Draws what the shared rate is multiplied with, minute by minute: a daily wave and an AR(1) in logarithms. */
function drawWander(random: Random, seconds: number): Float64Array {
  const minutes = new Float64Array(Math.ceil(seconds / 60))
  const start = random.next()
  let level = 0
  for (let i = 0; i < minutes.length; i++) {
    level = 0.95 * level + 0.1 * random.normal()
    const wave = 1 + 0.5 * Math.sin(2 * Math.PI * (i / 1440 + start))
    minutes[i] = wave * Math.exp(level)
  }
  return minutes
}

/** Draws a unit whose popularity falls as 1 / rank. */
function zipf(count: number, u: number): string {
  return `user-${Math.floor(Math.exp(u * Math.log(count + 1)))}`
}
