import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor } from '../src/index.ts'

const names = Array.from({ length: 64 }, (_, i) => `c${i}`)

/** 64 independent columns, a quarter each: normal, mostly zero with a tail, grey levels, names. */
function drawRow(random: ReturnType<typeof createRandom>): Record<string, number | string> {
  const row: Record<string, number | string> = {}
  names.forEach((name, i) => {
    const kind = i % 4
    const weight = 0.05 + i / 80
    if (kind === 0) row[name] = random.normal()
    else if (kind === 1) row[name] = random.next() < weight ? Math.ceil(random.next() * 200) : 0
    else if (kind === 2) row[name] = random.next() < weight ? random.int(17) : 0
    else row[name] = `k${Math.floor(-Math.log(1 - random.next()) * (1 + i / 16))}`
  })
  return row
}

describe('data that does not drift', () => {
  it.each([49, 100])('never alarms in 200 windows of %i rows against 1000', (rows) => {
    const random = createRandom(`no drift ${rows}`)
    let alarms = 0
    let moved = 0
    let judged = 0
    for (let run = 0; run < 20; run++) {
      const baseline = createBaseline(Array.from({ length: 1000 }, () => drawRow(random)))
      // A size of almost nothing leaves the false alarms to significance alone.
      const monitor = createMonitor(baseline, { psi: 1e-6, ks: 1e-6, significance: 0.01 })
      for (let window = 0; window < 10; window++) {
        for (let i = 0; i < rows; i++) monitor.observe(drawRow(random))
        const verdict = monitor.roll()
        if (verdict.verdict === 'alarm') alarms++
        moved += verdict.moved.length
        judged += verdict.judged
      }
    }
    expect(judged).toBe(200 * 64)
    expect(alarms).toBe(0)
    // The level is an upper bound: the exact tests, and KS on bins, stay below their share of it.
    const rate = moved / judged
    expect(rate).toBeGreaterThan(0.001)
    expect(rate).toBeLessThan(0.01)
  })

  it('moves hardly any column at the default level', () => {
    const random = createRandom('defaults')
    let moved = 0
    for (let run = 0; run < 20; run++) {
      const baseline = createBaseline(Array.from({ length: 1000 }, () => drawRow(random)))
      const monitor = createMonitor(baseline)
      for (let window = 0; window < 10; window++) {
        for (let i = 0; i < 49; i++) monitor.observe(drawRow(random))
        const verdict = monitor.roll()
        expect(verdict.verdict).toBe('ok')
        moved += verdict.moved.length
      }
    }
    // 12 800 column windows at 0.001 each.
    expect(moved).toBeLessThan(20)
  })
})
