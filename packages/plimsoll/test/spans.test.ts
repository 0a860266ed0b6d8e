import { context, propagation, trace } from '@opentelemetry/api'
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { defineContract } from '@plimsoll/contracts'
import { compose, telemetry } from '@plimsoll/core'
import { createFakeClock, recordingSink, settle } from '@plimsoll/core/testing'
import { guard } from '../src/index.ts'
import { registerSdk, treeOf } from './sdk.ts'
import type { Sdk } from './sdk.ts'

const contract = defineContract('spans@1', {
  input: z.object({ x: z.number() }),
  output: z.object({ p: z.number() }),
})
const told = ['plimsoll.attempt.number', 'plimsoll.source', 'plimsoll.failure', 'error.type']
const boom = new Error('boom')
const hang = (): Promise<never> => new Promise(() => undefined)

let sdk: Sdk
beforeEach(() => {
  sdk = registerSdk({ metrics: false })
})
afterEach(async () => {
  expect(sdk.openSpans).toBe(0)
  await sdk.remove()
})

/** Fails so often, then answers; opens a span of its own each time, after it has waited. */
function flaky(failures: number): () => Promise<{ p: number }> {
  let asked = 0
  return async () => {
    await settle()
    const own = trace.getTracer('app').startSpan(`query ${++asked}`)
    await settle()
    own.end()
    if (asked <= failures) throw boom
    return { p: 0.5 }
  }
}

describe('the tree of spans', () => {
  test('a call stands under its caller, its attempts under it, and what the target opens under its attempt', async () => {
    const predict = guard(contract, { model: flaky(1), retry: { minDelay: 0, maxDelay: 0 } })
    await trace.getTracer('app').startActiveSpan('request', async (request) => {
      await predict({ x: 1 })
      request.end()
    })
    expect(treeOf(sdk.spans(), told)).toEqual([
      'request',
      '  plimsoll.call live',
      '    plimsoll.attempt 1 Error',
      '      query 1',
      '    plimsoll.attempt 2',
      '      query 2',
    ])
    const call = sdk.spans().find(({ name }) => name === 'plimsoll.call')
    expect(call?.attributes).toEqual({
      'plimsoll.contract': 'spans@1',
      'plimsoll.source': 'live',
      'plimsoll.degraded': false,
      'plimsoll.call.attempts': 2,
    })
    expect(call?.instrumentationScope).toMatchObject({ name: 'plimsoll', version: '0.0.0' })
  })

  test('a fallback model that is asked for a failed call stands under the call', async () => {
    const predict = guard(contract, {
      model: () => Promise.reject(boom),
      fallback: { model: flaky(0) },
      deadline: '1s',
    })
    await predict({ x: 1 })
    expect(treeOf(sdk.spans(), told)).toEqual([
      'plimsoll.call fallback Error',
      '  plimsoll.attempt 1 Error',
      '  query 1',
    ])
  })

  test('... also when the deadline of its slice, and not the call itself, set it off', async () => {
    const clock = createFakeClock()
    const predict = guard(contract, {
      model: hang,
      fallback: { model: flaky(0), reserve: 0.5 },
      deadline: 100,
      clock,
    })
    // The first call arms the one timer that serves both: each must find its own span all the same.
    const calls = [predict({ x: 1 }), predict({ x: 2 })]
    await clock.advance(50)
    await Promise.all(calls)
    const tree = treeOf(sdk.spans(), told)
    expect(tree.map((line) => line.replace(/query \d/, 'query'))).toEqual(
      [1, 2].flatMap(() => [
        'plimsoll.call fallback PLIMSOLL_DEADLINE_EXCEEDED',
        '  plimsoll.attempt 1 PLIMSOLL_DEADLINE_EXCEEDED',
        '  query',
      ]),
    )
  })

  test('attempts beside each other end when one was first', async () => {
    const clock = createFakeClock()
    const hedge = {
      name: 'hedge',
      enter: async (call: { subcall(): Promise<number>; answer(output: number): boolean }) => {
        call.answer(await Promise.race([call.subcall(), call.subcall()]))
      },
    }
    let asked = 0
    const target = (): Promise<number> => (++asked === 1 ? hang() : Promise.resolve(7))
    const predict = compose(target, [hedge as never], { clock, telemetry: telemetry('hedged@1') })
    expect(await predict(1)).toBe(7)
    expect(treeOf(sdk.spans(), told)).toEqual([
      'plimsoll.call live',
      '  plimsoll.attempt 2 PLIMSOLL_SUPERSEDED',
      '  plimsoll.attempt 3',
    ])
  })

  test('a call that an open circuit refused has no attempt, and says why it was answered by a lesser one', async () => {
    const predict = guard(contract, {
      model: () => Promise.reject(boom),
      breaker: { failures: 1 },
      fallback: () => ({ p: 0.5 }),
    })
    await predict({ x: 1 })
    await predict({ x: 1 })
    expect(treeOf(sdk.spans(), told)).toEqual([
      'plimsoll.call fallback Error',
      '  plimsoll.attempt 1 Error',
      'plimsoll.call fallback PLIMSOLL_CIRCUIT_OPEN',
    ])
  })

  test('a cached answer has no attempt', async () => {
    const predict = guard(contract, { model: () => ({ p: 0.5 }), cache: { ttl: '1m' } })
    await predict({ x: 1 })
    await predict({ x: 1 })
    expect(treeOf(sdk.spans(), told)).toEqual([
      'plimsoll.call live',
      '  plimsoll.attempt 1',
      'plimsoll.call cache',
    ])
  })
})

describe('spans that are cut off', () => {
  test('end at the deadline, though the target never lets go', async () => {
    const clock = createFakeClock()
    const predict = guard(contract, { model: hang, deadline: 100, clock })
    const answer = predict({ x: 1 }).catch(() => undefined)
    await clock.advance(100)
    await answer
    expect(treeOf(sdk.spans(), told)).toEqual([
      'plimsoll.call none PLIMSOLL_DEADLINE_EXCEEDED',
      '  plimsoll.attempt 1 PLIMSOLL_DEADLINE_EXCEEDED',
    ])
    expect(sdk.spans().map(({ status }) => status)).toEqual(
      [1, 2].map(() => ({ code: 2, message: 'spans@1: no answer within the deadline of 100 ms' })),
    )
  })

  test('end when the caller leaves, and tell nothing of the reason', async () => {
    const controller = new AbortController()
    const predict = guard(contract, { model: hang })
    const answer = predict({ x: 1 }, { signal: controller.signal }).catch(() => undefined)
    await settle()
    controller.abort(new Error('user 4711 closed the tab'))
    await answer
    expect(treeOf(sdk.spans(), told)).toEqual(['plimsoll.call none aborted', '  plimsoll.attempt 1 aborted'])
    expect(sdk.spans().map(({ status }) => status)).toEqual([{ code: 2 }, { code: 2 }])
  })

  test('an answer that breaks the contract fails its attempt, not a later one', async () => {
    const answers = [{ p: 'high' }, { p: 0.5 }]
    const predict = guard(contract, {
      model: () => answers.shift() as { p: number },
      retry: { minDelay: 0, maxDelay: 0 },
    })
    await predict({ x: 1 })
    expect(treeOf(sdk.spans(), told)).toEqual([
      'plimsoll.call live',
      '  plimsoll.attempt 1 PLIMSOLL_OUTPUT_VIOLATION',
      '  plimsoll.attempt 2',
    ])
  })

  test('a refused input has no attempt', async () => {
    const predict = guard(contract, { model: () => ({ p: 1 }) })
    await predict({ x: 'one' as unknown as number }).catch(() => undefined)
    expect(treeOf(sdk.spans(), told)).toEqual(['plimsoll.call none PLIMSOLL_INPUT_VIOLATION'])
  })
})

describe('traceparent', () => {
  const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`

  test('takes up the trace of a caller whom no context manager carries, and hands it on', async () => {
    await sdk.remove()
    sdk = registerSdk({ metrics: false, contexts: false })
    const sent: (string | undefined)[] = []
    const predict = guard(contract, {
      model: async (_, context) => {
        await settle()
        sent.push(context.traceparent)
        if (sent.length === 1) throw boom
        return { p: 1 }
      },
      retry: { minDelay: 0, maxDelay: 0 },
    })
    await predict({ x: 1 }, { traceparent: parent })
    const attempts = sdk.spans().filter(({ name }) => name === 'plimsoll.attempt')
    const call = sdk.spans().find(({ name }) => name === 'plimsoll.call')
    expect(call?.spanContext().traceId).toBe('a'.repeat(32))
    expect(call?.parentSpanContext).toMatchObject({ spanId: 'b'.repeat(16), isRemote: true })
    expect(attempts.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual(
      attempts.map(() => call?.spanContext().spanId),
    )
    expect(sent).toEqual(attempts.map((span) => `00-${'a'.repeat(32)}-${span.spanContext().spanId}-01`))
  })

  test('without an SDK the caller of the guard is told on as it came; what is malformed is not', async () => {
    await sdk.remove()
    const sent: (string | undefined)[] = []
    const predict = guard(contract, {
      model: (_, { traceparent }) => {
        sent.push(traceparent)
        return { p: 1 }
      },
    })
    await predict({ x: 1 }, { traceparent: parent })
    await predict({ x: 1 }, { traceparent: `${parent}\r\nevil: 1` })
    await predict({ x: 1 }, { traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` })
    await predict({ x: 1 })
    expect(sent).toEqual([parent, undefined, undefined, undefined])
    await expect(predict({ x: 1 }, { traceparent: 1 as unknown as string })).rejects.toThrow(
      'traceparent must be text',
    )
  })

  test('a trace that the sampler left out is handed on as left out, without spans', async () => {
    await sdk.remove()
    sdk = registerSdk({ metrics: false, sampler: new AlwaysOffSampler() })
    let sent: string | undefined
    let active: string | undefined
    const predict = guard(contract, {
      model: (_, { traceparent }) => {
        sent = traceparent
        active = trace.getSpanContext(context.active())?.traceId
        return { p: 1 }
      },
    })
    await predict({ x: 1 })
    expect(sent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/)
    expect(sent).toContain(active)
    expect(sdk.spans()).toEqual([])
  })

  test('the record of a decision names the span of its call', async () => {
    const sink = recordingSink()
    const predict = guard(contract, { model: () => ({ p: 1 }), sink })
    await predict({ x: 1 })
    const call = sdk.spans().find(({ name }) => name === 'plimsoll.call')
    expect(sink.records[0]).toMatchObject(call?.spanContext() === undefined ? {} : ids(call.spanContext()))
    expect(sink.records[0]).toHaveProperty('traceId')
  })
})

function ids({ traceId, spanId }: { traceId: string; spanId: string }): object {
  return { traceId, spanId }
}

test("baggage and the rest of the caller's context reach the target", async () => {
  const predict = guard(contract, {
    model: () => ({ p: Number(propagation.getActiveBaggage()?.getEntry('shard')?.value) }),
  })
  const baggage = propagation.createBaggage({ shard: { value: '3' } })
  const inside = propagation.setBaggage(context.active(), baggage)
  expect(await context.with(inside, () => predict({ x: 1 }))).toEqual({ p: 3 })
})

test('the id of a call is told where somebody knows it, and never made for telemetry', async () => {
  const labelled = defineContract('labelled-spans@1', {
    input: z.object({ x: z.number() }),
    output: z.object({ p: z.number() }),
    label: z.boolean(),
  })
  const predict = guard(labelled, { model: () => ({ p: 1 }) })
  await predict({ x: 1 })
  expect(predict.stats().outcomes.waiting).toBe(0)
  const { id } = await predict.detailed({ x: 1 })
  const calls = sdk.spans().filter(({ name }) => name === 'plimsoll.call')
  expect(calls.map(({ attributes }) => attributes['plimsoll.call.id'])).toEqual([undefined, id])
})
