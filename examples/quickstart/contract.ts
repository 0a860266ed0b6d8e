// What the digit reader is promised, and what it promises.
import { defineContract } from 'plimsoll'
import * as z from 'zod'

const digit = z.number().int().min(0).max(9)

/** One image of 8 by 8 pixels, 0 (paper) to 16 (ink), row by row; the answer; the label that comes later. */
export const reading = defineContract('digits@2', {
  input: z.object({ pixels: z.array(z.number().min(0).max(16)).length(64) }),
  output: z.object({
    // null: nobody could read it, a person has to. Only the last fallback says so.
    digit: digit.nullable().meta({ plimsoll: { kind: 'categorical' } }),
    confidence: z.number().min(0).max(1),
    probabilities: z.array(z.number().min(0).max(1)).length(10),
  }),
  label: digit,
})

/** An input of the contract. */
export type Image = z.output<(typeof reading)['input']>
/** An output of the contract. */
export type Reading = z.output<(typeof reading)['output']>
