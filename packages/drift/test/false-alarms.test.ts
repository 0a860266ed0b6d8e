import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor } from '../src/index.ts'
import type { MonitorOptions } from '../src/index.ts'

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

// A size of almost nothing leaves false warnings to significance alone.
const least = {
  psi: 1e-9,
  ks: 1e-9,
  jsd: 1e-9,
  lInfinity: 1e-9,
  missing: 1e-9,
  invalid: 1e-9,
  unseen: 1e-9,
}

/** Verdicts of 100 windows against 10 references, none of which drifted. */
function judge(seed: string, rows: number, options: MonitorOptions) {
  const random = createRandom(seed)
  return Array.from({ length: 10 }, () => {
    const baseline = createBaseline(Array.from({ length: 1000 }, () => drawRow(random)))
    const monitor = createMonitor(baseline, { detect: false, ...options })
    return Array.from({ length: 10 }, () => {
      for (let i = 0; i < rows; i++) monitor.observe(drawRow(random))
      return monitor.roll()
    })
  }).flat()
}

describe('data that does not drift', () => {
  it.each([49, 100])('has honest p-values of one window of %i rows', { timeout: 30_000 }, (rows) => {
    const verdicts = judge(`no drift ${rows}`, rows, { least, significance: 0.05 })
    const columns = verdicts.flatMap((verdict) => verdict.columns)
    expect(columns.length).toBe(100 * 64)
    // Independent rows look alike by chance in hardly any column.
    expect(columns.filter(({ why }) => why === 'dependent').length).toBeLessThan(0.005 * columns.length)
    const rate = columns.filter(({ windowPValue }) => windowPValue <= 0.01).length / columns.length
    // The level is an upper bound: the exact tests, and KS on bins, stay below their share of it.
    expect(rate).toBeGreaterThan(0.001)
    expect(rate).toBeLessThan(0.01)
    // Any warning of a window counts, of 64 columns: 5 of 100 are expected at most.
    expect(verdicts.filter(({ verdict }) => verdict !== 'ok').length).toBeLessThanOrEqual(12)
  })

  it('never alarms, and hardly warns, at the defaults', { timeout: 30_000 }, () => {
    const verdicts = judge('defaults', 49, {})
    expect(verdicts.filter(({ verdict }) => verdict === 'alarm')).toEqual([])
    // 0.1 of 100 windows at a significance of 0.001.
    expect(verdicts.filter(({ verdict }) => verdict === 'warn').length).toBeLessThanOrEqual(2)
  })
})
