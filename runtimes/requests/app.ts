// The app behind the request cases: guards at module scope, shared by requests that come separately.
import * as z from 'zod'
import { defineContract, guard, isPlimsollError } from 'plimsoll'
import type { CallContext, CallOptions, Guard } from 'plimsoll'
import { wait } from '../cases/assert.ts'
import type { Reply } from './send.ts'

const contract = defineContract('echo@1', {
  /** `ms` is how long the target takes (-1: for ever), `fail` whether it then fails. */
  input: z.object({ user: z.string(), ms: z.number(), fail: z.boolean() }),
  output: z.object({ user: z.string() }),
  label: z.boolean(),
})
type Input = z.infer<typeof contract.input>
/** With one model or two variants. */
type Echo = Guard<typeof contract> | Guard<typeof contract, 'v1' | 'v2'>

const asked: Record<string, number> = {}

/** A target that ignores its signal, and waits on a timer of the request that asks. */
function echo(name: string) {
  asked[name] = 0
  return async ({ user, ms, fail }: Input, { attempt }: CallContext): Promise<{ user: string }> => {
    asked[name] = (asked[name] ?? 0) + 1
    if (ms < 0) await new Promise(() => undefined)
    if (ms > 0) await wait(ms)
    if (fail && !(name === 'retrying' && attempt > 1)) throw new Error('down')
    return { user }
  }
}

const breaker = { failures: 3, openFor: 200 } as const
const guards: Readonly<Record<string, Echo>> = {
  plain: guard(contract, { model: echo('plain'), deadline: '5s' }),
  full: guard(contract, {
    model: echo('full'),
    deadline: '1s',
    retry: true,
    breaker: true,
    cache: { ttl: '1m', staleIfError: '1h' },
    fallback: () => ({ user: 'nobody' }),
  }),
  hasty: guard(contract, { model: echo('hasty'), deadline: 150 }),
  opening: guard(contract, { model: echo('opening'), deadline: '2s', breaker }),
  probed: guard(contract, { model: echo('probed'), deadline: '2s', breaker: { ...breaker, probes: 2 } }),
  reopening: guard(contract, { model: echo('reopening'), deadline: '2s', breaker }),
  deserted: guard(contract, { model: echo('deserted'), deadline: '5s', breaker }),
  retrying: guard(contract, {
    model: echo('retrying'),
    deadline: '2s',
    retry: { attempts: 3, minDelay: 20, budget: 1 },
  }),
  cached: guard(contract, { model: echo('cached'), deadline: '2s', cache: { ttl: '1m' } }),
  led: guard(contract, { model: echo('led'), deadline: '5s', cache: { ttl: '1m' } }),
  shared: guard(contract, { model: echo('shared'), deadline: '5s', cache: { ttl: '1m' } }),
  handed: guard(contract, { model: echo('handed'), deadline: '5s', cache: { ttl: '1m' } }),
  labelled: guard(contract, { model: echo('labelled') }),
  released: guard(contract, {
    variants: { v1: echo('v1'), v2: echo('v2') },
    rollout: {
      stable: 'v1',
      candidate: 'v2',
      weight: 50,
      unit: ({ user }) => user,
      rollbackIf: { loss: (_, isGood) => !isGood },
    },
  }),
  abandoned: guard(contract, { model: echo('abandoned'), deadline: '5s' }),
  drained: guard(contract, { model: echo('drained'), deadline: '5s' }),
}

/** Answers one request of the cases: `/<guard>/<what>?user=...&ms=...`. */
export async function handle(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const [, name = '', what = ''] = pathname.split('/')
  const found = guards[name]
  if (found === undefined) return Response.json({ unknown: pathname }, { status: 404 })
  try {
    return Response.json(await answer(found, name, what, searchParams, request))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return Response.json({ code: isPlimsollError(error) ? error.code : 'other', message })
  }
}

async function answer(
  predict: Echo,
  name: string,
  what: string,
  query: URLSearchParams,
  request: Request,
): Promise<Reply> {
  switch (what) {
    case 'predict': {
      const user = query.get('user') ?? 'ada'
      const input = { user, ms: Number(query.get('ms') ?? 0), fail: query.has('fail') }
      const deadline = query.get('deadline')
      const options: CallOptions = {
        ...(deadline === null ? {} : { deadline: Number(deadline) }),
        ...(name === 'abandoned' || name === 'handed' ? { signal: request.signal } : {}),
      }
      const { output, id, source, variant, attempts } = await predict.detailed(input, options)
      return { user: output.user, id, source, variant, attempts }
    }
    case 'outcome':
      return { result: predict.outcome(query.get('id') ?? '', query.has('good')) }
    case 'stats': {
      const { inFlight, aborted, faults } = predict.stats()
      const state = predict.rollout?.status().state
      return { asked: asked[name] ?? 0, inFlight, aborted, faults, state }
    }
    case 'drain':
      await predict.drain()
      return { drained: true }
    default:
      throw new Error(`nothing is called ${what}`)
  }
}
