import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIdSource } from './id.ts'

test('ids have 26 characters and sort by time', () => {
  const a = createIdSource().next(1_700_000_000_000)
  const b = createIdSource().next(1_700_000_000_001)
  expect(a).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
  expect(a < b).toBe(true)
})

test('ids of one source rise and never repeat, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 200 }), (steps) => {
      const ids = createIdSource()
      let wall = 1_700_000_000_000
      let last = ''
      for (const step of steps) {
        wall += step
        const id = ids.next(wall)
        if (id <= last) return false
        last = id
      }
      return true
    }),
  )
})

test('two sources do not make the same ids in the same millisecond', () => {
  const ids = new Set(Array.from({ length: 1000 }, () => createIdSource().next(1)))
  expect(ids.size).toBe(1000)
})
