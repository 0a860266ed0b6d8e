import { createVerdict, defineContract, inputCheck, validate } from '@plimsoll/contracts'
import * as v from 'valibot'
import * as z from 'zod'
import { drawInputs, inputSchema, outputSchema } from '../guard/workload.ts'
import type { Subject } from '../harness.ts'
import { effortOf, measure, shownRatio } from '../measured.ts'
import type { Figure } from '../report.ts'
import type { Suite } from '../suite.ts'
import { differencesFromZod } from './differences.ts'
import { contractsGates } from './gates.ts'
import { arktypeSchema, valibotSchema } from './peers.ts'

/** What an application has besides: the checked code has seen other schemas too. */
function otherSchemas(): readonly z.ZodType[] {
  return [
    z.object({ spam: z.boolean(), tags: z.array(z.string()).max(8) }),
    z.object({ price: z.number().min(0), currency: z.enum(['EUR', 'USD']) }),
    z.object({ user: z.object({ id: z.string(), age: z.number().optional() }), at: z.number().int() }),
    z.array(z.number()).length(3),
  ]
}
const otherValues: readonly unknown[] = [
  { spam: true, tags: ['a'] },
  { price: 3, currency: 'EUR' },
  { user: { id: 'u', age: 3 }, at: 7 },
  [1, 2, 3],
  { price: -1, currency: 'GBP' },
]

/** What checking a ten-field object costs, beside zod with and without its generated code. */
export const contractsSuite: Suite<typeof contractsGates> = {
  gates: contractsGates,
  peers: ['zod', 'valibot', 'arktype'],
  async run(options) {
    const { isQuick, seed, progress } = options
    const valid = drawInputs(1_024, `${seed} inputs`).map((input) => ({ ...input, extra: 'stripped' }))
    const invalid = valid.map((input, i) =>
      i % 2 === 0 ? { ...input, age: -1 } : { ...input, plan: 'none' },
    )
    const jitless = withoutJit(() => z.object(inputSchema.shape))
    const contract = defineContract('churn@4', { input: inputSchema, output: outputSchema })
    const check = inputCheck(contract)
    const edge = defineContract('churn@4', {
      input: jitless,
      output: withoutJit(() => z.object(outputSchema.shape)),
    })
    const edgeCheck = inputCheck(edge)
    for (const value of [...otherValues, ...valid.slice(0, 8)]) {
      for (const schema of [...otherSchemas(), ...withoutJit(otherSchemas), inputSchema, jitless]) {
        for (let i = 0; i < 50; i++) {
          schema.safeParse(value)
          void validate(schema, value)
        }
      }
    }

    const verdict = createVerdict(inputSchema)
    const jitlessVerdict = createVerdict(jitless)
    const subject = (
      name: string,
      inputs: readonly unknown[],
      call: (input: unknown) => unknown,
    ): Subject => ({
      name,
      call,
      inputs,
      isAwaited: false,
    })
    const isOk = (result: ReturnType<typeof validate>): boolean => 'ok' in result && result.ok
    const isRefused = (input: unknown): string => {
      try {
        void check(input)
        return 'accepted'
      } catch {
        return 'refused'
      }
    }
    const effort = effortOf(options, { rounds: 800, batch: 1_000, leadIn: 200, warmUp: 100_000 })
    const measured = await measure(
      [
        subject('zod safeParse, JIT', valid, (input) => inputSchema.safeParse(input).data),
        subject('zod safeParse, jitless', valid, (input) => jitless.safeParse(input).data),
        subject('zod safeParse, JIT, verdict', valid, (input) => inputSchema.safeParse(input).success),
        subject('zod safeParse, jitless, verdict', valid, (input) => jitless.safeParse(input).success),
        subject('valibot safeParse', valid, (input) => v.safeParse(valibotSchema, input).output),
        subject('arktype allows', valid, (input) => arktypeSchema.allows(input)),
        subject('inputCheck', valid, check),
        subject('inputCheck, jitless', valid, edgeCheck),
        subject('validate', valid, (input) => validate(inputSchema, input)),
        subject('createVerdict', valid, (input) => verdict(input)),
        subject('createVerdict, jitless', valid, (input) => jitlessVerdict(input)),
        subject('zod safeParse, JIT, invalid', invalid, (input) => inputSchema.safeParse(input).success),
        subject('zod safeParse, jitless, invalid', invalid, (input) => jitless.safeParse(input).success),
        subject('validate, invalid', invalid, (input) => isOk(validate(inputSchema, input))),
        subject('inputCheck, invalid', invalid, isRefused),
      ],
      effort,
      progress,
    )
    progress('comparing with zod on random schemas and values')
    const compared = await differencesFromZod(isQuick ? 10_000 : 100_000, seed)
    const faster = (ours: string, zods: string, why: string): Figure => ({
      measured: measured.ratio(zods, ours).median,
      shown: shownRatio(measured.ratio(zods, ours)),
      why,
    })
    const alone = 'ten fields, each read once and checked'
    const fresh = 'a fresh object is made of ten fields, each read once and checked'
    return {
      effort,
      figures: {
        outputJit: faster('inputCheck', 'zod safeParse, JIT', fresh),
        outputJitless: faster('inputCheck, jitless', 'zod safeParse, jitless', fresh),
        verdictJit: faster('createVerdict', 'zod safeParse, JIT, verdict', alone),
        verdictJitless: faster('createVerdict, jitless', 'zod safeParse, jitless, verdict', alone),
        differences: {
          measured: compared.different,
          shown: `${compared.different} of ${compared.pairs} (${compared.accepted} accepted)`,
        },
      },
      comparisons: [
        measured.compare('inputCheck', 'zod safeParse, JIT'),
        measured.compare('inputCheck, jitless', 'zod safeParse, jitless'),
        measured.compare('inputCheck', 'valibot safeParse'),
        measured.compare('createVerdict', 'arktype allows'),
        measured.compare('validate', 'zod safeParse, JIT'),
        measured.compare('createVerdict', 'zod safeParse, JIT, verdict'),
        measured.compare('createVerdict, jitless', 'zod safeParse, jitless, verdict'),
        measured.compare('validate, invalid', 'zod safeParse, JIT, invalid'),
        measured.compare('validate, invalid', 'zod safeParse, jitless, invalid'),
        measured.compare('inputCheck, invalid', 'zod safeParse, JIT, invalid'),
      ],
      notes: [],
      subjects: measured.subjects(),
      compared: `The guard's ten-field object (strings, bounded numbers, enums, a boolean) with one unknown key, which is stripped. Five other schemas have
been through the same code before. **jitless** schemas are made under \`z.config({ jitless: true })\`, as zod runs where code must not be generated;
ours are then given the same schemas.
**inputCheck** is what a guard calls; **verdict** says yes or no: \`createVerdict\` makes no output, of zod's result \`success\` alone is looked at. **arktype** is asked for its verdict, its best form: to strip unknown keys it deletes them from the object it is given. **invalid** objects break one rule each; ours then names path and
rule without any value, and \`inputCheck\` throws.`,
    }
  },
}

/** Makes schemas as zod does where code can't be generated. The usual ones must have been made before. */
function withoutJit<T>(make: () => T): T {
  z.config({ jitless: true })
  try {
    return make()
  } finally {
    z.config({ jitless: false })
  }
}
