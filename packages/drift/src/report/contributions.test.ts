import { jsd, psi } from '@plimsoll/stats'
import { expect, test } from 'vitest'
import { contributions } from './contributions.ts'

test('splits the very scores that stats computes', () => {
  const [reference, current] = [
    [50, 30, 20, 0],
    [10, 30, 50, 10],
  ]
  const parts = contributions('psi', reference, current) ?? []
  const [p, q] = [50.5 / 102, 10.5 / 102]
  expect(parts[0]).toBeCloseTo(((q - p) * Math.log(q / p)) / psi(reference, current), 12)
  const js = contributions('jsd', reference, current) ?? []
  const only = Math.log(2) * 0.1
  expect(js[3]).toBeCloseTo(only / (2 * Math.LN2 * jsd(reference, current)), 12)
  for (const of of [parts, js]) expect(of.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12)
})

test('has no parts where nothing differs or nothing was seen', () => {
  expect(contributions('jsd', [5, 5], [10, 10])).toBeUndefined()
  expect(contributions('psi', [5, 5], [5, 5])).toBeUndefined()
  expect(contributions('psi', [5, 5], [0, 0])).toBeUndefined()
})
