import { createMemoryOutcomeStore, stringifyPlain } from '../../src/index.ts'
import type { OutcomeEntry, OutcomeStore } from '../../src/index.ts'
import type { FakeClock, OutcomeStoreKitOptions } from '../../src/testing/index.ts'
import type { Broken } from './broken.ts'

type Store = OutcomeStore<unknown>
type Fault = Broken<Store, OutcomeStoreKitOptions>
type Entry = OutcomeEntry<unknown>

const bounded = { capacity: 1_000 }
const failing: Partial<OutcomeStoreKitOptions> = {
  fail: (store) => (store as ReturnType<typeof remoteOutcomeStore>).fail(),
  timeout: 300,
}

const longestTimer = 2_147_483_647
let shared: Store | undefined

/** A sound store with its workings laid open, for faults that need them. */
class OpenStore implements Store {
  readonly entries: Map<string, Entry> = new Map()
  readonly clock: FakeClock

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  put(id: string, entry: Entry): void | Promise<void> {
    this.entries.set(id, entry)
  }

  take(id: string): unknown {
    const entry = this.entries.get(id)
    this.entries.delete(id)
    return entry !== undefined && this.isInTime(entry) ? entry.pending : undefined
  }

  forget(unit: string): number | Promise<number> {
    let count = 0
    for (const [id, entry] of this.entries) {
      if (!this.isOf(entry, unit)) continue
      this.entries.delete(id)
      if (this.isInTime(entry)) count++
    }
    return count
  }

  isOf(entry: Entry, unit: string): boolean {
    return entry.unit === unit
  }

  isInTime(entry: Entry): boolean {
    return entry.expiresAt > this.clock.wall()
  }
}

/** A store like a remote one: texts, promises, and an end that may go away. */
function remoteOutcomeStore(clock: FakeClock): Store & { fail(): void } {
  const store = createMemoryOutcomeStore<string>({ clock })
  let isDown = false
  const reach = async (): Promise<void> => {
    await Promise.resolve()
    if (isDown) throw new Error('the store is down')
  }
  return {
    async put(id, entry) {
      const pending = stringifyPlain(entry.pending)
      await reach()
      await store.put(id, { ...entry, pending })
    },
    async take(id) {
      await reach()
      const text = await store.take(id)
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    async forget(unit) {
      await reach()
      return store.forget(unit)
    },
    fail() {
      isDown = true
    },
  }
}

/** An open store with some of its workings replaced. */
function but(change: (store: OpenStore) => Partial<OpenStore>): Fault['make'] {
  return (clock) => {
    const store = new OpenStore(clock)
    return Object.assign(store, change(store))
  }
}

function inAnOutage(broken: Partial<Store>): Fault['make'] {
  return (clock) => {
    const store = remoteOutcomeStore(clock)
    return {
      ...store,
      fail() {
        store.fail()
        Object.assign(this, broken)
      },
    }
  }
}

/** A store that files its entries under what `rename` makes of their ids. */
function renamed(rename: (id: string) => string): Fault['make'] {
  return (clock) => {
    const store = new OpenStore(clock)
    return {
      put: (id, entry) => store.put(rename(id), entry),
      take: (id) => store.take(rename(id)),
      forget: (unit) => store.forget(unit),
    }
  }
}

export const brokenOutcomeStores: readonly Fault[] = [
  {
    fault: 'gives a decision to every take',
    make: but((store) => ({
      take(id) {
        const entry = store.entries.get(id)
        return entry !== undefined && store.isInTime(entry) ? entry.pending : undefined
      },
    })),
  },
  {
    fault: 'reads first and removes later, so that takes at once all get it',
    make: but((store) => ({
      async take(id) {
        const entry = store.entries.get(id)
        await Promise.resolve()
        store.entries.delete(id)
        return entry !== undefined && store.isInTime(entry) ? entry.pending : undefined
      },
    })),
  },
  {
    fault: 'gives null for an unknown id',
    make: (clock) => {
      const store = new OpenStore(clock)
      return {
        put: (id, entry) => store.put(id, entry),
        take: (id) => store.take(id) ?? null,
        forget: (unit) => store.forget(unit),
      }
    },
  },
  {
    fault: 'keeps ids in a plain object, with the names that every object has',
    make: but((store) => {
      const pending: Record<string, unknown> = {}
      return {
        put(id, entry) {
          pending[id] = entry.pending
          store.entries.set(id, entry)
        },
        take(id) {
          const entry = store.entries.get(id)
          const found = entry === undefined || store.isInTime(entry) ? pending[id] : undefined
          store.entries.delete(id)
          delete pending[id]
          return found
        },
        isOf(entry, unit) {
          if (entry.unit !== unit) return false
          for (const [id, kept] of store.entries) if (kept === entry) delete pending[id]
          return true
        },
      }
    }),
  },
  { fault: 'never lets a decision expire', make: but(() => ({ isInTime: () => true })) },
  {
    fault: 'takes expiresAt for a span',
    make: but((store) => ({
      put: (id, entry) =>
        void store.entries.set(id, { ...entry, expiresAt: store.clock.wall() + entry.expiresAt }),
    })),
  },
  {
    fault: 'counts time from the first put of an id',
    make: but((store) => ({
      put(id, entry) {
        const { expiresAt } = store.entries.get(id) ?? entry
        store.entries.set(id, { ...entry, expiresAt })
      },
    })),
  },
  {
    fault: 'keeps the longest time of an id',
    make: but((store) => ({
      put(id, entry) {
        const expiresAt = Math.max(store.entries.get(id)?.expiresAt ?? 0, entry.expiresAt)
        store.entries.set(id, { ...entry, expiresAt })
      },
    })),
  },
  {
    fault: 'has one time for all decisions, the last one put',
    make: but((store) => {
      let last = 0
      return {
        put(id, entry) {
          last = entry.expiresAt
          store.entries.set(id, entry)
        },
        isInTime: () => last > store.clock.wall(),
      }
    }),
  },
  {
    fault: 'sets a timer for longer than a timer can take, which then fires at once',
    make: but((store) => ({
      put(id, entry) {
        const wait = entry.expiresAt - store.clock.wall()
        store.entries.set(id, entry)
        store.clock.setTimer(
          () => store.entries.get(id) === entry && store.entries.delete(id),
          wait > longestTimer ? 1 : wait,
        )
      },
    })),
  },
  {
    fault: 'forgets nothing, and says so',
    make: but(() => ({ forget: () => 0 })),
  },
  {
    fault: 'says that it forgot, and did not',
    make: but((store) => ({
      forget: (unit) =>
        [...store.entries.values()].filter((e) => e.unit === unit && store.isInTime(e)).length,
    })),
  },
  {
    fault: 'counts expired decisions as forgotten',
    make: but((store) => ({
      forget(unit) {
        const mine = [...store.entries].filter(([, entry]) => entry.unit === unit)
        for (const [id] of mine) store.entries.delete(id)
        return mine.length
      },
    })),
  },
  {
    fault: 'returns nothing from forget',
    make: (clock) => {
      const store = new OpenStore(clock)
      return {
        put: (id, entry) => store.put(id, entry),
        take: (id) => store.take(id),
        forget: (unit) => void store.forget(unit) as unknown as number,
      }
    },
  },
  {
    fault: 'forgets one decision of a unit',
    make: but((store) => ({
      forget(unit) {
        for (const [id, entry] of store.entries) {
          if (entry.unit !== unit) continue
          store.entries.delete(id)
          return store.isInTime(entry) ? 1 : 0
        }
        return 0
      },
    })),
  },
  {
    fault: 'forgets units that begin with the same letters',
    make: but(() => ({ isOf: (entry, unit) => entry.unit?.startsWith(unit) === true })),
  },
  {
    fault: 'takes the case of units for nothing',
    make: but(() => ({ isOf: (entry, unit) => entry.unit?.toLowerCase() === unit.toLowerCase() })),
  },
  {
    fault: 'forgets decisions without a unit along with the unit "undefined"',
    make: but(() => ({ isOf: (entry, unit) => String(entry.unit) === unit })),
  },
  {
    fault: 'forgets decisions without a unit along with every unit',
    make: but(() => ({ isOf: (entry, unit) => (entry.unit ?? unit) === unit })),
  },
  {
    fault: 'refuses decisions of a unit that was ever forgotten',
    make: but((store) => {
      const gone = new Set<string | undefined>()
      return {
        put: (id, entry) => void (!gone.has(entry.unit) && store.entries.set(id, entry)),
        isOf(entry, unit) {
          gone.add(unit)
          return entry.unit === unit
        },
      }
    }),
  },
  {
    fault: 'keeps an index of units that taken and replaced decisions stay in',
    make: (clock) => {
      const store = new OpenStore(clock)
      const ids = new Map<string | undefined, Set<string>>()
      return {
        put(id, entry) {
          ids.set(entry.unit, (ids.get(entry.unit) ?? new Set()).add(id))
          return store.put(id, entry)
        },
        take: (id) => store.take(id),
        forget(unit) {
          const mine = [...(ids.get(unit) ?? [])]
          ids.delete(unit)
          for (const id of mine) store.entries.delete(id)
          return mine.length
        },
      }
    },
  },
  {
    fault: 'keeps the first decision put under an id',
    make: but((store) => ({
      put: (id, entry) => void (!store.entries.has(id) && store.entries.set(id, entry)),
    })),
  },
  {
    fault: 'keeps every decision put under an id, one behind the other',
    make: (clock) => {
      const stacks = new Map<string, OpenStore[]>()
      return {
        put(id, entry) {
          const store = new OpenStore(clock)
          stacks.set(id, [store, ...(stacks.get(id) ?? [])])
          return store.put(id, entry)
        },
        take: (id) => stacks.get(id)?.shift()?.take(id),
        async forget(unit) {
          let count = 0
          for (const store of [...stacks.values()].flat()) count += await store.forget(unit)
          return count
        },
      }
    },
  },
  { fault: 'lower-cases ids', make: renamed((id) => id.toLowerCase()) },
  { fault: 'cuts ids off after 64 characters', make: renamed((id) => id.slice(0, 64)) },
  {
    fault: 'reads ids as numbers where it can',
    make: renamed((id) => String(id.trim() === '' ? id : Number(id) || id)),
  },
  {
    fault: 'turns NaN into null and a Date into text, as JSON does',
    make: but((store) => ({
      put: (id, entry) =>
        void store.entries.set(id, {
          ...entry,
          pending: JSON.parse(JSON.stringify(entry.pending, bigintsAsText)),
        }),
    })),
  },
  {
    fault: 'takes false and 0 for nothing',
    make: (clock) => {
      const store = new OpenStore(clock)
      return {
        put: (id, entry) => store.put(id, entry),
        take: (id) => store.take(id) || undefined,
        forget: (unit) => store.forget(unit),
      }
    },
  },
  {
    fault: 'writes its own fields into the entry it was given',
    make: but((store) => ({ put: (id, entry) => void store.entries.set(id, Object.assign(entry, { id })) })),
  },
  {
    fault: 'shares its decisions with every other store',
    make: (clock) => {
      shared ??= new OpenStore(clock)
      return shared
    },
  },
  {
    fault: 'loses what is put while it is busy',
    make: (clock) => {
      const store = new OpenStore(clock)
      let busy = 0
      return {
        async put(id, entry) {
          if (busy >= 100) return
          busy++
          await Promise.resolve()
          busy--
          await store.put(id, entry)
        },
        take: (id) => store.take(id),
        forget: (unit) => store.forget(unit),
      }
    },
  },
  {
    fault: 'has no bound, though it says so',
    make: (clock) => new OpenStore(clock),
    options: bounded,
  },
  {
    fault: 'lets the newest decision go at its bound',
    make: but((store) => ({
      put: (id, entry) => void (store.entries.size < bounded.capacity && store.entries.set(id, entry)),
    })),
    options: bounded,
  },
  {
    fault: 'hides an outage as an unknown id',
    make: inAnOutage({ take: () => undefined }),
    options: failing,
  },
  {
    fault: 'says in an outage that it has put',
    make: inAnOutage({ put: () => undefined }),
    options: failing,
  },
  { fault: 'says in an outage that it forgot', make: inAnOutage({ forget: () => 0 }), options: failing },
  {
    fault: 'hangs in an outage',
    make: inAnOutage({ take: () => new Promise(() => undefined) }),
    options: failing,
  },
]

function bigintsAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
