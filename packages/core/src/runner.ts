// One thing: the state machine that takes a call through its stages. Split, its transitions would hide.
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import { Deadlines } from './deadlines.ts'
import { ClosedError, DeadlineExceededError, SupersededError } from './errors.ts'
import { Faults, isThenable } from './faults.ts'
import { Hooks } from './hooks.ts'
import type { Hook } from './hooks.ts'
import { createIdSource } from './id.ts'
import { RunningCall, phases } from './running-call.ts'
import type { Interruption } from './running-call.ts'
import type { Stage } from './stage.ts'
import type { Target } from './target.ts'
import type { CallWatcher, Telemetry } from './telemetry/call-watcher.ts'

/** Checks what a target returned, and may replace it; throwing fails the attempt. */
export type Accept<Output> = (output: Output, variant: string | undefined) => Output | PromiseLike<Output>

/** What a runner is made from. */
export interface RunnerOptions<Output> {
  /** Checks every answer of the target before any stage sees it. */
  readonly accept?: Accept<Output> | undefined
  /** @default the process's clock */
  readonly clock?: Clock | undefined
  /** Counts what observers throw. @default its own, that reports to nobody */
  readonly faults?: Faults | undefined
  /** Stands at the start of messages. @default none */
  readonly name?: string | undefined
  /** Counts and traces calls. @default nobody does */
  readonly telemetry?: Telemetry | undefined
}

// How often a drain looks, in milliseconds, where nobody else may wake it.
const drainLook = 20

/**
 * Takes calls through stages to a target: one promise per call, settled by callbacks, so that a deadline
 * holds against a target that ignores its signal.
 *
 * Stages run synchronously until one returns a promise. A call that never waits arms no timer and adds no
 * listener. `compose` is the usual way in.
 *
 * @example
 * const runner = new Runner(model, [])
 * const call = prepareCall(runner, input, { id: 'order-17' }, Infinity)
 * const answer = answerOf(call, await runner.start(call))
 * answer.id // 'order-17'
 */
export class Runner<Input, Output> {
  readonly clock: Clock
  readonly faults: Faults
  readonly deadlines: Deadlines<RunningCall<Input, Output>>
  readonly stages: readonly Stage<Input, Output>[]
  readonly watcher: CallWatcher<Input, Output> | undefined
  /** Calls under way, sub-calls not counted. */
  inFlight = 0
  /** Answers that came after their call was over; each was dropped. */
  late = 0
  private readonly enters: Hooks<Input, Output>
  private readonly leaves: Hooks<Input, Output>
  private readonly errors: Hooks<Input, Output>
  private readonly target: Target<Input, Output>
  private readonly accept: Accept<Output> | undefined
  private readonly name: string | undefined
  private readonly ids = createIdSource()
  /** The target's promise of the call being started, until `start` takes it. */
  private pendingTarget: Promise<Output> | undefined = undefined
  private isClosed = false
  private onIdle: (() => void)[] = []

  constructor(
    target: Target<Input, Output>,
    stages: readonly Stage<Input, Output>[],
    options: RunnerOptions<Output> = {},
  ) {
    this.target = target
    this.stages = [...stages]
    this.enters = new Hooks(stages, 'enter')
    this.leaves = new Hooks(stages, 'leave')
    this.errors = new Hooks(stages, 'error')
    this.accept = options.accept
    this.name = options.name
    this.clock = options.clock ?? systemClock()
    this.faults = options.faults ?? new Faults(() => undefined)
    this.deadlines = new Deadlines(this.clock, (call) => this.expire(call))
    this.watcher = options.telemetry?.(this)
  }

  newId(): string {
    return this.ids.next(this.clock.wall())
  }

  /** Makes a call that has not begun; `deadline` in milliseconds from now. */
  prepare(input: Input, deadline: number): RunningCall<Input, Output> {
    const call = new RunningCall<Input, Output>(this, input, undefined, 0)
    if (deadline !== Infinity) {
      call.cutoff = call.startedAt + deadline
    }
    return call
  }

  /** Begins a prepared call. */
  start(call: RunningCall<Input, Output>): Promise<Output> {
    const { watcher } = this
    if (call.parent === undefined) {
      if (this.isClosed) {
        watcher?.refused()
        return Promise.reject(new ClosedError(this.name))
      }
      this.inFlight++
    }
    // Without stages nobody but `detailed` can ask when the call began, and that reads it first.
    if ((this.stages.length > 0 || watcher !== undefined) && Number.isNaN(call.begun)) {
      call.begun = this.clock.now()
    }
    if (
      watcher !== undefined &&
      (watcher.hasTraced || call.begun >= watcher.checkAt) &&
      call.parent === undefined &&
      watcher.begin(call)
    ) {
      return this.runTraced(call, watcher)
    }
    return this.run(call)
  }

  /** Apart from `start`, where the function made here would cost every call the room for what it closes over. */
  private runTraced(call: RunningCall<Input, Output>, watcher: CallWatcher<Input, Output>): Promise<Output> {
    return watcher.inside(call, () => this.run(call))
  }

  private run(call: RunningCall<Input, Output>): Promise<Output> {
    const signal = call.callerSignal
    if (signal !== undefined && signal.aborted) {
      call.isAborted = true
      call.error = signal.reason
      this.settle(call)
    } else {
      call.isStarting = true
      this.enter(call, call.from)
      call.isStarting = false
    }
    if (this.pendingTarget !== undefined) return this.follow(call, this.pendingTarget)
    return this.promiseOf(call)
  }

  /**
   * Nothing can cut into this call, so its promise may be the target's own, continued: one promise and two
   * resolving functions fewer.
   */
  private follow(call: RunningCall<Input, Output>, target: Promise<Output>): Promise<Output> {
    this.pendingTarget = undefined
    return target.then(
      (output) => {
        this.onOutput(call, call.epoch, output)
        return this.outcomeOf(call)
      },
      (error: unknown) => {
        this.onFailure(call, call.epoch, error)
        return this.outcomeOf(call)
      },
    )
  }

  private outcomeOf(call: RunningCall<Input, Output>): Output | Promise<Output> {
    if (call.phase !== phases.settled) return this.promiseOf(call)
    if (!call.isAnswered) throw call.error
    return call.output as Output
  }

  private promiseOf(call: RunningCall<Input, Output>): Promise<Output> {
    if (call.phase === phases.settled) {
      return call.isAnswered ? Promise.resolve(call.output as Output) : Promise.reject(call.error)
    }
    return new Promise((resolve) => {
      call.resolve = resolve
    })
  }

  /** Whether calls are still taken. */
  get isOpen(): boolean {
    return !this.isClosed
  }

  /** Takes no more calls; resolves when none is under way. */
  drain(): Promise<void> {
    this.isClosed = true
    if (this.inFlight === 0) {
      this.deadlines.close()
      return Promise.resolve()
    }
    return new Promise((resolve) => {
      if (this.clock.timers === 'shared') {
        this.onIdle.push(resolve)
        return
      }
      // Where timers belong to requests, the call of another one can't settle this promise: it looks for itself.
      const look = (): void => {
        if (this.inFlight === 0) resolve()
        else this.clock.setTimer(look, drainLook)
      }
      look()
    })
  }

  /** The caller left: ends the call at once, or where a hook is running, when it next waits or would ask. */
  abort(call: RunningCall<Input, Output>): void {
    this.inside(call, () => this.interrupt(call, 'aborted', call.callerSignal?.reason))
  }

  private enter(call: RunningCall<Input, Output>, first: number): void {
    const { run, stage, before } = this.enters
    call.isUnwinding = false
    call.isOpen = true
    for (let k = before[first] ?? 0; k < run.length; k++) {
      const i = stage[k] as number
      call.depth = i
      call.at = i
      try {
        const pending = (run[k] as Hook<Input, Output>)(call)
        if (pending !== undefined && isThenable(pending)) {
          this.waitForEnter(call, i, pending)
          return
        }
      } catch (error) {
        this.unwind(call, i, error)
        return
      }
      if (call.isAnswered) {
        this.finish(call, i)
        return
      }
    }
    this.callTarget(call)
  }

  private waitForEnter(call: RunningCall<Input, Output>, i: number, pending: PromiseLike<unknown>): void {
    const { epoch } = call
    adopt(pending).then(
      (note) => {
        if (note !== undefined) call.noteFor(i, note)
        if (call.epoch !== epoch) {
          this.passLateEnter(call, i)
          return
        }
        call.phase = phases.running
        if (call.isAnswered) this.finish(call, i)
        else this.enter(call, i + 1)
      },
      (error: unknown) => {
        if (call.epoch !== epoch) return
        call.phase = phases.running
        this.unwind(call, i, error)
      },
    )
    this.wait(call, phases.entering)
  }

  /** A stage whose enter completed after its call was cut off is owed one error, or it would leak what it took. */
  private passLateEnter(call: RunningCall<Input, Output>, i: number): void {
    const stage = this.stages[i]
    if (stage?.error === undefined || call.hadAnswered) return
    const { at, isOpen, error } = call
    call.at = i
    call.isOpen = false
    call.error = call.cutBy
    try {
      this.faults.watchResult(
        this.kindOf(i, 'error'),
        call.asCut(() => stage.error?.(call)),
      )
    } catch (error) {
      this.faults.add(this.kindOf(i, 'error'), error)
    }
    call.at = at
    call.isOpen = isOpen
    call.error = error
  }

  private callTarget(call: RunningCall<Input, Output>): void {
    const n = this.stages.length
    call.depth = n
    call.at = n
    call.isOpen = false
    // A call that was given no time at all must not ask the target first.
    if (call.cutoff <= call.begun) {
      this.cut(call, 'expired', this.deadlineError(call, undefined))
      return
    }
    // An attempt whose hook made the caller leave outlives its call: the target would be asked for nobody.
    const interruption = interruptionOf(call)
    if (interruption !== undefined) {
      this.cut(call, interruption.kind, interruption.failure)
      return
    }
    for (
      let asked: RunningCall<Input, Output> | undefined = call;
      asked !== undefined;
      asked = asked.parent
    ) {
      asked.tried++
    }
    const { watcher } = this
    if (watcher !== undefined) call.isAsking = true
    let result: Output | PromiseLike<Output>
    try {
      result =
        watcher !== undefined && watcher.hasTraced
          ? watcher.ask(call, this.target)
          : this.target(call.input, call)
      if (isThenable(result)) {
        const { epoch } = call
        const promise = adopt(result)
        if (call.resolve === undefined && this.isUncut(call)) {
          call.phase = phases.target
          this.pendingTarget = promise
          return
        }
        promise.then(
          (output) => this.onOutput(call, epoch, output),
          (error: unknown) => this.onFailure(call, epoch, error),
        )
        this.wait(call, phases.target)
        return
      }
    } catch (error) {
      this.onFailure(call, call.epoch, error)
      return
    }
    this.onOutput(call, call.epoch, result)
  }

  private onOutput(call: RunningCall<Input, Output>, epoch: number, raw: Output): void {
    if (call.epoch !== epoch) {
      this.late++
      return
    }
    call.phase = phases.running
    if (call.cutoff !== Infinity) {
      call.ended = this.clock.now()
      // A target that blocked the event loop kept the timer from firing; the deadline holds all the same.
      if (call.ended >= call.cutoff) {
        this.late++
        this.cut(call, 'expired', this.deadlineError(call, undefined))
        return
      }
    }
    if (this.accept === undefined) {
      this.onAccepted(call, raw)
      return
    }
    let accepted: Output | PromiseLike<Output>
    try {
      accepted = this.accept(raw, call.variant)
      if (isThenable(accepted)) {
        adopt(accepted).then(
          (output) => {
            if (call.epoch !== epoch) {
              this.late++
              return
            }
            call.ended = Number.NaN
            this.onAccepted(call, output)
          },
          (error: unknown) => this.onFailure(call, epoch, error),
        )
        this.wait(call, phases.target)
        return
      }
    } catch (error) {
      this.unwind(call, this.stages.length, error)
      return
    }
    this.onAccepted(call, accepted)
  }

  private onAccepted(call: RunningCall<Input, Output>, output: Output): void {
    call.phase = phases.running
    call.output = output
    call.source = 'live'
    call.isAnswered = true
    const { watcher } = this
    if (watcher !== undefined && (watcher.hasTraced || call.parent !== undefined))
      watcher.attemptAnswered(call)
    this.finish(call, this.stages.length)
  }

  private onFailure(call: RunningCall<Input, Output>, epoch: number, error: unknown): void {
    // A failure after the end is a target that let go, as it was asked to.
    if (call.epoch !== epoch) return
    call.phase = phases.running
    // As above: a target that blocked past the deadline failed by it, whatever it threw in the end.
    if (call.cutoff !== Infinity && this.clock.now() >= call.cutoff) {
      this.cut(call, 'expired', this.deadlineError(call, error))
      return
    }
    this.unwind(call, this.stages.length, error)
  }

  /** Gives the stages below `end` their leave, innermost first, and settles the call with its answer. */
  private finish(call: RunningCall<Input, Output>, end: number): void {
    const { run, stage, before } = this.leaves
    call.isOpen = false
    if (call.children !== undefined) this.interruptChildren(call, 'superseded', new SupersededError())
    const first = before[call.from] ?? 0
    for (let k = (before[end] ?? 0) - 1; k >= first; k--) {
      call.at = stage[k] as number
      try {
        const returned = (run[k] as Hook<Input, Output>)(call)
        if (returned !== undefined) this.faults.watchResult(this.kindOf(call.at, 'leave'), returned)
      } catch (error) {
        this.faults.add(this.kindOf(call.at, 'leave'), error)
      }
    }
    this.settle(call)
  }

  private kindOf(i: number, hook: 'leave' | 'error'): string {
    return `stage ${this.stages[i]?.name}, ${hook}`
  }

  /** Gives the stages below `end` the failure, innermost first, until one recovers or none is left. */
  private unwind(call: RunningCall<Input, Output>, end: number, failure: unknown): void {
    call.error = failure
    call.isAnswered = false
    call.ended = Number.NaN
    if (call.isAsking) {
      call.isAsking = false
      this.watcher?.attemptFailed(call)
    }
    this.unwindFrom(call, end - 1)
  }

  private unwindFrom(call: RunningCall<Input, Output>, first: number): void {
    const { run, stage, before } = this.errors
    const outermost = before[call.from] ?? 0
    for (let k = (before[first + 1] ?? 0) - 1; k >= outermost; k--) {
      const i = stage[k] as number
      call.at = i
      call.depth = i
      if (i <= call.reservedBy) this.giveReserve(call)
      call.isUnwinding = true
      call.isOpen = true
      call.retryDelay = -1
      try {
        const pending = (run[k] as Hook<Input, Output>)(call)
        if (pending !== undefined && isThenable(pending)) {
          if (call.isExpired || call.isOver) {
            call.isOpen = false
            this.faults.watchResult(this.kindOf(i, 'error'), pending)
            continue
          }
          this.waitForRecovery(call, i, pending)
          return
        }
      } catch (error) {
        call.isAnswered = false
        call.retryDelay = -1
        this.faults.add(this.kindOf(i, 'error'), error)
      }
      if (this.recover(call, i)) return
    }
    call.isOpen = false
    this.settle(call)
  }

  private waitForRecovery(call: RunningCall<Input, Output>, i: number, pending: PromiseLike<unknown>): void {
    const { epoch } = call
    const resume = (): void => {
      call.phase = phases.running
      if (!this.recover(call, i)) this.unwindFrom(call, i - 1)
    }
    adopt(pending).then(
      () => {
        if (call.epoch === epoch) resume()
      },
      (error: unknown) => {
        this.faults.add(this.kindOf(i, 'error'), error)
        if (call.epoch !== epoch) return
        call.isAnswered = false
        call.retryDelay = -1
        resume()
      },
    )
    this.wait(call, phases.recovering)
  }

  /** Acts on what the error hook of stage `i` decided; whether it decided anything. */
  private recover(call: RunningCall<Input, Output>, i: number): boolean {
    if (call.isAnswered) {
      if (call.degraded) call.failure = call.error
      call.error = undefined
      call.isExpired = false
      this.finish(call, i)
      return true
    }
    if (call.retryDelay < 0) return false
    const delay = call.retryDelay
    call.retryDelay = -1
    call.isOpen = false
    // The retrying stage stays entered: it is owed its final leave or error still.
    call.depth = i + 1
    const { epoch } = call
    const again = (): void => {
      if (call.epoch !== epoch) return
      call.phase = phases.running
      call.backoff = undefined
      call.error = undefined
      call.attempts++
      call.attempt = call.attempts
      this.enter(call, i + 1)
    }
    // Never in this frame: a stage that always retries must not grow the stack.
    if (delay === 0) Promise.resolve().then(again, () => undefined)
    else call.backoff = this.clock.setTimer(again, delay)
    this.wait(call, phases.backoff)
    return true
  }

  private giveReserve(call: RunningCall<Input, Output>): void {
    this.deadlines.disarm(call)
    call.endReserve()
    if (!call.isExpired || call.isOver || this.clock.now() >= call.cutoff) return
    call.isExpired = false
    // The signal told the target that its time is over; whoever is asked next has time of its own.
    call.renewSignal()
  }

  /** Whether the call is in its first synchronous run and nothing can interrupt what it waits for. */
  private isUncut(call: RunningCall<Input, Output>): boolean {
    return (
      call.isStarting &&
      call.cutoff === Infinity &&
      call.callerSignal === undefined &&
      call.parent === undefined
    )
  }

  /** Lets a call wait: from here on its deadline and its caller may cut in. */
  private wait(call: RunningCall<Input, Output>, phase: RunningCall<Input, Output>['phase']): void {
    call.phase = phase
    const { interruption } = call
    if (interruption !== undefined) {
      this.cut(call, interruption.kind, interruption.failure)
      return
    }
    // A sub-call ends with its call, unless a stage of its own has reserved a slice.
    if (call.parent !== undefined && call.reservedBy < 0) return
    if (call.cutoff !== Infinity && call.heapIndex < 0) this.deadlines.arm(call)
    if (call.callerSignal === undefined) return
    if (call.onCallerAbort === undefined) {
      call.onCallerAbort = () => this.abort(call)
      call.callerSignal.addEventListener('abort', call.onCallerAbort)
    }
    if (call.callerSignal.aborted) this.cut(call, 'aborted', call.callerSignal.reason)
  }

  private expire(call: RunningCall<Input, Output>): void {
    this.inside(call, () => this.interrupt(call, 'expired', this.deadlineError(call, call.error)))
  }

  /** Runs what a timer or the caller's signal set off with the call's span as the active one, not theirs. */
  private inside(call: RunningCall<Input, Output>, run: () => void): void {
    if (this.watcher === undefined || !this.watcher.hasTraced) run()
    else this.watcher.inside(call, run)
  }

  private deadlineError(call: RunningCall<Input, Output>, cause: unknown): DeadlineExceededError {
    const { wholeDeadline, startedAt } = rootOf(call)
    // A failure that was being waited out, or recovered from, is why there is no answer.
    return new DeadlineExceededError(wholeDeadline - startedAt, this.name, cause)
  }

  /** Cuts the call off now, or where one of its hooks is running just now, when it next waits or would ask. */
  private interrupt(call: RunningCall<Input, Output>, kind: Interruption['kind'], failure: unknown): void {
    if (call.phase === phases.settled) return
    if (call.phase !== phases.running) {
      this.cut(call, kind, failure)
      return
    }
    // The first one tells why, such as the caller's abort before the end of the call that it led to. Only a
    // deadline gives way: it would leave a reserved slice.
    if (call.interruption === undefined || call.interruption.kind === 'expired') {
      call.interruption = { kind, failure }
    }
  }

  /** Drops what the call waits for and unwinds what has entered. */
  private cut(call: RunningCall<Input, Output>, kind: Interruption['kind'], failure: unknown): void {
    const { interruption } = call
    if (kind === 'expired' && interruption !== undefined && interruption.kind !== 'expired') {
      // The deadline leaves a reserved slice to recover in; where somebody left first, that is for nobody.
      call.interruption = undefined
      this.cut(call, interruption.kind, interruption.failure)
      return
    }
    const isInHook = call.phase === phases.entering || call.phase === phases.recovering
    const hadAnswered = isInHook && call.isAnswered
    call.interruption = undefined
    call.epoch++
    call.phase = phases.running
    call.isOpen = false
    call.noteCut(failure, hadAnswered)
    if (call.backoff !== undefined) {
      this.clock.clearTimer(call.backoff)
      call.backoff = undefined
    }
    this.deadlines.disarm(call)
    if (kind === 'expired' && hadAnswered) {
      // Its hook had the answer in time and only tidies up.
      this.finish(call, call.at)
      return
    }
    call.isExpired = kind === 'expired'
    call.isAborted = kind === 'aborted'
    call.isSuperseded = kind === 'superseded'
    call.error = failure
    if (call.children !== undefined) this.interruptChildren(call, kind, failure)
    // A deadline's error of its own: who hands a reason on, as fetch does, may take its stack away.
    call.abortTarget(() => (kind === 'expired' ? this.deadlineError(call, undefined) : failure))
    this.unwind(call, call.depth, failure)
  }

  private interruptChildren(
    call: RunningCall<Input, Output>,
    kind: Interruption['kind'],
    failure: unknown,
  ): void {
    if (call.children === undefined) return
    // A child that settles leaves the set by itself; one that goes on, in a slice it reserved, stays known.
    for (const child of Array.from(call.children)) this.interrupt(child, kind, failure)
  }

  private settle(call: RunningCall<Input, Output>): void {
    call.phase = phases.settled
    if (call.heapIndex >= 0) this.deadlines.disarm(call)
    if (call.onCallerAbort !== undefined) {
      call.callerSignal?.removeEventListener('abort', call.onCallerAbort)
      call.onCallerAbort = undefined
    }
    if (call.children !== undefined) this.interruptChildren(call, 'superseded', new SupersededError())
    if (call.parent === undefined) {
      this.inFlight--
      this.watcher?.end(call)
      if (this.inFlight === 0 && this.onIdle.length > 0) this.tellIdle()
    } else {
      call.parent.children?.delete(call)
    }
    if (call.resolve === undefined) return
    call.resolve(call.isAnswered ? (call.output as Output) : Promise.reject(call.error))
  }

  private tellIdle(): void {
    this.deadlines.close()
    const waiting = this.onIdle
    this.onIdle = []
    for (const resolve of waiting) resolve()
  }
}

function rootOf<Input, Output>(call: RunningCall<Input, Output>): RunningCall<Input, Output> {
  return call.parent === undefined ? call : rootOf(call.parent)
}

/** What could not cut into the call, or into one that it is an attempt of, since a hook was running. */
function interruptionOf<Input, Output>(call: RunningCall<Input, Output>): Interruption | undefined {
  for (let at: RunningCall<Input, Output> | undefined = call; at !== undefined; at = at.parent) {
    if (at.interruption !== undefined) return at.interruption
    // Nobody listens to it before the first wait.
    const { callerSignal } = at
    if (callerSignal !== undefined && callerSignal.aborted) {
      return { kind: 'aborted', failure: callerSignal.reason }
    }
  }
  return undefined
}

/** Follows a promise, or what calls itself one, such that it settles once and later. */
function adopt<T>(value: T | PromiseLike<T>): Promise<T> {
  return isPlainPromise(value) ? value : new Promise((resolve) => resolve(value))
}

/** Whether a promise is the platform's own, untouched: another one may call back twice, or never. */
function isPlainPromise<T>(value: T | PromiseLike<T>): value is Promise<T> {
  return (
    value instanceof Promise &&
    Object.getPrototypeOf(value) === Promise.prototype &&
    !Object.hasOwn(value, 'then') &&
    !Object.hasOwn(value, 'constructor')
  )
}
