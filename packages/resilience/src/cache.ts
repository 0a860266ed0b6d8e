import type { Call, Stage } from '@plimsoll/core'
import type { Flight } from './flights.ts'
import { SharedCache } from './shared-cache.ts'
import type { CacheOptions } from './shared-cache.ts'
import { StaleStage } from './stale.ts'

/**
 * Answers a call from a stored answer while that is fresh, and stores the target's own answers.
 *
 * Calls share an answer under one key, or with an equal input, and only within a tenant and variant. From
 * memory a hit is answered synchronously. Only live answers are stored: no fallback or stale answer, no failure, and
 * nothing that can be read once (a stream, a `Response`). A store that fails or hangs counts as a miss.
 *
 * Calls at once that would share an answer ask the target once: one leads, the others wait for it, each under its
 * own deadline and signal, and get its answer, with source `cache`, or the target's failure. A leader that
 * ends for a reason of its own (its caller left, its deadline passed, it was refused) hands over to the next.
 *
 * The stored value itself is handed out, neither copied nor frozen: treat answers as read-only.
 *
 * @example
 * const shared = new SharedCache({ ttl: '5m', staleIfError: '1h', key: (call) => JSON.stringify(call.input) })
 * const predict = compose(model, [new StaleStage(shared), new CacheStage(shared)])
 */
export class CacheStage<Input = unknown, Output = unknown> implements Stage<Input, Output> {
  readonly name: string = 'cache'
  /** What is in force, defaults included; times in milliseconds. */
  readonly settings: Readonly<Record<string, number | boolean>>
  private readonly shared: SharedCache<Input, Output>

  constructor(shared: SharedCache<Input, Output>) {
    this.shared = shared
    const { ttl, staleIfError, storeTimeout, maxEntries } = shared
    // Only a store of the user's own can be slow, and only ours has our bound.
    const bound = maxEntries === undefined ? { storeTimeout } : { maxEntries }
    this.settings = { ttl, staleIfError, ...bound, singleFlight: shared.flights !== undefined }
  }

  enter(call: Call<Input, Output>): void | Promise<unknown> {
    return this.shared.entries.enter(call, this.shared.ttl)
  }

  leave(call: Call<Input, Output>): void {
    const place = call.local as Flight<Input, Output> | undefined
    if (place === undefined) return
    if (call.source === 'live' && !call.degraded) this.shared.put(call, place)
    this.shared.flights?.land(call, place)
  }

  error(call: Call<Input, Output>): void {
    const place = call.local as Flight<Input, Output> | undefined
    if (place === undefined) return
    if (this.shared.staleIfError !== 0) this.shared.failed.set(call, place)
    this.shared.flights?.fail(call, place)
  }
}

/**
 * Creates a stage that answers from stored answers; see `CacheStage` for what is stored.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const predict = compose(model, [cache({ ttl: '5m', key: (call) => JSON.stringify(call.input) })])
 */
export function cache<Input = unknown, Output = unknown>(
  options: CacheOptions<Input, Output>,
): Stage<Input, Output> {
  return new CacheStage(new SharedCache(options))
}

/**
 * Creates the cache stage and, for further out, the stage that answers a failure from an expired answer.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const { cache, stale } = cacheStages({ ttl: '5m', staleIfError: '1h', key: (call) => JSON.stringify(call.input) })
 * const predict = compose(model, [stale, cache, retry()], { deadline: '250ms' })
 */
export function cacheStages<Input = unknown, Output = unknown>(
  options: CacheOptions<Input, Output>,
): { readonly cache: Stage<Input, Output>; readonly stale: Stage<Input, Output> } {
  const shared = new SharedCache(options)
  return { cache: new CacheStage(shared), stale: new StaleStage(shared) }
}
