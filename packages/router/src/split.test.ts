import { createRandom, murmur3 } from '@plimsoll/stats'
import { describe, expect, test } from 'vitest'
import { assign, bucket, candidateBuckets, candidateShare } from './split.ts'

const units = 2 ** 20

describe('bucket', () => {
  test('is the multiply-shift of murmur3 over salt and unit together', () => {
    const random = createRandom('bucket')
    for (let i = 0; i < 1_000; i++) {
      const salt = `salt-${random.int(100)}`
      const unit = `user-ü-${random.int(1e9)}`
      expect(bucket(salt, unit)).toBe(Math.floor((murmur3(salt + unit) * 2 ** 20) / 2 ** 32))
    }
  })

  test('keeps its values for ever', () => {
    // murmur3('hello') is 613153351 in the reference implementation.
    expect(bucket('', 'hello')).toBe(149695)
    expect(bucket('he', 'llo')).toBe(149695)
  })

  test('spreads units evenly: chi-square over 64 cells stays in its range for 40 salts', () => {
    const cells = 64
    const n = 20_000
    let sum = 0
    for (let s = 0; s < 40; s++) {
      const counts = Array.from({ length: cells }, () => 0)
      for (let i = 0; i < n; i++) {
        const cell = bucket(`salt-${s}`, `user-${i}`) >>> 14
        counts[cell] = (counts[cell] ?? 0) + 1
      }
      const chi = counts.reduce((total, c) => total + (c - n / cells) ** 2 / (n / cells), 0)
      // 63 degrees of freedom: quantiles 1e-6 and 1 - 1e-6.
      expect(chi).toBeGreaterThan(21)
      expect(chi).toBeLessThan(129)
      sum += chi
    }
    // The mean of 40 such values has standard deviation sqrt(126 / 40) = 1.8.
    expect(Math.abs(sum / 40 - 63)).toBeLessThan(9)
  })
})

describe('assign', () => {
  test.each([0.1, 1, 10, 33.3, 50, 99])('gives the candidate its %s percent under every salt', (weight) => {
    const n = 50_000
    const share = candidateShare(weight)
    for (let s = 0; s < 10; s++) {
      const split = { stable: 'a', candidate: 'b', weight, salt: `s${s}` }
      let candidate = 0
      for (let i = 0; i < n; i++) if (assign(split, `unit ${i}`) === 'b') candidate++
      const z = (candidate - n * share) / Math.sqrt(n * share * (1 - share))
      expect(Math.abs(z)).toBeLessThan(5)
    }
  })

  test('makes splits with different salts independent', () => {
    const n = 40_000
    const table = [0, 0, 0, 0]
    for (let i = 0; i < n; i++) {
      const of = (salt: string) => assign({ stable: 's', candidate: 'c', weight: 50, salt }, `u${i}`)
      const cell = (of('one') === 'c' ? 2 : 0) + (of('two') === 'c' ? 1 : 0)
      table[cell] = (table[cell] ?? 0) + 1
    }
    const chi = table.reduce((total, c) => total + (c - n / 4) ** 2 / (n / 4), 0)
    expect(chi).toBeLessThan(30.7)
  })

  test('gives nobody at 0 and everybody at 100', () => {
    for (let i = 0; i < 1_000; i++) {
      expect(assign({ stable: 's', candidate: 'c', weight: 0, salt: 'x' }, `u${i}`)).toBe('s')
      expect(assign({ stable: 's', candidate: 'c', weight: 100, salt: 'x' }, `u${i}`)).toBe('c')
    }
  })

  test('leaves neither arm empty for a weight strictly between 0 and 100', () => {
    expect(candidateBuckets(1e-9)).toBe(1)
    expect(candidateBuckets(100 - 1e-9)).toBe(units - 1)
    expect(candidateBuckets(50)).toBe(units / 2)
  })

  test.each([-1, 100.5, Number.NaN, Infinity])('refuses a weight of %s', (weight) => {
    expect(() => assign({ stable: 's', candidate: 'c', weight, salt: 'x' }, 'u')).toThrow(
      `weight must be a percentage from 0 to 100, got ${weight}`,
    )
  })
})
