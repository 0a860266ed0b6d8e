import { OptionsError, isPlimsollError } from '@plimsoll/core'
import { createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline } from './create-baseline.ts'

const random = createRandom('baseline')
const rows = Array.from({ length: 400 }, (_, i) => ({
  amount: random.normal(),
  level: random.int(5),
  plan: i % 4 === 0 ? 'pro' : 'basic',
  active: i % 3 === 0,
  note: `customer ${i}`,
  fixed: 7,
  address: { zip: `z${random.int(100)}` },
}))

describe('createBaseline', () => {
  const baseline = createBaseline(rows, { name: 'spring' })
  const column = (name: string) => baseline.columns.find((one) => one.name === name)

  it('reads each column by what its values are', () => {
    expect(baseline).toMatchObject({ format: 'plimsoll-baseline/2', name: 'spring', rows: 400 })
    expect(baseline.columns.map(({ name, type, kind }) => `${name} ${type} ${kind}`)).toEqual([
      'amount numeric numeric',
      'level discrete numeric',
      'plan categorical categorical',
      'active categorical boolean',
      'note.length discrete text',
      'note.words discrete text',
      'note.unknown discrete text',
      'fixed discrete numeric',
      'address.zip categorical categorical',
    ])
  })

  it('bins a continuous column into equal masses', () => {
    const amount = column('amount')
    expect(amount?.counts).toHaveLength(32)
    for (const count of amount?.counts ?? []) expect(Math.abs(count - 12.5)).toBeLessThan(1)
  })

  it('keeps all categories, and of more than 256 a draw whose drawing rows are pooled with the others', () => {
    const many = createBaseline(
      Array.from({ length: 900 }, (_, i) => ({ code: `c${i % 300}` })),
      { columns: [{ name: 'code', path: ['code'], kind: 'categorical' }] },
    ).columns[0]
    // 44 names of 3 rows are left out, and of each kept one a row.
    expect(many).toMatchObject({ type: 'categorical', other: 44 * 3 + 256 })
    expect(many?.type === 'categorical' && many.values.length).toBe(256)
    expect(column('plan')).toMatchObject({ values: ['basic', 'pro'], counts: [300, 100], other: 0 })
  })

  it('gives a point mass a bin of its own', () => {
    const mixed = createBaseline(
      Array.from({ length: 1000 }, (_, i) => ({ x: i % 2 === 0 ? 0 : i })),
      { columns: ['x'] },
    ).columns[0]
    expect(mixed?.type === 'numeric' && mixed.edges[0]).toBe(0)
    expect(mixed?.counts[0]).toBe(500)
  })

  it('keeps figures of text and never its content', () => {
    expect(JSON.stringify(baseline)).not.toContain('customer 17')
  })

  it('marks constant columns', () => {
    expect(column('fixed')).toMatchObject({ constant: true, values: [7], counts: [400] })
    expect(column('level')?.constant).toBe(false)
  })

  it('counts what is no value apart', () => {
    const odd = [null, undefined, Number.NaN, Infinity, -Infinity, 'five', {}, 5n, -0]
    const made = createBaseline(
      Array.from({ length: 900 }, (_, i) => ({ x: i < odd.length ? odd[i] : i % 3 })),
      { columns: [{ name: 'x', path: ['x'], kind: 'numeric' }] },
    ).columns[0]
    expect(made).toMatchObject({ missing: 2, nan: 1, infinite: 2, wrongType: 2, values: [0, 1, 2, 5] })
    expect(Object.is(made?.type === 'discrete' && made.values[0], 0)).toBe(true)
  })

  it('counts a throwing getter as a wrong type', () => {
    const hostile = Array.from({ length: 200 }, () =>
      Object.defineProperty({ a: 1 }, 'x', {
        enumerable: true,
        get() {
          throw new Error('no')
        },
      }),
    )
    expect(createBaseline(hostile, { columns: ['x'] }).columns[0]).toMatchObject({ wrongType: 200 })
  })

  it('depends on the rows only, not on their order', () => {
    expect(createBaseline(rows.toReversed(), { name: 'spring' }).digest).toBe(baseline.digest)
    expect(createBaseline(rows.slice(1), { name: 'spring' }).digest).not.toBe(baseline.digest)
  })

  it('is frozen through and through', () => {
    expect(Object.isFrozen(baseline)).toBe(true)
    expect(Object.isFrozen(baseline.columns[0]?.counts)).toBe(true)
  })

  it('refuses too few rows and says why', () => {
    const few = () => createBaseline(rows.slice(0, 150))
    expect(few).toThrow(
      'a baseline needs at least 200 rows (and fewer than 2^32), got 150: the shares of so few are too unsure',
    )
    try {
      few()
    } catch (error) {
      expect(isPlimsollError(error, 'PLIMSOLL_BASELINE_INVALID')).toBe(true)
    }
    expect(createBaseline(rows.slice(0, 150), { minRows: 100 }).rows).toBe(150)
  })

  it('names every option that cannot work', () => {
    expect(() => createBaseline(rows, { bins: 1, minRows: 0, name: '' })).toThrow(
      /name must be .*\n.*minRows must be .*\n.*bins must be a whole number from 2 to 32, got 1/,
    )
    expect(() => createBaseline(rows, { columns: ['level', 'level'] })).toThrow('columns[1] must not repeat')
    expect(() => createBaseline(rows, { columns: [] })).toThrow(OptionsError)
  })

  it('refuses names that no row has, and keeps those that hold nothing but null or NaN', () => {
    expect(() => createBaseline(rows, { columns: ['amuont', 'level', 'address.city', 'plan.name'] })).toThrow(
      /columns\[0\] is in no row, got "amuont"\n.*columns\[2\] is in no row.*\n.*columns\[3\] is in no row/,
    )
    const late = rows.map((row, i) => ({
      level: Number.NaN,
      plan: null,
      ...(i === 399 ? { late: 1 } : {}),
      row,
    }))
    const kept = createBaseline(late, { columns: ['level', 'plan', 'late', 'row.fixed'] })
    expect(kept.columns).toMatchObject([{ nan: 400 }, { missing: 400 }, { missing: 399 }, { missing: 0 }])
  })

  it('keeps a declared column that no row has, but refuses when no row has any of them', () => {
    const absent = { name: 'absent', path: ['absent'], kind: 'numeric' } as const
    const level = { name: 'level', path: ['level'], kind: 'numeric' } as const
    expect(createBaseline(rows, { columns: [absent, level] }).columns[0]).toMatchObject({ missing: 400 })
    expect(() => createBaseline(rows, { columns: [absent] })).toThrow(
      'columns are in no row, not one of them',
    )
  })

  it.each([
    ['undefined', undefined],
    ['an object', { rows }],
    ['text', 'rows'],
    ['a number', 4],
  ])('refuses rows that are %s', (_, given) => {
    expect(() => createBaseline(given as unknown as Iterable<unknown>)).toThrow(
      /rows must be an array or another iterable of rows, got/,
    )
  })

  it('takes any iterable, and an option that is undefined as absent', () => {
    const nothing = { columns: undefined, name: undefined, minRows: undefined, bins: undefined }
    expect(createBaseline(new Set(rows), nothing).digest).toBe(createBaseline(rows).digest)
  })
})
