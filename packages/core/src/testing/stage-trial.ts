// One thing: calls played through a stage, and what must be true of it whatever became of them.
import type { Answer } from '../answer.ts'
import type { Call } from '../call.ts'
import { systemClock } from '../clock.ts'
import { compose } from '../compose.ts'
import { isThenable } from '../faults.ts'
import type { Stage } from '../stage.ts'
import type { CallContext, CallOptions } from '../target.ts'
import { must, turn } from './case-list.ts'
import { settle } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { difference, kindOf } from './same-data.ts'
import { frozen } from './samples.ts'

/** What the target does when it is asked: at once, or `after` milliseconds. */
export type Step =
  | { readonly does: 'answer'; readonly after?: number }
  | { readonly does: 'fail'; readonly after?: number; readonly error?: unknown }
  | { readonly does: 'hang' }

/** What calls meet. */
export interface Scene {
  /** @default 1 */
  readonly calls?: number
  /** What the target does when it is asked for call `i` for the nth time, from 1. */
  readonly target: (i: number, nth: number) => Step
  /** Stages around the one under test. @default none */
  readonly outer?: readonly Stage[]
  readonly inner?: readonly Stage[]
  /** What the caller says of call `i`. @default nothing */
  readonly options?: (i: number) => CallOptions
  /** Acts when every call has begun and the promises due have settled. @default does nothing */
  readonly meanwhile?: () => void | Promise<void>
}

/** What became of a call. */
export type Ending =
  | { readonly kind: 'answered'; readonly answer: Answer<unknown> }
  | { readonly kind: 'failed'; readonly error: unknown }

/** What a trial must know of a stage. */
export interface TrialOptions {
  readonly input: (i: number) => unknown
  readonly answer: (i: number) => unknown
  readonly held: (() => number) | undefined
  readonly timeout: number
}

/** The failures of the kit's own, and the reasons of its callers who leave; they may pass a stage untouched. */
export const failure: Error = new Error('the target failed, as the kit has it')
export const abandoned: Error = new Error('the caller left, as the kit has it')

/** A stage under trial: plays calls through it and holds it to the rules that every path has in common. */
export class StageTrial {
  /** How long, on the clock, its last asynchronous `enter` took. */
  enterTook = 0
  private readonly stage: Stage
  private readonly clock: FakeClock
  private readonly options: TrialOptions
  private readonly problems: Set<string> = new Set()
  /** Hooks of the stage that have not completed. */
  private pendingHooks = 0
  private ownTimers = 0

  constructor(stage: Stage, clock: FakeClock, options: TrialOptions) {
    this.stage = stage
    this.clock = clock
    this.options = options
  }

  /** What the stage holds; 0 where nobody can tell. */
  get held(): number {
    return this.options.held?.() ?? 0
  }

  /**
   * Plays calls, waits for their ends on the clock, and checks each end and that the stage is then at rest:
   * nothing held, no timer, no fault.
   */
  async play(scene: Scene): Promise<readonly Ending[]> {
    const { calls = 1, outer = [], inner = [] } = scene
    const asked = Array.from({ length: calls }, () => 0)
    const answered = new Set<number>()
    const thrown = new Set<unknown>([failure, abandoned])
    const index = new Map(asked.map((_, i) => [`kit-${i}`, i]))
    const target = (_: unknown, context: CallContext): unknown => {
      const i = index.get(context.id) ?? 0
      const nth = (asked[i] ?? 0) + 1
      asked[i] = nth
      const step = scene.target(i, nth)
      if (step.does === 'hang') return new Promise(() => undefined)
      const end = (): unknown => {
        if (step.does === 'fail') {
          const error = 'error' in step ? step.error : failure
          thrown.add(error)
          throw error
        }
        answered.add(i)
        return this.options.answer(i)
      }
      return step.after === undefined ? end() : this.later(step.after, end)
    }
    const composed = compose<unknown, unknown>(target, [...outer, this.watched(), ...inner], {
      clock: this.clock,
      onFault: ({ kind, error }) => this.problems.add(`what it threw is a fault, ${kind}: ${kindOf(error)}`),
    })
    const endings: Ending[] = []
    let left = calls
    for (let i = 0; i < calls; i++) {
      const options = { ...scene.options?.(i), id: `kit-${i}` }
      const end = (ending: Ending): void => {
        endings[i] = ending
        left--
      }
      composed.detailed(frozen(this.options.input(i)), options).then(
        (answer) => end({ kind: 'answered', answer }),
        (error: unknown) => end({ kind: 'failed', error }),
      )
    }
    if (scene.meanwhile !== undefined) {
      await settle()
      await scene.meanwhile()
    }
    await this.until(() => left === 0, 'every call must end: one never settled')
    for (const [i, ending] of endings.entries()) this.judge(i, ending, answered.has(i), thrown)
    await composed.drain()
    await this.rest()
    return endings
  }

  /** Plays one call to a target in good health: it must get a full answer. */
  async playHealthy(after?: number): Promise<Answer<unknown>> {
    const step: Step = after === undefined ? { does: 'answer' } : { does: 'answer', after }
    const [ending] = await this.play({ target: () => step })
    const why = ending?.kind === 'failed' ? kindOf(ending.error) : 'nothing'
    must(ending?.kind === 'answered', `a healthy call must be answered: it failed with ${why}`)
    must(!ending.answer.degraded, 'a healthy call must get a full answer: it got a degraded one')
    return ending.answer
  }

  private judge(i: number, ending: Ending, isTargets: boolean, thrown: ReadonlySet<unknown>): void {
    if (ending.kind === 'failed') {
      if (!thrown.has(ending.error)) this.judgeRefusal(i, ending.error)
      return
    }
    const { output, source } = ending.answer
    if (source === 'fallback') return
    if (source === 'live' && !isTargets) {
      this.problems.add("an answer that is not the target's must not be called live: give it a source")
      return
    }
    const wrong = difference(this.options.answer(i), output, 'the answer')
    if (wrong !== undefined)
      this.problems.add(`a ${source} answer must be the target's for that very input: ${wrong}`)
  }

  private judgeRefusal(i: number, error: unknown): void {
    if (!(error instanceof Error)) {
      this.problems.add(
        `a call must fail with an Error, or the target's own failure: not with ${kindOf(error)}`,
      )
      return
    }
    const secrets = textsOf(this.options.input(i))
    let cause: unknown = error
    for (let depth = 0; depth < 8 && cause instanceof Error; depth++) {
      const { message } = cause
      if (secrets.some((secret) => message.includes(secret))) {
        this.problems.add('what it throws must hold no value of the input: its message does')
      }
      cause = cause.cause
    }
  }

  /** Checks that nothing is left of the calls, and reports every rule broken so far. */
  private async rest(): Promise<void> {
    await settle()
    await turn()
    // Hooks that were cut off first get to end by themselves: what they leave set would fire below, unseen.
    for (let i = 0; i < 10 && this.pendingHooks > 0; i++) await turn()
    await settle()
    // One may still be waiting for something; what it then gets it must give back.
    for (let i = 0; i < 20 && this.pendingHooks > 0; i++) {
      await this.clock.advance(60_000)
      await turn()
    }
    const timers = this.clock.pending - this.ownTimers
    if (timers > 0) this.problems.add(`no timer may be left when every call is over: ${timers} were`)
    if (this.held !== 0)
      this.problems.add(`nothing may be held when every call is over: it holds ${this.held}`)
    must(this.problems.size === 0, [...this.problems].join('; '))
  }

  /** Lets time pass, on the clock and really, until something is so. */
  private async until(isSo: () => boolean, rule: string): Promise<void> {
    const real = systemClock()
    const began = real.now()
    for (let turns = 0; ; turns++) {
      await settle()
      if (isSo()) return
      await turn()
      if (isSo()) return
      const isLate = turns >= 100 && real.now() - began > this.options.timeout
      must(!isLate, [...this.problems, rule].join('; '))
      await this.clock.advance(Math.min(2 ** turns, 60_000))
    }
  }

  private later<T>(after: number, end: () => T): Promise<T> {
    this.ownTimers++
    return new Promise((resolve, reject) => {
      this.clock.setTimer(() => {
        this.ownTimers--
        try {
          resolve(end())
        } catch (error) {
          // As it was thrown: not every failure is an Error.
          // oxlint-disable-next-line typescript/prefer-promise-reject-errors
          reject(error)
        }
      }, after)
    })
  }

  /** The stage with an eye on its hooks; only those it has. */
  private watched(): Stage {
    const { stage } = this
    const watched: Stage = { name: stage.name }
    if (stage.enter !== undefined) {
      watched.enter = (call) => {
        const began = this.clock.now()
        const pending = this.track(stage.enter?.(call))
        if (isThenable(pending)) {
          const end = (): void => {
            this.enterTook = this.clock.now() - began
          }
          pending.then(end, end)
          return pending as Promise<unknown>
        }
      }
    }
    if (stage.error !== undefined) {
      watched.error = (call) => this.track(stage.error?.(call)) as Promise<void> | undefined
    }
    if (stage.leave !== undefined) watched.leave = (call) => this.leave(call)
    return watched
  }

  private leave(call: Call): void {
    const returned: unknown = this.track(this.stage.leave?.(call))
    if (returned === undefined) return
    this.problems.add(
      `leave must return nothing, and be done when it returns: it returned ${kindOf(returned)}`,
    )
    if (isThenable(returned)) Promise.resolve(returned).catch(() => undefined)
  }

  private track(returned: unknown): unknown {
    if (!(this.held >= 0 && Number.isInteger(this.held))) {
      this.problems.add('what is held must be a whole number from 0, after each hook')
    }
    if (isThenable(returned)) {
      this.pendingHooks++
      const end = (): void => {
        this.pendingHooks--
      }
      returned.then(end, end)
    }
    return returned
  }
}

/** Text in an input that nobody else would come upon. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= 6 ? [value] : []
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  return Object.values(value).flatMap(textsOf)
}
