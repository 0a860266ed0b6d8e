// Both stores held against the kit for cache stores, over the KV of Cloudflare's runtime: in a project of yours, a
// test per case.
import type { KVNamespace } from 'cloudflare:workers'
import type { CacheStore } from 'plimsoll/core'
import { createMemoryStore } from 'plimsoll/resilience'
import { cacheStoreCases, createFakeClock } from 'plimsoll/testing'
import type { ConformanceCase } from 'plimsoll/testing'
import { kvStore } from './kv-store.ts'
import { tieredStore } from './tiered-store.ts'

export function kvStoreCases(namespace: KVNamespace): readonly ConformanceCase[] {
  const clock = createFakeClock({ wall: Date.now() })
  let made = 0
  return cacheStoreCases(
    (): CacheStore =>
      kvStore(namespace, { waitUntil: () => undefined, prefix: `case ${made++} `, now: () => clock.wall() }),
    { clock },
  )
}

export function tieredStoreCases(): readonly ConformanceCase[] {
  const clock = createFakeClock()
  const memory = (): CacheStore => createMemoryStore({ maxEntries: 200, clock })
  // The near one is smaller: some entries are found far away.
  return cacheStoreCases(
    (): CacheStore => tieredStore(createMemoryStore({ maxEntries: 10, clock }), memory(), 500),
    { clock, maxEntries: 200 },
  )
}
