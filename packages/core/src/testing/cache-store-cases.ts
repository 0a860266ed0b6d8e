// One thing: what a cache store must do, as a list. Split, the list could not be read.
import type { CacheEntry, CacheStore } from '../ports.ts'
import { CaseList, must, mustReject } from './case-list.ts'
import type { Bench, KitClock, KitOptions } from './case-list.ts'
import type { ConformanceCase } from './conformance.ts'
import { difference, kindOf } from './same-data.ts'
import { awkwardKeys, frozen, inheritedNames, otherSamples, plainSamples, shown } from './samples.ts'

/** What the kit for cache stores can be told of a store. */
export interface CacheStoreKitOptions<Store extends CacheStore = CacheStore> extends KitOptions<Store> {
  /**
   * The store's time. One that really waits will do, with a small `ttl`.
   * @default not known: the cases of expiry are skipped
   */
  readonly clock?: Pick<KitClock, 'advance'> | undefined
  /**
   * Time to live in the cases of expiry, in milliseconds. Where the clock really waits: small, and many times
   * what the store takes to answer. @default 1000
   */
  readonly ttl?: number | undefined
  /** Entries the store keeps at most, from 100. @default not known: the case is skipped */
  readonly maxEntries?: number | undefined
  /** Takes the store's far end away for good, as an outage does. @default none: the case is skipped */
  readonly fail?: ((store: Store) => void | Promise<void>) | undefined
}

const day = 86_400_000

/**
 * Lists what a `CacheStore` must do. Each case makes a store of its own with `make`, which must be empty: give
 * stores with a shared far end a prefix each. No case keeps more than 100 entries, but for the one of `maxEntries`.
 *
 * @example
 * const clock = createFakeClock()
 * const make = () => createMemoryStore({ maxEntries: 1_000, clock })
 * for (const c of cacheStoreCases(make, { clock, maxEntries: 1_000 })) test(c.name, c.run)
 */
export function cacheStoreCases<Store extends CacheStore>(
  make: () => Store | Promise<Store>,
  options: CacheStoreKitOptions<Store> = {},
): readonly ConformanceCase[] {
  const { clock, ttl = 1_000, maxEntries, fail } = options
  const list = new CaseList<Store>(make, options)
  const it = (
    name: string,
    body: (store: TriedStore, bench: Bench<Store>, made: Store) => Promise<void>,
    missing?: string,
  ): void => {
    list.add(name, (made, bench) => body(new TriedStore(made, bench), bench, made), missing)
  }

  it('gives back what was set, with the time it was stored', async (store) => {
    await store.set('k', entryOf({ p: 0.5 }), ttl)
    store.mustBe('k', await store.get('k'), { p: 0.5 })
  })
  it('gives an entry as often as it is asked for', async (store) => {
    await store.set('k', entryOf(1), ttl)
    for (let i = 0; i < 3; i++) store.mustBe('k', await store.get('k'), 1)
  })
  it('misses with undefined', async (store) => {
    store.mustMiss('a key that was never set', await store.get('k'))
  })
  it('tells a stored null, false, 0 or empty text from a miss', async (store) => {
    for (const value of [null, false, 0, '']) {
      await store.set('k', entryOf(value), ttl)
      store.mustBe('k', await store.get('k'), value)
    }
  })
  it('knows nothing of the names that every object has', async (store) => {
    for (const name of inheritedNames) store.mustMiss(`the key ${name}`, await store.get(name))
  })
  it('keeps plain data as it is', async (store) => {
    for (const { what, value } of plainSamples()) {
      await store.set('k', entryOf(value), ttl)
      store.mustBe(what, await store.get('k'), value)
    }
  })
  it('gives other data back equal, or refuses it', async (store) => {
    for (const { what, value } of otherSamples()) {
      const key = `k ${what}`
      // To refuse is to reject the set, or to keep nothing.
      const isTaken = await store.set(key, entryOf(value), ttl).then(
        () => true,
        () => false,
      )
      const found = isTaken ? await store.get(key) : undefined
      if (found !== undefined) store.mustBe(what, found, value)
    }
  })
  it('writes nothing into the entry it was given', async (store) => {
    const given = frozen({ value: { list: [1, { p: 0.5 }] }, storedAt: 1_700_000_000_123 })
    await store.set('k', given, ttl)
    store.mustBe('k', await store.get('k'), { list: [1, { p: 0.5 }] })
  })
  it('takes any text as a key, and confuses no two of them', async (store) => {
    const keys = awkwardKeys()
    for (const [i, key] of keys.entries()) await store.set(key, entryOf(i), ttl)
    for (const [i, key] of keys.entries()) store.mustBe(`the key ${shown(key)}`, await store.get(key), i)
  })
  it('replaces an entry that is set again', async (store) => {
    await store.set('k', entryOf('old'), ttl)
    await store.set('k', entryOf('new'), ttl)
    store.mustBe('k', await store.get('k'), 'new')
  })
  it('deletes one entry and no other', async (store) => {
    const keys = ['a', 'A', 'a:b', 'a*', 'ab', '*']
    for (const key of keys) await store.set(key, entryOf(key), ttl)
    await store.delete('a*')
    await store.delete('*')
    await store.delete('a')
    for (const key of ['a', 'a*', '*']) store.mustMiss(`the deleted key ${key}`, await store.get(key))
    for (const key of ['A', 'a:b', 'ab']) store.mustBe(`key ${key}`, await store.get(key), key)
  })
  it('deletes what was never there without complaint', async (store) => {
    await store.delete('k')
    store.mustMiss('a key that was deleted', await store.get('k'))
  })
  it('sets again what was deleted', async (store) => {
    await store.set('k', entryOf(1), ttl)
    await store.delete('k')
    await store.set('k', entryOf(2), ttl)
    store.mustBe('k', await store.get('k'), 2)
  })
  it('serves a hundred keys at once', async (store) => {
    const numbers = Array.from({ length: 100 }, (_, i) => i)
    await Promise.all(numbers.map((i) => store.set(`k${i}`, entryOf(i), ttl)))
    const found = await Promise.all(numbers.map((i) => store.get(`k${i}`)))
    for (const i of numbers) store.mustBe('one of a hundred keys', found[i], i)
  })
  it('ends with one whole entry where many are set under one key at once', async (store) => {
    const entries = Array.from({ length: 20 }, (_, i) => ({ value: [i, i, i], storedAt: i + 1 }))
    await Promise.all(entries.map((entry) => store.set('k', entry, ttl)))
    const found = await Promise.all(entries.map(() => store.get('k')))
    for (const one of found) {
      must(
        entries.some((entry) => difference(entry, one) === undefined),
        'set must keep an entry whole: the one found is none of those set',
      )
    }
  })
  it('shares nothing with another store', async (store, bench) => {
    const other = new TriedStore(await bench.make(), bench)
    await store.set('k', entryOf('here'), ttl)
    store.mustMiss('a key set in another store', await other.get('k'))
    await other.set('k', entryOf('there'), ttl)
    await other.delete('k')
    store.mustBe('k', await store.get('k'), 'here')
  })
  it('takes a ttl with a fraction', async (store) => {
    await store.set('k', entryOf(1), 60_000.5)
    store.mustBe('k', await store.get('k'), 1)
  })
  it('keeps nothing for a ttl of 0', async (store) => {
    await store.set('k', entryOf(1), 0).catch(() => undefined)
    store.mustMiss('an entry with a ttl of 0', await store.get('k'))
  })

  const noTime = clock === undefined ? 'clock was not given' : undefined
  const pass = async (ms: number): Promise<void> => clock?.advance(ms)
  it(
    'keeps an entry until its ttl has passed, and not once longer',
    async (store) => {
      await store.set('k', entryOf(1), ttl)
      await pass(ttl / 2)
      store.mustBe('an entry in its time', await store.get('k'), 1)
      await pass(ttl)
      for (let i = 0; i < 2; i++) store.mustMiss('an expired entry', await store.get('k'))
    },
    noTime,
  )
  it(
    'keeps each entry for its own ttl',
    async (store) => {
      await store.set('short', entryOf(1), ttl)
      await store.set('long', entryOf(2), ttl * 10)
      await pass(ttl * 1.5)
      store.mustMiss('the expired one of two entries', await store.get('short'))
      store.mustBe('the other entry', await store.get('long'), 2)
    },
    noTime,
  )
  it(
    'does not lengthen the time of an entry that is read',
    async (store) => {
      await store.set('k', entryOf(1), ttl)
      await pass(ttl * 0.6)
      store.mustBe('an entry in its time', await store.get('k'), 1)
      await pass(ttl * 0.6)
      store.mustMiss('an expired entry that was read before', await store.get('k'))
    },
    noTime,
  )
  it(
    'counts the time of an entry from its last set',
    async (store) => {
      await store.set('k', entryOf('old'), ttl)
      await pass(ttl * 0.6)
      await store.set('k', entryOf('new'), ttl)
      await pass(ttl * 0.6)
      store.mustBe('an entry set again', await store.get('k'), 'new')
    },
    noTime,
  )
  it(
    'takes the shorter ttl of a later set',
    async (store) => {
      await store.set('k', entryOf('old'), ttl * 10)
      await store.set('k', entryOf('new'), ttl)
      await pass(ttl * 1.5)
      store.mustMiss('an expired entry that was set for longer before', await store.get('k'))
    },
    noTime,
  )
  it(
    'keeps an entry whose ttl is longer than a timer can take',
    async (store) => {
      await store.set('k', entryOf(1), 60 * day)
      await pass(ttl)
      store.mustBe('an entry with a ttl of 60 days', await store.get('k'), 1)
    },
    noTime,
  )
  it(
    'keeps at most the entries it says, the newest among them',
    async (store) => {
      const count = (maxEntries ?? 0) + 100
      for (let i = 0; i < count; i++) await store.set(`k${i}`, entryOf(i), ttl)
      store.mustBe('the newest entry', await store.get(`k${count - 1}`), count - 1)
      let kept = 0
      for (let i = 0; i < count; i++) if ((await store.get(`k${i}`)) !== undefined) kept++
      must(kept <= (maxEntries ?? 0), `the store must keep at most ${maxEntries} entries: it kept ${kept}`)
    },
    maxEntries === undefined ? 'maxEntries was not given' : undefined,
  )
  it(
    'rejects with an Error when its far end is gone',
    async (store, { within }, made) => {
      await store.set('k', entryOf(1), ttl)
      await within('fail', () => fail?.(made))
      await mustReject('get', () => store.get('k'))
      await mustReject('set', () => store.set('k', entryOf(2), ttl))
      await mustReject('delete', () => store.delete('k'))
    },
    fail === undefined ? 'fail was not given' : undefined,
  )
  return list.cases
}

function entryOf(value: unknown): CacheEntry {
  return { value, storedAt: 1_700_000_000_123 }
}

/** A store whose operations must end in time, and what must be true of what it gives. */
class TriedStore {
  private readonly store: CacheStore
  private readonly within: Bench<unknown>['within']

  constructor(store: CacheStore, { within }: Pick<Bench<unknown>, 'within'>) {
    this.store = store
    this.within = within
  }

  get(key: string): Promise<unknown> {
    return this.within('get', () => this.store.get(key))
  }

  set(key: string, entry: CacheEntry, ttl: number): Promise<void> {
    return this.within('set', () => this.store.set(key, entry, ttl))
  }

  delete(key: string): Promise<void> {
    return this.within('delete', () => this.store.delete(key))
  }

  mustBe(what: string, found: unknown, value: unknown): void {
    must(found !== undefined, `get must find ${what}: it missed`)
    const wrong = difference(entryOf(value), found, 'the entry')
    must(wrong === undefined, `get must give ${what} as it was set: ${wrong}`)
  }

  mustMiss(what: string, found: unknown): void {
    must(found === undefined, `get must give undefined for ${what}: it gave ${kindOf(found)}`)
  }
}
