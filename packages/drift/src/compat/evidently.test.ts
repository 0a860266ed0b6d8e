import { isPlimsollError } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { evidently } from './evidently.ts'

const profile = evidently('0.7')
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

describe('the choice of a method', () => {
  test.each([
    [1000, 6, 'ks'],
    [1001, 6, 'wasserstein'],
    [1000, 5, 'chisquare'],
    [1000, 3, 'chisquare'],
    [1000, 2, 'z'],
    [1001, 5, 'jensenshannon'],
  ])('numeric: %i reference values, %i distinct, %s', (rows, distinct, method) => {
    const values = upTo(rows).map((i) => i % distinct)
    expect(profile.column(values, [0, 1], { kind: 'numeric' }).method).toBe(method)
  })

  test.each([
    [1000, 3, 'chisquare'],
    [1000, 2, 'z'],
    [1000, 1, 'z'],
    [1001, 3, 'jensenshannon'],
    [1001, 2, 'jensenshannon'],
  ])('categorical: %i reference values, %i distinct, %s', (rows, distinct, method) => {
    const values = upTo(rows).map((i) => `c${i % distinct}`)
    expect(profile.column(values, ['c0'], { kind: 'categorical' }).method).toBe(method)
  })

  test('counts values of both sides, and none that is missing or infinite', () => {
    const reference = [...upTo(1000).map((i) => i % 5), Number.NaN, null, undefined, Infinity]
    expect(profile.column(reference, [1, -Infinity], { kind: 'numeric' }).method).toBe('chisquare')
    const found = profile.column(reference, [1, 7], { kind: 'numeric' })
    expect(found.method).toBe('ks')
    expect(found.sizes).toEqual({ reference: 1000, current: 2 })
  })
})

describe('thresholds', () => {
  test('ks drifts at its threshold, chi-square below it, energy distance above it, the others from it on', () => {
    const [x, y] = [upTo(40), upTo(40).map((i) => i + 5)]
    const at = (method: 'ks' | 'mannw' | 'ed' | 'psi' | 'cramer_von_mises' | 'anderson') => {
      const { score } = profile.column(x, y, { kind: 'numeric', method })
      return profile.column(x, y, { kind: 'numeric', method, threshold: score }).drifted
    }
    expect(at('ks')).toBe(true)
    expect(at('cramer_von_mises')).toBe(true)
    expect(at('mannw')).toBe(false)
    expect(at('anderson')).toBe(false)
    expect(at('ed')).toBe(false)
    expect(at('psi')).toBe(true)
  })

  test('are the defaults of the methods', () => {
    const [x, y] = [upTo(10), upTo(10)]
    const of = (method: 'ks' | 'anderson' | 't_test' | 'wasserstein') =>
      profile.column(x, y, { kind: 'numeric', method }).threshold
    expect([of('ks'), of('anderson'), of('t_test'), of('wasserstein')]).toEqual([0.05, 0.1, 0.05, 0.1])
    const cat = (method: 'z' | 'chisquare' | 'g_test' | 'fisher_exact' | 'TVD') =>
      profile.column(['a', 'b'], ['a', 'b'], { kind: 'categorical', method }).threshold
    expect([cat('z'), cat('chisquare'), cat('g_test'), cat('fisher_exact'), cat('TVD')]).toEqual([
      0.05, 0.05, 0.1, 0.1, 0.1,
    ])
  })
})

describe('the traps', () => {
  test('bins move with current: an outlier there changes how the rest is binned', () => {
    const reference = upTo(200).map((i) => i / 200)
    const current = upTo(200).map((i) => (i / 200) ** 2)
    const score = (values: number[]) =>
      profile.column(reference, values, { kind: 'numeric', method: 'psi' }).score
    expect(score(current)).toBeGreaterThan(0.1)
    expect(score([...current, 100])).toBeLessThan(0.1)
  })

  test('a reference of 20 distinct values is compared as categories, so a shift by half a step is everything', () => {
    const score = (distinct: number) => {
      const x = upTo(420).map((i) => i % distinct)
      return profile.column(
        x,
        x.map((value) => value + 0.5),
        { kind: 'numeric', method: 'jensenshannon' },
      ).score
    }
    expect(score(20)).toBeCloseTo(Math.sqrt(Math.LN2), 12)
    expect(score(21)).toBeLessThan(0.5)
  })

  test('one category that the reference never had makes chi-square certain', () => {
    const reference = upTo(300).map((i) => `c${i % 3}`)
    const found = profile.column(reference, [...reference, 'new'], { kind: 'categorical' })
    expect(found).toMatchObject({ method: 'chisquare', score: 0, drifted: true })
  })

  test('the z test calls tiny p-values 0', () => {
    const found = profile.column(Array(500).fill('a'), Array(500).fill('b'), { kind: 'categorical' })
    expect(found).toMatchObject({ method: 'z', score: 0, drifted: true })
  })

  test('mannw is blind to values that fall', () => {
    const [low, high] = [upTo(50), upTo(50).map((i) => i + 40)]
    const of = (x: number[], y: number[]) => profile.column(x, y, { kind: 'numeric', method: 'mannw' })
    expect(of(low, high).drifted).toBe(true)
    expect(of(high, low).drifted).toBe(false)
  })

  test('a constant reference is measured in thousandths', () => {
    const found = profile.column([3, 3, 3], [4, 4], { kind: 'numeric', method: 'wasserstein' })
    expect(found.score).toBe(1000)
  })

  test('a single category has no chi-square and no G: NaN, and no drift', () => {
    for (const method of ['chisquare', 'g_test'] as const) {
      const found = profile.column(['a', 'a'], ['a', 'a'], { kind: 'categorical', method })
      expect(found.score).toBeNaN()
      expect(found.drifted).toBe(false)
    }
  })
})

describe('data sets', () => {
  const same = { reference: upTo(50), current: upTo(50), kind: 'numeric' } as const
  const far = { reference: upTo(50), current: upTo(50).map((i) => i + 99), kind: 'numeric' } as const

  test('drift from half of the columns on', () => {
    const half = profile.dataset({ a: same, b: far })
    expect(half).toMatchObject({ drifted: true, share: 0.5, threshold: 0.5 })
    expect(half.columns.a.drifted).toBe(false)
    expect(half.columns.b.drifted).toBe(true)
    expect(profile.dataset({ a: same, b: far, c: same }).drifted).toBe(false)
    expect(profile.dataset({ a: same, b: far, c: same }, { share: 0.3 }).drifted).toBe(true)
  })

  test('name the column that can not be compared', () => {
    expect(() => profile.dataset({ age: { ...same, current: [] } })).toThrow(
      /^age: current must have at least one row/,
    )
    expect(() => profile.dataset({})).toThrow('must name at least one column')
    expect(() => profile.dataset({ a: same }, { share: 0 })).toThrow('must be in (0, 1]')
  })
})

describe('refusals', () => {
  const codeOf = (run: () => unknown): string | undefined => {
    try {
      run()
    } catch (error) {
      return isPlimsollError(error) ? error.code : (error as Error).name
    }
    return undefined
  }

  test('another version', () => {
    // @ts-expect-error only 0.7 is pinned
    expect(codeOf(() => evidently('0.6'))).toBe('PLIMSOLL_INVALID_OPTIONS')
  })

  test('options that can not work, all at once', () => {
    const options = { kind: 'numeric', method: 'chisquare', threshold: Number.NaN, treshold: 1 }
    // @ts-expect-error a method of categories
    const run = () => profile.column([1], [1], options)
    expect(codeOf(run)).toBe('PLIMSOLL_INVALID_OPTIONS')
    expect(run).toThrow(/method must be one of anderson, .*threshold must be a finite number/s)
    expect(run).toThrow(/treshold is not an option \(did you mean threshold\?\)/)
    // @ts-expect-error no kind
    expect(codeOf(() => profile.column([1], [1], {}))).toBe('PLIMSOLL_INVALID_OPTIONS')
  })

  test('values of another kind, without showing them', () => {
    // @ts-expect-error a string among numbers
    const run = () => profile.column([1, 'secret'], [1], { kind: 'numeric' })
    expect(codeOf(run)).toBe('TypeError')
    expect(run).toThrow('reference must hold numbers, or missing values, alone: row 1 is a string')
    // @ts-expect-error an object among categories
    expect(codeOf(() => profile.column(['a'], [{}], { kind: 'categorical' }))).toBe('TypeError')
    // @ts-expect-error no array
    expect(codeOf(() => profile.column(null, [1], { kind: 'numeric' }))).toBe('TypeError')
  })

  test('a side without values', () => {
    expect(codeOf(() => profile.column([], [1], { kind: 'numeric' }))).toBe('RangeError')
    expect(codeOf(() => profile.column([1], [Number.NaN, null], { kind: 'numeric' }))).toBe('RangeError')
  })

  test('data that the method of Evidently refuses', () => {
    const numeric = (method: 'anderson' | 'cramer_von_mises' | 'empirical_mmd', x: number[], y: number[]) =>
      codeOf(() => profile.column(x, y, { kind: 'numeric', method }))
    expect(numeric('anderson', [1, 1], [1, 1])).toBe('RangeError')
    expect(numeric('anderson', [1], [2, 3])).toBe('RangeError')
    expect(numeric('cramer_von_mises', [1], [2, 3])).toBe('RangeError')
    expect(numeric('empirical_mmd', [1], [2, 3])).toBe('RangeError')
    expect(numeric('empirical_mmd', upTo(2001), upTo(2000))).toBe('RangeError')
    const categorical = (method: 'g_test' | 'fisher_exact', x: string[], y: string[]) =>
      codeOf(() => profile.column(x, y, { kind: 'categorical', method }))
    expect(categorical('g_test', ['a', 'b'], ['a'])).toBe('RangeError')
    expect(categorical('fisher_exact', ['a', 'b'], ['a'])).toBe('RangeError')
    expect(categorical('fisher_exact', ['a', 'b'], ['a', 'c'])).toBe('RangeError')
  })

  test('exact chances of Mann-Whitney that would take too long', () => {
    const run = () =>
      profile.column(
        upTo(8),
        upTo(200_000).map((i) => i + 0.5),
        { kind: 'numeric', method: 'mannw' },
      )
    expect(run).toThrow('at most 1 000 000 pairs')
  })
})
