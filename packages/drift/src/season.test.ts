import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeasonBy } from './baseline-types.ts'
import { readTime, slotCount, slotOf } from './season.ts'

const every: readonly SeasonBy[] = ['hourOfDay', 'dayOfWeek', 'hourOfWeek', 'month']
const times = fc.integer({ min: -8.64e15, max: 8.64e15 })

describe('slotOf', () => {
  it('agrees with the calendar of Date, before and after 1970', () => {
    fc.assert(
      fc.property(fc.oneof(times, fc.integer({ min: -3e12, max: 3e12 })), (ms) => {
        const date = new Date(ms)
        const weekday = (date.getUTCDay() + 6) % 7
        expect(slotOf('hourOfDay', ms)).toBe(date.getUTCHours())
        expect(slotOf('dayOfWeek', ms)).toBe(weekday)
        expect(slotOf('hourOfWeek', ms)).toBe(weekday * 24 + date.getUTCHours())
        expect(slotOf('month', ms)).toBe(date.getUTCMonth())
      }),
      { numRuns: 2000 },
    )
  })

  it('uses every slot and no other', () => {
    for (const by of every) {
      const seen = new Set<number>()
      for (let hour = 0; hour < 24 * 366; hour++) seen.add(slotOf(by, hour * 3_600_000))
      expect(Array.from(seen).sort((a, b) => a - b)).toEqual(
        Array.from({ length: slotCount(by) }, (_, i) => i),
      )
    }
  })

  it.each([Number.NaN, Infinity, -Infinity, 8.64e15 + 1])('has no slot for %s', (ms) => {
    for (const by of every) expect(slotOf(by, ms)).toBe(-1)
  })
})

describe('readTime', () => {
  it('gives back what Date prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (ms) => {
        expect(readTime(new Date(ms).toISOString())).toBe(ms)
        expect(readTime(new Date(ms))).toBe(ms)
        expect(readTime(BigInt(ms))).toBe(ms)
        expect(readTime(ms)).toBe(ms)
      }),
    )
  })

  it.each([
    ['2026-01-06', Date.UTC(2026, 0, 6)],
    ['2026-01-06 13:30', Date.UTC(2026, 0, 6, 13, 30)],
    ['2026-01-06T13:30', Date.UTC(2026, 0, 6, 13, 30)],
    ['2026-01-06T13:30:07.5', Date.UTC(2026, 0, 6, 13, 30, 7, 500)],
    ['2026-01-06T13:30:07.123456789Z', Date.UTC(2026, 0, 6, 13, 30, 7, 123)],
    ['2026-01-06T13:30+02:00', Date.UTC(2026, 0, 6, 11, 30)],
    ['2026-01-06T13:30-0530', Date.UTC(2026, 0, 6, 19)],
    ['0004-02-29', new Date('0004-02-29T00:00:00Z').getTime()],
  ])('reads %s as UTC where it names no zone', (text, ms) => {
    expect(readTime(text)).toBe(ms)
  })

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-01-06T24:00',
    '2026-01-06T13:60',
    '6 Jan 2026',
    '1767706200000',
    '',
    null,
    undefined,
    Number.NaN,
    Infinity,
    8.65e15,
    true,
    {},
    new Date(Number.NaN),
    { getTime: () => 5 },
  ])('does not read %s', (value) => {
    expect(readTime(value)).toBeNaN()
  })

  it('never throws', () => {
    expect(readTime(new Proxy(new Date(0), {}))).toBeNaN()
    fc.assert(fc.property(fc.anything({ withBigInt: true }), (value) => typeof readTime(value) === 'number'))
  })
})
