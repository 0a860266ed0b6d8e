import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as stats from './index.ts'

const {
  binIndex,
  chiSquareQuantile,
  chiSquareSf,
  countBins,
  createRandom,
  digamma,
  equalMassEdges,
  erf,
  erfc,
  gammaP,
  gammaQ,
  kolmogorovSf,
  ksStatistic,
  ksStatisticCounts,
  ksTwoSample,
  lgamma,
  LogHistogram,
  logSumExp,
  murmur3,
  murmur3Bytes,
  normalCdf,
  normalLogCdf,
  normalQuantile,
  normalSf,
  psi,
  psiFixedFloor,
  psiNullMean,
  psiNullQuantile,
  sha256,
  sha256Hex,
} = stats

test('every example of a docstring says what its function answers', () => {
  const near: [got: number, want: number, digits: number][] = [
    [erf(0.5), 0.5204998778130465, 15],
    [erfc(10) * 1e45, 2.088487583762545, 14],
    [normalCdf(-1.959963984540054), 0.025, 15],
    [normalSf(10) * 1e24, 7.619853024160525, 14],
    [normalLogCdf(-38), -726.5572160188201, 11],
    [normalQuantile(0.975), 1.959963984540054, 14],
    [lgamma(10), 12.801827480081469, 13],
    [digamma(1), -0.5772156649015329, 14],
    [gammaP(2.5, 3), 0.6937810815867216, 14],
    [gammaQ(1000, 1100), 0.001059323253929978, 15],
    [chiSquareSf(3.841458820694124, 1), 0.05, 14],
    [chiSquareQuantile(0.95, 1), 3.841458820694124, 13],
    [kolmogorovSf(1.3581), 0.05, 6],
    [logSumExp([1000, 1000], [0.5, 0.5]), 1000, 12],
    [ksStatistic([1, 2, 3], [2, 3, 4]), 1 / 3, 15],
    [ksStatisticCounts([1, 1, 0], [0, 1, 1]), 0.5, 15],
    [ksTwoSample([1, 2, 3], [4, 5, 6]).pValue, 0.1, 15],
    [psi([50, 30, 20], [42, 35, 23]), 0.0251, 4],
    [psiFixedFloor([60, 40, 0], [50, 30, 20]), 1.5664, 4],
    [psiNullMean(10, 1000, 1000), 0.018, 15],
    [psiNullQuantile(0.99, 10, 1000, 1000), 0.0433, 4],
  ]
  for (const [got, want, digits] of near) expect(got).toBeCloseTo(want, digits)
  expect(murmur3('hello')).toBe(613153351)
  expect(murmur3Bytes(new TextEncoder().encode('hello'))).toBe(613153351)
  expect(sha256('abc')[0]).toBe(0xba)
  expect(sha256Hex('abc').slice(0, 8)).toBe('ba7816bf')
  expect(createRandom('experiment-1').int(6)).toBeLessThan(6)
  expect(equalMassEdges([1, 2, 3, 4], 2)).toEqual(Float64Array.of(2))
  expect(binIndex(Float64Array.of(1, 2), 2)).toBe(1)
  expect(countBins(Float64Array.of(1, 2), [0, 1, 1.5, 9])).toEqual(Uint32Array.of(2, 1, 1))
  const latency = new LogHistogram()
  latency.record(12.5)
  expect(latency.quantile(0.5)).toBe(12.5)
})

test('the README names every export', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  for (const name of Object.keys(stats)) expect(readme).toContain(`\`${name}`)
})
