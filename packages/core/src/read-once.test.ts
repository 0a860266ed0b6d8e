import { expect, test } from 'vitest'
import { isReadOnce } from './read-once.ts'

test('tells what its first reader uses up from data', () => {
  async function* asynchronous(): AsyncGenerator<number> {
    yield 1
  }
  function* synchronous(): Generator<number> {
    yield 1
  }
  const once = [
    new ReadableStream(),
    new Response('x'),
    new Request('http://localhost'),
    asynchronous(),
    synchronous(),
  ]
  expect(once.map(isReadOnce)).toEqual(once.map(() => true))
  const trap = {
    get bodyUsed(): boolean {
      throw new Error('trap')
    },
  }
  const data = [
    { bodyUsed: true },
    [1],
    new Map(),
    new Set(),
    new Uint8Array(2),
    'text',
    null,
    undefined,
    trap,
    new Date(),
  ]
  expect(data.map(isReadOnce)).toEqual(data.map(() => false))
})
