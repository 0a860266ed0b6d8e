import { describe, expect, test } from 'vitest'
import { excess, goldenCases } from '../../test/golden-cases.ts'
import type { GoldenCase } from '../../test/golden-cases.ts'
import { fisherExact } from './fisher-exact.ts'
import type { Proportion } from './fisher-exact.ts'
import { twoProportionZ } from './two-proportion-z.ts'

function proportion(counts: readonly [string, number][], success: string): Proportion {
  const trials = counts.reduce((sum, [, count]) => sum + count, 0)
  return { successes: counts.find(([name]) => name === success)?.[1] ?? 0, trials }
}

function close(got: number, { expected, tolerance }: GoldenCase, field: string): void {
  const allowed = (tolerance[field] ?? tolerance) as { rel: number; abs: number }
  expect(excess(got, expected[field], allowed)).toBeLessThanOrEqual(1)
}

describe('fisherExact', () => {
  test.each(goldenCases('two-sample-categorical', 'fisher_exact'))('matches scipy, $name', (one) => {
    const [[a, b], [c, d]] = one.params['table']
    const current = { successes: a, trials: a + b }
    const reference = { successes: c, trials: c + d }
    const got = fisherExact(reference, current, { alternative: one.params['alternative'] })
    close(got.oddsRatio, one, 'odds_ratio')
    close(got.pValue, one, 'pvalue')
  })

  test('needs no trials to say that nothing is known, and refuses what is no proportion', () => {
    expect(fisherExact({ successes: 0, trials: 0 }, { successes: 3, trials: 9 }).pValue).toBe(1)
    expect(() => fisherExact({ successes: 2, trials: 1 }, { successes: 0, trials: 1 })).toThrow(
      'reference.successes must be a whole number from 0 to trials',
    )
    expect(() => fisherExact({ successes: 1, trials: 1 }, { successes: 0, trials: 0.5 })).toThrow(
      'current.trials must be a whole number of at least 0',
    )
  })
})

describe('twoProportionZ', () => {
  test.each(goldenCases('two-sample-categorical', 'two_proportion_z_pooled'))(
    'matches statsmodels, $name',
    (one) => {
      const ref = proportion(one.inputs['ref'], one.params['success'])
      const cur = proportion(one.inputs['cur'], one.params['success'])
      // The tool takes the reference first.
      const got = twoProportionZ(cur, ref, { alternative: one.params['alternative'] })
      close(got.statistic, one, 'statistic')
      close(got.pValue, one, 'pvalue')
    },
  )

  test('says NaN where nothing can vary', () => {
    expect(twoProportionZ({ successes: 0, trials: 5 }, { successes: 0, trials: 9 }).pValue).toBeNaN()
    expect(twoProportionZ({ successes: 0, trials: 0 }, { successes: 1, trials: 9 }).statistic).toBeNaN()
  })
})
