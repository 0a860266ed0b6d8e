import { createRandom } from '@plimsoll/stats'
import type { Random } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor } from '../src/index.ts'

/** A figure per hour with a daily cycle and days that differ: the same at all times, but not at each hour. */
function* hours(random: Random, shift = 0): Generator<{ level: number }> {
  for (;;) {
    const day = random.normal()
    for (let hour = 0; hour < 24; hour++) {
      yield { level: shift + day + 2 * Math.sin((hour / 12) * Math.PI) + random.normal() }
    }
  }
}

function take<T>(rows: Iterator<T>, count: number): T[] {
  return Array.from({ length: count }, () => rows.next().value as T)
}

/** Rows until the first alarm, at most `rows`. */
function firstAlarm(seed: string, shift: number, rows: number): number {
  const random = createRandom(seed)
  const baseline = createBaseline(take(hours(random), 4_800))
  const monitor = createMonitor(baseline, { block: 24, window: 720, alarm: { over: 12_000 } })
  let alarm = Infinity
  monitor.subscribe(({ verdict, promise }) => {
    if (verdict === 'alarm') alarm = Math.min(alarm, promise.seen)
  })
  for (const row of take(hours(random, shift), rows)) monitor.observe(row)
  return alarm
}

describe('blocks of rows that are alike', () => {
  it('do not alarm on a daily cycle that stays as it was', () => {
    const alarms = Array.from({ length: 40 }, (_, i) => firstAlarm(`cycle ${i}`, 0, 4_800))
    expect(alarms.filter((row) => row < Infinity).length).toBeLessThanOrEqual(2)
  })

  it('still let a detector alarm when all days move', () => {
    const alarms = Array.from({ length: 20 }, (_, i) => firstAlarm(`moved ${i}`, 4, 2_400))
    expect(alarms.filter((row) => row < Infinity)).toHaveLength(20)
    // Between the ends of blocks nothing is staked.
    expect(new Set(alarms.map((row) => row % 24))).toEqual(new Set([0]))
  })
})
