import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { goldenCases } from '../../test/golden-cases.ts'
import { sha256, sha256Hex } from './sha256.ts'

test.each(goldenCases('hashing', 'string_hashes'))('matches the golden $name', ({ inputs, expected }) => {
  expect(sha256Hex(inputs['string'])).toBe(expected['sha256_hex'])
})

test('agrees with the platform around every block boundary', () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 31)
    expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
  }
})

test('agrees with the platform on any text, lone surrogates as U+FFFD', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'))
    }),
  )
  expect(sha256Hex('\ud83d')).toBe(sha256Hex('\ufffd'))
})

test('returns 32 fresh bytes', () => {
  const first = sha256('a')
  expect(first.length).toBe(32)
  first.fill(0)
  expect(sha256('a')[0]).toBe(0xca)
})
