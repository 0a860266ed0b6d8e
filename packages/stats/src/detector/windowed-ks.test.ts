import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random/create-random.ts'
import { ksTwoSample } from '../two-sample/ks-two-sample.ts'
import { WindowedKs } from './windowed-ks.ts'
import type { WindowedKsOptions, WindowedKsState } from './windowed-ks.ts'

const sample = (minLength: number, maxLength: number) =>
  fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 5, noNaN: true })), {
    minLength,
    maxLength,
    size: 'max',
  })

describe('WindowedKs', () => {
  test('decides at the end of each window as ksTwoSample does', () => {
    let signals = 0
    fc.assert(
      fc.property(
        sample(8, 40),
        sample(0, 100),
        fc.integer({ min: 5, max: 20 }),
        (reference, values, size) => {
          const alpha = 0.2
          const detector = new WindowedKs(reference, { alpha, windowSize: size })
          for (const [i, x] of values.entries()) {
            const got = detector.add(x)
            const isEnd = (i + 1) % size === 0
            const { statistic, pValue } = ksTwoSample(reference, values.slice(i + 1 - size, i + 1))
            expect(got).toBe(isEnd && pValue <= alpha)
            if (isEnd) expect(detector.statistic).toBe(statistic)
            if (got) signals++
          }
        },
      ),
    )
    expect(signals).toBeGreaterThan(10)
  })

  test('gives false alarms in about a share alpha of windows, and alarms on a shift', () => {
    const random = createRandom('windows')
    const [runs, windows, alpha] = [40, 50, 0.05]
    let alarms = 0
    for (let run = 0; run < runs; run++) {
      const reference = Float64Array.from({ length: 2000 }, () => random.normal())
      const detector = new WindowedKs(reference, { alpha, windowSize: 100 })
      for (let i = 0; i < windows * 100; i++) if (detector.add(random.normal())) alarms++
      const shifted = Array.from({ length: 100 }, () => detector.add(random.normal() + 1))
      expect(shifted.indexOf(true)).toBe(99)
    }
    const share = alarms / (runs * windows)
    // Windows of one run share their reference, which makes the spread a little wider.
    expect(Math.abs(share - alpha)).toBeLessThan(5 * Math.sqrt((alpha * (1 - alpha)) / (runs * windows)))
  })

  test('keeps a copy of the reference, without what is not finite', () => {
    const reference = [3, Number.NaN, 1, Infinity, 2, -Infinity, 4]
    const detector = new WindowedKs(reference, { alpha: 0.5, windowSize: 4 })
    reference.fill(100)
    expect([1, 2, 3, 4].map((x) => detector.add(x))).toEqual([false, false, false, false])
    expect(detector.statistic).toBe(0)
    expect([5, 6, 7, 8].map((x) => detector.add(x))).toEqual([false, false, false, true])
    expect(detector.statistic).toBe(1)
  })

  test('counts neither NaN nor infinite values', () => {
    const detector = new WindowedKs([1, 2, 3, 4, 5], { alpha: 0.5, windowSize: 3 })
    for (const none of [Number.NaN, Infinity, -Infinity]) expect(detector.add(none)).toBe(false)
    expect(detector.count).toBe(0)
    expect(detector.add(9)).toBe(false)
    expect(detector.add(Number.NaN)).toBe(false)
    expect(detector.count).toBe(1)
    expect(detector.statistic).toBeNaN()
    detector.reset()
    expect(detector.count).toBe(0)
  })

  test('goes on from its plain form exactly as without it', () => {
    const reference = [1, 2, 3, 4, 5, 6, 7, 8]
    fc.assert(
      fc.property(sample(1, 60), fc.nat(), (values, cut) => {
        const detector = new WindowedKs(reference, { alpha: 0.3, windowSize: 7 })
        const at = cut % values.length
        for (const x of values.slice(0, at)) detector.add(x)
        const state = JSON.parse(JSON.stringify(detector)) as WindowedKsState
        const copy = WindowedKs.fromJSON(state, reference)
        for (const x of values.slice(at)) expect(copy.add(x)).toBe(detector.add(x))
        expect(copy.toJSON()).toEqual(detector.toJSON())
      }),
    )
  })

  test('refuses options out of range, a reference without values and an alpha that no distance reaches', () => {
    const wrong: [string, number[], WindowedKsOptions][] = [
      ['alpha must be in', [1, 2, 3], { alpha: 1 }],
      ['alpha must be in', [1, 2, 3], { alpha: Number.NaN }],
      ['alpha must be a p-value', [1, 2], { alpha: 0.05, windowSize: 2 }],
      ['windowSize', [1, 2, 3], { windowSize: 1 }],
      ['windowSize', [1, 2, 3], { windowSize: 2.5 }],
      ['reference', [], {}],
      ['reference', [1, Number.NaN, Infinity], {}],
    ]
    for (const [message, reference, given] of wrong) {
      expect(() => new WindowedKs(reference, given)).toThrow(new RegExp(`^${message}`))
    }
  })

  test('refuses what is no plain form, naming the part', () => {
    const reference = [1, 2, 3, 4]
    const state = new WindowedKs(reference, { windowSize: 4 }).toJSON()
    const wrong: [string, object][] = [
      ['version', { version: 2 }],
      ['window', { window: null }],
      ['window', { window: [1, 2, 3, 4] }],
      ['window', { window: ['1'] }],
    ]
    for (const [part, change] of wrong) {
      const broken = { ...state, ...change } as WindowedKsState
      expect(() => WindowedKs.fromJSON(broken, reference)).toThrow(new RegExp(`^${part} must`))
    }
    for (const part of ['alpha', 'windowSize']) {
      const { [part as 'alpha']: _, ...rest } = state
      expect(() => WindowedKs.fromJSON(rest as WindowedKsState, reference)).toThrow(`${part} is missing`)
    }
  })
})
