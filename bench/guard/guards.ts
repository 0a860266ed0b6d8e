import { defineContract } from '@plimsoll/contracts'
import type { Baseline, Guard } from 'plimsoll'
import { createBaseline, guard } from 'plimsoll'
import * as z from 'zod'
import {
  cacheEntries,
  churn,
  columns,
  deadlineMs,
  driftWindow,
  inputSchema,
  model,
  rollout,
  ttlMs,
} from './workload.ts'
import type { Input, Output } from './workload.ts'

type Churn = typeof churn
export type FullGuard = Guard<Churn, 'v3' | 'v4'>

/** What can be taken away from a full guard, one at a time; `detector` leaves drift with its counts and windows. */
export type Part = 'rollout' | 'deadline' | 'retry' | 'breaker' | 'cache' | 'fallback' | 'drift' | 'detector'

export function baselineOf(reference: readonly Input[]): Baseline {
  return createBaseline(reference, { columns, name: 'churn reference' })
}

/** A guard with all that this version has, on two variants, or all but one part. */
export function fullGuard(
  baseline: Baseline,
  target: (input: Input, context: { readonly signal: AbortSignal }) => Promise<Output> = model,
  without?: Part,
  deadline: number = deadlineMs,
): FullGuard {
  const parts = {
    deadline,
    retry: { attempts: 2 },
    breaker: { failures: 5 },
    cache: { ttl: ttlMs, maxEntries: cacheEntries },
    fallback: () => ({ p: 0.5, label: 'stay' as const }),
    drift: { baseline, columns, window: driftWindow, detect: without !== 'detector' },
  }
  const isOption = without !== undefined && without !== 'rollout' && without !== 'detector'
  const kept = { ...parts, ...(isOption ? { [without]: false } : {}) }
  if (without === 'rollout') return guard(churn, { model: target, ...kept })
  return guard(churn, {
    variants: { v3: target, v4: target },
    rollout: { ...rollout, unit: (input) => input.userId, rollbackIf: { errors: true } },
    ...kept,
  })
}

/** The least guard: a contract around one model. */
export function leastGuard(): Guard<Churn, never> {
  return guard(churn, { model })
}

/** The least guard, told of every option that it is not wanted. */
export function leastGuardSaidSo(): Guard<Churn, never> {
  return guard(churn, {
    model,
    deadline: false,
    retry: false,
    breaker: false,
    cache: false,
    fallback: false,
    drift: false,
    stages: [],
  })
}

/** Four guards that differ in contract, model and options from the full one and from each other. */
export function otherGuards(baseline: Baseline): ((input: Input) => Promise<unknown>)[] {
  const spam = defineContract('spam@1', {
    input: inputSchema.pick({ userId: true, score: true, plan: true }),
    output: z.object({ spam: z.boolean() }),
  })
  const price = defineContract('price@2', {
    input: inputSchema,
    output: z.object({ price: z.number(), currency: z.string() }),
  })
  const rank = defineContract('rank@1', { input: inputSchema, output: z.array(z.number()).length(3) })
  const intent = defineContract('intent@7', { input: inputSchema, output: z.string() })
  return [
    guard(spam, { model: async (input) => ({ spam: input.score > 0.5 }), deadline: '100ms', retry: true }),
    guard(price, {
      variants: { a: async (input) => ({ price: input.charges, currency: 'EUR' }) },
      cache: { ttl: '1m', maxEntries: 64 },
    }),
    guard(rank, {
      model: (input) => [input.age, input.tenure, input.visits],
      breaker: true,
      drift: { baseline, columns: ['age', 'plan'] },
    }),
    guard(intent, {
      model: async (input) => input.country,
      fallback: () => 'us',
      deadline: '1s',
      breaker: { failures: 3 },
      stages: [{ name: 'own', leave: () => undefined }],
    }),
  ]
}
