import { errorCodeOf } from '@plimsoll/core'
import type { Call, ErrorCode, Stage } from '@plimsoll/core'
import type { Rollout } from './rollout.ts'

/** Failures that say nothing about the variant: it was not asked, or its answer was no longer wanted. */
const notItsFault: readonly (ErrorCode | undefined)[] = [
  'PLIMSOLL_CIRCUIT_OPEN',
  'PLIMSOLL_CLOSED',
  'PLIMSOLL_SUPERSEDED',
]

/** What a judge stage asks of the stages around it. */
export interface JudgeStageOptions {
  /**
   * Whether a call to this variant would be let through now, by whatever refuses calls between the route and
   * the judge: `(variant) => breaker.admits(variant)`.
   * @default every call is
   */
  readonly admits?: ((variant: string) => boolean) | undefined
}

/**
 * Tells the judge of a rollout about failed calls. Belongs innermost, next to the target.
 *
 * Counts the first attempt of a call alone: a retry or hedge neither adds a bad event nor turns one good.
 * Not counted: calls the caller aborted, attempts overtaken by another, and refusals before the variant was
 * asked (open circuit, closed guard, refused input). A passed deadline and a broken output contract count.
 *
 * With `admits`, a failed call counts only where the other variant would have been asked too; `isAlone` tells
 * the same of a call's label. A bad event tells something by its arm alone, and so only where it could have
 * been of either: while one circuit is open, all bad events are of the other arm, whichever is to blame.
 *
 * The arm follows from `call.variant` and the share is the rollout's own: it is constant until a rollback,
 * after which nothing is counted. So nothing needs to travel from the route stage.
 *
 * @example
 * const rollout = createRollout(
 *   { stable: 'v2', candidate: 'v3', weight: 10, rollbackIf: { errors: true } },
 *   { emit: (name, event) => console.log(name, event.signal), clock: systemClock() },
 * )
 * const predict = compose(model, [new RouteStage(rollout), new JudgeStage(rollout)])
 */
export class JudgeStage<Variant extends string, Input, Output, Label> implements Stage<Input, Output> {
  readonly name: string = 'judge'
  private readonly rollout: Rollout<Variant, Input, Output, Label>
  private readonly admits: ((variant: string) => boolean) | undefined
  private readonly alone: WeakSet<Call<Input, Output>> = new WeakSet()

  constructor(rollout: Rollout<Variant, Input, Output, Label>, options: JudgeStageOptions = {}) {
    this.rollout = rollout
    this.admits = options.admits
  }

  enter(call: Call<Input, Output>): void {
    if (this.admits === undefined) return
    const { stable, candidate } = this.rollout.options
    const other = call.variant === stable ? candidate : stable
    // On the way in: what the call itself does to a circuit must have no say.
    if (!this.admits(other)) this.alone.add(call)
  }

  error(call: Call<Input, Output>): void {
    if (call.attempt !== 1 || call.isAborted || this.alone.has(call)) return
    const { rollout } = this
    const arm = rollout.armOf(call.variant)
    if (arm === undefined) return
    const code = errorCodeOf(call.error)
    if (notItsFault.includes(code) || (code === 'PLIMSOLL_INPUT_VIOLATION' && call.tried === 0)) return
    rollout.bad('errors', arm, rollout.share, call.unit === '' ? undefined : call.unit, rollout.now())
  }

  /** Whether the other variant would have been refused when this call came in: then its label tells nothing. */
  isAlone(call: Call<Input, Output>): boolean {
    return this.alone.has(call)
  }
}
