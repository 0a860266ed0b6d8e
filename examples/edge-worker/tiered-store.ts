// Two cache stores as one: the near one first, the far one behind it.
import type { CacheStore } from 'plimsoll/core'

/**
 * How fresh an entry is plimsoll reads from the entry itself, wherever it was found.
 *
 * @param nearFor how long an entry found far away is kept nearby, in milliseconds
 */
export function tieredStore(near: CacheStore, far: CacheStore, nearFor: number): CacheStore {
  return {
    get(key) {
      // The near store answers at once, so that a hit costs no promise.
      const found = near.get(key)
      if (found !== undefined) return found
      return Promise.resolve(far.get(key)).then(async (entry) => {
        if (entry !== undefined) await near.set(key, entry, nearFor)
        return entry
      })
    },
    set(key, entry, ttl) {
      return Promise.all([near.set(key, entry, Math.min(ttl, nearFor)), far.set(key, entry, ttl)]).then(
        () => undefined,
      )
    },
    delete(key) {
      return Promise.all([near.delete(key), far.delete(key)]).then(() => undefined)
    },
  }
}
