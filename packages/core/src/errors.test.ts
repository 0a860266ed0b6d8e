import { expect, test } from 'vitest'
import { ClosedError, DeadlineExceededError, PlimsollError, SupersededError } from './errors.ts'
import { isPlimsollError } from './is-plimsoll-error.ts'
import { ViolationError } from './violation.ts'

test('errors carry code, name, cause and whether a retry helps', () => {
  const cause = new Error('below')
  const error = new PlimsollError('PLIMSOLL_RUNTIME_FAILED', { message: 'm', cause, retryAfter: 5 })
  expect(error).toMatchObject({
    code: 'PLIMSOLL_RUNTIME_FAILED',
    name: 'PlimsollError',
    retryAfter: 5,
    retryable: true,
  })
  expect(error.cause).toBe(cause)
  expect(new ClosedError().retryable).toBe(false)
  expect(new DeadlineExceededError(250.4).message).toBe('no answer within the deadline of 250 ms')
  expect([new SupersededError(), new ClosedError()].map((e) => [e.name, e.code])).toEqual([
    ['SupersededError', 'PLIMSOLL_SUPERSEDED'],
    ['ClosedError', 'PLIMSOLL_CLOSED'],
  ])
})

test('an error of another copy of the package is recognised by its brand', () => {
  const foreign = Object.assign(new Error('x'), { code: 'PLIMSOLL_CLOSED' })
  Object.defineProperty(foreign, Symbol.for('plimsoll.error'), { value: true })
  expect(isPlimsollError(foreign, 'PLIMSOLL_CLOSED')).toBe(true)
  expect(isPlimsollError(foreign, 'PLIMSOLL_SUPERSEDED')).toBe(false)
  for (const other of [new Error('x'), null, undefined, 'text', { code: 'PLIMSOLL_CLOSED' }]) {
    expect(isPlimsollError(other)).toBe(false)
  }
})

test('a violation names paths and rules, the first three in its message', () => {
  const violations = Array.from({ length: 5 }, (_, i) => ({
    path: i === 0 ? '' : `a[${i}]`,
    rule: 'r',
    message: 'must be x',
  }))
  const error = new ViolationError('PLIMSOLL_INPUT_VIOLATION', 'the input', violations)
  expect(error.message).toBe(
    'the input breaks its contract: the value: must be x; a[1]: must be x; a[2]: must be x; and more',
  )
  expect(error.violations).toHaveLength(5)
})
