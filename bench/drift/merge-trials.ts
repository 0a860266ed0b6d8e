import { createMonitor, judgeSnapshot, mergeSnapshots } from '@plimsoll/drift'
import type { Monitor, Snapshot } from '@plimsoll/drift'
import type { Trial } from '../simulation.ts'
import { createFastRandom } from './fast-random.ts'
import type { FastRandom } from './fast-random.ts'
import { drawShapes } from './shapes.ts'
import { shapesBaseline } from './monitor-trials.ts'

/** What differed between 16 replicas merged and one process that saw the same rows. */
export interface Difference {
  readonly counts: boolean
  readonly verdict: boolean
  /** What the one process said. */
  readonly said: string
}

const replicas = 16

/** One random partition of a stream over 16 replicas, merged in a random order and grouping. */
export const partitions: Trial<Difference> = {
  name: '16 replicas merged',
  runs: (base) => Math.ceil(base / 5),
  play: (seed) => {
    const random = createFastRandom(seed)
    const baseline = shapesBaseline(random, 500)
    const watch = (replica: string): Monitor =>
      createMonitor(baseline, { window: { kind: 'sinceDeploy' }, replica })
    const one = watch('one')
    const many = Array.from({ length: replicas }, (_, i) => watch(`replica ${i}`))
    const rows = 100 + Math.floor(random.next() * 3_000)
    const shift = random.next() < 0.5 ? 0 : random.next()
    for (let i = 0; i < rows; i++) {
      const row = drawShapes(random).map((value) => (value === null ? value : value + shift))
      one.observe(row)
      many[Math.floor(random.next() * replicas)]?.observe(row)
    }
    const merged = mergeAtRandom(
      many.map((monitor) => monitor.snapshot()),
      random,
    )
    const single = one.snapshot()
    const said = judgeSnapshot(single, baseline)
    return {
      counts: JSON.stringify(total(merged)) !== JSON.stringify(total(single)),
      verdict: JSON.stringify(judgeSnapshot(merged, baseline)) !== JSON.stringify(said),
      said: said.verdict,
    }
  },
}

function mergeAtRandom(snapshots: readonly Snapshot[], random: FastRandom): Snapshot {
  const open = [...snapshots]
  const draw = (): Snapshot => {
    const [drawn] = open.splice(Math.floor(random.next() * open.length), 1)
    if (drawn === undefined) throw new Error('nothing to merge')
    return drawn
  }
  while (open.length > 1) open.push(mergeSnapshots(draw(), draw()))
  return draw()
}

/** The counts of all parts. */
function total({ parts }: Snapshot): number[] {
  const [first] = parts
  return Array.from({ length: first?.counts.length ?? 0 }, (_, cell) =>
    parts.reduce((sum, { counts }) => sum + (counts[cell] ?? 0), 0),
  )
}
