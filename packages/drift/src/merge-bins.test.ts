import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeBins, sumMembers } from './merge-bins.ts'

describe('mergeBins', () => {
  it('merges ordered bins with their neighbours until each expects enough', () => {
    const merged = mergeBins([100, 10, 10, 80], 20, [0, 1, 2, 3], 3)
    // Expected counts 10, 1, 1, 8.
    expect(merged.members).toEqual([[0], [1, 2, 3]])
    expect(merged.reference).toEqual([100, 100])
    expect(sumMembers(merged.members, [10, 0, 2, 8])).toEqual([10, 10])
    expect(merged.enough).toBe(true)
  })

  it('merges bins in the order given', () => {
    const merged = mergeBins([100, 10, 60, 30], 20, [1, 3, 2, 0], 4)
    expect(merged.members).toEqual([[1, 3], [2], [0]])
  })

  it('keeps the largest bin apart from the rest where one bin would be left', () => {
    const merged = mergeBins([990, 6, 4], 100, [2, 1, 0], 3)
    expect(merged.members).toEqual([[0], [2, 1]])
    expect(sumMembers(merged.members, [60, 30, 10])).toEqual([60, 40])
    expect(merged.enough).toBe(false)
  })

  it('keeps every row', () => {
    const pairs = fc.array(fc.tuple(fc.nat(500), fc.nat(50)), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(pairs, fc.boolean(), (bins, isReversed) => {
        const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)
        const reference = bins.map(([a]) => a)
        const current = bins.map(([, b]) => b)
        const order = bins.map((_, i) => (isReversed ? bins.length - 1 - i : i))
        const merged = mergeBins(reference, sum(current), order, 3)
        expect(sum(merged.reference)).toBe(sum(reference))
        expect(sum(sumMembers(merged.members, current))).toBe(sum(current))
        expect(merged.members.flat().sort((a, b) => a - b)).toEqual(bins.map((_, i) => i))
        const ratio = sum(reference) === 0 ? 0 : sum(current) / sum(reference)
        if (merged.enough && merged.members.length > 1) {
          for (const mass of merged.reference) expect(mass * ratio).toBeGreaterThanOrEqual(3)
        }
      }),
    )
  })
})
