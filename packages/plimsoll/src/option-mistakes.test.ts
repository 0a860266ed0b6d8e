import { defineContract } from '@plimsoll/contracts'
import { isPlimsollError } from '@plimsoll/core'
import type { Clock, OptionProblem } from '@plimsoll/core'
import { createFakeClock } from '@plimsoll/core/testing'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { guard } from './guard.ts'

const shape = { input: z.object({ x: z.number() }), output: z.number() }
const score = defineContract('score@1', shape)
const labelled = defineContract('score@1', { ...shape, label: z.number() })
const one = (): number => 1
const pass = (): void => undefined

/** What a guard says of options that types would not let through; nothing where it takes them. */
function problemsOf(options: object | null, contract: object = score): readonly OptionProblem[] {
  const guarded = guard as (contract: unknown, options: unknown) => unknown
  try {
    guarded(contract, options)
    return []
  } catch (error) {
    if (!isPlimsollError(error, 'PLIMSOLL_INVALID_OPTIONS')) throw error
    return error.problems
  }
}

test.each<[string, object | null, string]>([
  ['variants that are null', { variants: null }, 'variants'],
  ['a list of options', [], 'options'],
  ['a rollout that is null', { variants: { a: one }, rollout: null }, 'rollout'],
  ['a list for retry', { model: one, retry: [] }, 'retry'],
  ['a list for the cache', { model: one, cache: [] }, 'cache'],
  ['a list for the fallback', { model: one, fallback: [] }, 'fallback'],
  ['a list for drift', { model: one, drift: [] }, 'drift'],
  ['outcomes that are null', { model: one, outcomes: null }, 'outcomes'],
  ['outcomes that are true', { model: one, outcomes: true }, 'outcomes'],
  ['outcomes that are a number', { model: one, outcomes: 5 }, 'outcomes'],
  ['a clock that is null', { model: one, clock: null }, 'clock'],
  ['a stage whose hooks are none', { model: one, stages: [{ name: 'mine', onEnter: pass }] }, 'stages[0]'],
])('refuses %s', (_, options, option) => {
  expect(problemsOf(options, labelled).map((problem) => problem.option)).toEqual([option])
})

test('takes a clock whole or not at all', () => {
  const whole: Clock = { now: one, wall: one, setTimer: one, clearTimer: pass, timers: 'shared' }
  expect(problemsOf({ model: one, clock: whole })).toEqual([])
  const lacking = Object.keys(whole).map((name) => ({ ...whole, [name]: undefined }))
  for (const part of [...lacking, { ...whole, hold: 5 }, { ...whole, timers: 'mine' }]) {
    expect(problemsOf({ model: one, clock: part }).map((problem) => problem.option)).toEqual(['clock'])
  }
})

test('takes a contract by what is in it', () => {
  const { name, version, digest, input, output } = score
  expect(problemsOf({ model: one }, { name, version, digest, input, output })).toEqual([])
  const others = [
    { digest: 'x' },
    { name, version, digest },
    { digest, input, output },
    { ...score, input: {} },
    { ...score, label: 'yes' },
    [],
  ]
  for (const other of others) {
    expect(problemsOf({ model: one }, other).map((problem) => problem.option)).toEqual(['contract'])
  }
})

test.each([
  ['record', {}],
  ['contract', {}],
  ['target', {}],
  ['deadline', { deadline: 100 }],
  ['cache', { cache: { ttl: 1_000 } }],
  ['breaker', { breaker: true }],
  [
    'twin',
    {
      stages: [
        { name: 'twin', enter: pass },
        { name: 'twin', leave: pass },
      ],
    },
  ],
])('refuses a second stage named %s', (name, options) => {
  const [problem, ...others] = problemsOf({ model: one, stages: [{ name, enter: pass }], ...options })
  expect(others).toEqual([])
  expect(problem).toMatchObject({ option: 'stages', value: JSON.stringify(name) })
})

test('takes a stage by the name of one that is not there, and one in its place', () => {
  const mine = { name: 'breaker', enter: pass }
  expect(problemsOf({ model: one, stages: [mine] })).toEqual([])
  expect(problemsOf({ model: one, breaker: mine })).toEqual([])
})

test.each([
  ['retry', {}, 'attempts, minDelay, maxDelay, budget, retryable'],
  ['breaker', {}, 'failures, openFor, probes, isFailure'],
  ['cache', { ttl: 1 }, 'staleIfError, maxEntries, store, storeTimeout, singleFlight'],
  ['fallback', { answer: one }, 'model, reserve'],
])('of %s a mistake is told the options that a guard takes', (stage, given, known) => {
  const problems = problemsOf({ model: one, [stage]: { ...given, isThereSuchAThing: 5 } })
  expect(problems).toEqual([
    { option: `${stage}.isThereSuchAThing`, rule: `is not an option (known: ${known})`, value: '5' },
  ])
})

test('a listener is a function, of an event that there is', () => {
  const { on } = guard(score, { model: one }) as {
    readonly on: (name: unknown, listener: unknown) => unknown
  }
  for (const [name, listener, option] of [
    ['nope', pass, 'name'],
    ['breaker', 5, 'listener'],
    ['toString', pass, 'name'],
  ]) {
    let failure: unknown
    try {
      on(name, listener)
    } catch (error) {
      failure = error
    }
    expect(isPlimsollError(failure, 'PLIMSOLL_INVALID_OPTIONS') && failure.problems).toMatchObject([
      { option },
    ])
  }
})

test("a share that the fallback's model keeps is of the call's own deadline where the guard has none", async () => {
  const clock = createFakeClock()
  const predict = guard(score, {
    model: () => new Promise<number>(() => undefined),
    fallback: { model: () => 5, reserve: 0.5 },
    clock,
  })
  const answer = predict.detailed({ x: 1 }, { deadline: 100 })
  await clock.advance(50)
  expect(await answer).toMatchObject({ output: 5, source: 'fallback', timings: { total: 50 } })
})
