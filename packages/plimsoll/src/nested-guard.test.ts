import { defineContract } from '@plimsoll/contracts'
import { isPlimsollError } from '@plimsoll/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { guard } from './guard.ts'

const input = z.object({ x: z.number() })
const outer = defineContract('outer@1', { input, output: z.number() })
const inner = guard(
  defineContract('inner@1', { input: input.extend({ y: z.number() }), output: z.number() }),
  {
    model: () => 1,
  },
)
/** A target that calls a guard of its own, and not as that one's contract wants it. */
const mistaken = (given: { x: number }): Promise<number> => inner(given as { x: number; y: number })

test('an input that a guard inside the target refuses is a failure of the target', async () => {
  const predict = guard(outer, { model: mistaken })
  const failure: unknown = await predict({ x: 1 }).catch((error: unknown) => error)
  expect(isPlimsollError(failure, 'PLIMSOLL_INPUT_VIOLATION')).toBe(true)
  expect(predict.stats()).toMatchObject({ failures: 1, refused: 0 })
})

test('a fallback stands in for it', async () => {
  const predict = guard(outer, { model: mistaken, fallback: () => 7 })
  expect(await predict.detailed({ x: 1 })).toMatchObject({ output: 7, source: 'fallback' })
})

test('it counts against a candidate', async () => {
  const predict = guard(outer, {
    variants: { a: () => 1, b: mistaken },
    rollout: { stable: 'a', candidate: 'b', weight: 50, rollbackIf: { errors: true } },
  })
  for (let i = 0; i < 100; i++) await predict({ x: 1 }).catch(() => undefined)
  expect(predict.rollout?.status().state).toBe('rolled back')
})

test("an input that breaks the guard's own contract stays its caller's mistake", async () => {
  const predict = guard(outer, { model: mistaken, fallback: () => 7 })
  await expect(predict({ x: 'y' } as unknown as { x: number })).rejects.toThrow('outer@1')
  expect(predict.stats()).toMatchObject({ failures: 0, refused: 1 })
})
