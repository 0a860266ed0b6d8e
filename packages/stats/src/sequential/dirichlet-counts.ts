import { checkCounts } from '../divergence/check-counts.ts'
import { lgamma } from '../special/gamma.ts'
import { logSumExp } from '../special/log-sum-exp.ts'

/** Options of {@link referenceCountLogE} and {@link multinomialLogE}. */
export type CountLogEOptions = {
  /**
   * How far from the null the alternatives are thought to be, from far (small) to near (great); each above 0 and
   * finite. Their e-values are averaged. 8, 32, 128 and 512 unless given.
   */
  readonly concentrations?: readonly number[]
}

const spread: readonly number[] = [8, 32, 128, 512]

/**
 * Computes the logarithm of an e-value against counts coming from the distribution of a finite reference sample.
 * Valid at every look, however often (Ville: the chance of ever reaching 1 / alpha is at most alpha), and exact for
 * a reference of any size: that it is itself a sample is accounted for.
 *
 * The bins' edges must be order statistics of the reference: a bin holds the reference's ranks from one edge to the
 * next, `gaps[k]` of them, and all gaps sum to the size of the reference + 1. For a continuous distribution the
 * chance of the next value falling into bin k is then exactly (gaps[k] + counts[k]) / (sum of both); the e-value is
 * the mean over Dirichlet-multinomial alternatives of their likelihood over that one. A function of the counts
 * alone: the order of values does not matter, and counts of replicas may be added up first.
 *
 * Ties make it wrong: give a tied value a bin of its own only where the reference may be taken as known.
 *
 * @param gaps above 0, their sum is the reference's size + 1
 * @param counts current values by bin
 * @returns 0 without counts (an e-value of 1)
 * @throws RangeError for bins of different number, a gap that is not above 0, a bad count or concentration
 * @see D. Blackwell, J. MacQueen (1973), Ferguson distributions via Polya urn schemes; G. Shafer (2021), Testing by
 *   betting
 * @example
 * referenceCountLogE([50, 50, 51], [40, 3, 2]) // 15.9546...
 */
export function referenceCountLogE(
  gaps: ArrayLike<number>,
  counts: ArrayLike<number>,
  options: CountLogEOptions = {},
): number {
  const total = checkWeights('gaps', gaps, counts)
  return mixtureOf(gaps, total, counts, options) - logPredictive(gaps, 1, counts)
}

/**
 * Computes the logarithm of an e-value against counts coming from known shares, valid at every look. The mean over
 * Dirichlet-multinomial alternatives around the shares of their likelihood over the multinomial one.
 *
 * For sample ratio mismatch of a split, or a reference so large that it may be taken as known; for a sample see
 * {@link referenceCountLogE}.
 *
 * @param shares above 0; only their ratios matter
 * @param counts values by bin
 * @returns 0 without counts (an e-value of 1)
 * @throws RangeError for bins of different number, a share that is not above 0, a bad count or concentration
 * @see M. Lindon, A. Malek (2022), Anytime-valid inference for multinomial count data
 * @example
 * multinomialLogE([1, 1], [560, 440]) // 4.9673...
 */
export function multinomialLogE(
  shares: ArrayLike<number>,
  counts: ArrayLike<number>,
  options: CountLogEOptions = {},
): number {
  const total = checkWeights('shares', shares, counts)
  let known = 0
  for (let k = 0; k < counts.length; k++) {
    const count = counts[k] ?? 0
    if (count > 0) known += count * Math.log((shares[k] ?? 0) / total)
  }
  return mixtureOf(shares, total, counts, options) - known
}

function mixtureOf(
  weights: ArrayLike<number>,
  total: number,
  counts: ArrayLike<number>,
  { concentrations = spread }: CountLogEOptions,
): number {
  if (concentrations.length === 0) throw new RangeError('concentrations must not be empty')
  const each = concentrations.map((concentration) => {
    if (!(concentration > 0 && concentration < Infinity)) {
      throw new RangeError(`concentrations must be finite and above 0, got ${concentration}`)
    }
    return logPredictive(weights, concentration / total, counts)
  })
  return logSumExp(each) - Math.log(each.length)
}

/** The log chance of counts in one order under a Dirichlet-multinomial with these weights, scaled. */
function logPredictive(weights: ArrayLike<number>, scale: number, counts: ArrayLike<number>): number {
  let sum = 0
  let weight = 0
  let count = 0
  for (let k = 0; k < counts.length; k++) {
    const [a, c] = [(weights[k] ?? 0) * scale, counts[k] ?? 0]
    if (c > 0) sum += lgamma(a + c) - lgamma(a)
    weight += a
    count += c
  }
  return count === 0 ? 0 : sum + lgamma(weight) - lgamma(weight + count)
}

function checkWeights(name: string, weights: ArrayLike<number>, counts: ArrayLike<number>): number {
  const [total] = checkCounts(weights, counts)
  for (let k = 0; k < weights.length; k++) {
    if (!((weights[k] ?? 0) > 0)) throw new RangeError(`${name}[${k}] must be above 0`)
  }
  return total
}
