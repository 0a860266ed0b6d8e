import { ViolationError, compose, isPlimsollError } from '@plimsoll/core'
import type { CallContext, ComposeOptions, Fault, Stage } from '@plimsoll/core'
import pRetry from 'p-retry'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { retry } from './retry.ts'
import type { RetryOptions } from './retry.ts'

const boom = new Error('boom')

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A target that throws its script's values in turn, then answers. */
function failing(...script: readonly unknown[]) {
  const attempts: { at: number; attempt: number }[] = []
  const target = (_: number, context: CallContext): string => {
    attempts.push({ at: performance.now(), attempt: context.attempt })
    if (attempts.length <= script.length) throw script[attempts.length - 1]
    return 'answer'
  }
  return { attempts, target }
}

function guarded(script: readonly unknown[], options?: RetryOptions, more: ComposeOptions<string> = {}) {
  const { attempts, target } = failing(...script)
  return { attempts, call: compose<number, string>(target, [retry({ random: () => 1, ...options })], more) }
}

const settled = async <T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> => {
  const result = Promise.allSettled([promise])
  await vi.runAllTimersAsync()
  const [first] = await result
  return first
}

const reason = async (promise: Promise<unknown>): Promise<unknown> => {
  const result = await settled(promise)
  expect(result.status).toBe('rejected')
  return result.status === 'rejected' ? result.reason : undefined
}

describe('when it retries', () => {
  test('a call that succeeds sets no timer and makes one attempt', async () => {
    const { attempts, call } = guarded([])
    expect(await call.detailed(1)).toMatchObject({ output: 'answer', attempts: 1, source: 'live' })
    expect(attempts).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a failed first attempt is followed by a second after a jittered wait', async () => {
    const { attempts, call } = guarded([boom], { random: () => 0.5 })
    const answer = await settled(call.detailed(1))
    expect(answer).toMatchObject({ value: { output: 'answer', attempts: 2, degraded: false } })
    expect(attempts.map((a) => a.attempt)).toEqual([1, 2])
    expect((attempts[1]?.at ?? 0) - (attempts[0]?.at ?? 0)).toBeCloseTo(25, 5)
  })

  test('a wait that is over leaves no listener on the signal', async () => {
    const added = vi.spyOn(AbortSignal.prototype, 'addEventListener')
    const removed = vi.spyOn(AbortSignal.prototype, 'removeEventListener')
    const { call } = guarded([boom, boom], { attempts: 3 })
    await settled(call(1))
    expect(added).toHaveBeenCalledTimes(2)
    expect(removed).toHaveBeenCalledTimes(2)
    vi.restoreAllMocks()
  })

  test('the wait doubles with each failure up to maxDelay', async () => {
    const { attempts, call } = guarded(Array(5).fill(boom), { attempts: 6, minDelay: 100, maxDelay: 400 })
    await settled(call(1))
    const waits = attempts.slice(1).map((a, i) => Math.round(a.at - (attempts[i]?.at ?? 0)))
    expect(waits.length).toBe(3)
    expect(waits).toEqual([100, 200, 400])
  })

  test('the last failure goes on when every attempt fails', async () => {
    const last = new Error('last')
    const { call } = guarded([boom, last])
    expect(await reason(call(1))).toBe(last)
  })

  test('attempts: 1 means no retry', async () => {
    const { attempts, call } = guarded([boom], { attempts: 1 })
    expect(await reason(call(1))).toBe(boom)
    expect(attempts).toHaveLength(1)
  })

  test.each([['a string'], [undefined], [null], [new TypeError('mine')], [0]])(
    'retries %s as it is, and hands out the very value in the end',
    async (thrown) => {
      const { attempts, call } = guarded([thrown, thrown])
      expect(await reason(call(1))).toBe(thrown)
      expect(attempts).toHaveLength(2)
    },
  )

  test('p-retry alone would refuse a TypeError and rewrite a thrown string', async () => {
    let tries = 0
    const typeError = new TypeError('mine')
    const refuse = pRetry(() => (tries++, Promise.reject(typeError)), { retries: 3, minTimeout: 0 })
    expect(await reason(refuse)).toBe(typeError)
    expect(tries).toBe(1)
    const rewritten = await reason(pRetry(() => Promise.reject('text'), { retries: 1, minTimeout: 0 }))
    expect(rewritten).toBeInstanceOf(TypeError)
  })

  test('a broken output contract is retried', async () => {
    let checks = 0
    const broken = new ViolationError('PLIMSOLL_OUTPUT_VIOLATION', 'the output', [])
    const { call } = guarded(
      [],
      {},
      {
        accept: (output) => {
          if (++checks === 1) throw broken
          return output
        },
      },
    )
    expect(await settled(call(1))).toMatchObject({ value: 'answer' })
  })

  test.each([
    ['a broken input contract', new ViolationError('PLIMSOLL_INPUT_VIOLATION', 'the input', [])],
    ['what retryable refuses', Object.assign(new Error('no'), { status: 400 })],
  ])('%s is not retried', async (_, error) => {
    const retryable = (e: unknown): boolean => !(e instanceof Error && 'status' in e)
    const { attempts, call } = guarded([error], { retryable })
    expect(await reason(call(1))).toBe(error)
    expect(attempts).toHaveLength(1)
  })

  test.each([1, 2])(
    'a retryable that throws at failure %i is reported, and the failure goes on',
    async (n) => {
      const faults: Fault[] = []
      const bug = new Error('bug')
      let asked = 0
      const retryable = (): boolean => {
        if (++asked === n) throw bug
        return true
      }
      const { call } = guarded(
        [boom, boom, boom],
        { attempts: 4, retryable },
        { onFault: (f) => faults.push(f) },
      )
      expect(await reason(call(1))).toBe(boom)
      expect(faults).toMatchObject([{ kind: 'stage retry, error', error: bug }])
    },
  )
})

describe('retryAfter', () => {
  test('lengthens the wait', async () => {
    const { attempts, call } = guarded([Object.assign(new Error('busy'), { retryAfter: 700 })])
    await settled(call(1))
    expect((attempts[1]?.at ?? 0) - (attempts[0]?.at ?? 0)).toBe(700)
  })

  test.each([
    ['maxDelay', 1_001, {}],
    ['the time left', 200, { deadline: 200 }],
  ])('is not waited for past %s: the failure goes on at once', async (_, retryAfter, more) => {
    const busy = Object.assign(new Error('busy'), { retryAfter })
    const { attempts, call } = guarded([busy], {}, more)
    await expect(call(1)).rejects.toBe(busy)
    expect(attempts).toHaveLength(1)
  })
})

describe('deadline and abort', () => {
  test('a wait that would pass the deadline is not begun', async () => {
    const { attempts, call } = guarded([boom], { minDelay: 100 }, { deadline: 60 })
    await expect(call(1)).rejects.toBe(boom)
    expect(attempts).toHaveLength(1)
  })

  test('the deadline holds against an attempt that hangs', async () => {
    let tries = 0
    const hanging = (): Promise<string> => {
      if (++tries === 1) return Promise.reject(boom)
      return new Promise(() => undefined)
    }
    const call = compose(hanging, [retry({ minDelay: 0 })], { deadline: 80 })
    expect(isPlimsollError(await reason(call(1)), 'PLIMSOLL_DEADLINE_EXCEEDED')).toBe(true)
    expect(tries).toBe(2)
  })

  test('an abort during the wait ends the call at once, with no further attempt', async () => {
    const { attempts, call } = guarded([boom], { minDelay: 1_000 })
    const controller = new AbortController()
    const result = Promise.allSettled([call(1, { signal: controller.signal })])
    await vi.advanceTimersByTimeAsync(50)
    controller.abort('left')
    expect(await result).toMatchObject([{ status: 'rejected', reason: 'left' }])
    await vi.runAllTimersAsync()
    expect(attempts).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
    expect(call.stats().faults).toEqual({})
  })

  test('an attempt cut off by a reserve leaves the answer to the stage that reserved', async () => {
    const reserving: Stage<number, string> = {
      name: 'reserving',
      enter: (call) => void call.reserve(50),
      async error(call) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        call.answer('rescued', 'fallback')
      },
    }
    const target = (_: number, { attempt }: CallContext): string | Promise<string> => {
      if (attempt === 1) throw boom
      return new Promise(() => undefined)
    }
    const call = compose(target, [reserving, retry({ minDelay: 0 })], { deadline: 80 })
    const start = performance.now()
    const answer = await settled(call.detailed(1).finally(() => expect(performance.now() - start).toBe(50)))
    expect(answer).toMatchObject({ value: { output: 'rescued', source: 'fallback' } })
  })
})

describe('the budget', () => {
  test('an outage is retried at the granted share only', async () => {
    let attempts = 0
    const call = compose((): never => {
      attempts++
      throw boom
    }, [retry({ minDelay: 0, budget: 0.1 })])
    const calls = Array.from({ length: 1_000 }, () => call(1).catch(() => undefined))
    await vi.runAllTimersAsync()
    await Promise.all(calls)
    expect(attempts).toBe(1_100)
  })

  test('three retries per window are granted however few calls there are', async () => {
    const { attempts, call } = guarded(Array(8).fill(boom), { attempts: 8, minDelay: 0 })
    expect(await reason(call(1))).toBe(boom)
    expect(attempts).toHaveLength(4)
  })
})

test('stats count the attempts granted and those the budget refused, nothing else', async () => {
  const stage = retry({ attempts: 2, minDelay: 0, budget: 0.1, retryable: (error) => error === boom })
  let failure: unknown = boom
  const call = compose(() => {
    throw failure
  }, [stage])
  expect(stage.stats).toEqual({ retries: 0, refused: 0 })
  for (let i = 0; i < 5; i++) await settled(call(1))
  expect(stage.stats).toEqual({ retries: 3, refused: 2 })
  failure = new Error('not worth it')
  await settled(call(1))
  expect(stage.stats).toEqual({ retries: 3, refused: 2 })
})

test('an option that is undefined is as good as absent', () => {
  const nothing = {
    attempts: undefined,
    minDelay: undefined,
    maxDelay: undefined,
    budget: undefined,
    retryable: undefined,
    clock: undefined,
    random: undefined,
  }
  expect(retry(nothing).settings).toEqual(retry().settings)
})

test('every impossible option is named at once', () => {
  const bad = {
    attempts: 0,
    minDelay: -1,
    maxDelay: '2h' as const,
    budget: Number.NaN,
    retryable: 1 as unknown as () => boolean,
    attemps: 3,
  }
  expect(() => retry(bad)).toThrow(/attempts.*\n.*minDelay.*\n.*maxDelay.*\n.*budget.*\n.*retryable/)
  expect(() => retry(bad)).toThrow(/attemps is not an option \(did you mean attempts\?\)/)
  for (const attempts of [0, Number.NaN, 17, 1.5]) expect(() => retry({ attempts })).toThrow(/attempts/)
  expect(() => retry({ minDelay: 50, maxDelay: 20 })).toThrow(/minDelay must be at most maxDelay/)
})

describe('fault C1 of cockatiel 4.0.0: waits out the backoff after an abort, then calls again', () => {
  test('here the call ends at once and no attempt follows', async () => {
    const { attempts, call } = guarded([boom], { minDelay: 1_000 })
    const controller = new AbortController()
    const result = Promise.allSettled([call(1, { signal: controller.signal })])
    await vi.advanceTimersByTimeAsync(50)
    controller.abort()
    const end = performance.now()
    expect((await result)[0].status).toBe('rejected')
    expect(performance.now()).toBe(end)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(attempts).toHaveLength(1)
  })

  test('shown on the library alone', async () => {
    const { ConstantBackoff, handleAll, retry: cockatielRetry } = await import('cockatiel')
    const controller = new AbortController()
    let tries = 0
    const policy = cockatielRetry(handleAll, { backoff: new ConstantBackoff(1_000), maxAttempts: 1 })
    const result = Promise.allSettled([
      policy.execute(() => (tries++, Promise.reject(boom)), controller.signal),
    ])
    await vi.advanceTimersByTimeAsync(50)
    controller.abort()
    await vi.advanceTimersByTimeAsync(900)
    expect(tries).toBe(1)
    await vi.advanceTimersByTimeAsync(100)
    await result
    expect(tries).toBe(2)
  })
})
