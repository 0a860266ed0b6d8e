import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { difference } from '../../test/same-output.ts'
import { mayBeAsync } from '../may-be-async.ts'
import { invalid } from './checker.ts'
import { compile } from './compile.ts'

const filled = z
  .string()
  .optional()
  .check(z.overwrite(() => 'filled'))
const emptied = z.string().transform(() => undefined)
const literal = (tag: string): z.ZodType =>
  z.object({ k: z.literal(tag).optional(), [tag]: z.number().optional() })
const ambiguous = [literal('a'), literal('b')] as never

/** Each with values, and which of them zod takes. */
const cases: readonly [what: string, schema: z.ZodType, values: readonly unknown[], taken: string][] = [
  ['a default of undefined is a key', z.object({ a: z.unknown().default(undefined) }), [{}], '1'],
  [
    'a key left out stays out, whatever is made of undefined',
    z.object({ a: filled }),
    [{}, { a: undefined }],
    '11',
  ],
  ['so does the end of a tuple', z.tuple([z.number(), filled]), [[1], [1, undefined], [1, 'x']], '111'],
  ['a default in front of it does not', z.tuple([z.string().default('d'), filled]), [[], ['x']], '11'],
  ['what is left out within a tuple is made up', z.tuple([filled, z.string().default('d')]), [[]], '1'],
  [
    'an end that comes to nothing',
    z.tuple([
      z.number(),
      z
        .string()
        .prefault(1 as never)
        .optional(),
    ]),
    [[1]],
    '1',
  ],
  ['the rest of a tuple', z.tuple([z.number()], z.string()), [[1, 'a'], [1, 2], [1], []], '1010'],
  [
    'a key listed as __proto__',
    z.record(z.literal(['a', '__proto__']), z.number()),
    [{ a: 1 }, { a: '' }],
    '10',
  ],
  [
    'a key that becomes __proto__',
    z.record(z.enum(['a']).check(z.overwrite(() => '__proto__' as 'a')), z.number()),
    [{ a: 1 }],
    '1',
  ],
  ['listed keys of symbols and numbers', z.record(z.literal([1, 'b']), z.number()), [{ 1: 1, b: 2 }], '1'],
  [
    'a listed key that its check refuses',
    z.record(z.enum(['a', 'b']).check(z.refine((key) => key !== 'b')), z.number()),
    [{ a: 1, b: 1 }],
    '0',
  ],
  [
    'hidden properties of a record',
    z.record(z.string(), z.number()),
    [Object.defineProperty({ [Symbol.for('s')]: 1 }, 'a', { value: 1 })],
    '0',
  ],
  [
    'a record with a constructor of its own',
    z.record(z.string(), z.unknown()),
    [{ constructor: 1 }, { constructor: { prototype: null } }, { constructor: () => 1 }],
    '110',
  ],
  ['a default stands for what comes out undefined', emptied.default('d' as never), ['x', undefined], '11'],
  [
    'a default of an optional schema',
    z.object({ a: z.string().default('d').optional() }),
    [{}, { a: 1 }],
    '10',
  ],
  [
    'an optional that fails on nothing',
    z.object({
      a: z
        .string()
        .prefault(1 as never)
        .optional(),
    }),
    [{}],
    '1',
  ],
  ['exactly optional', z.object({ a: z.string().exactOptional() }), [{}, { a: undefined }], '10'],
  [
    'nonoptional',
    z.object({ a: z.string().optional().nonoptional() }),
    [{}, { a: undefined }, { a: 'x' }],
    '001',
  ],
  ['unknown has to be there', z.object({ a: z.unknown() }), [{}, { a: undefined }], '01'],
  [
    'two options without a tag',
    z.discriminatedUnion('k', ambiguous),
    [{}, { k: 'a', a: 1 }, { k: 'c' }],
    '010',
  ],
  [
    'the same, tried in turn',
    z.discriminatedUnion('k', ambiguous, { unionFallback: true }),
    [{ a: 1, b: 2 }],
    '1',
  ],
  [
    'the first option that fits',
    z.union([z.object({ a: z.number() }), z.looseObject({})]),
    [{ a: 1, b: 2 }, {}],
    '11',
  ],
  [
    'strict',
    z.strictObject({ a: z.number() }),
    [{ a: 1 }, { a: 1, b: 1 }, JSON.parse('{"a":1,"__proto__":1}')],
    '100',
  ],
  ['loose', z.looseObject({ a: z.number() }), [{ b: 1, a: 1 }, JSON.parse('{"a":1,"__proto__":1}')], '11'],
  ['__proto__ in a record', z.record(z.string(), z.number()), [JSON.parse('{"a":1,"__proto__":2}')], '1'],
  ['symbols in a record', z.record(z.string(), z.number()), [{ [Symbol.for('s')]: 1 }], '0'],
  ['numbers as keys', z.record(z.int(), z.number()), [{ 1: 1 }, { '1.5': 1 }, { a: 1 }], '100'],
  [
    'a record of listed keys',
    z.record(z.enum(['a', 'b']), z.number()),
    [{ a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2, c: 3 }],
    '100',
  ],
  ['some of them', z.partialRecord(z.enum(['a', 'b']), z.number()), [{ a: 1 }, { c: 1 }], '10'],
  ['numbers at the edge', z.number().gt(0).lt(1), [0, -0, 5e-324, 1 - 2 ** -53, 1, Number.NaN], '001100'],
  ['numbers below zero', z.number().gt(-1).lt(0), [-1, -1 + 2 ** -53, -5e-324, -0], '0110'],
  ['no infinite number', z.number(), [Infinity, -Infinity, Number.MAX_VALUE], '001'],
  ['safe integers', z.number().int(), [2 ** 53 - 1, 2 ** 53, -0, 1.5], '1010'],
  ['small integers', z.int32(), [2 ** 31 - 1, 2 ** 31, -(2 ** 31)], '101'],
  ['steps', z.number().multipleOf(0.1), [0.3, 0.30001, 1e308, 0], '1001'],
  ['a bound that is no number', z.number().min(Number.NaN), [1], '0'],
  ['dates', z.date().min(new Date(5)), [new Date(5), new Date(4), new Date(Number.NaN), 5], '1000'],
  ['coerced', z.coerce.number().min(1), ['2', '', null, [3], {}, Symbol('s')], '100100'],
  ['coerced to a date', z.coerce.date(), [0, '2020-01-01', 'x', null], '1101'],
  [
    'literals of any kind',
    z.literal([Number.NaN, 0, null] as never),
    [Number.NaN, -0, null, undefined],
    '1110',
  ],
  ['an enum with numbers', z.enum({ 0: 'A', A: 0, B: 'b' } as const), [0, 'b', 'A', 'B'], '1100'],
  ['a url comes back trimmed', z.url(), [' https://x.yz/a\n', 'x'], '10'],
  ['trimmed before it is measured', z.string().trim().min(1), [' a ', '  '], '10'],
  ['measured before it is trimmed', z.string().min(2).trim(), [' a', 'a'], '10'],
  ['catch', z.object({ a: z.number().catch(7) }), [{ a: 'x' }, {}, { a: 1 }], '111'],
  ['a list that is too long is not read', z.array(z.number()).max(1), [[1], [1, 2]], '10'],
  ['a hole', z.array(z.number().optional()), [new Array(2)], '1'],
]

describe('as zod, case by case', () => {
  test.each(cases)('%s', (_, schema, values, taken) => {
    const compiled = compile(schema, !mayBeAsync(schema))
    expect(compiled?.left).toEqual([])
    let found = ''
    expect(values.length).toBe(taken.length)
    for (const value of values) {
      const zod = schema.safeParse(value)
      const own = compiled?.checker.check(value)
      found += own === invalid ? '0' : '1'
      expect(own !== invalid).toBe(zod.success)
      expect(compiled?.checker.accepts(value)).toBe(zod.success)
      if (zod.success) expect(difference(zod.data, own, [value, value])).toBeUndefined()
    }
    expect(found).toBe(taken)
  })

  test('what can not be frozen makes a readonly schema throw', () => {
    const schema = z.unknown().readonly()
    const compiled = compile(schema, true)
    const bytes = new Uint8Array(1)
    expect(() => schema.safeParse(bytes)).toThrow(TypeError)
    expect(() => compiled?.checker.check(bytes)).toThrow(TypeError)
    expect(() => compiled?.checker.accepts(bytes)).toThrow(TypeError)
  })
})
