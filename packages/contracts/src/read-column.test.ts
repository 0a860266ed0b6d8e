import { expect, test } from 'vitest'
import { readColumn } from './read-column.ts'

const column = (...path: (string | number)[]) => ({ name: 'x', path, kind: 'numeric' as const })

test('reads nested objects and positions', () => {
  expect(readColumn({ a: [{ b: 7 }] }, column('a', 0, 'b'))).toBe(7)
  expect(readColumn(3, column())).toBe(3)
})

test('reads nothing where there is nothing', () => {
  for (const row of [null, undefined, 5, 'text', {}, { a: null }, { a: 'b' }]) {
    expect(readColumn(row, column('a', 'length'))).toBeUndefined()
  }
})

test('reads no property of a prototype', () => {
  expect(readColumn({}, column('constructor'))).toBeUndefined()
  expect(readColumn({}, column('__proto__', 'toString'))).toBeUndefined()
  expect(readColumn(JSON.parse('{"__proto__":{"x":1}}'), column('__proto__', 'x'))).toBe(1)
})

test('reads nothing where a getter throws', () => {
  const row = {
    get a(): never {
      throw new Error('no')
    },
  }
  expect(readColumn(row, column('a'))).toBeUndefined()
})
