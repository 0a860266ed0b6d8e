import type { Snapshot, SnapshotPart } from '../snapshot-types.ts'

/** Parts of a snapshot that a timeline shows as one step. */
export interface Step {
  readonly parts: readonly SnapshotPart[]
  readonly judged: boolean
}

/** Most steps that a timeline shows before the judged window, and most of the window itself. */
const mostEarlier = 48
const mostJudged = 24

/**
 * Lays the panes of a snapshot out in time: by their end where every one has one, else by their number.
 *
 * Neighbours are put together so that each step holds about one pane of every replica.
 */
export function stepsOf({ parts, earlier }: Pick<Snapshot, 'parts' | 'earlier'>): readonly Step[] {
  const replicas = new Set([...parts, ...earlier].map(({ replica }) => replica)).size
  const isTimed = [...parts, ...earlier].every(({ until }) => until !== 0)
  const inOrder = (all: readonly SnapshotPart[]): SnapshotPart[] =>
    all
      .filter(({ rows }) => rows > 0)
      .sort(
        (a, b) =>
          (isTimed ? a.until - b.until : 0) ||
          a.seq - b.seq ||
          (a.replica < b.replica ? -1 : a.replica > b.replica ? 1 : 0),
      )
  return [
    ...groups(inOrder(earlier), replicas, mostEarlier).map((held) => ({ parts: held, judged: false })),
    ...groups(inOrder(parts), replicas, mostJudged).map((held) => ({ parts: held, judged: true })),
  ]
}

function groups(parts: readonly SnapshotPart[], replicas: number, most: number): SnapshotPart[][] {
  const size = Math.max(1, replicas, Math.ceil(parts.length / most))
  const held: SnapshotPart[][] = []
  for (let i = 0; i < parts.length; i += size) held.push(parts.slice(i, i + size))
  return held
}
