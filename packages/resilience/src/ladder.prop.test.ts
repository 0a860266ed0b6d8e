import { compose } from '@plimsoll/core'
import type { Answer, CacheStore } from '@plimsoll/core'
import { createFakeClock } from '@plimsoll/core/testing'
import * as cockatiel from 'cockatiel'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Mock } from 'vitest'
import { BreakerStage } from './breaker.ts'
import { cacheStages } from './cache.ts'
import { fallback } from './fallback.ts'
import { createMemoryStore } from './memory-store.ts'
import { retry } from './retry.ts'

interface Behaviour {
  readonly kind: 'answer' | 'fail' | 'hang' | 'throw'
  readonly after: number
}

const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  kind: fc.constantFrom('answer', 'answer', 'fail', 'hang', 'throw'),
  after: fc.nat(120),
})

const plan = fc.record({
  targets: fc.array(behaviour, { minLength: 1, maxLength: 8 }),
  models: fc.array(behaviour, { minLength: 1, maxLength: 4 }),
  stores: fc.option(fc.array(behaviour, { minLength: 1, maxLength: 4 }), { nil: undefined }),
  hasAnswer: fc.boolean(),
  deadline: fc.integer({ min: 1, max: 200 }),
  calls: fc.array(
    fc.record({
      input: fc.constantFrom('a', 'b', 'c'),
      tenant: fc.constantFrom(undefined, 'x', 'y'),
      gap: fc.nat(300),
      abortAt: fc.option(fc.nat(250), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 25 },
  ),
})

test('whatever fails, hangs or leaves: calls end by their deadline, answers are their own, nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ targets, models, stores, hasAnswer, deadline, calls }) => {
      const clock = createFakeClock()
      let tick = 0
      const act = <T>(script: readonly Behaviour[], give: () => T): Promise<T> => {
        const { kind, after } = script[tick++ % script.length] ?? { kind: 'fail', after: 0 }
        if (kind === 'throw') throw new Error('at once')
        if (kind === 'hang') return new Promise(() => undefined)
        return new Promise((resolve, reject) => {
          clock.setTimer(() => (kind === 'answer' ? resolve(give()) : reject(new Error('later'))), after)
        })
      }
      const memory = createMemoryStore({ maxEntries: 2, clock })
      const far: CacheStore = {
        ...memory,
        get: (key) => act(stores ?? [], () => memory.get(key)) as ReturnType<CacheStore['get']>,
        set: (key, entry, ttl) => act(stores ?? [], () => memory.set(key, entry, ttl)) as Promise<void>,
      }
      const { cache, stale } = cacheStages<string, string>({
        ttl: 100,
        staleIfError: 500,
        key: (call) => call.input,
        store: stores === undefined ? memory : far,
        clock,
      })
      const predict = compose<string, string>(
        (input, { tenant }) => act(targets, () => `${input} of ${tenant}`),
        [
          ...fallback<string, string>({
            model: (input, { tenant }) => act(models, () => `${input} of ${tenant}`),
            ...(hasAnswer ? { answer: () => 'default' } : {}),
          }),
          stale,
          cache,
          retry({ attempts: 3, minDelay: 20, clock, random: () => 0.5 }),
          new BreakerStage({ failures: 3, openFor: 150, clock }, () => Promise.resolve(cockatiel)),
        ],
        { clock, deadline },
      )
      let ended = 0
      const check =
        (given: (typeof calls)[number], begun: number) => (answer: Answer<string> | undefined) => {
          ended++
          expect(clock.now() - begun).toBeLessThanOrEqual(deadline)
          if (answer === undefined) return
          expect(answer.degraded).toBe(answer.source === 'stale' || answer.source === 'fallback')
          if (answer.output !== 'default') expect(answer.output).toBe(`${given.input} of ${given.tenant}`)
          if (answer.source === 'cache') expect(answer.age).toBeLessThan(100)
          if (answer.source === 'stale') expect(answer.age).toBeLessThan(600)
        }
      const failures: unknown[] = []
      const spies: (readonly [Mock, Mock])[] = []
      for (const given of calls) {
        const controller = new AbortController()
        const added = vi.spyOn(controller.signal, 'addEventListener')
        const removed = vi.spyOn(controller.signal, 'removeEventListener')
        const options = given.tenant === undefined ? {} : { tenant: given.tenant }
        const seen = check(given, clock.now())
        predict
          .detailed(given.input, { ...options, signal: controller.signal })
          .then(seen, () => seen(undefined))
          .catch((error: unknown) => failures.push(error))
        if (given.abortAt !== undefined) clock.setTimer(() => controller.abort(), given.abortAt)
        await clock.advance(given.gap)
        spies.push([added, removed])
      }
      await clock.advance(1_000)
      expect(failures).toEqual([])
      expect(ended).toBe(calls.length)
      expect(predict.stats().inFlight).toBe(0)
      expect(clock.pending).toBe(0)
      for (const [added, removed] of spies) expect(removed).toHaveBeenCalledTimes(added.mock.calls.length)
    }),
    { numRuns: 300 },
  )
})
