// One thing: the state of one call. Its rare and frequent fields, split over files, would have to know each other.
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
} = { running: 0, entering: 1, target: 2, recovering: 3, backoff: 4, settled: 5 }
export type Phase = (typeof phases)[keyof typeof phases]

const maxAttempts = 64
// The longest wait that a timer can take; longer ones would fire at once.
const longestDelay = 2_147_483_647

const abortedFlag = 1
const expiredFlag = 2
const openFlag = 4
const answeredFlag = 8
const unwindingFlag = 16
const startingFlag = 32
const degradedFlag = 64
const supersededFlag = 128
const checkingFlag = 256
const askingFlag = 512

/** What cuts a call off: its deadline, another attempt's success, or its caller's abort. */
export interface Interruption {
  readonly kind: 'expired' | 'superseded' | 'aborted'
  readonly failure: unknown
}

/** The open span of a call or attempt. */
export interface Trace {
  /** Its place in the trace, as W3C `traceparent`. */
  readonly traceparent: string | undefined
}

/** What few calls need; made when first needed, so that the others stay small. */
class CallExtras<Input, Output> {
  callerSignal: AbortSignal | undefined = undefined
  onCallerAbort: (() => void) | undefined = undefined
  interruption: Interruption | undefined = undefined
  /** What cut the call off last; a hook that completes later is shown it. */
  cutBy: unknown = undefined
  /** Whether the hook that was cut off had given an answer: it is owed nothing more then. */
  hadAnswered = false
  controller: AbortController | undefined = undefined
  children: Set<RunningCall<Input, Output>> | undefined = undefined
  attempts = 0
  /** Set by `retry` inside an error hook; -1 otherwise. */
  retryDelay = -1
  backoff: unknown = undefined
  timer: unknown = undefined
  /** The stage that reserved a slice, and the whole deadline it gets back. */
  reservedBy = -1
  wholeDeadline = Infinity
  /** The failure that a lesser answer stands in for. */
  failure: unknown = undefined
  tenant: string | undefined = undefined
  priority: Priority = 'default'
  age = 0
}

/**
 * The call as the runner drives it. One class with every field set in its constructor, so that all calls
 * of all guards share one hidden class; making a call costs in proportion to its fields, hence the flags
 * in one number and the rare fields apart.
 *
 * @example
 * const runner = new Runner(model, [])
 * const call = prepareCall(runner, input, { id: 'order-17' }, Infinity)
 * const answer = answerOf(call, await runner.start(call))
 * answer.id // 'order-17'
 */
export class RunningCall<Input, Output> implements Call<Input, Output>, Deadlined {
  input: Input
  output: Output | undefined
  error: unknown
  source: Source
  variant: string | undefined
  unit: string | undefined
  attempt: number
  /** How many times the target was called for this call, sub-calls included. */
  tried: number

  readonly runner: Runner<Input, Output>
  readonly parent: RunningCall<Input, Output> | undefined
  /** The first stage this call runs; above 0 only for a sub-call. */
  readonly from: number
  /** The stage whose hook runs or is waited for. */
  at: number
  /** Stages `from` to `depth - 1` have entered and are owed a leave or error. */
  depth: number
  phase: Phase
  /** Counts interruptions: a continuation that remembers an older one is late. */
  epoch: number
  /** When, on the clock, what is further in runs out of time. */
  cutoff: number
  heapIndex: number
  begun: number
  ended: number
  givenId: string | undefined
  resolve: ((output: Output | Promise<Output>) => void) | undefined
  private flags: number
  private locals: unknown[] | undefined
  private extras: CallExtras<Input, Output> | undefined

  constructor(
    runner: Runner<Input, Output>,
    input: Input,
    parent: RunningCall<Input, Output> | undefined,
    from: number,
  ) {
    this.input = input
    this.output = undefined
    this.error = undefined
    this.source = 'live'
    this.variant = undefined
    this.unit = undefined
    this.attempt = 1
    this.tried = 0
    this.runner = runner
    this.parent = parent
    this.from = from
    this.at = from
    this.depth = from
    this.phase = phases.running
    this.epoch = 0
    this.cutoff = Infinity
    this.heapIndex = -1
    this.begun = Number.NaN
    this.ended = Number.NaN
    this.givenId = undefined
    this.resolve = undefined
    this.flags = 0
    this.locals = undefined
    this.extras = undefined
  }

  get isAborted(): boolean {
    return (this.flags & abortedFlag) !== 0
  }
  set isAborted(is: boolean) {
    this.flags = is ? this.flags | abortedFlag : this.flags & ~abortedFlag
  }

  get isExpired(): boolean {
    return (this.flags & expiredFlag) !== 0
  }
  set isExpired(is: boolean) {
    this.flags = is ? this.flags | expiredFlag : this.flags & ~expiredFlag
  }

  /** Whether `answer` would be taken now: inside an enter or error hook. */
  get isOpen(): boolean {
    return (this.flags & openFlag) !== 0
  }
  set isOpen(is: boolean) {
    this.flags = is ? this.flags | openFlag : this.flags & ~openFlag
  }

  get isAnswered(): boolean {
    return (this.flags & answeredFlag) !== 0
  }
  set isAnswered(is: boolean) {
    this.flags = is ? this.flags | answeredFlag : this.flags & ~answeredFlag
  }

  /** Whether another attempt of the same call answered first. */
  get isSuperseded(): boolean {
    return (this.flags & supersededFlag) !== 0
  }
  set isSuperseded(is: boolean) {
    this.flags = is ? this.flags | supersededFlag : this.flags & ~supersededFlag
  }

  get isChecking(): boolean {
    return (this.flags & checkingFlag) !== 0
  }
  set isChecking(is: boolean) {
    this.flags = is ? this.flags | checkingFlag : this.flags & ~checkingFlag
  }

  /** Whether the target was asked and has not failed since; kept where somebody watches. */
  get isAsking(): boolean {
    return (this.flags & askingFlag) !== 0
  }
  set isAsking(is: boolean) {
    this.flags = is ? this.flags | askingFlag : this.flags & ~askingFlag
  }

  /** Whether nothing can answer this call any more, or ask for another attempt. */
  get isOver(): boolean {
    return (this.flags & (abortedFlag | supersededFlag)) !== 0
  }

  /** Whether error hooks, not enter hooks, are being run. */
  get isUnwinding(): boolean {
    return (this.flags & unwindingFlag) !== 0
  }
  set isUnwinding(is: boolean) {
    this.flags = is ? this.flags | unwindingFlag : this.flags & ~unwindingFlag
  }

  /** Whether `start` is still in its synchronous run. */
  get isStarting(): boolean {
    return (this.flags & startingFlag) !== 0
  }
  set isStarting(is: boolean) {
    this.flags = is ? this.flags | startingFlag : this.flags & ~startingFlag
  }

  get degraded(): boolean {
    return (this.flags & degradedFlag) !== 0
  }
  set degraded(is: boolean) {
    this.flags = is ? this.flags | degradedFlag : this.flags & ~degradedFlag
  }

  get age(): number {
    return this.extras?.age ?? 0
  }

  get failure(): unknown {
    return this.extras?.failure
  }
  set failure(failure: unknown) {
    if (failure !== this.failure) this.rare().failure = failure
  }

  get tenant(): string | undefined {
    return this.extras?.tenant
  }
  set tenant(tenant: string | undefined) {
    if (tenant !== this.tenant) this.rare().tenant = tenant
  }

  get priority(): Priority {
    return this.extras?.priority ?? 'default'
  }
  set priority(priority: Priority) {
    if (priority !== this.priority) this.rare().priority = priority
  }

  get attempts(): number {
    const extra = this.extras?.attempts ?? 0
    return extra === 0 ? 1 : extra
  }
  set attempts(attempts: number) {
    this.rare().attempts = attempts
  }

  get retryDelay(): number {
    return this.extras?.retryDelay ?? -1
  }
  set retryDelay(delay: number) {
    if (delay !== this.retryDelay) this.rare().retryDelay = delay
  }

  get backoff(): unknown {
    return this.extras?.backoff
  }
  set backoff(timer: unknown) {
    if (timer !== this.backoff) this.rare().backoff = timer
  }

  get timer(): unknown {
    return this.extras?.timer
  }
  set timer(timer: unknown) {
    if (timer !== this.timer) this.rare().timer = timer
  }

  get callerSignal(): AbortSignal | undefined {
    return this.extras?.callerSignal
  }
  set callerSignal(signal: AbortSignal | undefined) {
    if (signal !== this.callerSignal) this.rare().callerSignal = signal
  }

  get onCallerAbort(): (() => void) | undefined {
    return this.extras?.onCallerAbort
  }
  set onCallerAbort(listener: (() => void) | undefined) {
    if (listener !== this.onCallerAbort) this.rare().onCallerAbort = listener
  }

  /** An interruption that came while a hook was running, to be applied when the call next waits or would ask. */
  get interruption(): Interruption | undefined {
    return this.extras?.interruption
  }
  set interruption(interruption: Interruption | undefined) {
    if (interruption !== this.interruption) this.rare().interruption = interruption
  }

  get cutBy(): unknown {
    return this.extras?.cutBy
  }

  get hadAnswered(): boolean {
    return this.extras?.hadAnswered ?? false
  }

  get children(): Set<RunningCall<Input, Output>> | undefined {
    return this.extras?.children
  }

  get reservedBy(): number {
    return this.extras?.reservedBy ?? -1
  }

  get id(): string {
    if (this.givenId === undefined) this.givenId = this.parent?.id ?? this.runner.newId()
    return this.givenId
  }

  get hasId(): boolean {
    return this.givenId !== undefined
  }

  get startedAt(): number {
    if (Number.isNaN(this.begun)) this.begun = this.runner.clock.now()
    return this.begun
  }

  get elapsed(): number {
    const { startedAt } = this
    const ended = Number.isNaN(this.ended) ? this.runner.clock.now() : this.ended
    // Fixed once the answer is on its way out; until then the call goes on.
    if (this.isAnswered && !this.isOpen) this.ended = ended
    return Math.max(0, ended - startedAt)
  }

  get remaining(): number {
    return this.cutoff === Infinity ? Infinity : Math.max(0, this.cutoff - this.runner.clock.now())
  }

  get signal(): AbortSignal {
    const extras = this.rare()
    if (extras.controller === undefined) {
      extras.controller = new AbortController()
      if (this.isExpired || this.isAborted) extras.controller.abort(this.error)
    }
    return extras.controller.signal
  }

  get local(): unknown {
    return this.locals?.[this.at]
  }
  set local(note: unknown) {
    // Made whole at once: growing by index would take more than twice the room.
    this.locals ??= new Array<unknown>(this.runner.stages.length)
    this.locals[this.at] = note
  }

  /** The caller's `traceparent`, or the span that was opened for this call or its attempt. */
  get trace(): Trace | string | undefined {
    // The place behind those of the stages: a call that is not traced has no room for one.
    return this.locals?.[this.runner.stages.length] as Trace | string | undefined
  }
  set trace(trace: Trace | string | undefined) {
    const { length } = this.runner.stages
    this.locals ??= new Array<unknown>(length + 1)
    this.locals[length] = trace
  }

  get traceparent(): string | undefined {
    const { trace } = this
    if (typeof trace === 'string') return trace
    return trace === undefined ? this.parent?.traceparent : trace.traceparent
  }

  answer(output: Output, source: Source = 'live', details?: AnswerDetails): boolean {
    if (!this.isOpen || this.isOver) return false
    this.output = output
    this.source = source
    this.degraded = details?.degraded ?? (source === 'stale' || source === 'fallback')
    const age = details?.age ?? 0
    if (age !== this.age) this.rare().age = age
    this.isAnswered = true
    return true
  }

  fail(error: unknown): void {
    if (this.isOpen && this.isUnwinding) this.error = error
  }

  retry(delay: number): boolean {
    if (!this.isOpen || !this.isUnwinding || this.isExpired || this.isOver) return false
    if (!(delay >= 0 && delay <= longestDelay) || this.attempts >= maxAttempts) return false
    if (this.cutoff !== Infinity && this.runner.clock.now() + delay >= this.cutoff) return false
    this.retryDelay = delay
    return true
  }

  subcall(): Promise<Output> {
    if (this.phase === phases.settled || this.isExpired || this.isOver) {
      return unobserved(Promise.reject(this.error ?? new SupersededError()))
    }
    this.attempts++
    const child = new RunningCall<Input, Output>(this.runner, this.input, this, this.at + 1)
    child.attempt = this.attempts
    child.variant = this.variant
    child.unit = this.unit
    child.tenant = this.tenant
    child.priority = this.priority
    child.cutoff = this.cutoff
    const extras = this.rare()
    extras.children ??= new Set()
    extras.children.add(child)
    return unobserved(this.runner.start(child))
  }

  reserve(ms: number): boolean {
    if (!this.isOpen || this.isUnwinding || this.cutoff === Infinity || this.reservedBy >= 0) return false
    if (!(ms > 0)) return false
    // Armed since an earlier stage waited: the next wait arms the new cutoff.
    this.runner.deadlines.disarm(this)
    const extras = this.rare()
    extras.reservedBy = this.at
    extras.wholeDeadline = this.cutoff
    this.cutoff = Math.max(this.startedAt, this.cutoff - ms)
    return true
  }

  /** When the call must be answered at last, whoever has reserved what. */
  get wholeDeadline(): number {
    return this.reservedBy >= 0 ? (this.extras?.wholeDeadline ?? this.cutoff) : this.cutoff
  }

  /** Notes what cut the call off, and whether the hook it cut into had given an answer. */
  noteCut(failure: unknown, hadAnswered: boolean): void {
    const extras = this.rare()
    extras.cutBy = failure
    extras.hadAnswered = hadAnswered
  }

  /** Runs a hook that is owed its error late: it sees the signal aborted by what cut it off. */
  asCut(hook: () => unknown): unknown {
    const extras = this.rare()
    const { controller } = extras
    extras.controller = new AbortController()
    extras.controller.abort(extras.cutBy)
    try {
      return hook()
    } finally {
      extras.controller = controller
    }
  }

  /** Keeps a note for the stage `at`, whichever is running. */
  noteFor(at: number, note: unknown): void {
    const running = this.at
    this.at = at
    this.local = note
    this.at = running
  }

  /** Gives the reserved slice back, to the stage that reserved it. */
  endReserve(): void {
    const extras = this.rare()
    extras.reservedBy = -1
    this.cutoff = extras.wholeDeadline
  }

  /** Tells the target, where it asked for the signal, that its call is over. */
  abortTarget(reason: () => unknown): void {
    const controller = this.extras?.controller
    if (controller !== undefined && !controller.signal.aborted) controller.abort(reason())
  }

  /** Forgets the signal made so far: the next reader gets a new one. */
  renewSignal(): void {
    if (this.extras !== undefined) this.extras.controller = undefined
  }

  private rare(): CallExtras<Input, Output> {
    this.extras ??= new CallExtras()
    return this.extras
  }
}

/** A stage may drop an attempt it no longer needs; its failure is then nobody's. */
function unobserved<T>(promise: Promise<T>): Promise<T> {
  promise.then(undefined, () => undefined)
  return promise
}
