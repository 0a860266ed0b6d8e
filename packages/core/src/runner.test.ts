import { describe, expect, test } from 'vitest'
import type { Clock } from './clock.ts'
import { compose } from './compose.ts'
import { isPlimsollError } from './is-plimsoll-error.ts'
import type { Call } from './call.ts'
import type { Stage } from './stage.ts'
import { createFakeClock, recordingStage, scriptedTarget, settle } from './testing/index.ts'

const boom = new Error('boom')

function traced(hooks: { a?: Partial<Stage>; b?: Partial<Stage>; c?: Partial<Stage> } = {}) {
  const log: string[] = []
  const stages = (['a', 'b', 'c'] as const).map((name) => recordingStage(name, log, hooks[name]))
  return { log, stages }
}

describe('what runs, and in which order', () => {
  test('on success: enters from outside in, the target, leaves from inside out', async () => {
    const { log, stages } = traced()
    const call = compose((x: unknown) => {
      log.push('*')
      return x
    }, stages)
    expect(await call(7)).toBe(7)
    expect(log).toEqual(['+a', '+b', '+c', '*', '-c', '-b', '-a'])
  })

  test('when b answers in enter, b is owed nothing more and a gets leave', async () => {
    const { log, stages } = traced({
      b: { enter: (call) => void call.answer('from b', 'cache', { age: 3 }) },
    })
    const call = compose(() => 'target', stages)
    const answer = await call.detailed(1)
    expect(answer).toMatchObject({ output: 'from b', source: 'cache', age: 3, degraded: false, attempts: 0 })
    expect(log).toEqual(['+a', '+b', '-a'])
  })

  test('when b throws in enter, b releases what it took itself and a gets error', async () => {
    const { log, stages } = traced({
      b: {
        enter: () => {
          throw boom
        },
      },
    })
    await expect(compose(() => 1, stages)(1)).rejects.toBe(boom)
    expect(log).toEqual(['+a', '+b', '!a'])
  })

  test('when the target fails, every entered stage gets error', async () => {
    const { log, stages } = traced()
    await expect(compose(() => Promise.reject(boom), stages)(1)).rejects.toBe(boom)
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
  })

  test('when the output check fails, the attempt fails before any leave', async () => {
    const { log, stages } = traced()
    const call = compose(() => 1, stages, {
      accept: () => {
        throw boom
      },
    })
    await expect(call(1)).rejects.toBe(boom)
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
  })

  test('an asynchronous output check fails the attempt too, and may replace the output', async () => {
    const { log, stages } = traced()
    const refusing = compose(() => 1, stages, { accept: () => Promise.reject(boom) })
    await expect(refusing(1)).rejects.toBe(boom)
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
    expect(await compose(() => 1, [], { accept: (n) => Promise.resolve(n + 1) })(1)).toBe(2)
  })

  test('when error of b answers, the stages outside b get leave', async () => {
    const { log, stages } = traced({ b: { error: (call) => void call.answer('rescued', 'fallback') } })
    const answer = await compose((): unknown => Promise.reject(boom), stages).detailed(1)
    expect(answer).toMatchObject({
      output: 'rescued',
      source: 'fallback',
      degraded: true,
      failure: boom,
      attempts: 1,
    })
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '-a'])
  })

  test('when error of b retries, the stages further in enter again and b does not', async () => {
    let tries = 0
    const { log, stages } = traced({ b: { error: (call) => void (tries < 3 && call.retry(0)) } })
    const call = compose(() => {
      if (++tries < 3) throw boom
      return tries
    }, stages)
    const answer = await call.detailed(1)
    expect(answer).toMatchObject({ output: 3, attempts: 3 })
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '+c', '!c', '!b', '+c', '-c', '-b', '-a'])
  })

  test('a retry waits out its delay on the clock', async () => {
    const clock = createFakeClock()
    const { target, calls } = scriptedTarget<number, string>(
      [
        { kind: 'fail', error: boom },
        { kind: 'answer', output: 'ok' },
      ],
      clock,
    )
    const stage: Stage<number, string> = { name: 'r', error: (call) => void call.retry(40) }
    const result = compose(target, [stage], { clock })(1)
    await clock.advance(39)
    expect(calls).toHaveLength(1)
    await clock.advance(1)
    expect(await result).toBe('ok')
    expect(calls.map((c) => c.context.attempt)).toEqual([2, 2])
  })

  test('a retry whose delay passes the deadline is refused and the failure goes on', async () => {
    const clock = createFakeClock()
    const taken: boolean[] = []
    const stage: Stage<number, never> = { name: 'r', error: (call) => void taken.push(call.retry(100)) }
    const call = compose<number, never>(() => Promise.reject(boom), [stage], { clock, deadline: 100 })
    await expect(call(1)).rejects.toBe(boom)
    expect(taken).toEqual([false])
  })

  test('a stage that always retries ends after 64 attempts', async () => {
    let tries = 0
    const stage: Stage<number, number> = { name: 'r', error: (call) => void call.retry(0) }
    const call = compose<number, number>(() => {
      tries++
      throw boom
    }, [stage])
    await expect(call(1)).rejects.toBe(boom)
    expect(tries).toBe(64)
  })

  test('fail replaces the failure for the stages outside', async () => {
    const other = new Error('other')
    const seen: unknown[] = []
    const { stages } = traced({
      a: { error: (call) => void seen.push(call.error) },
      b: { error: (call) => call.fail(other) },
    })
    await expect(compose(() => Promise.reject(boom), stages)(1)).rejects.toBe(other)
    expect(seen).toEqual([other])
  })
})

describe('deadline', () => {
  test('drops pending work at once, aborts the signal, gives entered stages error, and counts the late value', async () => {
    const clock = createFakeClock()
    const { log, stages } = traced()
    const late = scriptedTarget<unknown, unknown>([{ kind: 'answer', output: 'late', after: 300 }], clock)
    let signal: AbortSignal | undefined
    const call = compose(
      (x: unknown, context) => {
        ;({ signal } = context)
        return late.target(x, context)
      },
      stages,
      { clock, deadline: 250 },
    )
    const result = call(1)
    result.catch(() => undefined)
    await clock.advance(249)
    expect(signal?.aborted).toBe(false)
    await clock.advance(1)
    await expect(result).rejects.toSatisfy((e) => isPlimsollError(e, 'PLIMSOLL_DEADLINE_EXCEEDED'))
    expect(signal?.aborted).toBe(true)
    expect(isPlimsollError(signal?.reason, 'PLIMSOLL_DEADLINE_EXCEEDED')).toBe(true)
    // Not the caller's own error, whose stack fetch would strip.
    expect(signal?.reason).not.toBe(await result.catch((e: unknown) => e))
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
    expect(call.stats().late).toBe(0)
    await clock.advance(100)
    expect(call.stats().late).toBe(1)
    expect(log).toHaveLength(6)
  })

  test('a late rejection is dropped, neither counted as a late answer nor unhandled', async () => {
    const clock = createFakeClock()
    const { target } = scriptedTarget<number, number>([{ kind: 'fail', error: boom, after: 300 }], clock)
    const call = compose(target, [], { clock, deadline: 250 })
    const result = call(1)
    result.catch(() => undefined)
    await clock.advance(400)
    await expect(result).rejects.toThrow('250 ms')
    expect(call.stats().late).toBe(0)
  })

  test('holds against a target that blocks the event loop past it', async () => {
    const clock = createFakeClock()
    let now = 0
    const blocking = { ...clock, now: () => now }
    const call = compose(
      () => {
        now = 300
        return 'too late'
      },
      [],
      { clock: blocking, deadline: 250 },
    )
    await expect(call(1)).rejects.toThrow('250 ms')
    expect(call.stats().late).toBe(1)
  })

  test('during an async enter of b: the stages outside get error now, b gets one when it completes', async () => {
    const clock = createFakeClock()
    let open: () => void = () => undefined
    const { log, stages } = traced({ b: { enter: () => new Promise<void>((resolve) => (open = resolve)) } })
    const result = compose(() => 1, stages, { clock, deadline: 50 })(1)
    result.catch(() => undefined)
    await clock.advance(50)
    await expect(result).rejects.toThrow('50 ms')
    expect(log).toEqual(['+a', '+b', '!a'])
    open()
    await settle()
    expect(log).toEqual(['+a', '+b', '!a', '!b'])
  })

  test('during an async enter that then fails: nothing more is owed', async () => {
    const clock = createFakeClock()
    let refuse: (e: Error) => void = () => undefined
    const { log, stages } = traced({
      b: { enter: () => new Promise<void>((_, reject) => (refuse = reject)) },
    })
    const result = compose(() => 1, stages, { clock, deadline: 50 })(1)
    result.catch(() => undefined)
    await clock.advance(50)
    refuse(boom)
    await settle()
    expect(log).toEqual(['+a', '+b', '!a'])
  })

  test('an answer given by an async enter after the deadline is not taken', async () => {
    const clock = createFakeClock()
    const taken: boolean[] = []
    let open: () => void = () => undefined
    const { stages } = traced({
      b: {
        enter: async (call) => {
          await new Promise<void>((resolve) => (open = resolve))
          taken.push(call.answer('late'))
        },
      },
    })
    const result = compose((): unknown => 1, stages, { clock, deadline: 50 })(1)
    result.catch(() => undefined)
    await clock.advance(50)
    open()
    await settle()
    expect(taken).toEqual([false])
    await expect(result).rejects.toThrow('50 ms')
  })

  test('a synchronous answer of an error hook counts at the deadline, an asynchronous one does not', async () => {
    const clock = createFakeClock()
    const hang = (): Promise<unknown> => new Promise(() => undefined)
    const { log, stages } = traced({
      a: { error: (call) => void call.answer('default', 'fallback') },
      b: {
        error: async (call) => {
          await settle()
          call.answer('too slow', 'fallback')
        },
      },
    })
    const result = compose(hang, stages, { clock, deadline: 50 }).detailed(1)
    await clock.advance(50)
    expect(await result).toMatchObject({ output: 'default', source: 'fallback' })
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
  })

  test('a reserved slice ends the stages further in earlier and leaves its stage the rest', async () => {
    const clock = createFakeClock()
    const remaining: number[] = []
    const stage: Stage<number, string> = {
      name: 'ladder',
      enter: (call) => void call.reserve(20),
      error: (call) => {
        remaining.push(call.remaining)
        return new Promise((resolve) => {
          clock.setTimer(() => {
            call.answer('cheaper', 'fallback')
            resolve()
          }, 15)
        })
      },
    }
    const call = compose<number, string>(
      (_, context) => {
        remaining.push(context.remaining)
        return new Promise(() => undefined)
      },
      [stage],
      { clock, deadline: 100 },
    )
    const result = call(1)
    await clock.advance(80)
    await clock.advance(15)
    expect(await result).toBe('cheaper')
    expect(remaining).toEqual([80, 20])
  })

  test('in its reserved slice a stage reads a signal of its own, aborted at the whole deadline', async () => {
    const clock = createFakeClock()
    const signals: AbortSignal[] = []
    const ladder: Stage<number, string> = {
      name: 'ladder',
      enter: (call) => void call.reserve(20),
      error: (call) => {
        signals.push(call.signal)
        return new Promise(() => undefined)
      },
    }
    const call = compose<number, string>(
      (_, { signal }) => {
        signals.push(signal)
        return new Promise(() => undefined)
      },
      [ladder],
      { clock, deadline: 100 },
    )
    const result = call(1)
    result.catch(() => undefined)
    await clock.advance(80)
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false])
    await clock.advance(20)
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true])
    await expect(result).rejects.toThrow('100 ms')
  })

  test('the whole deadline holds for a recovery in its reserved slice', async () => {
    const clock = createFakeClock()
    const ladder: Stage<number, string> = {
      name: 'ladder',
      enter: (call) => void call.reserve(20),
      error: () => new Promise(() => undefined),
    }
    const last: Stage<number, string> = {
      name: 'default',
      error: (call) => void call.answer('default', 'fallback'),
    }
    const hang = (): Promise<string> => new Promise(() => undefined)
    const result = compose(hang, [last, ladder], { clock, deadline: 100 })(1)
    await clock.advance(100)
    expect(await result).toBe('default')
  })

  test('a call that never waits arms no timer', async () => {
    const clock = createFakeClock()
    const call = compose((x: number) => x, [], { clock, deadline: 100 })
    await call(1)
    expect(clock.pending).toBe(0)
  })

  test('one timer serves all waiting calls, whatever their deadlines', async () => {
    const clock = createFakeClock()
    const ends: number[] = []
    const call = compose<number, number>(() => new Promise(() => undefined), [], { clock, deadline: '1s' })
    const deadlines = Array.from({ length: 200 }, (_, i) => ((i * 37) % 199) + 1)
    const all = deadlines.map((deadline) =>
      call(1, { deadline }).catch(() => {
        ends.push(deadline)
      }),
    )
    expect(clock.pending).toBe(1)
    await clock.advance(200)
    await Promise.all(all)
    expect(ends).toEqual(deadlines.toSorted((x, y) => x - y))
    expect(clock.pending).toBe(0)
  })

  test('where timers belong to requests, each waiting call sets and clears its own', async () => {
    const clock = createFakeClock({ timers: 'request' })
    let release: (n: number) => void = () => undefined
    const call = compose<number, number>(() => new Promise((resolve) => (release = resolve)), [], {
      clock,
      deadline: 100,
    })
    const first = call(1)
    const releaseFirst = release
    const second = call(2)
    second.catch(() => undefined)
    expect(clock.pending).toBe(2)
    releaseFirst(1)
    expect(await first).toBe(1)
    expect(clock.pending).toBe(1)
    await clock.advance(100)
    await expect(second).rejects.toThrow('100 ms')
    expect(clock.pending).toBe(0)
  })

  test('the clock is read at most twice on the healthy path', async () => {
    const clock = createFakeClock()
    const { stages } = traced()
    const call = compose((x: unknown) => Promise.resolve(x), stages, { clock, deadline: 100 })
    await call(1)
    const before = clock.reads
    await call(1)
    expect(clock.reads - before).toBeLessThanOrEqual(2)
  })

  test('passing while an earlier failure is waited out: the error names the target and has that failure as its cause', async () => {
    const clock = createFakeClock()
    const waiting: Stage<number, number> = { name: 'waiting', error: () => new Promise(() => undefined) }
    const call = compose<number, number>(() => Promise.reject(boom), [waiting], {
      clock,
      deadline: 50,
      name: 'churn@4',
    })
    const failure = call(1).catch((e: unknown) => e)
    await clock.advance(50)
    expect(await failure).toMatchObject({
      message: 'churn@4: no answer within the deadline of 50 ms',
      cause: boom,
    })
    expect(JSON.parse(JSON.stringify(await failure))).toEqual({
      name: 'DeadlineExceededError',
      code: 'PLIMSOLL_DEADLINE_EXCEEDED',
      message: 'churn@4: no answer within the deadline of 50 ms',
    })
  })

  test('a call may shorten the deadline but not lengthen it', async () => {
    const clock = createFakeClock()
    const call = compose<number, number>(() => new Promise(() => undefined), [], { clock, deadline: 100 })
    const short = call(1, { deadline: 10 })
    const long = call(1, { deadline: 1000 })
    short.catch(() => undefined)
    long.catch(() => undefined)
    await clock.advance(10)
    await expect(short).rejects.toThrow('10 ms')
    await clock.advance(90)
    await expect(long).rejects.toThrow('100 ms')
  })
})

describe("the caller's signal", () => {
  test('ends a waiting call at once with its own reason; nothing can answer it', async () => {
    const controller = new AbortController()
    const reason = new Error('client left')
    const taken: boolean[] = []
    const { log, stages } = traced({ a: { error: (call) => void taken.push(call.answer('no')) } })
    let seen: AbortSignal | undefined
    const call = compose((_: unknown, { signal }) => {
      seen = signal
      return new Promise<unknown>(() => undefined)
    }, stages)
    const result = call(1, { signal: controller.signal })
    controller.abort(reason)
    await expect(result).rejects.toBe(reason)
    expect(taken).toEqual([false])
    expect(seen?.reason).toBe(reason)
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
  })

  test('already aborted: no stage is entered', async () => {
    const { log, stages } = traced()
    const reason = new Error('gone')
    await expect(compose(() => 1, stages)(1, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(log).toEqual([])
  })

  test('aborted from inside a hook: takes effect when the call next waits', async () => {
    const controller = new AbortController()
    const reason = new Error('inside')
    const { log, stages } = traced({ b: { enter: () => controller.abort(reason) } })
    const result = compose(() => new Promise(() => undefined), stages)(1, { signal: controller.signal })
    await expect(result).rejects.toBe(reason)
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
  })

  test.each(['before', 'after'])(
    'aborted from inside a hook %s a wait: the target is not asked',
    async (when) => {
      const controller = new AbortController()
      const reason = new Error('inside')
      const { log, stages } = traced({
        a: { enter: () => (when === 'after' ? settle() : undefined) },
        b: { enter: () => controller.abort(reason) },
      })
      let asked = 0
      const call = compose(() => ++asked, stages)
      await expect(call(1, { signal: controller.signal })).rejects.toBe(reason)
      expect(asked).toBe(0)
      expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
    },
  )

  test('aborted by the target: it is not waited for', async () => {
    const controller = new AbortController()
    const { log, stages } = traced()
    const call = compose(() => {
      controller.abort(boom)
      return new Promise(() => undefined)
    }, stages)
    await expect(call(1, { signal: controller.signal })).rejects.toBe(boom)
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '!a'])
  })

  test('the signal given to the target is never aborted after success', async () => {
    const controller = new AbortController()
    let seen: AbortSignal | undefined
    const call = compose(
      async (_: number, { signal }) => {
        seen = signal
        return 1
      },
      [],
      { deadline: 1000 },
    )
    await call(1, { signal: controller.signal })
    controller.abort()
    expect(seen?.aborted).toBe(false)
    await call.drain()
  })

  test('no listener stays on a long-lived signal', async () => {
    const { signal } = new AbortController()
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--
      remove(...args)
    }
    const call = compose((x: number) => (x % 3 === 0 ? Promise.reject(boom) : Promise.resolve(x)), [])
    let highest = 0
    for (let i = 0; i < 1e5; i++) {
      const result = call(i, { signal })
      highest = Math.max(highest, listeners)
      await result.catch(() => undefined)
    }
    expect(highest).toBe(1)
    expect(listeners).toBe(0)
  })
})

describe('sub-calls', () => {
  test('run the stages further in again, share id and unit, and count attempts', async () => {
    const ids = new Set<string>()
    const attempts: number[] = []
    const { log, stages } = traced({
      b: {
        error: async (call) => {
          call.answer(await call.subcall())
        },
      },
    })
    const call = compose((_: unknown, context) => {
      ids.add(context.id)
      attempts.push(context.attempt)
      return attempts.length === 1 ? Promise.reject(boom) : Promise.resolve(context.unit as unknown)
    }, stages)
    const answer = await call.detailed(1, { unit: 'u1' })
    expect(answer).toMatchObject({ output: 'u1', attempts: 2, source: 'live' })
    expect(ids.size).toBe(1)
    expect(attempts).toEqual([1, 2])
    expect(log).toEqual(['+a', '+b', '+c', '!c', '!b', '+c', '-c', '-a'])
  })

  test('a hedge: the first success wins, the loser gets error with Superseded and its signal aborts', async () => {
    const clock = createFakeClock()
    const seen: unknown[] = []
    const signals: AbortSignal[] = []
    const hedge: Stage<number, string> = {
      name: 'hedge',
      enter: async (call: Call<number, string>) => {
        call.answer(await Promise.race([call.subcall(), call.subcall()]))
      },
    }
    const inner: Stage<number, string> = { name: 'inner', error: (call) => void seen.push(call.error) }
    const call = compose<number, string>(
      (_, { signal }) => {
        signals.push(signal)
        const wait = signals.length === 1 ? 100 : 10
        return new Promise((resolve) => clock.setTimer(() => resolve(`after ${wait}`), wait))
      },
      [hedge, inner],
      { clock, deadline: 1000 },
    )
    const result = call(1)
    await clock.advance(10)
    expect(await result).toBe('after 10')
    expect(seen).toHaveLength(1)
    expect(isPlimsollError(seen[0], 'PLIMSOLL_SUPERSEDED')).toBe(true)
    expect(signals.map((s) => s.aborted)).toEqual([true, false])
    await clock.advance(200)
    expect(call.stats()).toMatchObject({ inFlight: 0, late: 1 })
  })

  test('a hook of an attempt that aborts its own caller is let finish, and the target is not asked', async () => {
    const controller = new AbortController()
    const log: string[] = []
    const outer: Stage = {
      name: 'outer',
      enter: async (call) => {
        await settle()
        call.answer(await call.subcall())
      },
    }
    const inner = recordingStage('inner', log, { enter: () => controller.abort(boom) })
    const told: unknown[] = []
    const innermost = recordingStage('innermost', log, { error: ({ error }) => void told.push(error) })
    let asked = 0
    const call = compose(() => ++asked, [outer, inner, innermost])
    await expect(call(1, { signal: controller.signal })).rejects.toBe(boom)
    await settle()
    expect(asked).toBe(0)
    expect(log).toEqual(['+inner', '+innermost', '!innermost', '!inner'])
    expect(told).toEqual([boom])
    expect(call.stats().inFlight).toBe(0)
  })

  test('an attempt within an attempt, whose hook aborts their caller, does not ask the target either', async () => {
    const controller = new AbortController()
    const log: string[] = []
    const attempting = (name: string): Stage => ({
      name,
      enter: async (call) => {
        if (name === 'outer') await settle()
        call.answer(await call.subcall())
      },
    })
    const inner = recordingStage('inner', log, { enter: () => controller.abort(boom) })
    let asked = 0
    const call = compose(() => ++asked, [attempting('outer'), attempting('middle'), inner])
    await expect(call(1, { signal: controller.signal })).rejects.toBe(boom)
    await settle()
    expect(asked).toBe(0)
    expect(log).toEqual(['+inner', '!inner'])
  })

  test('a clock whose timer fires inside a hook of an attempt: the target is not asked past the deadline', async () => {
    let now = 0
    let fireTimer = (): void => undefined
    const clock: Clock = {
      ...createFakeClock(),
      now: () => now,
      setTimer: (fire) => (fireTimer = fire),
      clearTimer: () => undefined,
    }
    const outer: Stage = {
      name: 'outer',
      enter: async (call) => {
        await settle()
        call.answer(await call.subcall())
      },
    }
    const inner: Stage = {
      name: 'inner',
      enter: () => {
        now = 30
        fireTimer()
      },
    }
    let asked = 0
    const call = compose(() => ++asked, [outer, inner], { clock, deadline: 30 })
    await expect(call(1)).rejects.toThrow('30 ms')
    expect(asked).toBe(0)
  })

  test('a target that aborts its own caller is not waited for by its attempt', async () => {
    const controller = new AbortController()
    const log: string[] = []
    const outer: Stage = {
      name: 'outer',
      enter: async (call) => {
        await settle()
        call.answer(await call.subcall())
      },
    }
    const call = compose(() => {
      controller.abort(boom)
      return new Promise(() => undefined)
    }, [outer, recordingStage('inner', log)])
    await expect(call(1, { signal: controller.signal })).rejects.toBe(boom)
    await settle()
    expect(log).toEqual(['+inner', '!inner'])
    expect(call.stats().inFlight).toBe(0)
  })

  test('a target that aborts its own caller and blocks past its slice: the attempt does not recover in the rest', async () => {
    const controller = new AbortController()
    let now = 0
    const clock: Clock = { ...createFakeClock(), now: () => now }
    const outer: Stage = {
      name: 'outer',
      enter: async (call) => {
        await settle()
        call.answer(await call.subcall())
      },
    }
    const seen: unknown[] = []
    const reserving: Stage = {
      name: 'reserving',
      enter: (call) => void call.reserve(20),
      error: (call) => void seen.push(call.error, call.retry(0)),
    }
    const call = compose(
      () => {
        now = 30
        controller.abort(boom)
        return 1
      },
      [outer, reserving],
      { clock, deadline: 40 },
    )
    await expect(call(1, { signal: controller.signal })).rejects.toBe(boom)
    await settle()
    expect(seen).toEqual([boom, false])
  })

  test('the deadline of the call ends its attempts, whose stages get error', async () => {
    const clock = createFakeClock()
    const seen: string[] = []
    const outer: Stage<number, string> = {
      name: 'outer',
      enter: async (call) => {
        call.answer(await call.subcall())
      },
    }
    const inner: Stage<number, string> = {
      name: 'inner',
      error: (call) => void seen.push(isPlimsollError(call.error) ? call.error.code : 'other'),
    }
    const hang = (): Promise<string> => new Promise(() => undefined)
    const result = compose(hang, [outer, inner], { clock, deadline: 30 })(1)
    result.catch(() => undefined)
    await clock.advance(30)
    await expect(result).rejects.toThrow('30 ms')
    expect(seen).toEqual(['PLIMSOLL_DEADLINE_EXCEEDED'])
  })
})

describe('faults of observers never reach the caller', () => {
  test('what leave throws, or rejects with, is counted and reported once per kind', async () => {
    const reported: string[] = []
    const stages: Stage<number, number>[] = [
      {
        name: 'throws',
        leave: () => {
          throw boom
        },
      },
      // A leave hook that is async by mistake.
      { name: 'rejects', leave: (): unknown => Promise.reject(boom) },
    ]
    const call = compose((x: number) => x, stages, { onFault: (fault) => void reported.push(fault.kind) })
    for (let i = 0; i < 5; i++) expect(await call(i)).toBe(i)
    await settle()
    expect(reported.toSorted()).toEqual(['stage rejects, leave', 'stage throws, leave'])
    expect(call.stats().faults['stage throws, leave']).toBe(5)
    expect(call.stats().faults['stage rejects, leave']).toBe(5)
  })

  test('an error hook that throws lets the failure pass', async () => {
    const stage: Stage<number, number> = {
      name: 's',
      error: () => {
        throw new Error('in the hook')
      },
    }
    const call = compose<number, number>(() => Promise.reject(boom), [stage])
    await expect(call(1)).rejects.toBe(boom)
    expect(call.stats().faults['stage s, error']).toBe(1)
  })

  test('a reporter that throws or rejects is left at that', async () => {
    const stage: Stage<number, number> = {
      name: 's',
      leave: () => {
        throw boom
      },
    }
    for (const onFault of [
      () => {
        throw boom
      },
      (() => Promise.reject(boom)) as () => void,
    ]) {
      expect(await compose((x: number) => x, [stage], { onFault })(1)).toBe(1)
    }
  })
})

describe('targets that misbehave', () => {
  test('a target that throws a non-Error: it passes through untouched', async () => {
    for (const thrown of ['text', undefined, null, 0, { code: 1 }]) {
      const call = compose<number, number>(() => {
        throw thrown
      }, [])
      await expect(
        call(1).then(
          () => 'answered',
          (e: unknown) => ({ e }),
        ),
      ).resolves.toEqual({ e: thrown })
    }
  })

  test('a target that returns a plain value instead of a promise answers with it', async () => {
    expect(await compose(() => undefined, [])(1)).toBeUndefined()
    expect(await compose(() => 5, [])(1)).toBe(5)
  })

  test('a thenable that settles twice, or throws from then, settles the call once', async () => {
    const twice = {
      // oxlint-disable-next-line unicorn/no-thenable -- the misbehaviour under test
      then(resolve: (n: number) => void, reject: (e: Error) => void) {
        resolve(1)
        reject(boom)
        resolve(2)
      },
    } as unknown as PromiseLike<number>
    const log: string[] = []
    expect(await compose(() => twice, [recordingStage('a', log) as Stage<unknown, number>])(1)).toBe(1)
    expect(log).toEqual(['+a', '-a'])
    const throwing = {
      // oxlint-disable-next-line unicorn/no-thenable -- the misbehaviour under test
      then() {
        throw boom
      },
    } as unknown as PromiseLike<number>
    await expect(compose(() => throwing, [])(1)).rejects.toBe(boom)
    const trap = {
      // oxlint-disable-next-line unicorn/no-thenable -- the misbehaviour under test
      get then(): never {
        throw boom
      },
    } as unknown as number
    await expect(compose(() => trap, [])(1)).rejects.toBe(boom)
  })

  test('a target that never settles ends at the deadline', async () => {
    const clock = createFakeClock()
    const result = compose<number, number>(() => new Promise(() => undefined), [], { clock, deadline: 5 })(1)
    result.catch(() => undefined)
    await clock.advance(5)
    await expect(result).rejects.toThrow('5 ms')
  })
})

test('elapsed covers the whole call, also when a hook read it on the way', async () => {
  const clock = createFakeClock()
  const reading: Stage<number, number> = { name: 'reading', error: (call) => void call.elapsed }
  const recovering: Stage<number, number> = {
    name: 'recovering',
    error: (call) =>
      new Promise((resolve) => {
        clock.setTimer(() => {
          call.answer(1)
          resolve()
        }, 40)
      }),
  }
  const call = compose<number, number>(() => Promise.reject(boom), [recovering, reading], { clock })
  const result = call.detailed(1)
  await clock.advance(40)
  expect((await result).timings.total).toBe(40)
  const slow = compose<number, number>((x) => x, [reading], {
    clock,
    deadline: 100,
    accept: (x) => new Promise((resolve) => clock.setTimer(() => resolve(x), 30)),
  }).detailed(2)
  await clock.advance(30)
  expect((await slow).timings.total).toBe(30)
})

describe('drain', () => {
  test('looks for itself where timers belong to requests, since another one may not wake it', async () => {
    const clock = createFakeClock({ timers: 'request' })
    let answer: (output: number) => void = () => undefined
    const call = compose(() => new Promise<number>((resolve) => (answer = resolve)), [], { clock })
    const under = call(1)
    let isDrained = false
    const drained = call.drain().then(() => (isDrained = true))
    await clock.advance(1_000)
    expect(isDrained).toBe(false)
    answer(2)
    await under
    expect(isDrained).toBe(false)
    await clock.advance(20)
    await drained
    expect(clock.pending).toBe(0)
  })

  test('refuses new calls and resolves when the last call under way is over', async () => {
    const clock = createFakeClock()
    const { target } = scriptedTarget<number, string>([{ kind: 'answer', output: 'ok', after: 20 }], clock)
    const call = compose(target, [], { clock, deadline: 100 })
    const running = call(1)
    let isDrained = false
    const drained = call.drain().then(() => (isDrained = true))
    await expect(call(2)).rejects.toSatisfy((e) => isPlimsollError(e, 'PLIMSOLL_CLOSED'))
    await clock.advance(19)
    expect(isDrained).toBe(false)
    await clock.advance(1)
    expect(await running).toBe('ok')
    await drained
    expect(clock.pending).toBe(0)
    await call.drain()
  })
})

test('notes of stages stay apart', async () => {
  const seen: unknown[] = []
  const noting = (name: string): Stage<number, number> => ({
    name,
    enter: (call) => {
      call.local = name
    },
    leave: (call) => void seen.push(call.local),
  })
  await compose((x: number) => x, [noting('a'), noting('b')])(1)
  expect(seen).toEqual(['b', 'a'])
})
