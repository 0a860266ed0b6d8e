import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { createRandom } from '../random/create-random.ts'
import { LossDetector } from './loss-detector.ts'
import { LossEProcess } from './loss-e-process.ts'
import { ShiryaevRoberts } from './shiryaev-roberts.ts'

const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 })

describe('LossEProcess', () => {
  test('is the mean over bets of the product of their factors, in any order', () => {
    fc.assert(
      fc.property(values, (xs) => {
        const bets = [0.1, 0.5]
        const process = new LossEProcess({ limit: 0.3, bets })
        xs.forEach((x) => process.step(x))
        const each = bets.map((f) => xs.reduce((wealth, x) => wealth * (1 - f + (f * x) / 0.3), 1))
        expect(process.logE).toBeCloseTo(Math.log(((each[0] ?? 0) + (each[1] ?? 0)) / 2), 9)
        const back = new LossEProcess({ limit: 0.3, bets })
        xs.toReversed().forEach((x) => back.step(x))
        expect(back.logE).toBeCloseTo(process.logE, 9)
        expect(process.count).toBe(xs.length)
      }),
    )
  })

  test('rarely ever grows at the limit, and grows above it', () => {
    let alarms = 0
    for (let run = 0; run < 400; run++) {
      const { next } = createRandom(`loss ${run}`)
      const process = new LossEProcess({ limit: 0.1 })
      let most = 0
      for (let i = 0; i < 2000; i++) {
        process.step(next() < 0.1 ? 1 : 0)
        most = Math.max(most, process.logE)
      }
      if (most >= Math.log(20)) alarms++
    }
    // 20 are promised at most; 34 would come by chance once in a thousand.
    expect(alarms).toBeLessThan(34)
    const bad = new LossEProcess({ limit: 0.1 })
    const { next } = createRandom('bad')
    for (let i = 0; i < 1000; i++) bad.step(next() < 0.2 ? 1 : 0)
    expect(bad.logE).toBeGreaterThan(20)
  })

  test('neither overflows nor loses its wealth in long good and bad times', () => {
    const process = new LossEProcess({ limit: 0.5 })
    for (let i = 0; i < 20_000; i++) process.step(1)
    expect(process.logE).toBeGreaterThan(20_000 * Math.log(1.69))
    expect(process.logE).toBeLessThan(20_000 * Math.log(1.7))
    const good = new LossEProcess({ limit: 0.5, bets: [0.5] })
    for (let i = 0; i < 20_000; i++) good.step(0)
    expect(good.logE / (20_000 * Math.log(0.5))).toBeCloseTo(1, 12)
  })
})

describe('LossDetector', () => {
  test('is the Shiryaev-Roberts detector of its factors', () => {
    fc.assert(
      fc.property(values, (xs) => {
        const bets = [0.05, 0.3, 0.6]
        const detector = new LossDetector({ limit: 0.2, falseAlarm: 0.1, over: 100, bets })
        const generic = new ShiryaevRoberts(3)
        for (const x of xs) {
          detector.step(x)
          generic.step(bets.map((f) => 1 - f + (f * x) / 0.2))
        }
        expect(Math.abs(detector.value - generic.value)).toBeLessThanOrEqual(1e-9 * generic.value)
      }),
    )
  })

  test('keeps its promise: alarms within the horizon are as rare as it says', () => {
    let alarms = 0
    for (let run = 0; run < 400; run++) {
      const { next } = createRandom(`promise ${run}`)
      const detector = new LossDetector({ limit: 0.1, falseAlarm: 0.1, over: 1000 })
      for (let i = 0; i < 1000 && !detector.isAlarm; i++) detector.step(next() < 0.1 ? 1 : 0)
      if (detector.isAlarm) alarms++
    }
    // 40 are promised at most; 60 would come by chance once in a thousand.
    expect(alarms).toBeLessThan(60)
    expect(alarms).toBeGreaterThan(0)
  })

  test('finds an error rate that rose from .10 to .20 within 250 at one false alarm in a million', () => {
    const delays: number[] = []
    for (let run = 0; run < 200; run++) {
      const { next } = createRandom(`delay ${run}`)
      const detector = new LossDetector({ limit: 0.1, falseAlarm: 1, over: 1e6 })
      for (let i = 0; i < 3000; i++) detector.step(next() < 0.1 ? 1 : 0)
      expect(detector.isAlarm).toBe(false)
      let delay = 0
      while (!detector.isAlarm && delay < 10_000) {
        detector.step(next() < 0.2 ? 1 : 0)
        delay++
      }
      delays.push(delay)
    }
    delays.sort((a, b) => a - b)
    expect(delays[100]).toBeLessThanOrEqual(250)
    expect(delays[180]).toBeLessThanOrEqual(450)
  })

  test('values without variance below the limit never raise it above their count', () => {
    const detector = new LossDetector({ limit: 0.5, falseAlarm: 0.5, over: 50 })
    for (let i = 1; i <= 1000; i++) {
      detector.step(0.5)
      expect(detector.value).toBeCloseTo(i, 9)
    }
    detector.reset()
    expect([detector.value, detector.isAlarm]).toEqual([0, false])
    for (let i = 0; i < 5000; i++) detector.step(1)
    expect([detector.isAlarm, Number.isFinite(detector.value)]).toEqual([true, true])
    for (let i = 0; i < 5000; i++) detector.step(0)
    expect(detector.isAlarm).toBe(false)
  })
})

test('both go on from their plain form as if nothing had been', () => {
  const { next } = createRandom('json')
  const process = new LossEProcess({ limit: 0.2 })
  const detector = new LossDetector({ limit: 0.2, falseAlarm: 0.01, over: 1e6 })
  for (let i = 0; i < 500; i++) {
    process.step(1)
    detector.step(next())
  }
  const readProcess = LossEProcess.fromJSON(JSON.parse(JSON.stringify(process)))
  const readDetector = LossDetector.fromJSON(JSON.parse(JSON.stringify(detector)))
  expect([readProcess.logE, readDetector.value]).toEqual([process.logE, detector.value])
  for (const each of [process, detector, readProcess, readDetector]) each.step(0.7)
  expect(readProcess.toJSON()).toEqual(process.toJSON())
  expect(readDetector.toJSON()).toEqual(detector.toJSON())
})

test('what is out of range is refused and changes nothing', () => {
  for (const limit of [0, 1, Number.NaN]) {
    expect(() => new LossEProcess({ limit })).toThrow('limit must be in (0, 1)')
  }
  expect(() => new LossEProcess({ limit: 0.1, bets: [] })).toThrow('bets must not be empty')
  expect(() => new LossEProcess({ limit: 0.1, bets: [0.5, 1] })).toThrow('bets[1] must be in (0, 1)')
  expect(() => new LossDetector({ limit: 0.1, falseAlarm: 0, over: 9 })).toThrow('falseAlarm must be')
  expect(() => new LossDetector({ limit: 0.1, falseAlarm: 0.1, over: Infinity })).toThrow('over must be')
  const process = new LossEProcess({ limit: 0.1 })
  const detector = new LossDetector({ limit: 0.1, falseAlarm: 0.01, over: 1e6 })
  const [form, other] = [process.toJSON(), detector.toJSON()]
  for (const bad of [-1e-9, 1.01, Number.NaN, Infinity]) {
    expect(() => process.step(bad)).toThrow('value must be in [0, 1]')
    expect(() => detector.step(bad)).toThrow('value must be in [0, 1]')
  }
  expect([process.toJSON(), detector.toJSON()]).toEqual([form, other])
  expect(process.logE).toBe(0)
  expect(() => LossEProcess.fromJSON({ ...form, count: -1 })).toThrow('count must be')
  expect(() => LossEProcess.fromJSON({ ...form, exponent: 0.5 })).toThrow('exponent must be')
  expect(() => LossEProcess.fromJSON({ ...form, wealth: [] })).toThrow('wealth must be')
  expect(() => LossEProcess.fromJSON({} as never)).toThrow('version must be 1')
  expect(() => LossEProcess.fromJSON({ version: 1, limit: 0.1 } as never)).toThrow('bets is missing')
  expect(() => LossDetector.fromJSON({ ...other, values: other.values.map(() => -1) })).toThrow(
    'values must be',
  )
  expect(() => LossDetector.fromJSON({ ...other, bets: 'x' } as never)).toThrow('bets must not be empty')
  expect(() => LossDetector.fromJSON({} as never)).toThrow('version must be 1')
})

test('bets reach from a little above the limit to far above it, whatever the limit', () => {
  for (const limit of [1e-6, 0.001, 0.1, 0.5, 0.99]) {
    const { bets } = new LossEProcess({ limit }).toJSON()
    expect(bets[0]).toBeCloseTo(Math.min(0.1, (0.2 * limit) / (1 - limit)), 12)
    expect(bets.at(-1)).toBeCloseTo(0.7, 12)
    bets.slice(1).forEach((bet, i) => expect(bet / (bets[i] ?? 0)).toBeLessThanOrEqual(2.5 + 1e-9))
  }
})
