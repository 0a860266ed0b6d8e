import { stirlingRest } from './gamma.ts'
import { logExcess } from './log-excess.ts'

const halfLogTwoPi = 0.9189385332046728
const rootHalfPi = Math.sqrt(Math.PI / 2)
const exactUpTo = 140
/** Above this many terms the one-sided sum takes every k-th: it is smooth and vanishes at both ends. */
const termsUpTo = 20_000

/**
 * Computes the survival function of the two-sided one-sample Kolmogorov-Smirnov distance: the chance that the
 * greatest gap between the distribution function of a continuous law and that of n values drawn from it is at
 * least d. Exact where Kolmogorov's limit ({@link kolmogorovSf}) is off by about 1 / sqrt(n).
 *
 * - d >= 1/2, or far out (n d^2 >= 4, or 2.2 for n above 140): twice the one-sided chance (Smirnov's sum).
 * - n <= 140: counts the paths of a Poisson process that leave the band, added up as they leave, so that nothing
 *   cancels. So too for greater n where n d^1.5 <= 1.4.
 * - else: the expansion of Pelz and Good, to n^-1.5.
 *
 * These are the regions of scipy `kstwo.sf`, whose figures it gives to nine digits. O(1) to O(n) time but for the
 * count, at most about 15 ms.
 *
 * @param d the distance
 * @param n number of values, a whole number of at least 1
 * @returns 1 for d at or below 1 / (2 n), 0 for d at or above 1; NaN for an n out of range and for NaN. Relative
 *   error below 2e-10 up to n = 140 and for n d^2 >= 4, below 2e-6 from n = 500 on and 3e-5 between, as far
 *   as the result is a normal number
 * @see N. V. Smirnov (1944); R. Simard, P. L'Ecuyer (2011), Computing the two-sided Kolmogorov-Smirnov
 *   distribution; W. Pelz, I. J. Good (1976), Approximating the lower tail-areas of the Kolmogorov-Smirnov
 *   one-sample statistic
 * @example
 * kstwoSf(0.5, 3) // 0.333333333333
 */
export function kstwoSf(d: number, n: number): number {
  if (Number.isNaN(d) || !(Number.isInteger(n) && n >= 1)) return Number.NaN
  if (d * n <= 0.5) return 1
  if (d >= 1) return 0
  const square = n * d * d
  if (d >= 0.5) return Math.min(1, 2 * oneSided(d, n))
  if (square >= (n <= exactUpTo ? 4 : 2.2)) return 2 * oneSided(d, n)
  // Above 2000 the count takes long, and where it would be needed the result is next to 1.
  const isCounted = n <= exactUpTo || (n <= 2_000 && n * d ** 1.5 <= 1.4)
  return Math.min(1, isCounted ? leavingPaths(d, n) : 1 - expansion(Math.sqrt(square), n))
}

/** Smirnov's sum: the chance to leave on one side, all terms positive. */
function oneSided(d: number, n: number): number {
  const last = Math.ceil(n * (1 - d)) - 1
  const stride = Math.ceil(n / termsUpTo)
  let sum = 0
  for (let j = stride === 1 ? 0 : stride; j <= last; j += stride) {
    sum += (d / (j / n + d)) * binomialShare(j, n, d)
  }
  return sum * stride
}

/** The chance of j in n at p = j / n + d: the gap to its mean is d, so the first-order terms cancel exactly. */
function binomialShare(j: number, n: number, d: number): number {
  const rest = n - j
  if (j === 0) return Math.exp(n * Math.log1p(-d))
  const depth = j * logExcess((n * d) / j) + rest * logExcess((-n * d) / rest)
  const scale = stirling(n) - stirling(j) - stirling(rest)
  return Math.exp(scale + 0.5 * Math.log(n / j / rest) - halfLogTwoPi - depth)
}

/** log(x!) - x log x + x - log(2 pi x) / 2, for whole x of at least 1. */
function stirling(x: number): number {
  if (x >= 10) return stirlingRest(x)
  let factorial = 1
  for (let k = 2; k <= x; k++) factorial *= k
  return Math.log(factorial) - x * Math.log(x) + x - 0.5 * Math.log(x) - halfLogTwoPi
}

/** The chance of exactly m at this mean. */
function poisson(m: number, mean: number): number {
  if (m === 0) return Math.exp(-mean)
  return Math.exp(-m * logExcess((mean - m) / m) - halfLogTwoPi - 0.5 * Math.log(m) - stirling(m))
}

/**
 * Given its count n at the end, a Poisson process is a sample of n. Its count i must not be reached before
 * i - nd nor still be held at i + nd (in units of 1 / n).
 */
function leavingPaths(d: number, n: number): number {
  const half = n * d
  const mass = new Float64Array(n + 1)
  const steps = new Float64Array(24)
  mass[0] = 1
  let low = 0
  let high = 0
  let time = 0
  let up = Math.floor(half) + 1
  let down = 0
  let left = 0
  while (up <= n || down + half < n) {
    const next = Math.min(up <= n ? up - half : Infinity, down + half)
    const gap = next - time
    steps[0] = Math.exp(-gap)
    for (let k = 1; k < steps.length; k++) steps[k] = ((steps[k - 1] ?? 0) * gap) / k
    const reach = Math.min(n, high + steps.length - 1)
    for (let i = reach; i >= low; i--) {
      let sum = 0
      const most = Math.min(steps.length - 1, i - low)
      for (let k = Math.max(0, i - high); k <= most; k++) sum += (mass[i - k] ?? 0) * (steps[k] ?? 0)
      mass[i] = sum
    }
    high = reach
    time = next
    if (up <= n && up - half === next) {
      for (; high >= up; high--) left += (mass[high] ?? 0) * poisson(n - high, n - time)
      up++
    }
    if (down + half === next) {
      if (low === down) left += (mass[low++] ?? 0) * poisson(n - down, n - time)
      down++
    }
  }
  return left / poisson(n, n)
}

/** The distribution function to order n^-1.5, z = sqrt(n) d. */
function expansion(z: number, n: number): number {
  const q = z * z
  let [k0, k1, k2, k3] = [0, 0, 0, 0]
  for (let k = 0; k < 12; k++) {
    // Terms of k and -1 - k are equal, hence the factor 2 below.
    const h = (Math.PI * (k + 0.5)) ** 2
    const weight = Math.exp(-h / (2 * q))
    k0 += weight
    k1 += weight * (h - q)
    k2 += weight * (6 * q ** 3 + 2 * q * q + h * (2 * q * q - 5 * q) + h * h * (1 - 2 * q))
    k3 +=
      weight *
      (h ** 3 * (5 - 30 * q) +
        h * h * (212 * q * q - 60 * q) +
        h * (135 * q * q - 96 * q ** 3) -
        30 * q ** 3 -
        90 * q ** 4)
  }
  let [w2, w3] = [0, 0]
  for (let k = 1; k < 12; k++) {
    const h = (Math.PI * k) ** 2
    const weight = Math.exp(-h / (2 * q))
    w2 += weight * h
    w3 += weight * (3 * h * q - h * h)
  }
  const root = 2 * rootHalfPi
  return (
    (root / z) * k0 +
    (root / (6 * q * q) / Math.sqrt(n)) * k1 +
    (root / n) * (k2 / (72 * q ** 3 * z) - w2 / (36 * q * z)) +
    (root / (n * Math.sqrt(n))) * (k3 / (6480 * q ** 5) + w3 / (216 * q ** 3))
  )
}
