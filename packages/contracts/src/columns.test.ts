import { checkOptions } from '@plimsoll/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { columnsOf } from './columns.ts'
import { defineContract } from './contract.ts'

const read = (schema: unknown): Record<string, string> =>
  Object.fromEntries(columnsOf(schema, 'input', checkOptions('test')).map((c) => [c.name, c.kind]))

test('takes the kind from the type', () => {
  const schema = z.object({
    n: z.number(),
    i: z.int32(),
    e: z.enum(['a', 'b']),
    l: z.literal(['x', 'y']),
    u: z.union([z.literal('x'), z.literal('y'), z.null()]),
    b: z.boolean(),
    t: z.string(),
    mail: z.email(),
    d: z.date(),
    big: z.bigint(),
    mixed: z.union([z.string(), z.number()]),
    r: z.record(z.string(), z.number()),
    any: z.unknown(),
  })
  expect(read(schema)).toEqual({
    n: 'numeric',
    i: 'numeric',
    e: 'categorical',
    l: 'categorical',
    u: 'categorical',
    b: 'boolean',
    t: 'text',
    mail: 'text',
  })
})

test('looks through optional, nullable, default, readonly, catch, lazy and pipes', () => {
  const schema = z.object({
    a: z.number().optional().nullable().default(1),
    b: z.number().readonly().catch(0),
    c: z.lazy(() => z.number()),
    d: z.string().pipe(z.coerce.number()),
    e: z.preprocess((x) => x, z.boolean()),
    gone: z.string().transform((text) => text.length),
  })
  expect(read(schema)).toEqual({ a: 'numeric', b: 'numeric', c: 'numeric', d: 'numeric', e: 'boolean' })
})

test('enters objects, tuples and arrays of a fixed length', () => {
  const schema = z.object({
    user: z.object({ 'first name': z.string(), age: z.number() }).optional(),
    pair: z.tuple([z.number(), z.object({ ok: z.boolean() })]),
    pixels: z.array(z.number()).length(3),
    free: z.array(z.number()),
    wide: z.array(z.number()).length(1025),
  })
  expect(read(schema)).toEqual({
    'user["first name"]': 'text',
    'user.age': 'numeric',
    'pair[0]': 'numeric',
    'pair[1].ok': 'boolean',
    'pixels[0]': 'numeric',
    'pixels[1]': 'numeric',
    'pixels[2]': 'numeric',
  })
})

test('names columns apart that a plain join would confuse', () => {
  expect(read(z.object({ 'a.b': z.number(), a: z.object({ b: z.number() }) }))).toEqual({
    '["a.b"]': 'numeric',
    'a.b': 'numeric',
  })
})

test('a declared kind decides, at any layer and for any type', () => {
  const categorical = { plimsoll: { kind: 'categorical' } }
  const schema = z.object({
    code: z.number().meta(categorical).min(1).optional(),
    made: z
      .string()
      .transform(Number)
      .meta({ plimsoll: { kind: 'numeric' } }),
  })
  expect(read(schema)).toEqual({ code: 'categorical', made: 'numeric' })
})

test('an array declared as an embedding is one column, and an answer can be declared a prediction', () => {
  const vector = z.array(z.number()).length(64)
  const schema = z.object({
    pixels: z.array(z.number()).length(2),
    vector: vector.meta({ plimsoll: { kind: 'embedding' } }),
    label: z.string().meta({ plimsoll: { kind: 'prediction' } }),
  })
  expect(read(schema)).toEqual({
    'pixels[0]': 'numeric',
    'pixels[1]': 'numeric',
    vector: 'embedding',
    label: 'prediction',
  })
})

test('a wrong kind is an option mistake that names the place', () => {
  const input = z.object({ a: z.number().meta({ plimsoll: { kind: 'number' } }) })
  expect(() => defineContract('x@1', { input, output: z.number() })).toThrow(
    'input.a.meta.plimsoll.kind must be one of numeric, categorical, boolean, text, embedding, prediction, got "number"',
  )
})

test('ends on schemas that name themselves', () => {
  const node = z.object({
    value: z.number(),
    get next() {
      return node.optional()
    },
  })
  const loop: z.ZodType = z.lazy(() => loop)
  expect(Object.keys(read(node)).length).toBe(16)
  expect(read(loop)).toEqual({})
})

test('makes at most 4096 columns', () => {
  const wide = z.array(z.array(z.number()).length(1000)).length(1000)
  expect(columnsOf(wide, 'input', checkOptions('test')).length).toBe(4096)
})
