import { totalVariation } from '@plimsoll/stats'
import type { TestResult } from '@plimsoll/stats'
import { countCategories } from './category-counts.ts'
import type { Category } from './column-values.ts'
import { numpyPermutations } from './numpy-permutation.ts'

const draws = 1000

/**
 * Tests the total variation distance of two samples by 1000 permutations, as Evidently's `TVD` does after seeding
 * numpy with 0: the share of permutations at least as far apart.
 *
 * Two distances that are equal but for rounding may compare either way; with more than two categories Evidently's
 * own p-value then differs between processes by a few thousandths. Costs 1000 shuffles of both samples.
 *
 * @example
 * tvdPermutation(['a', 'b'], ['a', 'b']) // { statistic: 0, pValue: 1 }
 */
export function tvdPermutation(reference: readonly Category[], current: readonly Category[]): TestResult {
  const { categories, ...counts } = countCategories(reference, current)
  const statistic = totalVariation(counts.reference, counts.current)
  const codes = new Map(categories.map((category, code) => [category, code]))
  const all = Uint32Array.from([...reference, ...current], (value) => codes.get(value) ?? 0)
  const totals = counts.reference.map((count, code) => count + (counts.current[code] ?? 0))
  const permute = numpyPermutations(0)
  let extreme = 0
  for (let draw = 0; draw < draws; draw++) {
    const drawn = Array.from(totals, () => 0)
    for (const row of permute(all.length).subarray(0, reference.length)) {
      const code = all[row] ?? 0
      drawn[code] = (drawn[code] ?? 0) + 1
    }
    const rest = totals.map((total, code) => total - (drawn[code] ?? 0))
    if (statistic <= totalVariation(drawn, rest)) extreme++
  }
  return { statistic, pValue: extreme / draws }
}
