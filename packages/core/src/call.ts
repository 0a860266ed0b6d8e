import type { CallContext, Priority, Source } from './target.ts'

/** What an answer that is not the model's own, fresh one carries. */
export interface AnswerDetails {
  /** Whether the answer is a lesser one than the model would have given. @default source is 'stale' or 'fallback' */
  readonly degraded?: boolean
  /** Milliseconds since the answer was made. @default 0 */
  readonly age?: number
}

/**
 * One call on its way through the stages: what they read, and how they decide.
 *
 * The same object passes every stage and, as its `CallContext`, reaches the target.
 */
export interface Call<Input = unknown, Output = unknown> extends CallContext {
  /** The input as stages further out left it; a stage may replace it on the way in. */
  input: Input
  /** The answer, once there is one. */
  readonly output: Output | undefined
  /** The failure that `error` hooks see. */
  readonly error: unknown
  readonly source: Source
  readonly degraded: boolean
  /** The failure that a lesser answer stands in for, once it is given. */
  readonly failure: unknown
  /** Milliseconds since the answer was made; 0 for a live one. */
  readonly age: number
  variant: string | undefined
  unit: string | undefined
  readonly priority: Priority
  /**
   * Whether the input is still being checked: nobody may stand in for a target with an input that was not
   * accepted. Set by the stage that checks, around what it waits for.
   */
  isChecking: boolean
  /** How many times the target was called for this call, sub-calls included. */
  readonly tried: number
  /** Attempts made so far, sub-calls included. */
  readonly attempts: number
  /** Whether the id was given or read: only then can a label ever arrive for this call. */
  readonly hasId: boolean
  /** Whether the caller's own signal ended the call. Nothing can answer it then. */
  readonly isAborted: boolean
  /** Whether the time for the stages further in has run out. */
  readonly isExpired: boolean
  /** Milliseconds on the guard's clock when the call came in. */
  readonly startedAt: number
  /** Milliseconds from the call's start to its answer; while the call goes on, to now. */
  readonly elapsed: number
  /** This stage's own note on this call; every stage has its own, `undefined` at first. */
  local: unknown
  /**
   * Answers the call: in `enter` instead of the stages further in, in `error` instead of failing.
   *
   * @returns whether it was taken: not when the call is over, was aborted, or no answer is asked for now.
   */
  answer(output: Output, source?: Source, details?: AnswerDetails): boolean
  /** Replaces the failure, in `error`. */
  fail(error: unknown): void
  /**
   * Asks, in `error`, that the stages further in be entered again after `delay` milliseconds.
   *
   * A stage further in that replaced `input` finds its replacement.
   *
   * @returns whether it was taken: not when the delay passes the deadline or is longer than a timer can take
   * (24.8 days), the call is over, or it has had 64 attempts.
   */
  retry(delay: number): boolean
  /**
   * Runs the stages further in, and the target, as one more attempt beside this call: its own stages'
   * hooks, the same deadline, id, unit and variant. Attempts still under way when this call ends get
   * `SupersededError`, or the call's own deadline or abort.
   */
  subcall(): Promise<Output>
  /**
   * Keeps `ms` of the deadline for this stage, in `enter`: the stages further in run out of time that much
   * earlier, and this stage's `error` then has the rest. One stage per call can reserve.
   *
   * @returns whether it was taken: not without a deadline, or when another stage has reserved.
   */
  reserve(ms: number): boolean
}
