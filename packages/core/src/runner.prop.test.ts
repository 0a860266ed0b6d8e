import { trace } from '@opentelemetry/api'
import type { Span } from '@opentelemetry/api'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from './call.ts'
import { compose } from './compose.ts'
import type { ComposeOptions } from './compose.ts'
import type { Stage } from './stage.ts'
import type { CallContext } from './target.ts'
import { telemetry } from './telemetry/telemetry.ts'
import { createFakeClock } from './testing/index.ts'
import type { FakeClock } from './testing/index.ts'

// Every completed enter of every stage is owed exactly one final leave or error: the model is one word per
// stage and call, `in` or `out`, and everything that stages, targets, callers and time may do around it. Where
// calls are traced, each span that was started is owed exactly one end as well.

type Enter =
  | { readonly does: 'nothing' | 'answers' | 'throws' | 'answers and throws' | 'aborts' }
  | { readonly does: 'waits'; readonly ms: number; readonly next: 'go on' | 'answer' | 'throw' }
  | { readonly does: 'reserves'; readonly ms: number }
  | { readonly does: 'subcalls'; readonly how: 'race' | 'in turn' | 'unawaited'; readonly count: number }

type Recovery =
  | { readonly does: 'nothing' | 'has no hook' | 'answers' | 'throws' | 'answers and throws' }
  | { readonly does: 'fails anew' | 'aborts' | 'subcalls' }
  | {
      readonly does: 'waits'
      readonly ms: number
      readonly next: 'go on' | 'answer' | 'throw' | 'fail' | 'retry'
    }
  | { readonly does: 'retries'; readonly delay: number; readonly times: number }

type Leave = 'nothing' | 'has no hook' | 'throws' | 'rejects' | 'aborts'

interface StageScript {
  readonly enter: Enter
  readonly recovery: Recovery
  readonly leave: Leave
}

type Step =
  | { readonly does: 'answers' | 'throws' | 'hangs' | 'aborts' | 'calls back twice' }
  | { readonly does: 'answers late' | 'fails late'; readonly ms: number }

interface Scenario {
  readonly stages: readonly StageScript[]
  readonly target: readonly Step[]
  readonly deadline: number | undefined
  readonly abortAt: number | undefined
  readonly accept: 'none' | 'at once' | 'late' | 'throws'
  readonly timers: 'shared' | 'request'
  readonly isTraced: boolean
}

const ms = fc.nat(60)
const one = <T extends string>(...words: T[]): fc.Arbitrary<T> => fc.constantFrom(...words)

const enter: fc.Arbitrary<Enter> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('nothing' as const) }) },
  fc.record({ does: one('answers', 'throws', 'answers and throws', 'aborts') }),
  fc.record({ does: fc.constant('waits' as const), ms, next: one('go on', 'answer', 'throw') }),
  fc.record({ does: fc.constant('reserves' as const), ms }),
  fc.record({
    does: fc.constant('subcalls' as const),
    how: one('race', 'in turn', 'unawaited'),
    count: fc.integer({ min: 1, max: 3 }),
  }),
)
const recovery: fc.Arbitrary<Recovery> = fc.oneof(
  fc.record({ does: one('nothing', 'has no hook', 'answers', 'throws', 'answers and throws') }),
  fc.record({ does: one('fails anew', 'aborts', 'subcalls') }),
  fc.record({
    does: fc.constant('waits' as const),
    ms,
    next: one('go on', 'answer', 'throw', 'fail', 'retry'),
  }),
  fc.record({
    does: fc.constant('retries' as const),
    delay: fc.nat(30),
    times: fc.integer({ min: 1, max: 3 }),
  }),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: one('answers', 'throws', 'hangs', 'aborts', 'calls back twice') }),
  fc.record({ does: one('answers late', 'fails late'), ms }),
)
const scenario: fc.Arbitrary<Scenario> = fc.record({
  stages: fc.array(
    fc.record({ enter, recovery, leave: one('nothing', 'has no hook', 'throws', 'rejects', 'aborts') }),
    { minLength: 1, maxLength: 4 },
  ),
  target: fc.array(step, { minLength: 1, maxLength: 4 }),
  deadline: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  abortAt: fc.option(fc.nat(120), { nil: undefined }),
  accept: one('none', 'at once', 'late', 'throws'),
  timers: one('shared', 'request'),
  isTraced: fc.boolean(),
})

const boom = new Error('boom')
const hookFailure = new Error('in a hook')
/** The answer of hooks that threw after they had given it. */
const disowned = 'of no account'

/** What the model knows of one call, sub-calls apart: which stages are owed something. */
interface Ledger {
  readonly isIn: boolean[]
  readonly retries: number[]
}

/** One run of a scenario, and what was wrong about it. */
class World {
  readonly problems: string[] = []
  readonly clock: FakeClock
  readonly scenario: Scenario
  readonly stages: readonly Stage<number, string>[]
  abortedAt = Infinity
  listeners = 0
  private hasSignal = false
  private readonly controller = new AbortController()
  private readonly ledgers = new Map<Call<number, string>, Ledger>()
  timesAsked = 0

  constructor(given: Scenario) {
    this.scenario = given
    this.clock = createFakeClock({ timers: given.timers })
    this.stages = given.stages.map((script, i) => this.stage(script, i))
  }

  abort(): void {
    this.abortedAt = Math.min(this.abortedAt, this.clock.now())
    this.controller.abort(boom)
  }

  /** The caller's signal, its listeners counted. */
  signal(): AbortSignal {
    this.hasSignal = true
    const { signal } = this.controller
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      this.listeners++
      add(...given)
    }
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      this.listeners--
      remove(...given)
    }
    return signal
  }

  target(context: CallContext): string | Promise<string> {
    const steps = this.scenario.target
    const now = steps[Math.min(this.timesAsked++, steps.length - 1)]
    if (this.hasCallerLeft) this.problems.push('asked after the caller had left')
    switch (now?.does) {
      case 'answers':
        return 'live'
      case 'throws':
        throw boom
      case 'aborts':
        this.abort()
        return 'live'
      case 'calls back twice':
        return {
          // oxlint-disable-next-line unicorn/no-thenable -- the misbehaviour under test
          then(resolve: (output: string) => void, reject: (error: Error) => void) {
            resolve('live')
            reject(boom)
            resolve('again')
          },
        } as unknown as Promise<string>
      case 'answers late':
        return this.wait(now.ms).then(() => 'live')
      case 'fails late':
        void context.signal
        return this.wait(now.ms).then(() => Promise.reject(boom))
      case 'hangs':
      case undefined:
        return new Promise(() => undefined)
    }
  }

  /** Whether the caller, if it gave a signal at all, has aborted it. */
  private get hasCallerLeft(): boolean {
    return this.hasSignal && this.controller.signal.aborted
  }

  accept(output: string): string | Promise<string> {
    if (this.scenario.accept === 'throws') throw boom
    return this.scenario.accept === 'late' ? this.wait(3).then(() => output) : output
  }

  /** Stages with both hooks that are still owed one of them. */
  get unpaid(): string[] {
    const { stages } = this.scenario
    return [...this.ledgers.values()].flatMap(({ isIn }) =>
      isIn.flatMap((is, i) => {
        const script = stages[i]
        const isTold = script?.recovery.does !== 'has no hook' && script?.leave !== 'has no hook'
        return is && isTold ? [`s${i}`] : []
      }),
    )
  }

  private wait(delay: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.setTimer(() => resolve(), delay)
    })
  }

  private ledger(call: Call<number, string>): Ledger {
    let ledger = this.ledgers.get(call)
    if (ledger === undefined) {
      const { stages } = this.scenario
      ledger = {
        isIn: stages.map(() => false),
        retries: stages.map(() => 0),
      }
      this.ledgers.set(call, ledger)
    }
    return ledger
  }

  private stage(script: StageScript, i: number): Stage<number, string> {
    const stage: Stage<number, string> = { name: `s${i}`, enter: (call) => this.enter(call, script, i) }
    if (script.recovery.does !== 'has no hook') {
      stage.error = (call) => this.recover(call, script.recovery, i)
    }
    if (script.leave !== 'has no hook') stage.leave = (call) => this.leave(call, script.leave, i)
    return stage
  }

  private entered(call: Call<number, string>, i: number): void {
    const { isIn } = this.ledger(call)
    // A stage without an error hook isn't told that an attempt of it failed.
    const isTold = this.scenario.stages[i]?.recovery.does !== 'has no hook'
    if (isIn[i] === true && isTold) this.problems.push(`s${i} entered twice`)
    isIn[i] = true
  }

  private paid(call: Call<number, string>, i: number, hook: string): void {
    const { isIn } = this.ledger(call)
    if (isIn[i] !== true) this.problems.push(`s${i} got ${hook} and was owed nothing`)
    isIn[i] = false
  }

  private enter(call: Call<number, string>, { enter: does }: StageScript, i: number): void | Promise<void> {
    switch (does.does) {
      case 'answers':
        if (!call.answer(`s${i}`, 'cache')) this.entered(call, i)
        return
      case 'answers and throws':
        call.answer(disowned)
        throw boom
      case 'throws':
        throw boom
      case 'aborts':
        this.abort()
        break
      case 'reserves':
        call.reserve(does.ms)
        break
      case 'waits':
        return this.enterLate(call, does, i)
      case 'subcalls':
        return this.enterBySubcalls(call, does, i)
      case 'nothing':
        break
    }
    this.entered(call, i)
  }

  private async enterLate(
    call: Call<number, string>,
    does: Extract<Enter, { does: 'waits' }>,
    i: number,
  ): Promise<void> {
    const { signal } = call
    await this.wait(does.ms)
    if (does.next === 'throw') throw boom
    if (does.next === 'answer' && !signal.aborted && call.answer(`s${i}`)) return
    this.entered(call, i)
  }

  private async enterBySubcalls(
    call: Call<number, string>,
    { how, count }: Extract<Enter, { does: 'subcalls' }>,
    i: number,
  ): Promise<void> {
    const { signal } = call
    let output: string | undefined
    if (how === 'in turn') output = await this.subcallInTurn(call, count, signal)
    else {
      const attempts = Array.from({ length: count }, () => call.subcall())
      if (how === 'race') output = await Promise.any(attempts)
    }
    if (output !== undefined && !signal.aborted && call.answer(output)) return
    this.entered(call, i)
  }

  private async subcallInTurn(
    call: Call<number, string>,
    left: number,
    signal: AbortSignal,
  ): Promise<string> {
    try {
      return await call.subcall()
    } catch (error) {
      if (left <= 1 || signal.aborted) throw error
      return this.subcallInTurn(call, left - 1, signal)
    }
  }

  private recover(call: Call<number, string>, does: Recovery, i: number): void | Promise<void> {
    this.paid(call, i, 'error')
    if (call.error === undefined) this.problems.push(`s${i} got error without one`)
    switch (does.does) {
      case 'answers':
        call.answer(`s${i}`, 'fallback')
        return
      case 'throws':
        throw hookFailure
      case 'answers and throws':
        call.answer(disowned)
        throw hookFailure
      case 'fails anew':
        call.fail(hookFailure)
        return
      case 'aborts':
        this.abort()
        return
      case 'retries':
        this.retry(call, does.delay, does.times, i)
        return
      case 'waits':
        return this.recoverLate(call, does, i)
      case 'subcalls':
        return this.recoverBySubcall(call)
      case 'nothing':
      case 'has no hook':
        return
    }
  }

  private async recoverLate(
    call: Call<number, string>,
    does: Extract<Recovery, { does: 'waits' }>,
    i: number,
  ): Promise<void> {
    const { signal } = call
    await this.wait(does.ms)
    if (signal.aborted) return
    if (does.next === 'answer') call.answer(`s${i}`)
    if (does.next === 'throw') throw hookFailure
    if (does.next === 'fail') call.fail(hookFailure)
    if (does.next === 'retry') this.retry(call, 5, 2, i)
  }

  private async recoverBySubcall(call: Call<number, string>): Promise<void> {
    const { signal } = call
    try {
      const output = await call.subcall()
      if (!signal.aborted) call.answer(output)
    } catch {
      return
    }
  }

  /** A stage whose retry was taken stays entered. */
  private retry(call: Call<number, string>, delay: number, times: number, i: number): void {
    const ledger = this.ledger(call)
    const made = ledger.retries[i] ?? 0
    if (made >= times) return
    ledger.retries[i] = made + 1
    if (call.retry(delay)) ledger.isIn[i] = true
  }

  private leave(call: Call<number, string>, does: Leave, i: number): void {
    this.paid(call, i, 'leave')
    if (does === 'throws') throw hookFailure
    if (does === 'aborts') this.abort()
    // A hook that is async by mistake.
    if (does === 'rejects') return Promise.reject(hookFailure) as unknown as undefined
  }
}

/** The spans started for a scenario: how often each was ended. */
let spans: { readonly name: string; ends: number }[] = []

function startSpan(name: string): Span {
  const counted = { name, ends: 0 }
  spans.push(counted)
  const span = {
    isRecording: () => counted.ends === 0,
    spanContext: () => ({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 }),
    setAttribute: () => span,
    setAttributes: () => span,
    setStatus: () => span,
    end: () => void counted.ends++,
  } as unknown as Span
  return span
}

const unhandled: unknown[] = []
const onUnhandled = (error: unknown): void => void unhandled.push(error)
beforeAll(() => {
  process.on('unhandledRejection', onUnhandled)
  trace.setGlobalTracerProvider({
    getTracer: () => ({ startSpan, startActiveSpan: () => undefined as never }),
  })
})
afterAll(() => {
  process.off('unhandledRejection', onUnhandled)
  trace.disable()
})

/** Lets chains of promises of any length end, and Node tell of rejections that nobody handled. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

async function problemsOf(given: Scenario): Promise<readonly string[]> {
  const world = new World(given)
  const { clock, problems } = world
  const { deadline, abortAt, accept } = given
  const options: ComposeOptions<string> = {
    clock,
    deadline,
    accept: accept === 'none' ? undefined : (output) => world.accept(output),
    telemetry: given.isTraced ? telemetry('prop') : undefined,
  }
  spans = []
  const call = compose<number, string>((_, context) => world.target(context), world.stages, options)
  let settledAt = Number.NaN
  let settled = 0
  const onSettled = (): void => {
    settled++
    settledAt = clock.now()
  }
  const hasSignal = abortAt !== undefined
  call(1, hasSignal ? { signal: world.signal() } : undefined).then((output) => {
    onSettled()
    if (output === disowned) problems.push('answered by a hook that threw')
  }, onSettled)
  await drained()
  if (hasSignal) {
    await clock.advance(abortAt)
    world.abort()
  }
  for (let i = 0; i < 4; i++) {
    await drained()
    await clock.advance(1_000)
  }
  await drained()

  const isBound = deadline !== undefined || hasSignal || !given.target.some(({ does }) => does === 'hangs')
  if (settled > 1 || (isBound && settled === 0)) problems.push(`settled ${settled} times`)
  if (settledAt > (deadline ?? Infinity)) problems.push(`settled at ${settledAt}, past its deadline`)
  if (hasSignal && settledAt > world.abortedAt) problems.push(`settled at ${settledAt}, long after its abort`)
  if (settled > 0) {
    const { inFlight } = call.stats()
    if (inFlight !== 0) problems.push(`${inFlight} in flight`)
    if (world.listeners !== 0) problems.push(`${world.listeners} listeners left`)
    if (clock.pending > 0) problems.push(`${clock.pending} timers pending`)
    for (const name of world.unpaid) problems.push(`${name} is owed a leave or error`)
    const calls = spans.filter(({ name }) => name === 'plimsoll.call')
    const attempts = spans.filter(({ name }) => name === 'plimsoll.attempt')
    if (calls.length !== (given.isTraced ? 1 : 0)) problems.push(`${calls.length} spans for the call`)
    if (given.isTraced && attempts.length !== world.timesAsked)
      problems.push(`${attempts.length} spans for ${world.timesAsked} attempts`)
    for (const { name, ends } of spans) if (ends !== 1) problems.push(`${name} ended ${ends} times`)
  }
  if (unhandled.length > 0) problems.push(`unhandled: ${unhandled.splice(0).map(String).join()}`)
  return problems
}

test('each completed enter gets one final leave or error; each call settles in time and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      expect(await problemsOf(given)).toEqual([])
    }),
    { numRuns: 400 },
  )
})
