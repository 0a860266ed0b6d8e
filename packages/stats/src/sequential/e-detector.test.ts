import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../random/create-random.ts'
import { alarmThreshold } from './alarm-threshold.ts'
import { ECusum } from './e-cusum.ts'
import { ShiryaevRoberts } from './shiryaev-roberts.ts'

const factor = fc.double({ min: 0, max: 4, noNaN: true })

/** Likelihood ratios of a normal shift by each of these, whose conditional mean is 1. */
const shifts = [0.25, 0.5, 1]
const factorsOf = (x: number): number[] => shifts.map((d) => Math.exp(d * x - (d * d) / 2))

describe.each([
  ['ShiryaevRoberts', ShiryaevRoberts],
  ['ECusum', ECusum],
] as const)('%s', (_, Detector) => {
  test('alarms within the horizon as rarely as promised, and not before the threshold on average', () => {
    const [falseAlarm, over] = [0.2, 200]
    const threshold = alarmThreshold({ falseAlarm, over })
    let alarms = 0
    let total = 0
    const runs = 300
    for (let run = 0; run < runs; run++) {
      const { normal } = createRandom(`null ${run}`)
      const detector = new Detector(shifts.length)
      let count = 0
      // Cut off at three times the threshold: the mean count is then a lower bound.
      while (detector.value < threshold && count < 3 * threshold) {
        detector.step(factorsOf(normal()))
        count++
      }
      if (count <= over && detector.value >= threshold) alarms++
      total += count
    }
    // 60 are promised at most; 83 would come by chance once in a thousand.
    expect(alarms).toBeLessThan(83)
    expect(total / runs).toBeGreaterThan(0.9 * threshold)
  })

  test('finds a shift soon', () => {
    const delays = Array.from({ length: 50 }, (_, run) => {
      const { normal } = createRandom(`shift ${run}`)
      const detector = new Detector(shifts.length)
      for (let i = 0; i < 500; i++) detector.step(factorsOf(normal()))
      let delay = 0
      while (detector.value < 1e6) {
        detector.step(factorsOf(normal() + 0.5))
        delay++
      }
      return delay
    }).sort((a, b) => a - b)
    expect(delays[25]).toBeLessThan(140)
  })

  test('weighs its bets, starts again and goes on from its plain form', () => {
    const detector = new Detector([3, 0, 1])
    detector.step([2, 100, 1])
    expect(detector.value).toBeCloseTo(1.75, 12)
    detector.step([2, 1, 0.5])
    const read = Detector.fromJSON(JSON.parse(JSON.stringify(detector)))
    expect(read.value).toBe(detector.value)
    expect(read.step([1.5, 0, 3])).toBe(detector.step([1.5, 0, 3]))
    detector.reset()
    expect(detector.value).toBe(0)
    expect(detector.step([2, 100, 1])).toBeCloseTo(1.75, 12)
  })

  test('stays finite, and falls again', () => {
    const detector = new Detector(2)
    for (let i = 0; i < 5000; i++) detector.step([3, Infinity])
    expect(detector.value).toBeGreaterThan(1e299)
    expect(detector.value).toBeLessThanOrEqual(1e300)
    detector.step([0, 0])
    expect(detector.value).toBe(0)
  })

  test('refuses what is no factor, unchanged, and what are no weights', () => {
    const detector = new Detector(2)
    detector.step([1, 2])
    const before = detector.toJSON()
    expect(() => detector.step([1])).toThrow('factors must be one for each of 2 bets')
    expect(() => detector.step([1, -1])).toThrow('factors[1] must be at least 0')
    expect(() => detector.step([Number.NaN, 1])).toThrow('factors[0] must be at least 0')
    expect(detector.toJSON()).toEqual(before)
    expect(() => new Detector(0)).toThrow('bets must be a whole number')
    expect(() => new Detector([])).toThrow('bets must not be empty')
    expect(() => new Detector([1, -1])).toThrow('bets[1] must be finite and at least 0')
    expect(() => new Detector([0, 0])).toThrow('bets must have a finite sum above 0')
    expect(() => Detector.fromJSON({ ...before, values: [1] })).toThrow('values must be 2')
    expect(() => Detector.fromJSON({ ...before, weights: 2 } as never)).toThrow('weights must be an array')
    expect(() => Detector.fromJSON(undefined as never)).toThrow('version must be 1')
  })
})

test('the CUSUM detector is never above the Shiryaev-Roberts one', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(factor, factor), { maxLength: 50 }), (steps) => {
      const [sum, cusum] = [new ShiryaevRoberts(2), new ECusum(2)]
      for (const factors of steps) {
        sum.step(factors)
        expect(cusum.step(factors)).toBeLessThanOrEqual(sum.value * (1 + 1e-12))
      }
    }),
  )
})

test('the Shiryaev-Roberts value is the sum over all starts of the products from there', () => {
  fc.assert(
    fc.property(fc.array(factor, { maxLength: 30 }), (steps) => {
      const detector = new ShiryaevRoberts(1)
      steps.forEach((each) => detector.step([each]))
      const sum = steps.reduce(
        (total, _, start) => total + steps.slice(start).reduce((product, each) => product * each, 1),
        0,
      )
      expect(Math.abs(detector.value - sum)).toBeLessThanOrEqual(1e-9 * sum)
    }),
  )
})

test('alarmThreshold is the horizon over the chance, and refuses other promises', () => {
  expect(alarmThreshold({ falseAlarm: 0.01, over: 1e6 })).toBe(1e8)
  expect(alarmThreshold({ falseAlarm: 1, over: 1e6 })).toBe(1e6)
  for (const falseAlarm of [0, 1.1, Number.NaN]) {
    expect(() => alarmThreshold({ falseAlarm, over: 10 })).toThrow('falseAlarm must be in (0, 1]')
  }
  for (const over of [0, -1, Infinity, Number.NaN]) {
    expect(() => alarmThreshold({ falseAlarm: 0.1, over })).toThrow('over must be above 0')
  }
})
