import { expect, test } from 'vitest'
import { edgeLabels } from './bin-labels.ts'
import { printCount, printExp, printNumber, printShare, printTimes } from './print-number.ts'
import { printDuration, printSpan } from './print-time.ts'

test('prints shares that are never rounded to nothing or to all', () => {
  expect([0, 1e-9, 0.0012, 0.034, 0.5, 0.99, 0.99999, 1].map(printShare)).toEqual([
    '0%',
    '<0.1%',
    '0.1%',
    '3.4%',
    '50%',
    '99.0%',
    '>99.9%',
    '100%',
  ])
})

test('prints numbers in three digits, far ones as powers of ten', () => {
  expect([0, 0.123456, 1234.5, 12345.6, 1e-7, -2.5e9, null].map(printNumber)).toEqual([
    '0',
    '0.123',
    '1,230',
    '12,300',
    '1.0×10⁻⁷',
    '−2.5×10⁹',
    '–',
  ])
  expect(printExp(0)).toBe('1')
  expect(printExp(Math.log(9.99e20))).toBe('1.0×10²¹')
  expect(printExp(-2000)).toBe('2.6×10⁻⁸⁶⁹')
  expect([0.04, 1, 99.6, 5000].map(printTimes)).toEqual(['0.0×', '1.0×', '100×', '>999×'])
  expect(printCount(1234567)).toBe('1,234,567')
})

test('prints edges with as few digits as tell them apart', () => {
  expect(edgeLabels([1.00001, 2.5, 3])).toEqual(['1', '2.5', '3'])
  expect(edgeLabels([1000.1, 1000.2, 1000.25])).toEqual(['1000.1', '1000.2', '1000.25'])
  expect(edgeLabels([0.1 + 0.2, 0.3])).toEqual(['0.30000000000000004', '0.3'])
})

test('prints dates in UTC, and durations where the clock was none', () => {
  const noon = Date.UTC(2026, 10, 24, 12)
  expect(printSpan(noon, noon + 3_600_000)).toBe('2026-11-24 12:00 to 13:00 UTC')
  expect(printSpan(noon, noon + 86_400_000)).toBe('2026-11-24 12:00 to 2026-11-25 12:00 UTC')
  expect(printSpan(1000, 9_001_000)).toBe('within 2.5 hours')
  expect(printSpan(0, 0)).toBeUndefined()
  expect(printSpan(5, 5)).toBeUndefined()
  expect([500, 90_000, 200_000_000].map(printDuration)).toEqual(['500 ms', '90 seconds', '2.3 days'])
})
