// A cache store over Workers KV: answers that outlive an isolate and are shared by all locations.
import type { KVNamespace } from 'cloudflare:workers'
import type { CacheEntry, CacheStore } from 'plimsoll/core'
import { stringifyPlain } from 'plimsoll/core'
import { sha256Hex } from 'plimsoll/stats'

/** Options of `kvStore`. */
export interface KvStoreOptions {
  /** Keeps the worker alive until a write is done: the responses do not wait for it. */
  readonly waitUntil: (write: Promise<unknown>) => void
  /** Stands before every key, where the namespace holds other things too. @default '' */
  readonly prefix?: string
  /** Milliseconds since 1970, for tests. @default Date.now */
  readonly now?: () => number
}

/** KV keeps nothing for less than a minute, so what is kept says itself when it is over. */
interface Kept extends CacheEntry {
  readonly goneAt: number
}

/** What KV does not take (its limits, a bad day) is a fault of this store, and harms no call. */
export function kvStore(namespace: KVNamespace, options: KvStoreOptions): CacheStore {
  const { waitUntil, prefix = '', now = () => Date.now() } = options
  // A key of plimsoll holds the whole input; one of KV, at most 512 bytes.
  const nameOf = (key: string): string => prefix + sha256Hex(JSON.stringify(key))
  const later = (write: Promise<void>): Promise<void> => {
    waitUntil(write.catch(() => undefined))
    return write
  }
  return {
    async get(key) {
      const text = await namespace.get(nameOf(key))
      if (text === null) return undefined
      const { value, storedAt, goneAt } = JSON.parse(text) as Kept
      return goneAt > now() ? { value, storedAt } : undefined
    },
    set(key, { value, storedAt }, ttl) {
      const kept: Kept = { value, storedAt, goneAt: now() + ttl }
      const expirationTtl = Math.max(60, Math.ceil(ttl / 1_000))
      // What JSON would change is refused: it must not come back as something else.
      return later(namespace.put(nameOf(key), stringifyPlain(kept), { expirationTtl }))
    },
    delete: (key) => later(namespace.delete(nameOf(key))),
  }
}
