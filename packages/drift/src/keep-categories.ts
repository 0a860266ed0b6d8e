import { murmur3 } from '@plimsoll/stats'
import { maxCategories } from './baseline-types.ts'

/** A value and how many rows held it. */
export type CategoryCount = readonly [value: string | number | boolean, count: number]

/** The categories that a column keeps. */
export interface KeptCategories {
  /** With the rows that count for each, most frequent first; may be 0. */
  readonly kept: readonly CategoryCount[]
  /** Rows of all others. */
  readonly other: number
  /** Kept values of which one row counts as `other`. */
  readonly drawn: ReadonlySet<CategoryCount[0]>
}

/**
 * Chooses the categories to keep where there are more than 256.
 *
 * The most frequent of many like names are those that luck made frequent, in this reference alone: live rows would
 * find each of them rarer and the rest more frequent, which is no drift. So names are drawn by a hash of their own,
 * in proportion to their rows, except those so frequent that they are sure to be drawn (priority sampling). The one
 * row that got a name drawn counts as `other`: the rows left say nothing more of its being drawn, and live rows
 * are as many in expectation.
 *
 * @param ranked all categories, in the order of {@link byCountThenText}
 * @see N. Duffield, C. Lund, M. Thorup (2007), Priority sampling for estimation of arbitrary subset sums
 */
export function keepCategories(ranked: readonly CategoryCount[]): KeptCategories {
  if (ranked.length <= maxCategories) return { kept: ranked, other: 0, drawn: new Set() }
  const drawing = ranked
    .map((category) => ({ category, priority: category[1] / chanceOf(category[0], 0) }))
    .sort((a, b) => b.priority - a.priority)
  // Categories of as many rows are drawn for sure, those of fewer with a chance of rows / sure.
  const sure = drawing[maxCategories]?.priority ?? 1
  const drawn = new Set<CategoryCount[0]>()
  const kept = drawing.slice(0, maxCategories).map(({ category: [value, count] }): CategoryCount => {
    // What one row fewer would have taken from the chance to be drawn, summed over the rows.
    const owed = count <= sure ? 1 : count * Math.max(0, 1 - (count - 1) / sure)
    if (chanceOf(value, 1) > owed) return [value, count]
    drawn.add(value)
    return [value, count - 1]
  })
  const total = (categories: readonly CategoryCount[]): number =>
    categories.reduce((sum, [, count]) => sum + count, 0)
  return { kept: kept.sort(byCountThenText), other: total(ranked) - total(kept), drawn }
}

/** Orders categories by frequency, and those of one frequency always in the same way. */
export function byCountThenText([a, m]: CategoryCount, [b, n]: CategoryCount): number {
  if (m !== n) return n - m
  const left = `${typeof a}${String(a)}`
  const right = `${typeof b}${String(b)}`
  return left < right ? -1 : left > right ? 1 : 0
}

/** Numbers in (0, 1] that are a value's own. */
function chanceOf(value: CategoryCount[0], seed: number): number {
  return (murmur3(`${typeof value}${String(value)}`, seed) + 1) / 2 ** 32
}
