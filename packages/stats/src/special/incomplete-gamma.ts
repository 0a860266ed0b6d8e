import { erfc } from './erf.ts'
import { lgamma, stirlingRest } from './gamma.ts'
import { logExcess } from './log-excess.ts'

const rootTwoPi = 2.5066282746310007
const large = 1e6

/**
 * Computes the regularised lower incomplete gamma function P(a, x).
 *
 * Power series below x = a + 1, continued fraction above, the two-term uniform expansion near x = a from
 * a = 1e6 on. Relative error below 1e-13, growing to 2e-13 where the result falls below 1e-100.
 *
 * @param a shape, above 0 and finite; below 1e6 the cost grows with sqrt(a)
 * @param x at least 0, may be Infinity
 * @returns 0 to 1; NaN for an argument out of range and for NaN
 * @see N. M. Temme (1979), The asymptotic expansion of the incomplete gamma functions
 * @example
 * gammaP(2.5, 3) // 0.6937810815867216
 */
export function gammaP(a: number, x: number): number {
  if (!valid(a, x)) return Number.NaN
  if (x === 0) return 0
  if (x === Infinity) return 1
  if (nearLarge(a, x)) return uniform(a, x, -1)
  return x < a + 1 ? seriesP(a, x) : 1 - fractionQ(a, x)
}

/**
 * Computes the regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation.
 *
 * Methods, range, errors and cost are those of {@link gammaP}.
 *
 * @returns 0 to 1; NaN for an argument out of range and for NaN
 * @example
 * gammaQ(1000, 1100) // 0.001059323253929978
 */
export function gammaQ(a: number, x: number): number {
  if (!valid(a, x)) return Number.NaN
  if (x === 0) return 1
  if (x === Infinity) return 0
  if (nearLarge(a, x)) return uniform(a, x, 1)
  if (x >= a + 1) return fractionQ(a, x)
  return a < 1 ? smallShapeQ(a, x) : 1 - seriesP(a, x)
}

function valid(a: number, x: number): boolean {
  return a > 0 && a < Infinity && x >= 0
}

function nearLarge(a: number, x: number): boolean {
  return a >= large && Math.abs(x - a) < 0.05 * a
}

/** x^a exp(-x) / gamma(a + 1). */
function prefix(a: number, x: number): number {
  if (a < 10) {
    const half = Math.exp(-x / 2)
    return ((x ** a * half) / Math.exp(lgamma(a + 1))) * half
  }
  return Math.exp(-a * excess(a, x) - stirlingRest(a)) / (rootTwoPi * Math.sqrt(a))
}

/** mu - log(1 + mu) for mu = x / a - 1, also where mu rounds to -1. */
function excess(a: number, x: number): number {
  const mu = (x - a) / a
  return Math.abs(mu) > 0.4 ? mu - Math.log(x / a) : logExcess(mu)
}

function seriesP(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n)
    sum += term
  }
  return Math.min(1, prefix(a, x) * sum)
}

function fractionQ(a: number, x: number): number {
  const start = prefix(a, x)
  if (start === 0) return 0
  // Lentz's method; a tiny number stands in for a denominator of 0.
  let b = x + 1 - a
  let c = Infinity
  let d = 1 / b
  let h = d
  for (let n = 1; n < 1e7; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / nonZero(numerator * d + b)
    c = nonZero(b + numerator / c)
    const delta = d * c
    h *= delta
    if (Math.abs(delta - 1) < 1e-16) break
  }
  return Math.min(1, start * a * h)
}

function nonZero(x: number): number {
  return x === 0 ? 1e-300 : x
}

/** Q for a < 1 and x < a + 1, where 1 - P would cancel. */
function smallShapeQ(a: number, x: number): number {
  let term = 1
  let sum = 0
  for (let n = 1; n < 60; n++) {
    term *= -x / n
    sum += term / (a + n)
    if (Math.abs(term) < 1e-18) break
  }
  const log = a * Math.log(x) - lgamma(a + 1)
  return -Math.expm1(log) - Math.exp(log) * a * sum
}

/** Temme's expansion: Q for side 1, P for side -1. */
function uniform(a: number, x: number, side: 1 | -1): number {
  const mu = (x - a) / a
  const half = excess(a, x)
  const eta = Math.sign(mu) * Math.sqrt(2 * half)
  const c0 =
    -1 / 3 +
    eta * (1 / 12 - eta * (2 / 135 - eta * (1 / 864 + eta * (1 / 2835 - eta * (139 / 777600 - eta / 25515)))))
  const c1 = -1 / 540 - eta * (1 / 288 - eta * (1 / 378 - (eta * 77) / 77760))
  const rest = (Math.exp(-a * half) / (rootTwoPi * Math.sqrt(a))) * (c0 + c1 / a)
  return Math.min(1, Math.max(0, 0.5 * erfc(side * eta * Math.sqrt(a / 2)) + side * rest))
}
