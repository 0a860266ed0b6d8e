import type { Runner } from '../runner.ts'
import type { RunningCall } from '../running-call.ts'
import type { Target } from '../target.ts'
import type { BreakerEvent, DriftEvent, RolloutEvent } from '../events.ts'

/**
 * What a runner tells of its calls, where somebody watches. None of its methods throws by itself, or changes
 * what a call does.
 */
export interface CallWatcher<Input, Output> {
  /** Whether a call was ever traced: only then is there anything for `inside` and `ask` to do. */
  readonly hasTraced: boolean
  /** When, on the runner's clock, it wants to look again whether to trace. */
  readonly checkAt: number
  /**
   * A call comes in, while calls are traced or since `checkAt`; returns whether it is traced, and belongs
   * inside its span then. Not for sub-calls.
   */
  begin(call: RunningCall<Input, Output>): boolean
  /** Runs something with the call's span as the active one. */
  inside<T>(call: RunningCall<Input, Output>, run: () => T): T
  /** Calls the target, with the attempt's span as the active one. */
  ask(call: RunningCall<Input, Output>, target: Target<Input, Output>): Output | PromiseLike<Output>
  /**
   * An attempt was answered, and the answer accepted. Only for sub-calls and while calls are traced: `end`
   * tells of all others by `call.isAsking`.
   */
  attemptAnswered(call: RunningCall<Input, Output>): void
  /** An attempt failed, with `call.error`: by its target, its check, or since it was cut off. */
  attemptFailed(call: RunningCall<Input, Output>): void
  /** A call is over; `call.isAsking` when its own attempt was the one that answered. Not for sub-calls. */
  end(call: RunningCall<Input, Output>): void
  /** A call was refused before it began, since the runner is closed. */
  refused(): void
  /** A part changed its state. */
  changed(event: BreakerEvent | DriftEvent | RolloutEvent): void
}

/** Makes the watcher of a runner; `telemetry` gives one. */
export type Telemetry = <Input, Output>(runner: Runner<Input, Output>) => CallWatcher<Input, Output>
