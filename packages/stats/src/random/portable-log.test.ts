import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256Hex } from '../hash/sha256.ts'
import { createRandom } from './create-random.ts'
import { portableLog } from './portable-log.ts'

test('is the logarithm, within two units in the last place of any other', () => {
  const below1 = fc.oneof(
    fc.double({ min: 2 ** -110, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
    // Around 1, powers of two and the branches of the algorithm.
    fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -5, max: 5 })).map(([k, units]) => {
      return Math.min(1 - 2 ** -53, 2 ** -k * (1 + units * 2 ** -52))
    }),
    fc.double({ min: 0.68, max: 0.74, noNaN: true }),
  )
  fc.assert(
    fc.property(below1, (x) => {
      const want = Math.log(x)
      expect(Math.abs(portableLog(x) - want)).toBeLessThanOrEqual(2 ** -51 * Math.abs(want))
    }),
    { numRuns: 5_000 },
  )
})

test('has the same bits on every engine: these are those of FreeBSD msun', () => {
  const view = new DataView(new ArrayBuffer(8))
  const bits = (x: number): string => {
    view.setFloat64(0, portableLog(x))
    return view.getBigUint64(0).toString(16)
  }
  expect([0.5, 0.1, 0.7, 0.9999, 1 - 2 ** -53, 2 ** -104].map(bits)).toMatchInlineSnapshot(`
    [
      "bfe62e42fefa39ef",
      "c0026bb1bbb55515",
      "bfd6d3c324e13f50",
      "bf1a3738d2cf1cc2",
      "bca0000000000000",
      "c05205966f2b4f12",
    ]
  `)
  const random = createRandom('portable')
  const all = Array.from({ length: 20_000 }, () => bits(random.next() || 0.5))
  expect(sha256Hex(all.join(' '))).toMatchInlineSnapshot(
    `"b4d9af95d9c029cf11b6bd1e4ecb9fc803a088cbd5740c28c2a473274ec80d9f"`,
  )
})
