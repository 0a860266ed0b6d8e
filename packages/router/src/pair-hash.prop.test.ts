import { murmur3 } from '@plimsoll/stats'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pairHash } from './pair-hash.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  // Lone and paired surrogates, so that a pair can meet across the seam.
  fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 4 }).map((c) => String.fromCharCode(...c)),
)

test('equals murmur3 of the joined text, bit for bit', () => {
  fc.assert(
    fc.property(text, text, (first, second) => {
      expect(pairHash(first, second)).toBe(murmur3(first + second))
    }),
    { numRuns: 5_000 },
  )
})

test('equals murmur3 for every pair of short lengths', () => {
  for (let a = 0; a <= 9; a++) {
    for (let b = 0; b <= 9; b++) {
      const whole = 'zyxwvutsrqponmlkji'.slice(0, a + b)
      expect(pairHash(whole.slice(0, a), whole.slice(a))).toBe(murmur3(whole))
    }
  }
})

test('joins a surrogate pair that is split between the texts', () => {
  expect(pairHash('ab\ud83d', '\ude00cd')).toBe(murmur3('ab\u{1f600}cd'))
})
