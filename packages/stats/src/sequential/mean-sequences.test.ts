/* oxlint-disable typescript/no-explicit-any */
import { describe, expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import { createRandom } from '../random/create-random.ts'
import { BettingMartingale } from './betting-martingale.ts'
import { ConjugateBernsteinSequence } from './conjugate-bernstein-sequence.ts'
import { EmpiricalBernsteinSequence } from './empirical-bernstein-sequence.ts'
import { HedgedBettingSequence } from './hedged-betting-sequence.ts'
import { hoeffdingInterval } from './hoeffding-interval.ts'
import { HoeffdingSequence } from './hoeffding-sequence.ts'
import type { Interval } from './interval.ts'

type Tolerance = { rel: number; abs: number }

/** Steps through the values of every case and compares the interval at the counts it tells. */
function check(family: string, start: (params: Record<string, any>) => (value: number) => Interval) {
  test.each(goldenCases('sequential-inference', family))(
    `${family} matches confseq, $name`,
    ({ inputs, params, expected, tolerance }) => {
      const next = start(params)
      const values: number[] = inputs['x']
      const at: number[] = expected['at']
      let checked = 0
      values.forEach((value, i) => {
        const { lower, upper } = next(value)
        const found = at.indexOf(i)
        if (found < 0) return
        checked++
        expect(excess(lower, expected['lower'][found], tolerance['lower'] as Tolerance)).toBeLessThanOrEqual(
          1,
        )
        expect(excess(upper, expected['upper'][found], tolerance['upper'] as Tolerance)).toBeLessThanOrEqual(
          1,
        )
      })
      expect(checked).toBe(at.length)
    },
  )
}

check('predmix_empbern', ({ alpha, truncation }) => {
  const sequence = new EmpiricalBernsteinSequence({ alpha, truncation })
  return (value) => (sequence.step(value), sequence.latest)
})
check('predmix_empbern_ri', ({ alpha, truncation }) => {
  const sequence = new EmpiricalBernsteinSequence({ alpha, truncation })
  return (value) => (sequence.step(value), sequence.interval)
})
check('predmix_hoeffding', ({ alpha, truncation }) => {
  const sequence = new HoeffdingSequence({ alpha, truncation })
  return (value) => (sequence.step(value), sequence.latest)
})
check('conjmix_hoeffding', ({ alpha, t_opt: tuneAt }) => {
  let [sum, count] = [0, 0]
  return (value) => hoeffdingInterval((sum += value), ++count, { alpha, tuneAt })
})
check('conjmix_empbern', ({ alpha, v_opt: tuneAt }) => {
  // The tool halves alpha twice; ours once.
  const sequence = new ConjugateBernsteinSequence({ alpha: alpha / 2, tuneAt })
  return (value) => (sequence.step(value), sequence.latest)
})
check('hedged_betting', ({ alpha, breaks: steps }) => {
  const sequence = new HedgedBettingSequence({ alpha, steps })
  return (value) => (sequence.step(value), sequence.interval)
})

test.each(goldenCases('sequential-inference', 'betting_martingale'))(
  'BettingMartingale matches confseq, $name',
  ({ inputs, params, expected, tolerance }) => {
    const martingale = new BettingMartingale({ mean: params['m'], alpha: 0.025 })
    const values: number[] = inputs['x']
    const at: number[] = expected['at']
    let checked = 0
    values.forEach((value, i) => {
      martingale.step(value)
      const found = at.indexOf(i)
      if (found < 0) return
      checked++
      // The tool tells the greater half, not the average.
      const capital = 0.5 * Math.exp(Math.max(martingale.logAbove, martingale.logBelow))
      expect(
        excess(capital, expected['capital'][found], tolerance['capital'] as Tolerance),
      ).toBeLessThanOrEqual(1)
      expect(martingale.logE).toBeGreaterThanOrEqual(Math.log(capital) - 1e-12)
      expect(martingale.logE).toBeLessThanOrEqual(Math.log(2 * capital) + 1e-12)
    })
    expect(checked).toBe(at.length)
  },
)

const kinds = {
  HoeffdingSequence: [HoeffdingSequence, 'interval'],
  EmpiricalBernsteinSequence: [EmpiricalBernsteinSequence, 'interval'],
  ConjugateBernsteinSequence: [ConjugateBernsteinSequence, 'latest'],
} as const

describe('a confidence sequence for a mean', () => {
  function start(
    name: string,
    alpha: number,
  ): { step(value: number): void; read(): Interval; toJSON(): unknown } {
    if (name === 'HedgedBettingSequence') {
      const sequence = new HedgedBettingSequence({ alpha, steps: 200 })
      return {
        step: (value) => sequence.step(value),
        read: () => sequence.interval,
        toJSON: () => sequence.toJSON(),
      }
    }
    const kind = kinds[name as keyof typeof kinds]
    const sequence = new kind[0]({ alpha })
    return {
      step: (value) => sequence.step(value),
      read: () => (kind[1] === 'interval' && 'interval' in sequence ? sequence.interval : sequence.latest),
      toJSON: () => sequence.toJSON(),
    }
  }
  const names = [...Object.keys(kinds), 'HedgedBettingSequence']

  test.each(names)('%s holds the mean at every look, and narrows', (name) => {
    // Skewed values of mean 0.2; reading the conjugate one searches roots, so look less often.
    let missed = 0
    for (let run = 0; run < 200; run++) {
      const { next } = createRandom(`${name} ${run}`)
      const sequence = start(name, 0.1)
      let isMissed = false
      for (let i = 1; i <= 500; i++) {
        const u = next()
        sequence.step(u < 0.6 ? 0 : next())
        if (i % 25 !== 0) continue
        const { lower, upper } = sequence.read()
        if (lower > 0.2 || upper < 0.2) isMissed = true
        if (i === 500) expect(upper - lower).toBeLessThan(name === 'HoeffdingSequence' ? 0.25 : 0.17)
      }
      if (isMissed) missed++
    }
    // 20 are promised at most; 34 would come by chance once in a thousand.
    expect(missed).toBeLessThan(34)
  })

  test.each(names)('%s starts at [0, 1] and refuses what is no value in [0, 1], unchanged', (name) => {
    const sequence = start(name, 0.05)
    expect(sequence.read()).toEqual({ lower: 0, upper: 1 })
    sequence.step(0.25)
    const before = JSON.stringify(sequence.toJSON())
    for (const bad of [-0.1, 1.1, Number.NaN, Infinity]) {
      expect(() => sequence.step(bad)).toThrow('value must be in [0, 1]')
    }
    expect(JSON.stringify(sequence.toJSON())).toBe(before)
  })

  test('goes on from its plain form as if nothing had been', () => {
    const { next } = createRandom('json')
    const one = [
      new HoeffdingSequence({ alpha: 0.2, truncation: 0.7 }),
      new EmpiricalBernsteinSequence({ alpha: 0.2, truncation: 0.7 }),
      new ConjugateBernsteinSequence({ alpha: 0.2, tuneAt: 3 }),
      new HedgedBettingSequence({ alpha: 0.2, steps: 50 }),
      new BettingMartingale({ mean: 0.4, alpha: 0.1 }),
    ] as const
    for (let i = 0; i < 100; i++) one.forEach((each) => each.step(next()))
    const json = one.map((each) => JSON.stringify(each))
    const read = json.map((text) => JSON.parse(text)) as [never, never, never, never, never]
    const two = [
      HoeffdingSequence.fromJSON(read[0]),
      EmpiricalBernsteinSequence.fromJSON(read[1]),
      ConjugateBernsteinSequence.fromJSON(read[2]),
      HedgedBettingSequence.fromJSON(read[3]),
      BettingMartingale.fromJSON(read[4]),
    ] as const
    expect(two.map((each) => JSON.stringify(each))).toEqual(json)
    for (let i = 0; i < 100; i++) {
      const value = next()
      one.forEach((each) => each.step(value))
      two.forEach((each) => each.step(value))
    }
    expect(two.map((each) => JSON.stringify(each))).toEqual(one.map((each) => JSON.stringify(each)))
    expect(two.map(({ count }) => count)).toEqual([200, 200, 200, 200, 200])
  })

  test('a form that is none is refused, naming the part', () => {
    const sequence = new HedgedBettingSequence({ steps: 4 })
    const form = sequence.toJSON()
    const fromJSON = (state: typeof form) => HedgedBettingSequence.fromJSON(state)
    expect(() => fromJSON({ ...form, version: 2 } as never)).toThrow('version must be 1')
    expect(() => fromJSON({ ...form, first: 3 })).toThrow('first and wealth must fit')
    expect(() => fromJSON({ ...form, wealth: [1] })).toThrow('first and wealth must fit')
    expect(() => fromJSON({ ...form, wealth: form.wealth.map(() => -1) })).toThrow('wealth must be 10')
    expect(() => fromJSON({ ...form, bets: [1] })).toThrow('bets must be 3 finite numbers')
    expect(() => fromJSON({ ...form, alpha: 2 })).toThrow('alpha must be in (0, 1)')
    expect(() => fromJSON(null as never)).toThrow('version')
    const { alpha: _, ...without } = form
    expect(() => fromJSON(without as never)).toThrow('alpha is missing')
    for (const kind of [HoeffdingSequence, EmpiricalBernsteinSequence, ConjugateBernsteinSequence]) {
      expect(() => kind.fromJSON({ ...new kind().toJSON(), sums: [Number.NaN] } as never)).toThrow('sums')
      expect(() => kind.fromJSON({} as never)).toThrow('version')
    }
    expect(() => BettingMartingale.fromJSON({} as never)).toThrow('version')
  })

  test('options out of range are refused', () => {
    for (const kind of [...Object.values(kinds).map(([each]) => each), HedgedBettingSequence]) {
      for (const alpha of [0, 1, Number.NaN])
        expect(() => new kind({ alpha })).toThrow('alpha must be in (0, 1)')
    }
    expect(() => new HedgedBettingSequence({ steps: 1 })).toThrow('steps must be')
    expect(() => new EmpiricalBernsteinSequence({ truncation: 1 })).toThrow('truncation must be')
    expect(() => new HoeffdingSequence({ truncation: 0 })).toThrow('truncation must be')
    expect(() => new ConjugateBernsteinSequence({ tuneAt: 0 })).toThrow('tuneAt must be')
    expect(() => new BettingMartingale({ mean: 0 })).toThrow('mean must be')
    expect(() => hoeffdingInterval(2, 1)).toThrow('sum must be in [0, count]')
    expect(() => hoeffdingInterval(0, 1, { tuneAt: -1 })).toThrow('tuneAt must be')
    expect(hoeffdingInterval(0, 0)).toEqual({ lower: 0, upper: 1 })
  })

  test('betting finds no mean where it did not stay the same, and says so by an empty interval', () => {
    const sequence = new HedgedBettingSequence({ steps: 100 })
    for (let i = 0; i < 400; i++) sequence.step(0.2)
    for (let i = 0; i < 4000; i++) sequence.step(0.8)
    expect(sequence.interval).toEqual({ lower: 1, upper: 0 })
    expect(HedgedBettingSequence.fromJSON(sequence.toJSON()).interval).toEqual({ lower: 1, upper: 0 })
  })
})

test('BettingMartingale rarely ever grows under the null, in either direction', () => {
  let [above, either] = [0, 0]
  for (let run = 0; run < 400; run++) {
    const { next } = createRandom(`betting ${run}`)
    const martingale = new BettingMartingale({ mean: 0.3 })
    let [mostAbove, most] = [0, 0]
    for (let i = 0; i < 1000; i++) {
      martingale.step(next() < 0.3 ? 1 : 0)
      mostAbove = Math.max(mostAbove, martingale.logAbove)
      most = Math.max(most, martingale.logE)
    }
    if (mostAbove >= Math.log(20)) above++
    if (most >= Math.log(20)) either++
  }
  // 20 are promised at most; 34 would come by chance once in a thousand.
  expect(above).toBeLessThan(34)
  expect(either).toBeLessThan(34)
  expect(above + either).toBeGreaterThan(0)
})
