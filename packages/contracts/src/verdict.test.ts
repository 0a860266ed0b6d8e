import * as v from 'valibot'
import { expect, test, vi } from 'vitest'
import * as z from 'zod'
import type { StandardSchemaV1 } from './standard-schema.ts'
import { createVerdict } from './verdict.ts'

test('tells what satisfies a schema, from the first value on', () => {
  const isRow = createVerdict(z.object({ age: z.number().min(0), tags: z.array(z.string()) }))
  for (let i = 0; i < 3; i++) {
    expect(isRow({ age: 3, tags: [] })).toBe(true)
    expect(isRow({ age: -1, tags: [] })).toBe(false)
    expect(isRow({ age: 3, tags: [1] })).toBe(false)
    expect(isRow({ age: 3 })).toBe(false)
  }
})

test('also for schemas of other libraries, and for one that throws', () => {
  expect(createVerdict(v.object({ a: v.number() }))({ a: 1 })).toBe(true)
  expect(createVerdict(v.object({ a: v.number() }))({ a: '' })).toBe(false)
  const throwing = (): never => {
    throw new Error('no')
  }
  const own: StandardSchemaV1 = { '~standard': { version: 1, vendor: 'own', validate: throwing } }
  expect(createVerdict(own)(1)).toBe(false)
  const hasGetter = createVerdict(z.object({ a: z.number() }))
  for (let i = 0; i < 3; i++) expect(hasGetter(Object.defineProperty({}, 'a', { get: throwing }))).toBe(false)
})

test('also where the schema reads a part itself', () => {
  const isRow = createVerdict(z.object({ a: z.number(), table: z.map(z.string(), z.number()) }))
  for (let i = 0; i < 3; i++) {
    expect(isRow({ a: 1, table: new Map([['a', 1]]) })).toBe(true)
    expect(isRow({ a: 1, table: new Map([['a', '1']]) })).toBe(false)
  }
})

test('gives a promise only where the schema is asynchronous', async () => {
  const isEven = createVerdict(z.number().refine((n) => Promise.resolve(n % 2 === 0)))
  for (let i = 0; i < 3; i++) {
    const pending = isEven(2)
    expect(pending).toBeInstanceOf(Promise)
    expect(await pending).toBe(true)
    expect(await isEven(3)).toBe(false)
  }
  expect(await isEven('x')).toBe(false)
})

test('reads a value once, and calls a refinement once where it is taken', () => {
  const get = vi.fn(() => 1)
  const refine = vi.fn(() => true)
  const isRow = createVerdict(z.object({ a: z.number().refine(refine) }))
  isRow({ a: 0 })
  refine.mockClear()
  expect(isRow(Object.defineProperty({}, 'a', { get, enumerable: true }))).toBe(true)
  expect(get).toHaveBeenCalledOnce()
  expect(refine).toHaveBeenCalledOnce()
})
