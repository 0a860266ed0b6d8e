import type { Call } from './call.ts'

/**
 * One layer around a target. A call passes the `enter` hooks from outside in, then the target, then the
 * `leave` hooks (or `error` hooks) from inside out.
 *
 * Each completed `enter` is owed exactly one final `leave` or `error`. A stage that answers or throws in
 * `enter`, or answers in `error`, is owed nothing more; the stages outside it get theirs.
 *
 * What a stage answers by `call.answer` is checked by nobody: the output contract holds for the target's answers.
 * Without a source, it comes out as `live`.
 *
 * A hook that awaits may find its call over, or with a stage further out, when it resumes: take
 * `call.signal` and `call.local` before the first await, and look at `signal.aborted` before answering.
 */
export interface Stage<Input = unknown, Output = unknown> {
  /** Shown by `explain()` and in reports about faults of this stage. */
  readonly name: string
  /**
   * Runs on the way in: return to go on, `call.answer(...)` to answer now, throw to refuse. Stay synchronous
   * where you can: a promise makes the call wait, under its deadline. What the promise resolves with, if
   * anything, becomes this stage's `call.local`, also where the call was cut off meanwhile.
   */
  enter?(call: Call<Input, Output>): void | Promise<unknown>
  /**
   * Observes an answer on the way out; synchronous. What it throws, or a promise it returns by mistake and
   * that rejects, is reported once per kind and changes nothing.
   */
  leave?(call: Call<Input, Output>): void
  /**
   * Sees a failure from further in (`call.error`): `call.answer` recovers, `call.retry` asks for another
   * attempt of the stages further in, `call.fail` replaces the failure, returning lets it pass. What it
   * throws is reported and lets the failure pass. A promise makes the call wait, unless its deadline has
   * passed or the caller left: then only a synchronous answer counts.
   */
  error?(call: Call<Input, Output>): void | Promise<void>
}

/**
 * Checks and returns a stage; infers the call's types from the arguments given.
 *
 * @throws {TypeError} when the name is missing, a hook is not a function, or there is none at all.
 * @example
 * const timing = defineStage({ name: 'timing', leave: (call) => record(call.elapsed) })
 */
export function defineStage<Input = unknown, Output = unknown>(
  stage: Stage<Input, Output>,
): Stage<Input, Output> {
  if (typeof stage !== 'object' || stage === null) throw new TypeError('a stage must be an object')
  if (typeof stage.name !== 'string' || stage.name === '') throw new TypeError('a stage must have a name')
  for (const hook of ['enter', 'leave', 'error'] as const) {
    if (stage[hook] !== undefined && typeof stage[hook] !== 'function') {
      throw new TypeError(`${hook} of stage ${stage.name} must be a function`)
    }
  }
  if (stage.enter === undefined && stage.leave === undefined && stage.error === undefined) {
    throw new TypeError(`stage ${stage.name} must have a hook: enter, leave or error`)
  }
  return stage
}
