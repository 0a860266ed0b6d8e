import { type Snapshot, type SnapshotPart, maxEarlier, maxParts, need } from './snapshot-types.ts'

/** Parts from one place. */
export interface PartList {
  /** Where they stand, for messages. */
  readonly at: string
  readonly parts: readonly SnapshotPart[]
  /** Whether their replica has finished them and moved on. */
  readonly isEarlier: boolean
}

/** What is known of one replica. */
interface Replica {
  readonly bySeq: Map<number, SnapshotPart>
  /** The highest seq seen as earlier; panes up to it are never current again. */
  finished: number
}

/**
 * Unites parts into the order of a {@link Snapshot}.
 *
 * A join of sets: the result depends on which parts there are, not on their order or number. Per replica the
 * panes behind the highest earlier seq are current, at most the newest `panes` of them; all others are earlier,
 * and of these the newest 24 stay. What is left out has 24 newer ones before it for ever, so leaving it out
 * early changes no later union.
 *
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID` where two parts of one replica and seq contradict each
 * other, and for more than 4096 parts.
 */
export function arrangeParts(lists: readonly PartList[], panes: number): Pick<Snapshot, 'parts' | 'earlier'> {
  const replicas = new Map<string, Replica>()
  for (const { at, parts, isEarlier } of lists) {
    parts.forEach((part, i) => {
      let replica = replicas.get(part.replica)
      if (replica === undefined) {
        replica = { bySeq: new Map(), finished: -1 }
        replicas.set(part.replica, replica)
      }
      if (isEarlier) replica.finished = Math.max(replica.finished, part.seq)
      const held = replica.bySeq.get(part.seq)
      if (held === undefined) replica.bySeq.set(part.seq, part)
      else if (held !== part) replica.bySeq.set(part.seq, laterOf(held, part, at, i))
    })
  }
  const parts: SnapshotPart[] = []
  const earlier: SnapshotPart[] = []
  for (const { bySeq, finished } of replicas.values()) {
    const own = [...bySeq.values()].sort((a, b) => a.seq - b.seq)
    const first = own.findIndex(({ seq }) => seq > finished)
    const split = Math.max(first < 0 ? own.length : first, own.length - panes)
    earlier.push(...own.slice(Math.max(0, split - maxEarlier), split))
    parts.push(...own.slice(split))
  }
  need(parts.length <= maxParts, 'parts', `must hold at most ${maxParts} parts`)
  need(earlier.length <= maxParts, 'earlier', `must hold at most ${maxParts} parts`)
  return { parts: parts.sort(byIdentity), earlier: earlier.sort(byTime) }
}

/** Takes the later of two states of one pane: the same, or one that has counted more rows since. */
function laterOf(a: SnapshotPart, b: SnapshotPart, at: string, i: number): SnapshotPart {
  const [less, more] = a.rows <= b.rows ? [a, b] : [b, a]
  const fits =
    less.counts.length === more.counts.length &&
    less.slots.length === more.slots.length &&
    (less.rows === more.rows ? isSame(less, more) : hasGrown(less, more))
  need(fits, `${at}[${i}]`, 'must not contradict another part of its replica and seq')
  return more
}

function hasGrown(less: SnapshotPart, more: SnapshotPart): boolean {
  // A pane keeps the time of its first row: another one tells that a new process took the name of an old one.
  const isSamePane = less.rows === 0 || less.since === more.since
  return (
    isSamePane &&
    less.counts.every((count, cell) => count <= (more.counts[cell] ?? 0)) &&
    less.slots.every((count, slot) => count <= (more.slots[slot] ?? 0))
  )
}

function isSame(a: SnapshotPart, b: SnapshotPart): boolean {
  return (
    a.since === b.since &&
    a.until === b.until &&
    a.dependence.length === b.dependence.length &&
    a.counts.every((count, cell) => count === b.counts[cell]) &&
    a.dependence.every((figure, j) => figure === b.dependence[j]) &&
    a.slots.every((count, slot) => count === b.slots[slot])
  )
}

function byIdentity(a: SnapshotPart, b: SnapshotPart): number {
  return a.replica < b.replica ? -1 : a.replica > b.replica ? 1 : a.seq - b.seq
}

function byTime(a: SnapshotPart, b: SnapshotPart): number {
  return a.until - b.until || a.since - b.since || byIdentity(a, b)
}
