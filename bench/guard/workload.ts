import { defineContract } from '@plimsoll/contracts'
import type { Contract } from '@plimsoll/contracts'
import { createRandom } from '@plimsoll/stats'
import * as z from 'zod'

/** Ten fields, as a churn model might take them. */
export const inputSchema = z.object({
  userId: z.string().min(1),
  tenure: z.number().min(0),
  age: z.number().min(0).max(130),
  balance: z.number(),
  charges: z.number().min(0),
  visits: z.number().int().min(0),
  score: z.number().min(0).max(1),
  plan: z.enum(['free', 'pro', 'team', 'enterprise']),
  country: z.enum(['de', 'es', 'fr', 'gb', 'in', 'jp', 'us']),
  active: z.boolean(),
})
export const outputSchema = z.object({ p: z.number().min(0).max(1), label: z.enum(['stay', 'leave']) })

export type Input = z.infer<typeof inputSchema>
export type Output = z.infer<typeof outputSchema>

export const churn: Contract<typeof inputSchema, typeof outputSchema> = defineContract('churn@4', {
  input: inputSchema,
  output: outputSchema,
})

/** The columns watched for drift, by the guard and by hand alike. */
export const numericColumns = ['tenure', 'age', 'balance', 'charges', 'visits', 'score'] as const
export const categoricalColumns = ['plan', 'country', 'active'] as const
export const columns = [...numericColumns, ...categoricalColumns] as const

export const deadlineMs = 2_000
export const ttlMs = 3_600_000
/** Fewer than there are distinct inputs: read in turn, every one of them misses. */
export const cacheEntries = 1_024
export const driftWindow = 1_000
export const rollout = { stable: 'v3', candidate: 'v4', weight: 10 } as const

const plans = inputSchema.shape.plan.options
const countries = inputSchema.shape.country.options

/** Draws inputs, all of them of different users. */
export function drawInputs(count: number, seed: string): Input[] {
  const { next } = createRandom(seed)
  return Array.from({ length: count }, (_, i) => ({
    userId: `user-${100_000 + i}`,
    tenure: Math.floor(next() * 120),
    age: 18 + Math.floor(next() * 70),
    balance: Math.round((next() - 0.2) * 1e6) / 100,
    charges: Math.round(-Math.log(1 - next()) * 1e4) / 100,
    visits: Math.floor(next() * 400),
    score: Math.round(next() * 1e4) / 1e4,
    plan: plans[Math.floor(next() * plans.length)] ?? 'free',
    country: countries[Math.floor(next() * countries.length)] ?? 'us',
    active: next() < 0.7,
  }))
}

const answers: readonly Output[] = Array.from({ length: 16 }, (_, i) => ({
  p: i / 16,
  label: i < 8 ? 'stay' : 'leave',
}))

/** The bare call: an async function that has its answer already, and ignores its signal. */
export async function model(input: Input): Promise<Output> {
  return answers[input.tenure & 15] as Output
}

/** The same, reading the signal, as a call to `fetch` would. */
export async function modelWithSignal(
  input: Input,
  context: { readonly signal: AbortSignal },
): Promise<Output> {
  if (context.signal.aborted) throw context.signal.reason
  return answers[input.tenure & 15] as Output
}
