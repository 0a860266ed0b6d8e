import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  partOf,
  sampleBaseline,
  sampleRows,
  sampleSnapshot,
  seasonalBaseline,
  snapshotOf,
} from '../test/sample-snapshots.ts'
import { emptySnapshot } from './empty-snapshot.ts'
import { mergeSnapshots } from './merge-snapshots.ts'
import type { Snapshot } from './snapshot-types.ts'
import { totalCounts } from './total-counts.ts'

const window = { kind: 'sliding', rows: 40, panes: 3 } as const

describe.each([sampleBaseline, seasonalBaseline])('of the baseline $name', (baseline) => {
  // Moments of a few replicas: early, late, the same twice, so that panes grow, finish and fall out of the 24.
  const moment = fc
    .tuple(fc.constantFrom('a', 'b', 'ü', 'c-\u{1f600}'), fc.integer({ min: 0, max: 1300 }))
    .map(([replica, rows]) => sampleSnapshot(replica, rows, window, baseline))
  const none = emptySnapshot(
    baseline,
    baseline.columns.map(({ name }) => name),
    window,
  )

  test('merging is commutative', () => {
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        expect(mergeSnapshots(a, b)).toEqual(mergeSnapshots(b, a))
      }),
    )
  })

  test('merging is associative', () => {
    fc.assert(
      fc.property(moment, moment, moment, (a, b, c) => {
        expect(mergeSnapshots(mergeSnapshots(a, b), c)).toEqual(mergeSnapshots(a, mergeSnapshots(b, c)))
      }),
      { numRuns: 300 },
    )
  })

  test('merging is idempotent, and the empty snapshot is neutral', () => {
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        const both = mergeSnapshots(a, b)
        expect(mergeSnapshots(a, a)).toEqual(a)
        expect(mergeSnapshots(both, b)).toEqual(both)
        expect(mergeSnapshots(both, both)).toEqual(both)
        expect(mergeSnapshots(none, both)).toEqual(both)
        expect(mergeSnapshots(both, none)).toEqual(both)
      }),
    )
  })

  test('snapshots of one replica at several moments merge to the last of them', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 1300 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(moments, (rows) => {
        const merged = rows.map((n) => sampleSnapshot('a', n, window, baseline)).reduce(mergeSnapshots)
        const last = sampleSnapshot('a', Math.max(...rows), window, baseline)
        expect(merged.parts).toEqual(last.parts)
        expect(merged.earlier).toEqual(last.earlier)
      }),
    )
  })
})

test('16 merged replicas have the counts and slots of one process, for 1,000 random partitions in any order', () => {
  const window = { kind: 'tumbling', rows: 1000, panes: 1 } as const
  const rows = sampleRows('all', 200, seasonalBaseline)
  const single = totalCounts(
    snapshotOf([partOf('one', 0, rows, seasonalBaseline)], [], window, seasonalBaseline),
  )
  const replicas = fc.array(fc.nat(15), { minLength: 200, maxLength: 200 })
  fc.assert(
    fc.property(replicas, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (owners, picks) => {
      let open: Snapshot[] = Array.from({ length: 16 }, (_, k) =>
        snapshotOf(
          [
            partOf(
              `r${k}`,
              k,
              rows.filter((_, i) => owners[i] === k),
              seasonalBaseline,
            ),
          ],
          [],
          window,
          seasonalBaseline,
        ),
      )
      // A random tree of merges, in which some snapshots arrive twice.
      for (const pick of picks) {
        const a = open[pick % open.length]
        const b = open[(pick >> 8) % open.length]
        if (a === undefined || b === undefined) continue
        open = [...open.filter((one) => (pick & 1) === 1 || (one !== a && one !== b)), mergeSnapshots(a, b)]
      }
      const merged = totalCounts(open.reduce(mergeSnapshots))
      expect(merged.rows).toBe(200)
      expect(merged.counts).toEqual(single.counts)
      expect(merged.slots).toEqual(single.slots)
    }),
    { numRuns: 1000 },
  )
})
