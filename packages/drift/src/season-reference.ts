import type { BaselineColumn } from './baseline-types.ts'
import { sum } from './sum.ts'

/** What to expect of a window that holds given rows of each slot. */
export interface SeasonalReference {
  /** The expected share of every cell, apart cells first; they add up to 1. */
  readonly shares: Float64Array
  /** The number of reference rows that would make the shares equally sure, at most those of the baseline. */
  readonly effectiveRows: number
}

/** Borrowed where slots look alike; more would change nothing. */
const mostKappa = 1e6
/** Of baseline columns, which are never changed. */
const known = new WeakMap<BaselineColumn, number>()

/**
 * Estimates how alike the slots of a column are: the concentration of a Dirichlet distribution around the whole from
 * which their true shares may have been drawn. Small where every hour has shares of its own, large where the season
 * changes nothing. By moments, from the chi-square statistic of slots x cells: with S slots of n_s rows and k cells,
 * `concentration + 1 = sum of (n_s - 1) / (chi-square / (k - 1) - (S - 1))`.
 *
 * O(slots x cells), once per column.
 *
 * @returns 1 to 1e6; 1e6 for a column without slots, or of one cell or one slot
 */
export function slotConcentration(column: BaselineColumn): number {
  const held = known.get(column)
  if (held !== undefined) return held
  const { slots = [] } = column
  const rows = slots.map(sum)
  const all = sum(rows)
  const whole = (slots[0] ?? []).map((_, c) => slots.reduce((sum, counts) => sum + (counts[c] ?? 0), 0))
  const cells = whole.filter((count) => count > 0).length
  let excess = 1
  let pairs = 0
  slots.forEach((counts, s) => {
    const size = rows[s] ?? 0
    if (size === 0) return
    excess--
    pairs += size - 1
    whole.forEach((count, c) => {
      if (count === 0) return
      const expected = (size * count) / all
      excess += ((counts[c] ?? 0) - expected) ** 2 / expected / Math.max(1, cells - 1)
    })
  })
  const kappa = cells > 1 && excess > 0 ? pairs / excess - 1 : mostKappa
  const kept = Math.max(1, Math.min(mostKappa, kappa))
  known.set(column, kept)
  return kept
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
 * @param kappa rows borrowed from the whole, above 0; `@default` {@link slotConcentration}
 * @returns `undefined` for a column without slots and for a window without rows
 * @throws RangeError when kappa is not above 0
 */
export function seasonalReference(
  column: BaselineColumn,
  rowsPerSlot: ArrayLike<number>,
  kappa: number = slotConcentration(column),
): SeasonalReference | undefined {
  if (!(kappa > 0 && kappa < Infinity)) throw new RangeError(`kappa must be above 0, got ${kappa}`)
  const { slots } = column
  const cells = slots?.[0]?.length ?? 0
  const rows = sum(rowsPerSlot)
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
