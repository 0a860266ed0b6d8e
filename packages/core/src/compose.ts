import type { Answer } from './answer.ts'
import type { Clock } from './clock.ts'
import type { Duration } from './duration.ts'
import { durationRule, readDuration } from './duration.ts'
import { Faults } from './faults.ts'
import type { Fault } from './faults.ts'
import { isTraceparent } from './is-traceparent.ts'
import { checkOptions } from './options.ts'
import { Runner } from './runner.ts'
import type { Accept } from './runner.ts'
import type { RunningCall } from './running-call.ts'
import type { Stage } from './stage.ts'
import { defineStage } from './stage.ts'
import type { CallOptions, Priority, Target } from './target.ts'
import type { Telemetry } from './telemetry/call-watcher.ts'

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
  /** Counts and traces calls: `telemetry('churn@4')`. @default none */
  readonly telemetry?: Telemetry | undefined
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

const optionNames = ['deadline', 'accept', 'clock', 'onFault', 'name', 'telemetry']

/**
 * Puts stages around a target, the first outermost: for an order of your own. `guard` in the package
 * plimsoll is the usual way, with the order already right.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const timing = defineStage({ name: 'timing', leave: (call) => record(call.elapsed) })
 * const predict = compose(model, [timing], { deadline: '250ms' })
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
  check.require(Array.isArray(stages), 'stages', 'must be an array of stages', stages)
  for (const name of ['accept', 'onFault', 'telemetry'] as const) {
    const given: unknown = options[name]
    check.require(given === undefined || typeof given === 'function', name, 'must be a function', given)
  }
  check.done()
  for (const stage of stages) defineStage(stage)
  const runner = new Runner(target, stages, {
    accept: options.accept,
    clock: options.clock,
    name: options.name,
    faults: new Faults(options.onFault ?? (() => undefined)),
    telemetry: options.telemetry,
  })
  const composed = (input: Input, given?: CallOptions): Promise<Output> => {
    if (given === undefined) return runner.start(runner.prepare(input, deadline ?? Infinity))
    try {
      return runner.start(prepareCall(runner, input, given, deadline ?? Infinity))
    } catch (error) {
      return Promise.reject(error)
    }
  }
  return Object.assign(composed, {
    async detailed(input: Input, given?: CallOptions): Promise<Answer<Output>> {
      const call = prepareCall(runner, input, given, deadline ?? Infinity)
      void call.startedAt
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

/**
 * Makes a call from what its caller said of it.
 *
 * @example
 * const runner = new Runner(model, [])
 * const call = prepareCall(runner, input, { id: 'order-17' }, Infinity)
 * const answer = answerOf(call, await runner.start(call))
 * answer.id // 'order-17'
 */
export function prepareCall<Input, Output>(
  runner: Runner<Input, Output>,
  input: Input,
  given: CallOptions | undefined,
  deadline: number,
): RunningCall<Input, Output> {
  if (given === undefined) return runner.prepare(input, deadline)
  const own = checkCallOptions(given)
  const call = runner.prepare(input, Math.min(deadline, own ?? Infinity))
  call.givenId = given.id
  call.callerSignal = given.signal
  call.unit = given.unit
  call.tenant = given.tenant
  if (given.priority !== undefined) call.priority = given.priority
  const { traceparent } = given
  if (traceparent !== undefined && isTraceparent(traceparent)) call.trace = traceparent
  return call
}

const callOptionNames = ['id', 'signal', 'deadline', 'unit', 'tenant', 'priority', 'traceparent']
const priorities: readonly unknown[] = ['critical', 'default', 'sheddable', 'background'] satisfies Priority[]
const priorityRule = `must be one of ${priorities.join(', ')}`

/** Checks the options of one call and reads its deadline. */
function checkCallOptions(given: CallOptions): number | undefined {
  const check = checkOptions('this call', 'call')
  const isObject = typeof given === 'object' && given !== null
  if (!check.require(isObject, 'options', 'must be an object', given)) check.done()
  check.keys(given, callOptionNames)
  const { id, signal, deadline, unit, tenant, priority, traceparent } = given
  const own = deadline === undefined ? Infinity : readDuration(deadline)
  check.require(own !== undefined, 'deadline', durationRule, deadline)
  const isId = id === undefined || (typeof id === 'string' && id.length > 0 && id.length <= 256)
  check.require(isId, 'id', 'must be text of 1 to 256 characters', id)
  const isSignal = signal === undefined || signal instanceof AbortSignal
  check.require(isSignal, 'signal', 'must be an AbortSignal', signal)
  check.require(isText(unit), 'unit', 'must be text', unit)
  check.require(isText(tenant), 'tenant', 'must be text', tenant)
  check.require(isText(traceparent), 'traceparent', 'must be text', traceparent)
  const isPriority = priority === undefined || priorities.includes(priority)
  check.require(isPriority, 'priority', priorityRule, priority)
  check.done()
  return own
}

function isText(given: unknown): boolean {
  return given === undefined || typeof given === 'string'
}

/**
 * Describes the answer of a call that succeeded.
 *
 * @example
 * const runner = new Runner(model, [])
 * const call = prepareCall(runner, input, { id: 'order-17' }, Infinity)
 * const answer = answerOf(call, await runner.start(call))
 * answer.id // 'order-17'
 */
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
