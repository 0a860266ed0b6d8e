import * as z from 'zod'
import { createBaseline, defineContract, defineStage, guard, isPlimsollError, ViolationError } from 'plimsoll'
import { createFakeClock, recordingSink } from 'plimsoll/testing'
import { equal, failureOf, ok, rejects, wait } from './assert.ts'
import type { Json, Suite } from './case.ts'

const churn = defineContract('churn@4', {
  input: z.object({ userId: z.string(), tenure: z.number().min(0), plan: z.enum(['free', 'pro']) }),
  output: z.object({ p: z.number().min(0).max(1) }),
  label: z.boolean(),
})
const ada = { userId: 'ada', tenure: 3, plan: 'pro' } as const
const score = ({ tenure }: { readonly tenure: number }): { p: number } => ({ p: 1 / (1 + tenure) })

export const plimsollSuite: Suite = {
  name: 'plimsoll',
  cases: [
    {
      name: 'the first program of the README: live, cache, fallback, a refused input',
      async run(): Promise<Json> {
        let isDown = false
        const predict = guard(churn, {
          model: async (x, { signal }) => {
            if (isDown || signal.aborted) throw new Error('connection refused')
            return score(x)
          },
          deadline: '250ms',
          breaker: { failures: 3 },
          cache: { ttl: '5m' },
          fallback: () => ({ p: 0.5 }),
        })
        equal(await predict(ada), { p: 0.25 }, 'the answer')
        equal((await predict.detailed(ada)).source, 'cache', 'the second source')
        isDown = true
        const { output, source, degraded } = await predict.detailed({ ...ada, userId: 'bob' })
        equal([output, source, degraded], [{ p: 0.5 }, 'fallback', true], 'while it is down')
        const error = await rejects(
          predict({ ...ada, tenure: -1 }),
          'PLIMSOLL_INPUT_VIOLATION',
          'a bad input',
        )
        return [error.message, String(predict.explain())]
      },
    },
    {
      name: 'explain tells every stage in force, in order, with every default',
      async run(): Promise<Json> {
        const baseline = createBaseline(
          Array.from({ length: 300 }, (_, i) => ({ tenure: i % 37, plan: 'pro' })),
        )
        const predict = guard(churn, {
          variants: { v3: score, v4: score },
          rollout: {
            stable: 'v3',
            candidate: 'v4',
            weight: 5,
            unit: (x) => x.userId,
            rollbackIf: { errors: true, loss: (y, truth) => y.p > 0.5 !== truth },
          },
          deadline: '250ms',
          retry: true,
          breaker: true,
          cache: { ttl: '5m', staleIfError: '1h' },
          fallback: { model: score, answer: () => ({ p: 0.5 }) },
          drift: { baseline },
          stages: [defineStage({ name: 'mine', leave: () => undefined })],
        })
        return String(predict.explain())
      },
    },
    {
      name: 'a deadline in real time holds through every stage, and the fallback answers at it',
      async run() {
        const predict = guard(churn, {
          model: () => new Promise(() => undefined),
          deadline: 60,
          retry: true,
          breaker: true,
          cache: { ttl: '5m' },
          fallback: () => ({ p: 0.5 }),
        })
        const begun = performance.now()
        const { source, degraded, failure } = await predict.detailed(ada)
        const took = performance.now() - begun
        equal([source, degraded], ['fallback', true], 'the answer')
        ok(isPlimsollError(failure, 'PLIMSOLL_DEADLINE_EXCEEDED'), 'the failure behind it')
        ok(took >= 58 && took < 1_500, `answered after ${took} ms instead of 60`)
      },
    },
    {
      name: 'an answer that breaks its contract fails the attempt, and can be retried',
      async run() {
        let asked = 0
        const predict = guard(churn, {
          model: () => ({ p: ++asked === 1 ? 7 : 0.7 }),
          retry: { attempts: 2, minDelay: 1 },
        })
        equal(await predict(ada), { p: 0.7 }, 'the answer of the second attempt')
        const strict = guard(churn, { model: () => ({ p: 7 }) })
        const error = await rejects(strict(ada), 'PLIMSOLL_OUTPUT_VIOLATION', 'a broken answer')
        ok(error instanceof ViolationError && !error.message.includes('7'), error.message)
      },
    },
    {
      name: 'labels find their decision once; what was not its own first answer is not counted',
      async run() {
        const predict = guard(churn, { model: score, cache: { ttl: '5m' } })
        const first = await predict.detailed(ada)
        const second = await predict.detailed(ada)
        const joined = [first.id, first.id, second.id, 'nobody'].map((id) => predict.outcome(id, true))
        equal(joined, ['joined', 'unknown', 'ignored', 'unknown'], 'what became of the labels')
      },
    },
    {
      name: 'many answers in order, and stops at the first failure',
      async run() {
        const predict = guard(churn, {
          model: async (x) => {
            await wait(x.tenure % 3)
            if (x.tenure === 7) throw new Error('seven')
            return score(x)
          },
        })
        const rows = (count: number): { userId: string; tenure: number; plan: 'pro' }[] =>
          Array.from({ length: count }, (_, i) => ({ ...ada, tenure: i }))
        const answers = await predict.many(rows(7), { concurrency: 3 })
        equal(
          answers.map(({ p }) => p),
          [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 6, 1 / 7],
          'answers',
        )
        const failure = await failureOf(predict.many(rows(20), { concurrency: 3 }), 'rows with a failure')
        equal((failure as Error).message, 'seven', 'the failure')
      },
    },
    {
      name: 'a sink gets every decision and change of state, and no value of an input',
      async run(): Promise<Json> {
        const clock = createFakeClock()
        const sink = recordingSink()
        const predict = guard(churn, {
          model: ({ tenure }) => (tenure > 100 ? Promise.reject(new Error('down')) : score({ tenure })),
          breaker: { failures: 2 },
          sink,
          clock,
        })
        await predict(ada, { id: 'a' })
        // Ids of their own: those that a guard makes are random.
        await failureOf(predict({ ...ada, tenure: 1_234_567 }, { id: 'b' }), 'a failing call')
        await failureOf(predict({ ...ada, tenure: 2_345_678 }, { id: 'c' }), 'a failing call')
        await predict.drain()
        const written = JSON.stringify(sink.records)
        ok(!/1234567|2345678|ada/.test(written), 'a value of an input was written')
        return written
      },
    },
    {
      name: 'a guard can be drained by await using, and says so in its health',
      async run() {
        const predict = guard(churn, { model: score, breaker: true })
        equal(predict.health().status, 'ok', 'health')
        {
          await using used = predict
          await used(ada)
        }
        equal(predict.health().status, 'down', 'health once drained')
        await rejects(predict(ada), 'PLIMSOLL_CLOSED', 'a call once drained')
      },
    },
    {
      name: 'wrong options are refused at once, all of them in one message',
      async run(): Promise<Json> {
        const make = (): unknown =>
          guard(churn, {
            model: score,
            deadlin: 5,
            retry: { attempts: 0 },
            cache: { ttl: -1 },
            hedge: true,
          } as never)
        return (await rejects(Promise.resolve().then(make), 'PLIMSOLL_INVALID_OPTIONS', 'wrong options'))
          .message
      },
    },
    {
      name: 'errors of two copies of the package know each other, and survive being cloned as plain errors',
      async run() {
        const predict = guard(churn, { model: score })
        const error = await rejects(
          predict({ ...ada, tenure: -1 }),
          'PLIMSOLL_INPUT_VIOLATION',
          'a bad input',
        )
        const foreign = Object.assign(new Error('x'), {
          code: 'PLIMSOLL_CLOSED',
          [Symbol.for('plimsoll.error')]: true,
        })
        ok(isPlimsollError(foreign, 'PLIMSOLL_CLOSED'), 'an error of another copy')
        ok(!isPlimsollError(Object.assign(new Error('x'), { code: 'PLIMSOLL_CLOSED' })), 'a plain error')
        const clone = structuredClone(error)
        ok(clone instanceof Error && clone.message === error.message, 'the clone')
      },
    },
  ],
}
