import type { AnswerDetails, Call } from './call.ts'
import type { Deadlined } from './deadlines.ts'
import { SupersededError } from './errors.ts'
import type { Runner } from './runner.ts'
import type { Priority, Source } from './target.ts'

/** Where a call stands. Only in a waiting phase may a deadline or an abort cut in. */
export const phases: {
  readonly running: 0
  readonly entering: 1
  readonly target: 2
  readonly recovering: 3
  readonly backoff: 4
  readonly settled: 5
} = { running: 0, entering: 1, target: 2, recovering: 3, backoff: 4, settled: 5 } as const
export type Phase = (typeof phases)[keyof typeof phases]

const maxAttempts = 64

/**
 * The call as the runner drives it. One class with every field set in its constructor, so that all calls
 * of all guards share one hidden class.
 */
export class RunningCall<Input, Output> implements Call<Input, Output>, Deadlined {
  input: Input
  output: Output | undefined = undefined
  error: unknown = undefined
  source: Source = 'live'
  degraded: boolean = false
  age: number = 0
  variant: string | undefined = undefined
  unit: string | undefined = undefined
  tenant: string | undefined = undefined
  priority: Priority = 'default'
  attempt = 1
  isAborted = false
  isExpired = false

  readonly runner: Runner<Input, Output>
  readonly parent: RunningCall<Input, Output> | undefined
  /** The first stage this call runs; above 0 only for a sub-call. */
  readonly from: number
  /** The stage whose hook runs or is waited for. */
  at = 0
  /** Stages `from` to `depth - 1` have entered and are owed a leave or error. */
  depth = 0
  phase: Phase = 0
  /** Counts interruptions: a continuation that remembers an older one is late. */
  epoch = 0
  /** Whether `answer` would be taken now: inside an enter or error hook. */
  isOpen: boolean = false
  isAnswered = false
  /** Set by `retry` inside an error hook; -1 otherwise. */
  retryDelay = -1
  isUnwinding = false
  attempts = 1

  deadline: number = Infinity
  cutoff: number = Infinity
  reservedBy = -1
  heapIndex = -1
  timer: unknown = undefined
  backoff: unknown = undefined

  begun = -1
  ended = -1
  givenId: string | undefined = undefined
  callerSignal: AbortSignal | undefined = undefined
  onCallerAbort: (() => void) | undefined = undefined
  controller: AbortController | undefined = undefined
  /** An abort that came while a hook was running, to be applied when the call next waits. */
  isAbortPending = false
  locals: unknown[] | undefined = undefined
  children: Set<RunningCall<Input, Output>> | undefined = undefined
  resolve: ((output: Output | PromiseLike<Output>) => void) | undefined = undefined
  reject: ((error: unknown) => void) | undefined = undefined

  constructor(
    runner: Runner<Input, Output>,
    input: Input,
    parent: RunningCall<Input, Output> | undefined,
    from: number,
  ) {
    this.runner = runner
    this.input = input
    this.parent = parent
    this.from = from
    this.depth = from
  }

  get id(): string {
    if (this.givenId === undefined) this.givenId = this.parent?.id ?? this.runner.newId()
    return this.givenId
  }

  /** Whether anybody gave or read the id: only then can an outcome ever arrive for this call. */
  get hasId(): boolean {
    return this.givenId !== undefined
  }

  get startedAt(): number {
    if (this.begun < 0) this.begun = this.runner.clock.now()
    return this.begun
  }

  get elapsed(): number {
    if (this.ended < 0) this.ended = this.runner.clock.now()
    return Math.max(0, this.ended - this.startedAt)
  }

  get remaining(): number {
    return this.cutoff === Infinity ? Infinity : Math.max(0, this.cutoff - this.runner.clock.now())
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController()
      if (this.isExpired || this.isAborted) this.controller.abort(this.error)
    }
    return this.controller.signal
  }

  get local(): unknown {
    return this.locals?.[this.at]
  }

  set local(note: unknown) {
    this.locals ??= []
    this.locals[this.at] = note
  }

  answer(output: Output, source: Source = 'live', details?: AnswerDetails): boolean {
    if (!this.isOpen || this.isAborted) return false
    this.output = output
    this.source = source
    this.degraded = details?.degraded ?? (source === 'stale' || source === 'fallback')
    this.age = details?.age ?? 0
    this.isAnswered = true
    return true
  }

  fail(error: unknown): void {
    if (this.isOpen && this.isUnwinding) this.error = error
  }

  retry(delay: number): boolean {
    if (!this.isOpen || !this.isUnwinding || this.isExpired || this.isAborted) return false
    if (!(delay >= 0) || this.attempts >= maxAttempts) return false
    if (this.cutoff !== Infinity && this.runner.clock.now() + delay >= this.cutoff) return false
    this.retryDelay = delay
    return true
  }

  subcall(): Promise<Output> {
    if (this.phase === phases.settled || this.isExpired || this.isAborted) {
      return Promise.reject(this.error ?? new SupersededError())
    }
    this.attempts++
    const child = new RunningCall<Input, Output>(this.runner, this.input, this, this.at + 1)
    child.attempt = this.attempts
    child.variant = this.variant
    child.unit = this.unit
    child.tenant = this.tenant
    child.priority = this.priority
    child.deadline = this.deadline
    child.cutoff = this.cutoff
    this.children ??= new Set()
    this.children.add(child)
    const promise = this.runner.start(child)
    // A stage may drop an attempt it no longer needs; its failure is then nobody's.
    promise.then(undefined, () => undefined)
    return promise
  }

  reserve(ms: number): boolean {
    if (!this.isOpen || this.isUnwinding || this.cutoff === Infinity || this.reservedBy >= 0) return false
    if (!(ms > 0)) return false
    this.reservedBy = this.at
    this.cutoff = Math.max(this.startedAt, this.deadline - ms)
    return true
  }
}
