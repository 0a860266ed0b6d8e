import { createHash } from 'node:crypto'
import type { CacheEntry, CacheStore } from '../../src/index.ts'
import type { CacheStoreKitOptions, FakeClock } from '../../src/testing/index.ts'
import { jsonCacheStore, mapCacheStore } from '../sketch-stores.ts'
import type { Broken } from './broken.ts'

type Fault = Broken<CacheStore, CacheStoreKitOptions>

const bounded = { maxEntries: 100 }
const failing: Partial<CacheStoreKitOptions> = {
  fail: (store) => (store as ReturnType<typeof jsonCacheStore>).fail(),
  timeout: 300,
}

let shared: CacheStore | undefined
const longestTimer = 2_147_483_647

/** Keeps every entry under what `rename` makes of its key. */
function renamed(rename: (key: string) => string): Fault['make'] {
  return (clock) => {
    const store = mapCacheStore(clock)
    return {
      get: (key) => store.get(rename(key)),
      set: (key, entry, ttl) => store.set(rename(key), entry, ttl),
      delete: (key) => store.delete(rename(key)),
    }
  }
}

/** A store with some operations replaced. */
function but(change: (store: CacheStore, clock: FakeClock) => Partial<CacheStore>): Fault['make'] {
  return (clock) => {
    const store = mapCacheStore(clock)
    return { ...store, ...change(store, clock) }
  }
}

/** A store that comes to know of an outage, with some operations replaced from then on. */
function inAnOutage(broken: Partial<CacheStore>): Fault['make'] {
  return (clock) => {
    const store = jsonCacheStore(clock, bounded.maxEntries)
    return {
      ...store,
      fail() {
        store.fail()
        Object.assign(this, broken)
      },
    }
  }
}

function jsonWith(replace: (value: unknown) => unknown): Fault['make'] {
  return but((store) => ({ get: (key) => replace(store.get(key)) as CacheEntry | undefined }))
}

/** Entries that a timer takes away, as `delay` says. */
function timed(clock: FakeClock, delay: (ttl: number) => number, clearsOld: boolean): CacheStore {
  const entries = new Map<string, CacheEntry>()
  const timers = new Map<string, unknown>()
  return {
    get: (key) => entries.get(key),
    set(key, entry, ttl) {
      if (clearsOld) clock.clearTimer(timers.get(key))
      entries.set(key, entry)
      timers.set(
        key,
        clock.setTimer(() => entries.delete(key), delay(ttl)),
      )
      if (ttl <= 0) entries.delete(key)
    },
    delete(key) {
      entries.delete(key)
    },
  }
}

export const brokenCacheStores: readonly Fault[] = [
  {
    fault: 'ignores the ttl',
    make: but((store) => ({ set: (key, entry) => store.set(key, entry, Infinity) })),
  },
  {
    fault: 'takes the ttl for seconds',
    make: but((store) => ({ set: (key, entry, ttl) => store.set(key, entry, ttl * 1_000) })),
  },
  {
    fault: 'rounds the ttl down to whole seconds, below one to zero',
    make: but((store) => ({
      set: (key, entry, ttl) => store.set(key, entry, Math.floor(ttl / 1_001) * 1_000),
    })),
  },
  {
    fault: 'takes a ttl of 0 for no limit',
    make: but((store) => ({ set: (key, entry, ttl) => store.set(key, entry, ttl === 0 ? Infinity : ttl) })),
  },
  {
    fault: 'refuses a ttl with a fraction',
    make: but((store) => ({
      set(key, entry, ttl) {
        if (!Number.isInteger(ttl)) throw new RangeError('ttl must be an integer')
        return store.set(key, entry, ttl)
      },
    })),
  },
  {
    fault: 'gives an expired entry once more, before it removes it',
    make: (clock) => {
      const entries = new Map<string, { readonly entry: CacheEntry; readonly expiresAt: number }>()
      return {
        get(key) {
          const kept = entries.get(key)
          if (kept !== undefined && clock.now() >= kept.expiresAt) entries.delete(key)
          return kept?.entry
        },
        set: (key, entry, ttl) => void (ttl > 0 && entries.set(key, { entry, expiresAt: clock.now() + ttl })),
        delete: (key) => void entries.delete(key),
      }
    },
  },
  {
    fault: 'lengthens the time of an entry that is read',
    make: but((store) => ({
      async get(key) {
        const entry = await store.get(key)
        if (entry !== undefined) await store.set(key, entry, 1_000)
        return entry
      },
    })),
  },
  {
    fault: 'leaves the timer of an older entry running, which takes the newer one away',
    make: (clock) => timed(clock, (ttl) => ttl, false),
  },
  {
    fault: 'sets a timer for longer than a timer can take, which then fires at once',
    make: (clock) => timed(clock, (ttl) => (ttl > longestTimer ? 1 : ttl), true),
  },
  {
    fault: 'keeps the first ttl of a key',
    make: (clock) => {
      const store = mapCacheStore(clock)
      const ends = new Map<string, number>()
      return {
        ...store,
        set(key, entry, ttl) {
          const end = ends.get(key) ?? clock.now() + ttl
          ends.set(key, end)
          return store.set(key, entry, end - clock.now())
        },
        delete(key) {
          ends.delete(key)
          return store.delete(key)
        },
      }
    },
  },
  {
    fault: 'keeps the longest ttl of a key',
    make: (clock) => {
      const store = mapCacheStore(clock)
      const ends = new Map<string, number>()
      return {
        ...store,
        set(key, entry, ttl) {
          ends.set(key, Math.max(ends.get(key) ?? 0, clock.now() + ttl))
          return store.set(key, entry, (ends.get(key) ?? 0) - clock.now())
        },
      }
    },
  },
  {
    fault: 'has one ttl for all entries, the last one set',
    make: (clock) => {
      const entries = new Map<string, { readonly entry: CacheEntry; readonly at: number }>()
      let all = 0
      return {
        get(key) {
          const kept = entries.get(key)
          return kept !== undefined && clock.now() < kept.at + all ? kept.entry : undefined
        },
        set(key, entry, ttl) {
          all = ttl
          entries.set(key, { entry, at: clock.now() })
        },
        delete: (key) => void entries.delete(key),
      }
    },
  },
  {
    fault: 'misses with null',
    make: but((store) => ({
      get: async (key) => ((await store.get(key)) ?? null) as CacheEntry | undefined,
    })),
  },
  {
    fault: 'misses with an entry without a value',
    make: but((store) => ({ get: async (key) => (await store.get(key)) ?? ({} as CacheEntry) })),
  },
  {
    fault: 'takes a falsy value for a miss',
    make: but((store) => ({
      async get(key) {
        const entry = await store.get(key)
        return entry?.value ? entry : undefined
      },
    })),
  },
  {
    fault: 'gives the value without its time',
    make: but((store) => ({ get: async (key) => (await store.get(key))?.value as CacheEntry | undefined })),
  },
  {
    fault: 'puts its own time in place of the one given',
    make: but((store, clock) => ({
      set: (key, entry, ttl) => store.set(key, { ...entry, storedAt: clock.wall() }, ttl),
    })),
  },
  {
    fault: 'writes its own fields into the entry it was given',
    make: but((store, clock) => ({
      set: (key, entry, ttl) => store.set(key, Object.assign(entry, { expiresAt: clock.now() + ttl }), ttl),
    })),
  },
  {
    fault: 'turns NaN into null and a Date into text, as JSON does',
    make: jsonWith((entry) => (entry === undefined ? undefined : JSON.parse(JSON.stringify(entry)))),
  },
  {
    fault: 'revives text that looks like a date',
    make: jsonWith((entry) =>
      entry === undefined
        ? undefined
        : JSON.parse(JSON.stringify(entry), (_, value: unknown) =>
            typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : value,
          ),
    ),
  },
  {
    fault: 'keeps numbers in single precision',
    make: jsonWith((entry) =>
      entry === undefined
        ? undefined
        : JSON.parse(JSON.stringify(entry), (key, value: unknown) =>
            typeof value === 'number' && key !== 'storedAt' ? Math.fround(value) : value,
          ),
    ),
  },
  { fault: 'lower-cases keys', make: renamed((key) => key.toLowerCase()) },
  { fault: 'trims keys', make: renamed((key) => key.trim()) },
  { fault: 'normalises the letters of keys', make: renamed((key) => key.normalize()) },
  { fault: 'cuts keys off after 250 characters', make: renamed((key) => key.slice(0, 250)) },
  { fault: 'cuts the front of long keys off', make: renamed((key) => key.slice(-250)) },
  {
    fault: 'keeps keys as UTF-8, in which halves of pairs meet',
    make: renamed((key) => Buffer.from(key).toString()),
  },
  {
    fault: 'takes keys for paths',
    make: renamed((key) => new URL(key.slice(0, 100), 'file:///root/').pathname),
  },
  {
    fault: 'files keys under two letters of their hash',
    make: renamed((key) => createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 2)),
  },
  {
    fault: 'keeps entries in a plain object, with the names that every object has',
    make: (clock) => {
      const entries: Record<string, CacheEntry> = {}
      const ends = new Map<string, number>()
      return {
        get: (key) => (clock.now() < (ends.get(key) ?? Infinity) ? entries[key] : undefined),
        set(key, entry, ttl) {
          entries[key] = entry
          ends.set(key, clock.now() + ttl)
        },
        delete: (key) => void delete entries[key],
      }
    },
  },
  {
    fault: 'shares its entries with every other store',
    make: (clock) => {
      shared ??= mapCacheStore(clock)
      return shared
    },
  },
  {
    fault: 'keeps the older of two entries',
    make: but((store) => ({
      set: async (key, entry, ttl) =>
        (await store.get(key)) === undefined ? store.set(key, entry, ttl) : undefined,
    })),
  },
  { fault: 'deletes nothing', make: but(() => ({ delete: () => undefined })) },
  {
    fault: 'deletes by pattern',
    make: (clock) => {
      const store = mapCacheStore(clock)
      const keys = new Set<string>()
      return {
        ...store,
        set(key, entry, ttl) {
          keys.add(key)
          return store.set(key, entry, ttl)
        },
        delete(pattern) {
          const [front = ''] = pattern.split('*')
          for (const key of keys) if (key.startsWith(front)) void store.delete(key)
        },
      }
    },
  },
  {
    fault: 'throws when what it deletes is not there',
    make: but((store) => ({
      async delete(key) {
        if ((await store.get(key)) === undefined) throw new Error('no such key')
        await store.delete(key)
      },
    })),
  },
  {
    fault: 'marks deleted keys for ever',
    make: (clock) => {
      const store = mapCacheStore(clock)
      const gone = new Set<string>()
      return {
        ...store,
        get: (key) => (gone.has(key) ? undefined : store.get(key)),
        delete: (key) => void gone.add(key),
      }
    },
  },
  {
    fault: 'gives an entry away when it is read',
    make: but((store) => ({
      async get(key) {
        const entry = await store.get(key)
        await store.delete(key)
        return entry
      },
    })),
  },
  {
    fault: 'resolves a set before it is there',
    make: but((store) => ({
      set(key, entry, ttl) {
        if (key.startsWith('k1')) setImmediate(() => void store.set(key, entry, ttl))
        else return store.set(key, entry, ttl)
      },
    })),
  },
  {
    fault: 'writes value and time apart, so that sets at once mix',
    make: (clock) => {
      const values = new Map<string, unknown>()
      const times = mapCacheStore(clock)
      return {
        async get(key) {
          const time = await times.get(key)
          return time === undefined ? undefined : { value: values.get(key), storedAt: time.storedAt }
        },
        async set(key, entry, ttl) {
          values.set(key, entry.value)
          // The first to have written its value is the last to write its time.
          for (let i = 0; i < 40 - entry.storedAt; i++) await Promise.resolve()
          await times.set(key, entry, ttl)
        },
        delete: (key) => times.delete(key),
      }
    },
  },
  {
    fault: 'serves no more than ten operations at once',
    make: (clock) => {
      const store = mapCacheStore(clock)
      let busy = 0
      return {
        ...store,
        async get(key) {
          if (busy >= 10) return undefined
          busy++
          await Promise.resolve()
          busy--
          return store.get(key)
        },
      }
    },
  },
  {
    fault: 'has no bound, though it says so',
    make: mapCacheStore,
    options: bounded,
  },
  {
    fault: 'lets the newest entry go at its bound',
    options: bounded,
    make: (clock) => {
      const store = mapCacheStore(clock)
      const keys = new Set<string>()
      return {
        ...store,
        set(key, entry, ttl) {
          if (keys.size >= bounded.maxEntries && !keys.has(key)) return
          keys.add(key)
          return store.set(key, entry, ttl)
        },
      }
    },
  },
  { fault: 'hides an outage as a miss', make: inAnOutage({ get: () => undefined }), options: failing },
  {
    fault: 'says in an outage that it has set',
    make: inAnOutage({ set: () => Promise.resolve() }),
    options: failing,
  },
  {
    fault: 'says in an outage that it has deleted',
    make: inAnOutage({ delete: () => undefined }),
    options: failing,
  },
  {
    fault: 'hangs in an outage',
    make: inAnOutage({ get: () => new Promise(() => undefined) }),
    options: failing,
  },
  {
    fault: 'rejects in an outage with text',
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the fault
    make: inAnOutage({ get: () => Promise.reject('ECONNREFUSED') }),
    options: failing,
  },
]
