import { createRandom } from '@plimsoll/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from './cells.ts'
import {
  embeddingDirections,
  embeddingFigures,
  embeddingLength,
  embeddingParts,
} from './embedding-figures.ts'

const directions = embeddingDirections(64)

describe('embeddingDirections', () => {
  it('draws signs of one size, about as many of each, about orthogonal', () => {
    const wide = embeddingDirections(768)
    expect(wide).toHaveLength(16 * 768)
    expect(new Set(Array.from(wide, Math.abs))).toEqual(new Set([1 / Math.sqrt(768)]))
    for (let p = 0; p < 16; p++) {
      for (let q = 0; q < p; q++) {
        let product = 0
        for (let i = 0; i < 768; i++) product += (wide[p * 768 + i] ?? 0) * (wide[q * 768 + i] ?? 0)
        expect(Math.abs(product)).toBeLessThan(0.15)
      }
    }
  })

  it('is the same everywhere and always', () => {
    const signs = Array.from(embeddingDirections(4), (item) => (item > 0 ? '+' : '-')).join('')
    expect(signs).toMatchInlineSnapshot(`"+++---+++----+-+-----+--+------+-+--++++--+--++-----+-++-+---+-+"`)
  })
})

describe('embeddingFigures', () => {
  it('gives the norm and every projection, of arrays and typed arrays alike', () => {
    const random = createRandom('vectors')
    const vector = Float32Array.from({ length: 64 }, () => random.normal())
    const out = new Float64Array(17)
    expect(embeddingFigures(vector, directions, out)).toBe(firstBin)
    const plain = Array.from(vector)
    expect(out[0]).toBeCloseTo(Math.hypot(...plain), 12)
    for (let p = 0; p < 16; p++) {
      const product = plain.reduce((sum, item, i) => sum + item * (directions[p * 64 + i] ?? 0), 0)
      expect(out[p + 1]).toBeCloseTo(product, 12)
    }
    const again = new Float64Array(17)
    embeddingFigures(plain, directions, again)
    expect(again).toEqual(out)
    expect(embeddingParts).toHaveLength(17)
  })

  const zeros = Array.from({ length: 64 }, () => 0)
  it.each([
    ['null', null, missingCell],
    ['undefined', undefined, missingCell],
    ['a number', 5, wrongTypeCell],
    ['text', 'x'.repeat(64), wrongTypeCell],
    ['too short', zeros.slice(1), wrongTypeCell],
    ['too long', [...zeros, 0], wrongTypeCell],
    ['an item of text', zeros.with(3, '1' as unknown as number), wrongTypeCell],
    ['a hole', Object.assign([], { length: 64 }), wrongTypeCell],
    ['big integers', new BigInt64Array(64), wrongTypeCell],
    ['a view of bytes', new DataView(new ArrayBuffer(64)), wrongTypeCell],
    ['a like of an array', { length: 64, 0: 1 }, wrongTypeCell],
    ['NaN inside', zeros.with(63, Number.NaN), nanCell],
    ['Infinity inside', zeros.with(0, -Infinity), infiniteCell],
    ['both inside', zeros.with(0, -Infinity).with(1, Number.NaN), nanCell],
    ['squares that overflow', zeros.with(0, 1e200), infiniteCell],
    ['a proxy that throws', new Proxy(zeros, { get: () => expect.unreachable() }), wrongTypeCell],
  ])('counts %s apart', (_, value, cell) => {
    const out = new Float64Array(17)
    expect(embeddingFigures(value, directions, out)).toBe(cell)
    expect(out).toEqual(new Float64Array(17))
  })

  it('has no figures where the reference had no embedding', () => {
    expect(embeddingFigures([], embeddingDirections(0), new Float64Array(17))).toBe(wrongTypeCell)
  })

  it('keeps distances about as they are, as random projections do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 }),
        (v) => {
          const out = new Float64Array(17)
          embeddingFigures(v, directions, out)
          const size = Math.sqrt(out.slice(1).reduce((sum, item) => sum + item * item, 0))
          expect(size).toBeLessThanOrEqual(2.5 * (out[0] ?? 0) + 1e-9)
        },
      ),
    )
  })
})

describe('embeddingLength', () => {
  it.each([
    [[1, 2], 2],
    [new Float32Array(3), 3],
    [[], 0],
    [['a'], 0],
    ['ab', 0],
    [null, 0],
    [new Float32Array(65_537), 0],
    [new DataView(new ArrayBuffer(8)), 0],
  ])('of %s', (value, length) => {
    expect(embeddingLength(value)).toBe(length)
  })
})
