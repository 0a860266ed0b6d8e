import { type Random, createRandom } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { createBaseline, createMonitor, explainScore, judgeSnapshot, mergeSnapshots } from '../src/index.ts'
import type { Monitor, Snapshot, WindowOptions } from '../src/index.ts'

const draw = (random: Random, moved: number) => ({
  x: random.normal() + moved,
  n: random.int(6),
  c: `k${Math.floor(8 * random.next() ** 2)}`,
})
const source = createRandom('replicas')
const baseline = createBaseline(Array.from({ length: 800 }, () => draw(source, 0)))
const names = Array.from({ length: 16 }, (_, k) => `r${k}`)

function monitors(window: WindowOptions): readonly Monitor[] {
  return names.map((replica) => createMonitor(baseline, { window, replica, detect: false }))
}

/** Merges in a random tree, some of them more than once. */
function mergeAll(snapshots: readonly Snapshot[], random: Random): Snapshot {
  const open = [...snapshots]
  while (open.length > 1) {
    const [a] = open.splice(random.int(open.length), 1)
    const at = random.int(open.length)
    const b = open[at]
    if (a === undefined || b === undefined) throw new Error('nothing to merge')
    open[at] = mergeSnapshots(a, random.int(4) === 0 ? mergeSnapshots(b, a) : b)
  }
  const [merged] = open
  if (merged === undefined) throw new Error('nothing merged')
  return merged
}

describe('16 replicas', () => {
  it.each([0, 0.25, 1])(
    'merged have the counts, scores and verdict of one process, for random partitions (moved by %d)',
    (moved) => {
      const random = createRandom(`partitions ${moved}`)
      for (let run = 0; run < 12; run++) {
        const window: WindowOptions = run % 2 === 0 ? 2000 : { kind: 'sinceDeploy', every: 5000 }
        const single = createMonitor(baseline, { window, replica: 'single', detect: false })
        const replicas = monitors(window)
        const busy = 1 + random.int(16)
        for (let i = 0; i < 900; i++) {
          const row = draw(random, moved)
          single.observe(row, 1000 + i)
          replicas[random.int(busy)]?.observe(row, 1000 + i)
        }
        const merged = mergeAll(
          replicas.map((replica) => replica.snapshot()),
          random,
        )
        const [theirs, mine] = [judgeSnapshot(merged, baseline), judgeSnapshot(single.snapshot(), baseline)]
        expect(theirs).toEqual(mine)
        const { promise: _, ...own } = single.verdict()
        expect(theirs).toMatchObject(own)
        expect(explainScore(merged, baseline, 'c')).toEqual(explainScore(single.snapshot(), baseline, 'c'))
      }
    },
  )

  it('merge with what they were before: panes that grew stay, finished ones move on', () => {
    const random = createRandom('growing')
    const monitor = createMonitor(baseline, {
      window: { kind: 'sliding', rows: 120, panes: 3 },
      replica: 'a',
      detect: false,
    })
    const moments: Snapshot[] = []
    for (let i = 0; i < 500; i++) {
      if (i % 23 === 0) moments.push(monitor.snapshot())
      monitor.observe(draw(random, 0), i)
    }
    const last = monitor.snapshot()
    for (const moment of moments) {
      expect(mergeSnapshots(moment, last)).toEqual(last)
      expect(mergeSnapshots(last, moment)).toEqual(last)
      expect(mergeSnapshots(moment, moment)).toEqual(moment)
    }
    expect(mergeAll([...moments, last], random)).toEqual(last)
  })

  it('that started anew under a name of their own do not mix with what they were', () => {
    const random = createRandom('anew')
    const [before, after] = [createMonitor(baseline), createMonitor(baseline)]
    for (let i = 0; i < 30; i++) before.observe(draw(random, 0))
    for (let i = 0; i < 50; i++) after.observe(draw(random, 0))
    const merged = mergeSnapshots(before.snapshot(), after.snapshot())
    expect(merged.parts.map(({ rows }) => rows).toSorted((a, b) => a - b)).toEqual([30, 50])
  })
})
