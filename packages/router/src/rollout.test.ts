import { createRandom } from '@plimsoll/stats'
import type { RolloutEvent } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { createRollout } from './rollout.ts'
import type { Rollout } from './rollout.ts'
import type { RolloutOptions } from './rollout-options.ts'
import { assign } from './split.ts'

interface Input {
  readonly user: string
}
type Options = RolloutOptions<'v2' | 'v3', Input, number, number>

const base: Options = { stable: 'v2', candidate: 'v3', weight: 10, rollbackIf: { errors: true } }

function started(options: Partial<Options> = {}) {
  const events: RolloutEvent[] = []
  const faults: { kind: string; error: unknown }[] = []
  const rollout: Rollout<'v2' | 'v3', Input, number, number> = createRollout(
    { ...base, ...options },
    {
      emit: (_name, event) => events.push(event),
      clock: { now: () => 0, wall: () => 1_700_000_000_000 },
      onFault: (error, kind) => faults.push({ kind, error }),
    },
  )
  const fail = (times: number) => {
    for (let i = 0; i < times; i++) rollout.bad('errors', 'candidate', rollout.share, `u${i}`, i)
  }
  return { rollout, events, faults, fail }
}

const never = () => expect.fail('a unit needs no chance')

describe('assign', () => {
  test('follows the split for a unit, by a salt made of the two names', () => {
    const { rollout } = started()
    for (let i = 0; i < 500; i++) {
      const split = { stable: 'v2', candidate: 'v3', weight: 10, salt: 'v2:v3' } as const
      const { variant, arm, weight } = rollout.assign(`u${i}`, never)
      expect(variant).toBe(assign(split, `u${i}`))
      expect(arm).toBe(variant === 'v3' ? 'candidate' : 'stable')
      expect(weight).toBe(rollout.share)
    }
  })

  test('draws for a call without a unit', () => {
    const { rollout } = started()
    const random = createRandom('draw')
    let candidate = 0
    for (let i = 0; i < 20_000; i++) {
      if (rollout.assign(undefined, random.next).arm === 'candidate') candidate++
    }
    expect(Math.abs(candidate - 2_000)).toBeLessThan(5 * Math.sqrt(1_800))
  })

  test('sends everyone to stable after a rollback', () => {
    const { rollout } = started()
    rollout.rollback('enough')
    expect(rollout.assign(undefined, () => 0)).toEqual({ variant: 'v2', arm: 'stable', weight: 0 })
    for (let i = 0; i < 100; i++) expect(rollout.assign(`u${i}`, never).variant).toBe('v2')
  })
})

describe('the rollback', () => {
  test('comes by itself when the candidate fails, once, with the evidence', () => {
    const { rollout, events, fail } = started()
    fail(50)
    expect(rollout.status()).toMatchObject({ state: 'rolled back', verdict: { verdict: 'rollback' } })
    expect(events).toEqual([
      {
        kind: 'rollout',
        decision: 'rollback',
        stable: 'v2',
        candidate: 'v3',
        signal: 'errors',
        evidence: rollout.status().verdict.evidence,
        bound: 100,
        stableEvents: 0,
        candidateEvents: 3,
        at: 1_700_000_000_000,
      },
    ])
  })

  test('comes by hand, once, and says so', () => {
    const { rollout, events, fail } = started()
    rollout.rollback('wrong model file')
    rollout.rollback('again')
    fail(50)
    expect(events).toMatchObject([{ signal: 'manual', reason: 'wrong model file', candidateEvents: 0 }])
    expect(events.length).toBe(1)
    expect(rollout.status()).toMatchObject({
      state: 'rolled back',
      verdict: { verdict: 'rollback', reason: 'rolled back by hand: wrong model file' },
    })
  })

  test('stands when the listener throws, which is reported', () => {
    const faults: string[] = []
    const rollout = createRollout(base, {
      emit: () => {
        throw new Error('listener')
      },
      clock: { now: () => 0, wall: () => 0 },
      onFault: (_error, kind) => {
        faults.push(kind)
        throw new Error('reporter')
      },
    })
    rollout.rollback('enough')
    expect(rollout.status().state).toBe('rolled back')
    expect(faults).toEqual(['rollout listener'])
  })

  test('never comes by itself at 100 percent, where nothing can be compared, and says why', () => {
    const { rollout, fail } = started({ weight: 100 })
    fail(1_000)
    expect(rollout.status()).toMatchObject({
      state: 'running',
      verdict: { reason: 'nothing to compare at a weight of 100%: every unit gets v3, and none v2' },
    })
    expect(rollout.health().detail).toBe(
      'v3 running: nothing to compare at a weight of 100%: every unit gets v3, and none v2',
    )
  })
})

test('tells its settings, defaults included, and its health', () => {
  const { rollout } = started()
  expect(rollout.settings).toEqual({
    stable: 'v2',
    candidate: 'v3',
    weight: 10,
    falseRollback: 0.01,
    toleratedRatio: 1.1,
    rollbackIf: ['errors'],
    salt: 'v2:v3',
  })
  expect(rollout.health()).toEqual({
    name: 'rollout',
    status: 'ok',
    detail: 'v3 running: no bad event so far',
  })
  rollout.rollback('enough')
  expect(rollout.health()).toEqual({
    name: 'rollout',
    status: 'degraded',
    detail: 'v3 rolled back: rolled back by hand: enough',
  })
})

describe('signals', () => {
  test('that rollbackIf does not name are not counted', () => {
    const { rollout, fail } = started({ rollbackIf: { errors: false, loss: (a, b) => a !== b } })
    fail(50)
    expect(rollout.status().verdict.signals).toMatchObject([{ name: 'loss', candidateEvents: 0 }])
  })

  test('from labels count bad answers of both arms', () => {
    const { rollout } = started({ weight: 50, rollbackIf: { loss: (output, label) => output !== label } })
    rollout.outcome({ variant: 'v3', unit: 'a' }, 1, 2, 0)
    rollout.outcome({ variant: 'v3', unit: 'b' }, 1, 1, 0)
    rollout.outcome({ variant: 'v2', unit: 'c', weight: 0.5 }, 1, 2, 0)
    rollout.outcome({ variant: 'other', unit: 'd' }, 1, 2, 0)
    rollout.outcome({ variant: undefined, unit: 'e' }, 1, 2, 0)
    expect(rollout.status().verdict.signals).toMatchObject([
      { name: 'loss', candidateEvents: 1, stableEvents: 1 },
    ])
  })

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('loss')
      },
    ],
    ['returns a promise', () => Promise.resolve(false)],
    ['returns a number', () => 0.3],
  ])('from a loss that %s are a fault, not a bad event', (_how, loss) => {
    const { rollout, faults } = started({ rollbackIf: { loss: loss as () => boolean } })
    rollout.outcome({ variant: 'v3', unit: 'a' }, 1, 2, 0)
    expect(faults.map(({ kind }) => kind)).toEqual(['rollout loss'])
    expect(rollout.status().verdict.signals).toMatchObject([{ candidateEvents: 0 }])
  })
})

describe('options', () => {
  const refused = (options: object) =>
    expect(() =>
      createRollout(options as Options, { emit: () => {}, clock: { now: () => 0, wall: () => 0 } }),
    )

  test.each([
    ['steps', { steps: [1, 5, 25] }, 'create a new rollout with the same salt and a higher weight'],
    ['every', { every: '10m' }, 'no step is taken by itself'],
    ['rollbackIf.latency', { rollbackIf: { latency: {} } }, 'set a deadline and use rollbackIf.errors'],
    ['rollbackIf.drift', { rollbackIf: { errors: true, drift: true } }, 'call rollback() from its alarm'],
  ])('of the full design are refused, never ignored: %s', (option, given, instead) => {
    refused({ ...base, ...given }).toThrow(`${option} is not in this version: `)
    refused({ ...base, ...given }).toThrow(instead)
  })

  test('that cannot work are listed together', () => {
    refused({ stable: 'a', candidate: 'a', weight: '10', rollbackIf: {}, salt: '', falseRolback: 1 }).toThrow(
      [
        'createRollout was given options that cannot work:',
        '  - falseRolback is not an option (did you mean falseRollback?), got 1',
        '  - candidate must differ from stable, got "a"',
        '  - weight must be a percentage above 0, at most 100, got "10"',
        '  - salt must be a text that is not empty, got ""',
        '  - rollbackIf must name at least one signal: errors: true, or loss, got an object',
      ].join('\n'),
    )
  })

  test.each([[undefined], [null], [[]], ['v3']])('must be an object, not %j', (options) => {
    refused(options as never).toThrow('options must be an object')
  })

  test.each([0, -1, 100.1, Number.NaN])('refuse a weight of %j', (weight) => {
    refused({ ...base, weight }).toThrow('weight must be a percentage above 0, at most 100')
  })

  test('that are undefined are as good as absent, also those of the full design', () => {
    const nothing = {
      unit: undefined,
      falseRollback: undefined,
      toleratedRatio: undefined,
      salt: undefined,
      steps: undefined,
      every: undefined,
      rollbackIf: { errors: true, loss: undefined, latency: undefined, drift: undefined },
    }
    const { settings } = started().rollout
    expect(started({ ...base, ...nothing }).rollout.settings).toEqual(settings)
    const rollbackIf = { errors: undefined, loss: undefined, latency: undefined }
    refused({ ...base, rollbackIf }).toThrow('rollbackIf must name at least one signal')
  })

  test.each([0, 0.6, Number.NaN, '0.01'])('refuse a false rollback chance of %j', (falseRollback) => {
    refused({ ...base, falseRollback }).toThrow('falseRollback must be in (0, 0.5]')
  })
})
