import { compose } from '@plimsoll/core'
import type { Stage } from '@plimsoll/core'
import { expectTypeOf, test } from 'vitest'
import { breaker, cacheStages, createMemoryStore, fallback, retry } from './index.ts'
import type { RetryStats } from './index.ts'

interface Row {
  readonly id: string
}
const model = (row: Row): Promise<number> => Promise.resolve(row.id.length)

test('the stages fit any target', () => {
  const { cache, stale } = cacheStages<Row, number>({
    ttl: '5m',
    staleIfError: '1h',
    key: (call) => call.input.id,
  })
  const predict = compose<Row, number>(model, [
    ...fallback<Row, number>({ answer: () => 0 }),
    stale,
    cache,
    retry(),
    breaker(),
  ])
  expectTypeOf(predict).parameter(0).toEqualTypeOf<Row>()
  expectTypeOf(predict({ id: 'a' })).resolves.toEqualTypeOf<number>()
  expectTypeOf(cache).toEqualTypeOf<Stage<Row, number>>()
})

test('a fallback answer is there at once and of the right type', () => {
  // @ts-expect-error an answer may not be a promise
  fallback<Row, number>({ answer: () => Promise.resolve(0) })
  // @ts-expect-error an answer has the target's type
  fallback<Row, number>({ answer: () => 'none' })
  fallback<Row, number>({ model: () => Promise.resolve(0) })
})

test('a cache takes a match instead of a key, and then no store', () => {
  const match = { hash: () => 1, copy: (input: unknown) => input, same: () => true }
  cacheStages<Row, number>({ ttl: '5m', match })
  // @ts-expect-error one of them
  cacheStages<Row, number>({ ttl: '5m', match, key: (call) => call.input.id })
  // @ts-expect-error a store needs a key
  cacheStages<Row, number>({ ttl: '5m', match, store: createMemoryStore({ maxEntries: 1 }) })
})

test('a cache needs ttl and key', () => {
  // @ts-expect-error ttl is missing
  cacheStages<Row, number>({ key: (call) => call.input.id })
  // @ts-expect-error key is missing
  cacheStages<Row, number>({ ttl: '5m' })
  // @ts-expect-error not a duration
  retry({ minDelay: 'soon' })
})

test('an option may be undefined, as it is where it is written as a condition', () => {
  const is = Math.random() > 1
  const maybe = is ? 3 : undefined
  retry({ attempts: maybe, budget: maybe, minDelay: maybe, retryable: is ? () => true : undefined })
  breaker({ failures: maybe, probes: maybe, openFor: maybe, name: is ? 'churn@4' : undefined })
  fallback<Row, number>({ model: is ? model : undefined, answer: is ? () => 0 : undefined, reserve: maybe })
  const store = is ? createMemoryStore({ maxEntries: 1, clock: undefined }) : undefined
  cacheStages<Row, number>({
    ttl: '5m',
    key: (call) => call.input.id,
    match: undefined,
    store,
    maxEntries: maybe,
  })
  const match = { hash: () => 1, copy: (input: unknown) => input, same: () => true }
  cacheStages<Row, number>({ ttl: '5m', match, key: undefined, store: undefined })
  expectTypeOf(retry().stats).toEqualTypeOf<RetryStats>()
})
