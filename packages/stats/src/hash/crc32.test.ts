import { expect, test } from 'vitest'
import fc from 'fast-check'
import { goldenCases } from '../../test/golden-cases.ts'
import { crc32 } from './crc32.ts'

const cases = goldenCases('hashing', 'string_hashes')

test.each(cases)('crc32 matches the golden $name', ({ inputs, expected }) => {
  expect(expected['crc32']).toBeTypeOf('number')
  expect(crc32(new TextEncoder().encode(inputs['string']))).toBe(expected['crc32'])
})

test('the goldens are there', () => {
  expect(cases.length).toBe(49)
})

test('answers 0 for no bytes and the check value of the standard for its text', () => {
  expect(crc32(new Uint8Array())).toBe(0)
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
})

test('sees every change within 32 neighbouring bits', () => {
  const bytes = fc.uint8Array({ minLength: 5, maxLength: 64 })
  fc.assert(
    fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 0xffffffff }), (given, place, burst) => {
      const changed = given.slice()
      const at = place % (given.length - 3)
      const view = new DataView(changed.buffer)
      view.setUint32(at, view.getUint32(at) ^ burst)
      expect(crc32(changed)).not.toBe(crc32(given))
    }),
    { numRuns: 1000 },
  )
})

test('reads the bytes of a view alone, not of the buffer behind it', () => {
  const all = new TextEncoder().encode('ab123456789cd')
  expect(crc32(all.subarray(2, 11))).toBe(0xcbf43926)
})
