import { defineContract } from '@plimsoll/contracts'
import { isPlimsollError } from '@plimsoll/core'
import type { CacheEntry, CacheStore, DriftEvent } from '@plimsoll/core'
import { createFakeClock, settle } from '@plimsoll/core/testing'
import { createBaseline, createRetrainTrigger } from '@plimsoll/drift'
import { createRandom } from '@plimsoll/stats'
import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { guard } from './guard.ts'

const shape = {
  input: z.object({ userId: z.string(), tenure: z.number().min(0) }),
  output: z.object({ p: z.number().min(0).max(1) }),
  label: z.boolean(),
}
const churn = defineContract('churn@4', shape)
const row = { userId: 'u1', tenure: 3 }
const boom = new Error('boom')
const hang = (): Promise<{ p: number }> => new Promise(() => undefined)

/** A model whose first answer to each call is a failure. */
function failingFirst() {
  let asked = 0
  return vi.fn(() => {
    if (asked++ % 2 === 0) throw boom
    return { p: 0.4 }
  })
}

function baselineOf(column: string) {
  const random = createRandom(1)
  const rows = Array.from({ length: 500 }, () => ({ [column]: random.next() }))
  return createBaseline(rows, { columns: [column] })
}

/** A store of the user's own, in a map. */
function mapStore() {
  const entries = new Map<string, CacheEntry>()
  const store: CacheStore = {
    get: (key) => entries.get(key),
    set: (key, entry) => void entries.set(key, entry),
    delete: (key) => void entries.delete(key),
  }
  return { entries, store }
}

describe('a call without options', () => {
  test("has the guard's deadline", async () => {
    const clock = createFakeClock()
    const predict = guard(churn, { model: hang, deadline: '50ms', clock })
    const failures: unknown[] = []
    predict(row).catch((error: unknown) => failures.push(error))
    await clock.advance(49)
    expect(failures).toEqual([])
    await clock.advance(1)
    expect(failures).toHaveLength(1)
    expect(isPlimsollError(failures[0], 'PLIMSOLL_DEADLINE_EXCEEDED')).toBe(true)
  })
})

describe('an answer that took a retry', () => {
  const retry = { attempts: 2, minDelay: 0, maxDelay: 0, budget: 1 }

  test('counts neither for labels nor for output drift; a first answer counts for both', async () => {
    const output = { baseline: baselineOf('p') }
    const retried = guard(churn, { model: failingFirst(), retry, drift: { output } })
    const late = await retried.detailed(row)
    expect(late).toMatchObject({ source: 'live', attempts: 2 })
    expect(retried.outcome(late.id, true)).toBe('ignored')
    expect(retried.monitors.output?.rows).toBe(0)

    const steady = guard(churn, { model: () => ({ p: 0.4 }), retry, drift: { output } })
    const first = await steady.detailed(row)
    expect(steady.outcome(first.id, true)).toBe('joined')
    expect(steady.monitors.output?.rows).toBe(1)
  })

  test('nor is its second failure held against its variant', async () => {
    const evidences: number[] = []
    for (const attempts of [1, 4]) {
      const fails = (): { p: number } => {
        throw boom
      }
      const predict = guard(churn, {
        variants: { v3: () => ({ p: 0.3 }), v4: fails },
        rollout: { stable: 'v3', candidate: 'v4', weight: 50, rollbackIf: { errors: true } },
        retry: { ...retry, attempts },
        fallback: () => ({ p: 0.5 }),
        random: () => 0.1,
      })
      // Without a unit: of one unit, a second failure counts for nothing anyway.
      for (let i = 0; i < 4; i++) expect((await predict.detailed(row)).variant).toBe('v4')
      evidences.push(predict.rollout?.status().verdict.evidence ?? -1)
    }
    expect(evidences[0]).toBeGreaterThan(1)
    expect(evidences[1]).toBe(evidences[0])
  })
})

describe('cache', () => {
  test('guards of different contracts that share a store do not share answers', async () => {
    const { store, entries } = mapStore()
    const next = defineContract('churn@5', { ...shape, output: z.object({ p: z.number().min(0.5) }) })
    const old = guard(churn, { model: () => ({ p: 0.1 }), cache: { ttl: '5m', store } })
    const young = guard(next, { model: () => ({ p: 0.9 }), cache: { ttl: '5m', store } })
    const twin = guard(churn, { model: () => ({ p: 0.2 }), cache: { ttl: '5m', store } })
    expect(await old(row)).toEqual({ p: 0.1 })
    expect(await young.detailed(row)).toMatchObject({ output: { p: 0.9 }, source: 'live' })
    expect(await twin.detailed(row)).toMatchObject({ output: { p: 0.1 }, source: 'cache' })
    expect(entries.size).toBe(2)
  })

  test('a store that fails is counted in stats and costs no prediction', async () => {
    const down: CacheStore = {
      get: () => {
        throw boom
      },
      set: () => Promise.reject(boom),
      delete: () => undefined,
    }
    const predict = guard(churn, { model: () => ({ p: 0.1 }), cache: { ttl: '5m', store: down } })
    const kinds: string[] = []
    predict.on('fault', ({ kind }) => kinds.push(kind))
    expect(await predict(row)).toEqual({ p: 0.1 })
    await settle()
    expect(kinds.toSorted()).toEqual(['cache store, get', 'cache store, set'])
    expect(predict.stats().faults).toMatchObject({ 'cache store, get': 1, 'cache store, set': 1 })
  })

  test("runs on the guard's clock, in memory and in a store", async () => {
    for (const store of [undefined, mapStore().store]) {
      const clock = createFakeClock()
      const predict = guard(churn, { model: () => ({ p: 0.1 }), cache: { ttl: '1m', store }, clock })
      const sourceNow = async (): Promise<string> => (await predict.detailed(row)).source
      expect(await sourceNow()).toBe('live')
      await clock.advance(59_999)
      expect(await predict.detailed(row)).toMatchObject({ source: 'cache', age: 59_999 })
      await clock.advance(1)
      expect(await sourceNow()).toBe('live')
    }
  })
})

test("retry waits on the guard's clock", async () => {
  const clock = createFakeClock()
  const model = failingFirst()
  const retry = { minDelay: 1_000, maxDelay: 1_000 }
  const predict = guard(churn, { model, retry, random: () => 0.5, clock })
  const answer = predict(row)
  await clock.advance(499)
  expect(model).toHaveBeenCalledTimes(1)
  await clock.advance(1)
  expect(model).toHaveBeenCalledTimes(2)
  expect(await answer).toEqual({ p: 0.4 })
})

describe('drift', () => {
  test('every option reaches its monitor, on both sides', () => {
    const settings = {
      window: 200,
      minRows: 50,
      least: { psi: 0.3, ks: 0.15, jsd: 0.1, lInfinity: 0.2, missing: 0.02, invalid: 0.02, unseen: 0.01 },
      alarm: { falseAlarm: 0.05, over: 1e4, replicas: 2 },
      significance: 0.01,
      share: 0.5,
      block: 2,
      detect: false,
      history: 3,
      replica: 'a',
      maxWindowAge: 3_600_000,
    }
    const plan = (rows: number): object => ({ kind: 'tumbling', rows, panes: 1, every: rows })
    const rolled: string[] = []
    const predict = guard(churn, {
      model: () => ({ p: 0.1 }),
      drift: {
        baseline: createBaseline(
          Array.from({ length: 300 }, (_, i) => ({ userId: `u${i % 3}`, tenure: i })),
          { columns: ['userId', 'tenure'] },
        ),
        columns: ['tenure'],
        ...settings,
        onRoll: () => rolled.push('input'),
        output: {
          baseline: baselineOf('p'),
          ...settings,
          window: 100,
          significance: 0.02,
          onRoll: () => rolled.push('output'),
        },
      },
    })
    const { input, output } = predict.monitors
    expect(input?.settings).toEqual({ ...settings, window: plan(200) })
    expect(input?.columns).toEqual(['tenure'])
    expect(output?.settings).toEqual({ ...settings, window: plan(100), significance: 0.02 })
    output?.roll()
    input?.roll()
    expect(rolled).toEqual(['output', 'input'])
  })

  test('an alarm is told at once, with what it rests on, and once in a cool-down', async () => {
    const clock = createFakeClock()
    const events: DriftEvent[] = []
    const told: string[] = []
    const baseline = baselineOf('tenure')
    const predict = guard(churn, {
      model: () => ({ p: 0.1 }),
      drift: {
        baseline,
        window: 100,
        onRoll: ({ verdict, finished }) => void (finished && told.push(verdict)),
      },
      clock,
    })
    predict.on('drift', (event) => events.push(event))
    const send = async (count: number, tenure: () => number): Promise<void> => {
      for (let i = 0; i < count; i++) await predict({ ...row, tenure: tenure() })
    }
    const random = createRandom(2)
    const usual = (): number => random.next()
    for (let round = 0; round < 3; round++) {
      await send(100, usual)
      await send(100, () => 99)
    }
    await send(100, usual)
    expect(told).toEqual(['ok', 'alarm', 'ok', 'alarm', 'ok', 'alarm', 'ok'])
    expect(events.map(({ verdict }) => verdict)).toEqual(['ok', 'alarm', 'ok'])
    expect(events[1]).toMatchObject({
      side: 'input',
      previous: 'ok',
      columns: ['tenure'],
      finished: false,
      baseline: baseline.digest,
    })
    expect(events[1]?.pValue).toBeLessThanOrEqual(0.01)
    await clock.advance(600_000)
    await send(100, () => 99)
    expect(events.map(({ verdict }) => verdict)).toEqual(['ok', 'alarm', 'ok', 'alarm'])
    expect(predict.explain().stages.find(({ name }) => name === 'input drift')?.settings).toMatchObject({
      coolDown: 600_000,
      alarm: { falseAlarm: 0.01, over: 1_000_000, replicas: 1 },
    })
    expect(String(predict.explain())).toContain('alarm.over 1000000')
    expect(String(predict.explain())).toContain('coolDown 10m')
  })

  test('a cool-down of each side is its own, and must be a duration', async () => {
    const predict = guard(churn, {
      model: () => ({ p: 0.1 }),
      drift: {
        baseline: baselineOf('tenure'),
        coolDown: 0,
        output: { baseline: baselineOf('p'), coolDown: '1h' },
      },
    })
    const sides = predict.explain().stages.filter(({ name }) => name.endsWith(' drift'))
    expect(sides.map(({ settings }) => settings['coolDown'])).toEqual([0, 3_600_000])
    const wrong = (): unknown =>
      guard(churn, {
        model: () => ({ p: 0.1 }),
        drift: {
          baseline: baselineOf('tenure'),
          coolDown: 'soon' as never,
          output: { baseline: baselineOf('p'), coolDown: -1 },
        },
      })
    expect(wrong).toThrow(/drift\.coolDown must be milliseconds[\s\S]*drift\.output\.coolDown must be/)
    const mistyped = { baseline: baselineOf('tenure'), cooldown: 5 } as never
    expect(() => guard(churn, { model: () => ({ p: 0.1 }), drift: mistyped })).toThrow(
      /drift\.cooldown is not an option \(did you mean coolDown\?\)/,
    )
    expect(() =>
      guard(churn, {
        model: () => ({ p: 0.1 }),
        drift: { coolDown: 5, output: { baseline: baselineOf('p') } },
      }),
    ).toThrow(/drift\.coolDown needs drift\.baseline/)
  })

  test('alarms of a guard reach a trigger of retraining', async () => {
    const baseline = baselineOf('tenure')
    const asked: string[] = []
    const retrain = createRetrainTrigger({
      model: 'churn@4',
      baseline,
      after: 1,
      run: ({ columns }) => void asked.push(...columns.map(({ name }) => name)),
    })
    const predict = guard(churn, { model: () => ({ p: 0.1 }), drift: { baseline, window: 100 } })
    predict.monitors.input?.subscribe(retrain.note)
    for (let i = 0; i < 60; i++) await predict({ ...row, tenure: 99 })
    await retrain.settled()
    expect(asked).toEqual(['tenure'])
    expect(retrain.last?.window?.since).toBeGreaterThan(Date.UTC(2020, 0, 1))
    await retrain.dispose()
  })

  test("output drift watches the model's answers, and nothing else", async () => {
    const predict = guard(churn, {
      model: (x) => (x.tenure > 5 ? Promise.reject(boom) : { p: 0.4 }),
      cache: { ttl: '5m' },
      fallback: () => ({ p: 0.9 }),
      drift: { output: { baseline: baselineOf('p') } },
    })
    await predict(row)
    await predict(row)
    await predict({ ...row, tenure: 9 })
    expect(predict.stats().answers).toMatchObject({ live: 1, cache: 1, fallback: 1 })
    expect(predict.monitors.output?.rows).toBe(1)
    expect(predict.monitors.input).toBeUndefined()
  })
})

describe('many', () => {
  test("ends with the caller's signal, and with its reason", async () => {
    const controller = new AbortController()
    const signals: AbortSignal[] = []
    const predict = guard(churn, {
      model: (_, { signal }) => {
        signals.push(signal)
        return hang()
      },
    })
    const answers = predict.many([row, row, row], { concurrency: 2, signal: controller.signal })
    controller.abort(boom)
    await expect(answers).rejects.toBe(boom)
    await settle()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(predict.stats()).toMatchObject({ aborted: 2, inFlight: 0 })
  })
})

describe('variants', () => {
  const rollout = { stable: 'v3', candidate: 'v4', weight: 50 } as const
  const variants = { v3: () => ({ p: 0.3 }), v4: () => ({ p: 0.9 }) }

  test('a guard with one variant names it in its answers, and to the variant', async () => {
    const seen: unknown[] = []
    const predict = guard(churn, {
      variants: {
        v3: (_, { variant }) => {
          seen.push(variant)
          return { p: 0.3 }
        },
      },
    })
    expect(await predict.detailed(row)).toMatchObject({ output: { p: 0.3 }, variant: 'v3' })
    expect(seen).toEqual(['v3'])
  })

  test('health tells of the rollout', () => {
    const predict = guard(churn, { variants, rollout: { ...rollout, rollbackIf: { errors: true } } })
    expect(predict.health()).toMatchObject({ status: 'ok', parts: [{ name: 'rollout', status: 'ok' }] })
    predict.rollout?.rollback('by hand')
    expect(predict.health()).toMatchObject({ status: 'degraded', parts: [{ name: 'rollout' }] })
  })

  test("a candidate's open circuit leaves the guard degraded, stable's takes it down", async () => {
    const down = new Set<string>()
    const answer = (
      _: unknown,
      { variant = '' }: { readonly variant: string | undefined },
    ): { p: number } => {
      if (down.has(variant)) throw boom
      return { p: 0.5 }
    }
    const on = (weight: number) =>
      guard(churn, {
        variants: { v3: answer, v4: answer },
        rollout: { ...rollout, weight, unit: (x) => x.userId, rollbackIf: { errors: true } },
        breaker: { failures: 1 },
      })
    const predict = on(50)
    const callAll = async (predict: ReturnType<typeof on>): Promise<void> => {
      for (let i = 0; i < 20; i++) await predict({ ...row, userId: `u${i}` }).catch(() => undefined)
    }
    down.add('v4')
    await callAll(predict)
    expect(predict.health()).toMatchObject({
      status: 'degraded',
      parts: [
        { name: 'rollout' },
        { name: 'breaker v4', status: 'degraded', state: 'open' },
        { name: 'breaker v3', status: 'ok', state: 'closed' },
      ],
    })
    down.add('v3')
    await callAll(predict)
    expect(predict.health().status).toBe('down')
    const whole = on(100)
    await callAll(whole)
    expect(whole.health()).toMatchObject({ status: 'down' })
    whole.rollout?.rollback('down')
    expect(whole.health()).toMatchObject({ status: 'degraded' })
  })

  test('a loss that throws is a fault, each time; the label is joined and nothing counted', async () => {
    const loss = (): boolean => {
      throw boom
    }
    const predict = guard(churn, { variants, rollout: { ...rollout, rollbackIf: { loss } } })
    predict.on('fault', () => undefined)
    for (let i = 0; i < 3; i++) {
      const { id } = await predict.detailed(row)
      expect(predict.outcome(id, false)).toBe('joined')
    }
    expect(predict.stats().faults).toEqual({ 'rollout loss': 3 })
    expect(predict.rollout?.status()).toMatchObject({ state: 'running' })
  })

  test('a unit that throws is a fault; the call is assigned by chance and answered', async () => {
    const unit = (): string => {
      throw boom
    }
    const predict = guard(churn, {
      variants,
      rollout: { ...rollout, unit, rollbackIf: { errors: true } },
      random: () => 0.9,
    })
    const kinds: string[] = []
    predict.on('fault', ({ kind }) => kinds.push(kind))
    expect(await predict.detailed(row)).toMatchObject({ output: { p: 0.3 }, variant: 'v3' })
    expect(await predict.detailed(row)).toMatchObject({ output: { p: 0.3 }, variant: 'v3' })
    expect(kinds).toEqual(['rollout unit'])
    expect(predict.stats().faults).toEqual({ 'rollout unit': 2 })
  })
})
