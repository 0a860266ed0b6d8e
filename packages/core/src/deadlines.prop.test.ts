import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Deadlines } from './deadlines.ts'
import type { Deadlined } from './deadlines.ts'
import { createFakeClock } from './testing/index.ts'

const step = fc.oneof(
  fc.record({ kind: fc.constant('arm' as const), after: fc.integer({ min: 0, max: 50 }) }),
  fc.record({ kind: fc.constant('disarm' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('advance' as const), by: fc.integer({ min: 0, max: 20 }) }),
)

test('every armed item is told exactly once, in order, and no earlier than its time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 100 }), async (steps) => {
      const clock = createFakeClock()
      const told: { cutoff: number; at: number }[] = []
      const waiting = new Set<Deadlined>()
      const deadlines = new Deadlines<Deadlined>(clock, (item) => {
        told.push({ cutoff: item.cutoff, at: clock.now() })
        expect(waiting.delete(item)).toBe(true)
      })
      for (const s of steps) {
        if (s.kind === 'arm') {
          const item: Deadlined = { cutoff: clock.now() + s.after, heapIndex: -1, timer: undefined }
          waiting.add(item)
          deadlines.arm(item)
        } else if (s.kind === 'disarm') {
          const item = [...waiting][s.which % Math.max(1, waiting.size)]
          if (item === undefined) continue
          waiting.delete(item)
          deadlines.disarm(item)
        } else await clock.advance(s.by)
        expect(deadlines.size).toBe(waiting.size)
        expect(clock.pending).toBeLessThanOrEqual(1)
      }
      await clock.advance(1000)
      expect(waiting.size).toBe(0)
      expect(told.every(({ cutoff, at }) => at === cutoff)).toBe(true)
      expect(clock.pending).toBe(0)
    }),
    { numRuns: 200 },
  )
})

test('a delay longer than a timer can take is waited for in steps', async () => {
  const clock = createFakeClock()
  const told: number[] = []
  const deadlines = new Deadlines<Deadlined>(clock, () => told.push(clock.now()))
  const month = 30 * 86_400_000
  deadlines.arm({ cutoff: month, heapIndex: -1, timer: undefined })
  await clock.advance(month - 1)
  expect(told).toEqual([])
  await clock.advance(1)
  expect(told).toEqual([month])
})
