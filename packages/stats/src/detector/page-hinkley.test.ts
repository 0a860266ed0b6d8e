import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goldenCases } from '../../test/golden-cases.ts'
import { PageHinkley } from './page-hinkley.ts'
import type { PageHinkleyOptions, PageHinkleyState } from './page-hinkley.ts'

const stream = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
  size: 'max',
})
const options = fc.record({
  minInstances: fc.integer({ min: 1, max: 40 }),
  delta: fc.constantFrom(0, 0.005, 0.5),
  threshold: fc.constantFrom(1, 10, 50),
  forgetting: fc.constantFrom(1, 0.9999, 0.9),
})

describe('PageHinkley', () => {
  test.each(goldenCases('online-detectors', 'PageHinkley'))('matches river, $name', (one) => {
    const { min_instances, delta, threshold, alpha, mode } = one.params
    const detector = new PageHinkley({
      minInstances: min_instances,
      delta,
      threshold,
      forgetting: alpha,
      mode,
    })
    const drift = (one.inputs['stream'] as number[]).flatMap((x, i) => (detector.add(x) ? [i] : []))
    expect(drift).toEqual(one.expected['drift'])
  })

  test('without forgetting is the textbook test: the sum of x - mean - delta above its least by more than lambda', () => {
    fc.assert(
      fc.property(stream, fc.constantFrom(0, 0.1), fc.constantFrom(5, 20), (values, delta, threshold) => {
        const detector = new PageHinkley({ minInstances: 1, delta, threshold, forgetting: 1, mode: 'up' })
        const sums: number[] = []
        for (const [i, x] of values.entries()) {
          const mean = values.slice(0, i + 1).reduce((sum, y) => sum + y, 0) / (i + 1)
          sums.push((sums.at(-1) ?? 0) + x - mean - delta)
          const excess = (sums.at(-1) ?? 0) - Math.min(...sums)
          // Rounding may decide otherwise just at the threshold.
          fc.pre(Math.abs(excess - threshold) > 1e-9)
          expect(detector.add(x)).toBe(excess > threshold)
          if (excess > threshold) return
        }
      }),
    )
  })

  test('finds falls where the mirrored stream rises', () => {
    fc.assert(
      fc.property(stream, options, (values, given) => {
        const up = new PageHinkley({ ...given, mode: 'up' })
        const down = new PageHinkley({ ...given, mode: 'down' })
        for (const x of values) expect(down.add(-x)).toBe(up.add(x))
      }),
    )
  })

  test('finds with both sides what either finds first', () => {
    fc.assert(
      fc.property(stream, options, (values, given) => {
        const [both, up, down] = (['both', 'up', 'down'] as const).map(
          (mode) => new PageHinkley({ ...given, mode }),
        )
        for (const x of values) {
          const sides = [up?.add(x), down?.add(x)]
          expect(both?.add(x)).toBe(sides.includes(true))
          if (sides.includes(true)) return
        }
      }),
    )
  })

  test('goes on from its plain form exactly as without it', () => {
    fc.assert(
      fc.property(stream, options, fc.nat(), (values, given, cut) => {
        const detector = new PageHinkley(given)
        const at = cut % values.length
        for (const x of values.slice(0, at)) detector.add(x)
        const copy = PageHinkley.fromJSON(JSON.parse(JSON.stringify(detector)) as PageHinkleyState)
        for (const x of values.slice(at)) expect(copy.add(x)).toBe(detector.add(x))
        expect(copy.toJSON()).toEqual(detector.toJSON())
      }),
    )
  })

  test('counts neither NaN nor infinite nor huge values, also just after a drift', () => {
    const detector = new PageHinkley({ threshold: 10 })
    let drifts = 0
    for (let i = 0; i < 200; i++) {
      if (detector.add(i < 100 ? 0 : 1)) drifts++
      const before = JSON.stringify(detector)
      for (const none of [Number.NaN, Infinity, -Infinity, 1e151, -1.7e308]) {
        expect(detector.add(none)).toBe(false)
      }
      expect(JSON.stringify(detector)).toBe(before)
    }
    expect(drifts).toBeGreaterThan(0)
  })

  test('begins anew with the value after a drift', () => {
    const detector = new PageHinkley({ minInstances: 2, threshold: 1 })
    expect([detector.count, detector.mean]).toEqual([0, Number.NaN])
    expect([0, 0, 10].map((x) => detector.add(x))).toEqual([false, false, true])
    expect([detector.count, detector.mean]).toEqual([3, 10 / 3])
    expect(detector.add(10)).toBe(false)
    expect([detector.count, detector.mean]).toEqual([1, 10])
    detector.reset()
    expect(detector.toJSON()).toEqual(new PageHinkley({ minInstances: 2, threshold: 1 }).toJSON())
  })

  test.each<[keyof PageHinkleyOptions, unknown[]]>([
    ['minInstances', [0, 1.5, Number.NaN]],
    ['delta', [-1, Infinity, Number.NaN]],
    ['threshold', [0, -1, Infinity]],
    ['forgetting', [0, 1.1, Number.NaN]],
    ['mode', ['left']],
  ])('refuses %s out of range', (name, wrong) => {
    for (const each of wrong) {
      expect(() => new PageHinkley({ [name]: each })).toThrow(new RegExp(`^${name} must be`))
    }
  })

  test('refuses what is no plain form, naming the part', () => {
    const state = new PageHinkley().toJSON()
    const wrong: [string, object][] = [
      ['version', { version: 0 }],
      ['count', { count: -1 }],
      ['mean', { mean: null }],
      ['leastRise', { leastRise: Number.NaN }],
      ['drifted', { drifted: 1 }],
    ]
    for (const [part, change] of wrong) {
      const broken = { ...state, ...change } as PageHinkleyState
      expect(() => PageHinkley.fromJSON(broken)).toThrow(new RegExp(`^${part} must`))
    }
    for (const part of ['minInstances', 'delta', 'threshold', 'forgetting', 'mode']) {
      const { [part as 'delta']: _, ...rest } = state
      expect(() => PageHinkley.fromJSON(rest as PageHinkleyState)).toThrow(`${part} is missing`)
    }
  })
})
