import { ViolationError, compose } from '@plimsoll/core'
import type {
  CacheEntry,
  CacheStore,
  CallContext,
  CallOptions,
  ComposeOptions,
  Fault,
  Stage,
} from '@plimsoll/core'
import { LRUCache } from 'lru-cache'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cache, cacheStages } from './cache.ts'
import { createMemoryStore } from './memory-store.ts'
import { retry } from './retry.ts'
import type { KeyedCacheOptions } from './shared-cache.ts'

const boom = new Error('boom')

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Options = Partial<KeyedCacheOptions<string, object>>

/** A model that gives a new object per call, or fails while `down` holds something. */
function setup(
  options: Options = {},
  more: ComposeOptions<object> = {},
  between: Stage<string, object>[] = [],
) {
  const faults: Fault[] = []
  const state: { down: unknown; runs: number } = { down: undefined, runs: 0 }
  const { cache, stale } = cacheStages<string, object>({
    ttl: '1s',
    key: (call) => call.input,
    onFault: (fault) => faults.push(fault),
    ...options,
  })
  const target = (): object => {
    state.runs++
    if (state.down !== undefined) throw state.down
    return { run: state.runs }
  }
  const predict = compose<string, object>(target, [stale, ...between, cache], more)
  const ask = (input: string, given?: CallOptions): ReturnType<typeof predict.detailed> =>
    predict.detailed(input, given)
  return { ask, faults, predict, state }
}

/** A store that answers when the test says so, or as told. */
function remote(
  get: (key: string) => ReturnType<CacheStore['get']>,
): CacheStore & { readonly kept: CacheEntry[] } {
  const kept: CacheEntry[] = []
  return { kept, get, set: (_, entry) => void kept.push(entry), delete: () => undefined }
}

describe('fresh answers', () => {
  test('a second call with the same key is answered from the cache, with its age', async () => {
    const { ask, state } = setup()
    const first = await ask('a')
    expect(first).toMatchObject({ output: { run: 1 }, source: 'live', age: 0 })
    await vi.advanceTimersByTimeAsync(400)
    const second = await ask('a')
    expect(second).toMatchObject({ source: 'cache', age: 400, degraded: false, attempts: 0 })
    expect(second.output).toBe(first.output)
    expect(state.runs).toBe(1)
    expect(await ask('b')).toMatchObject({ output: { run: 2 }, source: 'live' })
  })

  test('a hit is answered within the call itself, not a tick later', async () => {
    const hits: string[] = []
    const watch: Stage<string, object> = { name: 'watch', leave: (call) => void hits.push(call.source) }
    const { ask } = setup({}, {}, [watch])
    await ask('a')
    void ask('a')
    expect(hits).toEqual(['live', 'cache'])
  })

  test('an answer is fresh for less than ttl', async () => {
    const { ask } = setup()
    await ask('a')
    await vi.advanceTimersByTimeAsync(999)
    expect(await ask('a')).toMatchObject({ source: 'cache' })
    await vi.advanceTimersByTimeAsync(1)
    expect(await ask('a')).toMatchObject({ source: 'live', output: { run: 2 } })
  })

  test('tenants and variants never share an answer', async () => {
    const { ask } = setup({}, {}, [{ name: 'route', enter: (call) => void (call.variant = call.unit) }])
    await ask('a', { tenant: 'x' })
    expect(await ask('a')).toMatchObject({ source: 'live' })
    expect(await ask('a', { tenant: 'y' })).toMatchObject({ source: 'live' })
    expect(await ask('a', { tenant: 'x', unit: 'v1' })).toMatchObject({ source: 'live' })
    expect(await ask('a', { tenant: 'x' })).toMatchObject({ source: 'cache', output: { run: 1 } })
  })

  test('the key is computed once per call; undefined leaves it uncached', async () => {
    const key = vi.fn((call: { readonly input: string }) => (call.input === 'a' ? undefined : call.input))
    const { ask, state } = setup({ key })
    await ask('a')
    await ask('a')
    await ask('b')
    expect(state.runs).toBe(3)
    expect(key).toHaveBeenCalledTimes(3)
  })

  test('a key that throws leaves the call uncached and is reported', async () => {
    const { ask, faults } = setup({
      key: () => {
        throw boom
      },
    })
    expect(await ask('a')).toMatchObject({ source: 'live' })
    expect(await ask('a')).toMatchObject({ source: 'live' })
    expect(faults).toMatchObject([{ kind: 'cache, key', error: boom }])
  })

  test('only live answers are stored: no failure and no fallback', async () => {
    const lesser: Stage<string, object> = {
      name: 'lesser',
      error: (call) => void call.answer({ lesser: true }, 'fallback'),
    }
    const { cache } = cacheStages<string, object>({ ttl: '1s', key: (call) => call.input })
    const target = vi.fn((): object => {
      throw boom
    })
    const predict = compose<string, object>(target, [cache, lesser])
    await predict('a')
    expect(await predict.detailed('a')).toMatchObject({ source: 'fallback' })
    expect(target).toHaveBeenCalledTimes(2)
  })

  test('an answer that a stage further in marked as degraded is not stored', async () => {
    const mark: Stage<string, object> = {
      name: 'mark',
      enter: (call) => void call.answer({}, 'live', { degraded: true }),
    }
    const { cache } = cacheStages<string, object>({ ttl: '1s', key: (call) => call.input })
    const predict = compose<string, object>(() => ({}), [cache, mark])
    await predict('a')
    expect(await predict.detailed('a')).toMatchObject({ source: 'live', degraded: true })
  })

  test('what a retry inside got is stored as any live answer', async () => {
    let runs = 0
    const { cache } = cacheStages<string, number>({ ttl: '1s', key: (call) => call.input })
    const target = (): number => {
      if (++runs === 1) throw boom
      return runs
    }
    const predict = compose<string, number>(target, [cache, retry({ minDelay: 0 })])
    expect(await predict('a')).toBe(2)
    expect(await predict.detailed('a')).toMatchObject({ output: 2, source: 'cache' })
  })

  test('a stream or a Response is not stored, and reported', async () => {
    const { cache } = cacheStages<string, object>({
      ttl: '1s',
      key: (call) => call.input,
      onFault: (fault) => faults.push(fault),
    })
    const faults: Fault[] = []
    const predict = compose<string, object>(
      (x) => (x === 'a' ? new Response('x') : new ReadableStream()),
      [cache],
    )
    for (const x of ['a', 'b']) {
      await predict(x)
      expect(await predict.detailed(x)).toMatchObject({ source: 'live' })
    }
    expect(faults).toMatchObject([{ kind: 'cache, answer', error: { code: 'PLIMSOLL_UNREPEATABLE_OUTPUT' } }])
  })
})

describe('stale answers', () => {
  test('an expired answer stands in for a failure, for staleIfError past ttl', async () => {
    const { ask, state } = setup({ staleIfError: '5s' })
    await ask('a')
    state.down = boom
    await vi.advanceTimersByTimeAsync(5_999)
    expect(await ask('a')).toMatchObject({ output: { run: 1 }, source: 'stale', degraded: true, age: 5_999 })
    await vi.advanceTimersByTimeAsync(1)
    await expect(ask('a')).rejects.toBe(boom)
  })

  test('without staleIfError a failure goes on', async () => {
    const { ask, state } = setup()
    await ask('a')
    state.down = boom
    await vi.advanceTimersByTimeAsync(1_000)
    await expect(ask('a')).rejects.toBe(boom)
  })

  test('never for a refused input, nor for a caller who left', async () => {
    const refused = new ViolationError('PLIMSOLL_INPUT_VIOLATION', 'the input', [])
    let isRefused = false
    const refuse = (): void => {
      if (isRefused) throw refused
    }
    const { cache: inner, stale } = cacheStages<string, number>({
      ttl: '1s',
      staleIfError: '5s',
      key: (c) => c.input,
    })
    const ask = compose<string, number>(() => 1, [stale, inner, { name: 'refuse', enter: refuse }])
    await ask('a')
    await vi.advanceTimersByTimeAsync(1_000)
    isRefused = true
    await expect(ask('a')).rejects.toBe(refused)
    await expect(ask('a', { signal: AbortSignal.abort('left') })).rejects.toBe('left')
  })

  test('stands in at the deadline', async () => {
    let isSlow = false
    const { cache, stale } = cacheStages<string, number>({
      ttl: 100,
      staleIfError: '5s',
      key: (c) => c.input,
    })
    const target = (): number | Promise<number> => (isSlow ? new Promise(() => undefined) : 1)
    const predict = compose<string, number>(target, [stale, cache], { deadline: 50 })
    await predict('a')
    isSlow = true
    await vi.advanceTimersByTimeAsync(100)
    const result = predict.detailed('a')
    await vi.advanceTimersByTimeAsync(50)
    expect(await result).toMatchObject({ output: 1, source: 'stale', age: 150 })
  })

  test('finds the answer although a stage further in replaced the input', async () => {
    const parse: Stage<string, object> = { name: 'parse', enter: (call) => void (call.input += '!') }
    const { cache, stale } = cacheStages<string, object>({
      ttl: 10,
      staleIfError: 1_000,
      key: (c) => c.input,
    })
    let isDown = false
    const predict = compose<string, object>(
      () => (isDown ? Promise.reject(boom) : { x: 1 }),
      [stale, cache, parse],
    )
    await predict('a')
    isDown = true
    await vi.advanceTimersByTimeAsync(10)
    expect(await predict.detailed('a')).toMatchObject({ source: 'stale' })
  })
})

describe('a remote store', () => {
  const entry = (age: number): CacheEntry => ({ value: { far: true }, storedAt: Date.now() - age })

  test('answers asynchronously, fresh or stale', async () => {
    const { ask, state } = setup({
      staleIfError: '5s',
      store: remote((k) => Promise.resolve(entry(k === '|a' ? 5 : 2_000))),
    })
    expect(await ask('a')).toMatchObject({ output: { far: true }, source: 'cache', age: 5 })
    state.down = boom
    expect(await ask('b')).toMatchObject({ output: { far: true }, source: 'stale', age: 2_000 })
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each<[string, () => ReturnType<CacheStore['get']>]>([
    [
      'throws',
      () => {
        throw boom
      },
    ],
    ['rejects', () => Promise.reject(boom)],
    ['hangs', () => new Promise(() => undefined)],
  ])('that %s counts as a miss, is reported and does not fail the call', async (_, get) => {
    const { ask, faults } = setup({ store: remote(get) })
    const result = ask('a')
    await vi.advanceTimersByTimeAsync(50)
    expect(await result).toMatchObject({ source: 'live' })
    expect(faults).toMatchObject([{ kind: 'cache store, get' }])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that hangs leaves at least half of the deadline to the target', async () => {
    const { ask } = setup({ store: remote(() => new Promise(() => undefined)) }, { deadline: 40 })
    const result = ask('a')
    await vi.advanceTimersByTimeAsync(20)
    expect(await result).toMatchObject({ source: 'live' })
  })

  test('that fails to set is reported and does not fail the call', async () => {
    const store = { ...remote(() => undefined), set: () => Promise.reject(boom) }
    const { ask, faults } = setup({ store })
    expect(await ask('a')).toMatchObject({ source: 'live' })
    await vi.advanceTimersByTimeAsync(0)
    expect(faults).toMatchObject([{ kind: 'cache store, set', error: boom }])
  })

  test.each([null, {}, { value: 1, storedAt: 'x' }])('that gives %j counts as a miss', async (odd) => {
    const { ask } = setup({ store: remote(() => Promise.resolve(odd as unknown as CacheEntry)) })
    expect(await ask('a')).toMatchObject({ source: 'live' })
  })

  test('is not blamed for being too late at the deadline', async () => {
    const { cache, stale } = cacheStages<string, string>({
      ttl: 10,
      staleIfError: '5s',
      key: (call) => call.input,
      store: remote(() => (asked++ === 0 ? Promise.resolve(undefined) : new Promise(() => undefined))),
      onFault: (fault) => faults.push(fault),
    })
    let asked = 0
    const faults: Fault[] = []
    const predict = compose<string, string>(() => new Promise(() => undefined), [stale, cache], {
      deadline: 40,
    })
    const result = predict('a').catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(100)
    expect(await result).toMatchObject({ code: 'PLIMSOLL_DEADLINE_EXCEEDED' })
    expect(asked).toBe(2)
    expect(faults).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is not waited for once the caller has left', async () => {
    const { ask } = setup({ store: remote(() => new Promise(() => undefined)) })
    const controller = new AbortController()
    const result = ask('a', { signal: controller.signal })
    controller.abort('left')
    await expect(result).rejects.toBe('left')
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the memory store', () => {
  test('forgets the least recently used beyond maxEntries, and what has expired', () => {
    const store = createMemoryStore({ maxEntries: 2 })
    const entry = { value: 1, storedAt: 0 }
    for (const key of ['a', 'b']) void store.set(key, entry, 100)
    void store.get('a')
    void store.set('c', entry, 200)
    expect(['a', 'b', 'c'].map((key) => store.get(key) === entry)).toEqual([true, false, true])
    vi.advanceTimersByTime(100)
    expect(['a', 'c'].map((key) => store.get(key) === entry)).toEqual([false, true])
    void store.delete('c')
    expect(store.get('c')).toBeUndefined()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('refuses a size that cannot work', () => {
    for (const maxEntries of [0, 1.5, 2e7, Number.NaN]) {
      expect(() => createMemoryStore({ maxEntries })).toThrow(/maxEntries must be a whole number/)
    }
  })
})

test('an option that is undefined is as good as absent', () => {
  const given = { ttl: 10, key: () => 'k' }
  const nothing = {
    staleIfError: undefined,
    maxEntries: undefined,
    store: undefined,
    match: undefined,
    storeTimeout: undefined,
    onFault: undefined,
    clock: undefined,
  }
  expect(cache({ ...given, ...nothing })).toMatchObject({
    settings: { ttl: 10, staleIfError: 0, maxEntries: 10_000 },
  })
})

test('every impossible option is named at once', () => {
  const bad = {
    ttl: 0,
    staleIfError: -1,
    maxEntries: 0,
    store: {} as CacheStore,
    key: 'k' as unknown as () => string,
    storeTimeout: 0,
  }
  expect(() => cacheStages(bad)).toThrow(
    /ttl.*\n.*staleIfError.*\n.*storeTimeout.*\n.*maxEntries must.*\n.*maxEntries is for.*\n.*store must.*\n.*key/,
  )
})

test('a Map is no store, for it would grow for ever; one that bounds itself is', () => {
  const given = { ttl: 10, key: () => 'k' }
  const asStore = (map: object): CacheStore => map as CacheStore
  expect(() => cache({ ...given, store: asStore(new Map()) })).toThrow(/store must let go .* a Map does not/)
  class Bounded extends Map<string, unknown> {
    override set(name: string, value: unknown): this {
      if (this.size >= 10) this.clear()
      return super.set(name, value)
    }
  }
  expect(() => cache({ ...given, store: asStore(new Bounded()) })).not.toThrow()
})

describe('faults of lru-cache 11.5.3 in fetch, which is not used here', () => {
  const take = (signal?: AbortSignal): Promise<number> =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error))
      setTimeout(() => resolve(1), 100)
    })
  const library = (): LRUCache<string, number> =>
    new LRUCache({ max: 10, fetchMethod: (_key, _stale, { signal }) => take(signal) })
  const ours = () => {
    const { cache } = cacheStages<string, number>({ ttl: '1s', key: (call) => call.input })
    const target = vi.fn((_: string, { signal }: CallContext) => take(signal))
    return { predict: compose<string, number>(target, [cache]), target }
  }

  test('shown on the library alone: the first caller leaving fails its followers', async () => {
    const cache = library()
    const leader = new AbortController()
    const results = Promise.allSettled([cache.fetch('a', { signal: leader.signal }), cache.fetch('a')])
    leader.abort(boom)
    await vi.advanceTimersByTimeAsync(200)
    expect(await results).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
  })

  test('here a caller leaving concerns nobody else: a follower asks in its place', async () => {
    const { predict, target } = ours()
    const leader = new AbortController()
    const results = Promise.allSettled([
      predict('a', { signal: leader.signal }),
      predict.detailed('a'),
      predict.detailed('a'),
    ])
    leader.abort(boom)
    await vi.advanceTimersByTimeAsync(200)
    expect(await results).toMatchObject([
      { status: 'rejected', reason: boom },
      { status: 'fulfilled', value: { output: 1, source: 'live' } },
      { status: 'fulfilled', value: { output: 1, source: 'cache' } },
    ])
    expect(target).toHaveBeenCalledTimes(2)
  })

  test('shown on the library alone: a follower that leaves is kept waiting', async () => {
    const cache = library()
    const follower = new AbortController()
    const results = Promise.allSettled([cache.fetch('a'), cache.fetch('a', { signal: follower.signal })])
    follower.abort(boom)
    await vi.advanceTimersByTimeAsync(200)
    expect(await results).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled', value: 1 }])
  })

  test('here it ends at once, and the others go on', async () => {
    const { predict, target } = ours()
    const follower = new AbortController()
    const leading = predict('a')
    const following = predict('a', { signal: follower.signal })
    follower.abort(boom)
    await expect(following).rejects.toBe(boom)
    await vi.advanceTimersByTimeAsync(100)
    expect(await leading).toBe(1)
    expect(target).toHaveBeenCalledTimes(1)
  })
})
