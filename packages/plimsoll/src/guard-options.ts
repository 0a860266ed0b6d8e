import type {
  AnyContract,
  HasLabel,
  ParsedInputOf,
  ParsedLabelOf,
  OutputOf,
  RawOutputOf,
} from '@plimsoll/contracts'
import type { Clock, Duration, EventSink, Stage, Target } from '@plimsoll/core'
import type { MonitorOptions } from '@plimsoll/drift'
import type { BreakerOptions, CacheSettings, FallbackOptions, RetryOptions } from '@plimsoll/resilience'

/** The function a guard protects: your own call, from a checked input to a raw answer. */
export type GuardTarget<C extends AnyContract> = Target<ParsedInputOf<C>, RawOutputOf<C>>

/** How a candidate is released beside the stable variant, and when it is taken back. */
export interface GuardRollout<C extends AnyContract, Variant extends string> {
  /** The variant that is trusted. */
  readonly stable: Variant
  /** The variant on trial. */
  readonly candidate: Variant
  /** The candidate's share of units, in percent: above 0, at most 100. */
  readonly weight: number
  /** The sticky subject of a call, such as a user id. Without one (`undefined`), each call is assigned by itself. */
  readonly unit?: ((input: ParsedInputOf<C>) => string | undefined) | undefined
  /**
   * The chance of taking back a candidate that is no worse, over the whole rollout however often the judge
   * looks; in (0, 0.5].
   * @default 0.01
   */
  readonly falseRollback?: number | undefined
  /** How many times as often as stable the candidate may fail and still count as no worse. @default 1.1 */
  readonly toleratedRatio?: number | undefined
  /** Which signals may take the candidate back; at least one. */
  readonly rollbackIf: {
    /** Failures: thrown errors, deadlines, answers that break the output contract. */
    readonly errors?: boolean | undefined
    /** Whether an answer was wrong, once its label is known. */
    readonly loss?: HasLabel<C> extends true
      ? ((output: OutputOf<C>, label: ParsedLabelOf<C>) => boolean) | undefined
      : 'a loss needs a label: give the contract a label schema' | undefined
  }
  /** Names this split: units are assigned anew under another salt. @default `stable:candidate` */
  readonly salt?: string | undefined
}

/** How changes of drift are told. */
export interface DriftEventOptions {
  /**
   * How long a verdict that comes and goes makes no further event: alarms of the same columns, `warn`,
   * `inconclusive`. What still stands afterwards is told then; `onRoll` and `monitors` hear all. 0 tells every change.
   * @default '10m'
   */
  readonly coolDown?: Duration | undefined
}

/** What is watched for drift. */
export interface GuardDrift<C extends AnyContract>
  extends Omit<MonitorOptions, 'columns'>, DriftEventOptions {
  /** The frozen reference for inputs: a `Baseline`, or the JSON it was saved as. */
  readonly baseline?: unknown
  /** Which input columns to watch, by name. @default all columns of the baseline */
  readonly columns?: readonly ColumnName<ParsedInputOf<C>>[] | undefined
  /** The reference for the model's own answers; watched apart from the inputs. */
  readonly output?:
    | (Omit<MonitorOptions, 'columns'> &
        DriftEventOptions & {
          readonly baseline: unknown
          readonly columns?: readonly ColumnName<OutputOf<C>>[] | undefined
        })
    | undefined
}

/** Names of columns of a row: its own keys, or paths below them such as `address.zip` and `pixels[3]`. */
export type ColumnName<Row> =
  Row extends Readonly<Record<string, unknown>>
    ? (keyof Row & string) | `${keyof Row & string}${'.' | '['}${string}`
    : string

/** What a guard knows of decisions that wait for their labels. */
export interface OutcomeOptions {
  /** Decisions kept at most; the oldest goes first. @default 10 000 */
  readonly capacity?: number | undefined
  /** How long a decision waits for its label. @default '1d' */
  readonly ttl?: Duration | undefined
}

/** Options of single stages that a guard sets by itself. */
type GuardsOwn = 'clock' | 'faults' | 'name' | 'onChange' | 'onFault'

// Interfaces, so that messages and hovers name them instead of spelling them out.
/** Options of a guard's retry. */
export interface GuardRetry extends Omit<RetryOptions, 'clock' | 'random'> {}
/** Options of a guard's breaker. */
export interface GuardBreaker extends Omit<BreakerOptions, GuardsOwn> {}
/** Options of a guard's cache. */
export interface GuardCache extends Omit<CacheSettings, GuardsOwn> {}

/** The options that do not depend on whether there is one model or several variants. */
export interface SharedOptions<C extends AnyContract> {
  /** How long one call may take in all, whatever the target does. @default none */
  readonly deadline?: Duration | false | undefined
  /**
   * More attempts after a failure, at most a tenth of all calls unless `budget` says more. To write it is to
   * declare the call repeatable.
   * @default none
   */
  readonly retry?: boolean | GuardRetry | Stage | undefined
  /** Leaves a target alone that keeps failing; one breaker per variant. @default none */
  readonly breaker?: boolean | GuardBreaker | Stage | undefined
  /**
   * Answers equal inputs from memory, or a store of yours, for `ttl`; equal inputs at once ask once. The stored answer itself is handed out:
   * treat answers as read-only. Inputs that have no `canonicalKey` (class instances, 64 KB of text and more)
   * are never stored.
   * @default none
   */
  readonly cache?: false | GuardCache | undefined
  /** Answers, marked as degraded, when everything else failed. @default none */
  readonly fallback?:
    | undefined
    | false
    | ((input: ParsedInputOf<C>, failure: unknown) => RawOutputOf<C>)
    | Omit<FallbackOptions<ParsedInputOf<C>, RawOutputOf<C>>, 'check'>
  /** Watches inputs, and the model's own answers, against a frozen baseline. @default none */
  readonly drift?: false | GuardDrift<C> | undefined
  /** Bounds for decisions that wait for their labels; only kept where the contract has a label. */
  readonly outcomes?: false | OutcomeOptions | undefined
  /** Takes the record of every call, answered or not, and of every state change. @default none */
  readonly sink?: EventSink | undefined
  /** Your own stages, in order from outside in; they run after the input was checked, before routing. */
  readonly stages?: false | readonly Stage[] | undefined
  /**
   * Counts, times and traces calls by the OpenTelemetry API, once the application registers an SDK.
   * @default true
   */
  readonly telemetry?: boolean | undefined
  /** Time, for tests. @default the process's clock */
  readonly clock?: Clock | undefined
  /** Numbers in [0, 1) for jitter and unit-less assignment, for tests. @default seeded at first use */
  readonly random?: (() => number) | undefined
}

/** Options of a guard around one model. */
export interface ModelOptions<C extends AnyContract> extends SharedOptions<C> {
  /** Your own call, from a checked input to a raw answer. */
  readonly model: GuardTarget<C>
  readonly variants?: 'give either model or variants, not both' | undefined
  readonly rollout?: 'a rollout needs variants: { ... } instead of model' | undefined
}

/** Options of a guard around several variants. */
export interface VariantOptions<C extends AnyContract, Variant extends string> extends SharedOptions<C> {
  /** Your own calls by name. With more than one, `rollout` says which answers. */
  readonly variants: Readonly<Record<Variant, GuardTarget<C>>>
  /** Which variant answers. Needed as soon as there is more than one. */
  readonly rollout?:
    | false
    | GuardRollout<C, [Variant] extends [never] ? string : NoInfer<Variant>>
    | undefined
  readonly model?: 'give either model or variants, not both' | undefined
}

/**
 * Options kept in a separate constant, checked with `satisfies` so that variant names stay literal.
 *
 * @example
 * const options = {
 *   variants: { v3: model, v4: model },
 *   rollout: { stable: 'v3', candidate: 'v4', weight: 5, rollbackIf: { errors: true } },
 * } satisfies GuardOptions<typeof churn>
 * const predict = guard(churn, options)
 */
export type GuardOptions<C extends AnyContract> =
  | ModelOptions<C>
  | (Omit<VariantOptions<C, string>, 'rollout'> & {
      readonly rollout?: false | GuardRollout<C, '' | (string & {})> | undefined
    })
