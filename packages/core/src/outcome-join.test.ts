import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutcomeJoin } from './outcome-join.ts'

test('joins a label once, and knows nothing of what expired, was evicted or never was', () => {
  const join = new OutcomeJoin<string>({ capacity: 2, ttl: 100 })
  join.put('a', 'A', 'u1', 0)
  join.put('b', 'B', 'u2', 10)
  expect(join.take('a', 50)).toEqual({ kind: 'joined', pending: 'A' })
  expect(join.take('a', 50)).toEqual({ kind: 'unknown' })
  join.put('c', 'C', 'u1', 20)
  join.put('d', 'D', 'u1', 30)
  expect(join.take('b', 50)).toEqual({ kind: 'unknown' })
  expect(join.take('c', 120)).toEqual({ kind: 'unknown' })
  expect(join).toMatchObject({ joined: 1, unknown: 3, evicted: 1, expired: 1, size: 1 })
})

test('forgets a unit', () => {
  const join = new OutcomeJoin<number>({ capacity: 10, ttl: 100 })
  for (let i = 0; i < 6; i++) join.put(`id${i}`, i, i % 2 === 0 ? 'even' : 'odd', 0)
  expect(join.forget('even')).toBe(3)
  expect(join.size).toBe(3)
  expect(join.take('id0', 0).kind).toBe('unknown')
  expect(join.take('id1', 0).kind).toBe('joined')
})

test('forgets expired decisions too, without counting them', () => {
  const join = new OutcomeJoin<number>({ capacity: 10, ttl: 100 })
  join.put('old', 1, 'u', 0)
  join.put('new', 2, 'u', 50)
  expect(join.forget('u', 100)).toBe(1)
  expect(join.size).toBe(0)
})

test('keeps a decision until a time of its own, where that comes before its ttl', () => {
  const join = new OutcomeJoin<number>({ capacity: 10, ttl: 100 })
  join.put('a', 1, undefined, 0, 20)
  join.put('b', 2, undefined, 0, 500)
  expect(join.take('a', 20).kind).toBe('unknown')
  expect(join.take('b', 100).kind).toBe('unknown')
})

test('never holds more than its capacity and accounts for every decision', () => {
  const operations = fc.array(
    fc.record({
      put: fc.boolean(),
      id: fc.integer({ min: 0, max: 20 }),
      wait: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 200 },
  )
  fc.assert(
    fc.property(operations, (steps) => {
      const join = new OutcomeJoin<number>({ capacity: 5, ttl: 100 })
      let now = 0
      const puts = new Set<string>()
      let replaced = 0
      let count = 0
      for (const { put, id, wait } of steps) {
        now += wait
        if (put) {
          const before = join.size + join.evicted + join.expired + join.joined
          join.put(`${id}`, id, undefined, now)
          count++
          if (join.size + join.evicted + join.expired + join.joined === before) replaced++
          puts.add(`${id}`)
        } else join.take(`${id}`, now)
        if (join.size > 5) return false
      }
      return join.size + join.evicted + join.expired + join.joined + replaced === count
    }),
  )
})
