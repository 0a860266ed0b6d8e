import { ViolationError, compose, isPlimsollError } from '@plimsoll/core'
import type { BreakerEvent, ComposeOptions, Fault, Stage } from '@plimsoll/core'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import * as cockatiel from 'cockatiel'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BreakerStage, breaker } from './breaker.ts'
import type { BreakerOptions } from './breaker.ts'
import { CircuitOpenError } from './circuit-open-error.ts'
import { retry } from './retry.ts'

const boom = new Error('boom')

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

interface Pending {
  answer(): Promise<void>
  fail(error?: unknown): Promise<void>
}

const pause = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

/** A breaker around a target whose calls end when the test says so. */
function setup(options: BreakerOptions = {}, more: ComposeOptions<string> = {}, outer: Stage[] = []) {
  const changes: BreakerEvent[] = []
  const pending: Pending[] = []
  const load = vi.fn(() => Promise.resolve(cockatiel))
  const stage = new BreakerStage({ onChange: (event) => changes.push(event), ...options }, load)
  const target = (): Promise<string> =>
    new Promise((resolve, reject) => {
      pending.push({
        answer: async () => (resolve('answer'), void (await pause())),
        fail: async (error = boom) => (reject(error), void (await pause())),
      })
    })
  const call = compose<number, string>(target, [...outer, stage], more)
  const begin = (given?: Parameters<typeof call>[1]): Promise<unknown> =>
    call(1, given).catch((e: unknown) => e)
  const failNow = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      void begin()
      await pending.at(-1)?.fail()
    }
  }
  return { begin, call, changes, failNow, load, pending, stage }
}

const isOpenError = (error: unknown): boolean => isPlimsollError(error, 'PLIMSOLL_CIRCUIT_OPEN')

describe('whether a call would pass', () => {
  test('is told in every state, and asking takes no probe', async () => {
    const { begin, failNow, pending, stage } = setup({ openFor: 1_000, probes: 2 })
    expect(stage.admits()).toBe(true)
    expect(stage.admits('never seen')).toBe(true)
    await failNow(5)
    expect(stage.admits()).toBe(false)
    await vi.advanceTimersByTimeAsync(999)
    expect(stage.admits()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    for (let i = 0; i < 5; i++) expect(stage.admits()).toBe(true)
    expect(stage.state()).toBe('open')
    void begin()
    expect(stage.admits()).toBe(true)
    void begin()
    expect(stage.admits()).toBe(false)
    await pending.at(-2)?.answer()
    expect(stage.admits()).toBe(false)
    await pending.at(-1)?.answer()
    expect(stage.admits()).toBe(true)
  })

  test('is told of a probe that hangs: its slot is free after openFor', async () => {
    const { begin, failNow, stage } = setup({ openFor: 1_000 })
    await failNow(5)
    await vi.advanceTimersByTimeAsync(1_000)
    void begin()
    await vi.advanceTimersByTimeAsync(999)
    expect(stage.admits()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(stage.admits()).toBe(true)
  })
})

describe('closed', () => {
  test('opens after five consecutive failures, not before, and loads cockatiel only then', async () => {
    const { changes, failNow, load, stage } = setup()
    await failNow(4)
    expect(stage.state()).toBe('closed')
    expect(load).not.toHaveBeenCalled()
    await failNow(1)
    expect(stage.state()).toBe('open')
    expect(load).toHaveBeenCalledTimes(1)
    expect(changes).toMatchObject([{ kind: 'breaker', variant: undefined, from: 'closed', to: 'open' }])
  })

  test('a success between failures starts the count again', async () => {
    const { begin, failNow, pending, stage } = setup({ failures: 2 })
    await failNow(1)
    void begin()
    await pending.at(-1)?.answer()
    await failNow(1)
    expect(stage.state()).toBe('closed')
    await failNow(1)
    expect(stage.state()).toBe('open')
  })

  test('passed deadlines and broken output contracts count', async () => {
    const { begin, stage } = setup({ failures: 1 }, { deadline: 20 })
    void begin()
    await vi.advanceTimersByTimeAsync(20)
    expect(stage.state()).toBe('open')
    const other = setup(
      { failures: 1 },
      {
        accept: () => {
          throw new ViolationError('PLIMSOLL_OUTPUT_VIOLATION', 'the output', [])
        },
      },
    )
    void other.begin()
    await other.pending[0]?.answer()
    expect(other.stage.state()).toBe('open')
  })

  test.each([
    ['a refused input', new ViolationError('PLIMSOLL_INPUT_VIOLATION', 'the input', [])],
    ['an open circuit further in', new CircuitOpenError(undefined, 5)],
    ['what isFailure lets pass', Object.assign(new Error('not found'), { status: 404 })],
  ])('%s does not count', async (_, error) => {
    const isFailure = (e: unknown): boolean => !(e instanceof Error && 'status' in e)
    const { begin, pending, stage } = setup({ failures: 1, isFailure })
    const result = begin()
    await pending[0]?.fail(error)
    expect(await result).toBe(error)
    expect(stage.state()).toBe('closed')
  })

  test('the caller leaving does not count', async () => {
    const { begin, stage } = setup({ failures: 1 })
    const controller = new AbortController()
    const result = begin({ signal: controller.signal })
    controller.abort('left')
    expect(await result).toBe('left')
    expect(stage.state()).toBe('closed')
  })

  test('a superseded attempt does not count', async () => {
    const hedging: Stage<number, string> = {
      name: 'hedge',
      async enter(call) {
        call.answer(await Promise.race([call.subcall(), call.subcall()]))
      },
    }
    const { begin, pending, stage } = setup({ failures: 1 }, {}, [hedging])
    const result = begin()
    await pending[1]?.answer()
    expect(await result).toBe('answer')
    expect(stage.state()).toBe('closed')
  })

  test('each variant has its own circuit', async () => {
    const routing: Stage<string, string> = {
      name: 'route',
      enter: (call) => void (call.variant = call.input),
    }
    const stage = breaker({ failures: 1 })
    const call = compose((v: string) => (v === 'bad' ? Promise.reject(boom) : v), [routing, stage])
    await expect(call('bad')).rejects.toBe(boom)
    await expect(call('bad')).rejects.toMatchObject({
      message: expect.stringContaining('variant bad is open'),
    })
    expect(await call('good')).toBe('good')
    expect(stage.state('bad')).toBe('open')
    expect(stage.health()).toMatchObject([
      { name: 'breaker bad', status: 'down', state: 'open', detail: 'open, probed in 10000 ms' },
      { name: 'breaker good', status: 'ok', state: 'closed', detail: 'closed, 0 consecutive failures' },
    ])
  })

  test('remembers at most 1 024 variants, the failing ones longest', async () => {
    const routing: Stage<number, number> = {
      name: 'route',
      enter: (call) => void (call.variant = `v${call.input}`),
    }
    const stage = breaker({ failures: 1 })
    const call = compose((n: number) => (n === 0 ? Promise.reject(boom) : n), [routing, stage])
    await expect(call(0)).rejects.toBe(boom)
    for (let n = 1; n <= 3_000; n++) await call(n)
    expect(stage.health()).toHaveLength(1_024)
    expect(stage.state('v0')).toBe('open')
  })
})

describe('open', () => {
  test('refuses at once, with the time to wait, also while cockatiel is still loading', async () => {
    const stage = new BreakerStage({ failures: 1 }, () => new Promise(() => undefined))
    const target = vi.fn(() => Promise.reject(boom))
    const call = compose(target, [stage])
    await expect(call(1)).rejects.toBe(boom)
    await vi.advanceTimersByTimeAsync(4_000)
    await expect(call(1)).rejects.toMatchObject({
      name: 'CircuitOpenError',
      retryAfter: 6_000,
      retryable: false,
    })
    expect(target).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('its refusal is not retried by a stage further out', async () => {
    const { begin, pending, stage } = setup({ failures: 1 }, {}, [retry({ attempts: 5, minDelay: 0 })])
    const result = begin()
    await pending[0]?.fail()
    expect(stage.state()).toBe('open')
    expect(isOpenError(await result)).toBe(true)
    expect(pending).toHaveLength(1)
  })

  test('an outage in which cockatiel cannot be loaded still ends, and is reported', async () => {
    const faults: Fault[] = []
    const lost = new Error('no such chunk')
    const stage = new BreakerStage({ failures: 1, onFault: (f) => faults.push(f) }, () =>
      Promise.reject(lost),
    )
    let isDown = true
    const call = compose(() => (isDown ? Promise.reject(boom) : 'up'), [stage])
    await expect(call(1)).rejects.toBe(boom)
    await vi.advanceTimersByTimeAsync(10_000)
    await expect(call(1)).rejects.toBe(boom)
    await pause()
    expect(stage.state()).toBe('open')
    isDown = false
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await call(1)).toBe('up')
    await pause()
    expect(stage.state()).toBe('closed')
    expect(faults).toMatchObject([{ kind: 'breaker, loading cockatiel', error: lost }])
  })
})

describe('half-open', () => {
  test('a probe that succeeds closes the circuit', async () => {
    const { begin, changes, failNow, pending, stage } = setup({ failures: 2, openFor: '1s' })
    await failNow(2)
    await vi.advanceTimersByTimeAsync(1_000)
    const result = begin()
    expect(stage.state()).toBe('half-open')
    await pending.at(-1)?.answer()
    expect(await result).toBe('answer')
    expect(stage.state()).toBe('closed')
    expect(changes.map((c) => `${c.from} ${c.to}`)).toEqual([
      'closed open',
      'open half-open',
      'half-open closed',
    ])
    await failNow(1)
    expect(stage.state()).toBe('closed')
  })

  test('a probe that fails opens it again for as long', async () => {
    const { begin, failNow, stage } = setup({ failures: 2, openFor: '1s' })
    await failNow(2)
    await vi.advanceTimersByTimeAsync(1_000)
    await failNow(1)
    expect(stage.state()).toBe('open')
    await vi.advanceTimersByTimeAsync(999)
    expect(isOpenError(await begin())).toBe(true)
    await vi.advanceTimersByTimeAsync(1)
    void begin()
    expect(stage.state()).toBe('half-open')
  })

  test('lets so many probes through at once, and closes when all have succeeded', async () => {
    const { begin, failNow, pending, stage } = setup({ failures: 1, probes: 3 })
    await failNow(1)
    await vi.advanceTimersByTimeAsync(10_000)
    const results = [begin(), begin(), begin(), begin()]
    expect(isOpenError(await results[3])).toBe(true)
    expect(pending).toHaveLength(4)
    await pending[1]?.answer()
    await pending[2]?.answer()
    expect(stage.state()).toBe('half-open')
    expect(isOpenError(await begin())).toBe(true)
    await pending[3]?.answer()
    expect(stage.state()).toBe('closed')
  })

  test('whoever awaited the successful probe may call again at once', async () => {
    let isDown = true
    const events: string[] = []
    const clock = createFakeClock()
    const stage = breaker({
      failures: 1,
      openFor: 100,
      clock,
      onChange: (e) => events.push(`${e.from} ${e.to}`),
    })
    const call = compose(() => (isDown ? Promise.reject(boom) : Promise.resolve('up')), [stage], { clock })
    await expect(call(1)).rejects.toBe(boom)
    isDown = false
    await clock.advance(100)
    expect(await call(1)).toBe('up')
    expect(await call(1)).toBe('up')
    expect(await call(1)).toBe('up')
    expect(events).toEqual(['closed open', 'open half-open', 'half-open closed'])
  })

  test('serial probes: each success lets the next one through, the last one closes at once', async () => {
    let isDown = true
    const clock = createFakeClock()
    const faults: Fault[] = []
    const options: BreakerOptions = {
      failures: 1,
      openFor: 100,
      probes: 3,
      clock,
      onFault: (f) => faults.push(f),
    }
    const stage = new BreakerStage(options, () => Promise.resolve(cockatiel))
    const call = compose(() => (isDown ? Promise.reject(boom) : 'up'), [stage], { clock })
    await expect(call(1)).rejects.toBe(boom)
    isDown = false
    await clock.advance(100)
    const states: string[] = []
    for (let i = 0; i < 4; i++) {
      expect(await call(1)).toBe('up')
      states.push(stage.state())
    }
    expect(states).toEqual(['half-open', 'half-open', 'closed', 'closed'])
    await settle()
    expect(faults).toEqual([])
  })

  test('whoever awaited the failed probe is refused at once, and openFor counts from there', async () => {
    const clock = createFakeClock()
    const call = compose(() => Promise.reject(boom), [breaker({ failures: 1, openFor: 100, clock })], {
      clock,
    })
    await expect(call(1)).rejects.toBe(boom)
    await clock.advance(100)
    await expect(call(1)).rejects.toBe(boom)
    await expect(call(1)).rejects.toMatchObject({ retryAfter: 100 })
  })

  test('a state machine that ends elsewhere is a fault, and the circuit stays as decided', async () => {
    const faults: Fault[] = []
    const clock = createFakeClock()
    const wrong = {
      ...cockatiel,
      circuitBreaker: (policy: cockatiel.Policy, options: cockatiel.ICircuitBreakerOptions) =>
        cockatiel.circuitBreaker(policy, { ...options, halfOpenSampling: { calls: 1, threshold: 0 } }),
    }
    let isDown = true
    const stage = new BreakerStage(
      { failures: 1, probes: 2, openFor: 100, clock, onFault: (f) => faults.push(f) },
      () => Promise.resolve(wrong),
    )
    const call = compose(() => (isDown ? Promise.reject(boom) : 'up'), [stage], { clock })
    await expect(call(1)).rejects.toBe(boom)
    isDown = false
    await clock.advance(100)
    await call(1)
    await call(1)
    await settle()
    expect(stage.state()).toBe('closed')
    expect(faults).toMatchObject([
      {
        kind: 'breaker, cockatiel disagrees',
        error: { message: 'after 1 of 2 results of 2 probes cockatiel is Closed, the circuit HalfOpen' },
      },
    ])
  })

  test('a probe whose caller leaves decides nothing and gives its slot back', async () => {
    const { begin, failNow, pending, stage } = setup({ failures: 1 })
    await failNow(1)
    await vi.advanceTimersByTimeAsync(10_000)
    const controller = new AbortController()
    void begin({ signal: controller.signal })
    controller.abort()
    await pause()
    expect(stage.state()).toBe('half-open')
    void begin()
    await pending.at(-1)?.answer()
    expect(stage.state()).toBe('closed')
  })

  test('a probe that a stage further in answered decides nothing and gives its slot back', async () => {
    const stage = breaker({ failures: 1 })
    let isRescued = false
    const rescue: Stage = { name: 'rescue', error: (call) => void (isRescued && call.answer(0, 'fallback')) }
    const call = compose<number, unknown>(() => Promise.reject(boom), [stage, rescue])
    await expect(call(1)).rejects.toBe(boom)
    await vi.advanceTimersByTimeAsync(10_000)
    isRescued = true
    for (let i = 0; i < 3; i++) expect(await call(1)).toBe(0)
    expect(stage.state()).toBe('half-open')
  })

  test('a probe whose isFailure throws gives its slot back', async () => {
    let bugs = 0
    const isFailure = (): boolean => {
      if (bugs++ === 1) throw new Error('bug')
      return true
    }
    const { begin, failNow, pending, stage } = setup({ failures: 1, isFailure })
    await failNow(1)
    await vi.advanceTimersByTimeAsync(10_000)
    await failNow(1)
    expect(stage.state()).toBe('half-open')
    void begin()
    await pending.at(-1)?.answer()
    expect(stage.state()).toBe('closed')
  })

  test('a probe that hangs loses its slot after openFor, and may still close the circuit', async () => {
    const { begin, failNow, pending, stage } = setup({ failures: 1 })
    await failNow(1)
    await vi.advanceTimersByTimeAsync(10_000)
    void begin()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(isOpenError(await begin())).toBe(true)
    await vi.advanceTimersByTimeAsync(1)
    void begin()
    expect(pending).toHaveLength(3)
    await pending[1]?.answer()
    expect(stage.state()).toBe('closed')
  })

  test('onChange that throws is reported and disturbs nothing', async () => {
    const faults: Fault[] = []
    const onChange = (): never => {
      throw boom
    }
    const { begin, failNow, pending, stage } = setup({
      failures: 1,
      onChange,
      onFault: (f) => faults.push(f),
    })
    await failNow(1)
    await vi.advanceTimersByTimeAsync(10_000)
    const result = begin()
    await pending.at(-1)?.answer()
    expect(await result).toBe('answer')
    expect(stage.state()).toBe('closed')
    expect(faults).toMatchObject([{ kind: 'breaker, onChange', error: boom }])
  })
})

test('importing and closing never load cockatiel; opening does', async () => {
  const factory = vi.fn(() => cockatiel)
  vi.resetModules()
  vi.doMock('cockatiel', factory)
  const fresh = await import('./index.ts')
  const call = compose(() => Promise.reject(boom), [fresh.breaker({ failures: 2 })])
  await expect(call(1)).rejects.toBe(boom)
  await vi.dynamicImportSettled()
  expect(factory).not.toHaveBeenCalled()
  await expect(call(1)).rejects.toBe(boom)
  await vi.dynamicImportSettled()
  expect(factory).toHaveBeenCalledTimes(1)
  vi.doUnmock('cockatiel')
})

test('a refusal says whose circuit it is', async () => {
  const call = compose(() => Promise.reject(boom), [breaker({ failures: 1, name: 'churn@4' })])
  await expect(call(1)).rejects.toBe(boom)
  await expect(call(1)).rejects.toThrow(/^churn@4: the circuit is open; it is probed in \d+ ms$/)
  expect(new CircuitOpenError('v3', undefined, 'churn@4').message).toBe(
    'churn@4: the circuit of variant v3 is being probed and takes no other call',
  )
})

test('an option that is undefined is as good as absent', () => {
  const nothing = {
    failures: undefined,
    openFor: undefined,
    probes: undefined,
    isFailure: undefined,
    name: undefined,
    onChange: undefined,
    onFault: undefined,
    clock: undefined,
  }
  expect(breaker(nothing).settings).toEqual(breaker().settings)
})

test('every impossible option is named at once', () => {
  const isFailure = true as unknown as () => boolean
  const name = 4 as unknown as string
  const bad = { failures: 0, openFor: 0, probes: 1.5, isFailure, name, probe: 1 }
  expect(() => breaker(bad)).toThrow(
    /probe is not.*probes.*\n.*failures.*\n.*openFor.*\n.*probes.*\n.*isFailure.*\n.*name must be a string/,
  )
})

// C3 is SamplingBreaker's, which is not used here. C1 is in retry.test.ts.
describe('faults of cockatiel 4.0.0', () => {
  const { ConsecutiveBreaker, circuitBreaker, handleAll } = cockatiel

  async function tripped(halfOpenAfter: number) {
    const policy = circuitBreaker(handleAll, { halfOpenAfter, breaker: new ConsecutiveBreaker(1) })
    await policy.execute(() => Promise.reject(boom)).catch(() => undefined)
    return policy
  }

  describe('C2: callers beyond the probe wait for it without bound, and abort does not free them', () => {
    test('shown on the library alone', async () => {
      const policy = await tripped(100)
      await vi.advanceTimersByTimeAsync(100)
      void policy.execute(() => new Promise(() => undefined))
      const controller = new AbortController()
      let settled = 0
      for (let i = 0; i < 100; i++) {
        void policy
          .execute(() => 1, controller.signal)
          .then(
            () => settled++,
            () => settled++,
          )
      }
      controller.abort()
      await vi.advanceTimersByTimeAsync(3_600_000)
      expect(settled).toBe(0)
    })

    test('here they are refused at once', async () => {
      const { begin, failNow, pending } = setup({ failures: 1, openFor: 100 })
      await failNow(1)
      await vi.advanceTimersByTimeAsync(100)
      void begin()
      const refused = await Promise.all(Array.from({ length: 100 }, () => begin()))
      expect(refused.every(isOpenError)).toBe(true)
      expect(pending).toHaveLength(2)
    })
  })

  describe('C4: a call from before the circuit opened counts after it closed', () => {
    test('shown on the library alone', async () => {
      const policy = circuitBreaker(handleAll, { halfOpenAfter: 100, breaker: new ConsecutiveBreaker(1) })
      let failOld = (): void => undefined
      const old = new Promise<never>((_, reject) => {
        failOld = () => reject(boom)
      })
      void policy.execute(() => old).catch(() => undefined)
      await policy.execute(() => Promise.reject(boom)).catch(() => undefined)
      await vi.advanceTimersByTimeAsync(100)
      await policy.execute(() => 1)
      expect(policy.state).toBe(cockatiel.CircuitState.Closed)
      failOld()
      await pause()
      expect(policy.state).toBe(cockatiel.CircuitState.Open)
    })

    test('here it does not, nor does its success', async () => {
      const { begin, failNow, pending, stage } = setup({ failures: 2, openFor: 100 })
      void begin()
      void begin()
      void begin()
      await failNow(2)
      await vi.advanceTimersByTimeAsync(100)
      void begin()
      await pending.at(-1)?.answer()
      expect(stage.state()).toBe('closed')
      await pending[0]?.fail()
      await pending[1]?.fail()
      expect(stage.state()).toBe('closed')
      await failNow(1)
      await pending[2]?.answer()
      await failNow(1)
      expect(stage.state()).toBe('open')
    })
  })

  describe('C5: timeout aborts the signal of a call that succeeded', () => {
    test('shown on the library alone', async () => {
      let seen: AbortSignal | undefined
      const policy = cockatiel.timeout(1_000, cockatiel.TimeoutStrategy.Aggressive)
      await policy.execute((context) => {
        seen = context.signal
      })
      expect(seen?.aborted).toBe(true)
    })

    test('here it stays as it was', async () => {
      let seen: AbortSignal | undefined
      const call = compose<number, number>(
        async (x, { signal }) => {
          seen = signal
          return x
        },
        [breaker(), retry()],
        { deadline: 1_000 },
      )
      await call(1)
      await vi.advanceTimersByTimeAsync(2_000)
      expect(seen?.aborted).toBe(false)
    })
  })
})
