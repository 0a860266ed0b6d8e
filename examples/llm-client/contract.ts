// What goes to the language model, and the structured answer it owes.
import * as z from 'zod'
import { defineContract } from 'plimsoll'

export const triage = defineContract('triage@3', {
  input: z.object({ ticket: z.string().min(1).max(2_000) }),
  output: z.object({
    team: z.enum(['billing', 'access', 'product']),
    urgency: z.int().min(1).max(5),
    reply: z.string().min(1),
  }),
})
