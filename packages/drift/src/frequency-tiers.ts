import { murmur3 } from '@plimsoll/stats'
import type { CategoricalColumn } from './baseline-types.ts'

/** Standard errors by which a count must be above the next, so that luck cannot have ordered them. */
const clearErrors = 4

/**
 * Parts the bins of a categorical column where a count is clearly above the next.
 *
 * Of names about equally frequent the first are first by luck, in this reference alone: live rows find them rarer, and
 * the last of them more frequent. What goes by frequency may therefore part tiers, and nothing within one.
 *
 * @param counts of the column's values and of all others
 * @returns the bins of every tier, most frequent tier first; within a tier in an order that counts have no part in
 */
export function frequencyTiers({ values }: CategoricalColumn, counts: readonly number[]): number[][] {
  const keys = counts.map((_, bin) => (bin < values.length ? murmur3(JSON.stringify(values[bin])) : 0))
  const order = counts.map((_, bin) => bin).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
  const tiers: number[][] = []
  let last = Infinity
  for (const bin of order) {
    const count = counts[bin] ?? 0
    const isClear = last - count > clearErrors * Math.sqrt(last + count)
    if (isClear || tiers.length === 0) tiers.push([])
    tiers.at(-1)?.push(bin)
    last = count
  }
  return tiers.map((tier) => tier.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b))
}
