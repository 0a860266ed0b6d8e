import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, parseDuration, readDuration } from './duration.ts'
import type { Duration } from './duration.ts'

test('reads numbers as milliseconds and text by its one unit', () => {
  expect(parseDuration(250)).toBe(250)
  expect(parseDuration('250ms')).toBe(250)
  expect(parseDuration('5s')).toBe(5_000)
  expect(parseDuration('1.5m')).toBe(90_000)
  expect(parseDuration('2h')).toBe(7_200_000)
  expect(parseDuration('1d')).toBe(86_400_000)
})

test.each([
  '250',
  '250 ms',
  ' 250ms',
  '-1s',
  '+1s',
  '1h30m',
  '1e3ms',
  '.5s',
  '5.s',
  '5S',
  'Infinityms',
  '',
  'ms',
  `${'9'.repeat(400)}d`,
])('refuses %j', (text) => {
  expect(() => parseDuration(text as Duration)).toThrow(RangeError)
})

test.each([NaN, Infinity, -1, null, undefined, {}, [], true, 5n])('refuses the value %s', (value) => {
  expect(readDuration(value)).toBeUndefined()
})

test('never throws and never gives a negative or infinite duration', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const ms = readDuration(value)
      return ms === undefined || (Number.isFinite(ms) && ms >= 0)
    }),
  )
})

test('writes a duration so that it reads back the same', () => {
  expect([250, 1_000, 90_000, 300_000, 86_400_000, 0, 1.5].map(formatDuration)).toEqual([
    '250ms',
    '1s',
    '90s',
    '5m',
    '1d',
    '0ms',
    '1.5ms',
  ])
  fc.assert(fc.property(fc.nat(), (ms) => readDuration(formatDuration(ms)) === ms))
})
