import { expect, test } from 'vitest'
import { createRandom } from '../random/create-random.ts'
import { psi } from './psi.ts'
import { psiNullMean, psiNullQuantile } from './psi-null.ts'

test('agrees with simulated samples that do not drift', () => {
  const random = createRandom('psi-null')
  const bins = 10
  const [n, m] = [2000, 1000]
  const draw = (size: number) => {
    const counts = new Uint32Array(bins)
    for (let i = 0; i < size; i++) {
      const bin = random.int(bins)
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    return counts
  }
  const limit = psiNullQuantile(0.95, bins, n, m)
  const runs = 2000
  let sum = 0
  let over = 0
  for (let run = 0; run < runs; run++) {
    const value = psi(draw(n), draw(m))
    sum += value
    if (value > limit) over++
  }
  // The mean has a standard error of about 1%, the share over the limit one of 0.5%.
  expect(Math.abs(sum / runs / psiNullMean(bins, n, m) - 1)).toBeLessThan(0.05)
  expect(Math.abs(over / runs - 0.05)).toBeLessThan(0.02)
})

test('scales with the sample sizes and takes a reference known exactly', () => {
  expect(psiNullMean(10, 1000, 1000)).toBeCloseTo(0.018, 14)
  expect(psiNullMean(10, Infinity, 500)).toBeCloseTo(0.018, 14)
  expect(psiNullQuantile(0.99, 10, 1000, 1000)).toBeCloseTo(0.002 * 21.665994333461924, 14)
})

test('answers 0 for one bin and NaN out of range', () => {
  expect(psiNullMean(1, 5, 5)).toBe(0)
  expect(psiNullQuantile(0.99, 1, 5, 5)).toBe(0)
  for (const got of [
    psiNullMean(0, 1, 1),
    psiNullMean(2, 0, 1),
    psiNullQuantile(2, 2, 1, 1),
    psiNullQuantile(0.5, 2, 1, Number.NaN),
  ]) {
    expect(got).toBeNaN()
  }
})
