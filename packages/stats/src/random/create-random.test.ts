import { describe, expect, test } from 'vitest'
import { createRandom } from './create-random.ts'

const draw = (seed: number | string, n: number) => {
  const random = createRandom(seed)
  return Array.from({ length: n }, () => random.next())
}

describe('createRandom', () => {
  test('repeats itself for the same seed and differs for others', () => {
    expect(draw('a', 50)).toEqual(draw('a', 50))
    const firsts = [draw(1, 1), draw('1', 1), draw(2, 1), draw('', 1), draw(1.5, 1)].flat()
    expect(new Set(firsts).size).toBe(5)
    expect(draw(0, 3)).toEqual(draw(-0, 3))
  })

  test('keeps its stream stable across releases', () => {
    const random = createRandom('plimsoll')
    expect([random.int(1000), random.int(1000), random.int(1000)]).toMatchInlineSnapshot(`
      [
        2,
        191,
        976,
      ]
    `)
    expect(random.next()).toMatchInlineSnapshot(`0.27149681712024887`)
    // To the last bit; the runtimes suite holds the same against every engine.
    expect([random.normal(), random.normal(), random.normal()]).toMatchInlineSnapshot(`
      [
        1.076043260323558,
        1.2855712707453015,
        0.4619154578270642,
      ]
    `)
  })

  test('draws evenly from [0, 1): chi-square over 100 cells and the low bits', () => {
    const random = createRandom(7)
    const cells = Array.from({ length: 100 }, () => 0)
    const low = Array.from({ length: 100 }, () => 0)
    const n = 200_000
    for (let i = 0; i < n; i++) {
      const value = random.next()
      if (!(value >= 0 && value < 1)) expect.fail(`drew ${value}`)
      const cell = Math.floor(value * 100)
      cells[cell] = (cells[cell] ?? 0) + 1
      const bits = (value * 2 ** 53) % 100
      low[bits] = (low[bits] ?? 0) + 1
    }
    const chi = (counts: number[]) => counts.reduce((sum, c) => sum + (c - n / 100) ** 2 / (n / 100), 0)
    // 99 degrees of freedom: the 1e-6 quantile is 176, its mirror about 44.
    for (const counts of [cells, low]) {
      expect(chi(counts)).toBeLessThan(176)
      expect(chi(counts)).toBeGreaterThan(44)
    }
  })

  test('int is even, also beyond 32 bits', () => {
    const random = createRandom(8)
    const counts = Array.from({ length: 6 }, () => 0)
    for (let i = 0; i < 60_000; i++) {
      const face = random.int(6)
      counts[face] = (counts[face] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(10_000))
    const below = 3 * 2 ** 51
    let high = 0
    for (let i = 0; i < 3_000; i++) {
      const value = random.int(below)
      expect(Number.isInteger(value) && value < below).toBe(true)
      if (value >= 2 ** 52) high++
    }
    expect(Math.abs(high - 1_000)).toBeLessThan(130)
    expect(random.int(1)).toBe(0)
  })

  test('normal has the moments of the standard normal', () => {
    const random = createRandom(9)
    const n = 100_000
    let sum = 0
    let square = 0
    let fourth = 0
    for (let i = 0; i < n; i++) {
      const z = random.normal()
      sum += z
      square += z * z
      fourth += z ** 4
    }
    expect(Math.abs(sum / n)).toBeLessThan(5 / Math.sqrt(n))
    expect(Math.abs(square / n - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(n))
    expect(Math.abs(fourth / n - 3)).toBeLessThan((5 * Math.sqrt(96)) / Math.sqrt(n))
  })

  test('fork depends on seed and label alone and leaves its parent as it was', () => {
    const parent = createRandom('p')
    const early = parent.fork('a').next()
    const drawn = parent.next()
    expect(drawn).toBe(createRandom('p').next())
    expect(parent.fork('a').next()).toBe(early)
    expect(parent.fork('b').next()).not.toBe(early)
    expect(parent.fork('a').fork('b').next()).not.toBe(parent.fork('a/1:b').next())
  })

  test('refuses a seed or a bound it cannot use, naming it', () => {
    expect(() => createRandom(Number.NaN)).toThrow('seed must be a finite number or a string, got NaN')
    const random = createRandom(1)
    for (const below of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 54]) {
      expect(() => random.int(below)).toThrow(`below must be an integer in 1 to 2^53, got ${below}`)
    }
  })
})
