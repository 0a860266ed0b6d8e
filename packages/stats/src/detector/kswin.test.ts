import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goldenCases } from '../../test/golden-cases.ts'
import { createRandom } from '../random/create-random.ts'
import { ksTwoSample } from '../two-sample/ks-two-sample.ts'
import { Kswin } from './kswin.ts'
import type { KswinOptions, KswinState } from './kswin.ts'

// Few distinct values among them, so that there are ties.
const stream = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 6 }), fc.double({ min: 0, max: 6, noNaN: true })),
  { minLength: 1, maxLength: 200, size: 'max' },
)
const options = fc.constantFrom<KswinOptions>(
  { alpha: 0.2, windowSize: 20, statSize: 6 },
  { alpha: 0.5, windowSize: 13, statSize: 5 },
  { alpha: 0.3, windowSize: 16, statSize: 8 },
)

describe('Kswin', () => {
  test.each(goldenCases('online-detectors', 'KSWIN'))('matches river, $name', (one) => {
    const { alpha, window_size, stat_size } = one.params
    const kswin = new Kswin(createRandom(1), { alpha, windowSize: window_size, statSize: stat_size })
    const drift = (one.inputs['stream'] as number[]).flatMap((x, i) => (kswin.add(x) ? [i] : []))
    expect(drift).toEqual(one.expected['drift'])
  })

  test('decides as the exact two-sample test where the draw takes all older values', () => {
    let signals = 0
    fc.assert(
      fc.property(stream, fc.integer({ min: 3, max: 15 }), (values, r) => {
        const alpha = 0.25
        const kswin = new Kswin(createRandom(1), { alpha, windowSize: 2 * r, statSize: r })
        let window: number[] = []
        for (const [i, base] of values.entries()) {
          const x = base + (i % 50 < 25 ? 0 : 3)
          window = [...window, x].slice(-2 * r)
          const { statistic, pValue } = ksTwoSample(window.slice(0, r), window.slice(r))
          const want = window.length === 2 * r && pValue <= alpha && statistic > 0.1
          expect(kswin.add(x)).toBe(want)
          if (want) {
            window = []
            signals++
          }
        }
      }),
    )
    expect(signals).toBeGreaterThan(10)
  })

  test('needs a distance above 0.1, however small its p-value', () => {
    const r = 1000
    const kswin = new Kswin(createRandom(1), { alpha: 0.01, windowSize: 2 * r, statSize: r })
    // The newest are the older ones shifted by 100 ranks of 1000: D is 0.1.
    const values = Array.from({ length: 2 * r }, (_, i) => (i < r ? i : i - r + 99.5))
    expect(ksTwoSample(values.slice(0, r), values.slice(r)).statistic).toBe(0.1)
    expect(ksTwoSample(values.slice(0, r), values.slice(r)).pValue).toBeLessThan(0.01)
    expect(values.map((x) => kswin.add(x))).not.toContain(true)
    kswin.reset()
    const further = values.map((x, i) => (i < r ? x : x + 1))
    expect(further.map((x) => kswin.add(x)).indexOf(true)).toBe(2 * r - 1)
  })

  // With two values each, only newest values that lie outside both drawn ones have D = 1.
  test.each([
    ['2 of 3, by leaving one out', [1, 2, 9], [5, 6], 1 / 3],
    ['2 of 3, by leaving one out', [1, 8, 9], [5, 6], 1 / 3],
    ['2 of 5', [1, 2, 7, 8, 9], [5, 6], 4 / 10],
    ['2 of 5', [1, 2, 3, 4, 9], [5, 6], 6 / 10],
    ['2 of 5', [1, 6, 7, 8, 9], [5, 5.5], 6 / 10],
  ])('draws every set of older values equally often: %s, %j', (_, older, newest, share) => {
    const random = createRandom('draws')
    const [runs, given] = [20_000, { alpha: 0.4, windowSize: older.length + 2, statSize: 2 }]
    let signals = 0
    for (let run = 0; run < runs; run++) {
      const kswin = new Kswin(random, given)
      if ([...older, ...newest].map((x) => kswin.add(x)).at(-1) === true) signals++
    }
    expect(Math.abs(signals / runs - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / runs))
  })

  test('depends on the order of values only', () => {
    fc.assert(
      fc.property(stream, options, (values, given) => {
        const [one, other] = [new Kswin(createRandom(3), given), new Kswin(createRandom(3), given)]
        for (const x of values) expect(other.add(Math.fround(x) * 8)).toBe(one.add(Math.fround(x)))
      }),
    )
  })

  test('goes on from its plain form exactly as without it, where random does', () => {
    fc.assert(
      fc.property(stream, options, fc.nat(), (values, given, cut) => {
        const [random, same] = [createRandom(5), createRandom(5)]
        const kswin = new Kswin(random, given)
        const twin = new Kswin(same, given)
        const at = cut % values.length
        for (const x of values.slice(0, at)) expect(twin.add(x)).toBe(kswin.add(x))
        const copy = Kswin.fromJSON(JSON.parse(JSON.stringify(twin)) as KswinState, same)
        for (const x of values.slice(at)) expect(copy.add(x)).toBe(kswin.add(x))
        expect(copy.toJSON()).toEqual(kswin.toJSON())
      }),
    )
  })

  test('counts neither NaN nor infinite values, also just after a drift', () => {
    const given = { alpha: 0.01, windowSize: 40, statSize: 20 }
    const kswin = new Kswin(createRandom(1), given)
    let drifts = 0
    for (let i = 0; i < 200; i++) {
      if (kswin.add((i % 10) + (i < 100 ? 0 : 20))) drifts++
      const before = JSON.stringify(kswin)
      for (const none of [Number.NaN, Infinity, -Infinity]) expect(kswin.add(none)).toBe(false)
      expect(JSON.stringify(kswin)).toBe(before)
    }
    expect(drifts).toBe(1)
  })

  test('begins with an empty window after a drift', () => {
    const kswin = new Kswin(createRandom(1), { alpha: 0.5, windowSize: 4, statSize: 2 })
    expect([1, 2, 8, 9].map((x) => kswin.add(x))).toEqual([false, false, false, true])
    expect(kswin.count).toBe(4)
    kswin.add(9)
    expect(kswin.count).toBe(1)
    expect(kswin.toJSON().window).toEqual([9])
  })

  test('refuses options out of range, and an alpha that no distance reaches', () => {
    const wrong: [string, KswinOptions][] = [
      ['alpha must be in', { alpha: 0 }],
      ['alpha must be in', { alpha: 1 }],
      ['alpha must be a p-value that 5 values can reach', { alpha: 0.001, statSize: 5 }],
      ['statSize', { statSize: 1 }],
      ['statSize', { statSize: 1001, windowSize: 3000 }],
      ['windowSize', { windowSize: 59 }],
      ['windowSize', { windowSize: 100.5 }],
      ['windowSize', { windowSize: 1_000_001 }],
    ]
    for (const [message, given] of wrong) {
      expect(() => new Kswin(createRandom(1), given)).toThrow(new RegExp(`^${message}`))
    }
    expect(() => new Kswin(JSON.parse('{}') as { next: () => number })).toThrow(/^random must/)
  })

  test('refuses what is no plain form, naming the part', () => {
    const state = new Kswin(createRandom(1)).toJSON()
    const wrong: [string, object][] = [
      ['version', { version: 2 }],
      ['window', { window: 'no' }],
      ['window', { window: [1, null] }],
      ['window', { window: Array.from({ length: 101 }, () => 1) }],
      ['drifted', { drifted: null }],
    ]
    for (const [part, change] of wrong) {
      const broken = { ...state, ...change } as KswinState
      expect(() => Kswin.fromJSON(broken, createRandom(1))).toThrow(new RegExp(`^${part} must`))
    }
    for (const part of ['alpha', 'windowSize', 'statSize']) {
      const { [part as 'alpha']: _, ...rest } = state
      expect(() => Kswin.fromJSON(rest as KswinState, createRandom(1))).toThrow(`${part} is missing`)
    }
  })
})
