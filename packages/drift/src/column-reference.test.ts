import { expect, it } from 'vitest'
import { ColumnReference } from './column-reference.ts'
import { createBaseline } from './create-baseline.ts'

const names = createBaseline(
  Array.from({ length: 400 }, (_, i) => ({ x: i % 4 === 0 ? `rare ${i}` : 'common' })),
)

it('expects new values at the rate of those that came once, also of a part of the reference', () => {
  const [column] = names.columns
  if (column === undefined) throw new Error('no column')
  const whole = new ColumnReference(column, names, 1)
  expect(whole.rare / whole.values).toBeCloseTo(0.25, 12)
  const part = whole.cells.map((count) => count / 10)
  const season = new ColumnReference(column, names, 1, part)
  expect(season.values).toBeCloseTo(40, 9)
  expect(season.rare / season.values).toBeCloseTo(0.25, 12)
  expect(season.conditions).toEqual(['season'])
})
