import type { CacheStore, Call, Clock, Duration, Fault } from '@plimsoll/core'
import {
  Faults,
  PlimsollError,
  checkOptions,
  durationRule,
  isReadOnce,
  readDuration,
  systemClock,
} from '@plimsoll/core'
import type { CacheEntries } from './cache-entries.ts'
import { Flights } from './flights.ts'
import type { Flight } from './flights.ts'
import { MatchedEntries } from './matched-entries.ts'
import type { InputMatch } from './matched-entries.ts'
import { createMemoryStore, isEntryCount, maxEntriesRule } from './memory-store.ts'
import { StoredEntries } from './stored-entries.ts'

/** Options of `cache` and `cacheStages` but for what tells calls apart. */
export interface CacheSettings {
  /** How long an answer is fresh; above 0. */
  readonly ttl: Duration
  /** How long past `ttl` an answer may still stand in for a failure; takes the stale stage. @default 0 */
  readonly staleIfError?: Duration | undefined
  /** Answers kept in memory at most, 1 to 10 000 000; not with a store of your own. @default 10 000 */
  readonly maxEntries?: number | undefined
  /** Where answers are kept. @default this process's memory */
  readonly store?: CacheStore | undefined
  /** How long a remote store may take, and never more than half of the time left; above 0. @default 50 ms */
  readonly storeTimeout?: Duration | undefined
  /**
   * Whether calls at once that would share an answer ask the target once: one asks, and the others wait for it.
   * @default true
   */
  readonly singleFlight?: boolean | undefined
  /** Told the first fault of each kind: of the store, `key` or `match`. @default nobody */
  readonly onFault?: ((fault: Fault) => void) | undefined
  /** Counts faults beside those of others, as a guard does; takes the place of `onFault`. @default its own */
  readonly faults?: Faults | undefined
  /** The guard's own clock. @default the process's clock */
  readonly clock?: Clock | undefined
}

const optionNames = [
  'ttl',
  'staleIfError',
  'maxEntries',
  'store',
  'key',
  'match',
  'storeTimeout',
  'singleFlight',
  'onFault',
  'faults',
  'clock',
]

/** A cache under a key of your own, in memory or in a store. */
export interface KeyedCacheOptions<Input = unknown, Output = unknown> extends CacheSettings {
  /**
   * What two calls must share to share an answer, as text; `undefined` leaves a call uncached. Tenant and
   * variant are added to it. One that throws is reported and leaves the call uncached.
   */
  readonly key: (call: Call<Input, Output>) => string | undefined
  readonly match?: undefined
}

/** A cache in memory that compares inputs, without a key; faster than any key that holds the whole input. */
export interface MatchedCacheOptions extends CacheSettings {
  /** What tells inputs apart; tenant and variant always do. */
  readonly match: InputMatch
  readonly key?: undefined
  readonly store?: undefined
}

/** Options of `cache` and `cacheStages`. */
export type CacheOptions<Input = unknown, Output = unknown> =
  | KeyedCacheOptions<Input, Output>
  | MatchedCacheOptions

/**
 * What the cache stage and the stale stage share: the entries, whose faults harm no call.
 *
 * @example
 * const shared = new SharedCache({ ttl: '5m', staleIfError: '1h', key: (call) => JSON.stringify(call.input) })
 * const predict = compose(model, [new StaleStage(shared), new CacheStage(shared)])
 */
export class SharedCache<Input, Output> {
  readonly ttl: number
  readonly staleIfError: number
  /** Places of calls that failed, for the stale stage; nothing is put here on the healthy path. */
  readonly failed: WeakMap<Call<Input, Output>, Flight<Input, Output>> = new WeakMap()
  readonly storeTimeout: number
  /** The bound of the memory; `undefined` for a store of the user's own. */
  readonly maxEntries: number | undefined
  readonly entries: CacheEntries<Input, Output>
  /** Calls under way that others may wait for; `undefined` where each asks for itself. */
  readonly flights: Flights<Input, Output> | undefined
  private readonly faults: Faults

  /** @throws {OptionsError} when an option can't work; lists them all. */
  constructor(options: CacheOptions<Input, Output>) {
    const { store, key, match, maxEntries, clock = systemClock(), singleFlight = true } = options
    const ttl = readDuration(options.ttl)
    const staleIfError = readDuration(options.staleIfError ?? 0)
    const storeTimeout = readDuration(options.storeTimeout ?? 50)
    const check = checkOptions('cache')
    check.keys(options, optionNames)
    check.require(ttl !== undefined && ttl > 0, 'ttl', `${durationRule}, above 0`, options.ttl)
    check.require(staleIfError !== undefined, 'staleIfError', durationRule, options.staleIfError)
    check.require(
      storeTimeout !== undefined && storeTimeout > 0,
      'storeTimeout',
      `${durationRule}, above 0`,
      options.storeTimeout,
    )
    check.require(
      maxEntries === undefined || isEntryCount(maxEntries),
      'maxEntries',
      maxEntriesRule,
      maxEntries,
    )
    check.require(
      maxEntries === undefined || store === undefined,
      'maxEntries',
      'is for the memory store: a store of your own sets its own bound',
      maxEntries,
    )
    check.require(typeof singleFlight === 'boolean', 'singleFlight', 'must be true or false', singleFlight)
    check.require(store === undefined || isStore(store), 'store', 'must have get, set and delete', store)
    // It has these, and would grow for ever.
    check.require(
      store?.set !== (Map.prototype as unknown as CacheStore).set,
      'store',
      'must let go of what has expired, and a Map does not: leave it out for memory',
      store,
    )
    if (match === undefined) check.require(typeof key === 'function', 'key', 'must be a function', key)
    else {
      check.require(isMatch(match), 'match', 'must have hash, copy and same', match)
      check.require(key === undefined, 'match', 'takes the place of key: give one of them', match)
      check.require(store === undefined, 'match', 'is for memory: a store needs key', match)
    }
    check.require(
      options.onFault === undefined || typeof options.onFault === 'function',
      'onFault',
      'must be a function',
      options.onFault,
    )
    check.done()
    this.ttl = ttl ?? 0
    this.staleIfError = staleIfError ?? 0
    this.storeTimeout = storeTimeout ?? 0
    const bound = maxEntries ?? 10_000
    this.maxEntries = store === undefined ? bound : undefined
    const faults = options.faults ?? new Faults(options.onFault ?? (() => undefined))
    this.faults = faults
    const flights = singleFlight ? new Flights<Input, Output>(clock) : undefined
    this.flights = flights
    if (match !== undefined) this.entries = new MatchedEntries(match, bound, faults, flights)
    else {
      const from = store ?? createMemoryStore({ maxEntries: bound, clock })
      const keepFor = this.ttl + this.staleIfError
      const { storeTimeout } = this
      this.entries = new StoredEntries(from, { key, keepFor, storeTimeout, clock, faults }, flights)
    }
  }

  /** Stores the answer of a call; what the store throws or rejects with is reported. */
  put(call: Call<Input, Output>, place: Flight<Input, Output>): void {
    if (isReadOnce(call.output)) {
      const message = 'an answer that can be read once was not cached: read it in the target'
      this.faults.add('cache, answer', new PlimsollError('PLIMSOLL_UNREPEATABLE_OUTPUT', { message }))
      return
    }
    this.entries.put(call, place)
  }
}

function isMatch(match: InputMatch): boolean {
  return (['hash', 'copy', 'same'] as const).every((name) => typeof match[name] === 'function')
}

function isStore(store: CacheStore): boolean {
  return (['get', 'set', 'delete'] as const).every((name) => typeof store[name] === 'function')
}
