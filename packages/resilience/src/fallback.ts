import type { Call, CallContext, Stage } from '@plimsoll/core'
import { OptionsError, checkOptions, isThenable } from '@plimsoll/core'
import { mayStandIn } from './may-stand-in.ts'

/** Checks a fallback's answer against the output contract, and may replace it; throws to refuse it. */
export type FallbackCheck<Output> = (
  output: Output,
  variant: string | undefined,
) => Output | PromiseLike<Output>

/**
 * A cheaper model: a target that is also told the failure it stands in for. Where it can't help, it throws that
 * very failure.
 */
export type FallbackModel<Input, Output> = (
  input: Input,
  context: CallContext,
  failure: unknown,
) => Output | PromiseLike<Output>

/** Options of `fallback`; at least one of `answer` and `model`. */
export interface FallbackOptions<Input = unknown, Output = unknown> {
  /** Gives the last answer when everything else failed; synchronous, so that it holds at the deadline. */
  readonly answer?: ((input: Input, failure: unknown) => Output) | undefined
  /** A cheaper model, asked before `answer`; may take its time. */
  readonly model?: FallbackModel<Input, Output> | undefined
  /** Share of the deadline kept for `model`, in (0, 1). @default 0.2 */
  readonly reserve?: number | undefined
  /** The output contract. A fallback that breaks it does not answer. @default everything passes */
  readonly check?: FallbackCheck<Output> | undefined
}

const answerIsLate = {
  option: 'answer',
  rule: 'must give its answer at once; what takes its time is { model: ... }',
  value: 'a promise',
} as const

/**
 * Answers a failure from a function, at once: the outermost rung.
 *
 * An `answer` that throws the failure it was given lets it pass. One that throws anything else, returns a
 * promise or breaks the output contract is reported as a fault of this stage, and the failure goes on.
 *
 * @example
 * const predict = compose(model, [new FallbackAnswerStage(() => ({ p: 0.5 }))])
 */
export class FallbackAnswerStage<Input = unknown, Output = unknown> implements Stage<Input, Output> {
  readonly name: string = 'fallback'
  private readonly answer: (input: Input, failure: unknown) => Output
  private readonly check: FallbackCheck<Output> | undefined

  constructor(answer: (input: Input, failure: unknown) => Output, check?: FallbackCheck<Output>) {
    this.answer = answer
    this.check = check
  }

  error(call: Call<Input, Output>): void | Promise<void> {
    if (!mayStandIn(call)) return
    return unlessPassed(call.error, () => {
      const output = this.answer(call.input, call.error)
      if (isThenable(output)) {
        Promise.resolve(output).then(undefined, () => undefined)
        // An error of plimsoll's own, so that the console tells it too where nobody listens.
        throw new OptionsError('fallback', [answerIsLate])
      }
      return give(call, output, this.check)
    })
  }
}

/**
 * Answers a failure from a cheaper model, for which it keeps a share of the deadline.
 *
 * A model that throws the failure it was given lets it pass. One that throws anything else, is late or breaks
 * the output contract is reported as a fault of this stage, and the original failure goes on outwards. Without a deadline nothing bounds the model but the caller.
 *
 * @example
 * const predict = compose(model, [new FallbackModelStage(() => ({ p: 0.4 }), 0.2)], { deadline: '250ms' })
 */
export class FallbackModelStage<Input = unknown, Output = unknown> implements Stage<Input, Output> {
  readonly name: string = 'fallback model'
  /** What is in force: the share of the time left on the way in that is kept for the model. */
  readonly settings: { readonly reserve: number }
  private readonly model: FallbackModel<Input, Output>
  private readonly check: FallbackCheck<Output> | undefined

  /** @param share of the time left on the way in that is kept for the model, in (0, 1) */
  constructor(model: FallbackModel<Input, Output>, share: number = 0.2, check?: FallbackCheck<Output>) {
    this.model = model
    this.settings = { reserve: share }
    this.check = check
  }

  enter(call: Call<Input, Output>): void {
    const { remaining } = call
    if (remaining !== Infinity) call.reserve(remaining * this.settings.reserve)
  }

  error(call: Call<Input, Output>): void | Promise<void> {
    if (call.isExpired || !mayStandIn(call)) return
    return unlessPassed(call.error, () => {
      const output = this.model(call.input, call, call.error)
      if (isThenable(output)) return giveLate(call, output, this.check)
      return give(call, output, this.check)
    })
  }
}

/**
 * Creates the rungs that answer, marked as degraded, when everything further in failed; outermost first.
 *
 * They never answer for a refused input, a caller who left or a closed guard.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const predict = compose(model, [...fallback({ answer: () => ({ p: 0.5 }) }), retry()], { deadline: '250ms' })
 */
export function fallback<Input = unknown, Output = unknown>(
  options: FallbackOptions<Input, Output>,
): Stage<Input, Output>[] {
  const { answer, model, reserve = 0.2, check } = options
  const problems = checkOptions('fallback')
  problems.keys(options, ['answer', 'model', 'reserve', 'check'])
  for (const [name, given] of Object.entries({ answer, model, check })) {
    problems.require(given === undefined || typeof given === 'function', name, 'must be a function', given)
  }
  problems.require(answer !== undefined || model !== undefined, 'answer', 'or model must be given', answer)
  problems.require(
    typeof reserve === 'number' && reserve > 0 && reserve < 1,
    'reserve',
    'must be in (0, 1)',
    options.reserve,
  )
  problems.require(
    options.reserve === undefined || model !== undefined,
    'reserve',
    'keeps time for model, which is not given',
    options.reserve,
  )
  problems.done()
  const rungs: Stage<Input, Output>[] = []
  if (answer !== undefined) rungs.push(new FallbackAnswerStage(answer, check))
  if (model !== undefined) rungs.push(new FallbackModelStage(model, reserve, check))
  return rungs
}

function give<Input, Output>(
  call: Call<Input, Output>,
  output: Output,
  check: FallbackCheck<Output> | undefined,
): void | Promise<void> {
  const checked = check === undefined ? output : check(output, call.variant)
  if (isThenable(checked)) return giveLate(call, checked, undefined)
  call.answer(checked, 'fallback')
}

async function giveLate<Input, Output>(
  call: Call<Input, Output>,
  output: PromiseLike<Output>,
  check: FallbackCheck<Output> | undefined,
): Promise<void> {
  // Kept from now: once it aborts, the call has moved on and this hook has no say any more.
  const { signal } = call
  const given = await output
  const checked = check === undefined ? given : await check(given, call.variant)
  if (!signal.aborted) call.answer(checked, 'fallback')
}

/** Runs a rung; one that throws the failure it was given, now or later, has let it pass. */
function unlessPassed(failure: unknown, rung: () => void | Promise<void>): void | Promise<void> {
  const pass = (error: unknown): void => {
    if (error !== failure) throw error
  }
  try {
    return rung()?.then(undefined, pass)
  } catch (error) {
    pass(error)
  }
}
