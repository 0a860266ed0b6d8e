import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringifyPlain } from './plain-json.ts'
import { difference } from './testing/same-data.ts'

test('writes plain data as JSON does', () => {
  const plain = { p: 0.5, of: [null, true, 'x', { n: -1 }], none: undefined }
  expect(stringifyPlain(plain)).toBe(JSON.stringify(plain))
})

const refused: readonly (readonly [string, unknown, string])[] = [
  ['NaN', Number.NaN, 'NaN'],
  ['an infinite number', [Infinity], 'Infinity'],
  ['a Date', { at: new Date(0) }, 'Date'],
  ['a typed array', Float32Array.of(1), 'Float32Array'],
  ['a Map', new Map(), 'Map'],
  ['a bigint', 1n, 'BigInt'],
  ['undefined in a list', [undefined], 'Undefined'],
  ['undefined', undefined, 'undefined'],
  ['a function', { f: () => 1 }, 'Function'],
  ['an object with a JSON form of its own', { toJSON: () => 1 }, 'Object'],
  ['an instance of a class', new (class Secret {})(), 'Object'],
]
test.for(refused)('refuses %s, naming its type', ([, value, type]) => {
  expect(() => stringifyPlain(value)).toThrow(
    new TypeError(`only plain data can be kept as JSON, not ${type}`),
  )
})

test('what it writes reads back as it was, or it throws: for any value', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withTypedArray: true,
    withSet: true,
  })
  let written = 0
  fc.assert(
    fc.property(anything, (value) => {
      let text: string
      try {
        text = stringifyPlain(value)
      } catch (error) {
        return error instanceof TypeError
      }
      written++
      return difference(value, JSON.parse(text)) === undefined
    }),
    { numRuns: 2_000 },
  )
  expect(written).toBeGreaterThan(100)
})
