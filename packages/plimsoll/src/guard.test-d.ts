import { describe, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { defineContract } from '@plimsoll/contracts'
import { isPlimsollError } from '@plimsoll/core'
import type { OptionProblem, PlimsollError, Violation } from '@plimsoll/core'
import type { DatasetVerdict, Monitor, RetrainTrigger } from '@plimsoll/drift'
import { guard } from './guard.ts'
import type { GuardOptions } from './guard-options.ts'

const churn = defineContract('churn@4', {
  input: z.object({ userId: z.string(), tenure: z.number().min(0), plan: z.enum(['free', 'pro']) }),
  output: z.object({ p: z.number().min(0).max(1) }),
  label: z.boolean(),
})
const unlabelled = defineContract('plain@1', { input: z.object({ x: z.number() }), output: z.number() })
const transformed = defineContract('dates@1', {
  input: z.object({ at: z.string().transform((text) => new Date(text)) }),
  output: z.object({ score: z.number() }).transform(({ score }) => `score ${score}`),
})
type Churn = { userId: string; tenure: number; plan: 'free' | 'pro' }
const model = (x: Churn): { p: number } => ({ p: x.tenure > 3 ? 0.1 : 0.9 })

describe('inference', () => {
  test('a guard is called like its target, with exactly the contract types', () => {
    const predict = guard(churn, { model })
    expectTypeOf(predict).parameter(0).toEqualTypeOf<Churn>()
    expectTypeOf(predict({ userId: 'u', tenure: 1, plan: 'pro' })).resolves.toEqualTypeOf<{ p: number }>()
  })

  test('variant names flow from variants into answers', async () => {
    const predict = guard(churn, {
      variants: { v3: model, v4: async (x, { signal }) => ({ p: signal.aborted ? 0 : x.tenure }) },
      rollout: {
        stable: 'v3',
        candidate: 'v4',
        weight: 5,
        unit: (x) => x.userId,
        rollbackIf: { errors: true, loss: (y, truth) => y.p > 0.5 !== truth },
      },
    })
    const answer = await predict.detailed({ userId: 'u', tenure: 1, plan: 'pro' })
    expectTypeOf(answer.variant).toEqualTypeOf<'v3' | 'v4'>()
    expectTypeOf(answer.output).toEqualTypeOf<{ p: number }>()
    expectTypeOf(answer.source).toEqualTypeOf<'live' | 'cache' | 'stale' | 'fallback'>()
    expectTypeOf(guard(churn, { model }).detailed)
      .returns.resolves.toHaveProperty('variant')
      .toEqualTypeOf<undefined>()
  })

  test('transforms work on both sides', () => {
    const predict = guard(transformed, {
      model: (x) => {
        expectTypeOf(x).toEqualTypeOf<{ at: Date }>()
        return { score: x.at.getTime() }
      },
      fallback: (x) => ({ score: x.at.getTime() }),
    })
    expectTypeOf(predict).parameter(0).toEqualTypeOf<{ at: string }>()
    expectTypeOf(predict({ at: '2020' })).resolves.toEqualTypeOf<string>()
    // @ts-expect-error -- a target returns the raw output, not the parsed one
    guard(transformed, { model: () => 'score 1' })
  })

  test('the label types outcome', () => {
    const predict = guard(churn, { model })
    expectTypeOf(predict.outcome).parameter(1).toEqualTypeOf<boolean>()
    // @ts-expect-error -- the label of churn is a boolean
    predict.outcome('id', 'yes')
    // @ts-expect-error -- without a label there is no outcome to report
    guard(unlabelled, { model: ({ x }) => x }).outcome('id', true)
  })

  test('events are typed by their name', () => {
    guard(churn, { model }).on('rollback', (event) => {
      expectTypeOf(event.evidence).toEqualTypeOf<number>()
    })
    // @ts-expect-error -- there is no such event
    guard(churn, { model }).on('rolback', () => undefined)
  })

  test('options kept apart keep their inference with satisfies', async () => {
    const options = {
      variants: { v3: model, v4: (x) => ({ p: x.tenure }) },
      rollout: { stable: 'v3', candidate: 'v4', weight: 5, rollbackIf: { errors: true } },
    } satisfies GuardOptions<typeof churn>
    const answer = await guard(churn, options).detailed({ userId: 'u', tenure: 1, plan: 'pro' })
    expectTypeOf(answer.variant).toEqualTypeOf<'v3' | 'v4'>()
    const single = { model, deadline: '250ms', retry: { attempts: 2 } } satisfies GuardOptions<typeof churn>
    guard(churn, single)
  })

  test('absent, false and undefined are the same', () => {
    guard(churn, {
      model,
      deadline: false,
      retry: false,
      breaker: false,
      cache: false,
      fallback: false,
      drift: false,
    })
  })
})

test('every option may be undefined, also under exactOptionalPropertyTypes', () => {
  const maybe = undefined as { attempts: number } | undefined
  const predict = guard(churn, {
    model,
    deadline: undefined,
    retry: maybe,
    breaker: undefined,
    cache: undefined,
    fallback: undefined,
    drift: undefined,
    outcomes: undefined,
    stages: undefined,
    clock: undefined,
    random: undefined,
    variants: undefined,
    rollout: undefined,
  })
  const signal = undefined as AbortSignal | undefined
  void predict({ userId: 'u', tenure: 1, plan: 'pro' }, { signal, id: undefined, unit: undefined })
  void predict.many([], { signal, concurrency: undefined })
  guard(churn, {
    variants: { a: model, b: model },
    rollout: {
      stable: 'a',
      candidate: 'b',
      weight: 5,
      unit: (x) => (x.userId === '' ? undefined : x.userId),
      falseRollback: undefined,
      rollbackIf: { errors: true, loss: undefined },
    },
  })
})

test('a code narrows an error to what it carries', () => {
  const error: unknown = undefined
  if (isPlimsollError(error, 'PLIMSOLL_INPUT_VIOLATION')) {
    expectTypeOf(error.violations).toEqualTypeOf<readonly Violation[]>()
  }
  if (isPlimsollError(error, 'PLIMSOLL_INVALID_OPTIONS')) {
    expectTypeOf(error.problems).toEqualTypeOf<readonly OptionProblem[]>()
  }
  if (isPlimsollError(error)) expectTypeOf(error).toEqualTypeOf<PlimsollError>()
})

describe('wrong use does not compile', () => {
  test('a typo in an option, at the top and inside', () => {
    // @ts-expect-error -- did you mean retry?
    guard(churn, { model, retyr: true })
    // @ts-expect-error -- did you mean attempts?
    guard(churn, { model, retry: { attemps: 2 } })
    // @ts-expect-error -- did you mean staleIfError?
    guard(churn, { model, cache: { ttl: '5m', staleIfErr: '1h' } })
    // @ts-expect-error -- did you mean retry? (kept apart)
    const options = { model, retyr: true } satisfies GuardOptions<typeof churn>
    void options
  })

  test('a wrong variant name', () => {
    guard(churn, {
      variants: { v3: model, v4: model },
      // @ts-expect-error -- v5 is no variant
      rollout: { stable: 'v3', candidate: 'v5', weight: 5, rollbackIf: { errors: true } },
    })
  })

  test('model and variants together, neither, or a rollout without variants', () => {
    // @ts-expect-error -- give either model or variants, not both
    guard(churn, { model, variants: { v3: model } })
    // @ts-expect-error -- one of them is needed
    guard(churn, { deadline: '250ms' })
    // @ts-expect-error -- a rollout needs variants
    guard(churn, {
      model,
      rollout: { stable: 'v3', candidate: 'v4', weight: 5, rollbackIf: { errors: true } },
    })
  })

  test('a target of other types', () => {
    // @ts-expect-error -- the output is { p: number }
    guard(churn, { model: (x) => ({ q: x.tenure }) })
    // @ts-expect-error -- the input has no such field
    guard(churn, { model: (x) => ({ p: x.tenor }) })
    // @ts-expect-error -- the output is { p: number }, in every variant
    guard(churn, { variants: { v3: model, v4: () => ({ p: 'high' }) } })
  })

  test('a wrong input', () => {
    // @ts-expect-error -- plan is an enum
    void guard(churn, { model })({ userId: 'u', tenure: 1, plan: 'gold' })
    // @ts-expect-error -- tenure is missing
    void guard(churn, { model })({ userId: 'u', plan: 'pro' })
  })

  test('a wrong column name for drift', () => {
    guard(churn, { model, drift: { baseline: {}, columns: ['tenure', 'plan'] } })
    // @ts-expect-error -- there is no such column
    guard(churn, { model, drift: { baseline: {}, columns: ['tenor'] } })
  })

  test('monitors, and what hears their verdicts', () => {
    const { monitors, on } = guard(churn, { model, drift: { baseline: {} } })
    expectTypeOf(monitors.input).toEqualTypeOf<Monitor | undefined>()
    expectTypeOf(monitors.input?.last).toEqualTypeOf<DatasetVerdict | undefined>()
    expectTypeOf<RetrainTrigger['note']>().toExtend<Parameters<Monitor['subscribe']>[0]>()
    on('drift', ({ finished, pValue, baseline }) => {
      expectTypeOf(finished).toEqualTypeOf<boolean>()
      expectTypeOf(pValue).toEqualTypeOf<number>()
      expectTypeOf(baseline).toEqualTypeOf<string>()
    })
  })

  test('what is no duration, or no window, for drift', () => {
    guard(churn, { model, drift: { baseline: {}, coolDown: '5m', window: { kind: 'sliding', panes: 6 } } })
    // @ts-expect-error -- not a unit
    guard(churn, { model, drift: { baseline: {}, coolDown: '5 minutes' } })
    // @ts-expect-error -- a sliding window has no half-life
    guard(churn, { model, drift: { baseline: {}, window: { kind: 'sliding', halfLife: 6 } } })
  })

  test('a loss without a label', () => {
    guard(unlabelled, {
      variants: { a: ({ x }) => x, b: ({ x }) => x },
      // @ts-expect-error -- a loss needs a label
      rollout: { stable: 'a', candidate: 'b', weight: 5, rollbackIf: { loss: () => true } },
    })
  })

  test('a fallback of another type, and a sloppy duration', () => {
    // @ts-expect-error -- the fallback answers like the model
    guard(churn, { model, fallback: () => ({ p: 'half' }) })
    // @ts-expect-error -- durations have one unit and no space
    guard(churn, { model, deadline: '250 milliseconds' })
  })
})
