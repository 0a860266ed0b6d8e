/// <reference lib="esnext.disposable" preserve="true" />
import type { AnyContract, HasLabel, InputOf, LabelOf, OutputOf } from '@plimsoll/contracts'
import type { Answer, CallOptions, HealthSignal, PlimsollEvents } from '@plimsoll/core'
import type { Monitor } from '@plimsoll/drift'
import type { Rollout } from '@plimsoll/router'
import type { Explanation } from './explain.ts'
import type { GuardStats } from './record-stage.ts'

/** How `many` runs its rows. */
export interface ManyOptions extends Omit<CallOptions, 'id'> {
  /** Rows under way at the same time. @default 16 */
  readonly concurrency?: number | undefined
}

/** What became of a label. */
export type OutcomeResult =
  /** Joined to its decision, and counted for the variant that made it. */
  | 'joined'
  /**
   * Joined, but not counted: not the variant's own first answer (cached, retried, degraded), or given while
   * the other variant's circuit was open.
   */
  | 'ignored'
  /** No decision waits under this id: never known, expired, evicted, or labelled before. */
  | 'unknown'

/** The health of a guard and its parts. */
export interface GuardHealth {
  /** The worst status of all parts. */
  readonly status: HealthSignal['status']
  readonly parts: readonly HealthSignal[]
}

/** The variant an answer carries: one of the guard's, `undefined` for a guard with one model. */
export type VariantOf<Variant extends string> = [Variant] extends [never] ? undefined : Variant

/** Your call with its guard around it: called like the call itself. */
export interface Guard<C extends AnyContract, Variant extends string = never> {
  /** Answers with exactly the contract's output. */
  (input: InputOf<C>, options?: CallOptions): Promise<OutputOf<C>>
  /** Answers with where the answer came from, and an id that `outcome` takes. */
  readonly detailed: (
    input: InputOf<C>,
    options?: CallOptions,
  ) => Promise<Answer<OutputOf<C>, VariantOf<Variant>>>
  /**
   * Answers many inputs, each a call of its own, in their order. Rejects with the first failure and abandons
   * the rows still under way; use `detailed` in a loop where each row's failure matters.
   */
  readonly many: (inputs: Iterable<InputOf<C>>, options?: ManyOptions) => Promise<OutputOf<C>[]>
  /**
   * Reports the label of an earlier call by the id of its answer. Each id is counted once.
   *
   * @throws {ViolationError} when the label breaks the contract's label schema.
   */
  readonly outcome: (
    id: string,
    label: HasLabel<C> extends false ? 'outcome needs a label: give the contract a label schema' : LabelOf<C>,
  ) => OutcomeResult
  /** Tells the stages in force, in order, with every default. Print it. */
  readonly explain: () => Explanation
  /** Counts since the start. */
  readonly stats: () => GuardStats
  readonly health: () => GuardHealth
  /**
   * Listens to state changes; the returned function stops listening.
   *
   * @throws {OptionsError} for an event that there is not, or a listener that is no function.
   */
  readonly on: <Name extends keyof PlimsollEvents>(
    name: Name,
    listener: (event: PlimsollEvents[Name]) => unknown,
  ) => () => void
  /** The drift monitors in force. */
  readonly monitors: { readonly input: Monitor | undefined; readonly output: Monitor | undefined }
  /** The rollout in force: its status and evidence, and `rollback` by hand. */
  readonly rollout: Rollout | undefined
  /** Takes no more calls; resolves when none is under way and the sink has everything, or has taken 5 s. */
  readonly drain: () => Promise<void>
  /** Drains; for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}
