import type { Call } from '@plimsoll/core'
import type { Flight } from './flights.ts'

/**
 * Where answers are kept and found again: under a text in a store, or in memory by comparing inputs. No fault
 * of theirs reaches the call.
 *
 * @typeParam Place what a call is filed under; holds nothing that another may change
 */
export interface CacheEntries<Input, Output, Place extends Flight<Input, Output> = Flight<Input, Output>> {
  /**
   * Answers the call from an entry younger than `maxAge`, or as an equal call under way is answered; a promise
   * only where a store gives one, or another call is waited for. Leaves in `call.local` where an answer of the
   * target's own belongs, or nothing.
   */
  enter(call: Call<Input, Output>, maxAge: number): void | Promise<unknown>
  /** Files the answer of a call where `enter` left it belongs. */
  put(call: Call<Input, Output>, place: Place): void
  /** Answers a failed call from an entry younger than `maxAge`; without a place, by the call as it is. */
  answerStale(call: Call<Input, Output>, place: Place | undefined, maxAge: number): void | Promise<void>
}
