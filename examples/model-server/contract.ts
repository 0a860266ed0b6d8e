// What the model was promised, and what it promises.
import * as z from 'zod'
import { defineContract } from 'plimsoll'

export const fraud = defineContract('fraud@7', {
  input: z.object({
    account: z.string().min(1),
    amount: z.number().min(0),
    country: z.string().length(2),
  }),
  output: z.object({ risk: z.number().min(0).max(1) }),
})
