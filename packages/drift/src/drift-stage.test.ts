import type { Call, DriftEvent } from '@plimsoll/core'
import { describe, expect, it } from 'vitest'
import { createBaseline } from './create-baseline.ts'
import { InputDriftStage, OutputDriftStage } from './drift-stage.ts'
import { createMonitor } from './monitor.ts'

const baseline = createBaseline(
  Array.from({ length: 500 }, (_, i) => i % 5),
  { columns: [{ name: 'value', path: [], kind: 'categorical' }] },
)
const clock = { now: () => 5, wall: () => 1_000_000 }

function call(partial: Partial<Call>): Call {
  return partial as Call
}

describe('InputDriftStage', () => {
  it('emits when the verdict of a finished window, or an alarm in between, differs from the one before', () => {
    const events: DriftEvent[] = []
    const monitor = createMonitor(baseline, { window: 50 })
    const stage = new InputDriftStage(monitor, { emit: (event) => events.push(event), clock })
    const windows = ['ok', 'ok', 'moved', 'moved', 'ok']
    for (const window of windows) {
      for (let i = 0; i < 50; i++) stage.enter(call({ input: window === 'ok' ? i % 5 : 3 }))
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
      at: 1_000_000,
    })
    // Bets on every row need no full window.
    expect(events[1]?.rows).toBeLessThan(50)
  })

  it('reports a window rolled by hand, until it is disposed', () => {
    const events: DriftEvent[] = []
    const monitor = createMonitor(baseline)
    const stage = new InputDriftStage(monitor, { emit: (event) => events.push(event), clock })
    for (let i = 0; i < 60; i++) stage.enter(call({ input: 3 }))
    monitor.roll()
    expect(events).toHaveLength(1)
    stage.dispose()
    monitor.roll()
    expect(events).toHaveLength(1)
  })

  it('never throws and never returns anything', () => {
    const monitor = createMonitor(baseline, { window: 40 })
    const fail = (): never => {
      throw new Error('no')
    }
    const stage = new InputDriftStage(monitor, { emit: fail, clock: { wall: fail } })
    for (let i = 0; i < 40; i++) expect(stage.enter(call({ input: 3 }))).toBeUndefined()
    expect(monitor.last?.verdict).toBe('alarm')
    expect(monitor.faults).toBe(1)
    const trap = new Proxy({}, { get: fail, getOwnPropertyDescriptor: fail })
    expect(() => stage.enter(call({ input: trap }))).not.toThrow()
  })
})

describe('OutputDriftStage', () => {
  it('observes live answers of the first attempt and no others', () => {
    const events: DriftEvent[] = []
    const monitor = createMonitor(baseline)
    const stage = new OutputDriftStage(monitor, { emit: (event) => events.push(event), clock })
    for (let i = 0; i < 50; i++) stage.leave(call({ output: i % 5, source: 'live', attempt: 1 }))
    stage.leave(call({ output: 1, source: 'cache', attempt: 1 }))
    stage.leave(call({ output: 1, source: 'stale', attempt: 1 }))
    stage.leave(call({ output: 1, source: 'fallback', attempt: 1 }))
    stage.leave(call({ output: 1, source: 'live', attempt: 2 }))
    expect(monitor.rows).toBe(50)
    monitor.roll()
    expect(events[0]).toMatchObject({ side: 'output', verdict: 'ok' })
  })
})
