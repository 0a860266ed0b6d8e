import { createFakeClock, settle } from '@plimsoll/core/testing'
import type { FakeClock } from '@plimsoll/core/testing'
import { sha256Hex } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline } from './create-baseline.ts'
import { createMonitor } from './monitor.ts'
import type { RetrainState } from './retrain-engine.ts'
import type { RetrainRequest, RetrainVerdict } from './retrain-request.ts'
import type { RetrainContext, RetrainStore, RetrainTriggerOptions } from './retrain-options.ts'
import type { RetrainTrigger } from './retrain.ts'
import { createRetrainTrigger } from './retrain.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const baseline = { name: 'churn, spring', version: '3', digest: 'ab12' }

function verdict(kind: RetrainVerdict['verdict'], more: Partial<RetrainVerdict> = {}): RetrainVerdict {
  const effect = { method: 'psi', value: 0.4, least: 0.1 }
  const topBins = [{ label: '(3, 7]', reference: 0.1, current: 0.3 }]
  const column = { name: 'tenure', reason: 'moved', score: 0.4, effect, logE: 31, topBins }
  return {
    verdict: kind,
    reason: '1 of 2 columns moved',
    rows: 1000,
    share: 0.5,
    judged: 2,
    moved: kind === 'alarm' ? ['tenure'] : [],
    columns: [{ name: 'plan', reason: 'same', topBins: [] }, column],
    ...more,
  }
}
const alarm = verdict('alarm')

interface Try extends RetrainContext {
  readonly request: RetrainRequest
  readonly at: number
}

/** A trigger of an alarm at a time, and every try of it. */
function start(options: Partial<RetrainTriggerOptions> & { readonly clock: FakeClock }): {
  readonly tries: readonly Try[]
  readonly retrain: RetrainTrigger
} {
  const { run = () => undefined, clock } = options
  const tries: Try[] = []
  const retrain = createRetrainTrigger({
    model: 'churn@4',
    baseline,
    after: 1,
    ...options,
    run: (request, context) => {
      tries.push({ request, attempt: context.attempt, signal: context.signal, at: clock.wall() })
      return run(request, context)
    },
  })
  return { tries, retrain }
}

/** A store as replicas share it. */
function sharedStore(): RetrainStore & { held: unknown } {
  return {
    held: undefined,
    async load() {
      return this.held as RetrainState | undefined
    },
    async save(state) {
      this.held = JSON.parse(JSON.stringify(state))
    },
  }
}

describe('createRetrainTrigger', () => {
  it('hands the evidence over as frozen plain data', async () => {
    const clock = createFakeClock()
    const { tries, retrain } = start({ clock })
    const window = { kind: 'tumbling', rows: 1000, panes: 1, since: 5, until: 9 }
    const promise = { falseAlarm: 0.01, over: 1e6, seen: 3000 }
    retrain.note(verdict('alarm', { window, promise }))
    expect(tries).toHaveLength(0)
    await retrain.settled()
    const [request] = tries.map((one) => one.request)
    expect(request).toEqual({
      format: 'plimsoll-retrain/1',
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      model: 'churn@4',
      baseline,
      reason: '1 of 2 columns moved',
      at: clock.wall(),
      rows: 1000,
      share: 0.5,
      judged: 2,
      moved: 1,
      window,
      promise,
      columns: [alarm.columns[1]],
    })
    expect(JSON.parse(JSON.stringify(request))).toEqual(request)
    expect(Object.isFrozen(request?.columns[0]?.topBins[0])).toBe(true)
    expect(retrain.last).toBe(request)
    expect([...retrain.faults]).toEqual([])
  })

  it('asks after the alarms in a row that `after` says, 2 where it says nothing', async () => {
    const clock = createFakeClock()
    const { tries, retrain } = start({ clock, after: undefined })
    for (const kind of ['alarm', 'ok', 'alarm', 'warn', 'alarm', 'inconclusive'] as const) {
      retrain.note(verdict(kind))
      await retrain.settled()
    }
    expect([tries.length, retrain.alarms]).toEqual([0, 1])
    retrain.note(alarm)
    await retrain.settled()
    expect(tries).toHaveLength(1)
  })

  it('counts an alarm raised while its window fills, and again at its end, once', () => {
    const { retrain } = start({ clock: createFakeClock(), after: 3 })
    const seen = (rows: number, all: number, kind = 'tumbling'): RetrainVerdict => {
      const window = { kind, rows: 1000, panes: 1, since: 0, until: 0 }
      return verdict('alarm', { rows, window, promise: { falseAlarm: 0.01, over: 5000, seen: all } })
    }
    const counted: number[] = []
    const note = (one: RetrainVerdict): void => {
      retrain.note(one)
      counted.push(retrain.alarms)
    }
    note(seen(400, 1400))
    note(seen(1000, 2000))
    note(seen(1000, 3000))
    note(seen(1000, 3000))
    expect(counted).toEqual([1, 1, 2, 2])
    // Past the horizon, and in a window that never ends, each counts.
    retrain.note(verdict('ok'))
    counted.length = 0
    note(seen(1000, 5000))
    note(seen(1000, 5000))
    retrain.note(verdict('ok'))
    note(seen(1000, 1000, 'sinceDeploy'))
    note(seen(2000, 2000, 'sinceDeploy'))
    expect(counted).toEqual([1, 2, 1, 2])
    // A monitor that was reset counts from 0.
    note(seen(100, 100))
    expect(counted.at(-1)).toBe(3)
  })

  it('asks again, with another key, when the alarm outlives the cool-down', async () => {
    const clock = createFakeClock()
    const { tries, retrain } = start({ clock })
    for (let hours = 0; hours < 49; hours++) {
      retrain.note(alarm)
      await clock.advance(hour)
    }
    expect(tries.map(({ at }) => at - (tries[0]?.at ?? 0))).toEqual([0, day, 2 * day])
    expect(new Set(tries.map(({ request }) => request.key)).size).toBe(3)
  })

  it('keeps the cool-down through a recovery', async () => {
    const clock = createFakeClock()
    const { tries, retrain } = start({ clock })
    for (const kind of ['alarm', 'ok', 'alarm', 'ok', 'alarm'] as const) {
      retrain.note(verdict(kind))
      await clock.advance(hour)
    }
    expect(tries).toHaveLength(1)
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('503'))],
    [
      'throws',
      () => {
        throw new Error('503')
      },
    ],
    [
      'returns what cannot be waited for',
      () =>
        new Proxy(Promise.resolve(), {
          get() {
            throw new Error('503')
          },
        }),
    ],
  ])('tries a run that %s again, with the same key and content', async (_, run) => {
    const clock = createFakeClock()
    const told: string[] = []
    const { tries, retrain } = start({ clock, run, attempts: 3, onFault: ({ kind }) => told.push(kind) })
    for (let minutes = 0; minutes < 23 * 60; minutes++) {
      // The evidence of later alarms differs; the request does not.
      retrain.note(verdict('alarm', { rows: minutes }))
      await clock.advance(minute)
    }
    const first = tries[0]
    expect(tries.map(({ at }) => (at - (first?.at ?? 0)) / minute)).toEqual([0, 1, 3])
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(tries.every(({ request }) => request === first?.request)).toBe(true)
    expect([told, retrain.faults.get('run')]).toEqual([['run'], 3])
    // The next cool-down has a request of its own.
    await clock.advance(hour)
    retrain.note(alarm)
    await retrain.settled()
    expect(tries[3]?.attempt).toBe(1)
    expect(tries[3]?.request.key).not.toBe(first?.request.key)
  })

  it('starts the cool-down with the try that is accepted', async () => {
    const clock = createFakeClock()
    let isDown = true
    const run = (): Promise<void> => (isDown ? Promise.reject(new Error('down')) : Promise.resolve())
    const { tries, retrain } = start({ clock, run })
    retrain.note(alarm)
    await clock.advance(10 * hour)
    isDown = false
    retrain.note(alarm)
    await clock.advance(day - 1)
    retrain.note(alarm)
    await retrain.settled()
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2])
    await clock.advance(1)
    retrain.note(alarm)
    await retrain.settled()
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 1])
  })

  it('aborts a run that hangs after its time, and leaves no timer', async () => {
    const clock = createFakeClock()
    const errors: unknown[] = []
    const run = (): Promise<never> => new Promise(() => undefined)
    const { tries, retrain } = start({
      clock,
      run,
      timeout: '5s',
      onFault: ({ error }) => errors.push(error),
    })
    retrain.note(alarm)
    await clock.advance(4_999)
    // Alarms meanwhile start no second run.
    retrain.note(alarm)
    expect([tries.length, tries[0]?.signal.aborted, clock.pending]).toEqual([1, false, 1])
    await clock.advance(1)
    await retrain.settled()
    expect([tries[0]?.signal.aborted, clock.pending]).toEqual([true, 0])
    expect(String(errors[0])).toBe('TimeoutError: the retrain trigger waited 5s')
    await clock.advance(minute)
    retrain.note(alarm)
    await clock.advance(0)
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  it('lets the process end while a run hangs', async () => {
    const held: boolean[] = []
    const clock = { ...createFakeClock(), hold: (_: unknown, keepAlive: boolean) => held.push(keepAlive) }
    const run = (): Promise<never> => new Promise(() => undefined)
    const retrain = createRetrainTrigger({ model: 'm', baseline, run, after: 1, clock })
    retrain.note(alarm)
    await settle()
    expect(held).toEqual([false])
  })

  it('does not mind a run that fails long after its time', async () => {
    const clock = createFakeClock()
    const run = (): Promise<never> => {
      return new Promise((_, reject) => {
        clock.setTimer(() => reject(new Error('late')), hour)
      })
    }
    const { retrain } = start({ clock, run })
    retrain.note(alarm)
    await clock.advance(2 * hour)
    expect(retrain.faults.get('run')).toBe(1)
  })

  it('ends when it is disposed: the run is aborted, and no alarm is heard', async () => {
    const clock = createFakeClock()
    const run = (): Promise<never> => new Promise(() => undefined)
    const { tries, retrain } = start({ clock, run })
    retrain.note(alarm)
    await clock.advance(1)
    await retrain.dispose()
    expect([tries[0]?.signal.aborted, clock.pending]).toEqual([true, 0])
    expect(String(tries[0]?.signal.reason)).toContain('disposed')
    retrain.note(alarm)
    await clock.advance(2 * day)
    retrain.note(alarm)
    await retrain[Symbol.asyncDispose]()
    expect([tries.length, [...retrain.faults]]).toEqual([1, []])
  })

  it('begins no run once it was disposed of, at whatever moment that is', async () => {
    const began: number[] = []
    for (let moment = 0; moment < 40; moment++) {
      const clock = createFakeClock()
      const { tries, retrain } = start({ clock, store: sharedStore() })
      retrain.note(alarm)
      for (let i = 0; i < moment; i++) await Promise.resolve()
      const before = tries.length
      await retrain.dispose()
      await clock.advance(minute)
      expect([tries.length - before, clock.pending], `${moment} turns`).toEqual([0, 0])
      began.push(before)
    }
    // Some moments are before the run, some behind it.
    expect(new Set(began)).toEqual(new Set([0, 1]))
  })

  it('throws nothing at its caller, whatever it is given', async () => {
    const { tries, retrain } = start({ clock: createFakeClock() })
    const { note } = retrain
    for (const given of [undefined, null, 1, {}, { verdict: 'alarm' }, { ...alarm, columns: 7 }]) {
      note(given as unknown as RetrainVerdict)
      await retrain.settled()
    }
    expect(tries).toHaveLength(0)
    expect(retrain.faults.get('note')).toBeGreaterThanOrEqual(3)
  })

  it('asks nothing by a clock that gives no time', async () => {
    const clock = { ...createFakeClock(), wall: () => Number.NaN }
    const tries: RetrainRequest[] = []
    const run = (request: RetrainRequest): unknown => tries.push(request)
    const retrain = createRetrainTrigger({ model: 'm', baseline, run, after: 1, clock })
    retrain.note(alarm)
    await retrain.settled()
    expect(tries).toEqual([])
  })

  it('keeps the cool-down where the clock breaks during a run', async () => {
    const clock = createFakeClock()
    let isBroken = false
    const breaking = { ...clock, wall: () => (isBroken ? Number.NaN : clock.wall()) }
    const tries: RetrainRequest[] = []
    const run = (request: RetrainRequest): void => {
      tries.push(request)
      isBroken = true
    }
    const retrain = createRetrainTrigger({ model: 'm', baseline, run, after: 1, clock: breaking })
    for (const hours of [0, 23, 1]) {
      await clock.advance(hours * hour)
      retrain.note(alarm)
      await retrain.settled()
      isBroken = false
    }
    expect(tries).toHaveLength(2)
  })

  it('waits no longer than one cool-down by a clock that was set back', async () => {
    const clock = createFakeClock()
    let shift = 400 * day
    const shifted = { ...clock, wall: () => clock.wall() + shift }
    const tries: RetrainRequest[] = []
    const run = (request: RetrainRequest): unknown => tries.push(request)
    const retrain = createRetrainTrigger({ model: 'm', baseline, run, after: 1, clock: shifted })
    retrain.note(alarm)
    await retrain.settled()
    shift = 0
    retrain.note(alarm)
    await clock.advance(day - 1)
    retrain.note(alarm)
    await retrain.settled()
    expect(tries).toHaveLength(1)
    await clock.advance(1)
    retrain.note(alarm)
    await retrain.settled()
    expect(tries).toHaveLength(2)
  })

  it('refuses options that cannot work, all at once', () => {
    const wrong: unknown = { model: '', baseline: {}, run: 1, after: 0, coolDown: 0, retries: 3, store: {} }
    expect(() => createRetrainTrigger(wrong as RetrainTriggerOptions)).toThrow(
      /retries is not an option[\s\S]*model must[\s\S]*baseline must[\s\S]*run must[\s\S]*after must be a whole number from 1 to 1000, got 0[\s\S]*coolDown must[\s\S]*store must/,
    )
    expect(() => createRetrainTrigger({ model: 'm', baseline, run: () => 1, timeout: '25d' })).toThrow(
      /timeout/,
    )
  })
})

describe('the evidence', () => {
  it('of a monitor names what moved, and by which bins', async () => {
    const row = (i: number, plan: string): object => ({ tenure: (i * 7) % 60, plan })
    const known = createBaseline(Array.from({ length: 3000 }, (_, i) => row(i, i % 4 === 0 ? 'pro' : 'free')))
    const monitor = createMonitor(known, { window: 600 })
    const { tries, retrain } = start({ clock: createFakeClock(), after: 2, baseline: known })
    monitor.subscribe(retrain.note)
    for (let i = 0; i < 3000; i++) {
      monitor.observe(row(i, i % 4 === 0 ? 'free' : 'pro'))
      await retrain.settled()
    }
    const [request, ...more] = tries.map((one) => one.request)
    expect([more.length, request?.baseline.digest]).toEqual([0, known.digest])
    expect(request?.columns.map(({ name }) => name)).toEqual(['plan'])
    expect(request?.columns[0]?.topBins.map(({ label }) => label).toSorted()).toEqual(['"free"', '"pro"'])
    expect(JSON.parse(JSON.stringify(request))).toEqual(request)
  })

  it('is bounded, and holds named fields alone', async () => {
    const long = 'x'.repeat(5000)
    const bin = { label: long, reference: 1 / 3, current: 2 / 3, secret: long }
    const columns = Array.from({ length: 400 }, (_, i) => ({
      name: `${String(i).padStart(4, '0')} ${long}`,
      reason: long,
      score: 1 / 3,
      effect: { method: 'psi', value: 1 / 3, least: 1 / 3 },
      logE: 1e3 / 3,
      topBins: Array.from({ length: 9 }, () => bin),
      secret: long,
    }))
    const moved = columns.map(({ name }) => name).toReversed()
    const { tries, retrain } = start({ clock: createFakeClock() })
    retrain.note(verdict('alarm', { reason: long, moved, columns }))
    await retrain.settled()
    const [request] = tries.map((one) => one.request)
    expect(JSON.stringify(request).length).toBeLessThan(25_000)
    expect(JSON.stringify(request)).not.toContain('secret')
    expect(request?.moved).toBe(400)
    expect(request?.columns.map(({ name }) => Number(name.slice(0, 4)))).toEqual(
      Array.from({ length: 16 }, (_, i) => 399 - i),
    )
  })

  it('leaves out numbers that JSON cannot hold', async () => {
    const effect = { method: 'psi', value: Number.NaN, least: 0.1 }
    const column = { name: 'x', reason: 'r', score: Number.NaN, logE: Infinity, effect, topBins: [] }
    const window = { kind: 'tumbling', rows: 9, panes: 1, since: Number.NaN, until: Number.NaN }
    const { tries, retrain } = start({ clock: createFakeClock() })
    retrain.note(verdict('alarm', { moved: ['x', 'not there'], columns: [column], window }))
    await retrain.settled()
    const { request } = tries[0] ?? {}
    expect(request?.columns).toEqual([{ name: 'x', reason: 'r', topBins: [] }])
    expect([request?.window?.since, request?.window?.until]).toEqual([0, 0])
    expect(JSON.parse(JSON.stringify(request))).toEqual(request)
  })

  it('takes a snapshot along where it is plain and small, and goes without it else', async () => {
    for (const [snapshot, expected, faults] of [
      [() => ({ counts: [1, 2] }), { counts: [1, 2] }, 0],
      [() => ({ counts: new Int32Array(2) }), undefined, 1],
      [() => 'x'.repeat(256_000), undefined, 1],
      [
        () => {
          throw new Error('no')
        },
        undefined,
        1,
      ],
    ] as const) {
      const { tries, retrain } = start({ clock: createFakeClock(), snapshot })
      retrain.note(alarm)
      await retrain.settled()
      expect(tries.map(({ request }) => request.snapshot)).toEqual([expected])
      expect(retrain.faults.get('snapshot') ?? 0).toBe(faults)
    }
  })
})

describe('replicas', () => {
  // 1 700 006 400 000 is midnight of UTC: the end of a slot of a day.
  const midnight = 1_700_006_400_000

  it('ask with one key in one slot of time, whatever rows they saw', async () => {
    const keys = new Set<string>()
    for (let i = 0; i < 50; i++) {
      const clock = createFakeClock({ wall: midnight + Math.floor((i * day) / 50) })
      const { tries, retrain } = start({ clock })
      retrain.note(verdict('alarm', { rows: 1000 + i }))
      await retrain.settled()
      keys.add(tries[0]?.request.key ?? '')
    }
    expect(keys.size).toBe(1)
  })

  it('ask with other keys for another model, baseline, cool-down or slot', async () => {
    const keys: (string | undefined)[] = []
    for (const [options, wall] of [
      [{}, midnight],
      [{ model: 'churn@5' }, midnight],
      [{ baseline: { ...baseline, digest: 'cd34' } }, midnight],
      [{ coolDown: '12h' }, midnight],
      [{}, midnight - 1],
      // The name and version of a baseline are for people.
      [{ baseline: { name: 'other', digest: 'ab12' } }, midnight],
    ] as const) {
      const { tries, retrain } = start({ ...options, clock: createFakeClock({ wall }) })
      retrain.note(alarm)
      await retrain.settled()
      keys.push(tries[0]?.request.key)
    }
    expect(new Set(keys.slice(0, 5)).size).toBe(5)
    expect(keys[5]).toBe(keys[0])
  })

  it('of two versions ask with one key: it is SHA-256 of what the documents say', async () => {
    const { tries, retrain } = start({ clock: createFakeClock({ wall: midnight }) })
    retrain.note(alarm)
    await retrain.settled()
    const subject = sha256Hex('["plimsoll-retrain/1","churn@4","ab12"]')
    expect(tries[0]?.request.key).toBe(sha256Hex(`["${subject}",86400000,19676]`))
  })

  it('on both sides of a slot ask twice without a shared store, and once with it', async () => {
    for (const [store, asked] of [
      [undefined, 2],
      [sharedStore(), 1],
    ] as const) {
      const clock = createFakeClock({ wall: midnight - minute })
      const [a, b] = [start({ clock, store }), start({ clock, store })]
      a.retrain.note(alarm)
      await clock.advance(2 * minute)
      b.retrain.note(alarm)
      await b.retrain.settled()
      expect(a.tries.length + b.tries.length).toBe(asked)
    }
  })
})

describe('a store', () => {
  it('keeps the cool-down over a restart', async () => {
    const clock = createFakeClock()
    const store = sharedStore()
    const first = start({ clock, store })
    first.retrain.note(alarm)
    await clock.advance(hour)
    await first.retrain.dispose()
    const second = start({ clock, store })
    second.retrain.note(alarm)
    await second.retrain.settled()
    expect(second.tries).toHaveLength(0)
    expect(second.retrain.state?.key).toBe(first.tries[0]?.request.key)
    await clock.advance(day)
    second.retrain.note(alarm)
    await second.retrain.settled()
    expect(second.tries).toHaveLength(1)
  })

  it('keeps the key of a failed request, which goes on where it was', async () => {
    const clock = createFakeClock()
    const store = sharedStore()
    const first = start({ clock, store, run: () => Promise.reject(new Error('down')) })
    first.retrain.note(alarm)
    await clock.advance(hour)
    const second = start({ clock, store })
    second.retrain.note(alarm)
    await second.retrain.settled()
    expect(second.tries.map(({ attempt }) => attempt)).toEqual([2])
    expect(second.tries[0]?.request.key).toBe(first.tries[0]?.request.key)
  })

  it('lets another replica wait while a try is under way', async () => {
    const clock = createFakeClock()
    const store = sharedStore()
    const run = (): Promise<never> => new Promise(() => undefined)
    const backoff = '1s'
    const [a, b] = [start({ clock, store, run, backoff }), start({ clock, store, backoff })]
    a.retrain.note(alarm)
    await clock.advance(29_000)
    b.retrain.note(alarm)
    await b.retrain.settled()
    expect([a.tries.length, b.tries.length]).toEqual([1, 0])
  })

  it('of another model or baseline is not taken over', async () => {
    const clock = createFakeClock()
    const store = sharedStore()
    for (const digest of ['ab12', 'cd34']) {
      const { tries, retrain } = start({ clock, store, baseline: { name: 'b', digest } })
      retrain.note(alarm)
      await retrain.settled()
      expect(tries).toHaveLength(1)
    }
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('down'))],
    ['hangs', () => new Promise<never>(() => undefined)],
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['gives something else', () => Promise.resolve({ tries: 'many' } as unknown as RetrainState)],
  ])('that %s costs the memory alone', async (_, fail) => {
    const clock = createFakeClock()
    const { tries, retrain } = start({ clock, store: { load: fail, save: fail } })
    retrain.note(alarm)
    await clock.advance(2 * minute)
    expect(tries).toHaveLength(1)
    expect(retrain.state?.accepted).toBe(true)
    expect(retrain.faults.get('store')).toBeGreaterThanOrEqual(1)
    expect(retrain.faults.has('run')).toBe(false)
    // The cool-down in memory holds all the same.
    retrain.note(alarm)
    await clock.advance(2 * minute)
    expect([tries.length, clock.pending]).toEqual([1, 0])
  })
})
