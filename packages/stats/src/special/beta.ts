import { lgamma, stirlingRest } from './gamma.ts'
import { logExcess } from './log-excess.ts'

const twoPi = 6.283185307179586

/**
 * Computes the logarithm of the beta function, lgamma(a) + lgamma(b) - lgamma(a + b), without the
 * cancellation of that sum where an argument is large.
 *
 * @param a above 0
 * @param b above 0
 * @returns absolute error about 1e-15 times the largest term left; NaN for an argument out of range and for NaN
 * @example
 * logBeta(2, 3) // -2.4849066497880004
 */
export function logBeta(a: number, b: number): number {
  if (!(a > 0 && b > 0)) return Number.NaN
  const [small, large] = a < b ? [a, b] : [b, a]
  if (large === Infinity) return -Infinity
  if (large < 10) return lgamma(small) + (lgamma(large) - lgamma(small + large))
  if (small < 10) return lgamma(small) + logGammaRatio(large, small)
  const rest = stirlingRest(small) + stirlingRest(large) - stirlingRest(small + large)
  const ratio = small / large
  return (
    0.5 * Math.log(twoPi / large) +
    rest -
    0.5 * Math.log(ratio) +
    0.5 * Math.log1p(ratio) +
    small * Math.log(ratio / (1 + ratio)) -
    large * Math.log1p(ratio)
  )
}

/** lgamma(x) - lgamma(x + shift), x at least 10. */
function logGammaRatio(x: number, shift: number): number {
  const sum = x + shift
  return (
    stirlingRest(x) - stirlingRest(sum) + shift - (x - 0.5) * Math.log1p(shift / x) - shift * Math.log(sum)
  )
}

/**
 * Computes the regularised incomplete beta function I_x(a, b), the distribution function of the beta
 * distribution.
 *
 * A continued fraction on the side where it converges fast, its prefix through Stirling's rest so that large
 * shapes lose no digits. Relative error below 1e-12; the cost grows with the square root of the larger shape.
 *
 * @param x in [0, 1]
 * @param a first shape, above 0 and finite
 * @param b second shape, above 0 and finite
 * @returns 0 to 1; NaN for an argument out of range and for NaN
 * @see A. R. DiDonato, A. H. Morris (1992), Significant digit computation of the incomplete beta function ratios
 * @example
 * incompleteBeta(0.5, 2, 3) // 0.6875
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  return incompleteBetaOf(x, 1 - x, a, b)
}

/** The same, for callers that know 1 - x to more digits than the subtraction has. */
export function incompleteBetaOf(x: number, y: number, a: number, b: number): number {
  if (!(a > 0 && a < Infinity && b > 0 && b < Infinity && x >= 0 && y >= 0)) return Number.NaN
  if (x === 0) return 0
  if (y === 0) return 1
  // Below the mean the lower tail is the small one.
  if (x * (a + b + 2) < a + 1) return Math.min(1, lowerTail(x, y, a, b))
  return Math.max(0, 1 - lowerTail(y, x, b, a))
}

/** I_x(a, b) for x below about its mean. */
function lowerTail(x: number, y: number, a: number, b: number): number {
  const start = prefix(x, y, a, b)
  return start === 0 ? 0 : start * fraction(x, y, a, b)
}

/** x^a y^b / B(a, b). */
function prefix(x: number, y: number, a: number, b: number): number {
  if (a < 10 || b < 10) {
    const logY = x < 0.5 ? Math.log1p(-x) : Math.log(y)
    const logX = y < 0.5 ? Math.log1p(-y) : Math.log(x)
    return Math.exp(a * logX + b * logY - logBeta(a, b))
  }
  // Both powers relative to their values at the mean a / (a + b), where the first-order terms cancel exactly.
  const off = b * x - a * y
  const depth = a * logExcess(off / a) + b * logExcess(-off / b)
  const rest = stirlingRest(a + b) - stirlingRest(a) - stirlingRest(b)
  return Math.sqrt(a / twoPi) * Math.sqrt(b / (a + b)) * Math.exp(rest - depth)
}

/** The even part of the classical fraction, whose coefficients keep their digits also where x is next to 1. */
function fraction(x: number, y: number, a: number, b: number): number {
  const lead = a * y - b * x + 1
  // Lentz's method; a tiny number stands in for a denominator of 0.
  let h = nonZero((a * lead) / (a + 1))
  let c = h
  let d = 0
  for (let n = 1; n < 1e6; n++) {
    const odd = a + 2 * n - 1
    const step = ((n * (b - n)) / odd) * x
    const numerator = ((a + n - 1) / odd) * (a + b + n - 1) * step * x
    const denominator = n + step + ((a + n) / (odd + 2)) * (lead + n * (1 + y))
    d = 1 / nonZero(denominator + numerator * d)
    c = nonZero(denominator + numerator / c)
    const delta = c * d
    h *= delta
    if (Math.abs(delta - 1) < 2e-16) break
  }
  return 1 / h
}

function nonZero(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x
}

/**
 * Computes the survival function of Fisher's F distribution, the chance of a value above x.
 *
 * @param x any number; 1 at and below 0
 * @param df1 degrees of freedom of the numerator, above 0 and finite
 * @param df2 degrees of freedom of the denominator, above 0 and finite
 * @returns 0 to 1, accurate as {@link incompleteBeta}; NaN for an argument out of range and for NaN
 * @example
 * fSf(4.964602743730711, 1, 10) // 0.05
 */
export function fSf(x: number, df1: number, df2: number): number {
  if (Number.isNaN(x)) return Number.NaN
  const scaled = Math.max(0, x) * (df1 / df2)
  const above = 1 / (1 + scaled)
  return incompleteBetaOf(above, scaled > 1 ? 1 / (1 + 1 / scaled) : scaled * above, df2 / 2, df1 / 2)
}

/**
 * Computes the distribution function of the binomial distribution: the chance of at most k successes.
 *
 * @param k successes; rounded down
 * @param n trials, a whole number of at least 0
 * @param p chance of a success, in [0, 1]
 * @returns 0 to 1, accurate as {@link incompleteBeta}; NaN for an argument out of range and for NaN
 * @example
 * binomialCdf(3, 10, 0.5) // 0.171875
 */
export function binomialCdf(k: number, n: number, p: number): number {
  if (!(Number.isInteger(n) && n >= 0 && p >= 0 && p <= 1) || Number.isNaN(k)) return Number.NaN
  if (k < 0) return 0
  const whole = Math.floor(k)
  return whole >= n ? 1 : incompleteBetaOf(1 - p, p, n - whole, whole + 1)
}

/**
 * Computes the quantile of the beta distribution: the x with I_x(a, b) = p.
 *
 * Bisection in the logit of x, so that both ends keep their digits: about 60 evaluations.
 *
 * @param p in [0, 1]
 * @param a first shape, above 0 and finite
 * @param b second shape, above 0 and finite
 * @returns 0 to 1, error below 1e-12 relative to the nearer end; NaN for an argument out of range and for NaN
 * @example
 * betaQuantile(0.025, 9, 2) // 0.5549838829718048
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a > 0 && a < Infinity && b > 0 && b < Infinity)) return Number.NaN
  if (p === 0 || p === 1) return p
  let low = -740
  let high = 740
  while (true) {
    // Below every positive number.
    if (high < -739) return 0
    const logit = 0.5 * (low + high)
    const x = logistic(logit)
    if (logit <= low || logit >= high || high - low < 1e-14 * Math.max(1, Math.abs(logit))) return x
    if (incompleteBetaOf(x, logistic(-logit), a, b) < p) low = logit
    else high = logit
  }
}

/** 1 / (1 + exp(-x)), also where that exponential overflows. */
function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return (x < 0 ? e : 1) / (1 + e)
}
