import type { CacheEntry, CacheStore, Call, Clock, Duration, Fault } from '@plimsoll/core'
import {
  Faults,
  PlimsollError,
  checkOptions,
  durationRule,
  isThenable,
  readDuration,
  systemClock,
} from '@plimsoll/core'
import { cacheKey } from './cache-key.ts'
import { createMemoryStore, isEntryCount, maxEntriesRule } from './memory-store.ts'

/** Options of `cache` and `cacheStages`. */
export interface CacheOptions<Input = unknown, Output = unknown> {
  /** How long an answer is fresh; above 0. */
  readonly ttl: Duration
  /** How long past `ttl` an answer may still stand in for a failure; takes the stale stage. @default 0 */
  readonly staleIfError?: Duration
  /** Answers kept in memory at most, 1 to 10 000 000; not with a store of your own. @default 10 000 */
  readonly maxEntries?: number
  /** Where answers are kept. @default this process's memory */
  readonly store?: CacheStore
  /**
   * What two calls must share to share an answer, as text; `undefined` leaves a call uncached. Tenant and
   * variant are added to it. One that throws is reported and leaves the call uncached.
   */
  readonly key: (call: Call<Input, Output>) => string | undefined
  /** How long a remote store may take, and never more than half of the time left; above 0. @default 50 ms */
  readonly storeTimeout?: Duration
  /** Told the first fault of each kind: of the store, or of `key`. @default nobody */
  readonly onFault?: (fault: Fault) => void
  /** The guard's own clock. @default the process's clock */
  readonly clock?: Clock
}

const optionNames = ['ttl', 'staleIfError', 'maxEntries', 'store', 'key', 'storeTimeout', 'onFault', 'clock']

/** What the cache stage and the stale stage share: the store behind a key, whose faults harm no call. */
export class SharedCache<Input, Output> {
  readonly ttl: number
  readonly staleIfError: number
  /** Keys of calls that failed, for the stale stage; nothing is put here on the healthy path. */
  readonly failed: WeakMap<Call<Input, Output>, string> = new WeakMap()
  private readonly store: CacheStore
  private readonly key: (call: Call<Input, Output>) => string | undefined
  readonly storeTimeout: number
  /** The memory store's bound; `undefined` for a store of the user's own. */
  readonly maxEntries: number | undefined
  private readonly clock: Clock
  private readonly faults: Faults

  /** @throws {OptionsError} when an option can't work; lists them all. */
  constructor(options: CacheOptions<Input, Output>) {
    const { store, maxEntries, clock = systemClock() } = options
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
    check.require(store === undefined || isStore(store), 'store', 'must have get, set and delete', store)
    check.require(typeof options.key === 'function', 'key', 'must be a function', options.key)
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
    this.key = options.key
    this.clock = clock
    this.maxEntries = store === undefined ? (maxEntries ?? 10_000) : undefined
    this.store = store ?? createMemoryStore({ maxEntries: maxEntries ?? 10_000, clock })
    this.faults = new Faults(options.onFault ?? (() => undefined))
  }

  /** The whole key of a call, with tenant and variant. */
  keyOf(call: Call<Input, Output>): string | undefined {
    try {
      const key = this.key(call)
      return key === undefined ? undefined : cacheKey(key, call.tenant, call.variant)
    } catch (error) {
      this.faults.add('cache, key', error)
      return undefined
    }
  }

  /** Answers the call from an entry younger than `maxAge`; a promise only where the store gives one. */
  answer(
    call: Call<Input, Output>,
    key: string,
    source: 'cache' | 'stale',
    maxAge: number,
  ): void | Promise<void> {
    let found: ReturnType<CacheStore['get']>
    try {
      found = this.store.get(key)
      if (found === undefined) return
      if (isThenable(found)) return this.answerLate(call, found, source, maxAge)
    } catch (error) {
      this.faults.add('cache store, get', error)
      return
    }
    this.use(call, found, source, maxAge)
  }

  /** Stores an answer; what the store throws or rejects with is reported. */
  put(key: string, output: Output): void {
    if (isReadOnce(output)) {
      const message = 'an answer that can be read once was not cached: read it in the target'
      this.faults.add('cache, answer', new PlimsollError('PLIMSOLL_UNREPEATABLE_OUTPUT', { message }))
      return
    }
    const entry = { value: output, storedAt: this.clock.wall() }
    this.faults.watch('cache store, set', () => this.store.set(key, entry, this.ttl + this.staleIfError))
  }

  private use(call: Call<Input, Output>, entry: CacheEntry, source: 'cache' | 'stale', maxAge: number): void {
    const age = Math.max(0, this.clock.wall() - entry.storedAt)
    if (age < maxAge) call.answer(entry.value as Output, source, { age })
  }

  private async answerLate(
    call: Call<Input, Output>,
    found: PromiseLike<CacheEntry | undefined>,
    source: 'cache' | 'stale',
    maxAge: number,
  ): Promise<void> {
    const limit = Math.min(this.storeTimeout, call.remaining / 2)
    const entry = await this.waitFor(found, limit, call.signal)
    // A store that speaks JSON may say null for nothing.
    if (entry !== undefined && entry !== null) this.use(call, entry, source, maxAge)
  }

  /** Waits for the store, no longer than `limit` and no longer than the call waits for this hook. */
  private waitFor(
    found: PromiseLike<CacheEntry | undefined>,
    limit: number,
    signal: AbortSignal,
  ): Promise<CacheEntry | undefined | null> {
    return new Promise((resolve) => {
      const end = (entry: CacheEntry | undefined | null): void => {
        this.clock.clearTimer(timer)
        signal.removeEventListener('abort', onAbort)
        resolve(entry)
      }
      const onAbort = (): void => end(undefined)
      const timer = this.clock.setTimer(() => {
        this.faults.add('cache store, get', new Error(`no answer within ${Math.round(limit)} ms`))
        end(undefined)
      }, limit)
      signal.addEventListener('abort', onAbort)
      Promise.resolve(found).then(end, (error: unknown) => {
        this.faults.add('cache store, get', error)
        end(undefined)
      })
      if (signal.aborted) end(undefined)
    })
  }
}

function isStore(store: CacheStore): boolean {
  return (['get', 'set', 'delete'] as const).every((name) => typeof store[name] === 'function')
}

/** Whether a value is a stream, an iterator or a body, which its first reader uses up. */
function isReadOnce(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return 'bodyUsed' in value || 'getReader' in value || Symbol.asyncIterator in value
}
