import type { Random } from '@plimsoll/stats'
import * as z from 'zod'

/** A schema and how to draw values for it, good ones and others. */
export interface Drawn {
  readonly schema: z.ZodType
  /** Draws a value that mostly fits. */
  readonly value: (random: Random) => unknown
}

const strange: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Infinity,
  -0,
  '',
  'a',
  0,
  -1,
  1.5,
  2 ** 53,
  true,
  [],
  {},
  [null],
  new Date(0),
  Symbol.iterator,
  10n,
]

/** Draws a schema of the common kinds, nested at most `depth` deep. */
export function drawSchema(random: Random, depth = 3): Drawn {
  const kinds = depth > 0 ? [...leaves, ...branches] : leaves
  const kind = kinds[random.int(kinds.length)] ?? anyText
  const drawn = kind(random, depth)
  return random.next() < 0.2 ? wrapped(drawn, random) : drawn
}

/** Draws a value for a schema: mostly good, sometimes with a strange part. */
export function drawValue({ value }: Drawn, random: Random): unknown {
  const drawn = value(random)
  return random.next() < 0.1 ? drawStrange(random) : drawn
}

type Kind = (random: Random, depth: number) => Drawn

const anyText: Kind = (random) => {
  const limit = random.int(8)
  const bounded = random.next() < 0.5
  return {
    schema: bounded
      ? z
          .string()
          .min(1)
          .max(limit + 1)
      : z.string(),
    value: (r) => 'abcdefghij'.slice(0, r.int(limit + 3)),
  }
}

const anyNumber: Kind = (random) => {
  const low = random.int(10) - 5
  const schema =
    random.next() < 0.5
      ? z.number().min(low)
      : z
          .number()
          .min(low)
          .max(low + 10)
          .int()
  return { schema, value: (r) => (r.next() < 0.8 ? low + r.int(11) : r.normal() * 10) }
}

const anyFlag: Kind = () => ({ schema: z.boolean(), value: (r) => r.next() < 0.5 })

const anyChoice: Kind = (random) => {
  const options = ['red', 'green', 'blue', 'grey'].slice(0, 1 + random.int(4)) as [string, ...string[]]
  return { schema: z.enum(options), value: (r) => (r.next() < 0.9 ? options[r.int(options.length)] : 'none') }
}

const anyLiteral: Kind = (random) => {
  const value = ([1, 'x', true, null] as const)[random.int(4)] ?? 'x'
  return { schema: z.literal(value), value: (r) => (r.next() < 0.9 ? value : 'y') }
}

const leaves: readonly Kind[] = [anyText, anyNumber, anyFlag, anyChoice, anyLiteral]

const anyObject: Kind = (random, depth) => {
  const fields = Array.from(
    { length: 1 + random.int(5) },
    (_, i) => [`f${i}`, drawSchema(random, depth - 1)] as const,
  )
  const shape = Object.fromEntries(fields.map(([name, { schema }]) => [name, schema]))
  const mode = random.int(4)
  const schema = mode === 0 ? z.strictObject(shape) : mode === 1 ? z.looseObject(shape) : z.object(shape)
  return {
    schema,
    value: (r) => {
      const kept = fields.filter(() => r.next() < 0.97)
      const value = Object.fromEntries(kept.map(([name, field]) => [name, drawValue(field, r)]))
      return r.next() < 0.2 ? { ...value, unknown: 1 } : value
    },
  }
}

const anyList: Kind = (random, depth) => {
  const item = drawSchema(random, depth - 1)
  const most = 1 + random.int(4)
  return {
    schema: random.next() < 0.5 ? z.array(item.schema).max(most) : z.array(item.schema),
    value: (r) => Array.from({ length: r.int(most + 2) }, () => drawValue(item, r)),
  }
}

const anyTuple: Kind = (random, depth) => {
  const items = [drawSchema(random, depth - 1), drawSchema(random, depth - 1)] as const
  return {
    schema: z.tuple([items[0].schema, items[1].schema]),
    value: (r) => items.slice(0, r.next() < 0.9 ? 2 : 1).map((item) => drawValue(item, r)),
  }
}

const anyRecord: Kind = (random, depth) => {
  const item = drawSchema(random, depth - 1)
  return {
    schema: z.record(z.string(), item.schema),
    value: (r) =>
      Object.fromEntries(Array.from({ length: r.int(4) }, (_, i) => [`k${i}`, drawValue(item, r)])),
  }
}

const anyUnion: Kind = (random, depth) => {
  const sides = [drawSchema(random, depth - 1), drawSchema(random, depth - 1)] as const
  return {
    schema: z.union([sides[0].schema, sides[1].schema]),
    value: (r) => drawValue(sides[r.int(2)] ?? sides[0], r),
  }
}

const branches: readonly Kind[] = [anyObject, anyObject, anyList, anyTuple, anyRecord, anyUnion]

function wrapped(drawn: Drawn, random: Random): Drawn {
  const { schema, value } = drawn
  const absent = (missing: null | undefined) => (r: Random) => (r.next() < 0.3 ? missing : value(r))
  switch (random.int(4)) {
    case 0:
      return { schema: schema.optional(), value: absent(undefined) }
    case 1:
      return { schema: schema.nullable(), value: absent(null) }
    case 2:
      return { schema: schema.transform((given) => [given]), value }
    default:
      return { schema: schema.refine((given) => given !== 'abc'), value }
  }
}

function drawStrange(random: Random): unknown {
  return strange[random.int(strange.length)]
}
