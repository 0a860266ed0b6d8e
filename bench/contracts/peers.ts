import { type } from 'arktype'
import * as v from 'valibot'

/** The guard's ten-field object as valibot and arktype say it. */
export const valibotSchema = v.object({
  userId: v.pipe(v.string(), v.minLength(1)),
  tenure: v.pipe(v.number(), v.finite(), v.minValue(0)),
  age: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(130)),
  balance: v.pipe(v.number(), v.finite()),
  charges: v.pipe(v.number(), v.finite(), v.minValue(0)),
  visits: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  score: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1)),
  plan: v.picklist(['free', 'pro', 'team', 'enterprise']),
  country: v.picklist(['de', 'es', 'fr', 'gb', 'in', 'jp', 'us']),
  active: v.boolean(),
})

export const arktypeSchema = type({
  userId: 'string > 0',
  tenure: 'number >= 0',
  age: '0 <= number <= 130',
  balance: 'number',
  charges: 'number >= 0',
  visits: 'number.integer >= 0',
  score: '0 <= number <= 1',
  plan: "'free' | 'pro' | 'team' | 'enterprise'",
  country: "'de' | 'es' | 'fr' | 'gb' | 'in' | 'jp' | 'us'",
  active: 'boolean',
})
