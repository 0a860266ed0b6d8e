import { expect, test } from 'vitest'
import { playRollout } from '../simulate/traffic.ts'
import { expectedEvents } from './expected-events.ts'

test.each([
  [10, 10],
  [10, 4],
  [50, 4],
])('foretells the bad answers at weight %i and ratio %i within half', (weight, ratio) => {
  const runs = 200
  let seen = 0
  for (let i = 0; i < runs; i++) {
    const scenario = { falseRollback: 0.01, toleratedRatio: 1.1, rps: 100, base: 0.005, seconds: 36_000 }
    seen += playRollout(
      { ...scenario, name: 'plan', weight, ratio },
      `plan/${weight}/${ratio}/${i}`,
    ).candidateBad
  }
  const { events, candidateEvents } = expectedEvents({ weight, ratio })
  expect(candidateEvents).toBeLessThan(events)
  expect(candidateEvents / (seen / runs)).toBeGreaterThan(0.5)
  expect(candidateEvents / (seen / runs)).toBeLessThan(1.5)
})

test('is infinite for a ratio that is tolerated', () => {
  expect(expectedEvents({ weight: 10, ratio: 1.1 }).events).toBe(Infinity)
})

test('refuses arguments out of range, naming them', () => {
  expect(() => expectedEvents({ weight: 100, ratio: 2 })).toThrow('weight must be in (0, 100), got 100')
  expect(() => expectedEvents({ weight: 10, ratio: 0 })).toThrow('ratio must be above 0, got 0')
  expect(() => expectedEvents({ weight: 10, ratio: 2, falseRollback: 1 })).toThrow('falseRollback')
  expect(() => expectedEvents({ weight: 10, ratio: 2, toleratedRatio: 0.5 })).toThrow('toleratedRatio')
})
