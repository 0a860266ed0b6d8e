import { cacheStoreCases, createFakeClock } from '@plimsoll/core/testing'
import { expect, test } from 'vitest'
import { createMemoryStore } from './memory-store.ts'

const clock = createFakeClock()
const make = () => createMemoryStore({ maxEntries: 100, clock })
for (const c of cacheStoreCases(make, { clock, maxEntries: 100 })) test(c.name, c.run)

test('is empty after clear', async () => {
  const store = make()
  await store.set('k', { value: 1, storedAt: 0 }, 1_000)
  store.clear()
  expect(await store.get('k')).toBeUndefined()
  await store.set('k', { value: 2, storedAt: 0 }, 1_000)
  expect(await store.get('k')).toEqual({ value: 2, storedAt: 0 })
})
