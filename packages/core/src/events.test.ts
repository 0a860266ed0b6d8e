import { expect, test } from 'vitest'
import { Emitter } from './events.ts'
import { Faults } from './faults.ts'
import type { Fault } from './faults.ts'
import { settle } from './testing/index.ts'

interface Events {
  tick: { readonly n: number }
}

test('listeners hear until they stop; one that throws or rejects disturbs nobody', async () => {
  const faults: Fault[] = []
  const emitter = new Emitter<Events>(new Faults((fault) => void faults.push(fault)))
  const heard: number[] = []
  emitter.on('tick', () => {
    throw new Error('thrown')
  })
  emitter.on('tick', () => Promise.reject(new Error('rejected')))
  const stop = emitter.on('tick', ({ n }) => heard.push(n))
  emitter.emit('tick', { n: 1 })
  emitter.emit('tick', { n: 2 })
  stop()
  emitter.emit('tick', { n: 3 })
  await settle()
  expect(heard).toEqual([1, 2])
  expect(faults.map((fault) => fault.kind)).toEqual(['listener tick'])
  expect(emitter.has('tick')).toBe(true)
})

test('a listener added while an event is told hears the next one only', () => {
  const emitter = new Emitter<Events>(new Faults(() => undefined))
  const heard: string[] = []
  emitter.on('tick', ({ n }) => {
    heard.push(`first ${n}`)
    if (n === 1) emitter.on('tick', (event) => heard.push(`second ${event.n}`))
  })
  emitter.emit('tick', { n: 1 })
  emitter.emit('tick', { n: 2 })
  expect(heard).toEqual(['first 1', 'first 2', 'second 2'])
})

test('kinds of faults are bounded', () => {
  const faults = new Faults(() => undefined)
  for (let i = 0; i < 1000; i++) faults.add(`kind ${i}`, new Error('x'))
  expect(faults.counts.size).toBeLessThanOrEqual(257)
  expect([...faults.counts.values()].reduce((a, b) => a + b)).toBe(1000)
})
