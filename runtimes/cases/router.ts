import {
  assign,
  bucket,
  candidateBuckets,
  createHarmJudge,
  createRollout,
  expectedEvents,
} from '@plimsoll/router'
import type { Rollout } from '@plimsoll/router'
import type { RolloutEvent } from '@plimsoll/core'
import { createRandom } from '@plimsoll/stats'
import { equal, near, ok } from './assert.ts'
import type { Json, Suite } from './case.ts'

const split = { stable: 'v2', candidate: 'v3', weight: 10, salt: 'v2:v3' } as const
const users = Array.from({ length: 20_000 }, (_, i) => `user-${i}`)

/** A rollout under seeded traffic in which each arm fails at its own rate; stops when it is taken back. */
function released(
  seed: string,
  rates: { readonly stable: number; readonly candidate: number },
  calls: number,
): { readonly rollout: Rollout<'v2' | 'v3'>; readonly events: readonly RolloutEvent[]; readonly at: number } {
  const random = createRandom(seed)
  const events: RolloutEvent[] = []
  let now = 0
  const rollout = createRollout<'v2' | 'v3'>(
    { ...split, rollbackIf: { errors: true } },
    { emit: (_, event) => events.push(event), clock: { now: () => now, wall: () => now } },
  )
  for (let i = 0; i < calls && events.length === 0; i++) {
    now += 10
    const unit = `unit-${random.int(50_000)}`
    const { arm, weight } = rollout.assign(unit, random.next)
    if (random.next() < rates[arm]) rollout.bad('errors', arm, weight, unit, now)
  }
  return { rollout, events, at: now }
}

export const routerSuite: Suite = {
  name: 'router',
  cases: [
    {
      name: 'every unit gets the same variant, in every alphabet',
      async run(): Promise<Json> {
        const names = ['', 'ada', 'Ünïcödé', '用户-17', '🚢', '\ud800', 'a'.repeat(300)]
        equal(bucket('churn-v3', 'user-17'), bucket('churn-v3', 'user-17'), 'twice the same')
        return [
          names.map((name) => bucket('salt', name)),
          users.filter((user) => assign(split, user) === 'v3').length,
          users
            .slice(0, 400)
            .map((user) => (assign(split, user) === 'v3' ? 1 : 0))
            .join(''),
        ]
      },
    },
    {
      name: 'a split comes to its weight, and a higher weight only adds units',
      async run() {
        const share = users.filter((user) => assign(split, user) === 'v3').length / users.length
        ok(Math.abs(share - 0.1) < 0.01, `a share of ${share}`)
        const moved = users.filter(
          (user) => assign(split, user) === 'v3' && assign({ ...split, weight: 25 }, user) === 'v2',
        )
        equal(moved, [], 'units moved back')
        equal([0, 1e-9, 50, 100].map(candidateBuckets), [0, 1, 524_288, 1_048_576], 'buckets')
      },
    },
    {
      name: 'a candidate that fails more is taken back, at the same call',
      async run(): Promise<Json> {
        const { events, at, rollout } = released('harm', { stable: 0.01, candidate: 0.2 }, 20_000)
        equal(events.length, 1, 'rollbacks')
        equal(rollout.status().state, 'rolled back', 'the state')
        equal(rollout.assign('anyone', () => 0).variant, 'v2', 'the variant afterwards')
        const [event] = events
        near(event?.bound ?? 0, 100, 1e-12, 'the bound')
        return {
          at,
          signal: event?.signal ?? '',
          events: [event?.stableEvents ?? 0, event?.candidateEvents ?? 0],
        }
      },
    },
    {
      name: 'a candidate that is no worse stays, however long',
      async run() {
        for (const seed of ['calm-1', 'calm-2', 'calm-3']) {
          const { events } = released(seed, { stable: 0.05, candidate: 0.05 }, 20_000)
          equal(events.length, 0, `rollbacks under seed ${seed}`)
        }
      },
    },
    {
      name: 'one unit counts once, however often it fails',
      async run() {
        const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors'] })
        const bad = { signal: 'errors', arm: 'candidate', weight: 0.1, unit: 'one', now: 0 } as const
        for (let i = 0; i < 1_000; i++) equal(judge.record(bad), 'hold', 'the verdict')
        equal(judge.verdict(0).signals[0]?.droppedRepeats, 999, 'repeats dropped')
      },
    },
    {
      name: 'the evidence of seeded events comes to the same within 1e-12',
      async run(): Promise<Json> {
        const judge = createHarmJudge({ falseRollback: 0.01, signals: { errors: 0.5, loss: 0.5 } })
        const random = createRandom('evidence')
        const verdicts: string[] = []
        for (let i = 0; i < 300; i++) {
          const signal = random.next() < 0.5 ? 'errors' : 'loss'
          const arm = random.next() < 0.12 ? 'candidate' : 'stable'
          verdicts.push(judge.record({ signal, arm, weight: 0.1, now: i * 1_000 }))
        }
        const { evidence, bound, signal } = judge.verdict(300_000)
        near(evidence, 0.13377009520530375, 1e-12, 'the evidence')
        return { held: verdicts.filter((verdict) => verdict === 'hold').length, bound, signal }
      },
    },
    {
      name: 'a rollback by hand is told once, with its reason',
      async run() {
        const { rollout, events } = released('by hand', { stable: 0, candidate: 0 }, 10)
        rollout.rollback('the pager rang')
        rollout.rollback('again')
        equal(
          events.map(({ signal, reason }) => [signal, reason]),
          [['manual', 'the pager rang']],
          'events',
        )
      },
    },
    {
      name: 'how many bad events a decision takes is said beforehand',
      async run() {
        const { events, candidateEvents } = expectedEvents({ weight: 10, ratio: 10 })
        near(events, 13.788020533014297, 1e-12, 'events of both arms')
        near(candidateEvents, 7.256852912112787, 1e-12, 'events of the candidate')
        equal(expectedEvents({ weight: 10, ratio: 1 }).events, Infinity, 'events for a candidate no worse')
      },
    },
  ],
}
