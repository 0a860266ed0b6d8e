import { AsyncLocalStorage } from 'node:async_hooks'
import { compose, isPlimsollError } from '@plimsoll/core'
import type { CacheStore, Call, CallContext, Clock, Stage } from '@plimsoll/core'
import { createFakeClock } from '@plimsoll/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CacheStage } from './cache.ts'
import { CircuitOpenError } from './circuit-open-error.ts'
import { createMemoryStore } from './memory-store.ts'
import type { InputMatch } from './matched-entries.ts'
import { SharedCache } from './shared-cache.ts'

type Does = 'answer' | 'fail' | 'hang' | 'stream'

const arrival = fc.record({
  at: fc.nat(60),
  input: fc.constantFrom('a', 'a', 'b'),
  tenant: fc.constantFrom(undefined, undefined, 'x'),
  deadline: fc.option(fc.integer({ min: 1, max: 80 }), { nil: undefined }),
  leavesAfter: fc.option(fc.nat(80), { nil: undefined }),
  isShed: fc.boolean(),
  /** What the target does when this call asks it, and after how long. */
  does: fc.constantFrom<Does>('answer', 'answer', 'answer', 'fail', 'hang', 'stream'),
  takes: fc.nat(50),
})
const scene = fc.record({
  calls: fc.array(arrival, { minLength: 2, maxLength: 14 }),
  kind: fc.constantFrom('match', 'crowded match', 'key', 'slow store'),
  timers: fc.constantFrom('shared', 'request'),
  hasGate: fc.boolean(),
})

const match: InputMatch = {
  hash: (input, seed) => (input as string).charCodeAt(0) + (seed | 0),
  copy: (input) => input,
  same: (input, copy) => input === copy,
}
const crowded: InputMatch = { ...match, hash: () => 1 }

/** A clock that holds everybody to timers of their own, as Cloudflare's runtime does. */
function strict(clock: Clock, who: AsyncLocalStorage<number>, wrong: string[]): Clock {
  const owners = new Map<unknown, number | undefined>()
  return {
    ...clock,
    setTimer(fire, ms) {
      const owner = who.getStore()
      const timer = clock.setTimer(() => {
        if (owner === undefined) fire()
        else who.run(owner, fire)
      }, ms)
      owners.set(timer, owner)
      return timer
    },
    clearTimer(timer) {
      if (timer !== undefined && owners.get(timer) !== who.getStore()) {
        wrong.push(`${who.getStore()} clears a timer of ${owners.get(timer)}`)
      }
      clock.clearTimer(timer)
    },
  }
}

function slow(clock: Clock, store: CacheStore): CacheStore {
  const reach = (): Promise<void> => new Promise((resolve) => clock.setTimer(() => resolve(), 3))
  return { ...store, get: (key) => reach().then(() => store.get(key)) }
}

test('whatever comes, leaves, runs out of time or fails, each call ends once and as it must', async () => {
  let followed = 0
  let tookOver = 0
  await fc.assert(
    fc.asyncProperty(scene, async ({ calls, kind, timers, hasGate }) => {
      const fake = createFakeClock({ timers })
      const who = new AsyncLocalStorage<number>()
      const wrong: string[] = []
      const clock = timers === 'request' ? strict(fake, who, wrong) : fake
      const memory = createMemoryStore({ maxEntries: 100, clock })
      const store = kind === 'slow store' ? slow(clock, memory) : memory
      const isStored = kind === 'key' || kind === 'slow store'
      const by = !isStored
        ? { match: kind === 'match' ? match : crowded }
        : { store, key: (call: Call<string, unknown>) => call.input }
      const shared = new SharedCache<string, unknown>({
        ttl: 20,
        clock,
        onFault: ({ kind: what, error }) => {
          // A stream is told of, and so is a store that is slower than half of a short deadline.
          const isTold = isPlimsollError(error, 'PLIMSOLL_UNREPEATABLE_OUTPUT') || what === 'cache store, get'
          if (!isTold) wrong.push(`a fault: ${what}`)
        },
        ...by,
      })

      const indexOf = (id: string): number => Number(id.slice(1))
      const asked = new Map<number, number>()
      const under = new Map<string, number>()
      const failures = new Set<unknown>()
      const target = (input: string, context: CallContext): Promise<unknown> => {
        const i = indexOf(context.id)
        const { does = 'hang', takes = 0, tenant } = calls[i] ?? {}
        if (asked.has(i)) wrong.push(`${i} asked twice`)
        asked.set(i, fake.now())
        const what = `${input} ${tenant}`
        under.set(what, (under.get(what) ?? 0) + 1)
        const done = (): void => void under.set(what, (under.get(what) ?? 0) - 1)
        context.signal.addEventListener('abort', done)
        return new Promise((resolve, reject) => {
          if (does === 'hang') return
          clock.setTimer(() => {
            if (context.signal.aborted) return
            context.signal.removeEventListener('abort', done)
            done()
            if (does === 'fail') {
              const failure = new Error(what)
              failures.add(failure)
              reject(failure)
            } else resolve(does === 'stream' ? new Response(what) : { what })
          }, takes)
        })
      }
      const gate: Stage<string, unknown> = {
        name: 'gate',
        enter: (call) => {
          if (hasGate && calls[indexOf(call.id)]?.isShed === true) throw new CircuitOpenError(undefined, 1)
        },
      }
      const predict = compose<string, unknown>(target, [new CacheStage(shared), gate], { clock })

      let ended = 0
      const starts = calls.map((call, i) => {
        const { at, input, tenant, deadline, leavesAfter, isShed, does } = call
        const begin = async (): Promise<void> => {
          const leaving = new AbortController()
          if (leavesAfter !== undefined) clock.setTimer(() => leaving.abort('left'), leavesAfter)
          const begun = fake.now()
          const given = {
            id: `i${i}`,
            tenant,
            signal: leaving.signal,
            ...(deadline === undefined ? {} : { deadline }),
          }
          const took = (): number => fake.now() - begun
          try {
            const { output, source } = await predict.detailed(input, given)
            if (source === 'live' && !asked.has(i)) wrong.push(`${i} is live and never asked`)
            if (source === 'cache' && asked.has(i)) wrong.push(`${i} asked and was answered by another`)
            if (source === 'cache' && output instanceof Response) wrong.push(`${i} got another's stream`)
            const what = `${input} ${tenant}`
            const of = output instanceof Response ? what : (output as { readonly what: string }).what
            if (of !== what) wrong.push(`${i} got the answer of ${of}`)
            if (source === 'cache' && took() > 0) followed++
            if (kind !== 'slow store' && (asked.get(i) ?? 0) > begun) tookOver++
          } catch (error) {
            if (error === 'left') {
              if (took() !== leavesAfter) wrong.push(`${i} left late`)
            } else if (isPlimsollError(error, 'PLIMSOLL_DEADLINE_EXCEEDED')) {
              if (took() !== deadline) wrong.push(`${i} ended after ${took()} instead of ${deadline}`)
            } else if (isPlimsollError(error, 'PLIMSOLL_CIRCUIT_OPEN')) {
              if (!isShed) wrong.push(`${i} was refused for another`)
            } else if (!failures.has(error)) wrong.push(`${i} failed with what nobody threw`)
            else if ((error as Error).message !== `${input} ${tenant}`) wrong.push(`${i} failed for another`)
            else if (asked.has(i) && does !== 'fail') wrong.push(`${i} did not fail itself`)
          }
          ended++
        }
        return { at, begin: () => void who.run(i, begin) }
      })
      for (let now = 0; now <= 60; now++) {
        for (const { at, begin } of starts) if (at === now) begin()
        await fake.advance(1)
        for (const [what, count] of under) {
          // A stream that several wait for each asks for; under one hash only the last to come is followed.
          const isStreamed = calls.some(
            (call) => call.does === 'stream' && `${call.input} ${call.tenant}` === what,
          )
          if (count > 1 && !isStreamed && kind !== 'crowded match')
            wrong.push(`${what} is asked for twice at once`)
        }
      }
      await fake.advance(200)
      // Whoever hangs without a deadline leads still; everybody else has ended.
      const hung = calls.some(
        ({ does, deadline, leavesAfter }) =>
          does === 'hang' && deadline === undefined && leavesAfter === undefined,
      )
      if (!hung) {
        expect(ended).toBe(calls.length)
        expect(shared.flights?.size).toBe(0)
        expect(fake.pending).toBe(0)
      }
      expect(wrong).toEqual([])
    }),
    { numRuns: 600 },
  )
  expect(followed).toBeGreaterThan(150)
  expect(tookOver).toBeGreaterThan(30)
  // Seconds of work, more on a busy machine.
}, 60_000)
