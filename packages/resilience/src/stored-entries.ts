import type { CacheEntry, CacheStore, Call, Clock, Faults } from '@plimsoll/core'
import { isThenable, syncResult } from '@plimsoll/core'
import type { CacheEntries } from './cache-entries.ts'
import { cacheKey } from './cache-key.ts'

/** What a store is used with. */
export interface StoredOptions<Input, Output> {
  readonly key: (call: Call<Input, Output>) => string | undefined
  /** How long the store is told to keep an entry, in milliseconds. */
  readonly keepFor: number
  readonly storeTimeout: number
  readonly clock: Clock
  readonly faults: Faults
}

/** Keeps answers in a store, under the key the user gives, with tenant and variant. Time is wall time. */
export class StoredEntries<Input, Output> implements CacheEntries<Input, Output, string> {
  private readonly store: CacheStore
  private readonly options: StoredOptions<Input, Output>

  constructor(store: CacheStore, options: StoredOptions<Input, Output>) {
    this.store = store
    this.options = options
  }

  enter(call: Call<Input, Output>, maxAge: number): void | Promise<void> {
    const key = this.keyOf(call)
    call.local = key
    if (key !== undefined) return this.answer(call, key, 'cache', maxAge)
  }

  put(call: Call<Input, Output>, key: string): void {
    const { clock, faults, keepFor } = this.options
    const entry = { value: call.output, storedAt: clock.wall() }
    faults.watch('cache store, set', () => this.store.set(key, entry, keepFor))
  }

  answerStale(call: Call<Input, Output>, place: string | undefined, maxAge: number): void | Promise<void> {
    const key = place ?? this.keyOf(call)
    if (key !== undefined) return this.answer(call, key, 'stale', maxAge)
  }

  private keyOf(call: Call<Input, Output>): string | undefined {
    try {
      const key = this.options.key(call)
      return key === undefined
        ? undefined
        : cacheKey(syncResult(key, 'string', 'key'), call.tenant, call.variant)
    } catch (error) {
      this.options.faults.add('cache, key', error)
      return undefined
    }
  }

  private answer(
    call: Call<Input, Output>,
    key: string,
    source: 'cache' | 'stale',
    maxAge: number,
  ): void | Promise<void> {
    let found: ReturnType<CacheStore['get']>
    try {
      found = this.store.get(key)
      // A store may say null where it should say undefined, as JSON does.
      if (found === undefined || (found as unknown) === null) return
      if (isThenable(found)) return this.answerLate(call, found, source, maxAge)
    } catch (error) {
      this.options.faults.add('cache store, get', error)
      return
    }
    this.use(call, found, source, maxAge)
  }

  private use(call: Call<Input, Output>, entry: CacheEntry, source: 'cache' | 'stale', maxAge: number): void {
    const age = Math.max(0, this.options.clock.wall() - entry.storedAt)
    if (age < maxAge) call.answer(entry.value as Output, source, { age })
  }

  private async answerLate(
    call: Call<Input, Output>,
    found: PromiseLike<CacheEntry | undefined>,
    source: 'cache' | 'stale',
    maxAge: number,
  ): Promise<void> {
    const limit = Math.min(this.options.storeTimeout, call.remaining / 2)
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
        this.options.clock.clearTimer(timer)
        signal.removeEventListener('abort', onAbort)
        resolve(entry)
      }
      const onAbort = (): void => end(undefined)
      const timer = this.options.clock.setTimer(() => {
        this.options.faults.add('cache store, get', new Error(`no answer within ${Math.round(limit)} ms`))
        end(undefined)
      }, limit)
      signal.addEventListener('abort', onAbort)
      Promise.resolve(found).then(end, (error: unknown) => {
        this.options.faults.add('cache store, get', error)
        end(undefined)
      })
      if (signal.aborted) end(undefined)
    })
  }
}
