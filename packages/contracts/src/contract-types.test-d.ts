import { expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { defineContract } from './contract.ts'
import type { Contract } from './contract.ts'
import { inputCheck, labelCheck, outputCheck } from './contract-check.ts'
import type {
  AnyContract,
  HasLabel,
  InputOf,
  LabelOf,
  OutputOf,
  ParsedInputOf,
  ParsedLabelOf,
  RawOutputOf,
} from './contract-types.ts'
import type { StandardSchemaV1 } from './standard-schema.ts'

const both = defineContract('m@1', {
  input: z.object({ at: z.string().transform((text) => new Date(text)), n: z.number().default(1) }),
  output: z.string().transform(Number),
  label: z.enum(['yes', 'no']).transform((text) => text === 'yes'),
})
type Both = typeof both

test('transforms show on both sides', () => {
  expectTypeOf<InputOf<Both>>().toEqualTypeOf<{ at: string; n?: number | undefined }>()
  expectTypeOf<ParsedInputOf<Both>>().toEqualTypeOf<{ at: Date; n: number }>()
  expectTypeOf<RawOutputOf<Both>>().toEqualTypeOf<string>()
  expectTypeOf<OutputOf<Both>>().toEqualTypeOf<number>()
  expectTypeOf<LabelOf<Both>>().toEqualTypeOf<'yes' | 'no'>()
  expectTypeOf<ParsedLabelOf<Both>>().toEqualTypeOf<boolean>()
  expectTypeOf<HasLabel<Both>>().toEqualTypeOf<true>()
  expectTypeOf(both).toExtend<AnyContract>()
})

const bare = defineContract('m@1', { input: z.number(), output: z.number() })

test('without a label there is none', () => {
  expectTypeOf(bare.label).toEqualTypeOf<undefined>()
  expectTypeOf<LabelOf<typeof bare>>().toEqualTypeOf<never>()
  expectTypeOf<ParsedLabelOf<typeof bare>>().toEqualTypeOf<never>()
  expectTypeOf<HasLabel<typeof bare>>().toEqualTypeOf<false>()
  expectTypeOf(bare).toExtend<AnyContract>()
})

test('any contract leaves everything open', () => {
  expectTypeOf<InputOf<AnyContract>>().toEqualTypeOf<unknown>()
  expectTypeOf<LabelOf<AnyContract>>().toEqualTypeOf<unknown>()
  expectTypeOf<HasLabel<AnyContract>>().toEqualTypeOf<boolean>()
})

test('a schema written by hand works too', () => {
  const own: StandardSchemaV1<string, number> = {
    '~standard': { version: 1, vendor: 'own', validate: (value) => ({ value: Number(value) }) },
  }
  const contract = defineContract('m@1', { input: own, output: own, label: own })
  expectTypeOf(contract).toEqualTypeOf<Contract<typeof own, typeof own, typeof own>>()
  expectTypeOf<InputOf<typeof contract>>().toEqualTypeOf<string>()
  expectTypeOf<OutputOf<typeof contract>>().toEqualTypeOf<number>()
  expectTypeOf<LabelOf<typeof contract>>().toEqualTypeOf<string>()
})

test('checks give the parsed types', () => {
  expectTypeOf(inputCheck(both)(0)).toEqualTypeOf<
    { at: Date; n: number } | Promise<{ at: Date; n: number }>
  >()
  expectTypeOf(outputCheck(both)(0)).toEqualTypeOf<number | Promise<number>>()
  expectTypeOf(labelCheck(both)(0)).toEqualTypeOf<boolean | Promise<boolean>>()
})

test('mistakes are compile errors', () => {
  // @ts-expect-error an unknown option
  defineContract('m@1', { input: z.number(), output: z.number(), labels: z.number() })
  // @ts-expect-error not a schema
  defineContract('m@1', { input: 3, output: z.number() })
  // @ts-expect-error no output
  defineContract('m@1', { input: z.number() })
})

test('an option may be undefined, as it is where it is written as a condition', () => {
  const is = Math.random() > 1
  const maybe = is ? 'x' : undefined
  const parts = { input: z.number(), output: z.number() }
  const unlabelled = defineContract('m@1', {
    ...parts,
    label: undefined,
    owner: maybe,
    tier: maybe,
    tag: maybe,
  })
  expectTypeOf<HasLabel<typeof unlabelled>>().toEqualTypeOf<false>()
  expectTypeOf<LabelOf<typeof unlabelled>>().toEqualTypeOf<never>()
  const labelled = defineContract('m@1', { ...parts, label: z.string(), owner: undefined })
  expectTypeOf<HasLabel<typeof labelled>>().toEqualTypeOf<true>()
  expectTypeOf<LabelOf<typeof labelled>>().toEqualTypeOf<string>()
})
