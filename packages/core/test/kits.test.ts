import { describe, expect, test } from 'vitest'
import { createMemoryOutcomeStore, jsonLinesSink } from '../src/index.ts'
import {
  cacheStoreCases,
  createFakeClock,
  eventSinkCases,
  outcomeStoreCases,
  recordingSink,
  recordingStage,
  stageCases,
} from '../src/testing/index.ts'
import { openSink } from './far-end.ts'
import { sketchLimiter } from './sketch-limiter.ts'
import { jsonCacheStore, mapCacheStore } from './sketch-stores.ts'

describe('a store of entries in a map', () => {
  const clock = createFakeClock()
  for (const c of cacheStoreCases(() => mapCacheStore(clock), { clock })) test(c.name, c.run)
})

describe('a store of JSON texts that answers late', () => {
  const clock = createFakeClock()
  const cases = cacheStoreCases(() => jsonCacheStore(clock, 100), {
    clock,
    maxEntries: 100,
    fail: (store) => store.fail(),
  })
  for (const c of cases) test(c.name, c.run)
  test('nothing is skipped', () => {
    expect(cases.filter((c) => c.skip !== undefined)).toEqual([])
  })
})

describe('createMemoryOutcomeStore', () => {
  const clock = createFakeClock()
  const cases = outcomeStoreCases(() => createMemoryOutcomeStore({ clock, capacity: 1_000 }), {
    clock,
    capacity: 1_000,
  })
  for (const c of cases) test(c.name, c.run)
})

describe('recordingSink', () => {
  for (const c of eventSinkCases(recordingSink, { delivered: (sink) => sink.records })) test(c.name, c.run)
})

describe('jsonLinesSink', () => {
  const make = () => openSink(10_000)
  const cases = eventSinkCases(make, {
    delivered: (sink) => sink.end.records,
    hold: (sink) => sink.end.hold(),
    fail: (sink) => sink.end.fail(),
    maxRecords: 10_000,
  })
  for (const c of cases) test(c.name, c.run)
  test('nothing is skipped', () => {
    expect(cases.filter((c) => c.skip !== undefined)).toEqual([])
  })
})

describe('jsonLinesSink to an end that is synchronous', () => {
  const make = () => {
    const lines: string[] = []
    return Object.assign(
      jsonLinesSink((line) => void lines.push(line)),
      { lines },
    )
  }
  const cases = eventSinkCases(make, {
    delivered: ({ lines }) => lines.map((line): unknown => JSON.parse(line)),
  })
  for (const c of cases) test(c.name, c.run)
})

describe('recordingStage', () => {
  for (const c of stageCases(() => recordingStage('a', []))) test(c.name, c.run)
})

describe('a limiter with a queue', () => {
  for (const c of stageCases(() => sketchLimiter(4), { held: (stage) => stage.held })) test(c.name, c.run)
})
