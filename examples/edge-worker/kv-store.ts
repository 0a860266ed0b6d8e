// A cache store over Workers KV: answers that outlive an isolate and are shared by all locations.
import { waitUntil } from 'cloudflare:workers'
import type { KVNamespace } from 'cloudflare:workers'
import type { CacheEntry, CacheStore } from 'plimsoll/core'
import { sha256Hex } from 'plimsoll/stats'

/** KV keeps nothing for less than a minute. */
const shortest = 60

/**
 * Writes go on after the response, in `waitUntil`. What KV does not take (its limits, a bad day) is a fault of
 * this store that harms no call.
 */
export function kvStore(namespace: KVNamespace): CacheStore {
  // A key of plimsoll holds the whole input; one of KV, at most 512 bytes.
  const nameOf = (key: string): string => sha256Hex(key)
  const later = (work: Promise<void>): Promise<void> => {
    waitUntil(work.catch(() => undefined))
    return work
  }
  return {
    // How fresh an entry is, plimsoll reads from the entry: KV may keep it longer.
    get: async (key) => ((await namespace.get(nameOf(key), 'json')) ?? undefined) as CacheEntry | undefined,
    set: (key, entry, ttl) => {
      const expirationTtl = Math.max(shortest, Math.ceil(ttl / 1_000))
      return later(namespace.put(nameOf(key), JSON.stringify(entry), { expirationTtl }))
    },
    delete: (key) => later(namespace.delete(nameOf(key))),
  }
}
