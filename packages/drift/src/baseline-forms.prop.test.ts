import { isPlimsollError } from '@plimsoll/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baselineFromColumns } from './baseline-from-columns.ts'
import { baselineFromStream } from './baseline-from-stream.ts'
import { createBaseline } from './create-baseline.ts'
import { decodeBaseline } from './decode-baseline.ts'
import { encodeBaseline } from './encode-baseline.ts'
import { parseBaseline } from './parse-baseline.ts'

const odd = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    Number.NaN,
    Infinity,
    -Infinity,
    -0,
    5n,
    '1.0',
    '',
    true,
    {},
    Symbol.iterator,
  ),
  fc.bigInt(),
  fc.double(),
)
const shapes: readonly fc.Arbitrary<unknown>[] = [
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -3, max: 30 }),
  fc.string({ maxLength: 6 }),
  fc.boolean(),
  fc.constantFrom('low', 'middle', 'high'),
  fc.array(fc.constantFrom('good', 'bad', 'so so'), { maxLength: 9 }).map((words) => words.join(' ')),
]
const values = fc.oneof(...shapes.map((shape) => fc.oneof({ weight: 9, arbitrary: shape }, odd)))
const cell = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 99 }) }, values)
const table = fc
  .record({ rows: fc.integer({ min: 1, max: 60 }), width: fc.integer({ min: 1, max: 4 }) })
  .chain(({ rows, width }) =>
    fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: width, maxLength: width }),
  )

const kinds = ['numeric', 'categorical', 'boolean', 'text', 'prediction', 'embedding', undefined] as const
const kind = fc.constantFrom(...kinds)

async function* streamed<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve()
    yield item
  }
}

describe('columns, a stream and rows', () => {
  it('make one and the same baseline, which survives JSON and bytes', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.array(kind, { minLength: 4, maxLength: 4 }), async (columns, declared) => {
        const names = columns.map((_, c) => `c${c}`)
        const rows = (columns[0] ?? []).map(
          (_, i) =>
            Object.fromEntries([
              ...columns.map((column, c) => [names[c], column[i]]),
              ['time', i * 1_000_000],
            ]) as Record<string, unknown>,
        )
        const all = Object.fromEntries(columns.map((column, c) => [names[c], column]))
        const time = rows.map((row) => row['time'])
        const isDeclared = declared.every((one) => one !== undefined)
        const chosen = isDeclared
          ? names.map((name, c) => ({ name, path: [name], kind: declared[c] ?? 'numeric' }))
          : names
        const options = {
          columns: chosen as string[],
          minRows: 1,
          season: { by: 'hourOfDay', time: 'time' },
        } as const
        const baseline = createBaseline(rows, options)
        expect(baselineFromColumns({ ...all, time }, options)).toEqual(baseline)
        expect(await baselineFromStream(streamed(rows), options)).toEqual(baseline)
        expect(parseBaseline(JSON.parse(JSON.stringify(baseline)))).toEqual(baseline)
        expect(decodeBaseline(encodeBaseline(baseline))).toEqual(baseline)
        for (const { slots } of baseline.columns) {
          expect(slots?.flat().reduce((sum, count) => sum + count, 0)).toBe(rows.length)
        }
      }),
      { numRuns: 120 },
    )
  })

  it('agree without named columns, over many rows and typed arrays', async () => {
    const x = Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i) * 1000)
    const y = Int32Array.from({ length: 5000 }, (_, i) => (i * i) % 1013)
    const z = Array.from({ length: 5000 }, (_, i) => (i % 7 === 0 ? null : i % 11 === 0 ? 'odd' : i / 3))
    const plan = Array.from({ length: 5000 }, (_, i) => `plan ${(i * i) % 17}`)
    const rows = Array.from({ length: 5000 }, (_, i) => ({ x: x[i], y: y[i], z: z[i], plan: plan[i] }))
    const baseline = createBaseline(rows)
    expect(baselineFromColumns({ x, y, z, plan })).toEqual(baseline)
    expect(await baselineFromStream(streamed(rows))).toEqual(baseline)
    expect(await baselineFromStream(new Set(rows))).toEqual(baseline)
  })

  it('agree on embeddings, wherever the first one stands', async () => {
    const column = { name: 'v', path: ['v'], kind: 'embedding' } as const
    const rows = Array.from({ length: 300 }, (_, i) => ({
      v: i < 7 ? null : Float32Array.from({ length: 9 }, (__, j) => Math.sin(i * 10 + j)),
    }))
    const baseline = createBaseline(rows, { columns: [column] })
    expect(baselineFromColumns({ v: rows.map(({ v }) => v) }, { columns: [column] })).toEqual(baseline)
    expect(await baselineFromStream(streamed(rows), { columns: [column] })).toEqual(baseline)
  })
})

describe('baselineFromColumns', () => {
  const plain = { a: Float64Array.from({ length: 300 }, (_, i) => i) }

  it('refuses what are no columns', () => {
    const short = { ...plain, b: [1], c: 'text', d: new DataView(new ArrayBuffer(300)) }
    expect(() => baselineFromColumns({ ...short } as unknown as typeof plain)).toThrow(
      /columns.c must be an array or a typed array, got "text"\n.*columns.d must be.*\n.*columns.b.length must be as long as a \(300\), got 1/,
    )
    expect(() => baselineFromColumns([plain.a] as unknown as typeof plain)).toThrow('must be arrays by name')
    expect(() => baselineFromColumns({})).toThrow('a baseline needs at least 200 rows')
    expect(() => baselineFromColumns(plain, { columns: ['b'] })).toThrow('columns[0] is in no row')
  })

  it('takes a path that says where live rows have the value', () => {
    const shape = { name: 'a', path: ['in', 'a'], kind: 'numeric' } as const
    const absent = { name: 'b', path: ['in', 'b'], kind: 'numeric' } as const
    const rows = Array.from(plain.a, (a) => ({ in: { a } }))
    const columns = [shape, absent]
    expect(baselineFromColumns(plain, { columns })).toEqual(createBaseline(rows, { columns }))
  })
})

describe('baselineFromStream', () => {
  const rows = Array.from({ length: 300 }, (_, i) => ({ a: i, late: i === 250 ? 1 : undefined }))

  it('refuses a stream that is too long or too short, and closes it', async () => {
    let closed = 0
    async function* endless(): AsyncGenerator<{ a: number }> {
      try {
        for (let i = 0; ; i++) yield { a: i }
      } finally {
        closed++
      }
    }
    const refused = await baselineFromStream(endless(), { maxRows: 1000 }).catch((error: unknown) => error)
    expect(isPlimsollError(refused, 'PLIMSOLL_BASELINE_INVALID')).toBe(true)
    expect(String(refused)).toContain('at most 1000 rows of a stream')
    expect(closed).toBe(1)
    await expect(baselineFromStream(streamed(rows), { maxRows: 99, minRows: 9 })).rejects.toThrow(
      'at most 99',
    )
    expect((await baselineFromStream(streamed(rows), { maxRows: 300 })).rows).toBe(300)
    await expect(baselineFromStream(streamed(rows.slice(0, 50)))).rejects.toThrow('at least 200 rows')
    await expect(baselineFromStream(endless(), { columns: ['a', 'a'] })).rejects.toThrow('must not repeat')
    expect(closed).toBe(2)
  })

  it('looks for a named column in every row', async () => {
    const sparse = rows.map(({ a }, i) => (i === 250 ? { a, late: 1 } : { a }))
    const baseline = await baselineFromStream(streamed(sparse), { columns: ['late'] })
    expect(baseline.columns[0]).toMatchObject({ missing: 299 })
    await expect(baselineFromStream(streamed(sparse), { columns: ['a', 'b'] })).rejects.toThrow(
      'columns[1] is in no row, got "b"',
    )
  })

  it('fails as the stream fails', async () => {
    async function* broken(): AsyncGenerator<{ a: number }> {
      yield { a: 1 }
      throw new Error('no more')
    }
    await expect(baselineFromStream(broken())).rejects.toThrow('no more')
    await expect(baselineFromStream('rows' as never)).rejects.toThrow('rows must be')
    await expect(baselineFromStream(rows, { maxRows: 0 })).rejects.toThrow('maxRows must be a whole number')
  })
})
