import { defineContract } from '@plimsoll/contracts'
import { createFakeClock } from '@plimsoll/core/testing'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { guard } from './guard.ts'

const contract = defineContract('score@1', {
  input: z.object({ user: z.string() }),
  output: z.number(),
  label: z.number(),
})

interface Release {
  readonly salt: string
  readonly isStableDown: (call: number) => boolean
  /** Of a thousand answers of the candidate, how many are wrong; of stable a hundred are. */
  readonly wrong: number
}

/** Labels each answer of a hundred calls a second; returns at which call the candidate went, 0 for never. */
async function release({ salt, isStableDown, wrong }: Release, calls: number) {
  const clock = createFakeClock()
  let call = 0
  // No two calls in a thousand share a remainder, and neighbours lie far apart.
  const isAmong = (count: number): boolean => (call * 7919 + salt.length * 13) % 1_000 < count
  const predict = guard(contract, {
    variants: {
      v3: () => {
        if (isStableDown(call)) throw new Error('down')
        return isAmong(100) ? 0 : 1
      },
      v4: () => (isAmong(wrong) ? 0 : 1),
    },
    rollout: {
      stable: 'v3',
      candidate: 'v4',
      weight: 10,
      salt,
      unit: (x) => x.user,
      rollbackIf: { loss: (given, truth) => given !== truth },
    },
    breaker: true,
    fallback: () => 1,
    clock,
    telemetry: false,
  })
  let rolledBackAt = 0
  predict.on('rollback', () => {
    rolledBackAt = call
  })
  for (call = 1; call <= calls && rolledBackAt === 0; call++) {
    const { id } = await predict.detailed({ user: `u${call}` })
    predict.outcome(id, 1)
    await clock.advance(10)
  }
  return { rolledBackAt, outcomes: predict.stats().outcomes }
}

test("while stable's circuit is open, a candidate that is as good is not taken back for its labels", async () => {
  for (let i = 0; i < 6; i++) {
    const isStableDown = (call: number): boolean => call > 500 && call <= 4_500
    const { rolledBackAt } = await release({ salt: 'x'.repeat(i + 1), isStableDown, wrong: 100 }, 5_000)
    expect(rolledBackAt).toBe(0)
  }
}, 60_000)

test('labels count while both circuits admit: a worse candidate is taken back', async () => {
  const { rolledBackAt } = await release({ salt: 'x', isStableDown: () => false, wrong: 500 }, 10_000)
  expect(rolledBackAt).toBeGreaterThan(0)
}, 60_000)

test('a label that came while one circuit was open is told as ignored', async () => {
  const isStableDown = (call: number): boolean => call > 500
  const { outcomes } = await release({ salt: 'x', isStableDown, wrong: 0 }, 1_500)
  // All fallbacks, and all but the few answers of the candidate that came while a probe was due.
  expect(outcomes.ignored).toBeGreaterThan(985)
  expect(outcomes.joined).toBeLessThan(515)
})
