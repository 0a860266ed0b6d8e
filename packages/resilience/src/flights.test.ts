import { compose } from '@plimsoll/core'
import type { Answer, CacheEntry, CacheStore, Call, CallContext, CallOptions, Stage } from '@plimsoll/core'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import { describe, expect, test, vi } from 'vitest'
import { breaker } from './breaker.ts'
import { CacheStage, cache } from './cache.ts'
import { CircuitOpenError } from './circuit-open-error.ts'
import { fallback } from './fallback.ts'
import { Flights } from './flights.ts'
import type { Flight } from './flights.ts'
import type { InputMatch } from './matched-entries.ts'
import { retry } from './retry.ts'
import { SharedCache } from './shared-cache.ts'
import type { CacheSettings } from './shared-cache.ts'
import { StaleStage } from './stale.ts'

const down = new Error('down')
const left = new Error('left')

/** One time the target was asked, to be ended by the test. */
interface Ask {
  readonly input: string
  readonly context: CallContext
  answer(output?: object): Promise<void>
  fail(error?: unknown): Promise<void>
}

const match: InputMatch = {
  hash: (input, seed) => (input as string).length + (seed | 0),
  copy: (input) => input,
  same: (input, copy) => input === copy,
}
const kinds = { match: { match }, key: { key: (call: Call<string, object>) => call.input } } as const

interface Setup extends Partial<CacheSettings> {
  readonly kind?: keyof typeof kinds
  readonly timers?: 'shared' | 'request'
  readonly outer?: readonly Stage<string, object>[]
  readonly inner?: readonly Stage<string, object>[]
}

function setup({ kind = 'match', timers = 'shared', outer = [], inner = [], ...options }: Setup = {}) {
  const clock = createFakeClock({ timers })
  const asks: Ask[] = []
  const given = { ttl: '1s', clock, ...options, ...kinds[kind] } as const
  const shared = new SharedCache<string, object>(
    given as ConstructorParameters<typeof SharedCache<string, object>>[0],
  )
  const target = (input: string, context: CallContext): Promise<object> =>
    new Promise((resolve, reject) => {
      asks.push({
        input,
        context,
        answer: (output = { nth: asks.length }) => (resolve(output), settle()),
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        fail: (error = down) => (reject(error), settle()),
      })
    })
  const stages = [new StaleStage(shared), ...outer, new CacheStage(shared), ...inner]
  const predict = compose<string, object>(target, stages, { clock })
  const ends: unknown[] = []
  /** Asks without waiting; how it ended goes to `ends`, in order of arrival. */
  const ask = async (input: string = 'a', given?: CallOptions): Promise<void> => {
    const i = ends.length
    ends.push('waits')
    void predict.detailed(input, given).then(
      ({ source, output }: Answer<object>) => (ends[i] = [source, output]),
      (error: unknown) => (ends[i] = error),
    )
    await settle()
  }
  const flights = shared.flights as Flights<string, object>
  /** Lets followers that look for themselves do so. */
  const look = (): Promise<void> => clock.advance(timers === 'request' ? 5 : 0)
  const atRest = async (): Promise<void> => {
    await predict.drain()
    expect({ flights: flights.size, timers: clock.pending }).toEqual({ flights: 0, timers: 0 })
  }
  return { ask, asks, atRest, clock, ends, flights, look, predict, shared }
}

const late = expect.objectContaining({ code: 'PLIMSOLL_DEADLINE_EXCEEDED' })

describe.each([
  ['match', 'shared'],
  ['key', 'shared'],
  ['match', 'request'],
  ['key', 'request'],
] as const)('equal calls at once, found by %s, timers %s', (kind, timers) => {
  const make = (more: Setup = {}) => setup({ kind, timers, ...more })

  test('ask the target once; those that waited are answered from the cache, age 0, with the very value', async () => {
    const { ask, asks, atRest, ends, look, predict } = make()
    for (let i = 0; i < 4; i++) await ask()
    expect(asks).toHaveLength(1)
    const output = {}
    await asks[0]?.answer(output)
    await look()
    expect(ends).toEqual([['live', output], ...Array.from({ length: 3 }, () => ['cache', output])])
    for (const end of ends) expect((end as unknown[])[1]).toBe(output)
    expect(await predict.detailed('a')).toMatchObject({ source: 'cache', attempts: 0, degraded: false })
    await atRest()
  })

  test('of other inputs, tenants or variants ask each for themselves', async () => {
    const route: Stage<string, object> = { name: 'route', enter: (call) => void (call.variant = call.unit) }
    const { ask, asks } = make({ outer: [route] })
    await ask('a')
    await ask('b')
    await ask('a', { tenant: 'x' })
    await ask('a', { unit: 'v2' })
    expect(asks).toHaveLength(4)
    await ask('a', { tenant: 'x' })
    expect(asks).toHaveLength(4)
  })

  test('a follower whose time runs out or whose caller leaves ends alone', async () => {
    const { ask, asks, atRest, clock, ends, look } = make()
    const leaving = new AbortController()
    await ask()
    await ask('a', { deadline: 50 })
    await ask('a', { signal: leaving.signal })
    await ask()
    leaving.abort(left)
    await clock.advance(50)
    expect(ends).toEqual(['waits', late, left, 'waits'])
    expect(asks[0]?.context.signal.aborted).toBe(false)
    const output = {}
    await asks[0]?.answer(output)
    await look()
    expect([ends[0], ends[3]]).toEqual([
      ['live', output],
      ['cache', output],
    ])
    expect(asks).toHaveLength(1)
    await atRest()
  })

  test('a leader whose caller leaves hands over, in order of arrival', async () => {
    const { ask, asks, atRest, ends, look } = make()
    const leaving = new AbortController()
    await ask('a', { signal: leaving.signal })
    await ask('a', { id: 'second' })
    await ask()
    leaving.abort(left)
    await look()
    expect(ends[0]).toBe(left)
    expect(asks.map(({ context }) => context.id)).toHaveLength(2)
    expect(asks[1]?.context.id).toBe('second')
    await ask()
    const output = {}
    await asks[1]?.answer(output)
    await look()
    expect(ends.slice(1)).toEqual([
      ['live', output],
      ['cache', output],
      ['cache', output],
    ])
    await atRest()
  })

  test('a leader whose deadline passes hands over, and its late answer changes nothing', async () => {
    const { ask, asks, atRest, clock, ends, look } = make()
    await ask('a', { deadline: 50 })
    await ask('a', { deadline: 500 })
    await ask('a', { deadline: 500 })
    await clock.advance(50)
    await look()
    expect([ends[0], asks.length]).toEqual([late, 2])
    await asks[0]?.answer({ late: true })
    await asks[1]?.answer({ right: true })
    await look()
    expect(ends.slice(1)).toEqual([
      ['live', { right: true }],
      ['cache', { right: true }],
    ])
    await atRest()
  })

  test('where deadlines pass one after the other, the one with the most time left asks, not each in turn', async () => {
    const { ask, asks, atRest, clock, ends, look } = make()
    for (let i = 0; i < 50; i++) {
      await ask('a', { deadline: 100, id: `${i}` })
      await clock.advance(1)
    }
    await clock.advance(50)
    await look()
    expect(asks.map(({ context }) => context.id)).toEqual(['0', '49'])
    await clock.advance(20)
    await asks[1]?.answer({ nth: 2 })
    await look()
    expect(ends.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => late))
    expect(ends.slice(45)).toEqual(
      ['cache', 'cache', 'cache', 'cache', 'live'].map((source) => [source, { nth: 2 }]),
    )
    expect(asks).toHaveLength(2)
    await atRest()
  })

  test('a failure of the target is shared: those that waited do not ask a failing target again', async () => {
    const { ask, asks, atRest, ends, look } = make()
    for (let i = 0; i < 3; i++) await ask()
    await asks[0]?.fail()
    await look()
    expect(ends).toEqual([down, down, down])
    expect(asks).toHaveLength(1)
    await ask()
    expect(asks).toHaveLength(2)
    await asks[1]?.fail(undefined)
    await atRest()
  })

  test('a leader that a stage further in refuses hands over: each gets its own refusal, or passes', async () => {
    const refused: string[] = []
    const shed: Stage<string, object> = {
      name: 'shed',
      enter: async (call) => {
        await clock.advance(0)
        if (call.priority === 'critical') return
        refused.push(call.id)
        throw new CircuitOpenError(undefined, 100)
      },
    }
    const { ask, asks, atRest, clock, ends, look } = make({ inner: [shed] })
    await ask('a', { id: 'leader' })
    const beside = ['1', '2'].map((id) => ask('a', { id }))
    const critical = ask('a', { id: 'critical', priority: 'critical' })
    const last = ask('a', { id: 'last' })
    await Promise.all([...beside, critical, last])
    for (let i = 0; i < 5; i++) await look()
    expect(asks.map(({ context }) => context.id)).toEqual(['critical'])
    await asks[0]?.answer()
    await look()
    expect(ends.filter((end) => Array.isArray(end)).length).toBe(5 - refused.length)
    expect(refused).not.toContain('last')
    await atRest()
  })

  test('a follower finds its stale answer when the failure is shared', async () => {
    const { ask, asks, clock, ends, look } = make({ staleIfError: '5s' })
    await ask()
    const output = {}
    await asks[0]?.answer(output)
    await clock.advance(2_000)
    await ask()
    await ask()
    await asks[1]?.fail()
    await look()
    expect(ends.slice(1)).toEqual([
      ['stale', output],
      ['stale', output],
    ])
  })

  test('one leader covers its retries, and the breaker sees the leader alone', async () => {
    const clock = createFakeClock({ timers })
    const target = vi.fn(() => Promise.reject(down))
    const circuit = breaker({ failures: 3, clock })
    const stages = [
      cache<string, object>({ ttl: '1s', clock, ...(kinds[kind] as typeof kinds.key) }),
      retry({ attempts: 2, minDelay: 10, clock, random: () => 0.5 }),
      circuit,
    ] as Stage<string, object>[]
    const predict = compose<string, object>(target, stages, { clock })
    const ends = Promise.allSettled(Array.from({ length: 20 }, () => predict('a')))
    await clock.advance(100)
    expect((await ends).every((end) => end.status === 'rejected' && end.reason === down)).toBe(true)
    expect(target).toHaveBeenCalledTimes(2)
    expect(circuit.state(undefined)).toBe('closed')
  })

  test('an answer that a stage further in gave instead is shared as what it is, never as live', async () => {
    const { ask, asks, atRest, look, predict } = make({
      inner: fallback<string, object>({ answer: () => ({ p: 0.5 }) }),
    })
    await ask()
    const followers = [predict.detailed('a'), predict.detailed('a')]
    await asks[0]?.fail()
    await look()
    for (const answer of await Promise.all(followers)) {
      expect(answer).toMatchObject({ output: { p: 0.5 }, source: 'fallback', degraded: true })
    }
    await ask()
    expect(asks).toHaveLength(2)
    await asks[1]?.fail()
    await atRest()
  })

  test('an answer that can be read once is its caller’s alone: those that waited ask for themselves', async () => {
    const { ask, asks, atRest, ends, look } = make()
    for (let i = 0; i < 3; i++) await ask()
    await asks[0]?.answer(new Response('x'))
    await look()
    expect(asks).toHaveLength(3)
    for (const asked of asks.slice(1)) await asked.answer(new Response('y'))
    expect(ends).toEqual(Array.from({ length: 3 }, () => ['live', expect.any(Response)]))
    await atRest()
  })

  test('a call that has no deadline is not followed when it has been asking for 5 s: it may hang', async () => {
    const { ask, asks, clock, ends, look } = make()
    await ask()
    await clock.advance(4_999)
    await ask()
    expect(asks).toHaveLength(1)
    await clock.advance(1)
    await ask()
    await ask()
    expect(asks).toHaveLength(2)
    await asks[1]?.answer({ nth: 2 })
    await look()
    expect(ends).toEqual(['waits', 'waits', ['live', { nth: 2 }], ['cache', { nth: 2 }]])
    await asks[0]?.answer({ nth: 1 })
    await look()
    expect(ends.slice(0, 2)).toEqual([
      ['live', { nth: 1 }],
      ['cache', { nth: 1 }],
    ])
  })

  test('one that has a deadline is followed until then, however long', async () => {
    const { ask, asks, clock } = make()
    await ask('a', { deadline: '1m' })
    await clock.advance(30_000)
    await ask()
    expect(asks).toHaveLength(1)
  })

  test('singleFlight: false lets each ask for itself', async () => {
    const { ask, asks, shared } = make({ singleFlight: false })
    await ask()
    await ask()
    expect(asks).toHaveLength(2)
    expect(new CacheStage(shared).settings).toMatchObject({ singleFlight: false })
  })

  test('a further attempt does not wait for another: waiting is what did not help', async () => {
    const hedge: Stage<string, object> = {
      name: 'hedge',
      async enter(call) {
        const { signal } = call
        const output = await Promise.any([call.subcall(), call.subcall()])
        if (!signal.aborted) call.answer(output)
      },
    }
    const { ask, asks, atRest, ends, look } = make({ outer: [hedge] })
    await ask()
    expect(asks).toHaveLength(2)
    await asks[1]?.answer({ nth: 2 })
    await look()
    expect(ends).toEqual([['live', { nth: 2 }]])
    await atRest()
  })
})

describe('a remote store', () => {
  function remote() {
    const gets: ((entry: CacheEntry | undefined) => Promise<void>)[] = []
    const store: CacheStore = {
      get: () => new Promise((resolve) => gets.push((entry) => (resolve(entry), settle()))),
      set: () => Promise.reject(new Error('refused')),
      delete: () => undefined,
    }
    return { gets, store }
  }

  test('is asked once for equal calls at once, and what it has answers them all, with its age', async () => {
    const { gets, store } = remote()
    const { ask, asks, atRest, clock, ends, predict } = setup({ kind: 'key', store })
    await ask()
    await ask()
    const third = predict.detailed('a')
    await gets[0]?.({ value: { far: true }, storedAt: clock.wall() - 5 })
    expect(ends).toEqual([
      ['cache', { far: true }],
      ['cache', { far: true }],
    ])
    expect(await third).toMatchObject({ age: 5 })
    expect([gets.length, asks.length]).toEqual([1, 0])
    await atRest()
  })

  test('that refuses the answer does not keep it from those that wait', async () => {
    const { gets, store } = remote()
    const { ask, asks, ends } = setup({ kind: 'key', store })
    await ask()
    await ask()
    await gets[0]?.(undefined)
    await asks[0]?.answer({ nth: 1 })
    expect(ends).toEqual([
      ['live', { nth: 1 }],
      ['cache', { nth: 1 }],
    ])
  })

  test('a leader cut off while it looks there hands over', async () => {
    const { gets, store } = remote()
    const { ask, asks, atRest, clock, ends } = setup({ kind: 'key', store })
    const leaving = new AbortController()
    await ask('a', { signal: leaving.signal })
    await ask('a', { deadline: 20 })
    await ask()
    leaving.abort(left)
    await settle()
    // Who takes over goes on to the target: the store has been asked.
    expect([ends[0], asks.length, gets.length]).toEqual([left, 1, 1])
    await clock.advance(20)
    expect([ends[1], asks.length]).toEqual([late, 2])
    await asks[1]?.answer({ nth: 2 })
    expect(ends[2]).toEqual(['live', { nth: 2 }])
    await gets[0]?.({ value: {}, storedAt: clock.wall() })
    await atRest()
  })
})

describe('where timers belong to requests', () => {
  test('a leader whose request was dropped without a word is replaced', async () => {
    const clock = createFakeClock({ timers: 'request' })
    // A timer belongs to the request that set it, and never fires once that was dropped.
    let request = 'first'
    let dropped = ''
    const flights = new Flights<string, object>({
      ...clock,
      setTimer: (fire, ms) => {
        const owner = request
        const own = (): void => {
          request = owner
          if (owner !== dropped) fire()
        }
        return clock.setTimer(own, ms)
      },
    })
    const flight: Flight<string, object> = { hash: 1, leader: undefined, party: undefined, next: undefined }
    const [first, second] = [callOf(), callOf()]
    flights.lead(first, flight)
    request = 'second'
    expect(flights.find(1, second)).toBe(flight)
    let led: unknown
    void flights.follow(second, flight).then((got) => (led = got))
    await clock.advance(1_000)
    expect(led).toBeUndefined()
    dropped = 'first'
    await clock.advance(300)
    expect(led).toBe(flight)
    flights.land(second, flight)
    expect(flights.size).toBe(0)
  })

  test('those whose requests were dropped are forgotten, however many come', async () => {
    const clock = createFakeClock({ timers: 'request' })
    const flights = new Flights<string, object>({ ...clock, setTimer: () => undefined })
    let most = 0
    for (let i = 0; i < 5_000; i++) {
      flights.lead(callOf(), { hash: i, leader: undefined, party: undefined, next: undefined })
      most = Math.max(most, flights.size)
      await clock.advance(1)
    }
    expect(most).toBeLessThan(1_500)
  })
})

test('inputs that differ under one hash never share, and each is answered', async () => {
  const { ask, asks, atRest, ends } = setup()
  for (const input of ['a', 'b', 'a', 'b']) await ask(input)
  for (const asked of asks) await asked.answer({ of: asked.input })
  expect(ends).toEqual(['a', 'b', 'a', 'b'].map((of) => [expect.any(String), { of }]))
  await atRest()
})

test('thousands that wait are answered in one go, and none that comes after them waits', async () => {
  const { ask, asks, atRest, ends } = setup()
  void ask()
  await settle()
  for (let i = 0; i < 3_000; i++) void ask()
  await asks[0]?.answer({})
  expect(ends.filter((end) => Array.isArray(end) && end[0] === 'cache')).toHaveLength(3_000)
  await atRest()
})

test('a chain of refusals as long as there are followers does not grow the stack', async () => {
  let isShut = false
  const gate: Stage<string, object> = {
    name: 'gate',
    enter: () => {
      if (isShut) throw new CircuitOpenError(undefined, 100)
    },
  }
  const { ask, asks, atRest, ends } = setup({ inner: [gate] })
  const leaving = new AbortController()
  void ask('a', { signal: leaving.signal })
  for (let i = 0; i < 20_000; i++) void ask()
  isShut = true
  leaving.abort(left)
  for (let i = 0; i < 2_000 && ends.includes('waits'); i++) await settle()
  expect(asks).toHaveLength(1)
  expect(new Set(ends.slice(1).map((end) => (end as CircuitOpenError).code))).toEqual(
    new Set(['PLIMSOLL_CIRCUIT_OPEN']),
  )
  await atRest()
})

test('no listener stays on any signal, neither of the callers nor of the calls', async () => {
  const added = vi.spyOn(EventTarget.prototype, 'addEventListener')
  const removed = vi.spyOn(EventTarget.prototype, 'removeEventListener')
  try {
    const { ask, asks } = setup()
    const [leaving, staying] = [new AbortController(), new AbortController()]
    await ask('a', { signal: leaving.signal })
    for (let i = 0; i < 3; i++) await ask('a', { signal: staying.signal })
    leaving.abort(left)
    await settle()
    await asks[1]?.answer()
    // Three callers that stay and one that leaves, and as many waits as there were followers.
    expect(added).toHaveBeenCalledTimes(7)
    expect(removed).toHaveBeenCalledTimes(7)
  } finally {
    vi.restoreAllMocks()
  }
})

function callOf(): Call<string, object> {
  const { signal } = new AbortController()
  return { attempt: 1, startedAt: 0, remaining: 10_000, signal, output: {}, source: 'live' } as Call<
    string,
    object
  >
}
