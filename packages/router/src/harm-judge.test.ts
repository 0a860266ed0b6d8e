import { OptionsError } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { createHarmJudge } from './harm-judge.ts'
import type { HarmJudge } from './harm-judge.ts'

const candidate = { signal: 'errors', arm: 'candidate', weight: 0.1, now: 0 } as const
const stable = { ...candidate, arm: 'stable' } as const

function recordMany(judge: HarmJudge<'errors'>, times: number, unit?: string): void {
  for (let i = 0; i < times; i++) judge.record({ ...candidate, unit })
}

describe('the verdict', () => {
  test('holds with evidence 1 before any bad event', () => {
    const verdict = createHarmJudge({ falseRollback: 0.01, signals: ['errors'] }).verdict(0)
    expect(verdict).toEqual({
      verdict: 'hold',
      evidence: 1,
      bound: 100,
      signal: 'errors',
      signals: [
        {
          name: 'errors',
          evidence: 1,
          weight: 1,
          stableEvents: 0,
          candidateEvents: 0,
          droppedRepeats: 0,
          droppedOverLimit: 0,
        },
      ],
      reason: 'no bad event so far',
    })
  })

  test('rolls back after a few bad events that all lie on a 10% candidate', () => {
    const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors'] })
    let events = 0
    while (judge.record(candidate) === 'hold') events++
    expect(events + 1).toBe(3)
    const verdict = judge.verdict(0)
    expect(verdict.verdict).toBe('rollback')
    expect(verdict.evidence).toBeGreaterThanOrEqual(100)
    expect(verdict.reason).toMatch(/^errors: 3 bad on the candidate, 0 on stable; evidence .+ of 100$/)
  })

  test('never rolls back because stable goes wrong', () => {
    const judge = createHarmJudge({ falseRollback: 0.5, signals: ['errors'] })
    for (let i = 0; i < 10_000; i++) expect(judge.record(stable)).toBe('hold')
    expect(judge.verdict(0).evidence).toBeLessThan(1)
  })

  test('stays rolled back and counts nothing more', () => {
    const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors'] })
    recordMany(judge, 10)
    const decided = judge.verdict(0)
    for (let i = 0; i < 1_000; i++) expect(judge.record(stable)).toBe('rollback')
    expect(judge.verdict(1e9)).toEqual(decided)
  })

  test('looking changes nothing', () => {
    const looked = createHarmJudge({ falseRollback: 0.001, signals: ['errors'] })
    const unseen = createHarmJudge({ falseRollback: 0.001, signals: ['errors'] })
    for (let i = 0; i < 500; i++) {
      const event = { ...(i % 9 === 0 ? candidate : stable), now: i * 7_000 }
      looked.record(event)
      unseen.record(event)
      for (let j = 0; j < 5; j++) looked.verdict(event.now + j * 1e6)
    }
    expect(looked.verdict(0)).toEqual(unseen.verdict(0))
  })
})

describe('units', () => {
  test('count once per signal, on both arms', () => {
    const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors', 'loss'] })
    for (let i = 0; i < 100; i++) {
      judge.record({ ...candidate, unit: 'a' })
      judge.record({ ...stable, unit: 'b' })
    }
    judge.record({ ...candidate, signal: 'loss', unit: 'a' })
    const [errors, loss] = judge.verdict(0).signals
    expect(errors).toMatchObject({ candidateEvents: 1, stableEvents: 1, droppedRepeats: 198 })
    expect(loss).toMatchObject({ candidateEvents: 1, stableEvents: 0, droppedRepeats: 0 })
  })

  test('beyond the limit are dropped, on both arms, and the verdict says that evidence is spent', () => {
    const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors'], maxUnits: 3 })
    for (const unit of ['a', 'b', 'c']) judge.record({ ...stable, unit })
    const before = judge.verdict(0).evidence
    for (let i = 0; i < 100; i++) {
      judge.record({ ...candidate, unit: `c${i}` })
      judge.record({ ...stable, unit: `s${i}` })
    }
    const verdict = judge.verdict(0)
    expect(verdict.evidence).toBe(before)
    expect(verdict.signals[0]).toMatchObject({ stableEvents: 3, candidateEvents: 0, droppedOverLimit: 200 })
    expect(verdict.reason).toMatch(/^inconclusive: evidence spent: errors/)
  })

  test('that are missing make every event count, also beyond the limit', () => {
    const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors'], maxUnits: 1 })
    judge.record({ ...stable, unit: 'a' })
    recordMany(judge, 20)
    expect(judge.verdict(0).verdict).toBe('rollback')
  })
})

describe('several signals', () => {
  test('need their own weighted evidence to reach the bound', () => {
    const equal = createHarmJudge({ falseRollback: 0.01, signals: ['errors', 'loss'] })
    const uneven = createHarmJudge({ falseRollback: 0.01, signals: { errors: 0.9, loss: 0.1 } })
    for (const judge of [equal, uneven]) for (let i = 0; i < 3; i++) judge.record(candidate)
    const [inEqual] = equal.verdict(0).signals
    expect(equal.verdict(0).evidence).toBeCloseTo((inEqual?.evidence ?? 0) / 2, 10)
    expect(uneven.verdict(0).evidence).toBeCloseTo((inEqual?.evidence ?? 0) * 0.9, 10)
    expect(equal.verdict(0).signal).toBe('errors')
  })

  test('never roll back before the bound, nor hold past it', () => {
    const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors', 'loss'] })
    for (let i = 0; i < 400; i++) {
      const arm = i % 5 === 0 ? 'candidate' : 'stable'
      const verdict = judge.record({
        ...candidate,
        arm,
        signal: i % 3 === 0 ? 'loss' : 'errors',
        now: i * 1e4,
      })
      expect(verdict === 'rollback').toBe(judge.verdict(0).evidence >= 100)
    }
  })
})

describe('options', () => {
  test('that cannot work are listed together', () => {
    expect(() =>
      createHarmJudge({
        falseRollback: 0.6,
        toleratedRatio: 0.9,
        signals: { errors: 0.5, loss: 0.6 },
        restartEvery: 0,
        maxUnits: 0.5,
      }),
    ).toThrow(
      new OptionsError('createHarmJudge was given options that cannot work', [
        { option: 'falseRollback', rule: 'must be in (0, 0.5]', value: '0.6' },
        { option: 'toleratedRatio', rule: 'must be a finite number of at least 1', value: '0.9' },
        { option: 'restartEvery', rule: 'must be milliseconds above 0, or Infinity', value: '0' },
        { option: 'maxUnits', rule: 'must be a whole number of at least 1', value: '0.5' },
        {
          option: 'signals',
          rule: 'must be a list of different names, or names with weights above 0 that sum to 1',
          value: 'an object',
        },
      ]),
    )
  })

  test.each([[[]], [['a', 'a']], [{}], [{ a: 0, b: 1 }]])('refuses the signals %j', (signals) => {
    expect(() => createHarmJudge({ falseRollback: 0.01, signals })).toThrow('signals must be')
  })

  test('a bad event must name a known signal and a share strictly between 0 and 1', () => {
    const judge: HarmJudge = createHarmJudge({ falseRollback: 0.01, signals: ['errors'] })
    expect(() => judge.record({ ...candidate, signal: 'loss' })).toThrow('signal must be one of errors')
    for (const weight of [0, 1, Number.NaN]) {
      expect(() => judge.record({ ...candidate, weight })).toThrow('weight must be in (0, 1)')
    }
  })
})
