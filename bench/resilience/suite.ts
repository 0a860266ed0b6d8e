import { defineContract } from '@plimsoll/contracts'
import { compose } from '@plimsoll/core'
import { breaker, cache, retry } from '@plimsoll/resilience'
import {
  ConsecutiveBreaker,
  TimeoutStrategy,
  circuitBreaker,
  handleAll,
  retry as cockatielRetry,
  timeout,
  wrap,
} from 'cockatiel'
import { LRUCache } from 'lru-cache'
import CircuitBreaker from 'opossum'
import pRetry from 'p-retry'
import { guard } from 'plimsoll'
import * as z from 'zod'
import type { Subject } from '../harness.ts'
import { effortOf, measure, shownRatio } from '../measured.ts'
import type { Suite } from '../suite.ts'
import { resilienceGates } from './gates.ts'

const inputs = Array.from({ length: 1_024 }, (_, i) => i)
const few = inputs.slice(0, 64)
const keyOf = (input: number): string => `input ${input}`
const entries = 512

async function model(input: number): Promise<number> {
  return input & 15
}

/** What protecting a healthy call costs, beside the libraries that protect calls. */
export const resilienceSuite: Suite<typeof resilienceGates> = {
  gates: resilienceGates,
  peers: ['cockatiel', 'opossum', 'p-retry', 'lru-cache'],
  async run(options) {
    const call = (name: string, of: (input: number) => unknown, from = inputs): Subject => ({
      name,
      call: of,
      inputs: from,
    })
    const effort = effortOf(options, { rounds: 800, warmUp: 40_000 })
    const measured = await measure(
      [
        call('bare', model),
        call('empty async wrapper', async (input: number) => model(input)),
        call('no stages', compose(model, [])),
        ...breakers().map(([name, of]) => call(name, of)),
        ...guards().map(([name, of]) => call(name, of)),
        ...retries().map(([name, of]) => call(name, of)),
        ...together().map(([name, of]) => call(name, of)),
        call('cache, hit', compose(model, [cache({ ttl: '1h', key: ({ input }) => keyOf(input) })]), few),
        call('lru-cache in an async function, hit', overLru(), few),
        call(
          'cache, miss',
          compose(model, [cache({ ttl: '1h', maxEntries: entries, key: ({ input }) => keyOf(input) })]),
        ),
        call('lru-cache in an async function, miss', overLru()),
      ],
      effort,
      options.progress,
    )
    const over = measured.ratio('breaker', 'empty async wrapper')
    const added = measured.difference('guard', 'guard with breaker')
    const bare = measured.at('bare').median
    const share = added.median / bare
    return {
      effort,
      figures: {
        breaker: {
          measured: over.median,
          shown: shownRatio(over),
          why: `the runner without stages is at ${shownRatio(measured.ratio('no stages', 'empty async wrapper'))}; the breaker is ${shownRatio(measured.ratio('breaker', 'no stages'))} of that`,
        },
        breakerShare: {
          measured: share,
          shown: `${share.toFixed(2)} (${added.median.toFixed(0)} ns, ${added.low.toFixed(0)} to ${added.high.toFixed(0)}; bare ${bare.toFixed(0)} ns)`,
          why: 'an enter and a leave hook, and the state of the circuit read in each',
        },
      },
      comparisons: [
        measured.compare('breaker', 'cockatiel circuitBreaker'),
        measured.compare('breaker', 'opossum, as it comes'),
        measured.compare('breaker', 'opossum, no timeout'),
        measured.compare('retry', 'p-retry, as it comes'),
        measured.compare('retry', 'p-retry, no retries'),
        measured.compare('retry', 'cockatiel retry'),
        measured.compare('retry, breaker, deadline', 'cockatiel wrap, as it comes'),
        measured.compare('retry, breaker, deadline', 'cockatiel wrap, tuned'),
        measured.compare('cache, hit', 'lru-cache in an async function, hit'),
        measured.compare('cache, miss', 'lru-cache in an async function, miss'),
      ],
      notes: [
        {
          what: 'retry over no stages, first attempt succeeds',
          shown: shownRatio(measured.ratio('retry', 'no stages')),
        },
        { what: 'breaker over no stages', shown: shownRatio(measured.ratio('breaker', 'no stages')) },
        { what: 'cache, hit, over no stages', shown: shownRatio(measured.ratio('cache, hit', 'no stages')) },
      ],
      subjects: measured.subjects(),
      compared: `Every call succeeds at once: **bare** is an async function that has its answer already. Ours are stages under \`compose\`, or options of \`guard\` with
a contract of one number. **cockatiel** policies handle all errors, a circuit breaker of five consecutive failures; its wrap is retry, breaker and an aggressive
timeout of 2 s, tuned with \`abortOnReturn: false\`. **opossum** as it comes sets a timer per call (10 s). **p-retry** as it comes would retry ten times. Cache
keys are short texts, made per call on both sides; on the miss path twice as many inputs come by as the cache keeps. The adaptive limiter and hedging
are not built yet. Faults of these libraries are not compared here: \`npm test\` has a test for each that is fixed.`,
    }
  },
}

type Named = readonly [name: string, call: (input: number) => unknown]

function breakers(): readonly Named[] {
  const policy = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) })
  const asItComes = new CircuitBreaker(model)
  const untimed = new CircuitBreaker(model, { timeout: false })
  return [
    ['breaker', compose(model, [breaker()])],
    ['cockatiel circuitBreaker', (input) => policy.execute(() => model(input))],
    ['opossum, as it comes', (input) => asItComes.fire(input)],
    ['opossum, no timeout', (input) => untimed.fire(input)],
  ]
}

function guards(): readonly Named[] {
  const contract = defineContract('echo@1', { input: z.number(), output: z.number() })
  return [
    ['guard', guard(contract, { model })],
    ['guard with breaker', guard(contract, { model, breaker: true })],
  ]
}

function retries(): readonly Named[] {
  const policy = cockatielRetry(handleAll, { maxAttempts: 1 })
  return [
    ['retry', compose(model, [retry()])],
    ['p-retry, as it comes', (input) => pRetry(() => model(input))],
    ['p-retry, no retries', (input) => pRetry(() => model(input), { retries: 0 })],
    ['cockatiel retry', (input) => policy.execute(() => model(input))],
  ]
}

function together(): readonly Named[] {
  const wrapped = (isTuned: boolean): ((input: number) => unknown) => {
    const policy = wrap(
      cockatielRetry(handleAll, { maxAttempts: 1 }),
      circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) }),
      timeout(
        2_000,
        isTuned ? { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false } : TimeoutStrategy.Aggressive,
      ),
    )
    return (input) => policy.execute(() => model(input))
  }
  return [
    ['retry, breaker, deadline', compose(model, [retry(), breaker()], { deadline: 2_000 })],
    ['cockatiel wrap, as it comes', wrapped(false)],
    ['cockatiel wrap, tuned', wrapped(true)],
  ]
}

/** A cache as applications write it: look, else ask and keep. */
function overLru(): (input: number) => Promise<number> {
  const kept = new LRUCache<string, number>({ max: entries, ttl: 3_600_000 })
  return async (input) => {
    const key = keyOf(input)
    const found = kept.get(key)
    if (found !== undefined) return found
    const answer = await model(input)
    kept.set(key, answer)
    return answer
  }
}
