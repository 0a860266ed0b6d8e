import { expect, test } from 'vitest'
import { kolmogorovSf } from './kolmogorov.ts'
import { kstwoSf } from './kstwo.ts'

test.each([
  // The matrix form of Marsaglia, Tsang and Wang (2003), in mpmath at 60 digits.
  [5, 0.3, 0.664],
  [20, 0.1, 0.976255094592155],
  [20, 0.2, 0.35272017362341607],
  [20, 0.4, 0.0021189221820373644],
  [50, 0.12, 0.43376796613102325],
  [50, 0.25, 0.003065762019870634],
  [140, 0.05, 0.857648029765611],
  [140, 0.12, 0.03252638258561183],
  [141, 0.1243, 0.02339455723530821],
  [200, 0.1, 0.03411007078148499],
  [500, 0.02, 0.9859871785432573],
  [500, 0.06, 0.052434595771508406],
  [1000, 0.04, 0.07933955497540124],
  // Twice Smirnov's sum, in mpmath at 40 digits.
  [20, 0.6, 2.048301164971985e-7],
  [5000, 0.1, 5.590495886396459e-44],
  [30_000, 0.02, 7.435696315866379e-11],
])('matches mpmath at n = %i, d = %d', (n, d, want) => {
  const isExact = n <= 140 || n * d * d >= 4
  expect(Math.abs(kstwoSf(d, n) / want - 1)).toBeLessThan(isExact ? 2e-10 : n < 500 ? 3e-5 : 2e-6)
})

test('is the closed form for one, two and three values', () => {
  // n = 1: the gap of u is max(u, 1 - u).
  for (const d of [0.5, 0.6, 0.99]) expect(kstwoSf(d, 1)).toBeCloseTo(2 * (1 - d), 14)
  // d at or above 1 - 1 / n: both ends of the sorted sample, 2 (1 - d)^n.
  for (const n of [2, 3, 10, 90]) {
    const d = 1 - 0.5 / n
    expect(kstwoSf(d, n) / (2 * (1 - d) ** n)).toBeCloseTo(1, 11)
  }
  // d between 1 / (2 n) and 1 / n (Ruben and Gambino): 1 - n! (2 d - 1 / n)^n.
  for (const n of [2, 3, 6.0]) {
    const d = 0.8 / n
    const factorial = Array.from({ length: n }, (_, i) => i + 1).reduce((a, b) => a * b, 1)
    expect(kstwoSf(d, n)).toBeCloseTo(1 - factorial * (2 * d - 1 / n) ** n, 13)
  }
})

test.each([
  // scipy 1.17.1 kstwo.sf: one of each region.
  [100, 0.1, 0.2526927570063874],
  [140, 0.1, 0.11353657290090946],
  [141, 0.04, 0.9710682269013183],
  [300, 0.02, 0.9995956727697175],
  [1_000, 0.03, 0.3226902143914636],
  [5_000, 0.0213, 0.021105737311906177],
  [5_000, 0.003, 0.9999999999740126],
  [5_000, 0.012, 0.4639912166690192],
  [20_000, 0.002, 0.9999979895410975],
  [20_000, 0.012, 0.006251252284121751],
  [200_000, 0.002, 0.39995085369038097],
  [1_000_000, 0.0012, 0.11215991901443556],
  [1_000, 0.2, 1.5528629204250538e-35],
])('is scipy at n = %i, d = %d', (n, d, want) => {
  expect(Math.abs(kstwoSf(d, n) / want - 1)).toBeLessThan(1e-9)
})

test('goes to the limit as n grows, falls with d and has no jump where the forms meet', () => {
  for (const x of [0.4, 0.8, 1.2, 1.6, 2.5]) {
    const [near, nearer] = [1e5, 1e7].map((n) => kstwoSf(x / Math.sqrt(n), n) / kolmogorovSf(x) - 1)
    expect(Math.abs(near ?? 1)).toBeLessThan(0.02)
    expect(Math.abs(nearer ?? 1)).toBeLessThan(Math.abs(near ?? 0) / 5)
  }
  for (const n of [1, 2, 7, 30, 140, 141, 5000, 20_000]) {
    let last = 1
    for (let k = 1; k <= 60; k++) {
      const value = kstwoSf(Math.min(1, (0.08 * k) / Math.sqrt(n)), n)
      expect(value).toBeLessThanOrEqual(last)
      last = value
    }
  }
  for (const [n, square] of [
    [100, 4],
    [5000, 2.2],
    [200_000, 2.2],
  ] as const) {
    const [below, above] = [square - 1e-9, square + 1e-9].map((q) => kstwoSf(Math.sqrt(q / n), n))
    expect(Math.abs((below ?? 0) / (above ?? 1) - 1)).toBeLessThan(3e-6)
  }
})

test('has a written answer at its ends', () => {
  expect([kstwoSf(0, 5), kstwoSf(-1, 5), kstwoSf(0.1, 5)]).toEqual([1, 1, 1.0])
  expect([kstwoSf(1, 5), kstwoSf(Infinity, 5), kstwoSf(0.99, 1e5)]).toEqual([0, 0, 0.0])
  for (const [d, n] of [
    [Number.NaN, 5],
    [0.5, 0],
    [0.5, 1.5],
    [0.5, Infinity],
    [0.5, Number.NaN],
  ] as const)
    expect(kstwoSf(d, n)).toBeNaN()
})
