import {
  chiSquareHomogeneity,
  countBins,
  jsDistance,
  ksTwoSample,
  lInfinity,
  psiFixedFloor,
  totalVariation,
  wasserstein,
} from '@plimsoll/stats'

/** Distances of two samples of a number. */
export interface NumberFigures {
  readonly counts: readonly number[]
  readonly psi: number
  readonly js_distance: number
  readonly ks: number
  readonly ks_p: number
  readonly wasserstein: number
}

/** Distances of two samples of a category. */
export interface CategoryFigures {
  readonly counts: readonly number[]
  readonly psi: number
  readonly js_distance: number
  readonly chi2: number
  readonly chi2_p: number
  readonly linf: number
  readonly tv: number
}

/** Measures numbers on the tenths of the reference, with empty bins raised to 0.0001. */
export function numberFigures(reference: readonly number[], current: readonly number[]): NumberFigures {
  const edges = tenths(reference)
  const [before, counts] = [countBins(edges, reference), countBins(edges, current)]
  const { statistic, pValue } = ksTwoSample(reference, current, { method: 'kstwo' })
  return {
    counts: Array.from(counts),
    psi: psiFixedFloor(before, counts),
    js_distance: jsDistance(before, counts),
    ks: statistic,
    ks_p: pValue,
    wasserstein: wasserstein(reference, current),
  }
}

/** Measures categories by their shares. */
export function categoryFigures(
  categories: readonly unknown[],
  reference: readonly unknown[],
  current: readonly unknown[],
): CategoryFigures {
  const count = (values: readonly unknown[]): number[] =>
    categories.map((category) => values.filter((value) => value === category).length)
  const [before, counts] = [count(reference), count(current)]
  const { statistic, pValue } = chiSquareHomogeneity(before, counts)
  return {
    counts,
    psi: psiFixedFloor(before, counts),
    js_distance: jsDistance(before, counts),
    chi2: statistic,
    chi2_p: pValue,
    linf: lInfinity(before, counts),
    tv: totalVariation(before, counts),
  }
}

/** The quantile of sorted values, interpolated between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] ?? Number.NaN
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? below) - below)
}

function tenths(values: readonly number[]): Float64Array {
  const sorted = values.toSorted((a, b) => a - b)
  return Float64Array.from(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => quantile(sorted, k / 10))))
}

/** Root of the mean square. */
export function rootMeanSquare(errors: readonly number[]): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)
}

/**
 * Estimates how many neighbouring hours are worth one, from months: by how much more the share of hours below the
 * month's median varies between stretches of `length` hours than it would if hours were independent.
 */
export function hoursPerObservation(months: Iterable<readonly number[]>, length: number): number {
  let found = 0
  let expected = 0
  for (const values of months) {
    const median = quantile(
      values.toSorted((a, b) => a - b),
      0.5,
    )
    const isBelow = values.map((value) => Number(value < median))
    const mean = isBelow.reduce((sum, below) => sum + below, 0) / isBelow.length
    const stretches = Math.floor(values.length / length)
    for (let i = 0; i < stretches; i++) {
      const share =
        isBelow.slice(i * length, (i + 1) * length).reduce((sum, below) => sum + below, 0) / length
      found += ((share - mean) ** 2 * stretches) / (stretches - 1)
      expected += (mean * (1 - mean)) / length
    }
  }
  return found / expected
}
