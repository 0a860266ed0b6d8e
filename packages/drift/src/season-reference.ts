import type { BaselineColumn } from './baseline-types.ts'

/** What to expect of a window that holds given rows of each slot. */
export interface SeasonalReference {
  /** The expected share of every cell, apart cells first; they add up to 1. */
  readonly shares: Float64Array
  /** The number of reference rows that would make the shares equally sure, at most those of the baseline. */
  readonly effectiveRows: number
}

/**
 * Works out what a window should hold, given how many of its rows fall into each slot of the season.
 *
 * Each slot's shares are drawn towards those of the whole reference, as if `kappa` rows of the whole had been added to
 * the slot: `p_s = (c_s + kappa p) / (n_s + kappa)`. A window's shares are the mean of its slots', weighed by the
 * share `f_s` of its rows in each. So a slot of few rows falls back on the whole, and a window that covers all
 * slots as the reference does is compared with about the whole.
 *
 * `effectiveRows` is 1 / v, where v p (1 - p) is the variance of `share expected - share true` when the true shares of
 * the slots vary around a common centre as a Dirichlet distribution of concentration kappa says:
 * `v = sum of f_s^2 / (n_s + kappa) + b^2 (1 / N + sum of (n_s / N)^2 / kappa)`, with
 * `b = sum of f_s kappa / (n_s + kappa)`, the part that is borrowed from the whole. (A slot's own error and its part
 * in the whole's are uncorrelated.) A window that covers equal slots equally has N, the whole reference; one hour
 * of the week little more than n_s + kappa.
 *
 * O(slots x cells); slots without rows in the window are skipped.
 *
 * @param rowsPerSlot the window's rows in each slot; whole numbers
 * @param kappa rows borrowed from the whole, above 0; `@default 500`
 * @returns `undefined` for a column without slots and for a window without rows
 * @throws RangeError when kappa is not above 0
 */
export function seasonalReference(
  column: BaselineColumn,
  rowsPerSlot: ArrayLike<number>,
  kappa = 500,
): SeasonalReference | undefined {
  if (!(kappa > 0 && kappa < Infinity)) throw new RangeError(`kappa must be above 0, got ${kappa}`)
  const { slots } = column
  const cells = slots?.[0]?.length ?? 0
  let rows = 0
  for (let s = 0; s < rowsPerSlot.length; s++) rows += rowsPerSlot[s] ?? 0
  if (slots === undefined || cells === 0 || !(rows > 0)) return undefined

  const whole = new Float64Array(cells)
  const held = new Float64Array(slots.length)
  let all = 0
  slots.forEach((counts, s) => {
    for (let c = 0; c < cells; c++) {
      const count = counts[c] ?? 0
      whole[c] = (whole[c] ?? 0) + count
      held[s] = (held[s] ?? 0) + count
    }
    all += held[s] ?? 0
  })
  const shares = new Float64Array(cells)
  let borrowed = 0
  let own = 0
  let squares = 0
  slots.forEach((counts, s) => {
    const size = held[s] ?? 0
    squares += (size / all) ** 2
    const share = (rowsPerSlot[s] ?? 0) / rows
    if (share === 0) return
    const weight = share / (size + kappa)
    for (let c = 0; c < cells; c++) shares[c] = (shares[c] ?? 0) + weight * (counts[c] ?? 0)
    borrowed += weight * kappa
    own += share * weight
  })
  for (let c = 0; c < cells; c++) shares[c] = (shares[c] ?? 0) + (borrowed * (whole[c] ?? 0)) / all
  const variance = own + borrowed * borrowed * (1 / all + squares / kappa)
  // Rounding alone could lift it above all rows.
  return { shares, effectiveRows: Math.min(all, 1 / variance) }
}
