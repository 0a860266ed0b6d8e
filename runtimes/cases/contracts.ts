import * as z from 'zod'
import { canonicalKey, defineContract, inputHash, sameInput, validate } from '@plimsoll/contracts'
import { equal, ok } from './assert.ts'
import type { Json, Suite } from './case.ts'

const schema = z.object({
  userId: z.string().min(1).max(64),
  tenure: z.number().min(0),
  plan: z.enum(['free', 'pro']),
  tags: z.array(z.string()).max(3).optional(),
  address: z.object({ zip: z.string().regex(/^\d{5}$/) }).optional(),
})
const good = { userId: 'ada', tenure: 3, plan: 'pro' } as const

function verdict(value: unknown): Json {
  const result = validate(schema, value)
  if (result instanceof Promise) throw new Error('a synchronous schema answered late')
  return result.ok ? 'ok' : result.violations.map(({ path, rule, message }) => [path, rule, message])
}

export const contractsSuite: Suite = {
  name: 'contracts',
  cases: [
    {
      name: 'the digest of a contract is the golden one',
      async run(): Promise<Json> {
        const minimal = defineContract('m@1', { input: z.number(), output: z.number() })
        equal(
          minimal.digest,
          'f5119af04514479894d995f5044a971616f2518e0529aaf9a4759247bbef182b',
          'the digest of the smallest contract',
        )
        const full = defineContract('churn@4', { input: schema, output: z.number(), label: z.boolean() })
        return full.digest
      },
    },
    {
      name: 'inputs get the same verdict, to the word',
      async run(): Promise<Json> {
        const violating: readonly unknown[] = [
          good,
          { ...good, tenure: -1 },
          { ...good, tenure: Number.NaN },
          { ...good, tenure: '3' },
          { ...good, plan: 'gold' },
          { ...good, userId: '' },
          { ...good, tags: ['a', 'b', 'c', 'd'] },
          { ...good, tags: ['a', 2] },
          { ...good, address: { zip: '123' } },
          {},
          null,
          undefined,
          'text',
          [],
        ]
        equal(verdict(good), 'ok', 'a good input')
        return violating.map(verdict)
      },
    },
    {
      name: 'no violation repeats a value of the input',
      async run() {
        const secret = 'hunter2-hunter2'
        const wrong = {
          userId: secret.repeat(9),
          tenure: -1,
          plan: secret,
          tags: [secret],
          address: { zip: secret },
        }
        const said = JSON.stringify(verdict(wrong))
        ok(said !== '"ok"' && !said.includes('hunter2'), `said ${said}`)
      },
    },
    {
      name: 'a schema that waits is checked late, one that throws is unreadable',
      async run() {
        const late = z.string().refine(async (text) => Promise.resolve(text === 'yes'))
        const results = await Promise.all([validate(late, 'yes'), validate(late, 'no')])
        equal(
          results.map((result) => result.ok),
          [true, false],
          'late verdicts',
        )
        const hostile = Object.defineProperty({}, 'userId', {
          enumerable: true,
          get: () => {
            throw new Error('a getter')
          },
        })
        const read = await validate(schema, hostile)
        equal(read.ok ? [] : read.violations.map(({ rule }) => rule), ['unreadable'], 'a getter that throws')
      },
    },
    {
      name: 'transforms and defaults reach the parsed value',
      async run() {
        const parsed = await validate(z.object({ n: z.coerce.number(), unit: z.string().default('cm') }), {
          n: '4',
        })
        equal(parsed, { ok: true, value: { n: 4, unit: 'cm' } }, 'the parsed value')
      },
    },
    {
      name: 'canonical keys are the same text',
      async run(): Promise<Json> {
        const values: readonly unknown[] = [
          { b: 1, a: 'x' },
          { a: 'x', b: 1 },
          [1, -0, 0.1 + 0.2, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, Number.NaN, -Infinity],
          'é\u2028"\\\ud800 \u0000',
          { nested: [{ z: null, y: undefined }], at: new Date(86_400_000) },
          new Map<unknown, unknown>([['k', new Set([3, 1])]]),
          Float32Array.of(0.1, 1e10),
          BigInt64Array.of(-1n),
          12_345_678_901_234_567_890n,
          // oxlint-disable-next-line no-sparse-arrays -- a hole is not undefined
          [1, , 2],
        ]
        equal(canonicalKey(values[0]), canonicalKey(values[1]), 'the order of keys')
        return values.map((value) => canonicalKey(value) ?? null)
      },
    },
    {
      name: 'what has no key is told apart',
      async run() {
        class Own {
          readonly field = 1
        }
        const cycle: Record<string, unknown> = {}
        cycle['self'] = cycle
        const without = [
          () => 1,
          Symbol('s'),
          new Own(),
          cycle,
          'x'.repeat(70_000),
          new URL('http://a/'),
          /a/,
        ]
        equal(
          without.map((value) => canonicalKey(value)),
          without.map(() => undefined),
          'keys',
        )
      },
    },
    {
      name: 'equal inputs hash alike, and are the same',
      async run() {
        const pairs = [
          [good, { plan: 'pro', tenure: 3, userId: 'ada' }],
          [{ x: [1, 2, { y: -0 }] }, { x: [1, 2, { y: 0 }] }],
          [Float64Array.of(1, 2), Float64Array.of(1, 2)],
        ] as const
        for (const [a, b] of pairs) {
          equal(inputHash(a), inputHash(b), 'hashes of equal inputs')
          ok(sameInput(a, b), 'equal inputs are not the same')
        }
        ok(!sameInput({ x: 1 }, { x: '1' }), 'a number is the same as its text')
      },
    },
    {
      name: 'columns are read from the schema',
      async run(): Promise<Json> {
        const contract = defineContract('churn@4', { input: schema, output: z.object({ p: z.number() }) })
        return [...contract.inputColumns, ...contract.outputColumns].map(
          ({ name, kind }) => `${name} ${kind}`,
        )
      },
    },
  ],
}
