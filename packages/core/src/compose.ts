import type { Answer } from './answer.ts'
import type { Clock } from './clock.ts'
import type { Duration } from './duration.ts'
import { durationRule, readDuration } from './duration.ts'
import { Faults } from './faults.ts'
import type { Fault } from './faults.ts'
import { checkOptions } from './options.ts'
import { Runner } from './runner.ts'
import type { Accept } from './runner.ts'
import type { RunningCall } from './running-call.ts'
import type { Stage } from './stage.ts'
import { defineStage } from './stage.ts'
import type { CallOptions, Target } from './target.ts'

/** Options of `compose`. */
export interface ComposeOptions<Output> {
  /** How long one call may take, whatever the target does. @default none */
  readonly deadline?: Duration | undefined
  /** Checks every answer of the target before any stage sees it; throwing fails the attempt. */
  readonly accept?: Accept<Output> | undefined
  /** @default the process's clock */
  readonly clock?: Clock | undefined
  /** Told the first fault of each kind: what a leave hook, a listener or a sink threw. @default nobody */
  readonly onFault?: ((fault: Fault) => void) | undefined
  /** Stands at the start of messages, so that logs of several targets can be read. @default none */
  readonly name?: string | undefined
}

/** A target behind stages: call it like the target. */
export interface Composed<Input, Output> {
  (input: Input, options?: CallOptions): Promise<Output>
  /** Answers with where the answer came from. */
  detailed(input: Input, options?: CallOptions): Promise<Answer<Output>>
  /** Takes no more calls; resolves when none is under way. */
  drain(): Promise<void>
  /** Counts since the start: calls under way, late answers dropped, faults of observers by kind. */
  stats(): {
    readonly inFlight: number
    readonly late: number
    readonly faults: Readonly<Record<string, number>>
  }
}

const optionNames = ['deadline', 'accept', 'clock', 'onFault', 'name']

/**
 * Puts stages around a target, the first outermost: for an order of your own. `guard` in the package
 * plimsoll is the usual way, with the order already right.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const predict = compose((x: number) => model(x), [defineStage({ name: 'count', leave: () => void n++ })], {
 *   deadline: '250ms',
 * })
 */
export function compose<Input, Output>(
  target: Target<Input, Output>,
  stages: readonly Stage<NoInfer<Input>, NoInfer<Output>>[],
  options: ComposeOptions<NoInfer<Output>> = {},
): Composed<Input, Output> {
  const check = checkOptions('compose')
  check.keys(options, optionNames)
  check.require(typeof target === 'function', 'target', 'must be a function', target)
  const deadline = options.deadline === undefined ? Infinity : readDuration(options.deadline)
  check.require(
    deadline !== undefined && deadline > 0,
    'deadline',
    `${durationRule}, above 0`,
    options.deadline,
  )
  check.done()
  for (const stage of stages) defineStage(stage)
  const runner = new Runner(target, stages, {
    accept: options.accept,
    clock: options.clock,
    name: options.name,
    faults: new Faults(options.onFault ?? (() => undefined)),
  })
  const begin = (input: Input, given: CallOptions | undefined): RunningCall<Input, Output> =>
    prepareCall(runner, input, given, deadline ?? Infinity)
  const composed = (input: Input, given?: CallOptions): Promise<Output> => runner.start(begin(input, given))
  return Object.assign(composed, {
    async detailed(input: Input, given?: CallOptions): Promise<Answer<Output>> {
      const call = begin(input, given)
      return answerOf(call, await runner.start(call))
    },
    drain: () => runner.drain(),
    stats: () => ({
      inFlight: runner.inFlight,
      late: runner.late,
      faults: Object.fromEntries(runner.faults.counts),
    }),
  })
}

/** Makes a call from what its caller said of it. */
export function prepareCall<Input, Output>(
  runner: Runner<Input, Output>,
  input: Input,
  given: CallOptions | undefined,
  deadline: number,
): RunningCall<Input, Output> {
  if (given === undefined) return runner.prepare(input, deadline)
  const check = checkOptions('this call')
  if (typeof given !== 'object' || given === null) {
    check.require(false, 'options', 'must be an object', given)
    check.done()
  }
  check.keys(given, ['id', 'signal', 'deadline', 'unit', 'tenant', 'priority'])
  const own = given.deadline === undefined ? Infinity : readDuration(given.deadline)
  check.require(own !== undefined, 'deadline', durationRule, given.deadline)
  check.require(
    given.id === undefined || (typeof given.id === 'string' && given.id.length > 0 && given.id.length <= 256),
    'id',
    'must be text of 1 to 256 characters',
    typeof given.id,
  )
  check.require(
    given.signal === undefined || given.signal instanceof AbortSignal,
    'signal',
    'must be an AbortSignal',
    given.signal,
  )
  for (const name of ['unit', 'tenant'] as const) {
    check.require(
      given[name] === undefined || typeof given[name] === 'string',
      name,
      'must be text',
      typeof given[name],
    )
  }
  check.require(
    given.priority === undefined ||
      ['critical', 'default', 'sheddable', 'background'].includes(given.priority),
    'priority',
    'must be critical, default, sheddable or background',
    given.priority,
  )
  check.done()
  const call = runner.prepare(input, Math.min(deadline, own ?? Infinity))
  call.givenId = given.id
  call.callerSignal = given.signal
  call.unit = given.unit
  call.tenant = given.tenant
  if (given.priority !== undefined) call.priority = given.priority
  return call
}

/** Describes the answer of a call that succeeded. */
export function answerOf<Input, Output>(call: RunningCall<Input, Output>, output: Output): Answer<Output> {
  return {
    output,
    id: call.id,
    variant: call.variant,
    source: call.source,
    degraded: call.degraded,
    age: call.age,
    failure: call.failure,
    attempts: call.tried,
    timings: { total: call.elapsed },
  }
}
