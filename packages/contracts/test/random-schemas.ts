// One thing: random zod schemas, and for each of them values that keep it, nearly keep it, or are hostile.
import fc from 'fast-check'
import * as z from 'zod'
import * as mini from 'zod/mini'

/** Makes a value anew at each call: reading one may change it. */
export type Make = () => unknown

export interface Sample {
  readonly schema: z.ZodType
  readonly values: fc.Arbitrary<Make>
}

/** The getters that were read since it was last emptied. */
export const reads: string[] = []

// Both say the same by these names; their types do not.
const flavours = [z, z, mini as unknown as typeof z]
type Z = typeof z
type AnySchema = z.ZodType<unknown, unknown>

const give = (value: unknown): Make => {
  return () => value
}

const numbers = [
  0,
  -0,
  1,
  -1,
  2,
  3,
  0.1,
  0.3,
  1.5,
  -2.5,
  5e-324,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e308,
  3.5e38,
]
const texts = [
  '',
  'a',
  'A b',
  ' ab ',
  'abc',
  '1',
  '-1.5',
  '\u{1F600}',
  '\u{1F600}\u{1F600}a',
  '\uD83D',
  '\uDE00\uD83D',
  'a@b.cc',
  'https://x.yz/a b',
  ' http://x.yz\n',
  '::1',
  '::1/64',
  '10.0.0.1',
  '2020-01-01',
  '2020-01-01T00:00:00Z',
  'aGk=',
  'YQ',
  'ckopqwooh000001la8mbi2im9',
  '4111 1111 1111 1111',
  'true',
  'a-1',
  'x'.repeat(30),
]

class Point {
  x = 1
  get y(): number {
    return 2
  }
}

const hostile: readonly Make[] = [
  ...[...numbers, Number.NaN, Infinity, -Infinity, null, undefined, true, false, 1n, -5n, 2n ** 70n].map(
    give,
  ),
  ...texts.map(give),
  give(Symbol('s')),
  give(Symbol.iterator),
  () => () => 1,
  () => ({}),
  () => [],
  () => new Date(0),
  () => new Date(1.6e12),
  () => new Date(Number.NaN),
  () => new Point(),
  () => Object(1) as unknown,
  () => Object('ab') as unknown,
  () => Object(true) as unknown,
  () => new Map([['a', 1]]),
  () => new Set([1, 'a']),
  () => /a/,
  () => new Error('a'),
  () => Promise.resolve(1),
  () => new Uint8Array(3),
  () => Object.create(null) as unknown,
  () => Object.create({ a: 1, b: 'x' }) as unknown,
  () => Object.defineProperty({ b: 1 }, 'a', { value: 1, enumerable: false }),
  () => Object.assign([1, 'a'], { a: 1 }),
  // oxlint-disable-next-line no-sparse-arrays -- holes are what is tried
  () => [1, , 'a'],
  () => new Array<unknown>(3),
  () => JSON.parse('{"__proto__":{"a":1},"a":1,"b":"x"}') as unknown,
  () => ({ [Symbol.for('k')]: 1, a: 1 }),
  () => ({ constructor: 1, a: 1 }),
  () => ({ constructor: { prototype: {} }, a: 1 }),
  () => Object.fromEntries(['then', 'length', 'toString'].map((key) => [key, 1])),
  () => new Proxy({ a: 1, b: 'x' }, {}),
  () => new Proxy([1, 2], {}),
  () => new Proxy({}, { get: () => 1 }),
  () => Object.freeze({ a: 1 }),
  () => ({ valueOf: () => 3 }),
  () => ({
    toString(): never {
      throw new Error('no text')
    },
  }),
  () => ({
    get a(): never {
      throw new Error('no a')
    },
  }),
]

const take = <T>(stream: fc.Stream<T>): T => stream.next().value as T

const anyHostile = fc.constantFrom(...hostile)
const keys = ['a', 'b', 'c', 'd', 'e', '1', '0', 'constructor', 'toString', 'length', '', 'a b']

/** Mostly the values that are meant, and now and then any. */
const mostly = (values: fc.Arbitrary<Make>): fc.Arbitrary<Make> =>
  fc.oneof({ weight: 12, arbitrary: values }, { weight: 1, arbitrary: anyHostile })

const from = (values: readonly unknown[]): fc.Arbitrary<Make> => fc.constantFrom(...values.map(give))

const numberValues = mostly(
  fc.oneof(
    from(numbers),
    fc.integer({ min: -5, max: 5 }).map(give),
    fc.double().map(give),
    from([Number.NaN, Infinity]),
  ),
)
const textValues = mostly(fc.oneof(from(texts), fc.string({ unit: 'grapheme', maxLength: 6 }).map(give)))

type Maker = (ns: Z) => fc.Arbitrary<Sample>

const fixed =
  (values: fc.Arbitrary<Make>, ...schemas: ((ns: Z) => AnySchema)[]): Maker =>
  (ns) =>
    fc.constantFrom(...schemas).map((make) => ({ schema: make(ns), values }))

// Every check as one that both flavours take.
const numberChecks = (ns: Z): fc.Arbitrary<z.core.$ZodCheck<number>> =>
  fc.oneof(
    fc.constantFrom(...numbers).chain((n) => fc.constantFrom(ns.gt(n), ns.gte(n), ns.lt(n), ns.lte(n))),
    fc.constantFrom<z.core.$ZodCheck<number>[]>(
      ns.multipleOf(0.1),
      ns.multipleOf(2),
      ns.multipleOf(5e-324),
      ns.int(),
      ns.int32(),
      ns.uint32(),
      ns.float32(),
      ns.positive(),
      ns.nonpositive(),
      ns.gt(Infinity),
      ns.lt(Infinity),
      ns.gte(Number.NaN),
      ns.overwrite<number>((n) => Math.round(n)),
      ns.refine<number>((n) => n !== 1),
    ),
  )

const textChecks = (ns: Z): fc.Arbitrary<z.core.$ZodCheck<string>> =>
  fc.constantFrom<z.core.$ZodCheck<string>[]>(
    ns.minLength(1),
    ns.minLength(2),
    ns.maxLength(2),
    ns.maxLength(5),
    ns.length(1),
    ns.length(2),
    ns.minLength(1, { abort: true }),
    ns.maxLength(3, { when: ({ value }: { value: unknown }) => value !== 'abcd' } as never),
    ns.regex(/^[a-z]/),
    ns.regex(/a/g),
    ns.lowercase(),
    ns.uppercase(),
    ns.includes('a'),
    ns.startsWith('a'),
    ns.endsWith('b'),
    ns.trim(),
    ns.toLowerCase(),
    ns.normalize(),
    ns.email() as never,
    ns.overwrite<string>((s) => s.slice(1)),
    ns.refine<string>((s) => s !== 'abc'),
  )

const checked = (schema: AnySchema, checks: readonly unknown[]): AnySchema =>
  checks.length === 0 ? schema : schema.check(...(checks as []))

const number: Maker = (ns) =>
  fc
    .tuple(
      fc.constantFrom('number', 'int', 'int32', 'uint32', 'float32', 'float64'),
      fc.array(numberChecks(ns), { maxLength: 3 }),
    )
    .map(([kind, checks]) => ({
      schema: checked((ns[kind as 'number'] as () => AnySchema)(), checks),
      values: numberValues,
    }))

const text: Maker = (ns) =>
  fc.array(textChecks(ns), { maxLength: 3 }).map((checks) => ({
    schema: checked(ns.string(), checks),
    values: textValues,
  }))

const format: Maker = fixed(
  textValues,
  (ns) => ns.email(),
  (ns) => ns.url(),
  (ns) => ns.httpUrl(),
  (ns) => ns.uuid(),
  (ns) => ns.cuid(),
  (ns) => ns.nanoid(),
  (ns) => ns.emoji(),
  (ns) => ns.ipv4(),
  (ns) => ns.ipv6(),
  (ns) => ns.cidrv6(),
  (ns) => ns.base64(),
  (ns) => ns.base64url(),
  (ns) => ns.creditCard(),
  (ns) => ns.jwt(),
  (ns) => ns.hostname(),
  (ns) => ns.hex(),
  (ns) => ns.iso.date(),
  (ns) => ns.iso.datetime(),
  (ns) => ns.stringFormat('own', (s) => s.length > 1),
  (ns) => ns.templateLiteral(['a', ns.number()]),
  (ns) => ns.templateLiteral([ns.string().check(ns.maxLength(2)), ' ', ns.literal('b')]),
)

/** What TypeScript makes of an enum with a number in it. */
const numbered = { 0: 'A', A: 0, B: 'b' } as const

const scalar: Maker = (ns) =>
  fc.oneof(
    fixed(mostly(from([true, false])), (n) => n.boolean())(ns),
    fixed(
      mostly(from([new Date(0), new Date(1e12), new Date(-1), new Date(Number.NaN)])),
      (n) => n.date(),
      (n) => n.date().check(n.gte(new Date(0))) as AnySchema,
      (n) => n.date().check(n.lt(new Date(1e12)), n.gt(new Date(-1))) as AnySchema,
      (n) => n.coerce.date(),
    )(ns),
    fixed(
      mostly(from([0n, 1n, -1n, 2n ** 70n])),
      (n) => n.bigint(),
      (n) => n.bigint().check(n.gte(0n), n.multipleOf(2n)) as AnySchema,
      (n) => n.int64(),
      (n) => n.coerce.bigint(),
    )(ns),
    fixed(
      mostly(from(['a', 'b', 'abc', 0, 1])),
      (n) => n.enum(['a', 'b']),
      (n) => n.enum({ one: 'a', two: 'abc' }),
      (n) => n.enum(numbered),
      (n) => n.enum([]),
      (n) => n.literal('a'),
      (n) => n.literal(['a', 1, null]),
      (n) => n.literal([0, undefined]),
      (n) => n.literal([Number.NaN, 1n, true]),
    )(ns),
    fixed(
      mostly(from([null, undefined, Number.NaN, 1])),
      (n) => n.null(),
      (n) => n.undefined(),
      (n) => n.void(),
      (n) => n.nan(),
      (n) => n.any(),
      (n) => n.unknown(),
      (n) => n.never(),
      (n) => n.symbol(),
      (n) => n.unknown().check(n.refine((value) => value !== 1)) as AnySchema,
    )(ns),
    fixed(
      anyHostile,
      (n) => n.coerce.string(),
      (n) => n.coerce.number(),
      (n) => n.coerce.boolean(),
      (n) => n.coerce.number().check(n.gte(0)) as AnySchema,
      (n) => n.custom((value) => typeof value !== 'string'),
      (n) => n.custom(),
      (n) => n.instanceof(Date),
      (n) => n.stringbool() as AnySchema,
      (n) => n.json() as AnySchema,
    )(ns),
  )

const leaf: Maker = (ns) =>
  fc.oneof(
    { weight: 3, arbitrary: number(ns) },
    { weight: 3, arbitrary: text(ns) },
    { weight: 1, arbitrary: format(ns) },
    { weight: 4, arbitrary: scalar(ns) },
  )

/** A schema around another one. */
type Wrap = (ns: Z, inner: AnySchema, fallback: Make) => AnySchema

const wraps: readonly Wrap[] = [
  (ns, inner) => ns.optional(inner),
  (ns, inner) => ns.exactOptional(inner),
  (ns, inner) => ns.nullable(inner),
  (ns, inner) => ns.nullish(inner),
  (ns, inner, fallback) => ns._default(inner, fallback()),
  (ns, inner, fallback) => ns._default(inner, fallback),
  (ns, inner, fallback) => ns.prefault(inner, fallback()),
  (ns, inner, fallback) => ns.catch(inner, fallback()),
  (ns, inner, fallback) => ns.catch(inner, ({ issues }) => [issues.length, fallback()]),
  (ns, inner) => ns.nonoptional(inner),
  (ns, inner) => ns.readonly(inner),
  (ns, inner) => ns.lazy(() => inner),
  (ns, inner) => ns.success(inner),
  (ns, inner) => inner.check(ns.refine((value) => value !== 3)),
  (ns, inner) => inner.check(ns.overwrite((value) => value)),
  (ns, inner) => inner.check(ns.refine((value) => value !== 3, { when: () => true })),
  (ns, inner) => ns.pipe(inner, ns.unknown()),
  (ns, inner) => ns.pipe(inner, ns.optional(ns.unknown())),
  (ns, inner) => ns.pipe(ns.unknown(), inner),
  (ns, inner) => inner.check(ns.describe('described') as never),
  // Only zod's own transforms can be run on their own.
  (_, inner) =>
    z.pipe(
      inner,
      z.transform((value) => (value === 2 ? undefined : value)),
    ),
  (_, inner) => z.preprocess((value) => (value === 'a' ? 1 : value), inner),
  (_, inner) =>
    z.pipe(
      z.transform((value) => value),
      inner,
    ),
]

const wrapped = (ns: Z, inner: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc.tuple(inner, fc.constantFrom(...wraps), anyHostile).map(([{ schema, values }, wrap, fallback]) => ({
    schema: wrap(ns, schema, fallback),
    values: fc.oneof({ weight: 6, arbitrary: values }, { weight: 1, arbitrary: from([undefined, null]) }),
  }))

/** How an object holds its keys. */
type Hold = (entries: readonly (readonly [string, Make])[]) => object

const define = (to: object, entries: readonly (readonly [string, Make])[]): object => {
  for (const [key, make] of entries) {
    Object.defineProperty(to, key, { value: make(), enumerable: true, configurable: true, writable: true })
  }
  return to
}

const holds: readonly Hold[] = [
  ...Array.from({ length: 8 }, (): Hold => (entries) => define({}, entries)),
  (entries) => define(Object.create(null) as object, entries),
  (entries) => define(new Point(), entries),
  (entries) => define({}, [...entries].reverse()),
  (entries) => Object.create(define({}, entries)) as object,
  (entries) => Object.create(define({}, entries.slice(1)), {}) as object,
  (entries) => define({ extra: 1, [Symbol.for('k')]: 2 }, entries),
  (entries) => define(define({}, entries), [['extra', () => 1]]),
  (entries) => define(JSON.parse('{"__proto__":{"a":5}}') as object, entries),
  (entries) => new Proxy(define({}, entries), {}),
  (entries) => {
    const to = {}
    for (const [key, make] of entries) {
      const get = (): unknown => {
        reads.push(key)
        return make()
      }
      Object.defineProperty(to, key, { get, enumerable: true, configurable: true })
    }
    return to
  },
  (entries) => {
    const to = define({}, entries)
    const first = entries[0]?.[0]
    if (first !== undefined) Object.defineProperty(to, first, { enumerable: false })
    return to
  },
]

const object = (ns: Z, part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 6 }),
      fc.infiniteStream(part),
      fc.constantFrom('strip', 'strip', 'strip', 'strict', 'loose', 'catchall'),
      fc.infiniteStream(fc.constantFrom(false, false, true)),
      fc.infiniteStream(fc.constantFrom(...wraps.slice(0, 7))),
    )
    .map(([names, parts, mode, maybes, optionals]) => {
      const samples = names.map((name) => {
        const sample = take(parts)
        if (!take(maybes)) return { name, ...sample, isMaybe: false }
        const schema = take(optionals)(ns, sample.schema, give('x'))
        return { name, schema, values: sample.values, isMaybe: true }
      })
      const shape = Object.fromEntries(samples.map(({ name, schema }) => [name, schema]))
      const extra = take(parts)
      const schema =
        mode === 'strict'
          ? ns.strictObject(shape)
          : mode === 'loose'
            ? ns.looseObject(shape)
            : mode === 'catchall'
              ? catchall(ns, shape, extra.schema)
              : ns.object(shape)
      const all = samples.map(({ name, values, isMaybe }) =>
        fc.tuple(fc.constant(name), values, fc.integer({ min: 0, max: isMaybe ? 2 : 25 })),
      )
      const values = fc
        .tuple(
          fc.constantFrom(...holds),
          all.length === 0 ? fc.constant([]) : fc.tuple(...all),
          fc.option(fc.tuple(fc.constantFrom('a', 'z', 'other'), fc.oneof(extra.values, anyHostile)), {
            freq: 4,
          }),
        )
        .map(([hold, entries, other]) => {
          const held = entries.filter(([, , left]) => left !== 0).map(([name, make]) => [name, make] as const)
          const isNew = other !== null && held.every(([name]) => name !== other[0])
          return () => hold(isNew ? [...held, [other[0], other[1]]] : held)
        })
      return { schema, values: mostly(values) }
    })

function catchall(ns: Z, shape: z.ZodRawShape, rest: AnySchema): AnySchema {
  return ns === z
    ? z.object(shape).catchall(rest)
    : (mini.catchall(mini.object(shape), rest) as unknown as AnySchema)
}

class List extends Array<unknown> {}

const lists: readonly ((items: unknown[]) => unknown)[] = [
  (items) => items,
  (items) => items,
  (items) => items,
  (items) => new List(...(items.length === 1 ? [] : items)),
  (items) => new Proxy(items, {}),
  (items) => {
    if (items.length > 1) Reflect.deleteProperty(items, '0')
    return items
  },
  (items) => Object.assign(items, { extra: 1 }),
]

const listOf = (values: fc.Arbitrary<Make>, maxLength: number): fc.Arbitrary<Make> =>
  fc.tuple(fc.constantFrom(...lists), fc.array(values, { maxLength })).map(
    ([list, makes]) =>
      () =>
        list(makes.map((make) => make())),
  )

const array = (ns: Z, part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      part,
      fc.array(
        fc.constantFrom(
          ns.minLength(1),
          ns.maxLength(2),
          ns.length(2),
          ns.refine<unknown[]>((list) => list[0] !== 'a'),
          ns.overwrite<unknown[]>((list) => list.slice(1)),
        ) as fc.Arbitrary<unknown>,
        { maxLength: 2 },
      ),
    )
    .map(([{ schema, values }, checks]) => ({
      schema: checked(ns.array(schema), checks),
      values: mostly(listOf(values, 4)),
    }))

const tuple = (ns: Z, part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      fc.array(part, { maxLength: 4 }),
      fc.option(part),
      fc.nat(4),
      fc.constantFrom(...wraps.slice(0, 7)),
    )
    .map(([items, rest, required, wrap]) => {
      const schemas = items.map(({ schema }, i) => (i < required ? schema : wrap(ns, schema, give('x'))))
      const places = [...items, ...(rest === null ? [] : [rest, rest])]
      const values = fc
        .tuple(
          places.length === 0 ? fc.constant<Make[]>([]) : fc.tuple(...places.map((place) => place.values)),
          fc.integer({ min: -2, max: places.length }),
          fc.constantFrom(...lists),
        )
        .map(([makes, length, list]) => () => {
          const items = makes.map((make) => make())
          return list(length < 0 ? items : items.slice(0, length))
        })
      const fixed = schemas as unknown as [AnySchema]
      const schema = rest === null ? ns.tuple(fixed) : ns.tuple(fixed, rest.schema)
      return { schema, values: mostly(values) }
    })

const record = (ns: Z, part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      part,
      fc.constantFrom<((value: AnySchema) => AnySchema)[]>(
        (value) => ns.record(ns.string(), value),
        (value) => ns.record(ns.string().check(ns.regex(/^[a-c]$/)), value),
        (value) => ns.record(ns.string().check(ns.toUpperCase()), value),
        (value) => ns.record(ns.string().check(ns.overwrite(() => '__proto__')), value),
        (value) => ns.record(ns.number(), value),
        (value) => ns.record(ns.int().check(ns.gte(1)), value),
        (value) => ns.record(ns.enum(['a', 'b']), value),
        (value) => ns.record(ns.literal(['a', 1, '__proto__']), value),
        (value) => ns.record(ns.union([ns.literal('a'), ns.string()]), value),
        (value) => ns.record(ns.symbol(), value),
        (value) => ns.partialRecord(ns.enum(['a', 'b']), value),
        (value) => ns.looseRecord(ns.enum(['a', 'b']), value),
        (value) => ns.looseRecord(ns.string().check(ns.regex(/^[a-c]$/)), value),
        (value) => ns.looseRecord(ns.int(), value),
      ),
    )
    .map(([{ schema, values }, make]) => ({
      schema: make(schema),
      values: mostly(
        fc
          .tuple(
            fc.constantFrom(...holds),
            fc.uniqueArray(fc.constantFrom('a', 'b', 'c', '1', '0', '1.5', 'other'), { maxLength: 3 }),
            fc.infiniteStream(values),
          )
          .map(([hold, names, stream]) => {
            const entries = names.map((name) => [name, take(stream)] as const)
            return () => hold(entries)
          }),
      ),
    }))

const union = (ns: Z, part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom('union', 'union', 'xor'))
    .map(([options, kind]) => ({
      schema: ns[kind as 'union'](options.map(({ schema }) => schema) as never),
      values: mostly(fc.oneof(...options.map(({ values }) => values))),
    }))

const discriminated = (ns: Z, part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom<unknown>('a', 'b', 1, null, true), { minLength: 1 }),
      fc.infiniteStream(part),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([tags, parts, unionFallback, isMaybe]) => {
      const options = tags.map((tag) => ({ tag, part: take(parts) }))
      const schemas = options.map(({ tag, part: { schema } }, i) => {
        const literal = ns.literal(tag as 'a')
        return ns.object({ k: isMaybe && i === 0 ? ns.optional(literal) : literal, a: schema })
      })
      const values = fc.oneof(
        ...options.map(({ tag, part: { values: inner } }) =>
          fc.tuple(inner, fc.constantFrom(...holds), fc.constantFrom(tag, tag, tag, undefined, 'z')).map(
            ([make, hold, kind]) =>
              () =>
                hold([
                  ['k', give(kind)],
                  ['a', make],
                ]),
          ),
        ),
      )
      return {
        schema: ns.discriminatedUnion('k', schemas as never, { unionFallback }),
        values: mostly(values),
      }
    })

const exotic = (ns: Z, part: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc.tuple(part, part, fc.nat(3)).map(([one, two, kind]) => {
    if (kind === 0) {
      const values = fc.tuple(one.values, two.values).map(
        ([a, b]) =>
          () =>
            new Map([[a(), b()]]),
      )
      return { schema: ns.map(one.schema, two.schema), values: mostly(values) }
    }
    if (kind === 1) {
      return { schema: ns.set(one.schema), values: mostly(one.values.map((make) => () => new Set([make()]))) }
    }
    if (kind === 2) {
      return { schema: ns.intersection(one.schema, two.schema), values: mostly(one.values) }
    }
    const node: AnySchema = ns.object({
      a: one.schema,
      get next() {
        return ns.optional(node)
      },
    })
    const values = one.values.map((make) => () => ({ a: make(), next: { a: make() } }))
    return { schema: node, values: mostly(values) }
  })

function sampleOf(ns: Z, depth: number): fc.Arbitrary<Sample> {
  if (depth === 0) return leaf(ns)
  const part = sampleOf(ns, depth - 1)
  return fc.oneof(
    { weight: 2, arbitrary: leaf(ns) },
    { weight: 3, arbitrary: wrapped(ns, part) },
    { weight: 5, arbitrary: object(ns, part) },
    { weight: 2, arbitrary: array(ns, part) },
    { weight: 2, arbitrary: tuple(ns, part) },
    { weight: 2, arbitrary: record(ns, part) },
    { weight: 2, arbitrary: union(ns, part) },
    { weight: 1, arbitrary: discriminated(ns, part) },
    { weight: 1, arbitrary: exotic(ns, part) },
  )
}

/** Schemas up to three levels deep, each with its values. */
export const samples: fc.Arbitrary<Sample> = fc.oneof(...flavours.map((ns) => sampleOf(ns, 3)))
