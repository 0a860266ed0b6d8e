import type { Call, Stage } from '../../src/index.ts'
import { isPlimsollError } from '../../src/index.ts'
import type { FakeClock, StageKitOptions } from '../../src/testing/index.ts'
import type { HoldingStage } from '../sketch-limiter.ts'
import type { Broken } from './broken.ts'

type Fault = Broken<Stage, StageKitOptions>

const holding: StageKitOptions = { held: (stage) => (stage as HoldingStage).held }

/** What a limiter does at each point; a fault replaces one of them. */
interface LimiterParts {
  /** Takes a permit for a call that waited, when one is free. */
  readonly resume: (limiter: Limiter, call: Call, signal: AbortSignal) => unknown
  readonly leave: (limiter: Limiter, call: Call) => void
  readonly error: ((limiter: Limiter, call: Call) => void) | undefined
}

/** A limiter with a queue, its parts to be replaced. */
class Limiter implements HoldingStage {
  readonly name = 'limiter'
  held = 0
  readonly queue: (() => void)[] = []
  readonly error?: (call: Call) => void
  private readonly parts: LimiterParts

  constructor(parts: Partial<LimiterParts>) {
    const giveBack = (limiter: Limiter, call: Call): void => limiter.giveBack(call)
    this.parts = { resume: () => true, leave: giveBack, error: giveBack, ...parts }
    const { error } = this.parts
    if (error !== undefined) this.error = (call) => error(this, call)
  }

  enter(call: Call): void | Promise<unknown> {
    const { signal } = call
    if (this.held < 4) {
      this.held++
      call.local = true
      return
    }
    return new Promise((resolve) => {
      this.queue.push(() => {
        this.held++
        resolve(this.parts.resume(this, call, signal))
      })
    })
  }

  leave(call: Call): void {
    this.parts.leave(this, call)
  }

  giveBack(call: Call): void {
    if (call.local !== true) return
    call.local = undefined
    this.release()
  }

  release(): void {
    this.held--
    this.queue.shift()?.()
  }
}

function limiter(parts: Partial<LimiterParts>): Fault['make'] {
  return () => new Limiter(parts)
}

/** A stage made anew for each case. */
function stage(make: (clock: FakeClock) => Partial<Stage>): Fault['make'] {
  return (clock) => ({ name: 'broken', ...make(clock) })
}

const variantOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code
let failuresOfAll = 0
let made = 0
let heldByAll = 0

export const brokenStages: readonly Fault[] = [
  {
    fault: 'leaks what it took when the deadline passed in its async enter',
    // It notes the permit on the call itself, after the await: by then another stage's note is in its place.
    make: limiter({ resume: (_, call, signal) => void (signal.aborted ? undefined : (call.local = true)) }),
    options: holding,
  },
  {
    fault: 'leaks when the deadline passed: it has no error hook',
    make: limiter({ error: undefined }),
    options: { ...holding, timeout: 1 },
  },
  {
    fault: 'leaks when the caller leaves',
    make: limiter({ error: (limiter, call) => (call.isAborted ? undefined : limiter.giveBack(call)) }),
    options: holding,
  },
  {
    fault: 'leaks when the deadline passes',
    make: limiter({
      error: (limiter, call) =>
        isPlimsollError(call.error, 'PLIMSOLL_DEADLINE_EXCEEDED') ? undefined : limiter.giveBack(call),
    }),
    options: holding,
  },
  {
    fault: 'leaks when another attempt was first',
    make: limiter({
      error: (limiter, call) =>
        isPlimsollError(call.error, 'PLIMSOLL_SUPERSEDED') ? undefined : limiter.giveBack(call),
    }),
    options: holding,
  },
  {
    fault: 'leaks when a stage further in answered',
    make: limiter({
      leave: (limiter, call) => (call.source === 'live' ? limiter.giveBack(call) : undefined),
    }),
    options: holding,
  },
  {
    fault: 'leaks when a stage further in refused before the target was asked',
    make: limiter({ error: (limiter, call) => (call.tried === 0 ? undefined : limiter.giveBack(call)) }),
    options: holding,
  },
  {
    fault: 'leaks when what failed is no error',
    make: limiter({
      error: (limiter, call) => (call.error instanceof Error ? limiter.giveBack(call) : undefined),
    }),
    options: holding,
  },
  {
    fault: 'leaks from the second attempt on',
    make: limiter({
      leave: (limiter, call) => (call.attempt === 1 ? limiter.giveBack(call) : undefined),
    }),
    options: holding,
  },
  {
    fault: 'releases twice after a retry',
    make: limiter({
      leave: (limiter, call) => {
        limiter.giveBack(call)
        if (call.attempt > 1) limiter.release()
      },
    }),
    options: holding,
  },
  {
    fault: 'holds what can be held in no number',
    make: stage(() => ({ enter: () => undefined })),
    options: { held: () => 0.5 },
  },
  {
    fault: 'takes a permit and then refuses the call',
    make: () => {
      const broken = {
        name: 'broken',
        held: 0,
        enter(call: Call) {
          broken.held++
          call.local = true
          if (broken.held > 10) throw new Error('too many')
        },
        leave: () => void broken.held--,
        error: () => void broken.held--,
      }
      return broken
    },
    options: holding,
  },
  {
    fault: 'keeps what belongs to a call on the stage',
    make: () => {
      let current: object | undefined
      const permits = new Set<object>()
      const release = (): void => void (current !== undefined && permits.delete(current))
      return {
        name: 'broken',
        get held() {
          return permits.size
        },
        enter() {
          current = {}
          permits.add(current)
        },
        leave: release,
        error: release,
      }
    },
    options: holding,
  },
  {
    fault: 'releases some time after the call is over',
    make: (clock) => {
      const broken = {
        name: 'broken',
        held: 0,
        enter: () => void broken.held++,
        leave: () => void clock.setTimer(() => broken.held--, 10),
        error: () => void broken.held--,
      }
      return broken
    },
    options: holding,
  },
  {
    fault: 'leaves a timer of its own behind',
    make: stage((clock) => ({
      enter: (call) => void (call.local = clock.setTimer(() => undefined, 60_000)),
      leave: (call) => clock.clearTimer(call.local),
    })),
  },
  {
    fault: 'never ends its wait when the call was cut off',
    make: stage((clock) => ({
      enter(call) {
        const again = (): void => void (call.local = clock.setTimer(again, 100))
        again()
        return new Promise((resolve) => clock.setTimer(() => resolve(undefined), 20)).then(() => {
          clock.clearTimer(call.local)
        })
      },
      error: (call) => {
        const again = (): void => void clock.setTimer(again, 100)
        if (call.isAborted) again()
      },
    })),
  },
  {
    fault: 'leaves the timer of a wait behind that was cut off while it recovered',
    make: stage((clock) => ({
      error(call) {
        if (call.isExpired || call.isAborted) return
        const { signal } = call
        return new Promise((resolve) => {
          clock.setTimer(() => resolve(), 50)
          signal.addEventListener('abort', () => resolve())
        })
      },
    })),
  },
  {
    fault: 'throws in leave',
    make: stage(() => ({
      leave() {
        throw new TypeError('in leave')
      },
    })),
  },
  {
    fault: 'has a leave that is asynchronous',
    // oxlint-disable-next-line typescript/no-misused-promises -- the fault
    make: stage(() => ({ leave: async () => undefined })),
  },
  {
    fault: 'reads a field of a failure that may be undefined',
    make: stage(() => ({ error: (call) => void variantOf(call.error) })),
  },
  {
    fault: 'swallows a failure by answering undefined',
    make: stage(() => ({ error: (call) => void call.answer(undefined) })),
  },
  {
    fault: 'calls its own answer live',
    make: stage(() => ({ error: (call) => void call.answer({ of: 0 }) })),
  },
  {
    fault: 'changes the answer of a further attempt',
    make: stage(() => ({
      async error(call) {
        const { signal } = call
        const output = await call.subcall().catch(() => undefined)
        if (output !== undefined && !signal.aborted) call.answer({ ...output, of: -1 })
      },
    })),
  },
  {
    fault: 'writes to the input',
    make: stage(() => ({
      enter(call) {
        ;(call.input as { seen: boolean }).seen = true
      },
    })),
  },
  {
    fault: 'refuses every call',
    make: stage(() => ({
      enter() {
        throw new Error('not now')
      },
    })),
  },
  {
    fault: 'fails a call with text',
    make: stage(() => ({ error: (call) => call.fail('it did not work') })),
  },
  {
    fault: 'tells the input in its message',
    make: stage(() => ({
      error: (call) => call.fail(new Error(`failed for ${JSON.stringify(call.input)}`)),
    })),
  },
  {
    fault: 'tells the input in the cause of its error',
    make: stage(() => ({
      error: (call) =>
        call.fail(new Error('failed', { cause: new Error(`for ${JSON.stringify(call.input)}`) })),
    })),
  },
  {
    fault: 'mixes up the answers of calls at once',
    make: stage(() => {
      let key = ''
      const answers = new Map<string, unknown>()
      return {
        enter(call) {
          key = JSON.stringify(call.input)
          if (answers.has(key)) call.answer(answers.get(key), 'cache')
        },
        leave: (call) => void answers.set(key, call.output),
      }
    }),
  },
  {
    fault: 'caches one answer for all inputs',
    make: stage(() => {
      let kept: { readonly output: unknown } | undefined
      return {
        enter: (call) => void (kept !== undefined && call.answer(kept.output, 'cache')),
        leave: (call) => void (kept = { output: call.output }),
      }
    }),
  },
  {
    fault: 'never lets the second attempt in',
    make: stage(() => ({ enter: (call) => (call.attempt > 1 ? new Promise(() => undefined) : undefined) })),
    options: { timeout: 1 },
  },
  {
    fault: 'lets one call in at a time, and not the next when one was cut off',
    make: () => {
      let last = Promise.resolve()
      return {
        name: 'broken',
        enter(call) {
          const before = last
          last = new Promise((resolve) => {
            call.local = resolve
          })
          const release = call.local
          return before.then(() => release)
        },
        leave: (call) => (call.local as () => void)(),
      }
    },
    options: { timeout: 1 },
  },
  {
    fault: 'takes a day to let a failure pass',
    make: stage((clock) => ({
      error: (call) =>
        call.isExpired || call.isAborted
          ? undefined
          : new Promise((resolve) => {
              clock.setTimer(() => resolve(), 86_400_000)
            }),
    })),
    options: { timeout: 1 },
  },
  {
    fault: 'throws when the deadline has passed',
    make: stage(() => ({
      error(call) {
        if (call.isExpired) throw new Error('too late')
      },
    })),
  },
  {
    fault: 'has no name',
    make: () => ({ name: '' }),
  },
  {
    fault: 'has a name of its own each time',
    make: () => ({ name: `broken ${made++}` }),
  },
  {
    fault: 'has a hook that is no function',
    make: () => ({ name: 'broken', leave: 'log' }) as unknown as Stage,
  },
  {
    fault: 'holds something from the start',
    make: () => ({ name: 'broken', held: 1 }) as HoldingStage,
    options: holding,
  },
  {
    fault: 'counts failures for all stages of its kind, and refuses',
    make: stage(() => {
      failuresOfAll = 0
      return {
        enter() {
          if (failuresOfAll > 20) throw new Error('open')
        },
        leave: () => void (failuresOfAll = 0),
        error: () => void failuresOfAll++,
      }
    }),
  },
  {
    fault: 'holds permits of all stages of its kind',
    make: () => {
      heldByAll = 0
      return {
        name: 'broken',
        get held() {
          return heldByAll
        },
        enter: () => void heldByAll++,
        leave: () => void heldByAll--,
        error: () => void heldByAll--,
      }
    },
    options: holding,
  },
]
