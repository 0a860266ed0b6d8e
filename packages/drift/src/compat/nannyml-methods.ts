import {
  chiSquareHomogeneity,
  hellinger,
  jsDistance,
  ksStatistic,
  lInfinity,
  wasserstein,
} from '@plimsoll/stats'
import { countCategories } from './category-counts.ts'
import { categoriesOf, numbersOf, requireHeld } from './column-values.ts'
import type { CompatKind, CompatValues } from './column-values.ts'
import { equalWidthEdges, numpyBinEdges, numpyHistogram, rangeOf } from './numpy-histogram.ts'
import { numpySum } from './numpy-sum.ts'

/** NannyML's names of the methods, by the kind of column they take. */
export interface NannymlMethods {
  readonly numeric: 'jensen_shannon' | 'hellinger' | 'kolmogorov_smirnov' | 'wasserstein'
  readonly categorical: 'jensen_shannon' | 'hellinger' | 'chi2' | 'l_infinity'
}

/** Any method of the profile. */
export type NannymlMethod = NannymlMethods[CompatKind]

/** What one chunk scores; the p-value only where it decides. */
export interface NannymlScore {
  readonly score: number
  readonly pValue?: number
}

/** Scores chunks against one reference. */
type NannymlScorer = (chunk: CompatValues[CompatKind]) => NannymlScore

const binnedFrom = 10_000
const fineBins = 10_000
const nothing: NannymlScore = { score: Number.NaN }

/** The methods that take a kind of column, the default first. */
export const nannymlMethods: { readonly [Kind in CompatKind]: readonly NannymlMethods[Kind][] } = {
  numeric: ['jensen_shannon', 'hellinger', 'kolmogorov_smirnov', 'wasserstein'],
  categorical: ['jensen_shannon', 'hellinger', 'chi2', 'l_infinity'],
}

/** Makes ready what a method keeps of the reference. */
export function nannymlScorer(
  reference: CompatValues[CompatKind],
  kind: CompatKind,
  method: NannymlMethod,
): NannymlScorer {
  return kind === 'numeric' ? numericScorer(reference, method) : categoricalScorer(reference, method)
}

function numericScorer(reference: CompatValues[CompatKind], method: NannymlMethod): NannymlScorer {
  const x = requireHeld('reference', numbersOf('reference', reference))
  if (!x.every(Number.isFinite)) throw new RangeError('reference must hold finite numbers')
  const onNumbers =
    (score: (chunk: Float64Array) => number): NannymlScorer =>
    (chunk) => {
      const y = numbersOf('current', chunk)
      return y.length === 0 ? nothing : { score: score(y) }
    }
  if (method === 'kolmogorov_smirnov')
    return onNumbers(x.length < binnedFrom ? (y) => ksStatistic(x, y) : binnedKs(x))
  if (method === 'wasserstein')
    return onNumbers(x.length < binnedFrom ? (y) => wasserstein(x, y) : binnedWasserstein(x))
  const edges = numpyBinEdges(x, 'doane')
  const shares = sharesOf(numpyHistogram(x, edges), x.length)
  return onNumbers((y) => distanceOf(method, shares, sharesOf(numpyHistogram(y, edges), y.length)))
}

function categoricalScorer(reference: CompatValues[CompatKind], method: NannymlMethod): NannymlScorer {
  const x = requireHeld('reference', categoriesOf('reference', reference))
  return (chunk) => {
    const y = categoriesOf('current', chunk)
    if (y.length === 0) return nothing
    const counts = countCategories(x, y)
    if (method === 'chi2') {
      const { statistic, pValue } = chiSquareHomogeneity(counts.reference, counts.current, {
        correction: true,
      })
      return { score: statistic, pValue }
    }
    if (method === 'l_infinity') return { score: lInfinity(counts.reference, counts.current) }
    // Categories of the reference come first; all others become one bin, as mass outside the bins does.
    const seen = counts.reference.filter((count) => count > 0).length
    const shares = sharesOf(counts.reference.slice(0, seen), x.length)
    return { score: distanceOf(method, shares, sharesOf(counts.current.slice(0, seen), y.length)) }
  }
}

function sharesOf(counts: ArrayLike<number>, total: number): number[] {
  return Array.from(counts, (count) => count / total)
}

/** What the bins of the reference do not hold is a bin of its own, also where it is but rounding (about 1e-16). */
function distanceOf(method: NannymlMethod, reference: readonly number[], current: readonly number[]): number {
  const rest = 1 - numpySum(current)
  const [p, q] =
    rest > 0
      ? [
          [...reference, 0],
          [...current, rest],
        ]
      : [reference, current]
  return method === 'hellinger' ? hellinger(p, q) : jsDistance(p, q)
}

/** The distance on 10 000 bins over the reference's range; what lies below counts, what lies above is the rest. */
function binnedKs(x: Float64Array): (y: Float64Array) => number {
  const [low, high] = rangeOf(x)
  const edges = equalWidthEdges(low, high, fineBins)
  if (low === high) edges.fill(low)
  const reference = runningShares(numpyHistogram(x, edges), x.length, 0)
  return (y) => {
    const start = y.filter((value) => value < low).length / y.length
    const current = runningShares(numpyHistogram(y, edges), y.length, start)
    return reference.reduce((most, share, i) => Math.max(most, Math.abs(share - (current[i] ?? 0))), 0)
  }
}

/**
 * The distance on 10 000 bins over the reference's range, plus the exact parts outside. NannyML counts one row too
 * many below the range, when there is any, which puts the part inside a little off.
 */
function binnedWasserstein(x: Float64Array): (y: Float64Array) => number {
  const edges = equalWidthEdges(...rangeOf(x), fineBins)
  const [first = 0, second = 0] = edges
  const last = edges.at(-1) ?? 0
  const reference = runningShares(numpyHistogram(x, edges), x.length, 0)
  return (y) => {
    const below = y.filter((value) => value < first).length
    const start = below === 0 ? 0 : (below + 1) / y.length
    const current = runningShares(numpyHistogram(y, edges), y.length, start)
    const inside = reference.reduce((sum, share, i) => sum + Math.abs(share - (current[i] ?? 0)), 0)
    // The area beside the range is the sum of what each row is away from its end.
    const away = y.reduce((sum, value) => sum + Math.max(0, first - value, value - last), 0)
    return inside * (second - first) + away / y.length
  }
}

function runningShares(counts: Float64Array, total: number, start: number): Float64Array {
  let sum = 0
  return counts.map((count) => start + (sum += count / total))
}
