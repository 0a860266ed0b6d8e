import { describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { defineContract } from '@plimsoll/contracts'
import { isPlimsollError } from '@plimsoll/core'
import type { BreakerEvent, Call, CallOptions, OptionsError, RolloutEvent, Stage } from '@plimsoll/core'
import { createFakeClock, recordingSink, settle } from '@plimsoll/core/testing'
import { createBaseline } from '@plimsoll/drift'
import { breaker, retry } from '@plimsoll/resilience'
import { createRandom } from '@plimsoll/stats'
import { guard } from './guard.ts'

const churn = defineContract('churn@4', {
  input: z.object({ userId: z.string(), tenure: z.number().min(0), plan: z.enum(['free', 'pro']) }),
  output: z.object({ p: z.number().min(0).max(1) }),
  label: z.boolean(),
})
const row = { userId: 'u1', tenure: 3, plan: 'pro' } as const
const boom = new Error('boom')

describe('guard(contract, { model })', () => {
  test('answers with the parsed output, and checks both sides', async () => {
    const model = vi.fn((x: { tenure: number }) => ({ p: x.tenure / 10, extra: 'stripped' }))
    const predict = guard(churn, { model })
    expect(await predict(row)).toEqual({ p: 0.3 })
    await expect(predict({ ...row, tenure: -1 })).rejects.toSatisfy((e) =>
      isPlimsollError(e, 'PLIMSOLL_INPUT_VIOLATION'),
    )
    expect(model).toHaveBeenCalledTimes(1)
    await expect(predict({ ...row, tenure: 100 })).rejects.toSatisfy((e) =>
      isPlimsollError(e, 'PLIMSOLL_OUTPUT_VIOLATION'),
    )
    expect(predict.stats()).toMatchObject({ answers: { live: 1 }, failures: 1, refused: 1, inFlight: 0 })
  })

  test('a failure of the target passes through untouched', async () => {
    const predict = guard(churn, { model: () => Promise.reject(boom) })
    await expect(predict(row)).rejects.toBe(boom)
  })

  test('detailed tells where the answer came from; ids are unique and sort', async () => {
    const predict = guard(churn, { model: () => ({ p: 0.5 }) })
    const first = await predict.detailed(row)
    const second = await predict.detailed(row, { id: 'mine' })
    expect(first).toMatchObject({ output: { p: 0.5 }, source: 'live', degraded: false, age: 0, attempts: 1 })
    expect(first.id).toHaveLength(26)
    expect(second.id).toBe('mine')
  })

  test('a mistake in the options of one call rejects that call', async () => {
    const predict = guard(churn, { model: () => ({ p: 0.5 }) })
    const wrong = { deadline: 'soon', priority: 'urgent', typo: 1 } as unknown as { id: string }
    await expect(predict(row, wrong)).rejects.toThrow(/typo[\s\S]*deadline[\s\S]*priority/)
    await expect(predict.detailed(row, wrong)).rejects.toThrow('deadline')
  })
})

describe('the stages together', () => {
  test('explain prints the stages in the canonical order with their defaults', () => {
    const predict = guard(churn, {
      variants: { v3: () => ({ p: 0.3 }), v4: () => ({ p: 0.4 }) },
      rollout: { stable: 'v3', candidate: 'v4', weight: 5, rollbackIf: { errors: true } },
      deadline: '250ms',
      retry: { attempts: 3 },
      breaker: true,
      cache: { ttl: '5m', staleIfError: '1h' },
      fallback: () => ({ p: 0.5 }),
      drift: { baseline: baselineOf() },
    })
    const { stages } = predict.explain()
    expect(stages.map((stage) => stage.name)).toEqual([
      'record',
      'deadline',
      'fallback',
      'stale',
      'contract',
      'input drift',
      'route',
      'cache',
      'retry',
      'breaker',
      'judge',
      'target',
    ])
    expect(predict.explain().toString()).toMatch(
      /churn@4[\s\S]*deadline 250ms[\s\S]*ttl 5m, staleIfError 1h[\s\S]*attempts 3[\s\S]*failures 5/,
    )
  })

  test('explain tells which parts of a contract its schemas read themselves, and nothing where there are none', () => {
    const stageOf = (input: z.ZodType): unknown => {
      const contract = defineContract('m@1', { input, output: z.object({ p: z.number() }) })
      const { stages } = guard(contract, { model: () => ({ p: 1 }) }).explain()
      return stages.find((stage) => stage.name === 'contract')?.settings
    }
    expect(stageOf(z.object({ a: z.number() }))).toEqual({})
    const table = z.map(z.string(), z.number())
    expect(stageOf(z.object({ a: z.number(), table, list: z.array(table) }))).toEqual({
      uncompiled: ['input.table', 'input.list[*]'],
    })
    const contract = defineContract('m@1', { input: z.set(z.string()), output: z.number() })
    expect(
      guard(contract, { model: () => 1 })
        .explain()
        .toString(),
    ).toMatch(/contract .*\n +uncompiled input\n/)
  })

  test('a failing target is answered by the ladder while the breaker opens, and live again after', async () => {
    const clock = createFakeClock()
    let isDown = true
    let asked = 0
    const predict = guard(churn, {
      model: async () => {
        asked++
        if (isDown) throw boom
        return { p: 0.2 }
      },
      breaker: { failures: 3, openFor: '1s' },
      fallback: () => ({ p: 0.5 }),
      deadline: '250ms',
      clock,
    })
    const seen: string[] = []
    predict.on('breaker', (event: BreakerEvent) => seen.push(`${event.from} > ${event.to}`))
    for (let i = 0; i < 10; i++) {
      expect(await predict.detailed(row)).toMatchObject({
        output: { p: 0.5 },
        source: 'fallback',
        degraded: true,
      })
    }
    expect(asked).toBe(3)
    expect(predict.health().status).not.toBe('ok')
    isDown = false
    await vi.waitFor(async () => {
      await clock.advance(1_001)
      expect(await predict.detailed(row)).toMatchObject({ source: 'live' })
    })
    await vi.waitFor(() => expect(seen.at(-1)).toBe('half-open > closed'))
    expect(seen[0]).toBe('closed > open')
    expect(predict.health().status).toBe('ok')
    expect(predict.stats().failures).toBe(0)
  })

  test('the fallback never answers for a refused input', async () => {
    const predict = guard(churn, { model: () => ({ p: 1 }), fallback: () => ({ p: 0.5 }) })
    await expect(predict({ ...row, tenure: -1 })).rejects.toSatisfy((e) =>
      isPlimsollError(e, 'PLIMSOLL_INPUT_VIOLATION'),
    )
  })

  test('a lesser answer tells what it stands in for, and how often the target was asked', async () => {
    const predict = guard(churn, {
      model: () => Promise.reject(boom),
      breaker: { failures: 1 },
      fallback: () => ({ p: 0.5 }),
    })
    expect(await predict.detailed(row)).toMatchObject({ failure: boom, attempts: 1 })
    const refused = await predict.detailed(row)
    expect(refused.attempts).toBe(0)
    expect(isPlimsollError(refused.failure, 'PLIMSOLL_CIRCUIT_OPEN')).toBe(true)
    expect(String(refused.failure)).toContain('churn@4')
  })

  test('nobody stands in with an input whose check has not ended', async () => {
    const clock = createFakeClock()
    let isSlow = false
    const doubled = defineContract('doubled@1', {
      input: z
        .number()
        .refine(() => (isSlow ? new Promise<boolean>(() => undefined) : Promise.resolve(true)))
        .transform((n) => n * 2),
      output: z.string(),
    })
    const seen: unknown[] = []
    const predict = guard(doubled, {
      model: (x) => `answer for ${x}`,
      deadline: 100,
      cache: { ttl: '1m', staleIfError: '1h' },
      fallback: (x) => {
        seen.push(x)
        return 'fallback'
      },
      clock,
    })
    expect(await predict(2)).toBe('answer for 4')
    isSlow = true
    const failure = predict(4).catch((e: unknown) => e)
    await clock.advance(100)
    expect(isPlimsollError(await failure, 'PLIMSOLL_DEADLINE_EXCEEDED')).toBe(true)
    expect(seen).toEqual([])
  })

  test('functions of yours that are async by mistake harm nothing and are told', async () => {
    const unhandled: unknown[] = []
    const listen = (error: unknown): void => void unhandled.push(error)
    process.on('unhandledRejection', listen)
    const rejecting = (() => Promise.reject(boom)) as unknown as () => boolean
    const predict = guard(churn, {
      variants: { a: () => ({ p: 0.1 }), b: () => Promise.reject(boom) },
      rollout: {
        stable: 'a',
        candidate: 'b',
        weight: 50,
        unit: rejecting as unknown as () => string,
        rollbackIf: { errors: true, loss: rejecting },
      },
      retry: { retryable: rejecting },
      breaker: { isFailure: rejecting },
      drift: { baseline: baselineOf(), window: 40, onRoll: rejecting },
    })
    predict.on('fault', () => undefined)
    for (let i = 0; i < 60; i++) {
      const answer = await predict.detailed(row).catch((e: unknown) => e)
      if (answer === boom) continue
      predict.outcome((answer as { id: string }).id, true)
    }
    await settle()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', listen)
    expect(unhandled).toEqual([])
    expect(Object.keys(predict.stats().faults).toSorted()).toEqual([
      'drift.onRoll',
      'rollout loss',
      'rollout unit',
      'stage breaker, error',
      'stage retry, error',
    ])
  })

  test('a fallback that breaks the output contract is not an answer', async () => {
    const predict = guard(churn, { model: () => Promise.reject(boom), fallback: () => ({ p: 7 }) })
    predict.on('fault', () => undefined)
    await expect(predict(row)).rejects.toBe(boom)
  })

  test('retry is entered after a failure only, and the first attempt alone is judged', async () => {
    let asked = 0
    const predict = guard(churn, {
      model: () => {
        if (++asked === 1) throw boom
        return { p: 0.1 }
      },
      retry: { attempts: 3, minDelay: 0 },
    })
    expect(await predict.detailed(row)).toMatchObject({ output: { p: 0.1 }, attempts: 2 })
    expect(predict.stats().retries).toEqual({ made: 1, refused: 0 })
  })

  test('equal inputs are answered from memory, other tenants are not', async () => {
    const model = vi.fn(() => ({ p: 0.4 }))
    const predict = guard(churn, { model, cache: { ttl: '5m' } })
    expect(await predict.detailed(row)).toMatchObject({ source: 'live' })
    expect(await predict.detailed({ plan: 'pro', tenure: 3, userId: 'u1' })).toMatchObject({
      source: 'cache',
    })
    expect(await predict.detailed(row, { tenant: 't2' })).toMatchObject({ source: 'live' })
    expect(model).toHaveBeenCalledTimes(2)
  })

  test('drift sees every accepted input, whoever answers, and no refused one', async () => {
    const predict = guard(churn, {
      model: () => ({ p: 0.4 }),
      cache: { ttl: '5m' },
      drift: { baseline: baselineOf() },
    })
    for (let i = 0; i < 4; i++) await predict(row)
    await predict({ ...row, tenure: -1 }).catch(() => undefined)
    expect(predict.monitors.input?.rows).toBe(4)
  })

  test('a shorthand takes a stage: a built-in one with its own settings, or your own', async () => {
    let asked = 0
    const predict = guard(churn, {
      model: () => {
        asked++
        throw boom
      },
      retry: retry({ attempts: 3, minDelay: 0 }),
      breaker: breaker({ failures: 100 }),
    })
    await expect(predict(row)).rejects.toBe(boom)
    expect(asked).toBe(3)
    const own = { name: 'mine', error: (call: Call) => void call.answer({ p: 0.1 }, 'fallback') }
    expect(await guard(churn, { model: () => Promise.reject(boom), retry: own })(row)).toEqual({ p: 0.1 })
    const wrong = { name: 'x', error: 5 } as unknown as Stage
    expect(() => guard(churn, { model: () => ({ p: 1 }), retry: wrong })).toThrow('retry must be a stage')
  })

  test('a sink takes decisions and state changes; one that throws or rejects harms nobody', async () => {
    const sink = recordingSink()
    const predict = guard(churn, {
      model: () => Promise.reject(boom),
      breaker: { failures: 1 },
      fallback: () => ({ p: 0.5 }),
      sink,
    })
    await predict(row, { id: 'one', unit: 'u1' })
    await predict(row, { id: 'two' })
    const lesser = { contract: 'churn@4', source: 'fallback', degraded: true }
    expect(sink.records).toMatchObject([
      { kind: 'breaker', from: 'closed', to: 'open' },
      { ...lesser, id: 'one', unit: 'u1', attempts: 1, failure: '_OTHER' },
      { ...lesser, id: 'two', attempts: 0, failure: 'PLIMSOLL_CIRCUIT_OPEN' },
    ])
    for (const write of [
      () => Promise.reject(boom),
      () => {
        throw boom
      },
    ]) {
      const broken = guard(churn, {
        model: () => ({ p: 1 }),
        sink: { write, flush: () => Promise.reject(boom) },
      })
      broken.on('fault', () => undefined)
      expect(await broken(row)).toEqual({ p: 1 })
      await broken.drain()
      expect(broken.stats().faults).toEqual({ sink: 2 })
    }
  })

  test('a sink takes a record of every call that ended: whose it was, and why it failed, by its code', async () => {
    const sink = recordingSink()
    const controller = new AbortController()
    const models = [
      () => ({ p: 0.5 }),
      () => Promise.reject(Object.assign(new Error('secret'), { name: 'Secret', status: 503 })),
      () => ({ p: 7 }),
      () => {
        controller.abort(new Error('secret'))
        return new Promise<never>(() => undefined)
      },
    ]
    const predict = guard(churn, { model: () => models.shift()?.() as { p: number }, sink })
    const failed = async (input: Parameters<typeof predict>[0], options: CallOptions): Promise<void> => {
      await expect(predict(input, options)).rejects.toThrow()
    }
    await predict(row, { id: 'answered', unit: 'u1', tenant: 'acme', priority: 'critical' })
    await failed(row, { id: 'failed', unit: 'u1', tenant: 'acme', priority: 'default' })
    await failed(row, { id: 'broken' })
    await failed(row, { id: 'left', signal: controller.signal })
    await failed({ ...row, tenure: -1 }, { id: 'refused' })
    const of = { contract: 'churn@4', degraded: false, at: expect.any(Number) }
    const none = { ...of, source: 'none', attempts: 1 }
    expect(sink.records).toEqual([
      {
        ...of,
        id: 'answered',
        unit: 'u1',
        tenant: 'acme',
        priority: 'critical',
        source: 'live',
        attempts: 1,
      },
      { ...none, id: 'failed', unit: 'u1', tenant: 'acme', failure: '_OTHER' },
      { ...none, id: 'broken', failure: 'PLIMSOLL_OUTPUT_VIOLATION' },
      { ...none, id: 'left', failure: 'aborted' },
      { ...none, id: 'refused', attempts: 0, failure: 'PLIMSOLL_INPUT_VIOLATION' },
    ])
    expect(JSON.stringify(sink.records)).not.toMatch(/secret/i)
    const { failures, refused, aborted } = predict.stats()
    expect({ failures, refused, aborted }).toEqual({ failures: 2, refused: 1, aborted: 1 })
  })

  test('messages about the options of a call hold none of their values', async () => {
    const predict = guard(churn, { model: () => ({ p: 1 }) })
    const given = { userId: 'alice@example.com', 'bob@example.com': 1, priority: 'secret', deadline: 'carol' }
    const failure = await predict(row, given as unknown as { id: string }).catch((e: unknown) => String(e))
    expect(failure).toMatch(/userId[\s\S]*deadline[\s\S]*priority/)
    expect(failure).not.toMatch(/alice|bob|secret|carol/)
  })

  test('your own stages run after the input check', async () => {
    const seen: unknown[] = []
    const predict = guard(churn, {
      model: () => ({ p: 0.4 }),
      stages: [{ name: 'mine', enter: (call) => void seen.push(call.input) }],
    })
    await predict({ ...row, unknown: 1 } as typeof row)
    expect(seen).toEqual([row])
  })
})

describe('variants and the judge', () => {
  function rolledOut(candidateFails: (n: number) => boolean) {
    let n = 0
    const random = createRandom(7)
    const clock = createFakeClock()
    const predict = guard(churn, {
      variants: {
        v3: () => ({ p: 0.3 }),
        v4: () => {
          if (candidateFails(n++)) throw boom
          return { p: 0.9 }
        },
      },
      rollout: {
        stable: 'v3',
        candidate: 'v4',
        weight: 50,
        unit: (x) => x.userId,
        rollbackIf: { errors: true, loss: (y, truth) => y.p > 0.5 !== truth },
      },
      fallback: () => ({ p: 0.5 }),
      random: () => random.next(),
      clock,
    })
    return predict
  }

  test('units stick to their variant', async () => {
    const predict = rolledOut(() => false)
    const variants = new Map<string, string>()
    for (let i = 0; i < 400; i++) {
      const userId = `u${i % 40}`
      const { variant } = await predict.detailed({ ...row, userId })
      expect(variants.get(userId) ?? variant).toBe(variant)
      variants.set(userId, variant)
    }
    expect(new Set(variants.values()).size).toBe(2)
  })

  test('a candidate that fails is taken back for good; failures were answered by the fallback', async () => {
    const predict = rolledOut(() => true)
    const events: RolloutEvent[] = []
    predict.on('rollback', (event) => events.push(event))
    for (let i = 0; i < 200; i++) await predict({ ...row, userId: `u${i}` })
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ candidate: 'v4', signal: 'errors', bound: 100 })
    expect(events[0]?.evidence).toBeGreaterThanOrEqual(100)
    expect((await predict.detailed(row)).variant).toBe('v3')
    expect(predict.stats().failures).toBe(0)
  })

  test('late labels take a wrong candidate back', async () => {
    const predict = rolledOut(() => false)
    const ids: string[] = []
    for (let i = 0; i < 400; i++) ids.push((await predict.detailed({ ...row, userId: `u${i}` })).id)
    expect(predict.rollout?.status().state).toBe('running')
    const results = ids.map((id) => predict.outcome(id, false))
    expect(new Set(results)).toEqual(new Set(['joined']))
    expect(predict.rollout?.status().state).toBe('rolled back')
    expect(predict.outcome(ids[0] ?? '', false)).toBe('unknown')
    expect(predict.outcome('never seen', false)).toBe('unknown')
  })

  test('an outcome without a label schema, or with one that is asynchronous, is refused as an option is', () => {
    const plain = defineContract('plain@1', { input: z.number(), output: z.number() })
    const late = defineContract('late@1', {
      input: z.number(),
      output: z.number(),
      label: z.number().refine(() => Promise.resolve(true)),
    })
    for (const contract of [plain, late]) {
      const predict = guard(contract, { model: (x) => x })
      try {
        predict.outcome('id', 1)
        expect.unreachable()
      } catch (error) {
        expect(isPlimsollError(error, 'PLIMSOLL_INVALID_OPTIONS') && error.problems).toMatchObject([
          { option: 'label schema' },
        ])
      }
    }
  })

  test('labels of cached and degraded answers are ignored, and a wrong label is refused', async () => {
    const predict = guard(churn, { model: () => Promise.reject(boom), fallback: () => ({ p: 0.5 }) })
    const { id } = await predict.detailed(row)
    expect(() => predict.outcome(id, 'yes' as unknown as boolean)).toThrow('label')
    expect(predict.outcome(id, true)).toBe('ignored')
    expect(predict.stats().outcomes).toEqual({ waiting: 0, joined: 0, ignored: 1, unknown: 0 })
  })
})

describe('many', () => {
  test('answers in order, with bounded concurrency', async () => {
    let running = 0
    let most = 0
    const predict = guard(churn, {
      model: async (x) => {
        most = Math.max(most, ++running)
        await settle()
        running--
        return { p: x.tenure / 100 }
      },
    })
    const rows = Array.from({ length: 50 }, (_, tenure) => ({ ...row, tenure }))
    const answers = await predict.many(rows, { concurrency: 4 })
    expect(answers).toEqual(rows.map(({ tenure }) => ({ p: tenure / 100 })))
    expect(most).toBe(4)
  })

  test('the first failure rejects and abandons the rows under way', async () => {
    const signals: AbortSignal[] = []
    const predict = guard(churn, {
      model: (x, { signal }) => {
        signals.push(signal)
        return x.tenure === 2 ? Promise.reject(boom) : new Promise(() => undefined)
      },
    })
    const rows = Array.from({ length: 9 }, (_, tenure) => ({ ...row, tenure }))
    await expect(predict.many(rows, { concurrency: 3 })).rejects.toBe(boom)
    expect(signals).toHaveLength(3)
    expect(signals.filter((signal) => signal.aborted)).toHaveLength(2)
    expect(signals[0]?.reason).not.toBe(boom)
    await expect(predict.many(rows, { concurrency: 0 })).rejects.toThrow('concurrency')
    await expect(predict.many(5 as unknown as [])).rejects.toThrow('inputs must be an array')
    await expect(predict.many([], { id: 'x' } as unknown as { concurrency: 1 })).rejects.toThrow(
      'id is not an option',
    )
  })

  test('takes every option that its rows share', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const signal = new AbortController().signal
    const given = {
      concurrency: 1,
      signal,
      deadline: '1s',
      unit: 'u',
      tenant: 't',
      priority: 'critical',
    } as const
    const predict = guard(churn, {
      model: (_, call) => {
        expect(call).toMatchObject({ unit: 'u', tenant: 't', priority: 'critical', traceparent })
        return { p: 1 }
      },
    })
    expect(await predict.many([row], { ...given, traceparent })).toEqual([{ p: 1 }])
  })

  test('tells of a mistake the name meant, and nothing of the value', async () => {
    const predict = guard(churn, { model: () => ({ p: 1 }) })
    const ada = 'ada@example.org'
    const mistakes = [{ tennant: ada }, { concurrency: ada }, { [ada]: 1 }, ada, null] as unknown as {
      concurrency: 1
    }[]
    for (const mistake of mistakes) {
      const failure: unknown = await predict.many([row], mistake).catch((error: unknown) => error)
      expect(isPlimsollError(failure, 'PLIMSOLL_INVALID_OPTIONS')).toBe(true)
      expect(String(failure)).not.toContain('ada')
    }
    await expect(predict.many([row], mistakes[0])).rejects.toThrow(
      'tennant is not an option (did you mean tenant?), got a value of type string',
    )
    await expect(predict(row, mistakes[0] as object)).rejects.toThrow(
      'tennant is not an option (did you mean tenant?), got a value of type string',
    )
  })
})

describe('options that cannot work', () => {
  test('are refused at construction, all at once, each naming option, rule and value', () => {
    const options = {
      variants: { v3: () => ({ p: 1 }), v4: 'not a function' },
      rollout: { stable: 'v3', candidate: 'v9', weight: 500, rollbackIf: {}, steps: [1, 5] },
      deadline: Number.NaN,
      retry: { attempts: 0 },
      breaker: { failures: -1 },
      cache: { ttl: '0ms' },
      fallback: 5,
      drift: { baseline: { format: 'other' } },
      limit: true,
      retyr: true,
      stages: [{ nameless: true }],
    }
    let problems: readonly string[] = []
    try {
      guard(churn, options as unknown as { model: () => { p: number } })
    } catch (error) {
      problems = (error as OptionsError).problems.map((p) => p.option)
      expect(isPlimsollError(error, 'PLIMSOLL_INVALID_OPTIONS')).toBe(true)
      expect(String(error)).toContain('deadline must be milliseconds from 0 up or text')
      expect(String(error)).toContain('got NaN')
      expect(String(error)).toContain('retyr is not an option (did you mean retry?)')
    }
    expect(problems).toEqual(
      expect.arrayContaining([
        'variants.v4',
        'rollout.candidate',
        'rollout.weight',
        'rollout.steps',
        'rollout.rollbackIf',
        'deadline',
        'retry.attempts',
        'breaker.failures',
        'cache.ttl',
        'fallback',
        'drift.baseline',
        'limit',
        'retyr',
        'stages[0]',
      ]),
    )
  })

  const one = (): number => 1
  test.each<[string, unknown, string]>([
    ['neither model nor variants', {}, 'model'],
    ['both', { model: one, variants: { a: one } }, 'model'],
    ['several variants without a rollout', { variants: { a: one, b: one } }, 'rollout'],
    ['a rollout without variants', { model: one, rollout: { stable: 'a' } }, 'rollout'],
    ['no variants', { variants: {} }, 'variants'],
    [
      'a variant that nothing asks',
      {
        variants: { a: one, b: one, c: one },
        rollout: { stable: 'a', candidate: 'b', weight: 5, rollbackIf: { errors: true } },
      },
      'variants.c',
    ],
    ['a clock for one stage alone', { model: one, retry: { clock: {} } }, 'retry.clock'],
    ['a key of the cache', { model: one, cache: { ttl: 1, key: one } }, 'cache.key'],
    ['a clock that is none', { model: one, clock: {} }, 'clock'],
    ['no options', undefined, 'options'],
    ['a cache without a time', { model: one, cache: true }, 'cache'],
    ['a cache without bound', { model: one, cache: { ttl: 1, maxEntries: Infinity } }, 'cache.maxEntries'],
    ['drift without a baseline', { model: one, drift: {} }, 'drift.baseline'],
    ['outcomes without a bound', { model: one, outcomes: { capacity: Infinity } }, 'outcomes.capacity'],
  ])('%s', (_, options, option) => {
    try {
      guard(churn, options as { model: () => { p: number } })
      expect.unreachable()
    } catch (error) {
      expect((error as OptionsError).problems?.map((p) => p.option)).toContain(option)
    }
  })
})

describe('inputs that bite', () => {
  const anything = defineContract('anything@1', { input: z.any(), output: z.any() })
  const cyclic: Record<string, unknown> = { a: 1 }
  cyclic['self'] = cyclic
  const throwing = Object.defineProperty({ a: 1 }, 'b', {
    enumerable: true,
    get() {
      throw boom
    },
  })
  const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => ({ inner }), 1)
  const proxy = new Proxy(
    {},
    {
      ownKeys: () => ['x'],
      get: () => {
        throw boom
      },
      getOwnPropertyDescriptor: () => {
        throw boom
      },
    },
  )
  test.each([
    ['a cycle', cyclic],
    ['a throwing getter', throwing],
    ['a hundred thousand levels', deep],
    ['__proto__ as a key', JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') as unknown],
    ['a bigint', { n: 10n }],
    ['a huge text', { text: 'x'.repeat(5_000_000) }],
    ['a proxy that throws', proxy],
    ['a symbol', Symbol('s')],
    ['a function', () => 1],
    ['nothing', undefined],
  ])('%s reaches the contract and the cache key without a crash', async (_, input) => {
    const predict = guard(anything, {
      model: () => 1,
      cache: { ttl: '1m' },
      deadline: '1s',
      drift: { baseline: baselineOf() },
    })
    for (let i = 0; i < 2; i++) expect(await predict(input)).toBe(1)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    const strict = guard(churn, { model: () => ({ p: 1 }), cache: { ttl: '1m' } })
    await expect(strict(input as typeof row)).rejects.toSatisfy((e) =>
      isPlimsollError(e, 'PLIMSOLL_INPUT_VIOLATION'),
    )
    await predict.drain()
  })
})

describe('faults', () => {
  test('a listener that throws or rejects never reaches a caller; the first of a kind is told', async () => {
    const predict = guard(churn, {
      model: () => Promise.reject(boom),
      breaker: { failures: 1 },
      fallback: () => ({ p: 0 }),
    })
    const faults: string[] = []
    predict.on('fault', (fault) => faults.push(fault.kind))
    predict.on('breaker', () => {
      throw boom
    })
    predict.on('breaker', () => Promise.reject(boom))
    expect(await predict(row)).toEqual({ p: 0 })
    await settle()
    expect(faults).toEqual(['listener breaker'])
    expect(predict.stats().faults['listener breaker']).toBe(2)
  })

  test('where nobody listens, the console is told once, without the message', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const leaky = new Error('input was u1')
    const predict = guard(churn, {
      model: () => ({ p: 0.1 }),
      stages: [
        {
          name: 'mine',
          leave: () => {
            throw leaky
          },
        },
      ],
    })
    await predict(row)
    await predict(row)
    expect(warn).toHaveBeenCalledTimes(1)
    expect(warn.mock.calls[0]?.[0]).toContain(
      'plimsoll, churn@4: stage mine, leave failed (Error); predictions are unharmed',
    )
    expect(warn.mock.calls[0]?.[0]).not.toContain('u1')
    warn.mockRestore()
  })
})

describe('the end', () => {
  test('drain waits for calls under way and refuses new ones; await using drains', async () => {
    const clock = createFakeClock()
    let isDone = false
    {
      await using predict = guard(churn, {
        model: () => new Promise<{ p: number }>((resolve) => clock.setTimer(() => resolve({ p: 1 }), 10)),
        deadline: '1s',
        clock,
      })
      void predict(row).then(() => (isDone = true))
      void clock.advance(10)
    }
    expect(isDone).toBe(true)
    expect(clock.pending).toBe(0)
  })

  test('a drained guard is down', async () => {
    const predict = guard(churn, { model: () => ({ p: 1 }) })
    expect(predict.health()).toEqual({ status: 'ok', parts: [] })
    await predict.drain()
    expect(predict.health().status).toBe('down')
    await expect(predict(row)).rejects.toSatisfy((e) => isPlimsollError(e, 'PLIMSOLL_CLOSED'))
  })
})

function baselineOf() {
  const random = createRandom(1)
  const rows = Array.from({ length: 500 }, () => ({
    tenure: random.next() * 10,
    plan: random.next() < 0.5 ? 'free' : 'pro',
  }))
  return createBaseline(rows, { columns: ['tenure', 'plan'] })
}
