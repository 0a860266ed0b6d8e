import { ROOT_CONTEXT, context, metrics, trace } from '@opentelemetry/api'
import type { ContextManager, MeterProvider, TracerProvider } from '@opentelemetry/api'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { defineContract } from '@plimsoll/contracts'
import type { AnyContract, Contract } from '@plimsoll/contracts'
import { compose, telemetry } from '@plimsoll/core'
import type { Stage } from '@plimsoll/core'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import { guard } from '../src/index.ts'
import { registerSdk } from './sdk.ts'
import type { Sdk, SdkParts } from './sdk.ts'

const input = z.object({ x: z.number() })
const output = z.object({ p: z.number() })
let made = 0
/** Counts are shared by name for the life of the process: each test has a name of its own. */
function newContract(): Contract<typeof input, typeof output> {
  return defineContract(`metrics-${++made}@1`, { input, output })
}
const nameOf = ({ name, version }: AnyContract): string => `${name}@${version}`
const boom = new Error('boom')

let sdk: Sdk | undefined
function register(parts?: SdkParts): Sdk {
  sdk = registerSdk({ traces: false, ...parts })
  return sdk
}
afterEach(async () => {
  await sdk?.remove()
  sdk = undefined
})

describe('counts', () => {
  test('agree with stats()', async () => {
    const given = register()
    const contract = newContract()
    const clock = createFakeClock()
    const controller = new AbortController()
    let model = (): unknown => ({ p: 1 })
    const predict = guard(contract, {
      model: () => model() as { p: number },
      cache: { ttl: 100, staleIfError: 1_000 },
      retry: { minDelay: 0, maxDelay: 0, budget: 1 },
      fallback: ({ x }) => (x < 100 ? { p: 0 } : ({} as { p: number })),
      deadline: '10s',
      clock,
    })
    await predict({ x: 1 })
    await predict({ x: 1 })
    await predict({ x: 2 })
    await predict({ x: '' as unknown as number }).catch(() => undefined)
    model = () => Promise.reject(boom)
    await clock.advance(500)
    await predict({ x: 1 })
    await predict({ x: 3 })
    await predict({ x: 100 }).catch(() => undefined)
    model = () => new Promise(() => undefined)
    const left = predict({ x: 4 }, { signal: controller.signal }).catch(() => undefined)
    const waiting = predict({ x: 5 })
    controller.abort()
    await left
    const of = { 'plimsoll.contract': nameOf(contract) }
    const source = (source: string, degraded: boolean): object => ({
      ...of,
      'plimsoll.source': source,
      'plimsoll.degraded': degraded,
    })
    const failure = (type: string): object => ({ ...of, 'plimsoll.source': 'none', 'error.type': type })
    const calls = async (attributes: object): Promise<number> =>
      given.value('plimsoll.calls', attributes as typeof of)
    const { answers, refused, aborted, failures, retries, faults } = predict.stats()
    expect(answers).toEqual({ live: 2, cache: 1, stale: 1, fallback: 1 })
    expect(await calls(source('live', false))).toBe(answers.live)
    expect(await calls(source('cache', false))).toBe(answers.cache)
    const instead = (name: string): object => ({ ...source(name, true), 'plimsoll.failure': 'Error' })
    expect(await calls(instead('stale'))).toBe(answers.stale)
    expect(await calls(instead('fallback'))).toBe(answers.fallback)
    expect(await calls(failure('PLIMSOLL_INPUT_VIOLATION'))).toBe(refused)
    expect(await calls(failure('aborted'))).toBe(aborted)
    expect(await calls(failure('Error'))).toBe(failures)
    expect(retries.made).toBe(3)
    expect(await given.value('plimsoll.retries', { ...of, 'plimsoll.result': 'made' })).toBe(3)
    expect(await given.value('plimsoll.attempts', of)).toBe(2)
    expect(await given.value('plimsoll.attempts', { ...of, 'error.type': 'Error' })).toBe(6)
    expect(await given.value('plimsoll.attempts', { ...of, 'error.type': 'aborted' })).toBe(1)
    expect(await given.value('plimsoll.in_flight', of)).toBe(1)
    const [fault = ''] = Object.keys(faults)
    expect(faults).toEqual({ [fault]: 1 })
    expect(await given.value('plimsoll.faults', { ...of, 'plimsoll.fault': fault })).toBe(1)
    await clock.advance(10_000)
    await waiting
    expect(await given.value('plimsoll.in_flight', of)).toBe(0)
  })

  test('tell why an answer is a lesser one: what failed, or that the circuit was open', async () => {
    const given = register()
    const contract = newContract()
    const predict = guard(contract, {
      model: () => Promise.reject(Object.assign(new Error('boom'), { status: 503 })),
      breaker: { failures: 2 },
      fallback: () => ({ p: 0.5 }),
    })
    for (let i = 0; i < 5; i++) await predict({ x: 1 })
    const of = { 'plimsoll.contract': nameOf(contract) }
    const instead = { ...of, 'plimsoll.source': 'fallback', 'plimsoll.degraded': true }
    const because = async (type: string): Promise<number> =>
      given.value('plimsoll.calls', { ...instead, 'plimsoll.failure': type })
    expect([await because('503'), await because('PLIMSOLL_CIRCUIT_OPEN')]).toEqual([2, 3])
    expect(await given.value('plimsoll.attempts', { ...of, 'error.type': '503' })).toBe(2)
    expect(await given.value('plimsoll.attempts', of)).toBe(0)
  })

  test('tell no failure of a lesser answer that a stage gave before anything failed', async () => {
    const given = register()
    const contract = newContract()
    const cheap: Stage = { name: 'cheap', enter: (call) => void call.answer({ p: 0 }, 'fallback') }
    await guard(contract, { model: () => ({ p: 1 }), stages: [cheap] })({ x: 1 })
    const instead = { 'plimsoll.source': 'fallback', 'plimsoll.degraded': true }
    const of = { 'plimsoll.contract': nameOf(contract) }
    expect(await given.value('plimsoll.calls', { ...of, ...instead })).toBe(1)
  })

  test("tell a rollout's weight as it was configured", async () => {
    const given = register()
    const contract = newContract()
    const predict = guard(contract, {
      variants: { v1: () => ({ p: 1 }), v2: () => ({ p: 1 }) },
      rollout: { stable: 'v1', candidate: 'v2', weight: 33.3, rollbackIf: { errors: true } },
    })
    await predict({ x: 1 })
    const of = { 'plimsoll.contract': nameOf(contract), 'plimsoll.variant': 'v2' }
    expect(await given.value('plimsoll.rollout.weight', of)).toBe(0.333)
    predict.rollout?.rollback('by hand')
    expect(await given.value('plimsoll.rollout.weight', of)).toBe(0)
  })

  test('of calls made before the SDK was registered are exported too; their durations are not', async () => {
    const contract = newContract()
    const clock = createFakeClock()
    const predict = guard(contract, { model: () => ({ p: 1 }), clock })
    await predict({ x: 1 })
    const given = register()
    const of = { 'plimsoll.contract': nameOf(contract) }
    const live = { ...of, 'plimsoll.source': 'live' }
    await predict({ x: 1 })
    expect(await given.points('plimsoll.calls')).toEqual([])
    await clock.advance(1_000)
    await predict({ x: 1 })
    expect(await given.value('plimsoll.calls', { ...live, 'plimsoll.degraded': false })).toBe(3)
    expect(await given.value('plimsoll.call.duration.bucket', { ...live, le: '+Inf' })).toBe(1)
  })

  test('outlive the SDK they were exported by', async () => {
    const contract = newContract()
    const clock = createFakeClock()
    const predict = guard(contract, { model: () => ({ p: 1 }), clock })
    const live = {
      'plimsoll.contract': nameOf(contract),
      'plimsoll.source': 'live',
      'plimsoll.degraded': false,
    }
    const first = register()
    await predict({ x: 1 })
    expect(await first.value('plimsoll.calls', live)).toBe(1)
    await first.remove()
    await clock.advance(1_000)
    await predict({ x: 1 })
    const second = register()
    await clock.advance(1_000)
    await predict({ x: 1 })
    expect(await second.value('plimsoll.calls', live)).toBe(3)
  })

  test('of guards of one contract add up', async () => {
    const given = register()
    const contract = newContract()
    const guards = [1, 2].map(() => guard(contract, { model: () => ({ p: 1 }), breaker: true }))
    for (const predict of guards) await predict({ x: 1 })
    const of = { 'plimsoll.contract': nameOf(contract) }
    expect(
      await given.value('plimsoll.calls', { ...of, 'plimsoll.source': 'live', 'plimsoll.degraded': false }),
    ).toBe(2)
    expect(await given.value('plimsoll.breaker.state', { ...of, 'plimsoll.state': 'closed' })).toBe(2)
    expect(await given.value('plimsoll.breaker.state', { ...of, 'plimsoll.state': 'open' })).toBe(0)
  })

  test('stay when their guard is dropped, and the guard itself is let go', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const given = register()
    const contract = newContract()
    const of = { 'plimsoll.contract': nameOf(contract) }
    const use = async (): Promise<WeakRef<object>> => {
      const predict = guard(contract, {
        model: () => Promise.reject(boom),
        retry: { minDelay: 0, maxDelay: 0 },
        breaker: true,
      })
      await predict({ x: 1 }).catch(() => undefined)
      expect(await given.value('plimsoll.retries', { ...of, 'plimsoll.result': 'made' })).toBe(1)
      expect(await given.value('plimsoll.breaker.state', { ...of, 'plimsoll.state': 'closed' })).toBe(1)
      return new WeakRef(predict)
    }
    const dropped = await use()
    // A weak reference that was just read holds until the current job is over.
    for (let i = 0; i < 5 && dropped.deref() !== undefined; i++) {
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      collectGarbage()
    }
    expect(dropped.deref()).toBe(undefined)
    const failed = { ...of, 'plimsoll.source': 'none', 'error.type': 'Error' }
    expect(await given.value('plimsoll.calls', failed)).toBe(1)
    expect(await given.value('plimsoll.retries', { ...of, 'plimsoll.result': 'made' })).toBe(1)
    expect(await given.value('plimsoll.breaker.state', { ...of, 'plimsoll.state': 'closed' })).toBe(0)
  })

  test('of a drained guard tell how often it was called all the same', async () => {
    const given = register()
    const contract = newContract()
    const predict = guard(contract, { model: () => ({ p: 1 }) })
    await predict({ x: 1 })
    await predict.drain()
    await predict({ x: 1 }).catch(() => undefined)
    const closed = {
      'plimsoll.contract': nameOf(contract),
      'plimsoll.source': 'none',
      'error.type': 'PLIMSOLL_CLOSED',
    }
    expect(await given.value('plimsoll.calls', closed)).toBe(1)
  })

  test('of `compose` are kept where it is asked for', async () => {
    const given = register()
    const predict = compose((x: number) => x, [], {
      telemetry: telemetry('composed@1', { variants: ['a'] }),
    })
    const other = compose((x: number) => x, [])
    await predict(1)
    await other(1)
    const live = { 'plimsoll.contract': 'composed@1', 'plimsoll.source': 'live', 'plimsoll.degraded': false }
    expect(await given.value('plimsoll.calls', live)).toBe(1)
    await other(1)
  })

  test('are not kept by a guard that is told not to', async () => {
    const given = register()
    const contract = newContract()
    const predict = guard(contract, { model: () => ({ p: 1 }), telemetry: false })
    await predict({ x: 1 })
    expect((await given.points()).map((point) => point.attributes['plimsoll.contract'])).not.toContain(
      nameOf(contract),
    )
    expect(() => guard(contract, { model: () => ({ p: 1 }), telemetry: 'on' as never })).toThrow(
      'telemetry must be false, or true',
    )
  })
})

describe('labels are bounded', () => {
  test('a variant that is none of the guard is told as _OTHER', async () => {
    const given = register()
    const contract = newContract()
    const naming: Stage = {
      name: 'naming',
      enter: (call) => {
        call.variant = `user-${String((call.input as { x: number }).x)}`
      },
    }
    const predict = guard(contract, { model: () => ({ p: 1 }), stages: [naming] })
    for (let x = 0; x < 100; x++) await predict({ x })
    const points = await given.points('plimsoll.calls')
    const mine = points.filter(({ attributes }) => attributes['plimsoll.contract'] === nameOf(contract))
    expect(mine.map(({ value, attributes }) => [attributes['plimsoll.variant'], value])).toEqual([
      ['_OTHER', 100],
    ])
  })

  test('names past 256 in a process are told as _OTHER', async () => {
    const given = register()
    for (let i = 0; i < 400; i++) {
      await compose((x: number) => x, [], { telemetry: telemetry(`tenant-${i}`) })(1)
    }
    const points = await given.points('plimsoll.calls')
    const names = new Set(points.map(({ attributes }) => attributes['plimsoll.contract']))
    expect(names.size).toBe(256)
    const others = points.find(({ attributes }) => attributes['plimsoll.contract'] === '_OTHER')
    const told = points.filter(({ attributes }) =>
      String(attributes['plimsoll.contract']).startsWith('tenant'),
    )
    expect((others?.value ?? 0) + told.length).toBe(400)
  })
})

describe('a hostile SDK', () => {
  const broken = (): never => {
    throw new Error('broken')
  }

  test.each([
    ['a meter provider that throws', { metrics: { getMeter: broken } }],
    [
      'a meter that throws',
      { metrics: { getMeter: () => new Proxy({}, { get: () => broken }) } as unknown as MeterProvider },
    ],
    ['a tracer provider that throws', { traces: { getTracer: broken } }],
    [
      'a tracer that throws',
      { traces: { getTracer: () => ({ startSpan: broken, startActiveSpan: broken }) } },
    ],
    [
      'a tracer that gives no span',
      { traces: { getTracer: () => ({ startSpan: () => undefined }) } as unknown as TracerProvider },
    ],
    [
      'spans that throw',
      {
        traces: {
          getTracer: () => ({ startSpan: () => new Proxy({}, { get: () => broken }) }),
        } as unknown as TracerProvider,
      },
    ],
  ] as const)('%s costs no prediction, and is counted', async (_, given) => {
    if ('metrics' in given) metrics.setGlobalMeterProvider(given.metrics)
    if ('traces' in given) trace.setGlobalTracerProvider(given.traces)
    try {
      let asked = 0
      const told: unknown[] = []
      const predict = guard(newContract(), {
        model: async () => {
          await settle()
          if (++asked === 1) throw boom
          return { p: 1 }
        },
        retry: { minDelay: 0, maxDelay: 0 },
      })
      predict.on('fault', (fault) => told.push(fault.kind))
      expect(await predict({ x: 1 })).toEqual({ p: 1 })
      expect(asked).toBe(2)
      expect(predict.stats().faults['telemetry']).toBeGreaterThan(0)
      expect(told).toEqual(['telemetry'])
    } finally {
      metrics.disable()
      trace.disable()
    }
  })

  test.each([
    ['throws before it runs what it was given', { with: broken }],
    [
      'throws after it ran what it was given',
      {
        with: (_: unknown, run: () => unknown) => {
          run()
          return broken()
        },
      },
    ],
    ['knows no active context', { active: broken }],
  ])('a context manager that %s costs no prediction', async (_, given) => {
    const kind = {
      active: () => ROOT_CONTEXT,
      with: (_context: unknown, run: () => unknown) => run(),
      ...given,
    }
    const contexts = { ...kind, bind: broken, enable: () => contexts, disable: () => contexts }
    const traced = registerSdk({ metrics: false, contexts: false })
    context.setGlobalContextManager(contexts as unknown as ContextManager)
    let asked = 0
    const predict = guard(newContract(), {
      model: () => {
        asked++
        return { p: 1 }
      },
    })
    predict.on('fault', () => undefined)
    expect(await predict({ x: 1 })).toEqual({ p: 1 })
    const failing = guard(newContract(), { model: () => Promise.reject(boom) })
    failing.on('fault', () => undefined)
    await expect(failing({ x: 1 })).rejects.toBe(boom)
    expect(asked).toBe(1)
    expect(predict.stats().faults['telemetry']).toBeGreaterThan(0)
    await traced.remove()
  })
})
