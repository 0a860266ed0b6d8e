import { compose } from '@plimsoll/core'
import { createFakeClock } from '@plimsoll/core/testing'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { fullJitter } from './backoff.ts'
import { RetryBudget } from './retry-budget.ts'
import { retry } from './retry.ts'

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('the wait lies in [0, min(maxDelay, minDelay doubled per failure))', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 16 }),
      fc.nat(1_000),
      fc.nat(10_000),
      unit,
      (n, minDelay, maxDelay, u) => {
        const delay = fullJitter(n, { minDelay, maxDelay }, () => u)
        const bound = Math.min(maxDelay, minDelay * 2 ** (n - 1))
        expect(delay).toBeGreaterThanOrEqual(0)
        expect(delay === 0 || delay < bound).toBe(true)
      },
    ),
  )
})

test('the budget grants at most share * calls + 3.01 * (1 + T / 10 s) retries over any stretch', () => {
  const steps = fc.array(fc.tuple(fc.nat(3_000), fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(steps, fc.double({ min: 0.01, max: 1, noNaN: true }), (given, share) => {
      const budget = new RetryBudget(share)
      let [now, calls, granted] = [0, 0, 0]
      for (const [gap, deposits, withdrawals] of given) {
        now += gap
        for (let i = 0; i < deposits; i++) budget.deposit(now)
        calls += deposits
        for (let i = 0; i < withdrawals; i++) if (budget.withdraw(now)) granted++
        expect(granted).toBeLessThanOrEqual(share * calls + 3.01 * (1 + now / 10_000) + 1e-9)
      }
    }),
  )
})

test('the budget always grants three retries after a quiet minute', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.double({ min: 0.01, max: 1, noNaN: true }), (before, share) => {
      const budget = new RetryBudget(share)
      for (let i = 0; i < before; i++) budget.withdraw(0)
      expect([1, 2, 3].map(() => budget.withdraw(60_000))).toEqual([true, true, true])
    }),
  )
})

test('attempts never exceed the option, no answer comes after the deadline, nothing is left behind', async () => {
  const step = fc.record({ fails: fc.boolean(), after: fc.nat(60) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 200 }),
      fc.nat(50),
      unit,
      fc.option(fc.nat(200), { nil: undefined }),
      async (script, attempts, deadline, minDelay, u, abortAt) => {
        const clock = createFakeClock()
        let tries = 0
        const signal = new AbortController()
        const added = vi.spyOn(signal.signal, 'addEventListener')
        const removed = vi.spyOn(signal.signal, 'removeEventListener')
        const target = (): Promise<number> => {
          const { fails, after } = script[tries++ % script.length] ?? { fails: true, after: 0 }
          return new Promise((resolve, reject) => {
            clock.setTimer(() => (fails ? reject(new Error('boom')) : resolve(1)), after)
          })
        }
        const call = compose(target, [retry({ attempts, minDelay, maxDelay: 100, clock, random: () => u })], {
          clock,
          deadline,
        })
        let endedAt = -1
        const ended = (): void => {
          endedAt = clock.now()
        }
        void call(1, { signal: signal.signal }).then(ended, ended)
        if (abortAt !== undefined) clock.setTimer(() => signal.abort(), abortAt)
        await clock.advance(deadline)
        const seen = tries
        await clock.advance(10_000)
        expect(endedAt).toBeGreaterThanOrEqual(0)
        expect(endedAt).toBeLessThanOrEqual(deadline)
        expect(tries).toBe(seen)
        expect(tries).toBeLessThanOrEqual(Math.min(attempts, 4))
        expect(clock.pending).toBe(0)
        expect(removed.mock.calls.length).toBe(added.mock.calls.length)
        expect(call.stats().inFlight).toBe(0)
      },
    ),
  )
})
