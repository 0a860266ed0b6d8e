import { checkCounts } from './check-counts.ts'

/** Options of {@link psi}. */
export type PsiOptions = {
  /** Added to every count of both sides, finite and at least 0. @default 0.5 (Jeffreys) */
  readonly smoothing?: number
}

/** Options of {@link psiFixedFloor}. */
export type PsiFixedFloorOptions = {
  /** Share that stands for an empty bin, in [0, 1]. @default 0.0001 */
  readonly floor?: number
}

/**
 * Computes the population stability index of two vectors of counts over the same bins, in nats.
 *
 * The sum over bins of (q - p) ln(q / p), with shares smoothed as (count + s) / (total + s bins). Symmetric,
 * at least 0, and 0 when both sides have the same shares and totals. Smoothing keeps an empty bin finite and pulls small
 * samples together; judge the value against {@link psiNullQuantile}, not against fixed limits such as 0.1.
 * With smoothing 0 a bin empty on one side gives Infinity; a bin empty on both gives nothing.
 *
 * @returns NaN when a side has no counts at all (also with no bins); 0 for a single bin
 * @throws RangeError for bins of different number, a count that is negative or not finite, a bad smoothing
 * @example
 * psi([50, 30, 20], [42, 35, 23]) // 0.0251...
 */
export function psi(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  options: PsiOptions = {},
): number {
  const { smoothing = 0.5 } = options
  if (!(smoothing >= 0 && smoothing < Infinity)) {
    throw new RangeError(`smoothing must be finite and at least 0, got ${smoothing}`)
  }
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return Number.NaN
  const bins = reference.length
  const whole = n + smoothing * bins
  const part = m + smoothing * bins
  let sum = 0
  for (let i = 0; i < bins; i++) {
    sum += term(((reference[i] ?? 0) + smoothing) / whole, ((current[i] ?? 0) + smoothing) / part)
  }
  return sum
}

/**
 * Computes the population stability index with a fixed share in the place of an empty bin, in nats.
 *
 * The definition of feature_engine's `DropHighPSIFeatures`: a share of 0 becomes `floor`, nothing else changes
 * and nothing is renormalised; bins empty on both sides add nothing. An empty bin adds about
 * `share * ln(share / floor)`, whatever the sample sizes: use {@link psi} unless you need these numbers.
 *
 * @returns NaN when a side has no counts at all; Infinity with floor 0 and a bin empty on one side only
 * @throws RangeError for bins of different number, a count that is negative or not finite, a bad floor
 * @example
 * psiFixedFloor([60, 40, 0], [50, 30, 20]) // 1.5664...
 */
export function psiFixedFloor(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  options: PsiFixedFloorOptions = {},
): number {
  const { floor = 1e-4 } = options
  if (!(floor >= 0 && floor <= 1)) throw new RangeError(`floor must be in [0, 1], got ${floor}`)
  const [n, m] = checkCounts(reference, current)
  if (n === 0 || m === 0) return Number.NaN
  let sum = 0
  for (let i = 0; i < reference.length; i++) {
    const p = (reference[i] ?? 0) / n
    const q = (current[i] ?? 0) / m
    sum += term(p === 0 ? floor : p, q === 0 ? floor : q)
  }
  return sum
}

function term(p: number, q: number): number {
  return p === q ? 0 : (q - p) * Math.log(q / p)
}
