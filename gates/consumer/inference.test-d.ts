// A user's program that checks only when the declarations infer what they promise, in every version of
// TypeScript. It stands in the project into which the tarballs are installed, and is never run.
import * as z from 'zod'
import { createBaseline, defineContract, guard, isPlimsollError } from 'plimsoll'
import type { Answer, GuardOptions, InputOf, OutputOf, Violation } from 'plimsoll'
import { compose, defineStage } from 'plimsoll/core'
import { createMonitor } from 'plimsoll/drift'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function is<Claim extends true>(): Claim | undefined {
  return undefined
}

const churn = defineContract('churn@4', {
  input: z.object({ userId: z.string(), tenure: z.number().min(0), plan: z.enum(['free', 'pro']) }),
  output: z.object({ p: z.number().min(0).max(1) }),
  label: z.boolean(),
})
const dates = defineContract('dates@1', {
  input: z.object({ at: z.string().transform((text) => new Date(text)) }),
  output: z.object({ score: z.number() }).transform(({ score }) => `score ${score}`),
})
const plain = defineContract('plain@1', { input: z.object({ x: z.number() }), output: z.number() })
type Churn = { userId: string; tenure: number; plan: 'free' | 'pro' }
const model = (x: Churn): { p: number } => ({ p: x.tenure > 3 ? 0.1 : 0.9 })
const ada: Churn = { userId: 'ada', tenure: 3, plan: 'pro' }

is<Same<InputOf<typeof churn>, Churn>>()
is<Same<InputOf<typeof dates>, { at: string }>>()
is<Same<OutputOf<typeof dates>, string>>()

// A guard is called like its target.
const simple = guard(churn, { model, deadline: '250ms', retry: { attempts: 2 }, cache: { ttl: '5m' } })
is<Same<Awaited<ReturnType<typeof simple>>, { p: number }>>()
is<Same<Parameters<typeof simple>[0], Churn>>()

// Names of variants flow from `variants` into `rollout` and into answers.
const routed = guard(churn, {
  variants: { v3: model, v4: async (x, { signal }) => ({ p: signal.aborted ? 0 : x.tenure }) },
  rollout: {
    stable: 'v3',
    candidate: 'v4',
    weight: 5,
    unit: (x) => x.userId,
    rollbackIf: { errors: true, loss: (y, truth) => y.p > 0.5 !== truth },
  },
})
const answer = await routed.detailed(ada)
is<Same<typeof answer.variant, 'v3' | 'v4'>>()
is<Same<typeof answer.output, { p: number }>>()
is<Same<typeof answer.source, 'live' | 'cache' | 'stale' | 'fallback'>>()
const kept: Answer<{ p: number }> = answer
void kept

// Labels type outcomes.
is<Same<Parameters<typeof routed.outcome>[1], boolean>>()
routed.outcome(answer.id, true)

// Transforms work on both sides.
const dated = guard(dates, {
  model: (x) => {
    is<Same<typeof x, { at: Date }>>()
    return { score: x.at.getTime() }
  },
  fallback: (x) => ({ score: x.at.getTime() }),
})
is<Same<Awaited<ReturnType<typeof dated>>, string>>()

// Options kept apart keep their inference; events and errors are typed by their name.
const options = {
  variants: { v3: model, v4: (x) => ({ p: x.tenure }) },
  rollout: { stable: 'v3', candidate: 'v4', weight: 5, rollbackIf: { errors: true } },
} satisfies GuardOptions<typeof churn>
const apart = await guard(churn, options).detailed(ada)
is<Same<typeof apart.variant, 'v3' | 'v4'>>()
routed.on('rollback', (event) => {
  is<Same<typeof event.evidence, number>>()
})
const caught: unknown = undefined
if (isPlimsollError(caught, 'PLIMSOLL_INPUT_VIOLATION')) {
  is<Same<typeof caught.violations, readonly Violation[]>>()
}

// Every option may be undefined, also under exactOptionalPropertyTypes.
const maybe = undefined as { attempts: number } | undefined
guard(churn, {
  model,
  deadline: undefined,
  retry: maybe,
  cache: false,
  drift: undefined,
  variants: undefined,
})

// The parts fit together without `guard`, and a guard is disposed of.
const rows = Array.from({ length: 100 }, (_, tenure) => ({ tenure }))
const baseline = createBaseline(rows)
const seen: string = createMonitor(baseline).verdict().verdict
void seen
const watch = defineStage({ name: 'watch', enter: () => undefined })
const composed = compose(async (x: number) => x * 2, [watch])
is<Same<Awaited<ReturnType<typeof composed>>, number>>()
await using owned = guard(churn, { model, drift: { baseline } })
void owned

// Wrong use does not compile.
// @ts-expect-error -- did you mean retry?
guard(churn, { model, retyr: true })
// @ts-expect-error -- did you mean attempts?
guard(churn, { model, retry: { attemps: 2 } })
guard(churn, {
  variants: { v3: model, v4: model },
  // @ts-expect-error -- v5 is no variant
  rollout: { stable: 'v3', candidate: 'v5', weight: 5, rollbackIf: { errors: true } },
})
// @ts-expect-error -- either model or variants, not both
guard(churn, { model, variants: { v3: model } })
// @ts-expect-error -- one of them is needed
guard(churn, { deadline: '250ms' })
// @ts-expect-error -- the output is { p: number }
guard(churn, { model: (x) => ({ q: x.tenure }) })
// @ts-expect-error -- the input has no such field
guard(churn, { model: (x) => ({ p: x.tenor }) })
// @ts-expect-error -- plan is an enum
void simple({ userId: 'u', tenure: 1, plan: 'gold' })
// @ts-expect-error -- a target returns what the contract parses
guard(dates, { model: () => 'score 1' })
// @ts-expect-error -- there is no such column
guard(churn, { model, drift: { baseline: {}, columns: ['tenor'] } })
// @ts-expect-error -- the label of churn is a boolean
routed.outcome(answer.id, 'yes')
// @ts-expect-error -- without a label there is no outcome to report
guard(plain, { model: ({ x }) => x }).outcome('id', true)
guard(plain, {
  variants: { a: ({ x }) => x, b: ({ x }) => x },
  // @ts-expect-error -- a loss needs a label
  rollout: { stable: 'a', candidate: 'b', weight: 5, rollbackIf: { loss: () => true } },
})
// @ts-expect-error -- the fallback answers like the model
guard(churn, { model, fallback: () => ({ p: 'half' }) })
// @ts-expect-error -- durations have one unit and no space
guard(churn, { model, deadline: '250 milliseconds' })
// @ts-expect-error -- there is no such event
routed.on('rolback', () => undefined)
