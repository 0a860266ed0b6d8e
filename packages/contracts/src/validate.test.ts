import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { StandardResult, StandardSchemaV1 } from './standard-schema.ts'
import { validate } from './validate.ts'

const secret = 'SECRET-4711'

function broken(schema: StandardSchemaV1, value: unknown): string[] {
  const result = validate(schema, value)
  if (result instanceof Promise) throw new Error('the schema is asynchronous')
  if (result.ok) return []
  return result.violations.map((v) => `${v.path}|${v.rule}|${v.message}`)
}

const own = (answer: (value: unknown) => unknown): StandardSchemaV1 => ({
  '~standard': { version: 1, vendor: 'own', validate: answer as () => StandardResult<unknown> },
})

describe('messages', () => {
  test.each<[StandardSchemaV1, unknown, string]>([
    [z.number(), secret, '|invalid_type|must be of type number'],
    [z.number().min(0), -1, '|too_small|must be at least 0'],
    [z.number().gt(3), 3, '|too_small|must be above 3'],
    [z.number().lt(3), 3, '|too_big|must be below 3'],
    [z.number().multipleOf(5), 3, '|not_multiple_of|must be a multiple of 5'],
    [z.int(), 1.5, '|invalid_type|must be of type int'],
    [z.int32(), 2 ** 40, '|too_big|must be at most 2147483647'],
    [z.bigint().max(3n), 4n, '|too_big|must be at most 3'],
    [z.string().min(20), secret, '|too_small|must be at least 20 characters'],
    [z.string().length(3), secret, '|too_big|must be at most 3 characters'],
    [z.array(z.number()).max(1), [1, 2], '|too_big|must be at most 1 items'],
    [z.date().min(new Date(0)), new Date(-1), '|too_small|must be at least 1970-01-01T00:00:00.000Z'],
    [z.email(), secret, '|invalid_format|must be of format email'],
    [z.string().regex(/^a/), secret, '|invalid_format|must be of format regex'],
    [z.enum(['a', 'b']), secret, '|invalid_value|must be one of the allowed values'],
    [z.union([z.number(), z.boolean()]), secret, '|invalid_union|must be one of the allowed forms'],
    [z.string().refine(() => false, secret), secret, '|custom|must satisfy a refinement'],
    [own(() => ({ issues: [{ message: secret }] })), secret, '|invalid|does not satisfy the schema'],
    [own(() => ({ issues: [] })), secret, '|invalid|does not satisfy the schema'],
  ])('%#: says what is asked', (schema, value, expected) => {
    expect(broken(schema, value)).toEqual([expected])
  })

  test('unknown keys are not named', () => {
    expect(broken(z.strictObject({}), { [secret]: 1 })).toEqual([
      '|unrecognized_keys|must not have keys that the schema does not declare',
    ])
  })

  test('a refinement that reports parts of the value is not believed', () => {
    const schema = z.object({ limit: z.number(), used: z.number() }).superRefine((value, context) => {
      const { limit: maximum } = value
      context.addIssue({ code: 'too_big', origin: 'number', maximum, input: value, path: ['used'] })
      context.addIssue({ code: 'invalid_format', format: secret as 'email', input: secret, path: [secret] })
      context.addIssue({ code: secret as 'custom', input: value, message: secret })
      context.addIssue({ code: 'invalid_type', expected: secret as 'string', input: value })
    })
    expect(broken(schema, { limit: 4711, used: 5000 })).toEqual([
      'used|too_big|is too large',
      '[*]|invalid_format|must be of another format',
      '|invalid|does not satisfy the schema',
      '|invalid_type|must be of another type',
    ])
  })
})

describe('paths', () => {
  const leaf = z.object({ x: z.number() })
  test.each<[string, StandardSchemaV1, unknown, string]>([
    [
      'nested',
      z.object({ user: z.object({ tags: z.array(leaf) }) }),
      { user: { tags: [{ x: '' }] } },
      'user.tags[0].x',
    ],
    ['quoted', z.object({ 'a b': z.number() }), {}, '["a b"]'],
    ['tuple', z.tuple([z.string(), leaf]), ['', { x: '' }], '[1].x'],
    ['record', z.object({ by: z.record(z.string(), leaf) }), { by: { [secret]: { x: '' } } }, 'by[*].x'],
    ['Map', z.map(z.string(), leaf), new Map([[secret, { x: '' }]]), '[*].x'],
    ['Map with numbers', z.map(z.number(), leaf), new Map([[4711, { x: '' }]]), '[*].x'],
    ['catchall', z.object({ a: z.number() }).catchall(z.number()), { a: 1, [secret]: '' }, '[*]'],
    ['optional and default', z.object({ a: leaf.optional() }).default({}), { a: { x: '' } }, 'a.x'],
    ['intersection', z.intersection(z.object({ a: z.number() }), leaf), { a: 1, x: '' }, 'x'],
    [
      'discriminated',
      z.discriminatedUnion('k', [z.object({ k: z.literal('a'), n: z.number() })]),
      { k: 'a' },
      'n',
    ],
    ['pipe', z.object({ a: z.string().transform(Number).pipe(z.number()) }), { a: '-' }, 'a'],
    ['lazy', z.lazy(() => z.object({ a: leaf })), { a: { x: '' } }, 'a.x'],
  ])('%s', (_, schema, value, path) => {
    const lines = broken(schema, value)
    expect(lines.map((line) => line.split('|')[0])).toEqual([path])
  })

  test('under another library nothing is declared', () => {
    const schema = own(() => ({ issues: [{ message: '', path: [secret, { key: 4711 }, Symbol(secret)] }] }))
    expect(broken(schema, {})).toEqual(['[*][*][*]|invalid|does not satisfy the schema'])
  })

  test('a prototype declares nothing', () => {
    const schema = z.looseObject({}).superRefine((_, context) => {
      context.addIssue({ code: 'custom', path: ['__proto__', 'constructor'] })
    })
    expect(broken(schema, {})[0]).toBe('[*][*]|custom|must satisfy a refinement')
  })
})

test('tells eight violations and counts the rest', () => {
  const lines = broken(
    z.array(z.number()),
    Array.from({ length: 100_000 }, () => secret),
  )
  expect(lines).toHaveLength(9)
  expect(lines[7]).toBe('[7]|invalid_type|must be of type number')
  expect(lines[8]).toBe('|more|breaks 99992 more rules')
})

describe('what can not be read is one violation', () => {
  const unreadable = ['|unreadable|can not be read by its schema']
  const throwing = (): never => {
    throw new Error(secret)
  }
  const cycle: Record<string, unknown> = {}
  cycle['next'] = cycle
  const follow = (value: unknown): unknown => follow((value as { next: unknown }).next)
  test.each<[string, StandardSchemaV1, unknown]>([
    [
      'a getter',
      z.object({ a: z.number() }),
      Object.defineProperty({}, 'a', { get: throwing, enumerable: true }),
    ],
    ['a refinement', z.number().refine(throwing), 1],
    ['a transform', z.number().transform(throwing), 1],
    ['a revoked proxy', z.object({ a: z.number() }), revoked()],
    ['another library', own(throwing), 1],
    ['the stack, at a value that refers to itself,', own(follow), cycle],
    ['an answer that is none', own(() => undefined), 1],
    ['an answer without value or issues', own(() => ({})), 1],
    ['issues that are no list', own(() => ({ issues: secret })), 1],
    ['issues that throw', own(() => ({ issues: [Object.defineProperty({}, 'path', { get: throwing })] })), 1],
  ])('%s throws or answers nonsense', (_, schema, value) => {
    expect(broken(schema, value)).toEqual(unreadable)
    expect(broken(schema, value)).toEqual(unreadable)
  })

  test('a promise that rejects', async () => {
    const refined = z.number().refine(() => Promise.reject(new Error(secret)))
    for (const schema of [refined, own(() => Promise.reject(new Error(secret)))]) {
      expect(await validate(schema, 1)).toEqual({
        ok: false,
        violations: [{ path: '', rule: 'unreadable', message: 'can not be read by its schema' }],
      })
    }
  })
})

test('a value that refers to itself is read to its end', () => {
  const node = z.object({
    get next() {
      return node
    },
  })
  const cycle: Record<string, unknown> = {}
  cycle['next'] = cycle
  expect(broken(node, cycle)).toEqual([])
  cycle['next'] = { next: [cycle] }
  expect(broken(node, cycle)).toEqual(['next.next|invalid_type|must be of type object'])
})

test('a thenable of another library is awaited', async () => {
  // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what is tested
  const schema = own(() => ({ then: (resolve: (r: unknown) => void) => resolve({ value: 7 }) }))
  expect(await validate(schema, 1)).toEqual({ ok: true, value: 7 })
})

test('odd inputs are neither crashes nor values in messages', () => {
  const schema = z.object({ a: z.number(), b: z.array(z.number()) })
  const polluting: unknown = JSON.parse('{"__proto__":{"a":1},"a":"x","b":[]}')
  expect(broken(schema, polluting)).toEqual(['a|invalid_type|must be of type number'])
  expect(broken(schema, { a: 10n, b: [] })).toEqual(['a|invalid_type|must be of type number'])
  expect(broken(schema, { a: 'x'.repeat(10_000_000), b: [] })).toEqual([
    'a|invalid_type|must be of type number',
  ])
  // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tested
  expect(broken(schema, { a: 1, b: [1, , 2] })).toEqual(['b[1]|invalid_type|must be of type number'])
})

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
