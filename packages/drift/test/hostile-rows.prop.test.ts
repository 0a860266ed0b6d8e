import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor, totalCounts } from '../src/index.ts'
import { cellsOf } from '../src/cells.ts'
import type { Baseline, Monitor } from '../src/index.ts'

const words = ['red', 'green', 'blue']
const baseline = createBaseline(
  Array.from({ length: 300 }, (_, i) => ({
    a: (i * 7919) % 301,
    b: words[i % 3],
    deep: { c: i % 4, list: [i % 2 === 0, (i * 31) % 97] },
    note: `${words[i % 3]} ${i}`,
    vector: [Math.sin(i), Math.cos(i), 1],
  })),
  {
    columns: [
      { name: 'a', path: ['a'], kind: 'numeric' },
      { name: 'b', path: ['b'], kind: 'categorical' },
      { name: 'deep.c', path: ['deep', 'c'], kind: 'numeric' },
      { name: 'deep.list[0]', path: ['deep', 'list', 0], kind: 'boolean' },
      { name: 'deep.list[1]', path: ['deep', 'list', 1], kind: 'numeric' },
      { name: 'note', path: ['note'], kind: 'text' },
      { name: 'vector', path: ['vector'], kind: 'embedding' },
    ],
  },
)

/** Every column must have counted every row once. */
function expectEveryRow(monitor: Monitor, of: Baseline, rows: number): void {
  const { counts } = totalCounts(monitor.snapshot())
  let at = 0
  for (const column of of.columns) {
    const { size } = cellsOf(column)
    expect(counts.slice(at, at + size).reduce((sum, count) => sum + count, 0)).toBe(rows)
    at += size
  }
  expect(at).toBe(counts.length)
}

const fail = (): never => {
  throw new Error('no')
}
const traps: ProxyHandler<object> = {
  get: fail,
  has: fail,
  ownKeys: fail,
  getPrototypeOf: fail,
  getOwnPropertyDescriptor: fail,
}
const revoked = Proxy.revocable({}, {})
revoked.revoke()
const cyclic: Record<string, unknown> = {}
cyclic['deep'] = cyclic
cyclic['vector'] = [cyclic]
class Counting {
  calls = 0
  get a(): number {
    this.calls++
    return this.calls % 3 === 0 ? fail() : this.calls
  }
  valueOf(): never {
    return fail()
  }
  toString(): never {
    return fail()
  }
}
const odd: readonly unknown[] = [
  new Proxy({}, traps),
  new Proxy([], traps),
  new Proxy(() => 1, traps),
  revoked.proxy,
  cyclic,
  new Counting(),
  Object.create(null),
  Object.create({ a: 5, b: 'red' }),
  { __proto__: null, a: { valueOf: fail, [Symbol.toPrimitive]: fail } },
  {
    get a() {
      return fail()
    },
    get deep() {
      return fail()
    },
    get note() {
      return fail()
    },
    vector: [1, 2, 3],
  },
  {
    deep: {
      get list() {
        return fail()
      },
      c: 1,
    },
  },
  { deep: { list: new Proxy([1, 2], { get: fail }) } },
  { vector: new Proxy([1, 2, 3], { get: fail }), note: Object('text') },
  {
    vector: {
      length: 3,
      get 0() {
        return fail()
      },
    },
  },
  { vector: { length: 1e9 } },
  { vector: new Float64Array(0) },
  { vector: [1, '2', 3] },
  { vector: [1, Number.NaN, Infinity] },
  { note: '\ud800'.repeat(50), a: 2n ** 2000n, b: Symbol('b') },
  { a: new Date(Number.NaN), b: new Map(), deep: new WeakMap() },
  Symbol('row'),
  12n,
  fail,
]
// By place: the library would look into what is made to throw.
const place = fc.nat(odd.length - 1)
const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true })
const record = fc.record(
  { a: anything, b: anything, deep: anything, note: anything, vector: anything },
  { requiredKeys: [] },
)
const rowPlace = fc.oneof(
  { weight: 3, arbitrary: fc.record({ place }) },
  { weight: 3, arbitrary: fc.record({ value: fc.oneof(anything, record) }) },
)

function open(given: { readonly place: number } | { readonly value: unknown }): unknown {
  return 'place' in given ? odd[given.place] : given.value
}

describe('rows of any kind', () => {
  it('never make observe throw, and each counts once in every column', () => {
    fc.assert(
      fc.property(fc.array(rowPlace, { maxLength: 80 }), fc.boolean(), (given, detect) => {
        const rows = given.map(open)
        const monitor = createMonitor(baseline, { detect })
        for (const one of rows) monitor.observe(one, 5)
        expect(monitor.rows).toBe(rows.length)
        expectEveryRow(monitor, baseline, rows.length)
        for (const column of monitor.verdict().columns) expect(column.logE).not.toBeNaN()
      }),
      { numRuns: 150 },
    )
  })

  it('are counted the same in arrays', () => {
    fc.assert(
      fc.property(fc.array(rowPlace, { minLength: 1, maxLength: 70 }), (given) => {
        const values = given.map(open)
        const monitor = createMonitor(baseline)
        const arrays = { a: values, b: values, 'deep.c': values, note: values, vector: values }
        monitor.observeColumns(arrays)
        expectEveryRow(monitor, baseline, values.length)
        const single = createMonitor(baseline)
        for (const one of values) single.observe({ a: one, b: one, deep: { c: one }, note: one, vector: one })
        expect(totalCounts(monitor.snapshot()).counts).toEqual(totalCounts(single.snapshot()).counts)
      }),
      { numRuns: 100 },
    )
  })

  it('that observe another row while they are read lose none', () => {
    const monitor = createMonitor(baseline)
    const nesting = {
      a: 1,
      get b() {
        monitor.observe({ a: 2, b: 'red' })
        return 'green'
      },
    }
    for (let i = 0; i < 40; i++) monitor.observe(nesting)
    expect(monitor.rows).toBe(80)
    expectEveryRow(monitor, baseline, 80)
    expect(monitor.verdict().columns.every(({ logE }) => Number.isFinite(logE))).toBe(true)
  })
})
