import { describe, expect, test } from 'vitest'
import type { Call } from './call.ts'
import { compose } from './compose.ts'
import { isPlimsollError } from './is-plimsoll-error.ts'
import type { Stage } from './stage.ts'
import type { CallContext } from './target.ts'
import { createFakeClock, recordingStage, scriptedTarget, settle } from './testing/index.ts'
import type { FakeClock } from './testing/index.ts'

const boom = new Error('boom')
const hang = (): Promise<string> => new Promise(() => undefined)
const codeOf = (error: unknown): unknown => (isPlimsollError(error) ? error.code : error)
const expired = 'PLIMSOLL_DEADLINE_EXCEEDED'

function wait(clock: FakeClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.setTimer(() => resolve(), ms)
  })
}

/** What became of a promise, without waiting for it. */
function watch<T>(promise: Promise<T>) {
  const seen: { answers: T[]; failures: unknown[] } = { answers: [], failures: [] }
  promise.then(
    (answer) => seen.answers.push(answer),
    (error: unknown) => seen.failures.push(codeOf(error)),
  )
  return seen
}

function recording(name: string, log: string[], hooks: Partial<Stage<number, string>> = {}) {
  return recordingStage(name, log, hooks) as Stage<number, string>
}

describe('what comes too late', () => {
  test('an output check that is over after the deadline is dropped and counted', async () => {
    const clock = createFakeClock()
    const log: string[] = []
    const call = compose<number, string>(() => 'x', [recording('a', log)], {
      clock,
      deadline: 30,
      accept: (x) => wait(clock, 50).then(() => x),
    })
    const seen = watch(call(1))
    await clock.advance(100)
    expect(seen).toEqual({ answers: [], failures: [expired] })
    expect(log).toEqual(['+a', '!a'])
    expect(call.stats()).toMatchObject({ late: 1, inFlight: 0 })
  })

  test('a late async enter sees the error that cut it off, whatever became of the failure since', async () => {
    const clock = createFakeClock()
    const errors: unknown[] = []
    const outer: Stage<number, string> = { name: 'outer', error: (call) => call.fail(boom) }
    const slow: Stage<number, string> = {
      name: 'slow',
      enter: () => wait(clock, 50),
      error: (call) => void errors.push(codeOf(call.error)),
    }
    const seen = watch(compose(hang, [outer, slow], { clock, deadline: 30 })(1))
    await clock.advance(49)
    expect([seen.failures, errors]).toEqual([[boom], []])
    await clock.advance(1)
    expect(errors).toEqual([expired])
  })

  test('its error does not disturb a recovery that is under way', async () => {
    const clock = createFakeClock()
    const outer: Stage<number, string> = {
      name: 'outer',
      enter: (call) => {
        call.reserve(50)
        call.local = 'of outer'
      },
      error: async (call) => {
        await wait(clock, 30)
        call.answer(String(call.local))
      },
    }
    const slow: Stage<number, string> = { name: 'slow', enter: () => wait(clock, 60), error: () => undefined }
    const seen = watch(compose(hang, [outer, slow], { clock, deadline: 100 })(1))
    await clock.advance(80)
    expect(seen).toEqual({ answers: ['of outer'], failures: [] })
  })

  test('what an async enter resolves with is its local, also after a cut: a permit is never lost', async () => {
    const clock = createFakeClock()
    const free = ['permit']
    const queue: ((permit: string) => void)[] = []
    const release = (call: Call<number, string>): void => {
      const permit = String(call.local)
      const next = queue.shift()
      if (next === undefined) free.push(permit)
      else next(permit)
    }
    const limiter: Stage<number, string> = {
      name: 'limiter',
      enter: (call) => {
        const permit = free.pop()
        if (permit === undefined) return new Promise<string>((resolve) => queue.push(resolve))
        call.local = permit
      },
      leave: release,
      error: release,
    }
    const { target } = scriptedTarget<number, string>([{ kind: 'answer', output: 'x', after: 50 }], clock)
    const call = compose(target, [limiter], { clock })
    const first = watch(call(1))
    const impatient = watch(call(2, { deadline: 10 }))
    const patient = watch(call(3))
    await clock.advance(100)
    expect(first.answers).toEqual(['x'])
    expect(impatient.failures).toEqual([expired])
    expect(patient.answers).toEqual(['x'])
    expect(free).toEqual(['permit'])
  })

  test('a stage that answered and tidies up when the deadline passes: the answer stands, no error for it', async () => {
    const clock = createFakeClock()
    const log: string[] = []
    const tidying = async (call: Call<number, string>): Promise<void> => {
      call.answer('mine')
      await wait(clock, 50)
    }
    const a = recording('a', log)
    const answering = compose(hang, [a, recording('b', log, { enter: tidying })], { clock, deadline: 30 })
    const entered = watch(answering(1))
    await clock.advance(100)
    expect(entered).toEqual({ answers: ['mine'], failures: [] })
    expect(log.splice(0)).toEqual(['+a', '+b', '-a'])

    const failing = (): Promise<string> => Promise.reject(boom)
    const rescuing = compose(failing, [a, recording('b', log, { error: tidying })], { clock, deadline: 30 })
    const rescued = watch(rescuing(1))
    await clock.advance(100)
    expect(rescued).toEqual({ answers: ['mine'], failures: [] })
    expect(log.splice(0)).toEqual(['+a', '+b', '!b', '-a'])

    const controller = new AbortController()
    const aborted = watch(answering(1, { signal: controller.signal }))
    controller.abort(boom)
    await clock.advance(100)
    expect(aborted).toEqual({ answers: [], failures: [boom] })
    expect(log).toEqual(['+a', '+b', '!a'])
  })
})

describe('hooks that do two things', () => {
  test('an error hook that answers and then throws, at once or later, lets the failure pass', async () => {
    for (const error of [
      (call: Call<number, string>): void => {
        call.answer('of no account')
        throw new Error('in the hook')
      },
      async (call: Call<number, string>): Promise<void> => {
        await settle()
        call.answer('of no account')
        throw new Error('in the hook')
      },
    ]) {
      const call = compose<number, string>(() => Promise.reject(boom), [{ name: 's', error }])
      await expect(call(1)).rejects.toBe(boom)
      expect(call.stats().faults).toEqual({ 'stage s, error': 1 })
    }
  })

  test('one that asks for a retry and then throws does not get it', async () => {
    for (const error of [
      (call: Call<number, string>): void => {
        call.retry(0)
        throw new Error('in the hook')
      },
      async (call: Call<number, string>): Promise<void> => {
        await settle()
        call.retry(0)
        throw new Error('in the hook')
      },
    ]) {
      let asked = 0
      const target = (): Promise<string> => {
        asked++
        return Promise.reject(boom)
      }
      await expect(compose(target, [{ name: 's', error }])(1)).rejects.toBe(boom)
      expect(asked).toBe(1)
    }
  })

  test('an enter that answers and then throws, throws', async () => {
    const log: string[] = []
    const both = recording('b', log, {
      enter: (call) => {
        call.answer('of no account')
        throw boom
      },
    })
    const call = compose(() => (log.push('*'), 'x'), [recording('a', log), both])
    await expect(call(1)).rejects.toBe(boom)
    expect(log).toEqual(['+a', '+b', '!a'])
  })

  test('fail does nothing outside error', async () => {
    const errors: unknown[] = []
    const stage: Stage<number, string> = {
      name: 's',
      enter: (call) => call.fail(boom),
      leave: (call) => {
        errors.push(call.error)
        call.fail(boom)
      },
    }
    const outer: Stage<number, string> = { name: 'o', leave: (call) => void errors.push(call.error) }
    const answer = await compose(() => 'x', [outer, stage]).detailed(1)
    expect(answer).toMatchObject({ output: 'x', failure: undefined })
    expect(errors).toEqual([undefined, undefined])
  })
})

describe('a call that is over', () => {
  test('takes no retry, and no sub-call', async () => {
    const clock = createFakeClock()
    const controller = new AbortController()
    const taken: boolean[] = []
    const failures: unknown[] = []
    let asked = 0
    const target = (): Promise<string> => {
      asked++
      return hang()
    }
    const stage: Stage<number, string> = {
      name: 's',
      error: (call) => {
        taken.push(call.retry(0))
        call.subcall().catch((error: unknown) => failures.push(codeOf(error)))
      },
    }
    const expiring = watch(compose(target, [stage], { clock, deadline: 30 })(1))
    const aborted = watch(compose(target, [stage], { clock })(1, { signal: controller.signal }))
    await clock.advance(30)
    controller.abort(boom)
    await settle()
    expect([expiring.failures, aborted.failures]).toEqual([[expired], [boom]])
    expect(taken).toEqual([false, false])
    expect(failures).toEqual([expired, boom])
    expect(asked).toBe(2)
  })

  test('shows a signal that is aborted already to who reads it first after the cut', async () => {
    const clock = createFakeClock()
    const controller = new AbortController()
    const signals: AbortSignal[] = []
    const stage: Stage<number, string> = { name: 's', error: (call) => void signals.push(call.signal) }
    const call = compose(hang, [stage], { clock })
    watch(call(1, { deadline: 30 }))
    watch(call(2, { signal: controller.signal }))
    await clock.advance(30)
    controller.abort(boom)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(signals.map(({ reason }) => codeOf(reason))).toEqual([expired, boom])
  })

  test('cut during backoff, it still gives the retrying stage its final error, and the timer goes', async () => {
    const clock = createFakeClock()
    const controller = new AbortController()
    const log: string[] = []
    const retrying = recording('a', log, { error: (call) => void call.retry(40) })
    const target = (): Promise<string> => Promise.reject(boom)
    const stages = [retrying, recording('b', log)]
    const reason = new Error('the caller left')
    const seen = watch(compose(target, stages, { clock })(1, { signal: controller.signal }))
    await clock.advance(20)
    expect(log).toEqual(['+a', '+b', '!b', '!a'])
    controller.abort(reason)
    await clock.advance(100)
    expect(seen).toEqual({ answers: [], failures: [reason] })
    expect(log).toEqual(['+a', '+b', '!b', '!a', '!a'])
  })

  test('cut during backoff, it leaves no timer', async () => {
    const clock = createFakeClock()
    const controller = new AbortController()
    const stage: Stage<number, string> = { name: 's', error: (call) => void call.retry(40) }
    const target = (): Promise<string> => Promise.reject(boom)
    watch(compose(target, [stage], { clock })(1, { signal: controller.signal }))
    await clock.advance(20)
    expect(clock.pending).toBe(1)
    controller.abort()
    expect(clock.pending).toBe(0)
  })

  test('failed, it ends the attempts that it left under way', async () => {
    const errors: unknown[] = []
    const outer: Stage<number, string> = {
      name: 'outer',
      enter: (call) => {
        void call.subcall()
        throw boom
      },
    }
    const inner: Stage<number, string> = {
      name: 'inner',
      error: (call) => void errors.push(codeOf(call.error)),
    }
    await expect(compose(hang, [outer, inner])(1)).rejects.toBe(boom)
    expect(errors).toEqual(['PLIMSOLL_SUPERSEDED'])
  })
})

describe('timers', () => {
  test('the shared timer keeps the process alive while a call waits, and only then', async () => {
    const held: boolean[] = []
    const fake = createFakeClock()
    const clock = Object.assign(fake, { hold: (_: unknown, keepAlive: boolean) => void held.push(keepAlive) })
    const { target } = scriptedTarget<number, string>([{ kind: 'answer', output: 'x', after: 10 }], clock)
    const call = compose(target, [], { clock, deadline: 100 })
    // A timer that was just set keeps the process alive by itself.
    const first = call(1)
    expect(held).toEqual([])
    await clock.advance(10)
    await first
    expect(held).toEqual([false])
    const second = call(2)
    const third = call(3)
    expect(held).toEqual([false, true])
    await clock.advance(10)
    await Promise.all([second, third])
    expect(held).toEqual([false, true, false])
  })

  test('drain clears the timer that earlier calls left, at once or with the last call', async () => {
    for (const isLate of [false, true]) {
      const clock = createFakeClock()
      const { target } = scriptedTarget<number, string>([{ kind: 'answer', output: 'x', after: 10 }], clock)
      const call = compose(target, [], { clock, deadline: 100 })
      const answer = call(1)
      const early = isLate ? call.drain() : undefined
      await clock.advance(10)
      await answer
      expect(clock.pending).toBe(isLate ? 0 : 1)
      await (early ?? call.drain())
      expect(clock.pending).toBe(0)
    }
  })
})

describe('sub-calls and reserves', () => {
  test('a sub-call carries what the caller said of the call', async () => {
    const seen: CallContext[] = []
    const outer: Stage<number, string> = {
      name: 'outer',
      enter: async (call) => {
        call.variant = 'v2'
        call.answer(await call.subcall())
      },
    }
    const target = (_: number, context: CallContext): string => {
      seen.push(context)
      return 'x'
    }
    const given = { id: 'mine', priority: 'critical', unit: 'u1', tenant: 't1' } as const
    await compose(target, [outer])(1, given)
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({ ...given, variant: 'v2' })
  })

  test('a second reserve of a call is refused', async () => {
    const clock = createFakeClock()
    const taken: boolean[] = []
    const times: number[] = []
    const reserving = (name: string, ms: number): Stage<number, string> => ({
      name,
      enter: (call) => void taken.push(call.reserve(ms)),
      error: () => void times.push(clock.now()),
    })
    watch(compose(hang, [reserving('a', 20), reserving('b', 40)], { clock, deadline: 100 })(1))
    await clock.advance(100)
    expect(taken).toEqual([true, false])
    expect(times).toEqual([80, 80])
  })

  test('a reserve of more than the deadline leaves nothing for the target, which is not asked', async () => {
    const clock = createFakeClock()
    let asked = 0
    const stage: Stage<number, string> = {
      name: 's',
      enter: (call) => void call.reserve(500),
      error: (call) => void call.answer(`${call.remaining} left`),
    }
    const target = (): string => {
      asked++
      return 'x'
    }
    expect(await compose(target, [stage], { clock, deadline: 100 })(1)).toBe('100 left')
    expect(asked).toBe(0)
  })

  test('a reserve made after a stage further out has waited holds', async () => {
    const clock = createFakeClock()
    const waiting: Stage<number, string> = { name: 'waiting', enter: () => wait(clock, 10) }
    const reserving: Stage<number, string> = {
      name: 'reserving',
      enter: (call) => void call.reserve(30),
      error: (call) => void call.answer(`at ${clock.now()}, ${call.remaining} left`),
    }
    const seen = watch(compose(hang, [waiting, reserving], { clock, deadline: 100 })(1))
    await clock.advance(70)
    expect(seen.answers).toEqual(['at 70, 30 left'])
  })

  test('a reserve made inside a sub-call holds', async () => {
    const clock = createFakeClock()
    const outer: Stage<number, string> = {
      name: 'outer',
      enter: async (call) => {
        call.answer(await call.subcall())
      },
    }
    const reserving: Stage<number, string> = {
      name: 'reserving',
      enter: (call) => void call.reserve(30),
      error: (call) => void call.answer(`at ${clock.now()}, ${call.remaining} left`),
    }
    const seen = watch(compose(hang, [outer, reserving], { clock, deadline: 100 })(1))
    await clock.advance(100)
    expect(seen).toEqual({ answers: ['at 70, 30 left'], failures: [] })
  })
})

describe('time', () => {
  test('a deadline of 0 rejects without asking the target', async () => {
    for (const stages of [[], [recording('a', [])]]) {
      let asked = 0
      const target = (): string => {
        asked++
        return 'x'
      }
      const clock = createFakeClock()
      const seen = watch(compose(target, stages, { clock })(1, { deadline: 0 }))
      await settle()
      expect(seen).toEqual({ answers: [], failures: [expired] })
      expect(asked).toBe(0)
    }
  })

  test('timings.total covers the whole call, with and without stages and a deadline', async () => {
    for (const stages of [[], [recording('a', [])]]) {
      for (const deadline of [undefined, 100]) {
        const clock = createFakeClock()
        const { target } = scriptedTarget<number, string>([{ kind: 'answer', output: 'x', after: 30 }], clock)
        const answer = compose(target, stages, { clock, deadline }).detailed(1)
        await clock.advance(30)
        expect((await answer).timings.total).toBe(30)
      }
    }
  })

  test('elapsed covers the whole call where a hook reads it last and nobody read it first', async () => {
    const clock = createFakeClock()
    const elapsed: number[] = []
    const timing: Stage<number, string> = { name: 'timing', leave: (call) => void elapsed.push(call.elapsed) }
    const { target } = scriptedTarget<number, string>([{ kind: 'answer', output: 'x', after: 30 }], clock)
    const answer = compose(target, [timing], { clock })(1)
    await clock.advance(30)
    await answer
    expect(elapsed).toEqual([30])
  })

  test('a target that blocks past the deadline and then throws exceeds it; what it threw is the cause', async () => {
    let now = 0
    const clock = Object.assign(createFakeClock(), { now: () => now })
    const target = (): string => {
      now = 300
      throw boom
    }
    const error = await compose<number, string>(target, [], { clock, deadline: 250 })(1).catch(
      (e: unknown) => e,
    )
    expect(codeOf(error)).toBe(expired)
    expect(error).toHaveProperty('cause', boom)
  })
})

describe('hostile promises', () => {
  class Twice extends Promise<string> {
    // oxlint-disable-next-line unicorn/no-thenable -- the misbehaviour under test
    override then<A = string, B = never>(
      onAnswer?: ((value: string) => A | PromiseLike<A>) | null,
      onFailure?: ((reason: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
      void onAnswer?.('first')
      void onFailure?.(boom)
      void onAnswer?.('second')
      return super.then(onAnswer, onFailure)
    }
  }
  const trapped = (): Promise<string> => {
    let reads = 0
    const promise = Promise.resolve('x')
    const then = promise.then.bind(promise)
    // oxlint-disable-next-line unicorn/no-thenable -- the misbehaviour under test
    return Object.defineProperty(promise, 'then', {
      get() {
        if (++reads > 1) throw boom
        return then
      },
    })
  }
  // oxlint-disable-next-line unicorn/no-thenable -- the misbehaviour under test
  const mute = (): Promise<string> => Object.assign(Promise.resolve('x'), { then: () => undefined })
  const hostile: Record<string, [make: () => Promise<string>, answers: string[], failures: unknown[]]> = {
    'that calls back twice': [() => Twice.resolve('x'), ['first'], []],
    'whose then throws when read again': [trapped, [], [boom]],
    'that never calls back': [mute, [], [expired]],
  }
  for (const [what, [make, answers, failures]] of Object.entries(hostile)) {
    test(`a promise ${what} settles the call once, from the target, an output check and a hook`, async () => {
      const clock = createFakeClock()
      const log: string[] = []
      const a = recording('a', log)
      const calls = [
        compose(make, [a], { clock, deadline: 50 }),
        compose(() => 'x', [a], { clock, deadline: 50, accept: make }),
      ]
      for (const call of calls) {
        const seen = watch(call(1))
        await clock.advance(100)
        expect(seen).toEqual({ answers, failures })
        expect(log.splice(0)).toEqual(['+a', answers.length > 0 ? '-a' : '!a'])
        expect(call.stats()).toMatchObject({ inFlight: 0 })
      }
      const entering = compose(() => 'x', [a, { name: 'hostile', enter: make }], { clock, deadline: 50 })
      const seen = watch(entering(1))
      await clock.advance(100)
      expect(seen).toEqual({ answers: failures.length > 0 ? [] : ['x'], failures })
      expect(log).toEqual(['+a', failures.length > 0 ? '!a' : '-a'])
      expect(entering.stats()).toMatchObject({ inFlight: 0 })
    })
  }

  test('without a deadline either, the call settles once and never throws', async () => {
    for (const [make, answers, failures] of Object.values(hostile).slice(0, 2)) {
      const call = compose<number, string>(make, [])
      const seen = watch(call(1))
      await settle()
      expect(seen).toEqual({ answers, failures })
      expect(call.stats().inFlight).toBe(0)
    }
  })
})

test('an attempt that goes on in a slice it reserved ends with its call all the same', async () => {
  const clock = createFakeClock()
  const log: string[] = []
  const hang = (): Promise<string> => new Promise(() => undefined)
  const wait = (): Promise<void> => new Promise(() => undefined)
  const outer: Stage<number, string> = {
    name: 'outer',
    enter: (call) => {
      void call.subcall()
      void call.subcall()
    },
  }
  const owed: Stage<number, string> = {
    name: 'owed',
    enter: () => void log.push('+'),
    error: () => void log.push('!'),
  }
  const reserving: Stage<number, string> = {
    name: 'reserving',
    enter: (call) => void call.reserve(20),
    error: wait,
  }
  const waiting: Stage<number, string> = { name: 'waiting', enter: wait }
  const call = compose(hang, [outer, owed, reserving, waiting], { clock, deadline: 100 })
  call(1).catch(() => log.push('rejected'))
  await clock.advance(1000)
  expect(log.toSorted()).toEqual(['!', '!', '!', '+', '+', '+', 'rejected'])
})

test('a promise that lies about its constructor fails its call and leaves nothing behind', async () => {
  const lying = Promise.resolve('v')
  Object.defineProperty(lying, 'constructor', {
    get() {
      throw new Error('trap')
    },
  })
  const call = compose((): Promise<string> => lying, [])
  await expect(call(1)).rejects.toThrow('trap')
  expect(call.stats().inFlight).toBe(0)
})

test("the reason that the target's signal carries does not hold the caller's own error", async () => {
  const clock = createFakeClock()
  let signal: AbortSignal | undefined
  const call = compose<number, string>(
    (_, context) => {
      ;({ signal } = context)
      return hang()
    },
    [],
    { clock, deadline: 10 },
  )
  call(1).catch(() => undefined)
  await clock.advance(10)
  expect(codeOf(signal?.reason)).toBe(expired)
  expect(signal?.reason).not.toHaveProperty('cause')
})
