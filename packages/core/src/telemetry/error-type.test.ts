import { describe, expect, test } from 'vitest'
import { DeadlineExceededError } from '../errors.ts'
import { failureTypeOf } from './error-type.ts'

const message = 'SecretMessage'
const failure = (own: object = {}): Error => Object.assign(new Error(message), own)
class ModelError extends Error {
  override name = 'ModelError'
}

describe('a failure is named', () => {
  test.each([
    ['a plimsoll error by its code', new DeadlineExceededError(5), 'PLIMSOLL_DEADLINE_EXCEEDED'],
    ['an HTTP error by its status', failure({ status: 503, code: 'ECONNRESET', name: 'HttpError' }), '503'],
    ['what was thrown whole, as a Response, by its status', { status: 404 }, '404'],
    ['a system error by its code', failure({ code: 'ECONNREFUSED', name: 'SystemError' }), 'ECONNREFUSED'],
    ['a name that was not resolved', failure({ code: 'EAI_AGAIN' }), 'EAI_AGAIN'],
    [
      'a failed fetch by the code of its cause',
      new TypeError('fetch failed', { cause: failure({ code: 'ETIMEDOUT' }) }),
      'ETIMEDOUT',
    ],
    [
      "a fetch that Node's client gave up",
      new TypeError('fetch failed', { cause: failure({ code: 'UND_ERR_CONNECT_TIMEOUT' }) }),
      'UND_ERR_CONNECT_TIMEOUT',
    ],
    ['bad JSON by its class', new SyntaxError(message), 'SyntaxError'],
    ['an error of an own class', new ModelError(message), 'ModelError'],
    ['a timeout of the platform', new DOMException(message, 'TimeoutError'), 'TimeoutError'],
    ['an error that says no more', failure(), 'Error'],
  ])('%s', (_, error, type) => {
    expect(failureTypeOf(error)).toBe(type)
  })
})

describe('what may hold a value is told as _OTHER', () => {
  const trap = (): never => {
    throw new Error(message)
  }
  const traps = { get: trap, has: trap, getPrototypeOf: trap }
  test.each([
    ['text', 'Secret'],
    ['nothing', undefined],
    ['data with a name and a code', { name: 'Secret', code: 'ESECRET' }],
    ['a name of several words', failure({ name: 'Secret of user' })],
    ['a name with digits', failure({ name: 'User4711' })],
    ['a name that is no name of a class', failure({ name: 'secret' })],
    ['a name that is too long', failure({ name: `S${'e'.repeat(40)}` })],
    ['a name that is no text', failure({ name: { toString: () => 'Secret' } })],
    ['an error whose properties throw', new Proxy(new Error(message), traps)],
    ['an error behind a proxy that is revoked', revoked()],
  ])('%s', (_, error) => {
    expect(failureTypeOf(error)).toBe('_OTHER')
  })

  test.each([
    ['a status that is none of a failure', { status: 200 }],
    ['a status with a fraction', { status: 503.5 }],
    ['a status as text', { status: '503' }],
    ['a code that is no code of a system', { code: 'ESECRET1' }],
    ['a code with a value behind it', { code: 'ECONNREFUSED 10.0.0.1' }],
    ['a code with a newline', { code: 'ECONNREFUSED\n' }],
    ['a cause that is data', { cause: { code: 'ESECRET' } }],
    ['the cause of a cause', { cause: failure({ cause: failure({ code: 'ECONNRESET' }) }) }],
  ])('... and %s says nothing: the class is told', (_, own) => {
    expect(failureTypeOf(failure(own))).toBe('Error')
  })
})

test('thirty-two types of the target are told apart in a process, then _OTHER; known ones stay', () => {
  const types = new Set<string>()
  for (let status = 400; status < 600; status++) types.add(failureTypeOf(failure({ status })))
  expect(types.size).toBeLessThanOrEqual(33)
  expect(failureTypeOf(failure({ status: 599 }))).toBe('_OTHER')
  expect(failureTypeOf(failure({ name: 'NeverSeen' }))).toBe('_OTHER')
  expect(failureTypeOf(failure({ status: 503 }))).toBe('503')
  expect(failureTypeOf(new DeadlineExceededError(5))).toBe('PLIMSOLL_DEADLINE_EXCEEDED')
})

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
