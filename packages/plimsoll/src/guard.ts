import { labelCheck } from '@plimsoll/contracts'
import type { AnyContract, InputOf, OutputOf } from '@plimsoll/contracts'
import { OptionsError, Runner, answerOf, checkOptions, prepareCall } from '@plimsoll/core'
import type { Answer, CallOptions, HealthSignal, PlimsollEvents, RunningCall } from '@plimsoll/core'
import { explain } from './explain.ts'
import type { GuardOptions, ModelOptions, VariantOptions } from './guard-options.ts'
import type { Guard, GuardHealth, ManyOptions, OutcomeResult, VariantOf } from './guard-type.ts'
import { runMany } from './many.ts'
import { planGuard } from './plan-guard.ts'
import type { GuardStats } from './record-stage.ts'

/**
 * Puts a guard around the inference call you already make: call the result like the call itself.
 *
 * `guard(contract, { model })` checks inputs and answers; each option adds one stage and never changes the
 * call. The order of the stages is fixed, and `explain()` prints it.
 *
 * @throws {OptionsError} when options can't work, alone or together; every problem is listed.
 * @example
 * const predict = guard(churn, { model: (x, { signal }) => score(x, signal), deadline: '250ms' })
 * const { p } = await predict({ tenure: 3, plan: 'pro' })
 */
export function guard<C extends AnyContract, const Variant extends string = never>(
  contract: C,
  options: ModelOptions<C> | VariantOptions<C, Variant>,
): Guard<C, Variant> {
  const plan = planGuard(contract, options as unknown as GuardOptions<AnyContract>)
  const { clock, record, outcomes, rollout, emitter, faults } = plan
  const name = `${contract.name}@${contract.version}`
  const runner = new Runner<unknown, unknown>(plan.target, plan.stages, {
    accept: plan.accept,
    clock,
    faults,
    name,
    telemetry: plan.telemetry,
  })
  const { watcher } = runner
  if (watcher !== undefined) {
    for (const kind of ['breaker', 'drift', 'rollback'] as const)
      emitter.on(kind, (event) => watcher.changed(event))
  }
  const checkLabel = contract.label === undefined ? undefined : labelCheck(contract)

  const predict = (input: InputOf<C>, given?: CallOptions): Promise<OutputOf<C>> => {
    const call = prepare(input, given)
    return call instanceof Promise ? call : runner.start(call)
  }

  /** A mistake in the options of one call rejects that call; it never throws at the caller. */
  const prepare = (
    input: unknown,
    given: CallOptions | undefined,
  ): RunningCall<unknown, unknown> | Promise<never> => {
    if (given === undefined) return runner.prepare(input, plan.deadline)
    try {
      return prepareCall(runner, input, given, plan.deadline)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  const detailed = (
    input: InputOf<C>,
    given?: CallOptions,
  ): Promise<Answer<OutputOf<C>, VariantOf<Variant>>> => {
    const call = prepare(input, given)
    if (call instanceof Promise) return call
    // Read before the call is over, so that its decision is kept for the label, and its time known.
    void call.id
    void call.startedAt
    const answer = runner.start(call).then((output) => answerOf(call, output))
    return answer as Promise<Answer<OutputOf<C>, VariantOf<Variant>>>
  }

  const outcome = (id: string, label: unknown): OutcomeResult => {
    if (checkLabel === undefined || outcomes === undefined) throw noOutcome('must be in the contract')
    const parsed: unknown = checkLabel(label)
    if (parsed instanceof Promise) {
      parsed.then(undefined, () => undefined)
      throw noOutcome('must check synchronously')
    }
    const joined = outcomes.take(id, clock.wall())
    if (joined.kind === 'unknown') return 'unknown'
    const { pending } = joined
    if (!pending.counts) {
      record.ignored++
      return 'ignored'
    }
    rollout?.outcome(pending, pending.output, parsed, clock.now())
    return 'joined'
  }

  const noOutcome = (rule: string): OptionsError =>
    new OptionsError(`outcome of ${name}`, [{ option: 'label schema', rule, value: typeof contract.label }])

  const health = (): GuardHealth => {
    const parts = plan.health().concat(...(runner.isOpen ? [] : [closedSignal]))
    return { status: worst(parts), parts }
  }

  const drain = async (): Promise<void> => {
    await runner.drain()
    await plan.flush()
  }

  const stats = (): GuardStats => {
    const { retries: made, refused } = plan.retries()
    return {
      answers: { ...record.answers },
      degraded: record.degraded,
      failures: record.failures,
      refused: record.refused,
      aborted: record.aborted,
      retries: { made, refused },
      inFlight: runner.inFlight,
      late: runner.late,
      faults: Object.fromEntries(faults.counts),
      outcomes: {
        waiting: outcomes?.size ?? 0,
        joined: (outcomes?.joined ?? 0) - record.ignored,
        ignored: record.ignored,
        unknown: outcomes?.unknown ?? 0,
      },
    }
  }

  return Object.assign(predict, {
    detailed,
    many: (inputs: Iterable<InputOf<C>>, given?: ManyOptions) => runMany(predict, inputs, given),
    outcome,
    explain: () => explain(name, contract.digest, plan.explained),
    stats,
    health,
    on: <Name extends keyof PlimsollEvents>(
      kind: Name,
      listener: (event: PlimsollEvents[Name]) => unknown,
    ) => {
      checkListener(name, kind, listener)
      return emitter.on(kind, listener)
    },
    monitors: plan.monitors,
    rollout,
    drain,
    [Symbol.asyncDispose]: drain,
  })
}

const eventNames = {
  breaker: true,
  drift: true,
  rollback: true,
  fault: true,
} satisfies Record<keyof PlimsollEvents, true>

function checkListener(guardName: string, kind: unknown, listener: unknown): void {
  const check = checkOptions(`on of ${guardName}`)
  const known = Object.keys(eventNames)
  check.require(
    known.some((each) => each === kind),
    'name',
    `must be one of ${known.join(', ')}`,
    kind,
  )
  check.require(typeof listener === 'function', 'listener', 'must be a function', listener)
  check.done()
}

const closedSignal: HealthSignal = { name: 'guard', status: 'down', detail: 'drained: takes no more calls' }

function worst(parts: readonly HealthSignal[]): HealthSignal['status'] {
  if (parts.some((part) => part.status === 'down')) return 'down'
  return parts.some((part) => part.status === 'degraded') ? 'degraded' : 'ok'
}
