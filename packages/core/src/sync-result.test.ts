import { expect, test } from 'vitest'
import { syncResult } from './sync-result.ts'
import { settle } from './testing/index.ts'

test('takes a boolean or text, and refuses anything else by what returned it', async () => {
  const unhandled: unknown[] = []
  const listen = (error: unknown): void => void unhandled.push(error)
  process.on('unhandledRejection', listen)
  expect(syncResult(true, 'boolean', 'loss')).toBe(true)
  expect(syncResult('u1', 'string', 'unit')).toBe('u1')
  expect(() => syncResult(1, 'boolean', 'loss')).toThrow('loss must return true or false, at once')
  expect(() => syncResult(Promise.reject(new Error('x')), 'string', 'unit')).toThrow('unit must return text')
  await settle()
  process.off('unhandledRejection', listen)
  expect(unhandled).toEqual([])
})
