import { ClosedError, PlimsollError, SupersededError, compose, defineStage } from '@plimsoll/core'
import type { Call, Stage, Target } from '@plimsoll/core'
import { describe, expect, test, vi } from 'vitest'
import { JudgeStage } from './judge-stage.ts'
import { createRollout } from './rollout.ts'
import type { RolloutOptions } from './rollout-options.ts'
import { RouteStage } from './route-stage.ts'

interface Input {
  readonly user?: string
}
type Options = RolloutOptions<'v2' | 'v3', Input, string, string>

function guarded(
  target: Target<Input, string>,
  given: {
    options?: Partial<Options>
    between?: readonly Stage<Input, string>[]
    further?: readonly Stage<Input, string>[]
    random?: () => number
    admits?: (variant: string) => boolean
  } = {},
) {
  const faults: string[] = []
  const emit = vi.fn<() => void>()
  const rollout = createRollout<'v2' | 'v3', Input, string, string>(
    { stable: 'v2', candidate: 'v3', weight: 50, rollbackIf: { errors: true }, ...given.options },
    { emit, clock: { now: () => 0, wall: () => 0 }, onFault: (_error, kind) => faults.push(kind) },
  )
  const stages = [
    new RouteStage(rollout, given.random === undefined ? {} : { random: given.random }),
    ...(given.between ?? []),
    new JudgeStage(rollout, { admits: given.admits }),
    ...(given.further ?? []),
  ]
  const counted = () => {
    const [errors] = rollout.status().verdict.signals
    return { stable: errors?.stableEvents, candidate: errors?.candidateEvents }
  }
  return { predict: compose(target, stages, { deadline: 50 }), rollout, emit, faults, counted }
}

const answersVariant: Target<Input, string> = (_input, { variant }) => variant ?? 'none'
const fails = (error: unknown = new Error('model')): Target<Input, string> => {
  return () => {
    throw error
  }
}

describe('the route stage', () => {
  test('keeps a unit on its variant and tells the target', async () => {
    const { predict, rollout } = guarded(answersVariant)
    for (let i = 0; i < 50; i++) {
      const unit = `user-${i}`
      const expected = rollout.assign(unit, () => 0).variant
      expect(await predict({}, { unit })).toBe(expected)
      expect(await predict({}, { unit })).toBe(expected)
    }
  })

  test('reads the unit from the input only when the caller gave none', async () => {
    const seen: (string | undefined)[] = []
    const { predict } = guarded(
      (_input, { unit }) => {
        seen.push(unit)
        return 'a'
      },
      { options: { unit: ({ user }) => user } },
    )
    await predict({ user: 'from input' })
    await predict({ user: 'from input' }, { unit: 'given' })
    await predict({})
    expect(seen).toEqual(['from input', 'given', undefined])
  })

  test.each([undefined, ''])('assigns by chance with the unit %j', async (user) => {
    const draws = [0.49, 0.51]
    const given = { options: { unit: () => user }, random: () => draws.shift() ?? 1 }
    const { predict } = guarded(answersVariant, given)
    expect(await predict({})).toBe('v3')
    expect(await predict({})).toBe('v2')
  })

  test('seeds itself at the first call without a unit, not before', async () => {
    const seed = vi.spyOn(crypto, 'getRandomValues')
    const { predict } = guarded(answersVariant)
    await predict({}, { unit: 'a' })
    expect(seed).not.toHaveBeenCalled()
    const variants = new Set<string>()
    for (let i = 0; i < 100; i++) variants.add(await predict({}))
    expect(variants).toEqual(new Set(['v2', 'v3']))
    expect(seed).toHaveBeenCalledTimes(1)
    seed.mockRestore()
  })

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('unit')
      },
    ],
    ['returns a number', () => 17],
  ])('answers all the same when the unit function %s, and reports it', async (_how, unit) => {
    const { predict, faults } = guarded(answersVariant, {
      options: { unit: unit as () => string },
      random: () => 0,
    })
    expect(await predict({})).toBe('v3')
    expect(faults).toEqual(['rollout unit'])
  })
})

describe('the judge stage', () => {
  test('takes a failing candidate back, after which all calls succeed on stable', async () => {
    const { predict, emit, rollout } = guarded((_input, { variant }) => {
      if (variant === 'v3') throw new Error('model')
      return 'fine'
    })
    let failures = 0
    for (let i = 0; i < 200; i++) {
      await predict({}, { unit: `user-${i}` }).catch(() => failures++)
    }
    expect(rollout.status().state).toBe('rolled back')
    expect(emit).toHaveBeenCalledTimes(1)
    expect(failures).toBeGreaterThan(0)
    expect(failures).toBeLessThanOrEqual(18)
  })

  test('leaves a rollout alone when both arms fail', async () => {
    const { predict, rollout, counted } = guarded(fails())
    for (let i = 0; i < 300; i++) await predict({}, { unit: `user-${i}` }).catch(() => undefined)
    expect(rollout.status().state).toBe('running')
    expect((counted().stable ?? 0) + (counted().candidate ?? 0)).toBe(300)
  })

  test.each([
    ['an open circuit', new PlimsollError('PLIMSOLL_CIRCUIT_OPEN', { message: 'open' })],
    ['a closed guard', new ClosedError()],
    ['an overtaken attempt', new SupersededError()],
  ])('does not count %s', async (_what, error) => {
    const { predict, counted } = guarded(fails(error), { random: () => 0 })
    await expect(predict({})).rejects.toBe(error)
    expect(counted()).toEqual({ stable: 0, candidate: 0 })
  })

  test('does not count an input that was refused before the variant was asked', async () => {
    const error = new PlimsollError('PLIMSOLL_INPUT_VIOLATION', { message: 'input' })
    const refuse = (): never => {
      throw error
    }
    const further = { name: 'refuse', enter: refuse }
    const { predict, counted } = guarded(() => 'fine', { random: () => 0, further: [further] })
    await expect(predict({})).rejects.toBe(error)
    expect(counted()).toEqual({ stable: 0, candidate: 0 })
  })

  test.each([
    ['a broken output contract', new PlimsollError('PLIMSOLL_OUTPUT_VIOLATION', { message: 'output' })],
    [
      'an input that the variant refused',
      new PlimsollError('PLIMSOLL_INPUT_VIOLATION', { message: 'input' }),
    ],
  ])('counts %s', async (_what, error) => {
    const { predict, counted } = guarded(fails(error), { random: () => 0 })
    await expect(predict({})).rejects.toBe(error)
    expect(counted()).toEqual({ stable: 0, candidate: 1 })
  })

  test('counts a passed deadline but not a caller who left', async () => {
    vi.useFakeTimers()
    const { predict, counted } = guarded(() => new Promise<string>(() => {}), { random: () => 0 })
    const controller = new AbortController()
    const left = predict({}, { signal: controller.signal }).catch((error: unknown) => error)
    controller.abort(new Error('gone'))
    await left
    expect(counted()).toEqual({ stable: 0, candidate: 0 })
    const late = expect(predict({})).rejects.toMatchObject({ code: 'PLIMSOLL_DEADLINE_EXCEEDED' })
    await vi.advanceTimersByTimeAsync(60)
    await late
    expect(counted()).toEqual({ stable: 0, candidate: 1 })
    vi.useRealTimers()
  })

  test('counts the first attempt of a call alone', async () => {
    let attempts = 0
    const retry = defineStage<Input, string>({
      name: 'retry',
      error: (call: Call<Input, string>) => void (call.attempt < 4 && call.retry(0)),
    })
    const { predict, counted } = guarded(
      () => {
        attempts++
        throw new Error('model')
      },
      { between: [retry], random: () => 0 },
    )
    await expect(predict({})).rejects.toThrow('model')
    expect(attempts).toBe(4)
    expect(counted()).toEqual({ stable: 0, candidate: 1 })
  })

  test('counts nothing for a variant that is neither arm', async () => {
    const other = defineStage<Input, string>({
      name: 'other',
      enter: (call: Call<Input, string>) => {
        call.variant = 'shadow'
      },
    })
    const { predict, counted } = guarded(fails(), { between: [other], random: () => 0 })
    await expect(predict({})).rejects.toThrow('model')
    expect(counted()).toEqual({ stable: 0, candidate: 0 })
  })

  test('counts a failure only where the other variant would have been asked', async () => {
    const open = new Set<string>()
    const draws = [0, 0.9]
    const admits = (variant: string): boolean => !open.has(variant)
    const { predict, counted } = guarded(fails(), { admits, random: () => draws.shift() ?? 0 })
    const failTwice = async (): Promise<void> => {
      draws.splice(0, 2, 0, 0.9)
      await expect(predict({})).rejects.toThrow('model')
      await expect(predict({})).rejects.toThrow('model')
    }
    await failTwice()
    expect(counted()).toEqual({ stable: 1, candidate: 1 })
    open.add('v2')
    await failTwice()
    expect(counted()).toEqual({ stable: 2, candidate: 1 })
    open.clear()
    open.add('v3')
    await failTwice()
    expect(counted()).toEqual({ stable: 2, candidate: 2 })
    open.clear()
    await failTwice()
    expect(counted()).toEqual({ stable: 3, candidate: 3 })
  })

  test('looks at the other variant when the call comes in, not when it fails', async () => {
    const open = new Set<string>()
    const failWhileOpening = (variant: string): Target<Input, string> => {
      return () => {
        open.add(variant)
        throw new Error('model')
      }
    }
    const given = { admits: (variant: string) => !open.has(variant), random: () => 0 }
    const { predict, counted } = guarded(failWhileOpening('v2'), given)
    await expect(predict({})).rejects.toThrow('model')
    expect(counted()).toEqual({ stable: 0, candidate: 1 })
  })

  test('counts an empty unit as none', async () => {
    const { predict, counted } = guarded(fails(), { random: () => 0 })
    for (let i = 0; i < 5; i++) await predict({}, { unit: '' }).catch(() => undefined)
    expect(counted().candidate).toBe(5)
  })
})
