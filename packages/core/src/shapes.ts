import type { ErrorCode } from './codes.ts'
import type { BreakerEvent } from './events.ts'
import type { Priority, Source } from './target.ts'

/**
 * What a column holds, as drift monitors and feature stores see it. An `embedding` is an array of numbers taken as
 * one; a `prediction` is a model's answer, a number or a label.
 */
export type ColumnKind = 'numeric' | 'categorical' | 'boolean' | 'text' | 'embedding' | 'prediction'

/** One scalar place inside an input or output that can be watched on its own. */
export interface ColumnShape {
  /** The path as text: `tenure`, `address.zip`, `pixels[12]`. Unique within its side. */
  readonly name: string
  readonly path: readonly (string | number)[]
  readonly kind: ColumnKind
}

/** What other packages may know of a contract, without knowing the schema library. */
export interface ContractShape {
  /** `churn` of `churn@4`. */
  readonly name: string
  /** `4` of `churn@4`. */
  readonly version: string
  /** SHA-256 of the canonical form, 64 hex digits; part of every cache key and decision. */
  readonly digest: string
  /** Columns that could be read from the input schema; empty where the schema can't be read. */
  readonly inputColumns: readonly ColumnShape[]
  readonly outputColumns: readonly ColumnShape[]
}

/** Something that watches rows and never answers: a drift monitor, a judge. */
export interface Observer<Row> {
  observe(row: Row, now: number): void
}

/** The state of one part, for `health()`. */
export interface HealthSignal {
  /** Which part: `breaker v3`, `rollout`, `guard`. */
  readonly name: string
  readonly status: 'ok' | 'degraded' | 'down'
  /** Of a breaker: where its circuit stands. */
  readonly state?: BreakerEvent['to'] | undefined
  /** In words, without any value from a prediction. */
  readonly detail: string
}

/** The record of one call: what was decided, never what was in it. */
export interface Decision {
  readonly id: string
  readonly contract: string
  readonly variant: string | undefined
  readonly unit: string | undefined
  /** Whose data it was, where the caller said so. */
  readonly tenant?: string | undefined
  /** Left out where it is `default`. */
  readonly priority?: Priority | undefined
  /** Where the answer came from; `none` for a call that ended without one. */
  readonly source: Source | 'none'
  readonly degraded: boolean
  /**
   * Why there is no answer, or what a lesser one stands in for: a code of plimsoll's own, `aborted` when the
   * caller left, `_OTHER` for an error of the target's. Never a message.
   */
  readonly failure?: ErrorCode | 'aborted' | '_OTHER' | undefined
  readonly attempts: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** The call's trace and span, or its caller's where calls are not traced; only of a trace that is recorded. */
  readonly traceId?: string | undefined
  readonly spanId?: string | undefined
}
