import { defineContract } from '@plimsoll/contracts'
import { DeadlineExceededError } from '@plimsoll/core'
import type { Fault } from '@plimsoll/core'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { guard } from './guard.ts'

const score = defineContract('score@1', { input: z.object({ x: z.number() }), output: z.number() })

/** Drains a guard whose sink takes `flush` to flush. */
function drained(flush: () => Promise<void>) {
  const clock = createFakeClock()
  const predict = guard(score, { model: () => 1, sink: { write: () => undefined, flush }, clock })
  const told: Fault[] = []
  predict.on('fault', (fault) => told.push(fault))
  const end = { isReached: false }
  void predict.drain().then(() => {
    end.isReached = true
  })
  return { clock, predict, told, end }
}

test('waits 5 s for a sink whose flush hangs, and tells a fault', async () => {
  const { clock, predict, told, end } = drained(() => new Promise(() => undefined))
  await clock.advance(4_999)
  expect(end.isReached).toBe(false)
  expect(told).toEqual([])
  await clock.advance(1)
  expect(end.isReached).toBe(true)
  expect(told).toMatchObject([{ kind: 'sink', count: 1 }])
  expect(told[0]?.error).toBeInstanceOf(DeadlineExceededError)
  expect(String(told[0]?.error)).toContain('flush of the sink: no answer within the deadline of 5000 ms')
  expect(predict.stats().faults).toEqual({ sink: 1 })
})

test('ends with a flush that took long, and leaves no timer', async () => {
  let flushed: () => void = () => undefined
  const { clock, predict, end } = drained(
    () =>
      new Promise((resolve) => {
        flushed = resolve
      }),
  )
  await clock.advance(4_999)
  expect(end.isReached).toBe(false)
  flushed()
  await settle()
  expect(end.isReached).toBe(true)
  expect(clock.pending).toBe(0)
  expect(predict.stats().faults).toEqual({})
})

test.each([
  ['rejects', () => Promise.reject(new Error('full'))],
  [
    'throws',
    () => {
      throw new Error('full')
    },
  ],
])('ends at once with a flush that %s, and leaves no timer', async (_, flush) => {
  const { clock, predict, end } = drained(flush)
  await settle()
  expect(end.isReached).toBe(true)
  expect(clock.pending).toBe(0)
  expect(predict.stats().faults).toEqual({ sink: 1 })
})
