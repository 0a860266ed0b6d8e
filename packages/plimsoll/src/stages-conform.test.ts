import { InputContractStage, defineContract, inputMatch } from '@plimsoll/contracts'
import { Faults, OutcomeJoin } from '@plimsoll/core'
import type { CacheStore, Call, Stage } from '@plimsoll/core'
import { recordingSink, stageCases } from '@plimsoll/core/testing'
import type { FakeClock, StageKitOptions } from '@plimsoll/core/testing'
import { InputDriftStage, OutputDriftStage, createBaseline, createMonitor } from '@plimsoll/drift'
import { breaker, cache, cacheStages, createMemoryStore, fallback, retry } from '@plimsoll/resilience'
import { JudgeStage, RouteStage, createRollout } from '@plimsoll/router'
import { describe, test } from 'vitest'
import * as z from 'zod'
import { OnlyVariantStage } from './only-variant-stage.ts'
import { RecordStage } from './record-stage.ts'
import { SinkWriter } from './sink-writer.ts'

// Every stage of ours against the kit that others' stages are held against.

function conforms<Made extends Stage>(
  name: string,
  make: (clock: FakeClock) => Made,
  options: StageKitOptions<Made> = {},
): void {
  describe(name, () => {
    for (const c of stageCases(make, options)) test(c.name, c.run)
  })
}

function wait(clock: FakeClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(() => resolve(), ms)
  })
}

const key = (call: Call): string => JSON.stringify(call.input)
const random = (): number => 0.5

/** A store that takes turns of the event loop, as one behind a socket does. */
function slowStore(clock: FakeClock): CacheStore {
  const store = createMemoryStore({ maxEntries: 1_000, clock })
  const reach = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(resolve)
    })
  return {
    get: (name) => reach().then(() => store.get(name)),
    set: (name, entry, ttl) => reach().then(() => store.set(name, entry, ttl)),
    delete: (name) => reach().then(() => store.delete(name)),
  }
}

/** A store that never answers. */
const deadStore: CacheStore = {
  get: () => new Promise(() => undefined),
  set: () => new Promise(() => undefined),
  delete: () => new Promise(() => undefined),
}

conforms('retry', (clock) => retry({ clock, random, attempts: 3 }))
conforms('retry, without a wait', (clock) => retry({ clock, random, minDelay: 0 }))
conforms('breaker', (clock) => breaker({ clock }))
conforms('breaker, that opens at the first failure and is soon probed', (clock) =>
  breaker({ clock, failures: 1, openFor: 1, probes: 2 }),
)
conforms('cache in memory', (clock) => cache({ clock, key, ttl: '1m' }))
conforms('cache in memory, by matching inputs', (clock) => cache({ clock, match: inputMatch, ttl: '1m' }))
conforms('cache in a store that takes its time', (clock) =>
  cache({ clock, key, ttl: '1m', store: slowStore(clock) }),
)
conforms('cache in a store that never answers', (clock) => cache({ clock, key, ttl: '1m', store: deadStore }))
conforms('cache, expired at once', (clock) => cache({ clock, key, ttl: 1, store: slowStore(clock) }))
conforms('stale', (clock) => cacheStages({ clock, key, ttl: '1m', staleIfError: '1h' }).stale)
conforms(
  'stale from a store that takes its time',
  (clock) => cacheStages({ clock, key, ttl: '1m', staleIfError: '1h', store: slowStore(clock) }).stale,
)
for (const [i, rung] of (['answer', 'model'] as const).entries()) {
  conforms(`fallback ${rung}`, (clock) => {
    const rungs = fallback({ answer: () => 'instead', model: () => wait(clock, 5).then(() => 'instead') })
    return rungs[i] ?? rungs[0]!
  })
}
conforms('fallback model, that fails', () => {
  const [rung] = fallback({ model: (_input, _context, failure) => Promise.reject(failure) })
  return rung!
})

const contractInput = (i: number) => ({ n: i, note: `private note ${i}` })
const object = z.object({ n: z.number(), note: z.string() })
conforms(
  'input contract',
  () => new InputContractStage(defineContract('kit@1', { input: object, output: z.unknown() })),
  { input: contractInput },
)
conforms(
  'input contract with an asynchronous schema',
  () => {
    const late = object.refine((input) => Promise.resolve(input.n >= 0))
    return new InputContractStage(defineContract('kit@1', { input: late, output: z.unknown() }))
  },
  { input: contractInput },
)
conforms(
  'input contract that is broken',
  () => {
    const odd = object.refine((input) => input.n === 0, { error: 'must be the first' })
    return new InputContractStage(defineContract('kit@1', { input: odd, output: z.unknown() }))
  },
  { input: contractInput },
)

const rows = Array.from({ length: 500 }, (_, i) => ({ of: i % 5 }))
const baseline = createBaseline(rows, { columns: [{ name: 'of', path: ['of'], kind: 'categorical' }] })
conforms(
  'input drift',
  (clock) => new InputDriftStage(createMonitor(baseline, { window: 50 }), { emit: () => undefined, clock }),
  { close: (stage) => stage.dispose() },
)
conforms(
  'output drift',
  (clock) => new OutputDriftStage(createMonitor(baseline, { window: 50 }), { emit: () => undefined, clock }),
  { close: (stage) => stage.dispose() },
)

function rollout(clock: FakeClock) {
  return createRollout(
    {
      stable: 'v3',
      candidate: 'v4',
      weight: 50,
      rollbackIf: { errors: true },
      unit: (input: unknown) => String((input as { n: number }).n),
    },
    { emit: () => undefined, clock },
  )
}
conforms('route', (clock) => new RouteStage(rollout(clock), { random }))
conforms('judge', (clock) => new JudgeStage(rollout(clock)))
conforms('only variant', () => new OnlyVariantStage('v3'))
conforms('record', (clock) => {
  const sink = new SinkWriter(recordingSink(), new Faults(() => undefined), 'kit@1', clock)
  return new RecordStage(new OutcomeJoin({ capacity: 100, ttl: 1_000 }), true, sink, () => clock.wall())
})
