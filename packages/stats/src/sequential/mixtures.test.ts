import { describe, expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import type { GoldenCase } from '../../test/golden-cases.ts'
import { createRandom } from '../random/create-random.ts'
import { bernoulliInterval } from './bernoulli-interval.ts'
import { betaBinomialBound, betaBinomialLogE } from './beta-binomial.ts'
import { multinomialLogE } from './dirichlet-counts.ts'
import { empiricalProcessBound } from './empirical-process.ts'
import { gammaExponentialBound, gammaExponentialLogE } from './gamma-exponential.ts'
import { gammaPoissonBound, gammaPoissonLogE } from './gamma-poisson.ts'
import { normalMixtureBound, normalMixtureLogE } from './normal-mixture.ts'
import { polyStitchingBound } from './poly-stitching.ts'
import { quantileRanks } from './quantile-ranks.ts'
import { doubleStitchingBound } from './quantile-stitching.ts'
import { zeta } from './zeta.ts'

function tuning(params: GoldenCase['params']) {
  const sides: 'one' | 'two' = params['is_one_sided'] === false ? 'two' : 'one'
  return { alpha: params['alpha_opt'], tuneAt: params['v_opt'], sides }
}

const bounds: Record<string, (at: number, params: GoldenCase['params']) => number> = {
  normal_mixture_bound: (v, params) => normalMixtureBound(v, tuning(params)),
  beta_binomial_mixture_bound: (v, params) =>
    betaBinomialBound(v, { ...tuning(params), below: params['g'], above: params['h'] }),
  gamma_exponential_mixture_bound: (v, params) =>
    gammaExponentialBound(v, { ...tuning(params), scale: params['c'] }),
  gamma_poisson_mixture_bound: (v, params) => gammaPoissonBound(v, { ...tuning(params), scale: params['c'] }),
  poly_stitching_bound: (v, { alpha, v_min: startAt, c: scale, s, eta }) =>
    polyStitchingBound(v, { alpha, startAt, scale, s, eta }),
  empirical_process_lil_bound: (t, { alpha, t_min: startAt, A: factor }) =>
    empiricalProcessBound(t, { alpha, startAt, factor }),
  double_stitching_bound: (t, { alpha, quantile_p: p, t_opt: startAt, delta, s, eta }) =>
    doubleStitchingBound(p, t, { alpha, startAt, delta, s, eta }),
}

for (const [family, bound] of Object.entries(bounds)) {
  test.each(goldenCases('sequential-inference', family))(
    `${family} matches confseq, $name`,
    ({ inputs, params, expected, tolerance }) => {
      const at: number[] = inputs['v'] ?? inputs['t']
      expect(at.length).toBeGreaterThan(3)
      at.forEach((one, i) =>
        expect(excess(bound(one, params), expected['bound'][i], tolerance)).toBeLessThanOrEqual(1),
      )
    },
  )
}

test.each(goldenCases('sequential-inference', 'normal_log_mixture'))(
  'normalMixtureLogE matches confseq, $name',
  ({ inputs, params, expected, tolerance }) => {
    const sums: number[] = inputs['s']
    sums.forEach((sum, i) => {
      const got = normalMixtureLogE(sum, inputs['v'], tuning(params))
      expect(excess(got, expected['log_e'][i], tolerance)).toBeLessThanOrEqual(1)
    })
    expect(sums.length).toBe(5)
  },
)

test.each(goldenCases('sequential-inference', 'bernoulli_confidence_sequence'))(
  'bernoulliInterval matches confseq, $name',
  ({ inputs, params, expected, tolerance }) => {
    const { lower, upper } = bernoulliInterval(inputs['successes'], inputs['trials'], {
      alpha: params['alpha'],
      tuneAt: params['t_opt'],
    })
    expect(excess(lower, expected['lower'], tolerance)).toBeLessThanOrEqual(1)
    expect(excess(upper, expected['upper'], tolerance)).toBeLessThanOrEqual(1)
  },
)

describe('a mixture e-value', () => {
  const alpha = 0.02
  const forms = {
    normal: [
      (s: number, v: number) => normalMixtureLogE(s, v, { alpha, tuneAt: 30 }),
      (v: number) => normalMixtureBound(v, { alpha, tuneAt: 30 }),
    ],
    'two-sided normal': [
      (s: number, v: number) => normalMixtureLogE(s, v, { alpha, tuneAt: 30, sides: 'two' }),
      (v: number) => normalMixtureBound(v, { alpha, tuneAt: 30, sides: 'two' }),
    ],
    'gamma-exponential': [
      (s: number, v: number) => gammaExponentialLogE(s, v, { alpha, tuneAt: 30, scale: 0.7 }),
      (v: number) => gammaExponentialBound(v, { alpha, tuneAt: 30, scale: 0.7 }),
    ],
    'gamma-Poisson': [
      (s: number, v: number) => gammaPoissonLogE(s, v, { alpha, tuneAt: 30, scale: 0.7 }),
      (v: number) => gammaPoissonBound(v, { alpha, tuneAt: 30, scale: 0.7 }),
    ],
    'beta-binomial': [
      (s: number, v: number) => betaBinomialLogE(s, v, { alpha, tuneAt: 30, below: 0.4, above: 0.6 }),
      (v: number) => betaBinomialBound(v, { alpha, tuneAt: 30, below: 0.4, above: 0.6 }),
    ],
  } as const

  test.each(Object.entries(forms))('%s is 1 at no data and 1 / alpha at its bound', (_, [logE, bound]) => {
    expect(logE(0, 0)).toBeCloseTo(0, 12)
    for (const v of [10, 100, 1e4, 1e6]) expect(logE(bound(v), v)).toBeCloseTo(-Math.log(alpha), 5)
  })

  test('two-sided beta-binomial of shares is the Dirichlet-multinomial one of counts', () => {
    const [p, n, successes] = [0.3, 50, 22]
    const options = { alpha: 0.05, tuneAt: 100 * p * (1 - p), below: p, above: 1 - p, sides: 'two' } as const
    const log = Math.log(1 / 0.05)
    const concentration = 100 / (2 * log + Math.log1p(2 * log)) - 1
    expect(betaBinomialLogE(successes - n * p, n * p * (1 - p), options)).toBeCloseTo(
      multinomialLogE([p, 1 - p], [successes, n - successes], { concentrations: [concentration] }),
      10,
    )
  })

  test.each([
    ['normal', forms.normal],
    ['gamma-Poisson', forms['gamma-Poisson']],
    ['beta-binomial', forms['beta-binomial']],
  ] as const)(
    '%s: a null sum passes the bound at any look with a chance of at most alpha',
    (name, [, bound]) => {
      // Deviations of a toss of 0.6 against 0.6 less: below 0.6, above 0.4 for the first two; mean 0.
      const [up, down] = name === 'beta-binomial' ? [0.6, -0.4] : [0.4, -0.6]
      const p = -down / (up - down)
      // Hoeffding's variance 1 / 4 for the normal one, the true one for the others.
      const each = name === 'normal' ? 0.25 : 0.24
      const limits = Array.from({ length: 1000 }, (_, i) => bound(each * (i + 1)))
      let passed = 0
      const runs = 1000
      for (let run = 0; run < runs; run++) {
        const { next } = createRandom(`${name} ${run}`)
        let sum = 0
        for (let i = 0; i < limits.length; i++) {
          sum += next() < p ? up : down
          if (sum > (limits[i] ?? 0) + 1e-9) {
            passed++
            break
          }
        }
      }
      // 20 are promised at most; 35 would come by chance once in a thousand.
      expect(passed).toBeLessThan(35)
      expect(passed).toBeGreaterThan(0)
    },
  )
})

test('bounds are about as tight as they say: tuned here beats tuned far away, stitching beats neither nearby', () => {
  const [near, far] = [100, 1e6].map((tuneAt) => normalMixtureBound(100, { alpha: 0.05, tuneAt }))
  expect(near).toBeLessThan(far ?? 0)
  expect(near).toBeLessThan(polyStitchingBound(100, { alpha: 0.05, startAt: 1 }))
  expect(polyStitchingBound(100, { alpha: 0.05, startAt: 1, scale: 1 })).toBeGreaterThan(
    polyStitchingBound(100, { alpha: 0.05, startAt: 1 }),
  )
})

test('quantileRanks holds the median at every look, also where the values are few and tied', () => {
  for (const kind of ['continuous', 'tied'] as const) {
    let missed = 0
    for (let run = 0; run < 200; run++) {
      const { next } = createRandom(`${kind} ${run}`)
      const values: number[] = []
      let isMissed = false
      for (let i = 1; i <= 400; i++) {
        const u = next()
        values.push(kind === 'tied' ? Math.floor(4 * u) : u)
        if (i % 20 !== 0) continue
        const sorted = values.toSorted((a, b) => a - b)
        const { lower, upper } = quantileRanks(0.4, i, { alpha: 0.1, tuneAt: 200 })
        const truth = kind === 'tied' ? 1 : 0.4
        if ((sorted[lower - 1] ?? -Infinity) > truth || (sorted[upper - 1] ?? Infinity) < truth)
          isMissed = true
      }
      if (isMissed) missed++
    }
    expect(missed).toBeLessThan(20)
  }
  expect(quantileRanks(0.5, 0)).toEqual({ lower: 0, upper: 1 })
  expect(quantileRanks(0.5, 3)).toEqual({ lower: 0, upper: 4 })
  expect(quantileRanks(0.3, 7)).toEqual({ lower: 0, upper: 8 })
})

test('the zeta function keeps its digits', () => {
  expect(zeta(2)).toBeCloseTo(Math.PI ** 2 / 6, 14)
  expect(zeta(4)).toBeCloseTo(Math.PI ** 4 / 90, 14)
  // mpmath.
  expect(zeta(1.4)).toBeCloseTo(3.105547277977581, 13)
  expect(zeta(1.01) / 100.57794333849678).toBeCloseTo(1, 13)
})

test('what is out of range has a written answer', () => {
  const options = { alpha: 0.05, tuneAt: 10 }
  expect(normalMixtureBound(-1, options)).toBeNaN()
  expect(normalMixtureLogE(1, Number.NaN, options)).toBeNaN()
  expect(gammaExponentialBound(-1, { ...options, scale: 1 })).toBeNaN()
  expect(gammaExponentialLogE(-100, 10, { ...options, scale: 1 })).toBeNaN()
  expect(gammaPoissonBound(Number.NaN, { ...options, scale: 1 })).toBeNaN()
  expect(gammaPoissonLogE(-100, 10, { ...options, scale: 1 })).toBeNaN()
  expect(betaBinomialBound(-1, { ...options, below: 1, above: 1 })).toBeNaN()
  expect(betaBinomialLogE(11, 10, { ...options, below: 1, above: 1 })).toBeNaN()
  expect(betaBinomialBound(0, { ...options, below: 1, above: 1 })).toBe(0)
  expect(polyStitchingBound(-1, { alpha: 0.05, startAt: 1 })).toBeNaN()
  expect(doubleStitchingBound(0.5, Number.NaN, { alpha: 0.05, startAt: 1 })).toBeNaN()
  expect(empiricalProcessBound(Number.NaN, { alpha: 0.05, startAt: 10 })).toBeNaN()
  expect(empiricalProcessBound(9, { alpha: 0.05, startAt: 10 })).toBe(Infinity)
  expect(bernoulliInterval(0, 0)).toEqual({ lower: 0, upper: 1 })

  expect(() => normalMixtureBound(1, { alpha: 0.5, tuneAt: 1 })).toThrow('alpha must be in (0, 0.5), got 0.5')
  expect(() => normalMixtureBound(1, { alpha: 1, tuneAt: 1, sides: 'two' })).toThrow(
    'alpha must be in (0, 1)',
  )
  expect(() => normalMixtureLogE(1, 1, { alpha: 0.1, tuneAt: 0 })).toThrow(
    'tuneAt must be finite and above 0',
  )
  // @ts-expect-error not a number of sides
  expect(() => normalMixtureBound(1, { ...options, sides: 'both' })).toThrow("sides must be 'one' or 'two'")
  expect(() => gammaExponentialBound(1, { ...options, scale: 0 })).toThrow('scale must be')
  expect(() => gammaPoissonBound(1, { ...options, scale: Infinity })).toThrow('scale must be')
  expect(() => betaBinomialBound(1, { ...options, below: 0, above: 1 })).toThrow('below must be')
  expect(() => betaBinomialBound(1, { ...options, below: 1, above: -1 })).toThrow('above must be')
  expect(() => polyStitchingBound(1, { alpha: 0, startAt: 1 })).toThrow('alpha must be')
  expect(() => polyStitchingBound(1, { alpha: 0.1, startAt: 1, scale: -1 })).toThrow('scale must be')
  expect(() => polyStitchingBound(1, { alpha: 0.1, startAt: 1, s: 1 })).toThrow('s must be')
  expect(() => polyStitchingBound(1, { alpha: 0.1, startAt: 1, eta: 1 })).toThrow('eta must be')
  expect(() => doubleStitchingBound(1, 1, { alpha: 0.1, startAt: 1 })).toThrow('p must be')
  expect(() => doubleStitchingBound(0.5, 1, { alpha: 0.1, startAt: 0.5 })).toThrow('startAt must be')
  expect(() => empiricalProcessBound(10, { alpha: 0.1, startAt: 0 })).toThrow('startAt must be')
  expect(() => empiricalProcessBound(10, { alpha: 0.1, startAt: 1, factor: 0.7 })).toThrow('factor must be')
  expect(() => quantileRanks(0.5, 1.5)).toThrow('count must be')
  expect(() => bernoulliInterval(2, 1)).toThrow('successes must be in [0, trials]')
})
