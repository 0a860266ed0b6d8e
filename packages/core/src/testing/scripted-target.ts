import type { Clock } from '../clock.ts'
import type { CallContext, Target } from '../target.ts'

/** One step of a script: what the target does on that call. */
export type TargetStep<Output> =
  | { readonly kind: 'answer'; readonly output: Output; readonly after?: number }
  | { readonly kind: 'fail'; readonly error: unknown; readonly after?: number }
  | { readonly kind: 'hang' }

/** A target that follows a script and remembers what it was asked. */
export interface ScriptedTarget<Input, Output> {
  readonly target: Target<Input, Output>
  readonly calls: { readonly input: Input; readonly context: CallContext }[]
}

/**
 * Creates a target that takes one step of its script per call, the last step for ever after. `after` is in
 * milliseconds on `clock`; without it the step is synchronous.
 *
 * @example
 * const clock = createFakeClock()
 * const down = { kind: 'fail', error: new Error('down') } as const
 * const { target, calls } = scriptedTarget<number, number>([down, { kind: 'answer', output: 1 }], clock)
 * await compose(target, [retry({ clock, minDelay: 0 })], { clock })(7) // 1
 * calls.length // 2
 */
export function scriptedTarget<Input, Output>(
  script: readonly TargetStep<Output>[],
  clock: Clock,
): ScriptedTarget<Input, Output> {
  const calls: { input: Input; context: CallContext }[] = []
  const target: Target<Input, Output> = (input, context) => {
    const step = script[Math.min(calls.length, script.length - 1)]
    calls.push({ input, context })
    if (step === undefined || step.kind === 'hang') return new Promise<Output>(() => undefined)
    if (step.after === undefined) {
      if (step.kind === 'fail') throw step.error
      return step.output
    }
    return new Promise<Output>((resolve, reject) => {
      clock.setTimer(
        () => (step.kind === 'fail' ? reject(step.error) : resolve(step.output)),
        step.after ?? 0,
      )
    })
  }
  return { target, calls }
}
