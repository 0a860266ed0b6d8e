import { defineContract } from '@plimsoll/contracts'
import { createFakeClock } from '@plimsoll/core/testing'
import { createRandom } from '@plimsoll/stats'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { guard } from './guard.ts'

const contract = defineContract('score@1', { input: z.object({ user: z.string() }), output: z.number() })

interface Release {
  /** The candidate's share, in percent. */
  readonly weight: number
  readonly salt?: string
  readonly isStableDown: (call: number) => boolean
  readonly isCandidateDown: (call: number) => boolean
}

/** Sends a hundred calls a second until the candidate is taken back; returns at which call, 0 for never. */
async function release({ weight, salt, isStableDown, isCandidateDown }: Release, calls: number) {
  const clock = createFakeClock()
  let call = 0
  const unless = (isDown: (call: number) => boolean) => () => {
    if (isDown(call)) throw new Error('down')
    return 1
  }
  const predict = guard(contract, {
    variants: { v3: unless(isStableDown), v4: unless(isCandidateDown) },
    rollout: {
      stable: 'v3',
      candidate: 'v4',
      weight,
      salt,
      unit: (x) => x.user,
      rollbackIf: { errors: true },
    },
    breaker: true,
    fallback: () => -1,
    clock,
    telemetry: false,
  })
  let rolledBackAt = 0
  predict.on('rollback', () => {
    rolledBackAt = call
  })
  for (call = 1; call <= calls && rolledBackAt === 0; call++) {
    await predict({ user: `u${call}` })
    await clock.advance(10)
  }
  return rolledBackAt
}

test.each([1, 5, 50, 90])(
  'an outage that both variants share takes no candidate back, at a weight of %d percent',
  async (weight) => {
    const isDown = (call: number): boolean => call > 300 && call <= 2_000
    let taken = 0
    for (let i = 0; i < 4; i++) {
      const both = { isStableDown: isDown, isCandidateDown: isDown }
      if ((await release({ weight, salt: `split ${i}`, ...both }, 2_500)) > 0) taken++
    }
    expect(taken).toBe(0)
  },
  60_000,
)

test.each([5, 20, 50])(
  'a candidate that is down is taken back although its circuit is open, at a weight of %d percent',
  async (weight) => {
    const random = createRandom(7)
    const now = { isStableDown: () => random.next() < 0.02, isCandidateDown: () => true }
    const at = await release({ weight, ...now }, 15_000)
    expect(at).toBeGreaterThan(0)
  },
  60_000,
)
