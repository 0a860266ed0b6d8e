import { expect, test } from 'vitest'
import * as z from 'zod'
import { digestOf } from './digest.ts'
import type { Digest } from './digest.ts'

const of = (input: unknown, more: object = {}): Digest =>
  digestOf({ name: 'm@1', input, output: z.number(), label: undefined, tag: undefined, ...more })

test('golden vectors: a change here changes every digest in the field', () => {
  expect(of(z.number()).digest).toBe('f5119af04514479894d995f5044a971616f2518e0529aaf9a4759247bbef182b')
  const schema = z.strictObject({
    tenure: z.number().min(0).max(99.5),
    plan: z.enum(['pro', 'free']).optional(),
    tags: z.array(z.string().regex(/^a/i)).length(3).default(['a', 'ab', 'ac']),
    who: z.discriminatedUnion('k', [
      z.object({ k: z.literal('a'), n: z.bigint().gt(3n) }),
      z.object({ k: z.literal('b'), at: z.date() }),
    ]),
  })
  const full = of(schema, { label: z.boolean(), tag: 't1' })
  expect(full).toEqual({
    digest: 'cebfb5a091925efb00dbefd88f3425f61de8ccc1a5f585c018edeef6af0d8f56',
    opaque: [],
  })
})

test.each<[string, unknown, unknown]>([
  ['a type', z.string(), z.number()],
  ['a bound', z.number().min(0), z.number().min(1)],
  ['whether a bound is inclusive', z.number().gt(0), z.number().gte(0)],
  ['the order of checks', z.string().min(1).max(2), z.string().max(2).min(1)],
  ['a multiple', z.number().multipleOf(2), z.number().multipleOf(3)],
  ['an integer format', z.int(), z.number()],
  ['a pattern', z.string().regex(/a/), z.string().regex(/a/i)],
  ['a format', z.uuid(), z.email()],
  ['coercion', z.coerce.number(), z.number()],
  ['an enum value', z.enum(['a']), z.enum(['b'])],
  ['a literal', z.literal(1), z.literal('1')],
  ['being optional', z.number().optional(), z.number()],
  ['being optional exactly', z.exactOptional(z.number()), z.optional(z.number())],
  ['being nullable', z.number().nullable(), z.number().optional()],
  ['a default', z.number().default(1), z.number().default(2)],
  ['a default of false', z.boolean().default(false), z.boolean().optional()],
  ['unknown keys', z.object({}), z.strictObject({})],
  ['loose keys', z.object({}), z.looseObject({})],
  ['a key', z.object({ a: z.number() }), z.object({ b: z.number() })],
  [
    'a nested type',
    z.object({ a: z.object({ b: z.number() }) }),
    z.object({ a: z.object({ b: z.string() }) }),
  ],
  ['the order of union options', z.union([z.string(), z.number()]), z.union([z.number(), z.string()])],
  ['an array length', z.array(z.number()).length(2), z.array(z.number()).length(3)],
  ['a tuple', z.tuple([z.number()]), z.tuple([z.number()], z.number())],
  ['a record against a Map', z.record(z.string(), z.number()), z.map(z.string(), z.number())],
  ['a date bound', z.date().min(new Date(0)), z.date().min(new Date(1))],
])('%s changes the digest', (_, a, b) => {
  expect(of(a).digest).not.toBe(of(b).digest)
  expect([...of(a).opaque, ...of(b).opaque]).toEqual([])
})

test.each<[string, unknown, unknown]>([
  ['key order', z.object({ a: z.number(), b: z.string() }), z.object({ b: z.string(), a: z.number() })],
  ['the order of enum values', z.enum(['a', 'b']), z.enum(['b', 'a'])],
  ['an error message', z.number().min(1, 'low'), z.number().min(1)],
  ['metadata', z.number().meta({ title: 'x' }), z.number()],
  ['laziness', z.lazy(() => z.number()), z.number()],
])('%s does not change the digest', (_, a, b) => {
  expect(of(a).digest).toBe(of(b).digest)
})

test('name, label and tag are part of the digest', () => {
  const digests = [{}, { name: 'm@2' }, { label: z.boolean() }, { tag: 'a' }, { tag: 'b' }]
  expect(new Set(digests.map((more) => of(z.number(), more).digest)).size).toBe(5)
})

test('lists what it can not read, and hashes the rest', () => {
  let clock = Date.now()
  const schema = z.object({
    plain: z.number(),
    refined: z.string().refine((text) => text !== 'x'),
    changed: z.array(z.string().transform(Number)),
    trimmed: z.string().trim(),
    caught: z.object({ in: z.number().catch(() => 1) }),
    now: z.number().default(() => clock),
    random: z.number().default(() => clock++),
    own: z.custom<string>(),
    map: z.record(z.string(), z.instanceof(Date)),
  })
  expect(of(schema).opaque.toSorted()).toEqual([
    'input.caught.in',
    'input.changed[*]',
    'input.map[*]',
    'input.now',
    'input.own',
    'input.random',
    'input.refined',
    'input.trimmed',
  ])
  expect(of(schema).digest).toBe(of(schema).digest)
})

test('a schema of another library is opaque as a whole', () => {
  const own = { '~standard': { version: 1, vendor: 'own', validate: (value: unknown) => ({ value }) } }
  expect(of(own).opaque).toEqual(['input'])
})

test('ends on schemas that name themselves', () => {
  const node = z.object({
    value: z.number(),
    get next() {
      return node.optional()
    },
  })
  expect(of(node).opaque).toEqual([])
  expect(of(node).digest).not.toBe(of(z.object({ value: z.number() })).digest)
  const loop: z.ZodType = z.lazy(() => loop)
  expect(of(loop).digest).toHaveLength(64)
  expect(of(z.json()).digest).toHaveLength(64)
})
