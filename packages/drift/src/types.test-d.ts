import { expectTypeOf, test } from 'vitest'
import { createBaseline, createMonitor } from './index.ts'
import type { Baseline, BaselineOptions, Monitor, MonitorOptions } from './index.ts'

test('an option may be undefined, as it is where it is written as a condition', () => {
  const is = Math.random() > 1
  const maybe = is ? 3 : undefined
  const options: BaselineOptions = {
    columns: is ? ['x'] : undefined,
    name: is ? 'spring' : undefined,
    minRows: maybe,
    bins: maybe,
  }
  const baseline = createBaseline([{ x: 1 }], options)
  expectTypeOf(baseline).toEqualTypeOf<Baseline>()
  const rule: MonitorOptions = {
    columns: is ? ['x'] : undefined,
    window: maybe,
    minRows: maybe,
    least: { psi: maybe, missing: maybe },
    alarm: is ? { falseAlarm: maybe, over: maybe, replicas: maybe } : undefined,
    block: maybe,
    detect: is ? false : undefined,
    history: maybe,
    replica: is ? 'a' : undefined,
    significance: maybe,
    share: maybe,
    maxWindowAge: is ? '1h' : undefined,
    onRoll: is ? () => undefined : undefined,
  }
  expectTypeOf(createMonitor(baseline, rule)).toEqualTypeOf<Monitor>()
  // @ts-expect-error not a number
  createMonitor(baseline, { least: { psi: 'high' } })
  // @ts-expect-error a decayed window has a half-life
  createMonitor(baseline, { window: { kind: 'decayed', rows: 100 } })
  createMonitor(baseline, { window: { kind: 'sliding', rows: maybe, panes: maybe } })
})
