import { createRandom } from '@plimsoll/stats'
import type { Random } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor } from '../src/index.ts'
import type { Monitor } from '../src/index.ts'
import { shapes } from './shapes.ts'

const draws = Object.values(shapes)
const names = draws.map((_, i) => `[${i}]`)
const drawRow = (random: Random): (number | null)[] => draws.map((draw) => draw(random))

function freshMonitor(random: Random, falseAlarm: number, over: number): Monitor {
  const rows = Array.from({ length: 200 }, () => drawRow(random))
  return createMonitor(createBaseline(rows, { columns: names }), { window: 100, alarm: { falseAlarm, over } })
}

/** Whether a monitor alarms at data that does not drift: at a window's end, in between, or when asked. */
function alarms(random: Random, falseAlarm: number, rows: number): boolean {
  const monitor = freshMonitor(random, falseAlarm, rows)
  let isAlarm = false
  monitor.subscribe(({ verdict }) => {
    isAlarm ||= verdict === 'alarm'
  })
  for (let row = 1; row <= rows; row++) {
    monitor.observe(drawRow(random))
    if (row % 70 === 0) isAlarm ||= monitor.verdict().verdict === 'alarm'
  }
  return isAlarm
}

describe('the promise of a monitor of twelve columns, all shapes at once', () => {
  it(
    'alarms at most 6 times in 200 runs at 1%, each with a reference of 200 rows of its own',
    {
      timeout: 30_000,
    },
    () => {
      const random = createRandom('promise of a monitor')
      const seen = Array.from({ length: 200 }, () => alarms(random, 0.01, 400))
      expect(seen.filter(Boolean).length).toBeLessThanOrEqual(6)
    },
  )

  it(
    'is not kept by being deaf: a shift of one deviation alarms within 150 rows, and names the columns',
    {
      timeout: 30_000,
    },
    () => {
      const random = createRandom('heard')
      for (let run = 0; run < 10; run++) {
        const monitor = freshMonitor(random, 0.01, 400)
        for (let row = 0; row < 100; row++) monitor.observe(drawRow(random))
        let at = Infinity
        monitor.subscribe(({ verdict }) => {
          if (verdict === 'alarm') at = Math.min(at, row)
        })
        let row = 0
        for (; row < 150; row++) {
          const drawn = drawRow(random)
          drawn[0] = random.normal() + 1
          monitor.observe(drawn)
        }
        expect(at).toBeLessThan(150)
        expect(monitor.last?.moved).toEqual(['[0]'])
      }
    },
  )

  it(
    'holds the share of false discoveries at a stop that the data choose, copies among the columns',
    {
      timeout: 30_000,
    },
    () => {
      const random = createRandom('discoveries')
      const shares: number[] = []
      for (let run = 0; run < 40; run++) {
        // Columns 0 to 3 will move, two of them copies; of the 16 others half are copies.
        const row = (shift: number): number[] => {
          const still = Array.from({ length: 12 }, () => random.normal())
          const a = random.normal() + shift
          const b = random.normal() * (1 + shift)
          return [a, a, b, b, ...still.slice(0, 8), ...still.slice(0, 8)]
        }
        const baseline = createBaseline(Array.from({ length: 300 }, () => row(0)))
        const monitor = createMonitor(baseline, { window: 100, alarm: { falseAlarm: 0.05, over: 300 } })
        let found: readonly string[] = []
        monitor.subscribe(({ moved }) => {
          if (found.length === 0) found = moved
        })
        for (let i = 0; i < 300; i++) monitor.observe(row(i < 100 ? 0 : 1))
        expect(found.length).toBeGreaterThan(0)
        const isTrue = (name: string): boolean => ['[0]', '[1]', '[2]', '[3]'].includes(name)
        shares.push(found.filter((name) => !isTrue(name)).length / found.length)
      }
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThanOrEqual(0.05)
    },
  )
})
