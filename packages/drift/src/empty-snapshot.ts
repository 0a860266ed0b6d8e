import type { Baseline } from './baseline-types.ts'
import { parseSnapshot } from './parse-snapshot.ts'
import { type Snapshot, type SnapshotWindow, snapshotFormat } from './snapshot-types.ts'

/**
 * Makes the snapshot of no replica: merged with any other of this baseline, these columns and this window it
 * gives that other one.
 *
 * @param columns names of watched columns in the baseline's order, at least one
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID` for columns the baseline does not have in this order, and
 * for an impossible window.
 * @example
 * const none = emptySnapshot(baseline, ['tenure', 'plan'], { kind: 'sliding', rows: 250, panes: 4 })
 * totalCounts(none).rows // 0
 */
export function emptySnapshot(
  baseline: Baseline,
  columns: readonly string[],
  window: SnapshotWindow,
): Snapshot {
  const { name, digest, rows } = baseline
  const content = { baseline: { name, digest, rows }, columns, window, parts: [], earlier: [] }
  return parseSnapshot({ format: snapshotFormat, ...content }, baseline)
}
