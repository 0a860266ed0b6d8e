import { lazyRandom, syncResult } from '@plimsoll/core'
import type { Call, Stage } from '@plimsoll/core'
import type { Rollout } from './rollout.ts'

/** What a route stage draws from and reports to. */
export interface RouteStageOptions {
  /** Draws from [0, 1) for calls without a unit. @default seeded by the platform at the first such call */
  readonly random?: (() => number) | undefined
  /** Told what the `unit` function threw. @default the rollout's own `onFault` */
  readonly onFault?: ((error: unknown) => void) | undefined
}

/**
 * Assigns each call to a variant of a rollout, in `call.variant`.
 *
 * The unit is the caller's own, else what the rollout's `unit` reads from the input; it is left in
 * `call.unit`, where the judge finds it. Without a unit, or with an empty one, each call is assigned by
 * chance. A `unit` function that throws or returns something else leaves the call without a unit and is
 * reported as a fault: a prediction is not lost over it.
 *
 * @example
 * const rollout = createRollout(
 *   { stable: 'v2', candidate: 'v3', weight: 10, rollbackIf: { errors: true } },
 *   { emit: (name, event) => console.log(name, event.signal), clock: systemClock() },
 * )
 * const predict = compose(model, [new RouteStage(rollout), new JudgeStage(rollout)])
 */
export class RouteStage<Variant extends string, Input, Output, Label> implements Stage<Input, Output> {
  readonly name: string = 'route'
  private readonly rollout: Rollout<Variant, Input, Output, Label>
  private readonly onFault: (error: unknown) => void
  private readonly random: () => number

  constructor(rollout: Rollout<Variant, Input, Output, Label>, options: RouteStageOptions = {}) {
    this.rollout = rollout
    this.random = options.random ?? lazyRandom()
    this.onFault = options.onFault ?? ((error) => rollout.fault(error, 'rollout unit'))
  }

  enter(call: Call<Input, Output>): void {
    if (call.unit === undefined) call.unit = this.readUnit(call.input)
    const unit = call.unit === '' ? undefined : call.unit
    call.variant = this.rollout.assign(unit, this.random).variant
  }

  private readUnit(input: Input): string | undefined {
    try {
      const unit: unknown = this.rollout.options.unit?.(input)
      if (unit === undefined || unit === '') return undefined
      return syncResult(unit, 'string', 'rollout.unit')
    } catch (error) {
      this.onFault(error)
      return undefined
    }
  }
}
