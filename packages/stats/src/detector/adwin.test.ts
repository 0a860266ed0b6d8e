import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import { createRandom } from '../random/create-random.ts'
import { Adwin } from './adwin.ts'
import type { AdwinOptions, AdwinState } from './adwin.ts'

const value = fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constantFrom(0, 1, 5, -5, 1e6))
// Long runs of one level, so that windows are cut.
const stream = fc
  .array(fc.tuple(value, fc.integer({ min: 1, max: 120 }), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((levels) =>
    levels.flatMap(([level, length, noise], which) => {
      const random = createRandom(which)
      return Array.from({ length }, () => level + noise * random.normal())
    }),
  )
const options: fc.Arbitrary<AdwinOptions> = fc.record({
  delta: fc.constantFrom(0.3, 0.05, 0.002),
  clock: fc.constantFrom(1, 3, 32),
  maxBuckets: fc.integer({ min: 2, max: 7 }),
  minWindow: fc.integer({ min: 1, max: 8 }),
  grace: fc.integer({ min: 0, max: 20 }),
})

describe('Adwin', () => {
  test.each(goldenCases('online-detectors', 'ADWIN'))('matches river, $name', (one) => {
    const { delta, clock, max_buckets, min_window_length, grace_period } = one.params
    const adwin = new Adwin({
      delta,
      clock,
      maxBuckets: max_buckets,
      minWindow: min_window_length,
      grace: grace_period,
    })
    const drift: number[] = []
    const states = new Map<number, number[]>()
    for (const [i, x] of (one.inputs['stream'] as number[]).entries()) {
      if (adwin.add(x)) drift.push(i)
      states.set(i, [adwin.width, adwin.mean * adwin.width, adwin.variance * adwin.width])
    }
    expect(drift).toEqual(one.expected['drift'])
    const allowed = one.tolerance['checkpoints']
    if (typeof allowed !== 'object') throw new Error('no tolerance for checkpoints')
    for (const [i, ...want] of one.expected['checkpoints'] as [number, ...number[]][]) {
      const got = states.get(i) ?? []
      expect(got[0]).toBe(want[0])
      for (const k of [1, 2]) expect(excess(got[k] ?? NaN, want[k] ?? NaN, allowed)).toBeLessThanOrEqual(1)
    }
  })

  test('has mean and variance of the newest values, as many as its width, whatever was cut away', () => {
    fc.assert(
      fc.property(stream, options, (values, given) => {
        const adwin = new Adwin(given)
        for (const [i, x] of values.entries()) {
          const isDrift = adwin.add(x)
          if (!isDrift && i !== values.length - 1) continue
          const window = values.slice(i + 1 - adwin.width, i + 1)
          const mean = window.reduce((sum, y) => sum + y, 0) / window.length
          const variance = window.reduce((sum, y) => sum + (y - mean) ** 2, 0) / window.length
          const scale = Math.max(...window.map(Math.abs), 1e-9)
          expect(adwin.mean).toBeCloseTo(mean, 9 - Math.ceil(Math.log10(scale + 1)))
          expect(Math.abs(adwin.variance - variance)).toBeLessThanOrEqual(1e-9 * scale * scale)
        }
      }),
    )
  })

  test('holds at most maxBuckets buckets of each size, which cover its width', () => {
    fc.assert(
      fc.property(stream, options, (values, given) => {
        const adwin = new Adwin(given)
        for (const x of values) adwin.add(x)
        const { rows } = adwin.toJSON()
        expect(rows.reduce((sum, row, r) => sum + row.length * 2 ** r, 0)).toBe(adwin.width)
        for (const row of rows) expect(row.length).toBeLessThanOrEqual(adwin.maxBuckets)
        expect(rows.length).toBeLessThanOrEqual(Math.log2(adwin.width) + 1)
      }),
    )
  })

  test('holds 100 000 values in under 100 buckets', () => {
    const adwin = new Adwin()
    for (let i = 0; i < 100_000; i++) adwin.add(i % 7)
    expect(adwin.width).toBe(100_000)
    expect(adwin.toJSON().rows.flat().length).toBeLessThan(100)
  })

  test('signals the same drifts on the mirrored stream', () => {
    fc.assert(
      fc.property(stream, options, (values, given) => {
        const [one, other] = [new Adwin(given), new Adwin(given)]
        for (const x of values) expect(other.add(-x)).toBe(one.add(x))
      }),
    )
  })

  test('goes on from its plain form exactly as without it', () => {
    fc.assert(
      fc.property(stream, options, fc.nat(), (values, given, cut) => {
        const adwin = new Adwin(given)
        const at = cut % values.length
        for (const x of values.slice(0, at)) adwin.add(x)
        const copy = Adwin.fromJSON(JSON.parse(JSON.stringify(adwin)) as AdwinState)
        for (const x of values.slice(at)) expect(copy.add(x)).toBe(adwin.add(x))
        expect(copy.toJSON()).toEqual(adwin.toJSON())
      }),
    )
  })

  test('counts neither NaN nor infinite nor huge values, also just after a drift', () => {
    const [adwin, plain] = [new Adwin(), new Adwin()]
    const random = createRandom('gaps')
    let drifts = 0
    for (let i = 0; i < 2000; i++) {
      const x = random.normal() + (i < 1000 ? 0 : 3)
      const isDrift = adwin.add(x)
      expect(isDrift).toBe(plain.add(x))
      if (isDrift) drifts++
      const before = JSON.stringify(adwin)
      for (const none of [Number.NaN, Infinity, -Infinity, 1e151, -1e308]) expect(adwin.add(none)).toBe(false)
      expect(JSON.stringify(adwin)).toBe(before)
    }
    expect(drifts).toBeGreaterThan(0)
  })

  test('is empty at first and after a reset: no mean, no variance', () => {
    const adwin = new Adwin()
    expect([adwin.width, adwin.mean, adwin.variance]).toEqual([0, Number.NaN, Number.NaN])
    adwin.add(3)
    expect([adwin.width, adwin.mean, adwin.variance]).toEqual([1, 3, 0])
    adwin.reset()
    expect(adwin.toJSON()).toEqual(new Adwin().toJSON())
  })

  test('forgets an outlier with the window that held it', () => {
    const adwin = new Adwin({ clock: 1 })
    const random = createRandom('outlier')
    for (let i = 0; i < 300; i++) adwin.add(i === 5 ? 1e14 : random.normal())
    let drifts = 0
    for (let i = 0; i < 4000; i++) if (adwin.add(1e15 + random.normal())) drifts++
    expect(drifts).toBeGreaterThan(0)
    expect(adwin.mean).toBeCloseTo(1e15, -2)
    expect(adwin.variance).toBeLessThan(10)
  })

  test('gives fewer alarms for a smaller delta', () => {
    const counts = [0.9, 0.05, 0.002].map((delta) => {
      const [adwin, random] = [new Adwin({ delta, clock: 4 }), createRandom('tuned')]
      let alarms = 0
      for (let i = 0; i < 200_000; i++) if (adwin.add(random.normal())) alarms++
      return alarms
    })
    const [loose = 0, middle = 0, strict = 0] = counts
    expect(loose).toBeGreaterThan(2 * middle)
    expect(middle).toBeGreaterThan(strict)
    expect(strict).toBeLessThanOrEqual(1)
  })

  test.each<[keyof AdwinOptions, number[]]>([
    ['delta', [0, 1, -1, Number.NaN]],
    ['clock', [0, 1.5, Number.NaN]],
    ['maxBuckets', [1, 101, 2.5]],
    ['minWindow', [0, 0.5]],
    ['grace', [-1, Infinity]],
  ])('refuses %s out of range', (name, wrong) => {
    for (const each of wrong)
      expect(() => new Adwin({ [name]: each })).toThrow(new RegExp(`^${name} must be`))
  })

  test('refuses what is no plain form, naming the part', () => {
    const adwin = new Adwin()
    for (let i = 0; i < 50; i++) adwin.add(i)
    const state = adwin.toJSON()
    const wrong: [string, object][] = [
      ['version', { version: 2 }],
      ['delta', { delta: 2 }],
      ['rows', { rows: [] }],
      ['rows\\[0\\]', { rows: [[], [[1, 0]]] }],
      ['rows\\[1\\]', { rows: [[[1, 0]], Array.from({ length: 6 }, () => [1, 0])] }],
      ['rows\\[0\\]', { rows: [[[1, -1]]] }],
      ['rows\\[0\\]', { rows: [[[null, 0]]] }],
      ['total', { total: null }],
      ['squares', { squares: -1 }],
      ['drifted', { drifted: 'no' }],
    ]
    for (const [part, change] of wrong) {
      const broken = { ...state, ...change } as AdwinState
      expect(() => Adwin.fromJSON(broken)).toThrow(new RegExp(`^${part} must`))
    }
    for (const part of ['delta', 'clock', 'maxBuckets', 'minWindow', 'grace']) {
      const { [part as 'delta']: _, ...rest } = state
      expect(() => Adwin.fromJSON(rest as AdwinState)).toThrow(`${part} is missing`)
    }
    expect(() => Adwin.fromJSON(JSON.parse('null') as AdwinState)).toThrow(RangeError)
  })
})
