import { expect, test } from 'vitest'
import { createMemoryOutcomeStore } from './memory-outcome-store.ts'
import { createFakeClock } from './testing/index.ts'

test('no decision waits longer than ttl, whatever its own time', async () => {
  const clock = createFakeClock()
  const store = createMemoryOutcomeStore<string>({ clock, ttl: '1m' })
  void store.put('a', { pending: 'A', unit: 'u', expiresAt: Infinity })
  void store.put('b', { pending: 'B', unit: 'u', expiresAt: clock.wall() + 120_000 })
  await clock.advance(59_999)
  expect(store.take('a')).toBe('A')
  await clock.advance(1)
  expect(store.take('b')).toBeUndefined()
})

test('lets the oldest decision go at its capacity', () => {
  const clock = createFakeClock()
  const store = createMemoryOutcomeStore<number>({ clock, capacity: 2 })
  for (const n of [1, 2, 3]) void store.put(`id${n}`, { pending: n, unit: undefined, expiresAt: Infinity })
  expect([1, 2, 3].map((n) => store.take(`id${n}`))).toEqual([undefined, 2, 3])
})

test('refuses options that cannot work, all at once', () => {
  expect(() => createMemoryOutcomeStore({ capacity: 0, ttl: 0 })).toThrow(
    /capacity must be a whole number from 1 to 10000000, got 0[\s\S]*ttl must be .* above 0, got 0/,
  )
})
