import { compose } from '@plimsoll/core'
import type { BreakerEvent, CacheEntry, CacheStore, Composed } from '@plimsoll/core'
import {
  RetryBudget,
  breaker,
  cache,
  cacheStages,
  createMemoryStore,
  fallback,
  fullJitter,
  retry,
} from '@plimsoll/resilience'
import type { BreakerStage, RetryStage } from '@plimsoll/resilience'
import { createRandom } from '@plimsoll/stats'
import { createFakeClock, scriptedTarget } from 'plimsoll/testing'
import type { FakeClock } from 'plimsoll/testing'
import { equal, failureOf, ok, rejects, wait } from './assert.ts'
import type { Json, Suite } from './case.ts'

const down = new Error('down')
const keyed = { key: (call: { readonly input: unknown }) => String(call.input) }

/** A target that fails while `isDown`, behind a breaker, on a fake clock. */
function guarded(probes: number): {
  readonly clock: FakeClock
  readonly stage: BreakerStage
  readonly changes: string[]
  readonly faults: string[]
  readonly world: { isDown: boolean; asked: number; after: number }
  readonly predict: Composed<number, number>
} {
  const clock = createFakeClock()
  const changes: string[] = []
  const faults: string[] = []
  const world = { isDown: false, asked: 0, after: 10 }
  const stage = breaker({
    failures: 3,
    openFor: 1_000,
    probes,
    clock,
    onChange: ({ from, to }: BreakerEvent) => changes.push(`${from}>${to}`),
    onFault: ({ kind }) => faults.push(kind),
  })
  const target = (x: number): Promise<number> => {
    world.asked++
    return new Promise((resolve, reject) => {
      clock.setTimer(() => (world.isDown ? reject(down) : resolve(x)), world.after)
    })
  }
  return { clock, stage, changes, faults, world, predict: compose(target, [stage], { clock }) }
}

async function openIt({ clock, world, predict }: ReturnType<typeof guarded>): Promise<void> {
  world.isDown = true
  for (let i = 0; i < 3; i++) {
    const call = failureOf(predict(i), 'a failing call')
    await clock.advance(10)
    await call
  }
}

/** What becomes of calls: answers, or codes of errors, counted. */
async function ends(calls: readonly Promise<unknown>[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const end of await Promise.allSettled(calls)) {
    const reason: unknown = end.status === 'rejected' ? end.reason : undefined
    const name =
      reason === undefined
        ? 'answered'
        : reason instanceof Error && 'code' in reason
          ? String(reason.code)
          : 'down'
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

export const resilienceSuite: Suite = {
  name: 'resilience',
  cases: [
    {
      name: 'a breaker opens after consecutive failures, and refuses at once',
      async run() {
        const it = guarded(1)
        await openIt(it)
        equal(it.stage.state(), 'open', 'the state')
        await rejects(it.predict(1), 'PLIMSOLL_CIRCUIT_OPEN', 'a call to an open circuit')
        equal(it.world.asked, 3, 'calls that reached the target')
      },
    },
    {
      name: 'half-open, as many of the calls at once pass as there are probes; their success closes it',
      async run() {
        const it = guarded(3)
        await openIt(it)
        it.world.isDown = false
        await it.clock.advance(1_000)
        const calls = Array.from({ length: 12 }, (_, i) => it.predict(i))
        const counted = ends(calls)
        await it.clock.advance(10)
        equal(await counted, { answered: 3, PLIMSOLL_CIRCUIT_OPEN: 9 }, 'calls at once')
        equal(it.changes, ['closed>open', 'open>half-open', 'half-open>closed'], 'changes')
        const after = ends(Array.from({ length: 5 }, (_, i) => it.predict(i)))
        await it.clock.advance(10)
        equal(await after, { answered: 5 }, 'calls once closed')
      },
    },
    {
      name: 'the first probe that fails opens it again, and the others at once no longer count',
      async run() {
        const it = guarded(2)
        await openIt(it)
        await it.clock.advance(1_000)
        const calls = ends(Array.from({ length: 6 }, (_, i) => it.predict(i)))
        await it.clock.advance(10)
        equal(await calls, { down: 2, PLIMSOLL_CIRCUIT_OPEN: 4 }, 'calls at once')
        equal(it.changes, ['closed>open', 'open>half-open', 'half-open>open'], 'changes')
      },
    },
    {
      name: "cockatiel's own state machine, loaded when a circuit opens, agrees",
      async run() {
        const it = guarded(2)
        for (let round = 0; round < 3; round++) {
          await openIt(it)
          it.world.isDown = round === 1
          await it.clock.advance(1_000)
          const calls = ends([it.predict(1), it.predict(2)])
          await it.clock.advance(10)
          await calls
          it.world.isDown = false
          await it.clock.advance(1_000)
          const probes = ends([it.predict(1), it.predict(2)])
          await it.clock.advance(10)
          await probes
        }
        // The check follows each period once cockatiel is there, in real time.
        await wait(50)
        equal([it.stage.state(), it.faults], ['closed', []], 'state and faults')
      },
    },
    {
      name: 'a retry answers after failures, and waits on the clock with seeded jitter',
      async run(): Promise<Json> {
        const clock = createFakeClock()
        const random = createRandom('jitter')
        const { target, calls } = scriptedTarget<number, string>(
          [
            { kind: 'fail', error: down },
            { kind: 'fail', error: new TypeError('fetch failed') },
            { kind: 'answer', output: 'third time' },
          ],
          clock,
        )
        const stage = retry({ attempts: 3, minDelay: 100, clock, random: random.next })
        const predict = compose(target, [stage], { clock, deadline: '5s' })
        const call = predict(1)
        const askedAt: number[] = []
        for (let ms = 0; calls.length < 3 && ms < 1_000; ms++) {
          while (askedAt.length < calls.length) askedAt.push(ms)
          await clock.advance(1)
        }
        equal(await call, 'third time', 'the answer')
        equal(
          calls.map(({ context }) => context.attempt),
          [1, 2, 3],
          'attempts',
        )
        return askedAt
      },
    },
    {
      name: 'a budget bounds the retries of an outage',
      async run(): Promise<Json> {
        const clock = createFakeClock()
        const stage: RetryStage = retry({ attempts: 3, budget: 0.2, minDelay: 1, clock, random: () => 0.5 })
        const { target, calls } = scriptedTarget<number, number>([{ kind: 'fail', error: down }], clock)
        const predict = compose(target, [stage], { clock })
        for (let i = 0; i < 100; i++) {
          const call = failureOf(predict(i), 'a call to a target that is down')
          await clock.advance(20)
          ok((await call) === down, 'the failure was replaced')
        }
        ok(stage.stats.retries <= 0.2 * 100 + 3.01 * 1.2, `${stage.stats.retries} retries of 100 calls`)
        return { asked: calls.length, ...stage.stats }
      },
    },
    {
      name: 'a retry that would pass the deadline is not waited for',
      async run() {
        const clock = createFakeClock()
        const stage = retry({ attempts: 5, minDelay: 300, maxDelay: 300, clock, random: () => 0.999 })
        const predict = compose<number, number>(() => Promise.reject(down), [stage], { clock, deadline: 250 })
        const failure = failureOf(predict(1), 'a failing call')
        await clock.advance(0)
        ok((await failure) === down, 'it did not end with the failure of the target, at once')
      },
    },
    {
      name: 'the cache answers equal inputs until they are too old, and keeps to its bound',
      async run() {
        const clock = createFakeClock()
        let asked = 0
        const stage = cache<number, number>({ ttl: 1_000, maxEntries: 2, clock, ...keyed })
        const predict = compose<number, number>((x) => (asked++, x * 2), [stage], { clock })
        const source = async (x: number): Promise<string> => (await predict.detailed(x)).source
        equal([await source(1), await source(1), await source(2)], ['live', 'cache', 'live'], 'sources')
        await clock.advance(999)
        equal((await predict.detailed(1)).age, 999, 'the age of an answer')
        await clock.advance(1)
        equal([await source(1), await source(3), await source(2)], ['live', 'live', 'live'], 'later sources')
        equal(asked, 5, 'calls of the target')
      },
    },
    {
      name: 'an expired answer stands in for a failure, marked as degraded',
      async run() {
        const clock = createFakeClock()
        const stages = cacheStages<number, number>({ ttl: 100, staleIfError: '1h', clock, ...keyed })
        const { target } = scriptedTarget<number, number>(
          [
            { kind: 'answer', output: 7 },
            { kind: 'fail', error: down },
          ],
          clock,
        )
        const predict = compose(target, [stages.stale, stages.cache], { clock })
        await predict(1)
        await clock.advance(5_000)
        const { output, source, degraded, age } = await predict.detailed(1)
        equal([output, source, degraded, age], [7, 'stale', true, 5_000], 'the answer')
        await failureOf(predict(2), 'an input never answered')
      },
    },
    {
      name: 'a store that hangs, fails or answers late is a miss',
      async run() {
        const store = (get: CacheStore['get']): CacheStore => ({
          get,
          set: () => Promise.reject(down),
          delete: () => undefined,
        })
        const late = (): Promise<CacheEntry> => wait(200).then(() => ({ value: 0, storedAt: 0 }))
        for (const get of [() => Promise.reject(down), late, () => new Promise<never>(() => undefined)]) {
          const stage = cache<number, number>({ ttl: '1m', store: store(get), storeTimeout: 20, ...keyed })
          const predict = compose<number, number>((x) => x + 1, [stage], { deadline: '2s' })
          const { output, source } = await predict.detailed(1)
          equal([output, source], [2, 'live'], 'the answer')
        }
      },
    },
    {
      name: 'the rungs of a fallback answer in their order, within the deadline',
      async run() {
        const clock = createFakeClock()
        const rungs = fallback<number, string>({
          answer: () => 'default',
          model: async (x) => {
            if (x === 2) throw down
            return 'cheaper'
          },
        })
        const predict = compose<number, string>(
          (x) => (x === 0 ? 'model' : new Promise(() => undefined)),
          rungs,
          { clock, deadline: 100 },
        )
        const calls = [predict(0), predict(1), predict(2)]
        await clock.advance(100)
        equal(await Promise.all(calls), ['model', 'cheaper', 'default'], 'answers')
      },
    },
    {
      name: 'the memory store forgets what was used least lately, and what is too old',
      async run() {
        const clock = createFakeClock()
        const store = createMemoryStore({ maxEntries: 2, clock })
        for (const key of ['a', 'b']) void store.set(key, { value: key, storedAt: 0 }, 100)
        void store.get('a')
        void store.set('c', { value: 'c', storedAt: 0 }, 500)
        const held = (): readonly string[] => ['a', 'b', 'c'].filter((key) => store.get(key) !== undefined)
        equal(held(), ['a', 'c'], 'entries kept')
        await clock.advance(100)
        equal(held(), ['c'], 'entries not too old')
      },
    },
    {
      name: 'jitter and budget come to the same',
      async run(): Promise<Json> {
        const random = createRandom('jitter')
        const limits = { minDelay: 50, maxDelay: 1_000 }
        const delays = Array.from({ length: 20 }, (_, i) => fullJitter(1 + (i % 8), limits, random.next))
        const budget = new RetryBudget(0.1)
        const granted = Array.from({ length: 200 }, (_, i) => {
          budget.deposit(i * 37)
          return budget.withdraw(i * 37)
        })
        return { delays, granted: granted.map(Number).join('') }
      },
    },
  ],
}
