import { binomialCdf } from '@plimsoll/stats'
import { describe, expect, test } from 'vitest'
import { clopperPearsonUpper } from '../simulate/clopper-pearson.ts'
import { playRollout } from '../simulate/traffic.ts'
import type { Run, Scenario } from '../simulate/traffic.ts'

const runs = 1_000
const common = { falseRollback: 0.01, toleratedRatio: 1.1, rps: 100, base: 0.005, seconds: 3_600 }
const sticky = { count: 20_000, burst: 10, report: true }

function play(scenario: Scenario, n: number): Run[] {
  return Array.from({ length: n }, (_, i) =>
    playRollout(scenario, `${scenario.name}/${scenario.weight}/${i}`),
  )
}

function falseRollbacks(scenario: Scenario): number {
  return play(scenario, runs).filter((run) => run.rolledBackAfter !== undefined).length
}

function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(p * sorted.length) - 1] ?? Number.NaN
}

describe.each([10, 50])('a harmless candidate at %i percent, looked at after every event', (weight) => {
  const equal = { ...common, weight, ratio: 1 }
  test.each<Scenario>([
    { ...equal, name: 'equal, tolerated ratio 1', toleratedRatio: 1 },
    { ...equal, name: 'at the tolerated ratio', ratio: 1.1 },
    { ...equal, name: 'shared incidents', ratio: 1.1, incidents: true, seconds: 1_800 },
    { ...equal, name: 'sticky bursts', toleratedRatio: 1, units: sticky },
    {
      ...equal,
      name: '2 dependent signals',
      toleratedRatio: 1,
      units: sticky,
      labels: true,
      incidents: true,
    },
  ])('is rolled back in no more than 1% of rollouts: $name', (scenario) => {
    // 10 of 1 000 would be expected at alpha itself: the judge must stay at or below it.
    expect(falseRollbacks(scenario)).toBeLessThanOrEqual(10)
  })
})

test('the simulation can fail: repeats of a unit given as independent requests break the bound', () => {
  const scenario = { ...common, name: 'repeats', weight: 10, ratio: 1, units: { ...sticky, report: false } }
  expect(play(scenario, 100).filter((run) => run.rolledBackAfter !== undefined).length).toBeGreaterThan(30)
})

describe('a harmful candidate', () => {
  test.each([
    [10, 4, 12],
    [50, 18, 24],
  ])('that is down at %i percent gives few bad answers before it is taken back', (weight, median, p99) => {
    const played = play({ ...common, name: 'outage', weight, ratio: 200 }, 500)
    expect(played.every((run) => run.rolledBackAfter !== undefined)).toBe(true)
    const bad = played.map((run) => run.candidateBad)
    expect(quantile(bad, 0.5)).toBeLessThanOrEqual(median)
    expect(quantile(bad, 0.99)).toBeLessThanOrEqual(p99)
  })

  test.each([
    [10, 0, 20],
    [4, 0, 100],
    [10, 600, 40],
  ])('of %s times the errors from second %s on is found in %s s in the median', (ratio, onset, limit) => {
    const played = play({ ...common, name: `${ratio}x`, weight: 10, ratio, onset }, 200)
    const seconds = played.map((run) => run.rolledBackAfter ?? Infinity)
    expect(quantile(seconds, 0.5)).toBeLessThanOrEqual(limit)
  })
})

test('the exact upper bound matches published values', () => {
  // 0 of n: 1 - (1 - confidence)^(1 / n).
  expect(clopperPearsonUpper(0, 1_000, 0.99)).toBeCloseTo(1 - 0.01 ** (1 / 1_000), 10)
  expect(clopperPearsonUpper(5, 5, 0.99)).toBe(1)
  expect(binomialCdf(3, 10, 0.5)).toBeCloseTo(0.171875, 12)
})
