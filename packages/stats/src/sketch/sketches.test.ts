import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random/create-random.ts'
import { HyperLogLog } from './hyper-log-log.ts'
import { SpaceSaving } from './space-saving.ts'
import { TDigest } from './t-digest.ts'

describe('SpaceSaving', () => {
  const stream = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 300 })
  const of = (keys: readonly string[], capacity: number): SpaceSaving => {
    const sketch = new SpaceSaving(capacity)
    for (const key of keys) sketch.record(key)
    return sketch
  }
  const truth = (keys: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>()
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts
  }
  const holds = (sketch: SpaceSaving, keys: readonly string[]): void => {
    const counts = truth(keys)
    const bound = keys.length / sketch.capacity
    const kept = sketch.top()
    expect(sketch.total).toBe(keys.length)
    expect(kept.length).toBeLessThanOrEqual(sketch.capacity)
    for (const { key, count, error } of kept) {
      expect(count).toBeGreaterThanOrEqual(counts.get(key) ?? 0)
      expect(count - error).toBeLessThanOrEqual(counts.get(key) ?? 0)
      expect(error).toBeLessThanOrEqual(bound)
    }
    const names = new Set(kept.map(({ key }) => key))
    for (const [key, count] of counts) if (count > bound) expect(names).toContain(key)
  }

  test('keeps every frequent key, with counts too great by at most total / capacity', () => {
    fc.assert(fc.property(stream, fc.integer({ min: 1, max: 12 }), (keys, k) => holds(of(keys, k), keys)))
  })

  test('keeps both bounds for the sum of two streams, whichever is added to which', () => {
    fc.assert(
      fc.property(stream, stream, fc.integer({ min: 1, max: 12 }), (a, b, k) => {
        const left = of(a, k)
        left.merge(of(b, k))
        holds(left, [...a, ...b])
        const right = of(b, k)
        right.merge(of(a, k))
        expect(right.toJSON()).toEqual(left.toJSON())
      }),
    )
  })

  test('is exact below its capacity, and says what a key not kept can have at most', () => {
    const sketch = of(['a', 'b', 'a', 'c', 'a'], 3)
    expect(sketch.top(2)).toEqual([
      { key: 'a', count: 3, error: 0 },
      { key: 'b', count: 1, error: 0 },
    ])
    expect(new SpaceSaving(3).count('z')).toEqual({ key: 'z', count: 0, error: 0 })
    sketch.record('d')
    expect(sketch.count('z')).toEqual({ key: 'z', count: 1, error: 1 })
  })

  test('comes back from its plain form and refuses a broken one', () => {
    const sketch = of(['a', 'b', 'a', 'c', 'd', '__proto__'], 3)
    const state = sketch.toJSON()
    const back = SpaceSaving.fromJSON(JSON.parse(JSON.stringify(state)))
    expect(back.toJSON()).toEqual(state)
    for (const [wrong, why] of [
      [{ ...state, version: 2 }, 'version'],
      [{ ...state, capacity: 0 }, 'capacity'],
      [{ ...state, capacity: 2 }, 'hitters'],
      [{ ...state, hitters: [['a', -1, 0]] }, 'hitters[0]'],
      [
        {
          ...state,
          hitters: [
            ['a', 2, 0],
            ['a', 2, 0],
          ],
        },
        'hitters[1]',
      ],
      [{ ...state, total: 1 }, 'total'],
      [null, 'version'],
    ] as const) {
      expect(() => SpaceSaving.fromJSON(wrong as typeof state)).toThrow(why)
    }
    expect(() => sketch.record('a', 0)).toThrow('count must be finite and above 0, got 0')
    expect(() => sketch.merge(new SpaceSaving(4))).toThrow('capacity must be equal to merge, got 3 and 4')
    expect(() => new SpaceSaving(0.5)).toThrow('capacity')
  })
})

describe('HyperLogLog', () => {
  test.each([1, 10, 100, 1_000, 20_000, 200_000])(
    'counts %i distinct keys within four standard errors',
    (n) => {
      const sketch = new HyperLogLog(12)
      for (let i = 0; i < n; i++) {
        sketch.record(`user-${i}`)
        sketch.record(`user-${i}`)
      }
      expect(Math.abs(sketch.estimate() / n - 1)).toBeLessThan((4 * 1.04) / 64)
    },
  )

  test('is nearly exact for few keys and 0 for none', () => {
    const sketch = new HyperLogLog()
    expect(sketch.estimate()).toBe(0)
    for (let i = 0; i < 50; i++) sketch.record(String(i))
    expect(Math.round(sketch.estimate())).toBe(50)
  })

  test('merges as if one sketch had seen all, in any order, any number of times', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        const [left, right, both] = [new HyperLogLog(5), new HyperLogLog(5), new HyperLogLog(5)]
        for (const key of a) left.record(key)
        for (const key of b) right.record(key)
        for (const key of [...a, ...b]) both.record(key)
        left.merge(right)
        left.merge(right)
        expect(left.toJSON()).toEqual(both.toJSON())
      }),
    )
  })

  test('comes back from its plain form and refuses a broken one', () => {
    const sketch = new HyperLogLog(4)
    sketch.record('a')
    const state = sketch.toJSON()
    expect(HyperLogLog.fromJSON(state).toJSON()).toEqual(state)
    expect(() => HyperLogLog.fromJSON({ ...state, registers: 'zz' })).toThrow('registers')
    expect(() => HyperLogLog.fromJSON({ ...state, registers: 'ff'.repeat(16) })).toThrow('registers[0]')
    expect(() => HyperLogLog.fromJSON({ ...state, precision: 3 })).toThrow('precision')
    expect(() => HyperLogLog.fromJSON({ ...state, version: 2 as 1 })).toThrow('version')
    expect(() => sketch.merge(new HyperLogLog(5))).toThrow('precision must be equal to merge, got 4 and 5')
  })
})

describe('TDigest', () => {
  const shapes: Record<string, (random: ReturnType<typeof createRandom>) => number> = {
    normal: (random) => random.normal(),
    uniform: (random) => random.next(),
    'heavy tail': (random) => 1 / (1 - random.next()) ** 2,
    'few values': (random) => random.int(5),
  }
  const rankError = (sorted: Float64Array, value: number, q: number): number => {
    let below = 0
    let upTo = 0
    for (const x of sorted) {
      if (x < value) below++
      if (x <= value) upTo++
    }
    const want = q * sorted.length
    return Math.max(0, below - want, want - upTo) / sorted.length
  }

  for (const [name, draw] of Object.entries(shapes)) {
    test(`finds quantiles of a ${name} sample by rank, best in the tails, merged or not`, () => {
      const random = createRandom(name)
      const whole = new TDigest()
      const parts = Array.from({ length: 8 }, () => new TDigest())
      const values = Float64Array.from({ length: 20_000 }, (_, i) => {
        const value = draw(random)
        whole.record(value)
        parts[i % 8]?.record(value)
        return value
      }).sort()
      const merged = new TDigest()
      for (const part of parts) merged.merge(part)
      for (const digest of [whole, merged, TDigest.fromJSON(whole.toJSON())]) {
        for (const q of [0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999]) {
          const allowed = (Math.sqrt(q * (1 - q)) * Math.PI) / 100 + 1 / values.length
          expect(rankError(values, digest.quantile(q), q)).toBeLessThan(allowed)
        }
        expect([digest.quantile(0), digest.quantile(1)]).toEqual([values[0], values.at(-1)])
        expect(digest.toJSON().centroids.length).toBeLessThanOrEqual(200)
        expect(digest.count).toBe(20_000)
      }
    })
  }

  test('never leaves the range, never falls with q, and keeps means in order', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 2_500,
    })
    fc.assert(
      fc.property(numbers, (values) => {
        const small = values.map((x) => x % 1e6)
        const digest = new TDigest(20)
        for (const x of small) digest.record(x)
        let last = digest.min
        for (let q = 0; q <= 1; q += 0.05) {
          const value = digest.quantile(q)
          expect(value).toBeGreaterThanOrEqual(last)
          expect(value).toBeLessThanOrEqual(digest.max)
          last = value
        }
        expect(TDigest.fromJSON(digest.toJSON()).toJSON()).toEqual(digest.toJSON())
      }),
      { numRuns: 50 },
    )
  })

  test('has a written answer for nothing, one value, and what is no number', () => {
    const digest = new TDigest()
    expect(digest.quantile(0.5)).toBeNaN()
    expect(TDigest.fromJSON(JSON.parse(JSON.stringify(digest.toJSON()))).min).toBe(Infinity)
    digest.record(Number.NaN)
    digest.record(Infinity, 2)
    expect([digest.count, digest.rejected]).toEqual([0, 3])
    digest.record(7)
    expect([0, 0.3, 1].map((q) => digest.quantile(q))).toEqual([7, 7, 7])
    expect(digest.quantile(1.2)).toBeNaN()
    expect(() => digest.record(1, -1)).toThrow('count must be finite and above 0, got -1')
    expect(() => new TDigest(5)).toThrow('compression')
    expect(() => digest.merge(new TDigest(50))).toThrow('compression must be equal to merge, got 100 and 50')
    const state = digest.toJSON()
    for (const [wrong, why] of [
      [{ ...state, version: 0 }, 'version'],
      [{ ...state, centroids: [[9, 1]] }, 'centroids[0]'],
      [{ ...state, centroids: [[7, 0]] }, 'centroids[0]'],
      [{ ...state, min: null }, 'centroids[0]'],
      [{ ...state, rejected: -1 }, 'rejected'],
    ] as const) {
      expect(() => TDigest.fromJSON(wrong as typeof state)).toThrow(why)
    }
  })
})
