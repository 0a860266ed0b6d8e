import { expect, test } from 'vitest'
import type { SnapshotPart } from '../snapshot-types.ts'
import { stepsOf } from './report-steps.ts'

function part(replica: string, seq: number, until = 0, rows = 10): SnapshotPart {
  return {
    replica,
    seq,
    rows,
    since: until === 0 ? 0 : until - 5,
    until,
    counts: [rows],
    dependence: [0, 0, 0],
    slots: [],
  }
}

const idsOf = (steps: ReturnType<typeof stepsOf>): readonly string[] =>
  steps.map(({ parts }) => parts.map(({ replica, seq }) => `${replica}${seq}`).join(' '))

test('goes by the end of panes, whatever their numbers', () => {
  // Replica b was restarted: it counts from 0 again.
  const earlier = [part('a', 7, 100), part('a', 8, 200), part('b', 0, 210), part('b', 1, 300)]
  expect(idsOf(stepsOf({ earlier, parts: [part('b', 2, 320), part('a', 9, 310)] }))).toEqual([
    'a7 a8',
    'b0 b1',
    'a9 b2',
  ])
})

test('goes by number where a pane has no time, and leaves empty panes out', () => {
  const earlier = [part('a', 1), part('b', 0, 999), part('a', 0), part('b', 1, 5), part('a', 2, 0, 0)]
  expect(idsOf(stepsOf({ earlier, parts: [] }))).toEqual(['a0 b0', 'a1 b1'])
})

test('has few steps, however many panes there are, and none for none', () => {
  const earlier = Array.from({ length: 4000 }, (_, i) => part(`r${i % 40}`, Math.floor(i / 40), 1 + i))
  const steps = stepsOf({ earlier, parts: [part('r0', 200, 5000)] })
  expect(steps.length).toBeLessThanOrEqual(49)
  expect(steps.flatMap(({ parts }) => parts)).toHaveLength(4001)
  expect(stepsOf({ earlier: [], parts: [] })).toEqual([])
})
