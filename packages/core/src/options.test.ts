import { expect, test } from 'vitest'
import { isPlimsollError } from './is-plimsoll-error.ts'
import type { OptionsError } from './options.ts'
import { checkOptions, showOption } from './options.ts'

test('lists every problem at once, with option, rule and value', () => {
  const check = checkOptions('guard')
  check.require(false, 'retry.attempts', 'must be at least 1', 0)
  check.require(true, 'fine', 'must be fine', 1)
  check.keys({ retyr: true, cache: 1, nothingLikeIt: () => 1 }, ['retry', 'cache'])
  expect(() => check.done()).toThrow(
    [
      'guard was given options that cannot work:',
      '  - retry.attempts must be at least 1, got 0',
      '  - retyr is not an option (did you mean retry?), got true',
      '  - nothingLikeIt is not an option (known: retry), got a function',
    ].join('\n'),
  )
})

test('tells of what belongs to a call its type alone', () => {
  const check = checkOptions('this call', 'call')
  check.require(false, 'unit', 'must be text', 7_777)
  check.keys({ tennant: 'ada', 'ada@example.org': 7_777, x: null }, ['tenant'])
  expect(() => check.done()).toThrow(
    [
      'this call was given options that cannot work:',
      '  - unit must be text, got a value of type number',
      '  - tennant is not an option (did you mean tenant?), got a value of type string',
      '  - a name is not an option (known: tenant), got a value of type number',
      '  - x is not an option (known: tenant), got null',
    ].join('\n'),
  )
})

test('lists no name that is given already', () => {
  const check = checkOptions('breaker')
  check.keys({ clock: undefined, threshold: 5 }, ['failures', 'clock'])
  expect(() => check.done()).toThrow(
    [
      'breaker was given options that cannot work:',
      '  - threshold is not an option (known: failures), got 5',
    ].join('\n'),
  )
})

test('gathers the problems of nested checks under their prefix, and lets other errors through', () => {
  const check = checkOptions('outer')
  check.nested('inner', () => {
    const inner = checkOptions('inner')
    inner.require(false, 'ttl', 'must be positive', -1)
    inner.done()
  })
  expect(() =>
    check.nested('other', () => {
      throw new TypeError('own')
    }),
  ).toThrow('own')
  try {
    check.done()
    expect.unreachable()
  } catch (error) {
    expect(isPlimsollError(error, 'PLIMSOLL_INVALID_OPTIONS')).toBe(true)
    expect((error as OptionsError).problems).toEqual([
      { option: 'inner.ttl', rule: 'must be positive', value: '-1' },
    ])
  }
})

test('shows any value shortly and without throwing', () => {
  const hostile = new Proxy(
    {},
    {
      get() {
        throw new Error('trap')
      },
    },
  )
  const shown = [hostile, 'x'.repeat(1000), 5n, Symbol('s'), [1, 2], null, undefined, NaN].map(showOption)
  expect(shown.every((text) => text.length < 50)).toBe(true)
})
