import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { mayBeAsync } from './may-be-async.ts'

const node = z.object({
  n: z.number(),
  get next() {
    return node.optional()
  },
})
const whole = z.object({
  id: z.uuid(),
  mail: z.email().trim().toLowerCase(),
  age: z.int().min(0).max(150).multipleOf(1),
  kind: z.enum(['a', 'b']).default('a'),
  word: z.string().catch('none'),
  pair: z.tuple([z.string(), z.number()]).rest(z.bigint()),
  either: z.union([z.string().nullable(), z.array(z.date())]),
  table: z.record(z.string(), z.map(z.string(), z.set(z.literal(1)))),
  tree: z.lazy(() => node),
  shape: z.discriminatedUnion('t', [
    z.object({ t: z.literal('x') }),
    z.strictObject({ t: z.literal('y'), u: z.hostname() }),
  ]),
  both: z.intersection(z.object({ a: z.string() }), z.looseObject({ b: z.number() })),
  coerced: z.coerce.number().readonly(),
  piped: z.string().pipe(z.string().min(2)),
})

test('a schema without functions is not asynchronous', () => {
  expect(mayBeAsync(whole)).toBe(false)
  expect(mayBeAsync(node)).toBe(false)
})

const own = { '~standard': { version: 1, vendor: 'own', validate: () => ({ value: 1 }) } }

describe('may be', () => {
  test.each([
    ['a refinement', z.string().refine(() => true)],
    ['a check by hand', z.string().superRefine(() => undefined)],
    ['a transform', z.string().transform(Number)],
    ['what runs before', z.preprocess(String, z.string())],
    ['a codec', z.stringbool()],
    ['a custom schema', z.custom<string>(() => true)],
    ['a class', z.instanceof(Date)],
    ['a promise', z.promise(z.string())],
    ['another library', own],
  ])('%s, wherever it is', (_, part) => {
    const schema = part as z.ZodType
    expect(mayBeAsync(schema)).toBe(true)
    if (part === own) return
    expect(mayBeAsync(z.object({ a: z.object({ b: schema.optional() }) }))).toBe(true)
    expect(mayBeAsync(z.union([z.number(), z.array(schema)]))).toBe(true)
    expect(mayBeAsync(z.record(z.string(), z.tuple([z.number()]).rest(schema)))).toBe(true)
    expect(mayBeAsync(z.lazy(() => z.map(z.string(), schema)))).toBe(true)
    expect(mayBeAsync(z.object({}).catchall(schema))).toBe(true)
    expect(mayBeAsync(z.string().check(z.property('length', schema as z.ZodType<number>)))).toBe(true)
  })
})
