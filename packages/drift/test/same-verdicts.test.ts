import { createRandom } from '@plimsoll/stats'
import { expect, it } from 'vitest'
import { createBaseline } from '../src/index.ts'
import { cellsOf } from '../src/cells.ts'
import { ColumnReference } from '../src/column-reference.ts'
import { judgeColumn } from '../src/judge-column.ts'
import { RowCounter } from '../src/row-counter.ts'
import { plainJudge } from './plain-judge.ts'

const random = createRandom('same verdicts')
const pick = <T>(values: readonly T[]): T => values[random.int(values.length)] as T

/** Draws values of one of many shapes, some of them odd. */
function drawer(): () => unknown {
  const weight = pick([0, 0.02, 0.3, 0.9])
  const kinds = 1 + random.int(100)
  const draws: readonly (() => unknown)[] = [
    () => random.normal(),
    () => Math.exp(2 * random.normal()),
    () => (random.next() < weight ? random.int(kinds) : 0),
    () => random.int(kinds),
    () => `k${Math.floor(-Math.log(1 - random.next()) * kinds)}`,
    () => (random.next() < weight ? 'rare' : 'common'),
    () => random.next() < weight,
    () => `${random.next()}`.slice(0, 2 + random.int(12)),
    () => 7,
    () => undefined,
  ]
  const draw = pick(draws)
  const odd = pick([0, 0, 0, 0.05, 0.5])
  return () => (random.next() < odd ? pick([null, Number.NaN, Infinity, 'x', 3, true]) : draw())
}

it('judges any column as the plain form of the rule does', () => {
  const seen = new Map<string, number>()
  for (let run = 0; run < 600; run++) {
    const draw = drawer()
    const rows = pick([200, 500, 1000])
    const baseline = createBaseline(Array.from({ length: rows }, draw), { columns: ['value'] })
    const column = baseline.columns[0]
    if (column === undefined) throw new Error('no column')
    const reference = new ColumnReference(column)
    const counter = new RowCounter([column.path], [cellsOf(column)])
    const size = pick([1e-6, 0.1, 0.2])
    const rule = { minRows: 40, psi: size, ks: size, significance: pick([0.001, 0.05, 0.5]) }
    for (let window = 0; window < 4; window++) {
      const live = random.next() < 0.7 ? draw : drawer()
      const count = pick([39, 40, 60, 60, 300])
      for (let i = 0; i < count; i++) counter.count(live())
      const cells = counter.column(0)
      const judged = judgeColumn(reference, cells, baseline.rows, rule)
      expect(judged).toEqual(plainJudge(column, cells, baseline.rows, rule))
      const what = `${column.type} ${judged.verdict.verdict}`
      seen.set(what, (seen.get(what) ?? 0) + 1)
      counter.counts.fill(0)
    }
  }
  // All verdicts of all types came up, or the comparison would have proved little.
  expect(seen.size).toBe(12)
})
