import { expect, test } from 'vitest'
import fc from 'fast-check'
import { goldenCases } from '../../test/golden-cases.ts'
import { murmur3, murmur3Bytes } from './murmur3.ts'

const cases = goldenCases('hashing', 'string_hashes')

test.each(cases)('murmur3 matches the golden $name for every seed', ({ inputs, expected, params }) => {
  const seeds: number[] = params['murmur3_x86_32_seeds']
  expect(seeds.map((seed) => murmur3(inputs['string'], seed))).toEqual(expected['murmur3_32'])
  const bytes = new TextEncoder().encode(inputs['string'])
  expect(seeds.map((seed) => murmur3Bytes(bytes, seed))).toEqual(expected['murmur3_32'])
})

test('the goldens are there', () => {
  expect(cases.length).toBe(49)
})

test('hashes a text as TextEncoder would encode it, lone surrogates too', () => {
  const text = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x7f }),
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 0xd7f0, max: 0xe010 }),
    ),
  )
  fc.assert(
    fc.property(text, fc.integer(), (units, seed) => {
      const value = String.fromCharCode(...units)
      expect(murmur3(value, seed)).toBe(murmur3Bytes(new TextEncoder().encode(value), seed))
    }),
    { numRuns: 1000 },
  )
})

test('treats a lone surrogate as U+FFFD at either end of a text', () => {
  expect(murmur3('abc\ud83d')).toBe(murmur3('abc\ufffd'))
  expect(murmur3('\ude00abc')).toBe(murmur3('\ufffdabc'))
  expect(murmur3('\ud83d\ud83d\ude00')).toBe(murmur3('\ufffd\u{1f600}'))
})

test('takes the seed modulo 2^32', () => {
  expect(murmur3('a', -1)).toBe(murmur3('a', 4294967295))
})
