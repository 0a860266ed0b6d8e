import type { Call, Stage } from '@plimsoll/core'
import { mayStandIn } from './may-stand-in.ts'
import type { SharedCache } from './shared-cache.ts'

/**
 * Answers a failure from a stored answer that expired no longer than `staleIfError` ago; belongs outside
 * the cache stage it shares the store with. The answer has source `stale` and is degraded.
 *
 * Never for a refused input, a caller who left or a closed guard. Looks where the cache stage
 * looked, or for itself when the call failed before it got there. At the deadline only a synchronous store counts.
 *
 * @example
 * const shared = new SharedCache({ ttl: '5m', staleIfError: '1h', key: (call) => JSON.stringify(call.input) })
 * const predict = compose(model, [new StaleStage(shared), new CacheStage(shared)])
 */
export class StaleStage<Input = unknown, Output = unknown> implements Stage<Input, Output> {
  readonly name: string = 'stale'
  private readonly shared: SharedCache<Input, Output>

  constructor(shared: SharedCache<Input, Output>) {
    this.shared = shared
  }

  error(call: Call<Input, Output>): void | Promise<void> {
    const { shared } = this
    if (shared.staleIfError === 0 || !mayStandIn(call)) return
    return shared.entries.answerStale(call, shared.failed.get(call), shared.ttl + shared.staleIfError)
  }
}
