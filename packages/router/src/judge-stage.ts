import { isPlimsollError } from '@plimsoll/core'
import type { Call, ErrorCode, Stage } from '@plimsoll/core'
import type { Rollout } from './rollout.ts'

/** Failures that say nothing about the variant: it was not asked, or its answer was no longer wanted. */
const notItsFault: readonly ErrorCode[] = [
  'PLIMSOLL_CIRCUIT_OPEN',
  'PLIMSOLL_CLOSED',
  'PLIMSOLL_INPUT_VIOLATION',
  'PLIMSOLL_SUPERSEDED',
]

/**
 * Tells the judge of a rollout about failed calls. Belongs innermost, next to the target.
 *
 * Counts the first attempt of a call alone: a retry or hedge neither adds a bad event nor turns one good.
 * Not counted: calls the caller aborted, attempts overtaken by another, and refusals before the variant was
 * asked (open circuit, closed guard, refused input). A passed deadline and a broken output contract count.
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

  constructor(rollout: Rollout<Variant, Input, Output, Label>) {
    this.rollout = rollout
  }

  error(call: Call<Input, Output>): void {
    if (call.attempt !== 1 || call.isAborted) return
    const { rollout } = this
    const arm = rollout.armOf(call.variant)
    if (arm === undefined) return
    const { error } = call
    if (isPlimsollError(error) && notItsFault.includes(error.code)) return
    rollout.bad('errors', arm, rollout.share, call.unit === '' ? undefined : call.unit, rollout.now())
  }
}
