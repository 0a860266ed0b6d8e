import { createRandom } from '@plimsoll/stats'
import type { Random } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { AlarmDetectors } from '../src/alarm-detectors.ts'
import { cellsOf } from '../src/cells.ts'
import { createBaseline } from '../src/index.ts'
import { RowCounter } from '../src/row-counter.ts'
import { shapes } from './shapes.ts'

type Shape = (random: Random) => number | null

/** The greatest value that the detector of one column reaches. */
function highest(usual: Shape, referenceRows: number, rows: number, random: Random): number {
  const baseline = createBaseline(
    Array.from({ length: referenceRows }, () => [usual(random)]),
    { columns: ['[0]'] },
  )
  const cells = baseline.columns.map(cellsOf)
  const detectors = new AlarmDetectors(baseline.columns, cells, baseline.rows)
  const counter = new RowCounter([[0]], cells)
  let top = 0
  for (let row = 0; row < rows; row++) {
    counter.counts.fill(0)
    counter.count([usual(random)])
    detectors.step(0, counter.counts.indexOf(1), 0)
    detectors.nextRows(1)
    top = Math.max(top, detectors.value(0))
  }
  return top
}

describe('the promise: 1% over a horizon, looked at after every row, a fresh reference every time', () => {
  const rows = 2_000
  const runs = 200

  it.each(Object.entries(shapes))('alarms at most 6 times in 200 runs: %s', (name, shape) => {
    const random = createRandom(`promise ${name}`)
    const tops = Array.from({ length: runs }, () => highest(shape, 200, rows, random))
    expect(tops.filter((top) => top >= rows / 0.01).length).toBeLessThanOrEqual(6)
    expect(Math.min(...tops)).toBeGreaterThan(0)
  })

  it('is not kept by being deaf: at 50% it does alarm', () => {
    const random = createRandom('promise of a half')
    const tops = Array.from({ length: runs }, () => highest((r) => r.normal(), 1_000, rows, random))
    const alarms = tops.filter((top) => top >= rows / 0.5).length
    expect(alarms).toBeGreaterThan(6)
    expect(alarms).toBeLessThanOrEqual(runs / 2)
  })
})
