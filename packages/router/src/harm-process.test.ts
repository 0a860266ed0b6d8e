import { createRandom } from '@plimsoll/stats'
import { describe, expect, test } from 'vitest'
import { HarmProcess, incrementsAt } from './harm-process.ts'

const grid = [1.25, 1.5, 2, 3, 4, 6, 10, 20, 50, 150, 400, 1000]

interface Planned {
  readonly share: number
  readonly now: number
}

/** Twelve events at changing shares, some of them several starts apart. */
const plan: readonly Planned[] = Array.from({ length: 12 }, (_, i) => ({
  share: [0.1, 0.5, 0.01, 0.9][i % 4] ?? 0.5,
  now: i * 25_000 + (i > 6 ? 400_000 : 0),
}))

function evidenceOf(arms: number, tolerated: number, restartEvery: number): number {
  const process = new HarmProcess(restartEvery)
  plan.forEach(({ share, now }, i) => {
    const steps = incrementsAt(share, tolerated)
    process.record((arms >> i) & 1 ? steps.onCandidate : steps.onStable, now)
  })
  return Math.exp(process.logEvidence())
}

function expectedEvidence(ratio: number, tolerated: number, restartEvery: number): number {
  let mean = 0
  for (let arms = 0; arms < 2 ** plan.length; arms++) {
    let probability = 1
    plan.forEach(({ share }, i) => {
      const q = (ratio * share) / (ratio * share + 1 - share)
      probability *= (arms >> i) & 1 ? q : 1 - q
    })
    mean += probability * evidenceOf(arms, tolerated, restartEvery)
  }
  return mean
}

describe('the mean over every possible sequence of arms', () => {
  test.each([
    [1, 60_000],
    [1.1, 60_000],
    [2, 60_000],
    [1.1, Infinity],
    [1.1, 1],
  ])('is exactly 1 at the tolerated ratio %s, restart every %s ms', (tolerated, restartEvery) => {
    expect(expectedEvidence(tolerated, tolerated, restartEvery)).toBeCloseTo(1, 10)
  })

  test('is below 1 for a candidate better than tolerated, above 1 for a worse one', () => {
    expect(expectedEvidence(1, 1.1, 60_000)).toBeLessThan(1)
    expect(expectedEvidence(0.2, 1, 60_000)).toBeLessThan(0.7)
    expect(expectedEvidence(3, 1.1, 60_000)).toBeGreaterThan(2)
  })
})

test('equals the mixture over an explicit list of starts', () => {
  const random = createRandom('starts')
  const tolerated = 1.1
  const process = new HarmProcess(60_000)
  let starts: { weight: number; logs: number[] }[] = []
  let now = 5_000_000
  let origin: number | undefined
  for (let i = 0; i < 300; i++) {
    now += random.next() < 0.05 ? 300_000 : random.int(20_000)
    const share = random.next() < 0.5 ? 0.1 : 0.25
    const isCandidate = random.next() < 0.3
    origin ??= now
    const due = 1 + Math.floor((now - origin) / 60_000)
    for (let k = starts.length + 1; k <= due; k++) {
      starts.push({ weight: 1 / (k * (k + 1)), logs: grid.map(() => 0) })
    }
    const q = (r: number) => (r * share) / (r * share + 1 - share)
    starts = starts.map(({ weight, logs }) => ({
      weight,
      logs: logs.map((log, j) => {
        const [p1, p0] = [q(tolerated * (grid[j] ?? 0)), q(tolerated)]
        return log + Math.log(isCandidate ? p1 / p0 : (1 - p1) / (1 - p0))
      }),
    }))
    const steps = incrementsAt(share, tolerated)
    process.record(isCandidate ? steps.onCandidate : steps.onStable, now)
    const started = starts.reduce(
      (sum, { weight, logs }) => sum + (weight * logs.reduce((s, log) => s + Math.exp(log), 0)) / grid.length,
      0,
    )
    const expected = Math.log(started + 1 / (starts.length + 1))
    expect(process.logEvidence()).toBeCloseTo(expected, 9)
    expect(process.logCeiling).toBeGreaterThanOrEqual(process.logEvidence())
  }
})

test('stays a number through a million events on either arm', () => {
  const steps = incrementsAt(0.1, 1.1)
  const good = new HarmProcess(60_000)
  const bad = new HarmProcess(60_000)
  for (let i = 0; i < 1_000_000; i++) {
    good.record(steps.onStable, i * 100)
    bad.record(steps.onCandidate, i * 100)
  }
  expect(good.logEvidence()).toBeLessThan(0)
  expect(good.logEvidence()).toBeGreaterThan(-20)
  expect(bad.logEvidence()).toBeGreaterThan(1e6)
  expect(bad.logEvidence()).toBeLessThan(Infinity)
})

test('begins no start when the clock steps back or is not a number', () => {
  const steps = incrementsAt(0.5, 1)
  const one = new HarmProcess(60_000)
  const two = new HarmProcess(60_000)
  one.record(steps.onCandidate, 100)
  two.record(steps.onCandidate, 100)
  one.record(steps.onCandidate, 101)
  two.record(steps.onCandidate, -1e9)
  expect(two.logEvidence()).toBe(one.logEvidence())
  two.record(steps.onCandidate, Number.NaN)
  expect(two.logEvidence()).toBeGreaterThan(one.logEvidence())
})
