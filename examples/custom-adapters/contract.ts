// What the model was promised, and what it promises.
import * as z from 'zod'
import { defineContract } from 'plimsoll'

export const credit = defineContract('credit@5', {
  input: z.object({ applicant: z.string().min(1), income: z.number().min(0), amount: z.number().min(0) }),
  output: z.object({ limit: z.number().min(0) }),
})
