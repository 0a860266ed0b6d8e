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
    psi: maybe,
    ks: maybe,
    significance: maybe,
    share: maybe,
    maxWindowAge: is ? '1h' : undefined,
    onRoll: is ? () => undefined : undefined,
  }
  expectTypeOf(createMonitor(baseline, rule)).toEqualTypeOf<Monitor>()
  // @ts-expect-error not a number
  createMonitor(baseline, { psi: 'high' })
})
