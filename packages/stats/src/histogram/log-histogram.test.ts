import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { goldenCases } from '../../test/golden-cases.ts'
import { LogHistogram } from './log-histogram.ts'

const value = fc.oneof(
  fc.double({ min: 1e-3, max: 1e7, noNaN: true }),
  fc.double(),
  fc.constantFrom(0, 1e-3, 1e7, 12.5, Number.NaN, -1, Infinity),
)
const values = fc.array(value, { maxLength: 60 })
const q = fc.double({ min: 0, max: 1, noNaN: true })

const of = (list: readonly number[]) => {
  const histogram = new LogHistogram()
  for (const each of list) histogram.record(each)
  return histogram
}

describe('LogHistogram', () => {
  test.each(goldenCases('ddsketch', 'exact_quantiles'))(
    'stays within 1% of the exact quantiles of $name inside its range',
    ({ inputs, params, expected }) => {
      const lowest = 1e-9
      const all: number[] = inputs['values']
      const histogram = new LogHistogram({ lowest, highest: 1e9 })
      for (const each of all) histogram.record(each)
      const negative = all.filter((each) => each < 0).length
      expect(histogram.rejected).toBe(negative)
      // With negative values out of range, the exact answer is that of the rest.
      const rest = all.filter((each) => each >= 0).toSorted((a, b) => a - b)
      for (const [i, at] of (params['q'] as number[]).entries()) {
        if (rest.length === 0) {
          expect(histogram.quantile(at)).toBeNaN()
          continue
        }
        const exact =
          negative === 0
            ? Number(expected['lower'][i])
            : (rest[Math.floor(at * (rest.length - 1))] ?? Number.NaN)
        const got = histogram.quantile(at)
        if (exact < lowest) expect(got).toBe(at === 1 ? exact : histogram.min)
        else if (exact > 1e9) expect(got).toBe(histogram.max)
        else expect(Math.abs(got - exact)).toBeLessThanOrEqual(0.01 * exact * (1 + 1e-12))
      }
    },
  )

  test('keeps its relative error for every value of its range and every accuracy', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-3, max: 1e7, noNaN: true }), { minLength: 1 }),
        q,
        fc.constantFrom(0.0005, 0.001, 0.01, 0.1, 0.25),
        (list, at, relativeError) => {
          const histogram = new LogHistogram({ relativeError })
          for (const each of list) histogram.record(each)
          const exact = list.toSorted((a, b) => a - b)[Math.floor(at * (list.length - 1))] ?? Number.NaN
          expect(Math.abs(histogram.quantile(at) - exact)).toBeLessThanOrEqual(
            relativeError * exact * (1 + 1e-12),
          )
        },
      ),
    )
  })

  test('counts what lies outside its range and answers it with min and max', () => {
    const histogram = of([0, 1e-4, 5, 2e7, 3e7])
    expect(histogram).toMatchObject({ count: 5, underflow: 2, overflow: 2, rejected: 0, min: 0, max: 3e7 })
    expect(histogram.sum).toBe(0 + 1e-4 + 5 + 5e7)
    expect(histogram.quantile(0.25)).toBe(0)
    expect(histogram.quantile(0.5)).toBeCloseTo(5, 1)
    expect(histogram.quantile(0.75)).toBe(3e7)
  })

  test('rejects NaN, negative and infinite values without touching the rest', () => {
    const histogram = of([Number.NaN, -1, -Infinity, Infinity, 4])
    expect(histogram).toMatchObject({ count: 1, sum: 4, min: 4, max: 4, rejected: 4, overflow: 0 })
  })

  test('answers NaN when empty and the value itself when constant', () => {
    const empty = new LogHistogram()
    expect(empty).toMatchObject({ count: 0, sum: 0, min: Infinity, max: -Infinity })
    expect([empty.quantile(0), empty.quantile(0.5), empty.quantile(1)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
    expect(of([7.5, 7.5, 7.5]).quantile(0.3)).toBe(7.5)
  })

  test('takes counts, also fractions, as so many records', () => {
    const weighted = new LogHistogram()
    weighted.record(3, 4)
    weighted.record(9, 2)
    weighted.record(1, 0)
    expect(weighted.toJSON()).toEqual(of([3, 3, 3, 3, 9, 9]).toJSON())
    const half = new LogHistogram()
    half.record(2, 0.5)
    expect(half.count).toBe(0.5)
    expect(half.quantile(0.5)).toBe(2)
  })

  test('merges to the histogram of all values, in any order and grouping', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const exceptSum = (histogram: LogHistogram) => ({ ...histogram.toJSON(), sum: 0 })
        const whole = of([...a, ...b, ...c])
        const left = of(a).merge(of(b)).merge(of(c))
        const right = of(c).merge(of(b).merge(of(a)))
        expect(exceptSum(left)).toEqual(exceptSum(whole))
        expect(exceptSum(right)).toEqual(exceptSum(whole))
        if (Number.isFinite(whole.sum)) {
          expect(Math.abs(left.sum - whole.sum)).toBeLessThanOrEqual(1e-12 * whole.sum)
          expect(Math.abs(right.sum - whole.sum)).toBeLessThanOrEqual(1e-12 * whole.sum)
        }
      }),
    )
  })

  test('merge leaves the other alone and refuses another range', () => {
    const other = of([2])
    const before = other.toJSON()
    of([1]).merge(other).record(5)
    expect(other.toJSON()).toEqual(before)
    expect(() => of([1]).merge(new LogHistogram({ highest: 10 }))).toThrow(
      'other.highest must equal 10000000, got 10',
    )
  })

  test('clear gives an empty histogram back', () => {
    const histogram = of([1, 2, -3])
    histogram.clear()
    expect(histogram.toJSON()).toEqual(new LogHistogram().toJSON())
  })

  test('survives a round trip through JSON text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double({ max: 1e100 }), fc.constantFrom(0, -1, 5))), q, (list, at) => {
        const histogram = of(list)
        const copy = LogHistogram.fromJSON(JSON.parse(JSON.stringify(histogram)))
        expect(copy.toJSON()).toEqual(histogram.toJSON())
        expect(copy.count).toBe(histogram.count)
        expect(copy.quantile(at)).toBe(histogram.quantile(at))
      }),
    )
  })

  test('fromJSON refuses every broken field by name', () => {
    const good = of([1, 2, 1e9]).toJSON()
    const broken: [string, unknown, string][] = [
      ['version', 2, 'state.version must be 1'],
      ['relativeError', '0.01', 'state.relativeError must be a number'],
      ['lowest', -1, 'lowest must be'],
      ['highest', Infinity, 'highest must be'],
      ['underflow', -1, 'state.underflow must be finite and at least 0'],
      ['overflow', Number.NaN, 'state.overflow must be finite'],
      ['rejected', null, 'state.rejected must be a number'],
      ['sum', undefined, 'state.sum must be a number'],
      ['min', null, 'state.min must be a number'],
      ['min', 1e10, 'state.min must be at most state.max'],
      ['buckets', {}, 'state.buckets must be an array'],
      ['buckets', [[1]], 'state.buckets must hold [index, count] pairs'],
      [
        'buckets',
        [
          [5, 1],
          [5, 1],
        ],
        'state.buckets must have rising integer indexes',
      ],
      ['buckets', [[99_999, 1]], 'state.buckets must have rising integer indexes'],
      ['buckets', [[-1, 1]], 'state.buckets must have rising integer indexes'],
      ['buckets', [[1, 0]], 'state.buckets must have finite counts above 0'],
    ]
    for (const [name, bad, message] of broken) {
      expect(() => LogHistogram.fromJSON({ ...good, [name]: bad })).toThrow(message)
    }
    expect(() => LogHistogram.fromJSON(null)).toThrow('state must be an object')
    expect(() => LogHistogram.fromJSON({ ...new LogHistogram().toJSON(), min: 1 })).toThrow('must be null')
  })

  test('refuses options and arguments out of range', () => {
    expect(() => new LogHistogram({ relativeError: 0 })).toThrow(
      'relativeError must be in [0.0001, 0.25], got 0',
    )
    expect(() => new LogHistogram({ lowest: 0 })).toThrow('lowest must be a normal number above 0, got 0')
    expect(() => new LogHistogram({ highest: 1e-9 })).toThrow(
      'highest must be finite and above lowest, got 1e-9',
    )
    expect(() => new LogHistogram({ relativeError: 1e-4 })).toThrow('at most 65536 buckets')
    expect(() => of([1]).quantile(1.1)).toThrow('q must be in [0, 1], got 1.1')
    expect(() => of([1]).quantile(Number.NaN)).toThrow(RangeError)
    expect(() => of([1]).record(1, -1)).toThrow('count must be finite and at least 0, got -1')
  })
})
