import type { Call, Faults } from '@plimsoll/core'
import { LRUCache } from 'lru-cache'
import type { CacheEntries } from './cache-entries.ts'
import type { Flight, Flights } from './flights.ts'

/**
 * How equal inputs are found in memory without writing them as text; `inputMatch` of `@plimsoll/contracts` is
 * one for plain data. One that throws is reported and leaves the call uncached.
 */
export interface InputMatch {
  /**
   * A whole number that equal inputs share under one seed; `undefined` leaves the call uncached. Inputs that
   * differ should rarely share one: of those that do, the last one asked for is kept.
   */
  readonly hash: (input: unknown, seed: number) => number | undefined
  /** The input as it is now, out of everyone's reach; `undefined` leaves the call uncached. */
  readonly copy: (input: unknown) => unknown
  /** Whether an input equals a copy; alone decides what shares an answer. */
  readonly same: (input: unknown, copy: unknown) => boolean
}

interface Entry<Input, Output> extends Flight<Input, Output> {
  readonly hash: number
  readonly input: unknown
  readonly tenant: string | undefined
  readonly variant: string | undefined
  value: unknown
  storedAt: number
}

/**
 * Keeps answers in this process's memory under a hash of the call, next to a copy of its input that every
 * look-up is compared with, tenant and variant too: another call under the same hash is a miss, and its
 * answer takes the place. That costs an entry, as eviction does, and can't give an answer to another input.
 *
 * The copy is taken on the way in, so whoever changes an input later, the target or the caller, changes
 * neither what is kept nor what finds it. Time is the call's own: an entry's age is counted from the end of
 * the call that made it to the start of the one it answers, to the failure where it stands in for one.
 */
export class MatchedEntries<Input, Output> implements CacheEntries<Input, Output, Entry<Input, Output>> {
  private readonly match: InputMatch
  private readonly faults: Faults
  private readonly flights: Flights<Input, Output> | undefined
  private readonly entries: LRUCache<number, Entry<Input, Output>>

  /** @param flights calls under way; `undefined` lets each ask for itself */
  constructor(
    match: InputMatch,
    maxEntries: number,
    faults: Faults,
    flights: Flights<Input, Output> | undefined,
  ) {
    this.match = match
    this.faults = faults
    this.flights = flights
    this.entries = new LRUCache({ max: maxEntries })
  }

  enter(call: Call<Input, Output>, maxAge: number): void | Promise<unknown> {
    // From an attempt before this one, which may have been of another variant.
    if (call.local !== undefined) call.local = undefined
    try {
      const { input, tenant, variant } = call
      const hash = this.match.hash(input, seedOf(tenant, variant))
      if (hash === undefined) return
      const found = this.same(this.entries.get(hash), input, tenant, variant)
      if (found !== undefined) {
        const age = Math.max(0, call.startedAt - found.storedAt)
        if (age < maxAge && call.answer(found.value as Output, 'cache', { age })) return
      }
      return this.ask(call, hash, found)
    } catch (error) {
      this.faults.add('cache, match', error)
    }
  }

  /** Apart from `enter`, which is short for hits. */
  private ask(
    call: Call<Input, Output>,
    hash: number,
    found: Entry<Input, Output> | undefined,
  ): Promise<unknown> | undefined {
    const { flights } = this
    const { input, tenant, variant } = call
    if (flights !== undefined) {
      const flight = flights.find(hash, call) as Entry<Input, Output> | undefined
      if (flight !== undefined && this.same(flight, input, tenant, variant) !== undefined) {
        return flights.follow(call, flight)
      }
    }
    const copy = found === undefined ? this.match.copy(input) : found.input
    if (copy === undefined && input !== undefined) return
    const entry: Entry<Input, Output> = {
      hash,
      input: copy,
      tenant,
      variant,
      value: undefined,
      storedAt: 0,
      leader: undefined,
      party: undefined,
      next: undefined,
    }
    call.local = entry
    if (flights !== undefined) flights.lead(call, entry)
  }

  put(call: Call<Input, Output>, entry: Entry<Input, Output>): void {
    entry.value = call.output
    entry.storedAt = call.startedAt + call.elapsed
    this.entries.set(entry.hash, entry)
  }

  answerStale(call: Call<Input, Output>, place: Entry<Input, Output> | undefined, maxAge: number): void {
    try {
      const { input, tenant, variant } = place ?? call
      const hash = place === undefined ? this.match.hash(input, seedOf(tenant, variant)) : place.hash
      const found = hash === undefined ? undefined : this.same(this.entries.get(hash), input, tenant, variant)
      if (found === undefined) return
      const age = Math.max(0, call.startedAt + call.elapsed - found.storedAt)
      if (age < maxAge) call.answer(found.value as Output, 'stale', { age })
    } catch (error) {
      this.faults.add('cache, match', error)
    }
  }

  /** What was found under a hash, where it is of an equal call. */
  private same(
    found: Entry<Input, Output> | undefined,
    input: unknown,
    tenant: string | undefined,
    variant: string | undefined,
  ): Entry<Input, Output> | undefined {
    if (found === undefined || found.tenant !== tenant || found.variant !== variant) return undefined
    return this.match.same(input, found.input) ? found : undefined
  }
}

/** Sets calls of different tenants and variants apart, lest they take each other's place (FNV-1a). */
function seedOf(tenant: string | undefined, variant: string | undefined): number {
  return mix(mix(0x811c9dc5, variant), tenant)
}

function mix(hash: number, text: string | undefined): number {
  if (text === undefined) return Math.imul(hash, 3)
  let h = hash
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  // Where a text ends counts: else two could share their characters out otherwise.
  return (Math.imul(h, 5) + text.length + 1) | 0
}
