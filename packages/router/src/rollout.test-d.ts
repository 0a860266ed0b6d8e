import { expectTypeOf, test } from 'vitest'
import type { Stage } from '@plimsoll/core'
import { RouteStage, createHarmJudge, createRollout, expectedEvents } from './index.ts'
import type { Rollout, RolloutDeps, RolloutOptions } from './index.ts'

declare const deps: RolloutDeps
interface Input {
  readonly user: string
}

test('variants are known by name', () => {
  const rollout = createRollout(
    { stable: 'v2', candidate: 'v3', weight: 10, rollbackIf: { errors: true } },
    deps,
  )
  expectTypeOf(rollout.assign('u', () => 0).variant).toEqualTypeOf<'v2' | 'v3'>()
  expectTypeOf(rollout.status().state).toEqualTypeOf<'running' | 'rolled back'>()
})

test('input, output and label flow into the options', () => {
  const options: RolloutOptions<'v2' | 'v3', Input, number, boolean> = {
    stable: 'v2',
    candidate: 'v3',
    weight: 10,
    unit: (input) => {
      expectTypeOf(input).toEqualTypeOf<Input>()
      return input.user
    },
    rollbackIf: {
      loss: (output, label) => {
        expectTypeOf(output).toEqualTypeOf<number>()
        expectTypeOf(label).toEqualTypeOf<boolean>()
        return output > 0.5 !== label
      },
    },
  }
  const rollout = createRollout(options, deps)
  expectTypeOf(rollout).toEqualTypeOf<Rollout<'v2' | 'v3', Input, number, boolean>>()
  rollout.outcome({ variant: 'v3', unit: undefined }, 0.4, true, 0)
  // @ts-expect-error a label is not a text here
  rollout.outcome({ variant: 'v3', unit: undefined }, 0.4, 'yes', 0)
})

test('a variant that is not one, a size of loss and a missing signal are refused', () => {
  const valid = { stable: 'v2', candidate: 'v3', weight: 10, rollbackIf: { errors: true } } as const
  // @ts-expect-error v4 is not a variant
  void ({ ...valid, candidate: 'v4' } satisfies RolloutOptions<'v2' | 'v3'>)
  // @ts-expect-error a loss says bad or not, it is no number
  void ({ ...valid, rollbackIf: { loss: () => 0.3 } } satisfies RolloutOptions)
  const { rollbackIf: _, ...without } = valid
  // @ts-expect-error rollbackIf is required
  void (without satisfies RolloutOptions)
  // @ts-expect-error steps are not in this version
  void ({ ...valid, steps: [1, 5] } satisfies RolloutOptions)
})

test('a judge knows its signals by name', () => {
  const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors', 'loss'] })
  expectTypeOf(judge.verdict(0).signal).toEqualTypeOf<'errors' | 'loss'>()
  // @ts-expect-error not a signal of this judge
  judge.record({ signal: 'latency', arm: 'stable', weight: 0.1, now: 0 })
  const weighted = createHarmJudge({ falseRollback: 0.01, signals: { errors: 0.9, loss: 0.1 } })
  expectTypeOf(weighted.verdict(0).signal).toEqualTypeOf<'errors' | 'loss'>()
})

test('an option may be undefined, as it is where it is written as a condition', () => {
  const is = Math.random() > 1
  const maybe = is ? 0.01 : undefined
  const options: RolloutOptions<'v2' | 'v3', Input, number, boolean> = {
    stable: 'v2',
    candidate: 'v3',
    weight: 10,
    unit: is ? (input) => input.user : undefined,
    falseRollback: maybe,
    toleratedRatio: maybe,
    rollbackIf: { errors: is ? true : undefined, loss: is ? (output) => output > 1 : undefined },
    salt: is ? 'salt' : undefined,
  }
  const rollout = createRollout(options, { ...deps, onFault: undefined })
  rollout.outcome({ variant: 'v3', unit: undefined, weight: maybe }, 0.4, true, 0)
  expectTypeOf(new RouteStage(rollout, { random: undefined, onFault: undefined })).toExtend<
    Stage<Input, number>
  >()
  createHarmJudge({
    falseRollback: 0.01,
    signals: ['errors'],
    toleratedRatio: maybe,
    restartEvery: maybe,
    maxUnits: maybe,
  })
  expectedEvents({ weight: 10, ratio: 2, falseRollback: maybe, toleratedRatio: maybe })
})
