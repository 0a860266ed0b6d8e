import { expect, test } from 'vitest'
import { jsonLinesSink } from './json-lines-sink.ts'
import type { BreakerEvent } from './events.ts'

function record(at: number): BreakerEvent {
  return { kind: 'breaker', variant: undefined, from: 'closed', to: 'open', at }
}

const lineOf = (at: number): string => `${JSON.stringify(record(at))}\n`

test('writes a record as a line at once, where writing is synchronous', () => {
  const lines: string[] = []
  const sink = jsonLinesSink((line) => void lines.push(line))
  void sink.write(record(1))
  void sink.write(record(2))
  expect(lines).toEqual([lineOf(1), lineOf(2)])
})

test('writes what came during a write in one piece after it', async () => {
  const written: string[] = []
  const sink = jsonLinesSink(async (lines) => {
    await Promise.resolve()
    written.push(lines)
  })
  for (const at of [1, 2, 3]) void sink.write(record(at))
  await sink.flush()
  expect(written).toEqual([lineOf(1), lineOf(2) + lineOf(3)])
})

test('counts what is lost, past its bound or in a failed write, and tells of it once with the cause', async () => {
  const refused = new Error('disk full')
  const sink = jsonLinesSink(() => Promise.reject(refused), { maxRecords: 2 })
  for (const at of [1, 2, 3, 4]) void sink.write(record(at))
  expect(sink.lost).toBe(1)
  await expect(sink.flush()).rejects.toThrow(new Error('records lost: 4', { cause: refused }))
  expect(sink.lost).toBe(4)
  await sink.flush()
})

test('a write that throws loses its records and throws nothing', async () => {
  const sink = jsonLinesSink(() => {
    throw new Error('closed')
  })
  expect(() => sink.write(record(1))).not.toThrow()
  await expect(sink.flush()).rejects.toThrow('records lost: 1')
})

test('refuses options that cannot work', () => {
  expect(() => jsonLinesSink(() => undefined, { maxRecords: 0 })).toThrow(
    'maxRecords must be a whole number from 1 to 10000000, got 0',
  )
  expect(() => jsonLinesSink('out.jsonl' as unknown as () => void)).toThrow('write must be a function')
})
