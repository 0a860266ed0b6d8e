import type { Duration } from './duration.ts'

/** Where an answer came from: the model just now, the cache, an expired cache entry, or a fallback. */
export type Source = 'live' | 'cache' | 'stale' | 'fallback'

/** How a call ranks when not all can be served. */
export type Priority = 'critical' | 'default' | 'sheddable' | 'background'

/** What a target is told about the call it answers. */
export interface CallContext {
  /** Sortable id of the call, made when first read. */
  readonly id: string
  /**
   * Aborts when the deadline passes or the caller leaves, never after success. Made when first read: a
   * target that ignores it costs nothing.
   */
  readonly signal: AbortSignal
  /** Milliseconds left before the deadline; `Infinity` without one, never below 0. */
  readonly remaining: number
  /** The variant the call was assigned to, where there are variants. */
  readonly variant: string | undefined
  /** Which attempt this is, from 1. */
  readonly attempt: number
  /** The sticky subject of the call, such as a user id. */
  readonly unit: string | undefined
  /** Whose data this is; part of every cache key. */
  readonly tenant: string | undefined
  readonly priority: Priority
  /**
   * W3C `traceparent` of this attempt's span, to be sent on where nothing does so by itself; the caller's
   * own where calls are not traced, `undefined` without either.
   */
  readonly traceparent: string | undefined
}

/** The call that is guarded: your own function from an input to an answer. */
export type Target<Input, Output> = (input: Input, context: CallContext) => Output | PromiseLike<Output>

/** What a caller may say of one call. */
export interface CallOptions {
  /** The caller's own id for this call; must be unique, since late labels are joined by it. */
  readonly id?: string | undefined
  /** Abandons the call when it aborts; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds (or a duration) this call may take; never longer than the guard's own deadline. */
  readonly deadline?: Duration | undefined
  /** The sticky subject of the call, such as a user id. */
  readonly unit?: string | undefined
  /** Whose data this is; part of every cache key. */
  readonly tenant?: string | undefined
  /** @default 'default' */
  readonly priority?: Priority | undefined
  /**
   * W3C `traceparent` of the caller, where no context manager carries it, as in edge functions: the header
   * as it came. One that is malformed is ignored.
   * @default the active span
   */
  readonly traceparent?: string | undefined
}
