import type { Call } from './call.ts'
import type { Stage } from './stage.ts'

/** What a hook is to the runner: called with the call, returns nothing or a promise. */
export type Hook<Input, Output> = (call: Call<Input, Output>) => unknown

/**
 * The hooks of one kind of all stages, without the stages that have none: the runner calls them by list,
 * and looks nothing up on a stage while a call runs.
 */
export class Hooks<Input, Output> {
  /** The hooks from outside in, bound to their stages. */
  readonly run: readonly Hook<Input, Output>[]
  /** The stage each hook belongs to. */
  readonly stage: readonly number[]
  /** For each stage, and the end, how many hooks belong to stages further out. */
  readonly before: readonly number[]

  constructor(stages: readonly Stage<Input, Output>[], kind: 'enter' | 'leave' | 'error') {
    const run: Hook<Input, Output>[] = []
    const owners: number[] = []
    const before: number[] = []
    stages.forEach((stage, i) => {
      before.push(run.length)
      const hook = stage[kind]
      if (hook === undefined) return
      run.push(hook.bind(stage))
      owners.push(i)
    })
    before.push(run.length)
    this.run = run
    this.stage = owners
    this.before = before
  }
}
