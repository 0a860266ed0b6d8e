import { isPlimsollError } from '@plimsoll/core'
import { crc32, createRandom } from '@plimsoll/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baselineFromHistograms } from './baseline-from-histograms.ts'
import type { Baseline } from './baseline-types.ts'
import { baselineDigest } from './canonical-json.ts'
import { createBaseline } from './create-baseline.ts'
import { decodeBaseline } from './decode-baseline.ts'
import { encodeBaseline } from './encode-baseline.ts'
import { parseBaseline } from './parse-baseline.ts'

const random = createRandom('bytes')
const rows = Array.from({ length: 240 }, (_, i) => ({
  time: Date.UTC(2026, 0, 1) + i * 3_600_000,
  amount: random.normal(),
  double: 0,
  rounded: Math.round(random.normal() * 100) / 4,
  big: 2 ** 60 + i * 2 ** 20,
  level: random.int(4) - 2,
  half: random.int(4) / 2,
  odd: i % 9 === 0 ? null : i % 7 === 0 ? Number.NaN : i % 5 === 0 ? 'x' : i,
  'name with \ud800 and ü': ['a', 'ö', '日本', '\udfff'][i % 4],
  mixed: [1, -5, 2.5, 1e300, true, false, '', 'x'][i % 8],
  flag: i % 3 === 0,
  note: `word${i % 5} word${i % 50} and more`,
  nested: { pixels: [i, i % 3] },
}))
for (const row of rows) row.double = row.amount * 2
const vectors = rows.map((_, i) => ({ v: Array.from({ length: 64 }, (__, j) => Math.sin(i * 64 + j)) }))
const season = { by: 'dayOfWeek', time: 'time' } as const
const embedding = { name: 'v', path: ['v'], kind: 'embedding' } as const
const mixed = { name: 'mixed', path: ['mixed'], kind: 'categorical' } as const
const answer = { name: 'answer', path: [], kind: 'prediction' } as const

const baselines: readonly (readonly [string, Baseline])[] = [
  ['every kind', createBaseline(rows, { version: '2026-01', name: 'all' })],
  ['mixed values', createBaseline(rows, { columns: [mixed] })],
  ['a season', createBaseline(rows, { season })],
  ['an embedding', createBaseline(vectors, { columns: [embedding] })],
  [
    'answers themselves',
    createBaseline(
      rows.map(({ level }) => level),
      { columns: [answer] },
    ),
  ],
  ['ready histograms', baselineFromHistograms([{ name: 'x', edges: [0.1, 2], counts: [1, 9, 2 ** 31] }])],
]

/** Fits the checksum to changed bytes, so that only what they say can be at fault. */
function sealed(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  new DataView(copy.buffer).setUint32(copy.length - 4, crc32(copy.subarray(0, -4)), true)
  return copy
}

function refuses(bytes: unknown): string {
  try {
    decodeBaseline(bytes as Uint8Array)
  } catch (error) {
    expect(isPlimsollError(error, 'PLIMSOLL_BASELINE_INVALID')).toBe(true)
    return String(error)
  }
  return expect.unreachable('was read')
}

describe.each(baselines)('the bytes of %s', (_, baseline) => {
  const bytes = encodeBaseline(baseline)

  it('give back the same, as JSON does', () => {
    const read = decodeBaseline(bytes)
    expect(read).toEqual(baseline)
    expect(JSON.stringify(read)).toBe(JSON.stringify(parseBaseline(JSON.parse(JSON.stringify(baseline)))))
    expect(Object.isFrozen(read.columns[0]?.counts)).toBe(true)
    expect(encodeBaseline(read)).toEqual(bytes)
    expect(bytes.length).toBeLessThan(JSON.stringify(baseline).length / 2)
  })

  it('are refused when any one byte is another', () => {
    for (let i = 0; i < bytes.length; i += 1 + (i > 300 ? random.int(40) : 0)) {
      refuses(bytes.with(i, (bytes[i] ?? 0) ^ (1 + random.int(255))))
    }
  })

  it('are refused when they end early or go on', () => {
    for (let end = 0; end < bytes.length; end += 1 + (end > 300 ? random.int(40) : 0))
      refuses(bytes.slice(0, end))
    refuses(Uint8Array.of(...bytes, 0))
    expect(refuses(sealed(Uint8Array.of(...bytes, 0)))).not.toContain('checksum')
  })

  it('are refused when a byte is another and the checksum fits, unless they say the same', () => {
    let refused = 0
    for (let run = 0; run < 300; run++) {
      const at = random.int(bytes.length - 4)
      const changed = sealed(bytes.with(at, (bytes[at] ?? 0) ^ (1 + random.int(255))))
      try {
        expect(decodeBaseline(changed)).toEqual(baseline)
      } catch (error) {
        expect(isPlimsollError(error, 'PLIMSOLL_BASELINE_INVALID')).toBe(true)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(290)
  })
})

describe('decodeBaseline', () => {
  const bytes = encodeBaseline(baselines[0]?.[1] as Baseline)

  it('says what is wrong', () => {
    expect(refuses(new Uint8Array(10))).toContain('bytes must not end early')
    expect(refuses(bytes.with(0, 0))).toContain("must start with 'PLBL'")
    expect(refuses(sealed(bytes.with(4, 3)))).toContain('version must be 2: another release wrote it')
    expect(refuses(bytes.with(60, 1 ^ (bytes[60] ?? 0)))).toContain('checksum must fit the bytes')
    expect(refuses(sealed(bytes.with(7, 1 ^ (bytes[7] ?? 0))))).toContain('digest does not fit the content')
    expect(refuses('PLBL')).toContain('must be a Uint8Array')
    expect(refuses(undefined)).toContain('must be a Uint8Array')
  })

  it('answers any bytes with its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        refuses(sealed(Uint8Array.of(...bytes.slice(0, 37), ...tail, 0, 0, 0, 0)))
        refuses(tail)
      }),
      { numRuns: 1000 },
    )
  })

  it('reads bytes inside a larger buffer, and keeps none', () => {
    const wide = new Uint8Array(bytes.length + 20)
    wide.set(bytes, 7)
    const read = decodeBaseline(wide.subarray(7, 7 + bytes.length))
    wide.fill(0)
    expect(read).toEqual(baselines[0]?.[1])
  })
})

describe('encodeBaseline', () => {
  it('takes about 350 bytes for a number in 32 bins, JSON about 1 KB', () => {
    const columns = Array.from({ length: 20 }, (_, c) => `feature_${c}`)
    const wide = Array.from({ length: 10_000 }, () =>
      Object.fromEntries(columns.map((name) => [name, random.normal()])),
    )
    const baseline = createBaseline(wide)
    expect(encodeBaseline(baseline).length / 20).toBeLessThan(380)
    expect(JSON.stringify(baseline).length / 20).toBeLessThan(1100)
  })

  it('refuses what is no baseline', () => {
    const [, baseline] = baselines[0] ?? []
    expect(() => encodeBaseline({ ...baseline, rows: 5 } as Baseline)).toThrow('not a baseline')
    expect(() => encodeBaseline(null as unknown as Baseline)).toThrow('not a baseline')
  })
})

describe('the digest', () => {
  it('does not depend on the order of keys', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, held]) => [key, reversed(held)]),
      )
    }
    for (const [, baseline] of baselines) {
      const turned = reversed(baseline) as Baseline
      expect(baselineDigest(turned)).toBe(baseline.digest)
      expect(parseBaseline(turned)).toEqual(baseline)
    }
  })
})
