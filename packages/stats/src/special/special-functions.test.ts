import { expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import { betaQuantile, binomialCdf, fSf, incompleteBeta, logBeta } from './beta.ts'
import { chiSquareQuantile, chiSquareSf } from './chi-square.ts'
import { erf, erfc } from './erf.ts'
import { digamma, lgamma } from './gamma.ts'
import { gammaP, gammaQ } from './incomplete-gamma.ts'
import { kolmogorovIsf, kolmogorovSf } from './kolmogorov.ts'
import { logExcess } from './log-excess.ts'
import { normalCdf, normalLogCdf, normalQuantile, normalSf } from './normal.ts'
import { studentTQuantile, studentTSf } from './student-t.ts'

const families: Record<string, (inputs: Readonly<Record<string, number>>) => number> = {
  normal_cdf: ({ x = NaN }) => normalCdf(x),
  normal_sf: ({ x = NaN }) => normalSf(x),
  normal_logcdf: ({ x = NaN }) => normalLogCdf(x),
  normal_quantile: ({ p = NaN }) => normalQuantile(p),
  erf: ({ x = NaN }) => erf(x),
  erfc: ({ x = NaN }) => erfc(x),
  gamma_p: ({ a = NaN, x = NaN }) => gammaP(a, x),
  gamma_q: ({ a = NaN, x = NaN }) => gammaQ(a, x),
  chi2_sf: ({ x = NaN, df = NaN }) => chiSquareSf(x, df),
  kolmogorov_sf: ({ x = NaN }) => kolmogorovSf(x),
  lgamma: ({ x = NaN }) => lgamma(x),
  digamma: ({ x = NaN }) => digamma(x),
  beta_inc: ({ x = NaN, a = NaN, b = NaN }) => incompleteBeta(x, a, b),
  kolmogorov_isf: ({ p = NaN }) => kolmogorovIsf(p),
  student_t_sf: ({ t = NaN, df = NaN }) => studentTSf(t, df),
  student_t_quantile: ({ p = NaN, df = NaN }) => studentTQuantile(p, df),
  f_sf: ({ x = NaN, d1 = NaN, d2 = NaN }) => fSf(x, d1, d2),
  binom_cdf: ({ k = NaN, n = NaN, p = NaN }) => binomialCdf(k, n, p),
  lbeta: ({ a = NaN, b = NaN }) => logBeta(a, b),
}

for (const [family, compute] of Object.entries(families)) {
  const cases = goldenCases('special-functions', family)
  test.each(cases)(`${family} matches the golden $name`, ({ inputs, expected, tolerance }) => {
    expect(excess(compute(inputs), expected['value'], tolerance)).toBeLessThanOrEqual(1)
    // Tighter than the case asks: 1e-12 relative everywhere, as promised, but for numbers near underflow.
    const tight = { rel: 1e-12, abs: Math.max(tolerance.abs, 1e-307) }
    expect(excess(compute(inputs), expected['value'], tight)).toBeLessThanOrEqual(1)
  })
}

// A regression test: @stdlib/math-base-special-gammainc 0.3.1 answers 0.505947 and 0.00106839 here.
test('the incomplete gamma functions hold for shapes of 1000 and more, where a known package is 1.8% off', () => {
  const near = (got: number, want: number) => expect(Math.abs(got / want - 1)).toBeLessThan(1e-13)
  // mpmath, 40 digits.
  near(gammaQ(2000, 2000), 0.49702645155579744)
  near(gammaQ(1000, 1100), 0.0010593232539299773)
  near(gammaP(2000, 2000), 1 - 0.49702645155579744)
  near(chiSquareSf(4000, 4000), 0.49702645155579744)
})

test('the two expansions of the incomplete gamma functions meet at a shape of one million', () => {
  for (const z of [-6, -3, -1, 0, 0.5, 2, 5]) {
    const [below, above] = [999_999.9999999999, 1e6]
    for (const compute of [gammaP, gammaQ]) {
      const ratio = compute(below, below + z * 1e3) / compute(above, above + z * 1e3)
      expect(Math.abs(ratio - 1)).toBeLessThan(5e-12)
    }
  }
})

test('P and Q add up to 1 and rise and fall with x', () => {
  for (const a of [0.01, 0.5, 1, 3.3, 9.99, 10, 250, 1e4, 3e6]) {
    let last = -1
    for (let z = -6; z <= 6; z += 0.25) {
      const x = a * Math.exp(z / Math.sqrt(a + 1))
      const p = gammaP(a, x)
      expect(p + gammaQ(a, x)).toBeCloseTo(1, 13)
      expect(p).toBeGreaterThanOrEqual(last)
      last = p
    }
  }
})

test('quantiles invert their distribution functions, far into both tails', () => {
  for (const p of [1e-300, 1e-40, 1e-9, 0.01, 0.3, 0.4999, 0.5, 0.7, 0.99, 1 - 1e-12]) {
    const z = normalQuantile(p)
    expect(Math.abs((p < 0.5 ? normalCdf(z) / p : normalSf(z) / (1 - p)) - 1)).toBeLessThan(1e-11)
    for (const df of [0.1, 1, 2, 9, 31, 1000, 1e5]) {
      const x = chiSquareQuantile(p, df)
      // The least quantiles of small df are below every positive number.
      if (x === 0) continue
      const ratio = p < 0.5 ? gammaP(df / 2, x / 2) / p : chiSquareSf(x, df) / (1 - p)
      expect(Math.abs(ratio - 1)).toBeLessThan(1e-11)
    }
  }
  expect(chiSquareQuantile(0.95, 1)).toBeCloseTo(3.841458820694124, 13)
  expect(chiSquareQuantile(0.5, 2)).toBeCloseTo(2 * Math.LN2, 14)
})

test('beta and t quantiles invert their distribution functions, far into both tails', () => {
  for (const p of [1e-300, 1e-20, 0.01, 0.4, 0.5, 0.7, 0.99, 1 - 1e-12]) {
    for (const df of [0.3, 1, 2, 9, 1000]) {
      const t = studentTQuantile(p, df)
      if (Number.isFinite(t)) {
        const tail = p < 0.5 ? studentTSf(-t, df) / p : studentTSf(t, df) / (1 - p)
        expect(Math.abs(tail - 1)).toBeLessThan(1e-10)
      }
    }
    for (const [a, b] of [
      [0.2, 0.3],
      [1, 1],
      [9, 2],
      [500, 0.5],
      [2e4, 3e4],
    ] as const) {
      const x = betaQuantile(p, a, b)
      // An end that holds more than the rest of the doubles cannot be told from 1.
      if (x > 0 && x < 0.999) expect(Math.abs(incompleteBeta(x, a, b) / p - 1)).toBeLessThan(1e-9)
    }
  }
  expect(betaQuantile(0.3, 1, 1)).toBeCloseTo(0.3, 13)
})

test('the incomplete beta function is symmetric and rises with x', () => {
  for (const [a, b] of [
    [0.01, 0.02],
    [0.5, 7],
    [10, 10],
    [300, 4e5],
    [1e6, 1e6],
  ] as const) {
    let last = -1
    const [mean, spread] = [a / (a + b), Math.sqrt((a * b) / (a + b + 1)) / (a + b)]
    for (let z = -5; z <= 5; z += 0.25) {
      const x = Math.min(1, Math.max(0, mean + z * spread))
      const p = incompleteBeta(x, a, b)
      expect(p + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 11)
      expect(p).toBeGreaterThanOrEqual(last)
      last = p
    }
  }
})

test('logExcess keeps its digits near 0 and meets the plain form', () => {
  expect(logExcess(1e-9)).toBeCloseTo(5e-19, 27)
  expect(logExcess(0.4)).toBeCloseTo(0.4 - Math.log1p(0.4), 15)
  expect(logExcess(-0.4)).toBeCloseTo(-0.4 - Math.log1p(-0.4), 15)
  expect([logExcess(0), logExcess(-1)]).toEqual([0, Infinity])
})

test('the ends of every range have their written answer', () => {
  expect([erf(-Infinity), erf(Infinity), erfc(-Infinity), erfc(Infinity)]).toEqual([-1, 1, 2, 0])
  expect([normalCdf(-Infinity), normalCdf(Infinity), normalSf(Infinity)]).toEqual([0, 1, 0])
  expect([normalLogCdf(-Infinity), normalLogCdf(Infinity)]).toEqual([-Infinity, -0])
  expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity])
  expect([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)]).toEqual([0, Infinity])
  expect([gammaP(2, 0), gammaP(2, Infinity), gammaQ(2, 0), gammaQ(2, Infinity)]).toEqual([0, 1, 1, 0])
  expect([lgamma(0), lgamma(-3), lgamma(Infinity), lgamma(1), lgamma(2)]).toEqual([
    Infinity,
    Infinity,
    Infinity,
    0,
    0,
  ])
  expect([kolmogorovSf(-1), kolmogorovSf(0), kolmogorovSf(Infinity)]).toEqual([1, 1, 0])
  expect(chiSquareSf(-5, 3)).toBe(1)
  expect([
    incompleteBeta(0, 2, 3),
    incompleteBeta(1, 2, 3),
    betaQuantile(0, 2, 3),
    betaQuantile(1, 2, 3),
  ]).toEqual([0, 1, 0, 1])
  expect([studentTSf(-Infinity, 3), studentTSf(0, 3), studentTSf(Infinity, 3)]).toEqual([1, 0.5, 0])
  expect(studentTSf(1e200, 1)).toBeCloseTo(3.183098861837907e-201, 210)
  expect([studentTQuantile(0, 3), studentTQuantile(0.5, 3), studentTQuantile(1, 3)]).toEqual([
    -Infinity,
    0,
    Infinity,
  ])
  expect(studentTSf(2, Infinity)).toBe(normalSf(2))
  expect(studentTQuantile(0.9, Infinity)).toBe(normalQuantile(0.9))
  expect([fSf(-1, 2, 3), fSf(0, 2, 3), fSf(Infinity, 2, 3)]).toEqual([1, 1, 0])
  expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5), binomialCdf(0, 0, 0.5)]).toEqual([0, 1, 1])
  expect([binomialCdf(2, 5, 0), binomialCdf(2, 5, 1)]).toEqual([1, 0])
  expect([kolmogorovIsf(0), kolmogorovIsf(1)]).toEqual([Infinity, 0])
  expect(logBeta(Infinity, 1)).toBe(-Infinity)
  expect(lgamma(-0.5)).toBeCloseTo(Math.log(2 * Math.sqrt(Math.PI)), 14)
  expect(digamma(-0.5)).toBeCloseTo(0.03648997397857652, 13)
})

test('NaN and arguments out of range answer NaN', () => {
  const answers = [
    erf(NaN),
    erfc(NaN),
    normalCdf(NaN),
    normalSf(NaN),
    normalLogCdf(NaN),
    normalQuantile(NaN),
    normalQuantile(-0.1),
    normalQuantile(1.1),
    lgamma(NaN),
    digamma(NaN),
    digamma(0),
    digamma(-2),
    gammaP(0, 1),
    gammaP(-1, 1),
    gammaP(1, -1),
    gammaP(NaN, 1),
    gammaQ(1, NaN),
    gammaQ(Infinity, 1),
    chiSquareSf(1, 0),
    chiSquareSf(NaN, 1),
    chiSquareQuantile(2, 1),
    chiSquareQuantile(0.5, 0),
    chiSquareQuantile(NaN, 1),
    kolmogorovSf(NaN),
    kolmogorovIsf(NaN),
    kolmogorovIsf(1.5),
    logBeta(0, 1),
    logBeta(NaN, 1),
    incompleteBeta(0.5, 0, 1),
    incompleteBeta(1.5, 1, 1),
    incompleteBeta(NaN, 1, 1),
    incompleteBeta(0.5, 1, Infinity),
    betaQuantile(2, 1, 1),
    betaQuantile(0.5, -1, 1),
    studentTSf(1, 0),
    studentTSf(NaN, 3),
    studentTQuantile(0.5, 0),
    studentTQuantile(-1, 3),
    fSf(NaN, 1, 1),
    fSf(1, 0, 1),
    binomialCdf(1, 1.5, 0.5),
    binomialCdf(NaN, 2, 0.5),
    binomialCdf(1, 2, 1.5),
  ]
  for (const answer of answers) expect(answer).toBeNaN()
})
