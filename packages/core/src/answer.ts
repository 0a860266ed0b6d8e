import type { Source } from './target.ts'

/** An answer with where it came from. */
export interface Answer<Output, Variant extends string | undefined = string | undefined> {
  readonly output: Output
  /** The id that `outcome` takes, hours later. */
  readonly id: string
  /** The variant assigned to the call, also when another source answered. */
  readonly variant: Variant
  readonly source: Source
  /** Whether this is a lesser answer than the model's own: stale or a fallback. */
  readonly degraded: boolean
  /** Milliseconds since the answer was made; 0 for a live one. */
  readonly age: number
  /** The failure that a lesser answer stands in for; `undefined` for any other answer. */
  readonly failure: unknown
  /** How many times the target was called. */
  readonly attempts: number
  readonly timings: {
    /** Milliseconds the whole call took. */
    readonly total: number
  }
}
