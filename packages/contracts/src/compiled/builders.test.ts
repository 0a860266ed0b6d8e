import { expect, test } from 'vitest'
import { makers, ownBuilder } from './builders.ts'
import { Layout } from './layout.ts'

test('all copies are the same function', () => {
  expect(new Set(makers.map(String)).size).toBe(1)
  expect(new Set(makers).size).toBe(makers.length)
})

test('objects come out right when there are more schemas than copies', () => {
  for (let i = 0; i < makers.length * 2; i++) {
    const keys = Array.from({ length: i % 30 }, (_, k) => `key${i}-${k}`)
    const values = keys.map((key) => `of ${key}`)
    const layout = new Layout(keys)
    // The first is built before it has a copy of its own.
    for (const _ of Array.from({ length: 400 })) {
      const built = layout.build(values)
      if (Object.keys(built).join() !== keys.join()) expect(Object.keys(built)).toEqual(keys)
      if (Object.values(built).join() !== values.join()) expect(Object.values(built)).toEqual(values)
    }
    expect(layout.build(values)).toEqual(Object.fromEntries(keys.map((key, k) => [key, values[k]])))
  }
})

test.each([1, 2, 4, 5, 8, 9, 12])('each copy writes %i values', (count) => {
  const keys = Array.from({ length: count }, (_, i) => `k${i}`)
  const names = Array.from({ length: 12 }, (_, i) => keys[i] ?? 'k0') as never
  const template = Object.fromEntries(keys.map((key) => [key, undefined]))
  for (const make of makers) {
    expect(Object.entries(make(template, names, 1, count)(['x', ...keys]))).toEqual(
      keys.map((key) => [key, key]),
    )
  }
})

test('no object that was built changes with the next', () => {
  const layout = new Layout(['a', 'b'])
  const first = layout.build([1, 2])
  expect(layout.build([3, 4])).toEqual({ a: 3, b: 4 })
  expect(first).toEqual({ a: 1, b: 2 })
})

test('a builder goes on with an object that was begun', () => {
  const template = { a: 0, b: 0 }
  const begun = { z: 1 }
  const build = ownBuilder(template, ['a', 'b'], 1)
  expect(build(['x', 1, 2], begun)).toBe(begun)
  expect(begun).toEqual({ z: 1, a: 1, b: 2 })
  expect(template).toEqual({ a: 0, b: 0 })
})
