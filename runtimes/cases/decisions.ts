import * as z from 'zod'
import { createBaseline, defineContract, guard, isPlimsollError } from 'plimsoll'
import type { Guard } from 'plimsoll'
import { createRandom, sha256Hex } from 'plimsoll/stats'
import type { Random } from 'plimsoll/stats'
import { createFakeClock, recordingSink } from 'plimsoll/testing'
import type { FakeClock } from 'plimsoll/testing'
import { equal, ok } from './assert.ts'
import type { Json, Suite } from './case.ts'

const churn = defineContract('churn@4', {
  input: z.object({ userId: z.string(), tenure: z.number().min(0), plan: z.enum(['free', 'pro']) }),
  output: z.object({ p: z.number().min(0).max(1) }),
  label: z.boolean(),
})

/** What happens in the world of one replay, by seed. */
interface World {
  /** How often each variant fails. */
  readonly failures: Readonly<Record<'v3' | 'v4', number>>
  /** How often the candidate is wrong where stable is right. */
  readonly wrong: number
  /** From which call on tenures are higher. */
  readonly driftsAt: number
  /** From which call on, and for how many, everything is down. */
  readonly outage: readonly [from: number, length: number]
}

/** A full guard on a fake clock, every random number seeded. */
function guarded(world: World, clock: FakeClock, random: Random, state: { call: number }) {
  const reference = createRandom('reference')
  const baseline = createBaseline(
    Array.from({ length: 1_000 }, () => ({
      tenure: reference.int(60),
      plan: reference.int(3) === 0 ? 'pro' : 'free',
    })),
  )
  const sink = recordingSink()
  const chance = random.fork('target')
  const answer =
    (variant: 'v3' | 'v4') =>
    (x: { readonly tenure: number }): Promise<{ p: number }> | { p: number } => {
      const [from, length] = world.outage
      const isDown = state.call >= from && state.call < from + length
      const fate = chance.next()
      if (isDown || fate < world.failures[variant]) return Promise.reject(new Error(`${variant} is down`))
      // Some never answer, and a few break the output contract.
      if (fate > 0.995) return new Promise(() => undefined)
      if (fate > 0.99) return { p: 2 }
      const p = 1 / (1 + x.tenure)
      return new Promise((resolve) => {
        clock.setTimer(() => resolve({ p }), chance.int(80))
      })
    }
  const predict = guard(churn, {
    variants: { v3: answer('v3'), v4: answer('v4') },
    rollout: {
      stable: 'v3',
      candidate: 'v4',
      weight: 20,
      unit: (x) => (x.userId === '' ? undefined : x.userId),
      rollbackIf: { errors: true, loss: (y, truth) => y.p > 0.5 !== truth },
    },
    deadline: 100,
    retry: { attempts: 3, minDelay: 10, budget: 0.3 },
    breaker: { failures: 4, openFor: '2s', probes: 2 },
    cache: { ttl: '5s', staleIfError: '1m', maxEntries: 200 },
    fallback: ({ plan }) => ({ p: plan === 'pro' ? 0.2 : 0.6 }),
    drift: { baseline, window: 250 },
    outcomes: { capacity: 300 },
    sink,
    clock,
    random: random.fork('guard').next,
  })
  return { predict, sink }
}

/** Sends seeded traffic through the guard, several calls at once, with late labels; everything it decided. */
async function replay(seed: string, world: World, calls: number): Promise<readonly string[]> {
  const clock = createFakeClock()
  const random = createRandom(seed)
  const traffic = random.fork('traffic')
  const state = { call: 0 }
  const { predict, sink } = guarded(world, clock, random, state)
  const log: string[] = []
  for (; state.call < calls; state.call++) {
    const id = `${seed}-${state.call}`
    const input = {
      userId: traffic.int(20) === 0 ? '' : `user-${traffic.int(400)}`,
      tenure: traffic.int(100) === 0 ? -1 : traffic.int(60) + (state.call >= world.driftsAt ? 30 : 0),
      plan: traffic.int(3) === 0 ? ('pro' as const) : ('free' as const),
    }
    const truth = 1 / (1 + input.tenure) > 0.5
    const isWrong = traffic.next() < world.wrong
    void decide(predict, id, input).then((decision) => {
      log.push(`${id} ${decision}`)
      const isCandidate = decision.startsWith('v4')
      log.push(`${id} label ${predict.outcome(id, isCandidate && isWrong ? !truth : truth)}`)
    })
    await clock.advance(traffic.int(40))
  }
  await clock.advance(1_000)
  for (const record of sink.records) log.push(JSON.stringify(record, withoutFigures))
  const { answers, degraded, failures, refused, retries, late, faults, outcomes } = predict.stats()
  log.push(JSON.stringify({ answers, degraded, failures, refused, retries, late, faults, outcomes }))
  log.push(predict.explain().digest)
  return log
}

async function decide(
  predict: Guard<typeof churn, 'v3' | 'v4'>,
  id: string,
  input: { readonly userId: string; readonly tenure: number; readonly plan: 'free' | 'pro' },
): Promise<string> {
  try {
    const { variant, source, degraded, age, attempts, timings } = await predict.detailed(input, { id })
    return [variant, source, degraded, age, attempts, timings.total].join(' ')
  } catch (error) {
    return isPlimsollError(error) ? error.code : error instanceof Error ? error.message : 'unknown'
  }
}

/** An e-value is a figure: it may differ in its last bit, what is decided by it may not. */
function withoutFigures(key: string, value: unknown): unknown {
  return key === 'evidence' || key === 'logE' || key === 'pValue' ? undefined : value
}

function replayed(name: string, world: World, holds: (log: string) => void) {
  return {
    name,
    limit: 60_000,
    async run(): Promise<Json> {
      const log = await replay(name, world, 2_500)
      const text = log.join('\n')
      holds(text)
      return { lines: log.length, digest: sha256Hex(text) }
    },
  }
}

const calm: World = { failures: { v3: 0.01, v4: 0.01 }, wrong: 0, driftsAt: Infinity, outage: [Infinity, 0] }

export const decisionsSuite: Suite = {
  name: 'decisions',
  cases: [
    replayed('traffic with an outage', { ...calm, outage: [800, 200] }, (log) => {
      for (const part of [
        ' cache ',
        ' stale ',
        ' fallback ',
        '"to":"half-open"',
        'PLIMSOLL_INPUT_VIOLATION',
      ]) {
        ok(log.includes(part), `the replay has no ${part}`)
      }
    }),
    replayed('a candidate that fails', { ...calm, failures: { v3: 0.02, v4: 0.5 } }, (log) => {
      ok(/"decision":"rollback".*"signal":"errors"/.test(log), 'no rollback for errors')
    }),
    replayed('a candidate that is wrong', { ...calm, wrong: 0.4 }, (log) => {
      ok(/"decision":"rollback".*"signal":"loss"/.test(log), 'no rollback for losses')
    }),
    replayed('inputs that drift', { ...calm, driftsAt: 1_200 }, (log) => {
      ok(/"kind":"drift".*"verdict":"alarm"/.test(log), 'no alarm')
      ok(!log.includes('"decision":"rollback"'), 'a rollback without a reason')
    }),
    {
      name: 'another seed decides otherwise',
      limit: 60_000,
      async run() {
        const [a, b, again] = [
          await replay('a', calm, 300),
          await replay('b', calm, 300),
          await replay('a', calm, 300),
        ]
        equal(again, a, 'the same seed')
        ok(a.join().replaceAll('a-', '') !== b.join().replaceAll('b-', ''), 'two seeds came to the same')
      },
    },
  ],
}
