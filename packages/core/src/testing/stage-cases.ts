import type { Stage } from '../stage.ts'
import { defineStage } from '../stage.ts'
import { CaseList, must } from './case-list.ts'
import type { Bench } from './case-list.ts'
import type { ConformanceCase } from './conformance.ts'
import { createFakeClock } from './fake-clock.ts'
import type { FakeClock } from './fake-clock.ts'
import { StageTrial, abandoned, failure } from './stage-trial.ts'
import type { Step } from './stage-trial.ts'

/** What the kit for stages can be told of a stage. */
export interface StageKitOptions<Made extends Stage = Stage> {
  /**
   * The input of call `i`, from 0; a new one each time, that the stage accepts. It is frozen.
   * @default an object with a number and a text
   */
  readonly input?: ((i: number) => unknown) | undefined
  /** What the target answers call `i` with, whatever the attempt. @default an object with a number */
  readonly answer?: ((i: number) => unknown) | undefined
  /**
   * How much the stage holds for calls under way: permits, probes, places in a queue.
   * @default not known: that the stage gives back what it takes is not seen
   */
  readonly held?: ((stage: Made) => number) | undefined
  /** Disposes of a stage, after each case. @default nothing to dispose of */
  readonly close?: ((stage: Made) => void | Promise<void>) | undefined
  /** Milliseconds of real time after which calls that have not ended hang. @default 2000 */
  readonly timeout?: number | undefined
}

interface Setup<Made extends Stage> {
  readonly stage: Made
  readonly trial: StageTrial
}

/**
 * Lists what a `Stage` must do on every path a call can take. Each case makes a stage of its own with `make`, which
 * is given the clock that calls go by: a stage that waits must wait on it.
 *
 * On every path, whatever the stage decides: each call ends; a live answer is the target's own for that input; a call
 * that fails does so with the target's failure or an Error, whose message holds no text of the input; no hook
 * faults; and when every call is over no timer is left and, with `held`, nothing is held. A test runner that
 * reports unhandled rejections, as they all do, adds that there is none.
 *
 * @example
 * for (const c of stageCases((clock) => retry({ clock }))) test(c.name, c.run)
 */
export function stageCases<Made extends Stage>(
  make: (clock: FakeClock) => Made | Promise<Made>,
  options: StageKitOptions<Made> = {},
): readonly ConformanceCase[] {
  const { held, timeout = 2_000, close } = options
  const { input = (i) => ({ n: i, note: `private note ${i}` }), answer = (i) => ({ of: i }) } = options
  const list = new CaseList<Setup<Made>>(
    async () => {
      const clock = createFakeClock()
      const stage = await make(clock)
      const counted = held === undefined ? undefined : () => held(stage)
      return { stage, trial: new StageTrial(stage, clock, { input, answer, held: counted, timeout }) }
    },
    { close: ({ stage }) => close?.(stage) },
  )
  const it = (
    name: string,
    body: (trial: StageTrial, bench: Bench<Setup<Made>>) => Promise<void>,
    missing?: string,
  ): void => {
    list.add(name, ({ trial }, bench) => body(trial, bench), missing)
  }

  list.add('has a name that is always the same, and hooks that are functions', async ({ stage }, bench) => {
    defineStage(stage)
    must(
      (await bench.make()).stage.name === stage.name,
      'a name must be the same for every stage made: it stands in reports and labels',
    )
  })
  it(
    'holds nothing before any call',
    async (trial) => {
      must(trial.held === 0, `held must be 0 before any call: it is ${trial.held}`)
    },
    held === undefined ? 'held was not given' : undefined,
  )
  it('lets a healthy call through, with an input that is frozen', async (trial) => {
    const { source } = await trial.playHealthy()
    must(source === 'live', `the first healthy call must be answered live: it was answered from ${source}`)
    await trial.playHealthy(5)
  })
  it('is at rest after the target failed', async (trial) => {
    await trial.play({ target: () => ({ does: 'fail' }) })
    await trial.play({ target: () => ({ does: 'fail', after: 5 }) })
  })
  it('is at rest after the target failed once and answered when it was asked again', async (trial) => {
    await trial.play({ target: (_, nth) => ({ does: nth === 1 ? 'fail' : 'answer' }) })
    await trial.play({ target: (_, nth) => ({ does: nth === 1 ? 'fail' : 'answer', after: 5 }) })
  })
  it('takes any failure of the target, also what is no error', async (trial) => {
    for (const error of [undefined, null, 0, 'text', Symbol('kit'), Object.freeze({}), Object.create(null)]) {
      await trial.play({ target: () => ({ does: 'fail', error }) })
    }
  })
  it('is at rest after a stage further in answered', async (trial) => {
    const fromCache: Stage = {
      name: 'kit, answers',
      enter: (call) => void call.answer(answer(0), 'cache', { age: 5 }),
    }
    await trial.play({ target: () => ({ does: 'answer' }), inner: [fromCache] })
  })
  it('is at rest after a stage further in refused', async (trial) => {
    const refuses: Stage = {
      name: 'kit, refuses',
      enter: () => {
        throw failure
      },
    }
    const refusesLate: Stage = { name: 'kit, refuses late', enter: () => Promise.reject(failure) }
    for (const stage of [refuses, refusesLate]) {
      await trial.play({ target: () => ({ does: 'answer' }), inner: [stage] })
    }
  })
  it('is at rest after the deadline passed while the target was working, and when that ends late', async (trial) => {
    const options = (): { readonly deadline: number } => ({ deadline: 20 })
    const late: readonly Step[] = [
      { does: 'hang' },
      { does: 'answer', after: 50 },
      { does: 'fail', after: 50 },
    ]
    for (const step of late) await trial.play({ target: () => step, options })
  })
  it('is at rest after a deadline or a caller cut it off while it was entering', async (trial) => {
    await trial.playHealthy(5)
    const cut = new AbortController()
    await trial.play({
      target: () => ({ does: 'hang' }),
      // Aborts in the very turn in which the call begins: the first await of any enter is cut.
      options: () => {
        queueMicrotask(() => cut.abort(abandoned))
        return { signal: cut.signal }
      },
    })
    const half = trial.enterTook / 2
    if (half > 0)
      await trial.play({ target: () => ({ does: 'answer' }), options: () => ({ deadline: half }) })
    await trial.playHealthy(5)
  })
  it('is at rest after a deadline or a caller cut it off while it was recovering', async (trial, bench) => {
    const controller = new AbortController()
    await trial.play({
      calls: 5,
      target: () => ({ does: 'fail' }),
      options: () => ({ signal: controller.signal }),
      meanwhile: () => controller.abort(abandoned),
    })
    for (const deadline of [2, 20, 200]) {
      // A new one each time: what recovers may do so only so often.
      const { trial: another } = await bench.make()
      await another.play({
        calls: 5,
        target: (i) => ({ does: 'fail', after: i % 2 }),
        options: () => ({ deadline }),
      })
    }
  })
  it('is at rest after a hundred calls at once passed their deadlines, wherever they waited', async (trial) => {
    await trial.play({
      calls: 100,
      target: (i) => (i % 3 === 0 ? { does: 'hang' } : { does: 'answer', after: 5 + (i % 40) }),
      options: (i) => ({ deadline: 5 + (i % 10) * 5 }),
    })
  })
  it('is at rest after a caller left', async (trial) => {
    const controller = new AbortController()
    const options = (): { readonly signal: AbortSignal } => ({ signal: controller.signal })
    const meanwhile = (): void => controller.abort(abandoned)
    await trial.play({ target: () => ({ does: 'hang' }), options, meanwhile })
    // And one who had left before.
    await trial.play({ target: () => ({ does: 'answer' }), options })
  })
  it('enters anew for each attempt that a stage further out asks for', async (trial) => {
    for (const after of [undefined, 5]) {
      const target = (_: number, nth: number): Step => {
        const does = nth < 3 ? 'fail' : 'answer'
        return after === undefined ? { does } : { does, after }
      }
      await trial.play({ calls: 3, target, outer: [retrying] })
      await trial.play({ calls: 3, target, outer: [retryingBeside] })
    }
  })
  it('is at rest after another attempt was first', async (trial) => {
    const target = (_: number, nth: number): Step =>
      nth % 2 === 1 ? { does: 'hang' } : { does: 'answer', after: 5 }
    await trial.play({ calls: 3, target, outer: [hedging] })
  })
  it('leaves a stage further out the time it reserved', async (trial) => {
    const [ending] = await trial.play({
      target: () => ({ does: 'hang' }),
      options: () => ({ deadline: 100 }),
      outer: [recovering],
    })
    must(ending?.kind === 'answered', 'a stage further out must be able to recover: the call failed')
  })
  it('keeps a hundred calls apart, whatever becomes of each', async (trial) => {
    const controller = new AbortController()
    const target = (i: number): Step => {
      if (i % 10 === 9) return { does: 'fail', after: i % 7 }
      return i % 10 === 8 ? { does: 'hang' } : { does: 'answer', after: (i * 37) % 50 }
    }
    for (let round = 0; round < 2; round++) {
      await trial.play({
        calls: 100,
        target,
        options: (i) =>
          i % 20 === 8 ? { signal: controller.signal } : { deadline: i % 10 === 8 ? 30 : 5_000 },
        meanwhile: () => controller.abort(abandoned),
      })
    }
  })
  it('fails calls with Errors that tell nothing of the input, however long the target is down', async (trial) => {
    await trial.play({ calls: 60, target: () => ({ does: 'fail' }) })
  })
  it('shares nothing with another stage', async (trial, bench) => {
    const { trial: other } = await bench.make()
    await trial.play({ calls: 60, target: () => ({ does: 'fail' }) })
    await trial.play({
      calls: 20,
      target: () => ({ does: 'hang' }),
      options: () => ({ deadline: 1_000 }),
      meanwhile: () =>
        must(other.held === 0, `nothing may be held for calls of another stage: ${other.held} is`),
    })
    await other.playHealthy()
  })
  return list.cases
}

/** Asks for another attempt of the same call, twice. */
const retrying: Stage = {
  name: 'kit, retries',
  error: (call) => {
    const made = (call.local as number | undefined) ?? 0
    call.local = made + 1
    if (made < 2) call.retry(made)
  },
}

/** Makes up to two further attempts beside the call, one after the other. */
const retryingBeside: Stage = {
  name: 'kit, retries beside',
  async error(call) {
    const { signal } = call
    for (let i = 0; i < 2; i++) {
      try {
        const output = await call.subcall()
        if (!signal.aborted) call.answer(output)
        return
      } catch {
        // The next attempt, or the failure there was.
      }
    }
  },
}

/** Makes two attempts at once; the first answer wins. */
const hedging: Stage = {
  name: 'kit, hedges',
  async enter(call) {
    const { signal } = call
    const output = await Promise.any([call.subcall(), call.subcall()])
    if (!signal.aborted) call.answer(output)
  },
}

/** Keeps time to answer what failed. */
const recovering: Stage = {
  name: 'kit, recovers',
  enter: (call) => void call.reserve(50),
  error: (call) => void call.answer('instead', 'fallback'),
}
