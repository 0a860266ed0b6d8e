import { describe, expect, test } from 'vitest'
import { nannyml } from './nannyml.ts'

const profile = nannyml('0.13')
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

describe('chunks', () => {
  const cutInto = (rows: number, chunks: Parameters<typeof profile.missing>[2]) =>
    profile.missing(upTo(rows), upTo(rows), chunks).chunks.map(({ start, end }) => end - start)

  test('are ten, and one more of the rows left over', () => {
    expect(cutInto(100, {})).toEqual(Array(10).fill(10))
    expect(cutInto(105, {})).toEqual([...Array(10).fill(10), 5])
    expect(cutInto(105, { number: 2 })).toEqual([52, 52, 1])
  })

  test('of a size keep, append or drop the rows left over', () => {
    expect(cutInto(25, { size: 10 })).toEqual([10, 10, 5])
    expect(cutInto(25, { size: 10, incomplete: 'append' })).toEqual([10, 15])
    expect(cutInto(25, { size: 10, incomplete: 'drop' })).toEqual([10, 10])
    expect(cutInto(7, { size: 10 })).toEqual([7])
  })

  test('follow the order of the rows', () => {
    const current = [...Array(50).fill('a'), ...Array(50).fill('b')]
    const found = profile.column(['a', 'b', ...current], current, {
      kind: 'categorical',
      method: 'l_infinity',
      chunks: { size: 50, incomplete: 'append' },
    })
    expect(found.chunks.map(({ start, end, score }) => [start, end, score])).toEqual([
      [0, 50, 0.5],
      [50, 100, 0.5],
    ])
  })

  test('are refused where there are too few rows', () => {
    expect(() => cutInto(9, {})).toThrow('reference must have at least 10 rows')
    expect(() => cutInto(7, { size: 10, incomplete: 'append' })).toThrow('fill at least one chunk')
    expect(() => cutInto(100, { size: 10, number: 10 })).toThrow('can not stand beside')
    expect(() => cutInto(100, { size: 0 })).toThrow('whole number of at least 1')
    // @ts-expect-error a typo
    expect(() => cutInto(100, { sizes: 10 })).toThrow('did you mean size?')
  })

  test('that the reference does not fill leave no threshold to learn', () => {
    expect(() => cutInto(7, { size: 10, incomplete: 'drop' })).toThrow(
      'reference must fill at least one chunk',
    )
  })
})

describe('thresholds', () => {
  test('are mean + 3 population standard deviations of the chunks of the reference', () => {
    // Two chunks of the reference are 0.5 from the whole, two are 0: mean 0.25, spread 0.25.
    const reference = ['a', 'a', 'b', 'b', 'a', 'b', 'a', 'b']
    const of = (current: string[]) =>
      profile.column(reference, current, { kind: 'categorical', method: 'l_infinity', chunks: { size: 2 } })
    expect(of(['a', 'b']).threshold).toEqual({ lower: undefined, upper: 1 })
    expect(of(['c', 'c'])).toMatchObject({ drifted: false, chunks: [{ score: 1, drifted: false }] })
  })

  test('of kolmogorov-smirnov end at 1, those of the others do not', () => {
    const reference = [0, 0, 9, 9, 0, 9, 0, 9]
    const of = (method: 'kolmogorov_smirnov' | 'wasserstein') =>
      profile.column(reference, [0, 9], { kind: 'numeric', method, chunks: { size: 2 } }).threshold.upper
    expect(of('kolmogorov_smirnov')).toBe(1)
    expect(of('wasserstein')).toBe(9)
  })

  test('alert above, never below: chunks more alike than usual are quiet', () => {
    const reference = upTo(200).map((i) => (i * 37) % 101)
    const found = profile.column(reference, [...reference, ...upTo(20).map((i) => i + 500)], {
      kind: 'numeric',
      chunks: { size: 20 },
    })
    expect(found.chunks.map(({ drifted }) => drifted)).toEqual([...Array(10).fill(false), true])
    expect(found.drifted).toBe(true)
  })

  test('learnt from a chunk without values are NaN, and never alert', () => {
    const reference = [...upTo(20), ...Array(10).fill(null)]
    const options = { kind: 'numeric', method: 'wasserstein', chunks: { size: 10 } } as const
    const found = profile.column(
      reference,
      upTo(10).map((i) => i + 1e6),
      options,
    )
    expect(found.threshold.upper).toBeNaN()
    expect(found.drifted).toBe(false)
    expect(found.chunks[0]?.score).toBeGreaterThan(9e5)
  })

  test('a chunk of current without values scores NaN and is quiet', () => {
    const options = { kind: 'numeric', chunks: { size: 10 } } as const
    const [first, second] = profile.column(
      upTo(50),
      [...upTo(10), ...Array(10).fill(Number.NaN)],
      options,
    ).chunks
    expect(first?.score).toBeGreaterThan(0)
    expect(second).toMatchObject({ score: Number.NaN, drifted: false })
  })
})

describe('the traps', () => {
  const whole = { number: 1 }

  test('chi2 corrects two categories by Yates, and goes by its p-value', () => {
    const rows = (a: number, b: number): string[] => [...Array(a).fill('a'), ...Array(b).fill('b')]
    const of = (current: string[]) =>
      profile.column(rows(60, 40), current, { kind: 'categorical', method: 'chi2', chunks: whole })
    // scipy 1.17.1: chi2_contingency([[60, 46], [40, 54]])
    const [chunk] = of(rows(46, 54)).chunks
    expect(chunk?.score).toBeCloseTo(3.3921, 3)
    expect(chunk?.pValue).toBeCloseTo(0.06551, 4)
    expect(chunk?.drifted).toBe(false)
    expect(of(rows(40, 60)).drifted).toBe(true)
    expect(of(rows(40, 60)).threshold).toEqual({ lower: undefined, upper: undefined })
  })

  test('categories that the reference never had are one bin for distances, and apart for l_infinity', () => {
    const reference = ['a', 'a', 'b', 'b']
    const score = (current: string[], method: 'jensen_shannon' | 'l_infinity') =>
      profile.column(reference, current, { kind: 'categorical', method, chunks: whole }).chunks[0]?.score
    expect(score(['a', 'b', 'x', 'y'], 'jensen_shannon')).toBe(score(['a', 'b', 'x', 'x'], 'jensen_shannon'))
    expect(score(['a', 'x', 'y', 'z'], 'l_infinity')).toBe(0.5)
    expect(score(['a', 'x', 'x', 'x'], 'l_infinity')).toBe(0.75)
  })

  test('what lies outside the range of the reference is one bin, infinities too', () => {
    const reference = upTo(100)
    const score = (current: number[]) =>
      profile.column(reference, current, { kind: 'numeric', chunks: whole }).chunks[0]?.score
    expect(score([-1, 200])).toBe(1)
    expect(score([Infinity, -Infinity])).toBe(1)
  })

  test('of ten thousand rows on the wasserstein distance counts a row too many below the range', () => {
    const reference = upTo(10_000)
    const score = (rows: number[]) =>
      profile.column(rows, [-1, 5000, 5000, 5000], { kind: 'numeric', method: 'wasserstein', chunks: whole })
        .chunks[0]?.score ?? Number.NaN
    expect(score(reference) - score(reference.slice(0, -1))).toBeGreaterThan(500)
  })
})

test('a constant reference of ten thousand rows has its distances too', () => {
  const reference = Array<number>(10_000).fill(7)
  const score = (method: 'kolmogorov_smirnov' | 'wasserstein') =>
    profile.column(reference, [6, 7, 8], { kind: 'numeric', method, chunks: { number: 1 } }).chunks[0]?.score
  expect(score('kolmogorov_smirnov')).toBeCloseTo(1 / 3, 12)
  expect(score('wasserstein')).toBeCloseTo(2 / 3, 9)
})

describe('missing and unseen values', () => {
  const chunks = { size: 10 }

  test('missing ones alert on both sides of what the reference had', () => {
    const some = (missing: number): (number | null)[] => upTo(10).map((i) => (i < missing ? null : i))
    const found = profile.missing(
      [...some(4), ...some(5), ...some(6)],
      [...some(0), ...some(5), ...some(9)],
      chunks,
    )
    expect(found.chunks.map(({ score }) => score)).toEqual([0, 0.5, 0.9])
    expect(found.chunks.map(({ drifted }) => drifted)).toEqual([true, false, true])
    expect(found.method).toBe('missing_values_rate')
  })

  test('a reference without missing values alerts on the first one; a side outside 0 to 1 has no limit', () => {
    const full = upTo(20)
    expect(profile.missing(full, [...upTo(9), Number.NaN], chunks)).toMatchObject({
      drifted: true,
      threshold: { lower: 0, upper: 0 },
    })
    const half = [...Array(10).fill(null), ...upTo(10)]
    expect(profile.missing(half, half, chunks).threshold).toEqual({ lower: undefined, upper: undefined })
  })

  test('any unseen one alerts; a missing one is unseen where the reference has none', () => {
    const reference = ['a', 'b', 'a', 'b']
    const of = (current: (string | null)[], seen: (string | null)[] = reference) =>
      profile.unseen(seen, current, { number: 1 })
    expect(of(['a', 'a', 'b', 'b']).drifted).toBe(false)
    expect(of(['a', 'a', 'b', 'c'])).toMatchObject({ drifted: true, chunks: [{ score: 0.25 }] })
    expect(of(['a', null])).toMatchObject({ drifted: true, chunks: [{ score: 0.5 }] })
    expect(of(['a', null], ['a', null]).drifted).toBe(false)
    expect(() => of(['a'], [])).toThrow('reference must have at least one row')
  })
})

describe('refusals', () => {
  test('another version, kind or method', () => {
    // @ts-expect-error only 0.13 is pinned
    expect(() => nannyml('0.12')).toThrow("must be '0.13'")
    // @ts-expect-error a method of categories
    const run = () => profile.column(upTo(10), upTo(10), { kind: 'numeric', method: 'chi2' })
    expect(run).toThrow(
      /must be one of jensen_shannon, hellinger, kolmogorov_smirnov, wasserstein for a numeric/,
    )
    // @ts-expect-error no such kind
    expect(() => profile.column(upTo(10), upTo(10), { kind: 'text' })).toThrow("must be 'numeric' or")
  })

  test('a reference without values, or with infinite ones', () => {
    const nothing = Array<null>(20).fill(null)
    expect(() => profile.column(nothing, upTo(10), { kind: 'numeric' })).toThrow('at least one value')
    expect(() => profile.column(nothing, ['a'], { kind: 'categorical' })).toThrow('at least one value')
    expect(() => profile.column([...upTo(20), Infinity], upTo(10), { kind: 'numeric' })).toThrow(
      'finite numbers',
    )
  })
})
