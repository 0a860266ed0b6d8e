import { compose } from '@plimsoll/core'
import type { Fault, Stage } from '@plimsoll/core'
import { createFakeClock } from '@plimsoll/core/testing'
import { describe, expect, test } from 'vitest'
import { cache, cacheStages } from './cache.ts'
import type { InputMatch } from './matched-entries.ts'
import { retry } from './retry.ts'
import type { MatchedCacheOptions } from './shared-cache.ts'

interface Row {
  n: number
}
interface Answer {
  readonly n: number
  readonly run: number
}

/** Finds rows by their number; all under one hash when told so. */
function matchOf(isCrowded = false): InputMatch {
  return {
    hash: (input, seed) => ((input as Row).n < 0 ? undefined : isCrowded ? 7 : (input as Row).n + (seed | 0)),
    copy: (input) => ({ ...(input as Row) }),
    same: (input, copy) => (input as Row).n === (copy as Row).n,
  }
}

function setup(options: Partial<MatchedCacheOptions> = {}, between: Stage<Row, Answer>[] = []) {
  const clock = createFakeClock()
  const faults: Fault[] = []
  const state = { runs: 0, isDown: false, took: 0, spoil: (row: Row): unknown => row }
  const { cache, stale } = cacheStages<Row, Answer>({
    ttl: '1s',
    match: matchOf(),
    clock,
    onFault: (fault) => faults.push(fault),
    ...options,
  })
  const target = async (row: Row): Promise<Answer> => {
    const answer = { n: row.n, run: ++state.runs }
    await clock.advance(state.took)
    state.spoil(row)
    if (state.isDown) throw new Error('down')
    return answer
  }
  const predict = compose<Row, Answer>(target, [stale, ...between, cache], { clock })
  return { clock, faults, predict, state }
}

test('equal inputs share an answer, others do not', async () => {
  const { predict, state } = setup()
  const first = await predict({ n: 1 })
  expect(await predict.detailed({ n: 1 })).toMatchObject({ output: { n: 1, run: 1 }, source: 'cache' })
  expect(await predict({ n: 1 })).toBe(first)
  expect(await predict.detailed({ n: 2 })).toMatchObject({ output: { n: 2, run: 2 }, source: 'live' })
  expect(state.runs).toBe(2)
})

test('a hit is answered within the call itself', async () => {
  const hits: string[] = []
  const watch: Stage<Row, Answer> = { name: 'watch', leave: (call) => void hits.push(call.source) }
  const { predict } = setup({}, [watch])
  await predict({ n: 1 })
  void predict({ n: 1 })
  expect(hits).toEqual(['live', 'cache'])
})

test('inputs under one hash take each other’s place, and never each other’s answer', async () => {
  const { predict } = setup({ match: matchOf(true) })
  for (const [n, source] of [
    [1, 'live'],
    [1, 'cache'],
    [2, 'live'],
    [2, 'cache'],
    [1, 'live'],
  ] as const) {
    expect(await predict.detailed({ n })).toMatchObject({ output: { n }, source })
  }
})

describe('tenants and variants', () => {
  const route: Stage<Row, Answer> = { name: 'route', enter: (call) => void (call.variant = call.unit) }

  test('never share an answer, also under one hash', async () => {
    const { predict } = setup({ match: matchOf(true) }, [route])
    const ask = async (given: object): Promise<string> => (await predict.detailed({ n: 1 }, given)).source
    for (const given of [
      {},
      { tenant: 'a' },
      { unit: 'a' },
      { tenant: '' },
      { unit: '' },
      { tenant: 'a', unit: 'a' },
    ]) {
      expect(await ask(given)).toBe('live')
      expect(await ask(given)).toBe('cache')
    }
  })

  test('do not take each other’s place either', async () => {
    const { predict, state } = setup({}, [route])
    const whose = ['', 'a', 'b', 'ab', 'ba', undefined]
    for (let round = 0; round < 2; round++) {
      for (const tenant of whose) {
        for (const unit of whose) {
          const given = {
            ...(tenant === undefined ? {} : { tenant }),
            ...(unit === undefined ? {} : { unit }),
          }
          await predict({ n: 1 }, given)
        }
      }
    }
    expect(state.runs).toBe(36)
  })
})

describe('time', () => {
  test('an answer is fresh for less than ttl, from the end of the call that got it', async () => {
    const { clock, predict, state } = setup()
    state.took = 300
    await predict({ n: 1 })
    await clock.advance(999)
    expect(await predict.detailed({ n: 1 })).toMatchObject({ source: 'cache', age: 999 })
    await clock.advance(1)
    expect(await predict.detailed({ n: 1 })).toMatchObject({ source: 'live', age: 0, output: { run: 2 } })
    expect(await predict.detailed({ n: 1 })).toMatchObject({ source: 'cache', age: 0 })
  })

  test('a hit under a deadline reads the clock no more often than a miss without a cache', async () => {
    const clock = createFakeClock()
    const stage = cache<Row, Answer>({ ttl: '1s', match: matchOf(), clock })
    const target = (row: Row): Answer => ({ n: row.n, run: 1 })
    const [bare, cached] = [[], [stage]].map((stages) =>
      compose<Row, Answer>(target, stages, { clock, deadline: '1s' }),
    )
    await cached?.({ n: 1 })
    const start = clock.reads
    await bare?.({ n: 1 })
    const without = clock.reads - start
    expect(await cached?.({ n: 1 })).toEqual({ n: 1, run: 1 })
    expect(clock.reads - start - without).toBeLessThanOrEqual(without)
  })

  test('an expired answer stands in for a failure, for staleIfError past ttl', async () => {
    const { clock, predict, state } = setup({ staleIfError: '5s' })
    await predict({ n: 1 })
    state.isDown = true
    state.took = 1
    await clock.advance(5_998)
    expect(await predict.detailed({ n: 1 })).toMatchObject({
      output: { run: 1 },
      source: 'stale',
      age: 5_999,
    })
    await expect(predict({ n: 1 })).rejects.toThrow('down')
    await expect(predict({ n: 2 })).rejects.toThrow('down')
  })

  test('a call that fails before it reached the cache finds its stale answer too', async () => {
    let isClosed = false
    const gate: Stage<Row, Answer> = {
      name: 'gate',
      enter: () => {
        if (isClosed) throw new Error('closed')
      },
    }
    const { clock, predict } = setup({ staleIfError: '5s' }, [gate])
    await predict({ n: 1 }, { tenant: 'a' })
    isClosed = true
    await clock.advance(2_000)
    expect(await predict.detailed({ n: 1 }, { tenant: 'a' })).toMatchObject({ source: 'stale', age: 2_000 })
    await expect(predict({ n: 1 })).rejects.toThrow('closed')
    await expect(predict({ n: 2 }, { tenant: 'a' })).rejects.toThrow('closed')
  })
})

describe('inputs that are changed', () => {
  test('by the target: the entry is found by the input as it came in, and by no other', async () => {
    const { predict, state } = setup({ match: matchOf(true) })
    state.spoil = (row) => (row.n = 2)
    expect(await predict({ n: 1 })).toEqual({ n: 1, run: 1 })
    expect(await predict.detailed({ n: 1 })).toMatchObject({ output: { n: 1 }, source: 'cache' })
    expect(await predict.detailed({ n: 2 })).toMatchObject({ output: { n: 2 }, source: 'live' })
  })

  test('by the caller, later: likewise', async () => {
    const { predict } = setup({ match: matchOf(true) })
    const row = { n: 1 }
    await predict(row)
    row.n = 2
    expect(await predict.detailed({ n: 1 })).toMatchObject({ output: { n: 1 }, source: 'cache' })
    expect(await predict.detailed(row)).toMatchObject({ output: { n: 2 }, source: 'live' })
  })

  test('by the target that then fails: the stale answer is that of the input as it came in', async () => {
    const { clock, predict, state } = setup({ staleIfError: '5s', match: matchOf(true) })
    await predict({ n: 1 })
    await clock.advance(1_000)
    state.isDown = true
    state.spoil = (row) => (row.n = 2)
    expect(await predict.detailed({ n: 1 })).toMatchObject({ output: { n: 1 }, source: 'stale' })
  })
})

describe('calls left uncached', () => {
  test('an input without a hash, or without a copy', async () => {
    for (const [match, n] of [
      [matchOf(), -1],
      [{ ...matchOf(), copy: () => undefined }, 1],
    ] as const) {
      const { faults, predict, state } = setup({ match })
      for (let i = 0; i < 2; i++) await predict({ n })
      expect(state.runs).toBe(2)
      expect(faults).toEqual([])
    }
  })

  test.each(['hash', 'copy', 'same'])('a %s that throws is reported, and harms no call', async (name) => {
    let isBad = false
    const boom = new Error('boom')
    const good = matchOf()
    const step =
      <A extends unknown[], R>(of: string, run: (...given: A) => R) =>
      (...given: A): R => {
        if (isBad && of === name) throw boom
        return run(...given)
      }
    const match = {
      hash: step('hash', good.hash),
      copy: step('copy', good.copy),
      same: step('same', good.same),
    }
    const { faults, predict, state } = setup({ match, staleIfError: '1s' })
    await predict({ n: 1 })
    isBad = true
    const n = name === 'copy' ? 2 : 1
    expect(await predict.detailed({ n })).toMatchObject({ source: 'live' })
    expect(await predict.detailed({ n })).toMatchObject({ source: 'live' })
    state.isDown = true
    await expect(predict({ n })).rejects.toThrow('down')
    expect(faults).toMatchObject([{ kind: 'cache, match', error: boom }])
  })

  test('an attempt after one of another variant does not file under that', async () => {
    const clock = createFakeClock()
    let attempt = 0
    const route: Stage<Row, Answer> = {
      name: 'route',
      enter: (call) => void (call.variant = ++attempt === 2 ? 'b' : 'a'),
    }
    const match = {
      ...matchOf(),
      hash: (): number => {
        if (attempt === 2) throw new Error('boom')
        return 1
      },
    }
    const stage = cache<Row, Answer>({ ttl: '1s', match, clock })
    const target = (_: Row, { variant }: { readonly variant: string | undefined }): Answer => {
      if (attempt === 1) throw new Error('down')
      return { n: variant === 'a' ? 1 : 2, run: attempt }
    }
    const predict = compose<Row, Answer>(
      target,
      [retry({ minDelay: 0, clock, random: () => 0 }), route, stage],
      {
        clock,
      },
    )
    const first = predict({ n: 1 })
    await clock.advance(10)
    expect(await first).toEqual({ n: 2, run: 2 })
    expect(await predict.detailed({ n: 1 })).toMatchObject({ output: { n: 1 }, source: 'live', variant: 'a' })
  })
})

test('the least recently used goes first beyond maxEntries', async () => {
  const { predict, state } = setup({ maxEntries: 2 })
  for (const n of [1, 2, 1, 3, 1, 2]) await predict({ n })
  expect(state.runs).toBe(4)
})

test('match is instead of a key, and not for a store', () => {
  const match = matchOf()
  const store = { get: () => undefined, set: () => undefined, delete: () => undefined }
  const make = (options: object) => () => cache({ ttl: 1, ...options } as unknown as MatchedCacheOptions)
  expect(make({ match, key: () => 'k' })).toThrow(/match takes the place of key/)
  expect(make({ match, store })).toThrow(/match is for memory/)
  expect(make({ match: { hash: match.hash } })).toThrow(/match must have hash, copy and same/)
  expect(make({})).toThrow(/key must be a function/)
})
