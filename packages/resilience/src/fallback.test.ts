import { ViolationError, compose, isPlimsollError } from '@plimsoll/core'
import type { ComposeOptions, Fault, Stage, Target } from '@plimsoll/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fallback } from './fallback.ts'
import type { FallbackOptions } from './fallback.ts'

const boom = new Error('boom')

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setup(
  options: FallbackOptions<number, string>,
  target: Target<number, string> = () => Promise.reject(boom),
  more: ComposeOptions<string> = {},
) {
  const faults: Fault[] = []
  const stages = fallback(options)
  const call = compose(target, stages, { onFault: (fault) => faults.push(fault), ...more })
  return { call, faults, stages }
}

const hang = (): Promise<string> => new Promise(() => undefined)
const after = (ms: number, output: string): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve(output), ms))

describe('answer', () => {
  test('is not asked while the target answers', async () => {
    const answer = vi.fn(() => 'lesser')
    const { call } = setup({ answer }, () => 'live')
    expect(await call.detailed(1)).toMatchObject({ output: 'live', source: 'live', degraded: false })
    expect(answer).not.toHaveBeenCalled()
  })

  test('answers a failure, marked as degraded, knowing input and failure', async () => {
    const { call } = setup({ answer: (x, failure) => `${x} ${String(failure === boom)}` })
    expect(await call.detailed(7)).toMatchObject({ output: '7 true', source: 'fallback', degraded: true })
  })

  test('answers at the deadline', async () => {
    const { call } = setup({ answer: () => 'lesser' }, hang, { deadline: 50 })
    const result = call.detailed(1)
    await vi.advanceTimersByTimeAsync(50)
    expect(await result).toMatchObject({ output: 'lesser', source: 'fallback' })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('does not answer a refused input or a caller who left', async () => {
    const answer = vi.fn(() => 'lesser')
    const refused = new ViolationError('PLIMSOLL_INPUT_VIOLATION', 'the input', [])
    const refuse = (): never => {
      throw refused
    }
    const stages = [...fallback<number, string>({ answer }), { name: 'refuse', enter: refuse }]
    await expect(compose<number, string>(() => 'live', stages)(1)).rejects.toBe(refused)
    const controller = new AbortController()
    const result = setup({ answer }, hang).call(1, { signal: controller.signal })
    controller.abort('left')
    await expect(result).rejects.toBe('left')
    expect(answer).not.toHaveBeenCalled()
  })

  test('answers where the target refuses an input of its own, such as that of another guard', async () => {
    const refused = new ViolationError('PLIMSOLL_INPUT_VIOLATION', 'the input', [])
    const { call } = setup({ answer: () => 'lesser' }, () => Promise.reject(refused))
    expect(await call(1)).toBe('lesser')
  })

  test('a closed guard stays closed', async () => {
    const { call } = setup({ answer: () => 'lesser' })
    await call.drain()
    expect(await call(1).catch((e: unknown) => isPlimsollError(e, 'PLIMSOLL_CLOSED'))).toBe(true)
  })

  test.each<[string, FallbackOptions<number, string>]>([
    [
      'throws',
      {
        answer: () => {
          throw new Error('bug')
        },
      },
    ],
    ['is a promise', { answer: (() => Promise.resolve('x')) as unknown as () => string }],
    [
      'is a promise that rejects',
      { answer: (() => Promise.reject(new Error('bug'))) as unknown as () => string },
    ],
    [
      'breaks the contract',
      {
        answer: () => 'x',
        check: () => {
          throw new Error('bad')
        },
      },
    ],
    ['breaks the contract later', { answer: () => 'x', check: () => Promise.reject(new Error('bad')) }],
  ])('one that %s is reported, and the failure goes on', async (_, options) => {
    const { call, faults } = setup(options)
    await expect(call(1)).rejects.toBe(boom)
    expect(faults).toMatchObject([{ kind: 'stage fallback, error', error: expect.any(Error) }])
  })

  test('one that is a promise is told what to do instead', async () => {
    const { call, faults } = setup({ answer: (() => Promise.resolve('x')) as unknown as () => string })
    await expect(call(1)).rejects.toBe(boom)
    const [fault] = faults
    expect(isPlimsollError(fault?.error, 'PLIMSOLL_INVALID_OPTIONS')).toBe(true)
    expect(String(fault?.error)).toMatch(
      'answer must give its answer at once; what takes its time is { model: ... }',
    )
  })

  test('one that throws the failure it was given lets it pass, and is no fault', async () => {
    const { call, faults } = setup({
      answer: (_, failure) => {
        throw failure
      },
    })
    await expect(call(1)).rejects.toBe(boom)
    expect(faults).toEqual([])
  })

  test('the contract may replace it, at once or later', async () => {
    expect(await setup({ answer: () => 'x', check: (o) => `${o}!` }).call(1)).toBe('x!')
    expect(await setup({ answer: () => 'x', check: (o) => Promise.resolve(`${o}?`) }).call(1)).toBe('x?')
  })
})

describe('model', () => {
  test('is asked before answer, and answers as a fallback', async () => {
    const answer = vi.fn(() => 'default')
    const { call, stages } = setup({ model: (x) => after(5, `small ${x}`), answer })
    expect(stages.map((stage) => stage.name)).toEqual(['fallback', 'fallback model'])
    const result = call.detailed(3)
    await vi.advanceTimersByTimeAsync(5)
    expect(await result).toMatchObject({ output: 'small 3', source: 'fallback', degraded: true })
    expect(answer).not.toHaveBeenCalled()
  })

  test('has its share of the deadline when the target hangs, with a signal that lives', async () => {
    const seen: { aborted: boolean; remaining: number }[] = []
    const model: Target<number, string> = (_, { signal, remaining }) => {
      seen.push({ aborted: signal.aborted, remaining })
      return after(30, 'small')
    }
    const target: Target<number, string> = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    const { call } = setup({ model, reserve: 0.4 }, target, { deadline: 100 })
    const result = call.detailed(1)
    await vi.advanceTimersByTimeAsync(60)
    expect(seen).toEqual([{ aborted: false, remaining: 40 }])
    await vi.advanceTimersByTimeAsync(30)
    expect(await result).toMatchObject({ output: 'small', source: 'fallback' })
    await vi.advanceTimersByTimeAsync(10)
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each<[string, Target<number, string>]>([
    [
      'throws',
      () => {
        throw new Error('small is down')
      },
    ],
    ['rejects', () => Promise.reject(new Error('small is down'))],
  ])('one that %s is reported, and answer stands in', async (_, model) => {
    const { call, faults } = setup({ model, answer: (_x, failure) => `default ${String(failure === boom)}` })
    expect(await call(1)).toBe('default true')
    expect(faults).toMatchObject([{ kind: 'stage fallback model, error' }])
  })

  test.each<[string, (failure: unknown) => Promise<string>]>([
    [
      'at once',
      (failure) => {
        throw failure
      },
    ],
    ['later', (failure) => after(5, '').then(() => Promise.reject(failure))],
  ])(
    'one that throws the failure it was given %s lets it pass to answer, and is no fault',
    async (_, pass) => {
      const { call, faults } = setup({
        model: (_x, _context, failure) => pass(failure),
        answer: () => 'default',
      })
      const result = call.detailed(1)
      await vi.advanceTimersByTimeAsync(5)
      expect(await result).toMatchObject({ output: 'default', failure: boom })
      expect(faults).toEqual([])
    },
  )

  test('is not asked when no time is left, for a target that blocked the thread', async () => {
    const model = vi.fn(() => 'small')
    const blocking = (): string => {
      vi.advanceTimersByTime(200)
      return 'too late'
    }
    const { call } = setup({ model, answer: () => 'default' }, blocking, { deadline: 100 })
    expect(await call(1)).toBe('default')
    expect(model).not.toHaveBeenCalled()
  })

  test('one still running when a stage further out takes over has no say any more', async () => {
    const outer: Stage<number, string> = {
      name: 'outer',
      enter: (call) => void call.reserve(50),
      error: () => new Promise((resolve) => setTimeout(resolve, 20)),
    }
    const stages = [outer, ...fallback<number, string>({ model: () => after(60, 'small') })]
    const call = compose<number, string>(() => Promise.reject(boom), stages, { deadline: 100 })
    const result = call(1).catch((error: unknown) => isPlimsollError(error, 'PLIMSOLL_DEADLINE_EXCEEDED'))
    await vi.advanceTimersByTimeAsync(100)
    expect(await result).toBe(true)
  })

  test('one that breaks the contract does not answer', async () => {
    const check = (): never => {
      throw new Error('bad')
    }
    const { call } = setup({ model: () => Promise.resolve('x'), check })
    await expect(call(1)).rejects.toBe(boom)
  })

  test('one that hangs is cut off at the deadline, where answer stands in', async () => {
    const { call } = setup({ model: hang, answer: () => 'default' }, hang, { deadline: 100 })
    const start = performance.now()
    const result = call.detailed(1)
    await vi.advanceTimersByTimeAsync(99)
    expect(call.stats().inFlight).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await result).toMatchObject({ output: 'default' })
    expect(performance.now() - start).toBe(100)
  })
})

test('the rung of the model tells its share; an option that is undefined is as good as absent', () => {
  const model = (): string => 'lesser'
  const [rung, ...more] = fallback({ model, answer: undefined, reserve: undefined, check: undefined })
  expect(more).toEqual([])
  expect(rung).toMatchObject({ settings: { reserve: 0.2 } })
  expect(fallback({ model, reserve: 0.5 })).toMatchObject([{ settings: { reserve: 0.5 } }])
})

test('every impossible option is named at once', () => {
  expect(() => fallback({})).toThrow(/answer or model must be given/)
  expect(() => fallback({ answer: 1 as unknown as () => string, reserve: 1 })).toThrow(
    /answer must be a function.*\n.*reserve must be in \(0, 1\).*\n.*reserve keeps time for model/,
  )
})
