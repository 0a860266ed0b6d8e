import type { CacheEntry, CacheStore } from '../src/index.ts'
import { stringifyPlain } from '../src/index.ts'
import type { FakeClock } from '../src/testing/index.ts'

/** The least that passes: a map. */
export function mapCacheStore(clock: FakeClock): CacheStore {
  const entries = new Map<string, { readonly entry: CacheEntry; readonly expiresAt: number }>()
  return {
    get(key) {
      const kept = entries.get(key)
      return kept !== undefined && clock.now() < kept.expiresAt ? kept.entry : undefined
    },
    set(key, entry, ttl) {
      entries.set(key, { entry, expiresAt: clock.now() + ttl })
    },
    delete(key) {
      entries.delete(key)
    },
  }
}

/** A store like a remote one: texts, promises, a bound, and an end that may go away. */
export function jsonCacheStore(clock: FakeClock, maxEntries: number): CacheStore & { fail(): void } {
  const texts = new Map<string, { readonly text: string; readonly expiresAt: number }>()
  let isDown = false
  const reach = async (): Promise<void> => {
    await Promise.resolve()
    if (isDown) throw new Error('the store is down')
  }
  return {
    async get(key) {
      await reach()
      const kept = texts.get(key)
      if (kept === undefined || clock.now() >= kept.expiresAt) return undefined
      return JSON.parse(kept.text) as CacheEntry
    },
    async set(key, entry, ttl) {
      const text = stringifyPlain(entry)
      await reach()
      texts.delete(key)
      texts.set(key, { text, expiresAt: clock.now() + ttl })
      const [oldest] = texts.keys()
      if (texts.size > maxEntries && oldest !== undefined) texts.delete(oldest)
    },
    async delete(key) {
      await reach()
      texts.delete(key)
    },
    fail() {
      isDown = true
    },
  }
}
