import type { Call, DriftEvent, DriftVerdict } from '@plimsoll/core'
import { describe, expect, it } from 'vitest'
import { createBaseline } from './create-baseline.ts'
import { DriftNews } from './drift-news.ts'
import { InputDriftStage, OutputDriftStage } from './drift-stage.ts'
import { createMonitor } from './monitor.ts'
import type { DatasetVerdict } from './verdicts.ts'

const baseline = createBaseline(
  Array.from({ length: 500 }, (_, i) => i % 5),
  { columns: [{ name: 'value', path: [], kind: 'categorical' }] },
)
const clock = { now: () => 5, wall: () => 1_000_000 }

/** Values as the reference has them, in an order that does not repeat. */
const usual = (i: number): number => Math.floor(((i * 0.618) % 1) * 5)

function call(partial: Partial<Call>): Call {
  return partial as Call
}

describe('InputDriftStage', () => {
  it('tells an alarm within its window, once, and that it ended', () => {
    const events: DriftEvent[] = []
    const monitor = createMonitor(baseline, { window: 100 })
    const stage = new InputDriftStage(monitor, { emit: (event) => events.push(event), clock })
    for (const window of ['ok', 'ok', 'moved', 'moved', 'ok', 'ok']) {
      for (let i = 0; i < 100; i++) stage.enter(call({ input: window === 'ok' ? usual(i) : 3 }))
    }
    expect(events.map(({ previous, verdict }) => `${previous} to ${verdict}`)).toEqual([
      'inconclusive to ok',
      'ok to alarm',
      'alarm to ok',
    ])
    expect(events[1]).toEqual({
      kind: 'drift',
      side: 'input',
      verdict: 'alarm',
      previous: 'ok',
      columns: ['value'],
      share: 1,
      rows: expect.any(Number),
      finished: false,
      logE: expect.any(Number),
      pValue: expect.any(Number),
      baseline: baseline.digest,
      at: 1_000_000,
    })
    const { rows, logE, pValue } = events[1] as DriftEvent
    expect(rows).toBeLessThan(100)
    expect(pValue).toBeLessThanOrEqual(0.01)
    expect(pValue).toBe(Math.exp(-logE))
    expect(events.map(({ finished }) => finished)).toEqual([true, false, true])
  })

  it('tells an alarm after a reset as another one, with the same cool-down', () => {
    const events: string[] = []
    let now = 0
    const monitor = createMonitor(baseline, { window: 100 })
    const stage = new InputDriftStage(monitor, {
      emit: ({ previous, verdict }) => events.push(`${now} ${previous} to ${verdict}`),
      clock: { now: () => now, wall: () => now },
      coolDown: 10,
    })
    for (now of [0, 4, 20]) {
      for (let i = 0; i < 100; i++) stage.enter(call({ input: 3 }))
      monitor.reset()
    }
    expect(events).toEqual(['0 inconclusive to alarm', '20 inconclusive to alarm'])
  })

  it('gives rows the time of the wall, which never falls', () => {
    let wall = 5_000
    const monitor = createMonitor(baseline, { window: 100 })
    const stage = new InputDriftStage(monitor, {
      emit: () => undefined,
      clock: { now: () => 0, wall: () => wall },
    })
    for (const time of [5_000, 9_000, 7_000]) {
      wall = time
      stage.enter(call({ input: 1 }))
    }
    expect(monitor.snapshot().parts[0]).toMatchObject({ since: 5_000, until: 9_000, rows: 3 })
  })

  it('reports a window rolled by hand, until it is disposed', () => {
    const events: DriftEvent[] = []
    const monitor = createMonitor(baseline)
    const stage = new InputDriftStage(monitor, { emit: (event) => events.push(event), clock })
    for (let i = 0; i < 60; i++) stage.enter(call({ input: usual(i) }))
    monitor.roll()
    expect(events).toHaveLength(1)
    stage.dispose()
    for (let i = 0; i < 60; i++) stage.enter(call({ input: 3 }))
    monitor.roll()
    expect(events).toHaveLength(1)
  })

  it('never throws and never returns anything', () => {
    const monitor = createMonitor(baseline, { window: 40 })
    const fail = (): never => {
      throw new Error('no')
    }
    const stage = new InputDriftStage(monitor, { emit: fail, clock: { now: fail, wall: () => 0 } })
    for (let i = 0; i < 40; i++) expect(stage.enter(call({ input: 3 }))).toBeUndefined()
    expect(monitor.last?.verdict).toBe('alarm')
    expect(monitor.faults).toBeGreaterThan(0)
    const trap = new Proxy({}, { get: fail, getOwnPropertyDescriptor: fail })
    expect(() => stage.enter(call({ input: trap }))).not.toThrow()
    const timeless = new InputDriftStage(monitor, { emit: fail, clock: { now: fail, wall: fail } })
    expect(() => timeless.enter(call({ input: 3 }))).not.toThrow()
  })

  it('cools down for ten minutes unless it is said, and refuses what is no duration', () => {
    const options = { emit: () => undefined, clock }
    expect(new InputDriftStage(createMonitor(baseline), options).settings).toEqual({ coolDown: 600_000 })
    const stage = new OutputDriftStage(createMonitor(baseline), { ...options, coolDown: '30s' })
    expect(stage.settings).toEqual({ coolDown: 30_000 })
    const make = (): unknown => new InputDriftStage(createMonitor(baseline), { ...options, coolDown: -1 })
    expect(make).toThrow(/coolDown must be milliseconds/)
  })
})

describe('OutputDriftStage', () => {
  it('observes live answers of the first attempt and no others', () => {
    const events: DriftEvent[] = []
    const monitor = createMonitor(baseline)
    const stage = new OutputDriftStage(monitor, { emit: (event) => events.push(event), clock })
    for (let i = 0; i < 50; i++) stage.leave(call({ output: usual(i), source: 'live', attempt: 1 }))
    stage.leave(call({ output: 1, source: 'cache', attempt: 1 }))
    stage.leave(call({ output: 1, source: 'stale', attempt: 1 }))
    stage.leave(call({ output: 1, source: 'fallback', attempt: 1 }))
    stage.leave(call({ output: 1, source: 'live', attempt: 2 }))
    expect(monitor.rows).toBe(50)
    monitor.roll()
    expect(events[0]).toMatchObject({ side: 'output', verdict: 'ok' })
  })
})

describe('what is told of drift', () => {
  /** A verdict as `alarm a b`, `ok`; within a window with a dot behind it. */
  const verdictOf = (text: string): DatasetVerdict => {
    const [verdict, ...moved] = text.replace('.', '').split(' ')
    return {
      verdict: verdict as DriftVerdict,
      moved,
      finished: !text.endsWith('.'),
    } as unknown as DatasetVerdict
  }
  const tell = (coolDown: number, ...told: readonly (readonly [number, string])[]): string[] => {
    const news = new DriftNews(coolDown)
    return told
      .filter(([now, text]) => news.take(verdictOf(text), now))
      .map(([now, text]) => `${now} ${text}`)
  }

  it('a standing alarm is told once, however many windows it lasts', () => {
    expect(tell(10, [0, 'ok'], [1, 'alarm a.'], [2, 'alarm a'], [50, 'alarm a'], [99, 'alarm a.'])).toEqual([
      '0 ok',
      '1 alarm a.',
    ])
  })

  it('columns that join an alarm are told together, after the cool-down', () => {
    const told = tell(
      10,
      [0, 'alarm a.'],
      [1, 'alarm a b.'],
      [2, 'alarm a b c'],
      [10, 'alarm a b c'],
      [30, 'alarm a b'],
    )
    expect(told).toEqual(['0 alarm a.', '10 alarm a b c'])
  })

  it('an alarm that comes and goes is told once in a cool-down, and its end each time it was told', () => {
    const flapping = Array.from({ length: 30 }, (_, i) => [i, i % 2 === 0 ? 'alarm a' : 'ok'] as const)
    expect(tell(10, ...flapping)).toEqual(['0 alarm a', '1 ok', '10 alarm a', '11 ok', '20 alarm a', '21 ok'])
  })

  it('an alarm of other columns is told at once', () => {
    expect(
      tell(10, [0, 'alarm a'], [1, 'ok'], [2, 'alarm b'], [3, 'ok'], [4, 'alarm a'], [5, 'alarm a c']),
    ).toEqual(['0 alarm a', '1 ok', '2 alarm b', '3 ok', '5 alarm a c'])
  })

  it('an alarm that was held back is told when it still stands after the cool-down', () => {
    expect(tell(10, [0, 'alarm a'], [1, 'ok'], [2, 'alarm a'], [9, 'alarm a'], [10, 'alarm a'])).toEqual([
      '0 alarm a',
      '1 ok',
      '10 alarm a',
    ])
  })

  it('warnings and inconclusive windows that come and go are told once in a cool-down', () => {
    const told = tell(
      10,
      [0, 'warn'],
      [1, 'ok'],
      [2, 'warn'],
      [3, 'inconclusive'],
      [4, 'ok'],
      [11, 'inconclusive'],
      [12, 'warn'],
    )
    expect(told).toEqual(['0 warn', '1 ok', '3 inconclusive', '4 ok', '12 warn'])
  })

  it('nothing but alarms is told within a window', () => {
    expect(tell(10, [0, 'warn.'], [1, 'ok.'], [2, 'alarm a.'], [3, 'ok.'], [4, 'ok'])).toEqual([
      '2 alarm a.',
      '4 ok',
    ])
  })

  it('a cool-down of 0 tells every change', () => {
    expect(
      tell(
        0,
        [0, 'alarm a'],
        [0, 'ok'],
        [0, 'alarm a'],
        [0, 'alarm a b'],
        [0, 'warn'],
        [0, 'ok'],
        [0, 'warn'],
      ),
    ).toHaveLength(7)
  })

  it('never makes more than one alarm of a column in a cool-down, whatever comes', () => {
    let state = 7
    const next = (n: number): number => (state = (state * 48_271) % 2_147_483_647) % n
    const names = ['a', 'b', 'c']
    const news = new DriftNews(10)
    const last = new Map<string, number>()
    let alarms = 0
    for (let now = 0; now < 5_000; now++) {
      const moved = names.filter(() => next(2) === 0)
      const verdict = next(2) === 0 || moved.length === 0 ? 'ok' : `alarm ${moved.join(' ')}`
      if (!news.take(verdictOf(verdict), now) || verdict === 'ok') continue
      alarms++
      // Some column of each alarm had not been told for ten.
      expect(moved.some((name) => now - (last.get(name) ?? -Infinity) >= 10)).toBe(true)
      for (const name of moved) last.set(name, now)
    }
    expect(alarms).toBeGreaterThan(300)
    expect(alarms).toBeLessThanOrEqual(1_500)
  })
})
