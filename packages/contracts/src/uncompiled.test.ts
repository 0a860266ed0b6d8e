import { type } from 'arktype'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import * as z from 'zod'
import * as mini from 'zod/mini'
import { defineContract } from './contract.ts'
import type { StandardSchemaV1 } from './standard-schema.ts'
import { uncompiled } from './uncompiled.ts'

const node = z.object({
  n: z.number(),
  get next() {
    return node.optional()
  },
})

const common = z.object({
  id: z.uuid(),
  age: z.int().min(0).max(150),
  step: z.number().multipleOf(0.1).gt(0),
  word: z.string().min(1).max(5).regex(/^a/).trim(),
  plan: z.enum(['free', 'pro']),
  kind: z.literal(['a', 1, null]),
  on: z.boolean(),
  at: z.date().min(new Date(0)),
  tags: z.array(z.string()).max(8),
  pair: z.tuple([z.string(), z.number().optional()]).rest(z.bigint()),
  either: z.union([z.string().nullable(), z.array(z.date())]),
  shape: z.discriminatedUnion('t', [
    z.object({ t: z.literal('x') }),
    z.strictObject({ t: z.literal('y'), u: z.number() }),
  ]),
  by: z.record(z.string(), z.number()),
  each: z.record(z.enum(['a', 'b']), z.number()),
  note: z.string().optional(),
  limit: z.number().default(3),
  list: z.array(z.number()).readonly(),
  from: z.coerce.number(),
  more: z.looseObject({}),
  some: z.object({}).catchall(z.number()),
  lazy: z.lazy(() => z.string()),
  refined: z.string().refine((text) => text !== 'no'),
  turned: z.string().transform(Number),
  saved: z.string().catch('none'),
  piped: z.string().pipe(z.string().min(2)),
})

test('the common subset is compiled', () => {
  const contract = defineContract('m@1', { input: common, output: z.strictObject({}), label: z.boolean() })
  expect(uncompiled(contract)).toEqual([])
})

test('so is that of zod/mini', () => {
  const input = mini.object({
    a: mini.number().check(mini.gte(0)),
    b: mini.optional(mini.string().check(mini.trim(), mini.minLength(1))),
    c: mini._default(mini.boolean(), true),
  })
  expect(uncompiled(defineContract('m@1', { input, output: mini.number() }))).toEqual([])
})

const string = z.string()
const symbol = Symbol('key')

test.each<[string, z.ZodType, string]>([
  ['a map', z.map(string, string), '.a'],
  ['a set', z.set(string), '.a'],
  ['an intersection', z.intersection(z.object({}), z.object({})), '.a'],
  ['an exclusive union', z.xor([string, z.number()]), '.a'],
  ['a codec', z.stringbool(), '.a'],
  ['a file', z.file(), '.a'],
  ['a recursive schema', node, '.a'],
  ['what is inside an array', z.array(z.set(string)), '.a[*]'],
  ['what is inside a tuple', z.tuple([string, z.set(string)]), '.a[1]'],
  ['what is inside a record', z.record(string, z.set(string)), '.a[*]'],
  ['what is inside a lazy schema', z.lazy(() => z.set(string)), '.a'],
  ['a check with a condition', string.refine(() => true, { when: () => true }), '.a'],
  ['a length checked on a condition', string.check(z.maxLength(3, { when: () => false } as never)), '.a'],
  ['a symbol as key', z.object({ [symbol]: string }), '.a'],
  ['zod-compiled', z.compile(z.object({ b: string })), '.a'],
  ['one of its own kind', new (class extends z.ZodString {})({ type: 'string' }), '.a'],
])('%s is left to the schema, and what is beside it is not', (_, schema, path) => {
  const input = z.object({ a: schema, b: z.string() })
  expect(uncompiled(defineContract('m@1', { input, output: z.number() }))).toEqual([`input${path}`])
})

test.each<[string, StandardSchemaV1]>([
  ['valibot', v.object({ a: v.number() })],
  ['arktype', type({ a: 'number' })],
  ['a promise', z.promise(string)],
  ['a transform of zod/mini, whose promises zod drops', mini.pipe(mini.string(), mini.transform(Number))],
  ['a zod whose source was not looked at', ofVersion(z.string(), 7)],
])('%s is left to the schema as a whole', (_, schema) => {
  const contract = defineContract('m@1', { input: z.number(), output: schema, label: schema })
  expect(uncompiled(contract)).toEqual(['output', 'label'])
})

test('a schema that unfolds without end is left to itself', () => {
  const unfolding = (): z.ZodType => z.lazy(() => z.object({ a: unfolding() }))
  expect(uncompiled(defineContract('m@1', { input: unfolding(), output: z.number() }))).toEqual(['input'])
})

test('one deeper than 64 is compiled as far as that', () => {
  let deep: z.ZodType = z.number()
  for (let i = 0; i < 70; i++) deep = z.object({ a: deep })
  const left = uncompiled(defineContract('m@1', { input: deep, output: z.number() }))
  expect(left).toEqual([`input${'.a'.repeat(64)}`])
})

function ofVersion(schema: z.ZodType, minor: number): z.ZodType {
  Object.assign(schema._zod, { version: { ...schema._zod.version, minor } })
  return schema
}
