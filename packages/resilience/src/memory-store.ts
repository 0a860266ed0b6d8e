import type { CacheEntry, CacheStore, Clock } from '@plimsoll/core'
import { checkOptions, systemClock } from '@plimsoll/core'
import { LRUCache } from 'lru-cache'

/** Options of `createMemoryStore`. */
export interface MemoryStoreOptions {
  /** Entries kept at most, a whole number from 1 to 10 000 000; the least recently used goes first. */
  readonly maxEntries: number
  /** @default the process's clock */
  readonly clock?: Clock | undefined
}

/** A cache store in memory. */
export interface MemoryStore extends CacheStore {
  /** Removes every entry: how a cache forgets, since entries are filed by input and not by unit. */
  clear(): void
}

interface Stored {
  readonly entry: CacheEntry
  readonly expiresAt: number
}

export const maxEntriesRule = 'must be a whole number from 1 to 10000000'

/** Whether a memory store can hold so many entries. */
export function isEntryCount(count: unknown): boolean {
  return Number.isInteger(count) && Number(count) >= 1 && Number(count) <= 1e7
}

/**
 * Creates a store in this process's memory, on lru-cache's `get` and `set` alone.
 *
 * Synchronous; sets no timer; room for `maxEntries` keys is taken at once. Entries are kept and handed out
 * as they are, neither copied nor frozen.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const store = createMemoryStore({ maxEntries: 1_000 })
 */
export function createMemoryStore(options: MemoryStoreOptions): MemoryStore {
  const check = checkOptions('createMemoryStore')
  check.keys(options, ['maxEntries', 'clock'])
  check.require(isEntryCount(options.maxEntries), 'maxEntries', maxEntriesRule, options.maxEntries)
  check.done()
  const { maxEntries, clock = systemClock() } = options
  const entries = new LRUCache<string, Stored>({ max: maxEntries })
  return {
    get(key) {
      const stored = entries.get(key)
      if (stored === undefined) return undefined
      if (clock.now() < stored.expiresAt) return stored.entry
      entries.delete(key)
      return undefined
    },
    set(key, entry, ttl) {
      entries.set(key, { entry, expiresAt: clock.now() + ttl })
    },
    delete(key) {
      entries.delete(key)
    },
    clear() {
      entries.clear()
    },
  }
}
