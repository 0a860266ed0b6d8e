import type { TestResult } from '@plimsoll/stats'

// What numpy's polyfit gives for the logarithm of scipy's seven levels over its critical values of two samples.
const [square, linear, constant] = [0.01819809457411147, -1.0082265644652515, -1.077770279820484]
const [leastCritical, greatestCritical] = [0.325, 6.546]

/**
 * Tests two samples by Anderson-Darling with midranks, as `scipy.stats.anderson_ksamp`. The p-value is a quadratic
 * through seven tabled levels, cut off at 0.001 and 0.25.
 *
 * @throws RangeError for less than four values in all, and where all are equal
 * @see F. W. Scholz, M. A. Stephens (1987), K-sample Anderson-Darling tests
 * @example
 * andersonKsamp([1, 2], [3, 4]).pValue // 0.075...
 */
export function andersonKsamp(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult {
  const samples = [reference, current].map((values) => Float64Array.from(values).toSorted())
  const [a = new Float64Array(), b = new Float64Array()] = samples
  const all = a.length + b.length
  if (all < 4) throw new RangeError('anderson needs at least four values in all')
  const low = Math.min(a[0] ?? 0, b[0] ?? 0)
  if (low === Math.max(a.at(-1) ?? 0, b.at(-1) ?? 0)) {
    throw new RangeError('anderson needs more than one distinct value')
  }
  const sums = [0, 0]
  const below = [0, 0]
  while ((below[0] ?? 0) < a.length || (below[1] ?? 0) < b.length) {
    const value = Math.min(a[below[0] ?? 0] ?? Infinity, b[below[1] ?? 0] ?? Infinity)
    const tied = samples.map((sorted, s) => {
      const from = below[s] ?? 0
      let to = from
      while (to < sorted.length && sorted[to] === value) to++
      return to - from
    })
    const group = (tied[0] ?? 0) + (tied[1] ?? 0)
    const middle = (below[0] ?? 0) + (below[1] ?? 0) + group / 2
    const divisor = middle * (all - middle) - (all * group) / 4
    for (const [s, sorted] of samples.entries()) {
      const rank = (below[s] ?? 0) + (tied[s] ?? 0) / 2
      sums[s] = (sums[s] ?? 0) + ((group / all) * (all * rank - middle * sorted.length) ** 2) / divisor
      below[s] = (below[s] ?? 0) + (tied[s] ?? 0)
    }
  }
  const squared = (((sums[0] ?? 0) / a.length + (sums[1] ?? 0) / b.length) * (all - 1)) / all
  const statistic = (squared - 1) / Math.sqrt(varianceOf(a.length, b.length))
  return { statistic, pValue: pValueOf(statistic) }
}

/** The variance for two samples: Scholz and Stephens' a, b, c and d with k = 2. */
function varianceOf(n: number, m: number): number {
  const all = n + m
  const inverses = 1 / n + 1 / m
  let partial = 0
  let g = 0
  for (let i = 2; i < all; i++) {
    partial += 1 / (all - i + 1)
    g += partial / i
  }
  const h = partial + 1
  const a = 4 * g - 6 + (10 - 6 * g) * inverses
  const b = (2 * g - 4) * 4 + 16 * h + (2 * g - 14 * h - 4) * inverses - 8 * h + 4 * g - 6
  const c = (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverses + 4 * h
  const d = (2 * h + 6) * 4 - 8 * h
  return (((a * all + b) * all + c) * all + d) / ((all - 1) * (all - 2) * (all - 3))
}

function pValueOf(statistic: number): number {
  if (statistic < leastCritical) return 0.25
  if (statistic > greatestCritical) return 0.001
  return Math.exp((square * statistic + linear) * statistic + constant)
}
