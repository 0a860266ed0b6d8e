import {
  chiSquareGoodnessOfFit,
  chiSquareSf,
  fisherExact,
  jsDistance,
  kl,
  ksTwoSample,
  normalCdf,
  wasserstein,
} from '@plimsoll/stats'
import { andersonKsamp } from './anderson-ksamp.ts'
import { countCategories } from './category-counts.ts'
import type { Category, CompatKind } from './column-values.ts'
import { cramerVonMises } from './cramer-von-mises.ts'
import { empiricalMmd } from './empirical-mmd.ts'
import { energyDistance } from './energy-distance.ts'
import { evidentlyCounts, evidentlyHellinger, filledShares } from './evidently-shares.ts'
import { meanAndSpread } from './numpy-sum.ts'
import { scipyMannWhitney } from './scipy-mann-whitney.ts'
import { studentT } from './student-t.ts'
import { tvdPermutation } from './tvd-permutation.ts'

/** Evidently's names of the methods that this profile has, by the kind of column they take. */
export interface EvidentlyMethods {
  readonly numeric:
    | 'anderson'
    | 'cramer_von_mises'
    | 'ed'
    | 'empirical_mmd'
    | 'hellinger'
    | 'jensenshannon'
    | 'kl_div'
    | 'ks'
    | 'mannw'
    | 'psi'
    | 't_test'
    | 'wasserstein'
  readonly categorical:
    | 'TVD'
    | 'chisquare'
    | 'fisher_exact'
    | 'g_test'
    | 'hellinger'
    | 'jensenshannon'
    | 'kl_div'
    | 'psi'
    | 'z'
}

/** Any method of the profile. */
export type EvidentlyMethod = EvidentlyMethods[CompatKind]

/** How one method scores a column, and when it calls the score drift. */
interface EvidentlyRule {
  readonly kinds: readonly CompatKind[]
  readonly measure: 'p-value' | 'distance'
  readonly threshold: number
  readonly drifts: (score: number, threshold: number) => boolean
  readonly score: (reference: Side, current: Side, kind: CompatKind) => number
}

type Side = readonly Category[]
type Numbers = ArrayLike<number>

const below = (score: number, threshold: number): boolean => score < threshold
const atMost = (score: number, threshold: number): boolean => score <= threshold
const above = (score: number, threshold: number): boolean => score > threshold
const atLeast = (score: number, threshold: number): boolean => score >= threshold

/** The rules of Evidently's registry, by its own names. */
export const evidentlyRules: Readonly<Record<EvidentlyMethod, EvidentlyRule>> = {
  TVD: categorical(0.1, (x, y) => tvdPermutation(x, y).pValue),
  anderson: numeric('p-value', 0.1, below, (x, y) => andersonKsamp(x, y).pValue),
  chisquare: categorical(0.05, chiSquarePValue),
  cramer_von_mises: numeric('p-value', 0.1, atMost, (x, y) => cramerVonMises(x, y).pValue),
  ed: numeric('distance', 0.1, above, energyDistance),
  empirical_mmd: numeric('p-value', 0.1, below, (x, y) => empiricalMmd(x, y).pValue),
  fisher_exact: categorical(0.1, fisherPValue),
  g_test: categorical(0.1, gPValue),
  hellinger: distance(evidentlyHellinger),
  jensenshannon: distance((x, y, kind) => {
    const counts = evidentlyCounts(x, y, kind)
    return jsDistance(counts.reference, counts.current) * Math.sqrt(Math.LN2)
  }),
  kl_div: distance((x, y, kind) => {
    const counts = evidentlyCounts(x, y, kind)
    return kl(filledShares(counts.reference), filledShares(counts.current))
  }),
  ks: numeric('p-value', 0.05, atMost, (x, y) => ksTwoSample(x, y).pValue),
  mannw: numeric('p-value', 0.05, below, (x, y) => scipyMannWhitney(x, y).pValue),
  psi: distance((x, y, kind) => {
    const counts = evidentlyCounts(x, y, kind)
    const [p, q] = [filledShares(counts.reference), filledShares(counts.current)]
    return p.reduce((sum, share, i) => sum + (share - (q[i] ?? 0)) * Math.log(share / (q[i] ?? 0)), 0)
  }),
  t_test: numeric('p-value', 0.05, below, (x, y) => studentT(x, y).pValue),
  wasserstein: numeric(
    'distance',
    0.1,
    atLeast,
    (x, y) => wasserstein(x, y) / Math.max(meanAndSpread(x).spread, 0.001),
  ),
  z: categorical(0.05, zPValue),
}

function distance(score: EvidentlyRule['score']): EvidentlyRule {
  return { kinds: ['numeric', 'categorical'], measure: 'distance', threshold: 0.1, drifts: atLeast, score }
}

function numeric(
  measure: EvidentlyRule['measure'],
  threshold: number,
  drifts: EvidentlyRule['drifts'],
  score: (reference: Numbers, current: Numbers) => number,
): EvidentlyRule {
  const onNumbers: EvidentlyRule['score'] = (x, y) =>
    score(Float64Array.from(x, Number), Float64Array.from(y, Number))
  return { kinds: ['numeric'], measure, threshold, drifts, score: onNumbers }
}

function categorical(threshold: number, score: (reference: Side, current: Side) => number): EvidentlyRule {
  return { kinds: ['categorical'], measure: 'p-value', threshold, drifts: below, score }
}

/** With one category there is nothing to test, and scipy gives NaN. */
function chiSquarePValue(reference: Side, current: Side): number {
  const { categories, ...counts } = countCategories(reference, current)
  return categories.length === 1
    ? Number.NaN
    : chiSquareGoodnessOfFit(counts.reference, counts.current).pValue
}

/** Counts are compared as they are: Evidently does not scale the reference, and scipy refuses other totals. */
function gPValue(reference: Side, current: Side): number {
  if (reference.length !== current.length) {
    throw new RangeError('g_test needs as many values in current as in the reference')
  }
  const { categories, ...counts } = countCategories(reference, current)
  if (categories.length === 1) return Number.NaN
  const terms = counts.current.map((count, i) =>
    count > 0 ? 2 * count * Math.log(count / (counts.reference[i] ?? 0)) : 0,
  )
  const statistic = terms.reduce((sum, term) => sum + term, 0)
  return statistic === Infinity ? 0 : chiSquareSf(Math.max(0, statistic), categories.length - 1)
}

function fisherPValue(reference: Side, current: Side): number {
  const [n, m] = [reference.length, current.length]
  const { categories, ...counts } = countCategories(reference, current)
  if (n !== m) throw new RangeError('fisher_exact needs as many values in current as in the reference')
  if (categories.length > 2) throw new RangeError('fisher_exact needs at most two categories')
  const side = (successes: number | undefined, trials: number) => ({ successes: successes ?? 0, trials })
  return fisherExact(side(counts.reference[0], n), side(counts.current[0], m)).pValue
}

/** The share of values that are not the first category in order; 2 (1 - cdf) is 0 below about 1e-16. */
function zPValue(reference: Side, current: Side): number {
  const [n, m] = [reference.length, current.length]
  const { categories, ...counts } = countCategories(reference, current)
  if (categories.length === 1) return 1
  const least = categories.reduce((low, value) => (value < low ? value : low))
  const first = categories.indexOf(least)
  const p = 1 - (counts.reference[first] ?? 0) / n
  const q = 1 - (counts.current[first] ?? 0) / m
  const pooled = (p * n + q * m) / (n + m)
  const z = (p - q) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
  return 2 * (1 - normalCdf(Math.abs(z)))
}
