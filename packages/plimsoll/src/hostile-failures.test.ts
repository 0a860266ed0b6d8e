import { defineContract } from '@plimsoll/contracts'
import { CircuitOpenError } from '@plimsoll/resilience'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { guard } from './guard.ts'

const score = defineContract('score@1', { input: z.object({ x: z.number() }), output: z.number() })

const bite = (): never => {
  throw new Error('trap')
}
const traps: ProxyHandler<object> = Object.fromEntries(
  Object.getOwnPropertyNames(Reflect).map((name) => [name, bite]),
)

/** Failures that cannot be looked into; the last two say that they are plimsoll's own, and not which. */
const failures: readonly (readonly [string, object])[] = [
  ['a proxy whose traps all throw', new Proxy({}, traps)],
  ['a function that is such a proxy', new Proxy(bite, traps)],
  ['an error whose retryAfter throws', Object.defineProperty(new Error('busy'), 'retryAfter', { get: bite })],
  ['an error of ours whose properties throw', new Proxy(new CircuitOpenError('v', 5), { get: bite })],
  [
    'an error of ours that throws when looked at twice',
    new Proxy(new CircuitOpenError('v', 5), {
      get: (error, name) => {
        if (name === 'code' && looks++ % 2 === 0) return error.code
        throw new Error('trap')
      },
    }),
  ],
]
let looks = 0

test.each(failures)('%s is retried, and mended by a fallback', async (_, failure) => {
  const clock = createFakeClock()
  let asked = 0
  const predict = guard(score, {
    model: () => {
      asked++
      throw failure
    },
    retry: { attempts: 2, budget: 1 },
    fallback: () => 7,
    clock,
    random: () => 0,
  })
  const answer = predict.detailed({ x: 1 })
  await settle()
  await clock.advance(1_000)
  expect(await answer).toMatchObject({ output: 7, source: 'fallback', attempts: 2 })
  expect(asked).toBe(2)
  expect(predict.stats()).toMatchObject({ answers: { fallback: 1 }, failures: 0, faults: {} })
})

test.each(failures)(
  '%s reaches the caller untouched, is counted, and opens the circuit',
  async (_, failure) => {
    const predict = guard(score, {
      variants: {
        a: () => {
          throw failure
        },
        b: () => 1,
      },
      rollout: { stable: 'b', candidate: 'a', weight: 100, rollbackIf: { errors: true } },
      breaker: { failures: 2 },
    })
    for (let i = 0; i < 2; i++) {
      // In an array, since a promise looks into what it is resolved with.
      const thrown: unknown = await predict({ x: 1 }).catch((error: unknown) => [error])
      expect(Array.isArray(thrown) && Object.is(thrown[0], failure)).toBe(true)
    }
    await expect(predict({ x: 1 })).rejects.toThrow(CircuitOpenError)
    expect(predict.stats()).toMatchObject({ failures: 3, refused: 0, faults: {} })
  },
)
