import type { CacheEntry, CacheStore, Call, Clock, Faults } from '@plimsoll/core'
import { isThenable, syncResult } from '@plimsoll/core'
import type { CacheEntries } from './cache-entries.ts'
import { cacheKey } from './cache-key.ts'
import type { Flight, Flights } from './flights.ts'

/** What a store is used with. */
export interface StoredOptions<Input, Output> {
  readonly key: (call: Call<Input, Output>) => string | undefined
  /** How long the store is told to keep an entry, in milliseconds. */
  readonly keepFor: number
  readonly storeTimeout: number
  readonly clock: Clock
  readonly faults: Faults
}

/** A call's key, as `hash`. */
type Question<Input, Output> = Flight<Input, Output> & { readonly hash: string }

/** Keeps answers in a store, under the key the user gives, with tenant and variant. Time is wall time. */
export class StoredEntries<Input, Output> implements CacheEntries<Input, Output, Question<Input, Output>> {
  private readonly store: CacheStore
  private readonly options: StoredOptions<Input, Output>
  private readonly flights: Flights<Input, Output> | undefined

  /** @param flights calls under way; `undefined` lets each ask for itself */
  constructor(
    store: CacheStore,
    options: StoredOptions<Input, Output>,
    flights: Flights<Input, Output> | undefined,
  ) {
    this.store = store
    this.options = options
    this.flights = flights
  }

  enter(call: Call<Input, Output>, maxAge: number): void | Promise<unknown> {
    // From an attempt before this one.
    if (call.local !== undefined) call.local = undefined
    const hash = this.keyOf(call)
    if (hash === undefined) return
    const { flights } = this
    // Before the look-up: who waits for another call spares the store too.
    const flight = flights?.find(hash, call)
    if (flight !== undefined) return flights?.follow(call, flight)
    const found = this.lookUp(hash)
    const isLate = found instanceof Promise
    if (found !== undefined && !isLate && this.use(call, found, 'cache', maxAge)) return
    const question: Question<Input, Output> = { hash, leader: undefined, party: undefined, next: undefined }
    call.local = question
    flights?.lead(call, question)
    if (isLate) return this.enterLate(call, question, found, maxAge)
  }

  put(call: Call<Input, Output>, { hash }: Question<Input, Output>): void {
    const { clock, faults, keepFor } = this.options
    const entry = { value: call.output, storedAt: clock.wall() }
    faults.watch('cache store, set', () => this.store.set(hash, entry, keepFor))
  }

  answerStale(
    call: Call<Input, Output>,
    place: Question<Input, Output> | undefined,
    maxAge: number,
  ): void | Promise<void> {
    const key = place?.hash ?? this.keyOf(call)
    const found = key === undefined ? undefined : this.lookUp(key)
    if (found === undefined) return
    if (found instanceof Promise) return this.answerLate(call, found, maxAge)
    this.use(call, found, 'stale', maxAge)
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

  private lookUp(key: string): CacheEntry | Promise<CacheEntry | undefined> | undefined {
    try {
      const found = this.store.get(key)
      // A store may say null where it should say undefined, as JSON does.
      return isThenable(found) ? Promise.resolve(found) : (found ?? undefined)
    } catch (error) {
      this.options.faults.add('cache store, get', error)
      return undefined
    }
  }

  /** Answers the call from an entry that is young enough; whether it did. */
  private use(
    call: Call<Input, Output>,
    entry: CacheEntry,
    source: 'cache' | 'stale',
    maxAge: number,
  ): boolean {
    const age = Math.max(0, this.options.clock.wall() - entry.storedAt)
    return age < maxAge && call.answer(entry.value as Output, source, { age })
  }

  private async enterLate(
    call: Call<Input, Output>,
    question: Question<Input, Output>,
    found: Promise<CacheEntry | undefined>,
    maxAge: number,
  ): Promise<void> {
    const { signal } = call
    const entry = await this.waitFor(call, found)
    // Cut off: what the error it is owed finds in `call.local` may be another attempt's by then.
    if (signal.aborted) this.flights?.handOver(call, question)
    else if (entry !== undefined && this.use(call, entry, 'cache', maxAge)) this.flights?.land(call, question)
  }

  private async answerLate(
    call: Call<Input, Output>,
    found: Promise<CacheEntry | undefined>,
    maxAge: number,
  ): Promise<void> {
    const entry = await this.waitFor(call, found)
    if (entry !== undefined) this.use(call, entry, 'stale', maxAge)
  }

  /** Waits for the store, no longer than it may take and than the call waits for this hook. */
  private waitFor(
    call: Call<Input, Output>,
    found: Promise<CacheEntry | undefined>,
  ): Promise<CacheEntry | undefined> {
    const { signal, remaining } = call
    const limit = Math.min(this.options.storeTimeout, remaining / 2)
    return new Promise((resolve) => {
      const end = (entry: CacheEntry | undefined): void => {
        this.options.clock.clearTimer(timer)
        signal.removeEventListener('abort', onAbort)
        // A store that speaks JSON may say null for nothing.
        resolve(entry ?? undefined)
      }
      const onAbort = (): void => end(undefined)
      const timer = this.options.clock.setTimer(() => {
        this.options.faults.add('cache store, get', new Error(`no answer within ${Math.round(limit)} ms`))
        end(undefined)
      }, limit)
      signal.addEventListener('abort', onAbort)
      found.then(end, (error: unknown) => {
        this.options.faults.add('cache store, get', error)
        end(undefined)
      })
      if (signal.aborted) end(undefined)
    })
  }
}
