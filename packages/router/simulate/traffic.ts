import { createRandom } from '@plimsoll/stats'
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
  const judge = createHarmJudge({
    falseRollback: scenario.falseRollback,
    toleratedRatio: scenario.toleratedRatio,
    signals: scenario.labels === true ? ['errors', 'loss'] : ['errors'],
    ...(scenario.restartEvery === undefined ? {} : { restartEvery: scenario.restartEvery }),
  })
  const phase = random.next() * 1200
  const most = Math.max(1, ratio)
  const burst = units?.burst ?? 1
  let candidateBad = 0
  let time = 0
  for (;;) {
    // A proposal at the highest rate there can be is kept with the share of the rate that there is.
    const peak = (scenario.incidents === true ? 8 : 1) * base
    time -= Math.log(1 - random.next()) / ((rps * Math.min(1, peak * most)) / burst)
    if (time >= seconds) return { rolledBackAfter: undefined, candidateBad }
    const unit = units === undefined ? undefined : zipf(units.count, random.next())
    const arm = unit === undefined ? (random.next() < share ? 'candidate' : 'stable') : assign(split, unit)
    const inIncident = scenario.incidents === true && (time + phase) % 1200 < 180
    const now = (inIncident ? 8 : 1) * base * (arm === 'candidate' && time >= onset ? ratio : 1)
    if (random.next() * Math.min(1, peak * most) >= Math.min(1, now)) continue
    let length = 1
    while (random.next() < 1 - 1 / burst) length++
    for (let i = 0; i < length; i++) {
      const signal = scenario.labels === true && random.next() < 0.5 ? 'loss' : 'errors'
      const event = {
        signal,
        arm,
        weight: share,
        unit: units?.report === false ? undefined : unit,
        now: time * 1000,
      } as const
      if (arm === 'candidate' && time >= onset) candidateBad++
      let verdict = judge.record(event)
      if (scenario.labels === true && signal === 'errors' && random.next() < 0.5) {
        verdict = judge.record({ ...event, signal: 'loss' })
      }
      if (verdict === 'rollback') return { rolledBackAfter: time - onset, candidateBad }
    }
  }
}

/** Draws a unit whose popularity falls as 1 / rank. */
function zipf(count: number, u: number): string {
  return `user-${Math.floor(Math.exp(u * Math.log(count + 1)))}`
}
