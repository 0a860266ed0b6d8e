// A guard with three parts of our own: this is where they plug in.
import { guard } from 'plimsoll'
import type { CacheStore, EventSink } from 'plimsoll/core'
import { credit } from './contract.ts'
import { RegionError } from './region-pin.ts'
import type { RegionPin } from './region-pin.ts'

/** Asks the model of a region. */
export type ModelIn = (
  region: string,
  input: { readonly income: number; readonly amount: number },
) => Promise<number>

export function serve(modelIn: ModelIn, pin: RegionPin, store: CacheStore, sink: EventSink) {
  return guard(credit, {
    model: async (input, { tenant }) => ({ limit: await modelIn(pin.regionOf(tenant), input) }),
    deadline: '500ms',
    cache: { ttl: '10m', store },
    fallback: (_, failure) => {
      // A refusal is for the caller. Throwing the failure lets it pass.
      if (failure instanceof RegionError) throw failure
      return { limit: 0 }
    },
    stages: [pin.stage],
    sink,
  })
}
