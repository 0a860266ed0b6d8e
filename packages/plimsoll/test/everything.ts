import { trace } from '@opentelemetry/api'
import * as z from 'zod'
import { defineContract } from '@plimsoll/contracts'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import { createBaseline } from '@plimsoll/drift'
import { guard } from '../src/index.ts'
import type { Guard } from '../src/index.ts'

/** Stands in everything that flows through the predictions of `runEverything`, and in nothing else. */
export const secret = 'S3CRET'

const contract = defineContract('everything@2', {
  input: z.object({ name: z.string(), x: z.number() }),
  output: z.object({ p: z.number(), text: z.string().optional() }),
  label: z.union([z.boolean(), z.literal(`${secret} label`)]),
})
type Model = () => { p: number; text: string } | Promise<{ p: number; text: string }>

const reference = Array.from({ length: 400 }, (_, i) => ({ x: i % 10, p: (i % 10) / 10 }))
const baseline = createBaseline(reference, { columns: ['x'] })
const outputs = createBaseline(reference, { columns: ['p'] })

/** Each way in which the target's own errors are told apart, and what must not be told of them. */
const failures: readonly unknown[] = [
  new TypeError(`${secret} message`, { cause: `${secret} cause` }),
  Object.assign(new Error(`${secret} message`), { status: 503, body: secret }),
  new TypeError('fetch failed', {
    cause: Object.assign(new Error(`connect ${secret}`), { code: 'ECONNREFUSED', address: secret }),
  }),
  Object.assign(new Error(`${secret} message`), {
    name: `${secret} name`,
    code: `E${secret}`,
    status: secret,
  }),
  { message: secret, name: secret, code: secret, status: secret },
  secret,
]

/**
 * Lets everything happen to guards that telemetry tells of: each source of answers, each way to fail, retries,
 * refused and late answers, a circuit that opens and closes, drift on both sides, a rollback, labels.
 */
export async function runEverything(): Promise<void> {
  const clock = createFakeClock()
  const works: Model = () => ({ p: 0.95, text: `${secret} output` })
  let failed = 0
  const fails: Model = () => Promise.reject(failures[failed++ % failures.length])
  const hangs: Model = () => new Promise(() => undefined)
  let stable: Model = works
  let candidate: Model = works
  const predict = guard(contract, {
    variants: { v1: () => stable(), v2: () => candidate() },
    rollout: {
      stable: 'v1',
      candidate: 'v2',
      weight: 50,
      unit: ({ name }) => name,
      rollbackIf: { errors: true, loss: () => true },
    },
    deadline: 100,
    retry: { minDelay: 0, maxDelay: 0, budget: 0.01 },
    breaker: { failures: 4, openFor: 1_000 },
    cache: { ttl: 10_000, staleIfError: '1h' },
    fallback: ({ x }) => {
      if (x === 9) throw new RangeError(`${secret} in a fallback`)
      return { p: 0.5, text: secret }
    },
    drift: { baseline, columns: ['x'], window: 50, output: { baseline: outputs, window: 50 } },
    stages: [
      {
        name: 'own',
        leave: (call) => {
          if ((call.input as { x: number }).x === 8) throw new Error(`${secret} in a stage`)
        },
      },
    ],
    clock,
  })
  predict.on('drift', () => Promise.reject(new Error(`${secret} in a listener`)))
  let asked = 0
  const call = async (x: number, name: string = `${secret}-${++asked}`): Promise<string | undefined> => {
    const options = { tenant: `${secret} tenant`, id: `id-${++asked}` }
    const answer = predict.detailed({ name, x }, options)
    await clock.advance(10)
    await clock.advance(200)
    return answer.then(
      ({ id }) => id,
      () => undefined,
    )
  }

  // Answers, from everywhere; the inputs and outputs all lie in one place, which drifts.
  const id = (await call(7, secret)) ?? ''
  await call(7, secret)
  for (let i = 0; i < 60; i++) await call(7)
  await call(8)
  predict.outcome(id, `${secret} label`)
  predict.outcome('unknown', true)
  await clock.advance(20_000)
  const of = { tenant: `${secret} tenant`, id: 'cached' }
  await predict({ name: secret, x: 7 }, of)
  await predict({ name: secret, x: 7 }, { ...of, id: 'ignored' })
  predict.outcome('ignored', true)

  // Failures, until a circuit opens; then it is probed.
  stable = fails
  await clock.advance(20_000)
  for (let i = 0; i < 30; i++) await call(7, i % 2 === 0 ? secret : undefined)
  await call(9)
  stable = works
  await clock.advance(2_000)
  for (let i = 0; i < 10; i++) await call(1)
  candidate = fails
  for (let i = 0; i < 60; i++) await call(2)

  // Ways to end without an answer of one's own.
  const late = guard(contract, { model: () => settleIn(clock, 500), deadline: 100, clock })
  const lateAnswer = late({ name: secret, x: 1 }).catch(() => undefined)
  await clock.advance(1_000)
  await lateAnswer
  stable = hangs
  const controller = new AbortController()
  const left = predict({ name: secret, x: 3 }, { signal: controller.signal }).catch(() => undefined)
  await settle()
  controller.abort(new Error(`${secret} reason`))
  await left
  await predict({ name: secret, x: `${secret} x` as unknown as number }).catch(() => undefined)
  await predict({ name: secret, x: 1 }, { [secret]: secret } as object).catch(() => undefined)

  // Candidates that are taken back: by the judge, and by hand inside a span of the caller's.
  const released = (model: Model): ReturnType<typeof release> => release(works, model)
  const harmful = released(fails)
  for (let i = 0; i < 60; i++) await harmful({ name: `${secret}-${i}`, x: 1 }).catch(() => undefined)
  trace.getTracer('app').startActiveSpan('by hand', (span) => {
    released(works).rollout?.rollback(`${secret} reason`)
    span.end()
  })
}

function release(stable: Model, candidate: Model): Guard<typeof contract, 'v1' | 'v2'> {
  return guard(contract, {
    variants: { v1: stable, v2: candidate },
    rollout: {
      stable: 'v1',
      candidate: 'v2',
      weight: 50,
      unit: ({ name }) => name,
      rollbackIf: { errors: true },
    },
  })
}

function settleIn(clock: ReturnType<typeof createFakeClock>, ms: number): Promise<{ p: number }> {
  return new Promise((resolve) => {
    clock.setTimer(() => resolve({ p: 1 }), ms)
  })
}
