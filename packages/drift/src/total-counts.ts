import { type Snapshot, need } from './snapshot-types.ts'

/** The sums of a snapshot's parts; see {@link totalCounts}. */
export interface SnapshotTotals {
  readonly rows: number
  /** Rows per cell of all watched columns, one after another; empty for a snapshot without parts. */
  readonly counts: Float64Array
  /** Three figures per watched column: lagged products, squares, rises; empty for a snapshot without parts. */
  readonly dependence: Float64Array
  /** Rows per slot of the baseline's season; empty without a season and for a snapshot without parts. */
  readonly slots: Float64Array
}

/**
 * Sums the parts of the window that is judged; `earlier` panes are not in it.
 *
 * The sums are exact whole numbers: 4096 parts of counts below 2^32 stay far below 2^53. So the counts of a fleet
 * equal those of one process that saw all the rows, bit for bit. O(parts x cells).
 *
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID` where a sum of dependence figures would not be exact.
 * @example
 * const none = emptySnapshot(baseline, ['tenure'], { kind: 'sinceDeploy', rows: 0, panes: 1 })
 * totalCounts(none) // { rows: 0, counts: [], dependence: [], slots: [] }
 */
export function totalCounts(snapshot: Snapshot): SnapshotTotals {
  const { parts } = snapshot
  const counts = new Float64Array(parts[0]?.counts.length ?? 0)
  const dependence = new Float64Array(parts[0]?.dependence.length ?? 0)
  const slots = new Float64Array(parts[0]?.slots.length ?? 0)
  let rows = 0
  for (const part of parts) {
    rows += part.rows
    add(counts, part.counts)
    add(slots, part.slots)
    add(dependence, part.dependence)
  }
  // Sums beyond 2^53 would not be exact; on the way up each has passed it.
  need(dependence.every(isExact), 'dependence', 'must have sums below 2^53')
  return { rows, counts, dependence, slots }
}

function add(sums: Float64Array, more: readonly number[]): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (more[i] ?? 0)
}

function isExact(sum: number): boolean {
  return Number.isSafeInteger(sum)
}
