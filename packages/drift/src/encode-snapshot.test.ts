import { crc32 } from '@plimsoll/stats'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import {
  partOf,
  sampleBaseline,
  sampleRows,
  sampleSnapshot,
  seasonalBaseline,
  snapshotOf,
} from '../test/sample-snapshots.ts'
import { createBaseline } from './create-baseline.ts'
import { decodeSnapshot } from './decode-snapshot.ts'
import { emptySnapshot } from './empty-snapshot.ts'
import { encodeSnapshot } from './encode-snapshot.ts'
import { mergeSnapshots } from './merge-snapshots.ts'
import type { Snapshot, SnapshotPart } from './snapshot-types.ts'

const sample = mergeSnapshots(sampleSnapshot('a', 100), sampleSnapshot('b', 50))
const seasonal = mergeSnapshots(
  sampleSnapshot('a', 100, undefined, seasonalBaseline),
  sampleSnapshot('b', 50, undefined, seasonalBaseline),
)
const both = [
  { season: 'no season', snapshot: sample, baseline: sampleBaseline },
  { season: 'a season', snapshot: seasonal, baseline: seasonalBaseline },
]

function messageOf(bytes: Uint8Array, baseline = sampleBaseline): string {
  const before = bytes.slice()
  try {
    decodeSnapshot(bytes, baseline)
  } catch (error) {
    expect(error).toMatchObject({ code: 'PLIMSOLL_SNAPSHOT_INVALID' })
    expect(bytes).toEqual(before)
    return (error as Error).message
  }
  return 'nothing thrown'
}

/** Puts the right checksum behind changed bytes, as a forger would. */
function sealed(content: readonly number[]): Uint8Array {
  const checksum = new Uint8Array(4)
  new DataView(checksum.buffer).setUint32(0, crc32(Uint8Array.from(content)), true)
  return Uint8Array.from([...content, ...checksum])
}

test.each([sampleBaseline, seasonalBaseline])('what was encoded is read back: $name', (baseline) => {
  const names = fc.oneof(
    fc.constantFrom('a', '\ufeffx', 'é\u{1f600}'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  )
  const moments = fc.array(fc.tuple(names, fc.nat(1300)), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(moments, (given) => {
      const snapshot = given
        .map(([replica, rows]) => sampleSnapshot(replica, rows, undefined, baseline))
        .reduce(mergeSnapshots)
      const bytes = encodeSnapshot(snapshot, baseline)
      const read = decodeSnapshot(bytes, baseline)
      expect(read).toEqual(snapshot)
      expect(encodeSnapshot(read, baseline)).toEqual(bytes)
    }),
    { numRuns: 50 },
  )
})

test('the bytes are those of docs/explanation/merging.md', () => {
  // Columns of the sample: load has 36 cells, seats 15, plan 7; seats is not watched.
  const baseline = { ...sampleBaseline, digest: `0123456789abcdef${'f'.repeat(48)}` }
  const window = { kind: 'sliding', rows: 1000, panes: 2 } as const
  const counts = Array.from({ length: 43 }, (_, cell) => (cell === 5 || cell === 42 ? 300 : 0))
  const dependence = [-1, 0, 0, 64, 2, 150]
  const part = { replica: 'é', seq: 128, rows: 300, since: 0, until: 1, counts, dependence, slots: [] }
  const snapshot = snapshotOf([part], [{ ...part, seq: 3 }], window, baseline)
  const bytes = encodeSnapshot({ ...snapshot, columns: ['load', 'plan'] }, baseline)
  const times = '0000000000000000 000000000000f03f'
  const figures = '00 04 ac02 00 23 ac02  01 00 01 8001 04 ac02'
  const content = `504c4453 02 0123456789abcdef 01 e807 02 05  01 02 c3a9
    01  00 8001 ac02 ${times} ${figures}
    01  00 03   ac02 ${times} ${figures}`
  const written = Array.from(content.replaceAll(/\s/g, '').matchAll(/../g), ([byte]) =>
    Number.parseInt(byte, 16),
  )
  expect(bytes).toEqual(sealed(written))
})

test('numbers at their bounds are read back', () => {
  const part: SnapshotPart = {
    ...partOf('x'.repeat(200), Number.MAX_SAFE_INTEGER, []),
    rows: 2 ** 32 - 1,
    since: -Number.MAX_VALUE,
    until: Number.MIN_VALUE,
    dependence: [2 ** 52 - 1, -(2 ** 52 - 1), 2 ** 32 - 1, 0, 0, 0, -1, 1, 1],
  }
  const counts = part.counts.slice()
  let at = 0
  for (const column of sampleBaseline.columns) {
    counts[at] = 2 ** 32 - 1
    at += partSize(column.name)
  }
  for (const kind of ['tumbling', 'sliding', 'decayed', 'sinceDeploy'] as const) {
    const window = { kind, rows: 2 ** 32 - 1, panes: 4096 }
    const snapshot = snapshotOf([{ ...part, counts }], [], window)
    expect(decodeSnapshot(encodeSnapshot(snapshot, sampleBaseline), sampleBaseline)).toEqual(snapshot)
  }
})

/** Cells of one column of the sample. */
function partSize(name: string): number {
  const window = { kind: 'tumbling', rows: 1, panes: 1 } as const
  const only = { ...sampleBaseline, columns: sampleBaseline.columns.filter((column) => column.name === name) }
  return snapshotOf([partOf('a', 0, [], only)], [], window, only).parts[0]?.counts.length ?? 0
}

test('some columns of a baseline alone are one bit each', () => {
  const window = { kind: 'tumbling', rows: 1000, panes: 1 } as const
  for (const columns of [['load'], ['seats'], ['plan'], ['load', 'plan']]) {
    const none = emptySnapshot(sampleBaseline, columns, window)
    expect(decodeSnapshot(encodeSnapshot(none, sampleBaseline), sampleBaseline).columns).toEqual(columns)
    expect(encodeSnapshot(none, sampleBaseline)).toHaveLength(25)
  }
})

test('slots of a season come last in a part, and cost bytes where rows fell', () => {
  const sizeOf = (slots: readonly number[]): readonly [number, Uint8Array] => {
    const part = { ...partOf('a', 0, sampleRows('few', 9, seasonalBaseline), seasonalBaseline), slots }
    const snapshot = snapshotOf([part], [], undefined, seasonalBaseline)
    const bytes = encodeSnapshot(snapshot, seasonalBaseline)
    expect(decodeSnapshot(bytes, seasonalBaseline)).toEqual(snapshot)
    return [bytes.length, bytes]
  }
  const hours = (...at: readonly number[]): number[] =>
    Array.from({ length: 168 }, (_, hour) => at.filter((one) => one === hour).length)
  const [none, empty] = sizeOf(hours())
  // Before the count of earlier parts and the checksum: a zero and 167 more.
  expect([...empty.subarray(-8, -5)]).toEqual([0x00, 0xa7, 0x01])
  const [one, single] = sizeOf(hours(37, 37, 37))
  expect([...single.subarray(-11, -5)]).toEqual([0x00, 36, 3, 0x00, 0x81, 0x01])
  expect(one - none).toBe(3)
  expect(sizeOf(hours(37, 38, 39))[0] - none).toBe(4)
})

test.each(both)(
  'every truncation is refused, and every byte behind the end: $season',
  ({ snapshot, baseline }) => {
    const bytes = encodeSnapshot(snapshot, baseline)
    for (let length = 0; length < bytes.length; length++) {
      expect(messageOf(bytes.slice(0, length), baseline)).toMatch(/^not a snapshot: /)
    }
    for (const more of [[0], [1, 2, 3, 4], [...bytes]]) {
      expect(messageOf(Uint8Array.from([...bytes, ...more]), baseline)).toMatch(/^not a snapshot: checksum/)
      expect(messageOf(sealed([...bytes.subarray(0, -4), ...more]), baseline)).toBe(
        'not a snapshot: bytes must end with the last part',
      )
    }
  },
)

test.each(both)('every flip of a single bit is refused: $season', ({ snapshot, baseline }) => {
  const bytes = encodeSnapshot(snapshot, baseline)
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const flipped = bytes.slice()
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(messageOf(flipped, baseline)).toMatch(/^not a snapshot: (?:bytes|version|checksum) must/)
  }
})

test('another version of the format is refused, also with a right checksum', () => {
  const bytes = encodeSnapshot(sample, sampleBaseline)
  for (const version of [0, 1, 3, 255]) {
    const content = [...bytes.subarray(0, -4)]
    content[4] = version
    expect(messageOf(sealed(content))).toBe('not a snapshot: version must be 2: another release wrote it')
  }
})

test('a snapshot of another baseline is refused', () => {
  const other = createBaseline(
    Array.from({ length: 400 }, (_, i) => ({ load: i, seats: i % 4, plan: 'free' })),
  )
  expect(messageOf(encodeSnapshot(sample, sampleBaseline), other)).toBe(
    'not a snapshot: baseline must be the given one',
  )
})

test('bytes that are no bytes are refused', () => {
  for (const given of [
    undefined,
    null,
    'PLDS',
    [1, 2],
    new ArrayBuffer(99),
    new Int8Array(99),
    new DataView(new ArrayBuffer(99)),
  ] as unknown[]) {
    expect(() => decodeSnapshot(given as Uint8Array, sampleBaseline)).toThrow('bytes must be a Uint8Array')
  }
})

test('a view into a larger buffer is read where it stands', () => {
  const bytes = encodeSnapshot(sample, sampleBaseline)
  const around = new Uint8Array(bytes.length + 14).fill(255)
  around.set(bytes, 7)
  expect(decodeSnapshot(around.subarray(7, -7), sampleBaseline)).toEqual(sample)
  expect(decodeSnapshot(Buffer.from(bytes), sampleBaseline)).toEqual(sample)
})

test.each(both)(
  'forged bytes with a right checksum are read or refused with the typed error: $season',
  ({ snapshot, baseline }) => {
    const content = [...encodeSnapshot(snapshot, baseline).subarray(0, -4)]
    const edits = fc.array(fc.tuple(fc.integer({ min: 13, max: content.length - 1 }), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    })
    let refusals = 0
    fc.assert(
      fc.property(edits, (given) => {
        const forged = [...content]
        for (const [at, byte] of given) forged[at] = byte
        const told = messageOf(sealed(forged), baseline)
        expect(told).toMatch(/^(?:not a snapshot: |nothing thrown)/)
        if (told !== 'nothing thrown') refusals++
      }),
      { numRuns: 2000 },
    )
    expect(refusals).toBeGreaterThan(1000)
  },
)

test('a huge length in few bytes is refused before anything is allocated for it', () => {
  const none = emptySnapshot(sampleBaseline, ['load'], { kind: 'tumbling', rows: 1, panes: 1 })
  const head = [...encodeSnapshot(none, sampleBaseline).subarray(0, 17)]
  const huge = [255, 255, 255, 255, 255, 255, 255, 15]
  const cases: [string, number[]][] = [
    ['replicas must not be more than there are parts', huge],
    ['replica must be text of 1 to 200 characters', [1, ...huge]],
    ['bytes must not end early', [1, 100, 97]],
    ['parts must hold at most 4096 parts', [0, ...huge]],
    ['bytes must not end early', [0, 128, 32]],
    ['varint must be below 2^53 and as short as it can be', [128, 0]],
    ['varint must be below 2^53 and as short as it can be', [255, 255, 255, 255, 255, 255, 255, 31]],
    ['varint must have at most 8 bytes', [255, 255, 255, 255, 255, 255, 255, 255, 1]],
    ['replica must be one of those listed', [0, 1, ...Array.from({ length: 23 }, () => 0), 0]],
    [
      'run of zeros must end with the counts',
      [1, 1, 97, 1, 0, 0, 0, ...Array.from({ length: 16 }, () => 0), 0, ...huge],
    ],
    ['bytes could not be read', [1, 1, 255]],
  ]
  for (const [message, tail] of cases) {
    expect(messageOf(sealed([...head, ...tail])), message).toBe(`not a snapshot: ${message}`)
  }
})

test('few bytes cannot become gigabytes of zeros', () => {
  const wide = createBaseline(
    Array.from({ length: 200 }, (_, i) =>
      Object.fromEntries(Array.from({ length: 600 }, (_, j) => [`c${j}`, i * (j + 1)])),
    ),
  )
  const columns = wide.columns.map(({ name }) => name)
  const none = emptySnapshot(wide, columns, { kind: 'tumbling', rows: 1, panes: 1 })
  const head = [...encodeSnapshot(none, wide).subarray(0, -7)]
  const parts = Array.from({ length: 4096 * 23 }, () => 0)
  expect(messageOf(sealed([...head, 1, 1, 97, 128, 32, ...parts]), wide)).toBe(
    'not a snapshot: parts must hold at most 16777216 counts together',
  )
})

test('what parseSnapshot would refuse is not written', () => {
  const broken: Snapshot = {
    ...sample,
    parts: sample.parts.map((part) => ({ ...part, rows: part.rows + 1 })),
  }
  expect(() => encodeSnapshot(broken, sampleBaseline)).toThrow('must count every row once')
})

test('100 numeric features and a pane of 1,000 rows take at most 6 KB', () => {
  const wide = createBaseline(
    sampleRows('wide', 1000).map((_, i) =>
      Object.fromEntries(Array.from({ length: 100 }, (_, j) => [`feature${j}`, (i * (2 * j + 7919)) % 1009])),
    ),
    { bins: 32 },
  )
  const window = { kind: 'tumbling', rows: 1000, panes: 1 } as const
  const snapshot = snapshotOf([partOf('edge-1', 7, sampleRows('seen', 1000, wide), wide)], [], window, wide)
  expect(snapshot.parts[0]?.counts.length).toBe(3600)
  expect(encodeSnapshot(snapshot, wide).length).toBeLessThan(6 * 1024)
})
