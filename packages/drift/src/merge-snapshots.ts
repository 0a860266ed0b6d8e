import { arrangeParts } from './arrange-parts.ts'
import { type Snapshot, need, snapshotFormat } from './snapshot-types.ts'

/**
 * Merges what two monitors, or two groups of them, have counted against one baseline.
 *
 * A union of parts by replica and seq, so any order and grouping of merges gives the same snapshot, and merging
 * the same part again changes nothing. Of a pane seen twice while it filled, the later state stays. Panes their
 * replica has finished move to `earlier`, of which the newest 24 per replica stay. Neither argument is changed;
 * the result shares their parts. For any number: `snapshots.reduce(mergeSnapshots)`. O(parts), not cells.
 *
 * @throws {PlimsollError} `PLIMSOLL_SNAPSHOT_INVALID` for snapshots of different baselines, columns or windows,
 * for two parts of one replica and seq neither of which can have grown from the other (two processes share a
 * name), and for more than 4096 parts.
 * @see {@link emptySnapshot} for the neutral element
 * @example
 * const none = emptySnapshot(baseline, ['tenure'], { kind: 'tumbling', rows: 1000, panes: 1 })
 * mergeSnapshots(none, none).parts // []
 */
export function mergeSnapshots(a: Snapshot, b: Snapshot): Snapshot {
  for (const { format } of [a, b]) need(format === snapshotFormat, 'format', `must be '${snapshotFormat}'`)
  const isSameBaseline =
    a.baseline.digest === b.baseline.digest &&
    a.baseline.rows === b.baseline.rows &&
    a.baseline.name === b.baseline.name
  need(isSameBaseline, 'baseline', 'must be the same in both')
  const isSameColumns = a.columns.length === b.columns.length && a.columns.every((x, i) => x === b.columns[i])
  need(isSameColumns, 'columns', 'must be the same in both')
  const isSameWindow =
    a.window.kind === b.window.kind && a.window.rows === b.window.rows && a.window.panes === b.window.panes
  need(isSameWindow, 'window', 'must be the same in both')
  const lists = [
    { at: 'parts of the first', parts: a.parts, isEarlier: false },
    { at: 'earlier of the first', parts: a.earlier, isEarlier: true },
    { at: 'parts of the second', parts: b.parts, isEarlier: false },
    { at: 'earlier of the second', parts: b.earlier, isEarlier: true },
  ]
  const first = lists.find(({ parts }) => parts.length > 0)?.parts[0]
  for (const { at, parts } of lists) {
    const isEven = parts.every(
      ({ counts, slots }) => counts.length === first?.counts.length && slots.length === first.slots.length,
    )
    need(isEven, at, 'must have equally many counts and slots in every part')
  }
  const { baseline, columns, window } = a
  return { format: snapshotFormat, baseline, columns, window, ...arrangeParts(lists, window.panes) }
}
