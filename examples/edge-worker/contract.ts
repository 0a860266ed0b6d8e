// What the model was promised, and what it promises.
import * as z from 'zod'
import { defineContract } from 'plimsoll'

export const spam = defineContract('spam@2', {
  input: z.object({ message: z.string().min(1).max(2_000), language: z.string().length(2) }),
  output: z.object({ spam: z.number().min(0).max(1) }),
})
