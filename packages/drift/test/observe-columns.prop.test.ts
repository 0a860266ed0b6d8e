import { type Random, createRandom } from '@plimsoll/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor } from '../src/index.ts'
import type { Baseline, Monitor, MonitorOptions } from '../src/index.ts'

const words = ['red', 'green', 'blue', 'a b', 'late shift', '']
const hour = 3_600_000

interface Row {
  readonly at: number
  readonly whole: number
  readonly fraction: number
  readonly few: number
  readonly name: unknown
  readonly flag: unknown
  readonly note: unknown
  readonly vector: unknown
}

function drawRow(random: Random, i: number, moved = 0, odd = 0): Row {
  const text = (): string =>
    Array.from({ length: 1 + random.int(6) }, () => words[random.int(words.length)]).join(' ')
  const strange = [null, undefined, Number.NaN, Infinity, 'text', 7n, {}, [1]]
  const or = (value: unknown): unknown => (random.next() < odd ? strange[random.int(strange.length)] : value)
  return {
    at: i * 600_000,
    whole: random.int(1000),
    fraction: random.normal() + moved,
    few: random.int(4),
    name: or(words[random.int(4)]),
    flag: or(random.next() < 0.3),
    note: or(text()),
    vector: or(Float64Array.from({ length: 6 }, () => random.normal() + moved)),
  }
}

const random = createRandom('columns')
const reference = Array.from({ length: 400 }, (_, i) => drawRow(random, i))
const columns = [
  { name: 'whole', path: ['whole'], kind: 'numeric' },
  { name: 'fraction', path: ['fraction'], kind: 'numeric' },
  { name: 'few', path: ['few'], kind: 'numeric' },
  { name: 'name', path: ['name'], kind: 'categorical' },
  { name: 'flag', path: ['flag'], kind: 'boolean' },
  { name: 'note', path: ['note'], kind: 'text' },
  { name: 'vector', path: ['vector'], kind: 'embedding' },
] as const
const plain = createBaseline(reference, { columns })
const seasonal = createBaseline(reference, { columns, season: { by: 'hourOfDay', time: 'at' } })

/** Counts the same rows row by row, and as columns in chunks. */
function both(
  baseline: Baseline,
  rows: readonly Row[],
  chunks: readonly number[],
  options: MonitorOptions,
  asTyped: boolean,
  without: readonly (keyof Row)[],
): { one: Monitor; other: Monitor; told: string[][] } {
  const told: string[][] = [[], []]
  const [one, other] = [0, 1].map((which) =>
    createMonitor(baseline, {
      ...options,
      replica: 'same',
      onRoll: ({ verdict, rows, finished }) => {
        if (finished) told[which]?.push(`${verdict} of ${rows}`)
      },
    }),
  ) as [Monitor, Monitor]
  rows.forEach((row, i) => {
    one.observe(
      Object.fromEntries(Object.entries(row).filter(([key]) => !without.includes(key as keyof Row))),
      i,
    )
  })
  const names = (baseline.season === undefined ? [] : ['at']).concat(
    columns.map(({ name }) => name),
  ) as (keyof Row)[]
  let from = 0
  for (let chunk = 0; from < rows.length; chunk++) {
    const some = rows.slice(from, from + (chunks[chunk % chunks.length] ?? 1))
    const arrays = Object.fromEntries(
      names
        .filter((name) => !without.includes(name))
        .map((name) => {
          const values = some.map((row) => row[name])
          const isTyped = asTyped && ['whole', 'fraction', 'few', 'at'].includes(name)
          return [name, isTyped ? Float64Array.from(values as number[]) : values]
        }),
    )
    other.observeColumns(arrays, from + some.length - 1)
    from += some.length
  }
  return { one, other, told }
}

const cases = fc.record({
  baseline: fc.constantFrom(plain, seasonal),
  seed: fc.nat(),
  rows: fc.integer({ min: 1, max: 300 }),
  chunks: fc.array(fc.integer({ min: 1, max: 130 }), { minLength: 1, maxLength: 4 }),
  moved: fc.constantFrom(0, 0, 2),
  odd: fc.constantFrom(0, 0.1),
  asTyped: fc.boolean(),
  without: fc.subarray(['few', 'note', 'vector'] as const),
  window: fc.constantFrom(
    60,
    97,
    { kind: 'sliding', rows: 90, panes: 3 } as const,
    { kind: 'decayed', halfLife: 120 } as const,
    { kind: 'sinceDeploy', every: 80 } as const,
  ),
})

function figures(monitor: Monitor): unknown {
  const { parts, earlier, ...rest } = monitor.snapshot()
  // Times are those of the calls.
  const timeless = [...earlier, ...parts].map((part) => ({ ...part, since: 0, until: 0 }))
  const { window: _, ...verdict } = monitor.verdict()
  return { rest, timeless, verdict, rows: monitor.rows }
}

describe('observeColumns', () => {
  it('counts as observe does row by row, and gets the same verdicts', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 3), (given, block) => {
        const { baseline, seed, rows, chunks, moved, odd, asTyped, without, window } = given
        const random = createRandom(`rows ${seed}`)
        const all = Array.from({ length: rows }, (_, i) => drawRow(random, i, moved, odd))
        const options = { window, block, detect: false }
        const { one, other, told } = both(baseline, all, chunks, options, asTyped, without)
        expect(figures(other)).toEqual(figures(one))
        expect(told[1]).toEqual(told[0])
      }),
      { numRuns: 40 },
    )
  })

  it('bets as observe does: alarms come as soon, but for where each looks', () => {
    const alarmOf = (asColumns: boolean, seed: number, moved: number): number | undefined => {
      const random = createRandom(`alarm ${seed}`)
      let at: number | undefined
      let rows = 0
      const monitor = createMonitor(plain, {
        columns: ['whole', 'fraction', 'name'],
        onRoll: ({ verdict }) => {
          if (verdict === 'alarm') at ??= rows
        },
      })
      for (; rows < 700 && at === undefined;) {
        const run = Array.from({ length: asColumns ? 32 : 1 }, (_, i) => drawRow(random, i, moved))
        rows += run.length
        if (asColumns) {
          monitor.observeColumns({
            whole: Float64Array.from(run, ({ whole }) => whole),
            fraction: Float64Array.from(run, ({ fraction }) => fraction),
            name: run.map(({ name }) => name),
          })
        } else monitor.observe(run[0])
      }
      return at
    }
    for (let seed = 0; seed < 10; seed++) {
      const single = alarmOf(false, seed, 0.5 + seed / 5) ?? 0
      const runs = alarmOf(true, seed, 0.5 + seed / 5) ?? 0
      expect(single).toBeGreaterThan(0)
      // Who looks in vain waits for 16 rows until the next look, and then for 32.
      expect(runs).toBeGreaterThan(single - 33)
      expect(runs).toBeLessThan(single + 64)
    }
  })

  it('takes the time of a seasonal baseline from its own array, or from the call', () => {
    const timed = createMonitor(seasonal, { columns: ['few'] })
    timed.observeColumns({ at: [0, hour, hour, 'never'], few: [1, 2, 3, 0] })
    const [part] = timed.snapshot().parts
    expect(part?.slots.slice(0, 3)).toEqual([1, 2, 0])
    expect(part?.rows).toBe(4)
    timed.observeColumns({ few: [1, 1] }, hour)
    expect(timed.snapshot().parts[0]?.slots.slice(0, 3)).toEqual([1, 2, 0])
  })

  it('takes the time by the name that the baseline was given for it', () => {
    const own = createBaseline(
      Array.from({ length: 300 }, (_, i) => ({ meta: { t: [0, i * hour] }, x: i % 7 })),
      { columns: ['x'], season: { by: 'hourOfDay', time: 'meta.t[1]' } },
    )
    const monitor = createMonitor(own)
    monitor.observeColumns({ 'meta.t[1]': [0, hour], x: [1, 2] })
    expect(monitor.snapshot().parts[0]?.slots.slice(0, 3)).toEqual([1, 1, 0])
  })

  it('refuses names that are not watched and arrays of different length, and then counts nothing', () => {
    const monitor = createMonitor(plain, { columns: ['few', 'note'] })
    expect(() => monitor.observeColumns({ few: [1, 2], note: ['a'] })).toThrow(
      'must be as long as the others',
    )
    expect(() => monitor.observeColumns({ feww: [1] })).toThrow(/feww/)
    expect(() => monitor.observeColumns({ whole: [1] })).toThrow(/whole/)
    expect(() => monitor.observeColumns({ 'note.words': [1] })).toThrow(/note/)
    // @ts-expect-error a row, not columns
    expect(() => monitor.observeColumns({ few: 1 })).toThrow('few must be an array or a typed array')
    // @ts-expect-error text is no column, though it has a length
    expect(() => monitor.observeColumns({ few: 1, note: 'ab' })).toThrow('note must be an array')
    const rows = Array.from({ length: 100 }, () => ({ few: 1 }))
    // @ts-expect-error rows, not columns
    expect(() => monitor.observeColumns(rows)).toThrow(/columns must be arrays by name[^\n]*$/)
    expect(() => monitor.observeColumns({ nothingLikeIt: [1] })).toThrow('(known: few, note)')
    expect(monitor.rows).toBe(0)
    monitor.observeColumns({})
    monitor.observeColumns({ few: [] })
    expect(monitor.rows).toBe(0)
    monitor.observeColumns({ few: [1, 2, 3] })
    expect(monitor.verdict().columns.find(({ name }) => name === 'note.words')?.missingShare).toBe(1)
  })
})
