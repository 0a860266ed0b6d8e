import { PlimsollError } from '@plimsoll/core'
import type { Baseline } from './baseline-types.ts'
import { slotCount } from './season.ts'

/** How a monitor cuts the rows it has seen into what is judged. */
export type SnapshotWindowKind = 'tumbling' | 'sliding' | 'decayed' | 'sinceDeploy'

/** The window of the monitors a {@link Snapshot} comes from; only equal windows merge. */
export interface SnapshotWindow {
  readonly kind: SnapshotWindowKind
  /** Rows after which a pane is finished; 0 where rows finish none. */
  readonly rows: number
  /** Panes that one replica's window holds at most, 1 to 4096. */
  readonly panes: number
}

/** The counts of one pane of one replica. */
export interface SnapshotPart {
  /** The process that counted, 1 to 200 characters; a restarted process needs another name. */
  readonly replica: string
  /** Number of the pane, rising within a replica. A part counts once, however often it is merged. */
  readonly seq: number
  readonly rows: number
  /** Time of the first row as given to `observe`; 0 where none was given. */
  readonly since: number
  /** Time of the last row as given to `observe`; 0 where none was given. */
  readonly until: number
  /** Rows per cell, for all watched columns one after another; the cells of each column count every row once. */
  readonly counts: readonly number[]
  /**
   * Three whole numbers per watched column, in the order of this replica's rows: lagged products of rank scores,
   * their squares, and the rises: rows with a greater number than the row before, 0 to `rows`.
   */
  readonly dependence: readonly number[]
  /**
   * Rows in each slot of the baseline's season, together at most `rows`: a row without a time is in none. Empty
   * where the baseline has no season.
   */
  readonly slots: readonly number[]
}

/**
 * What replicas have counted against one baseline: plain data that merges, survives `JSON.stringify` and
 * {@link parseSnapshot}, and has a compact binary form ({@link encodeSnapshot}).
 *
 * In the order that merging and parsing give: `parts` by replica and seq, `earlier` by time. Of each replica
 * `parts` holds the newest panes, at most `window.panes`, and `earlier` the newest 24 finished before these.
 */
export interface Snapshot {
  readonly format: 'plimsoll-drift-snapshot/2'
  readonly baseline: { readonly name: string; readonly digest: string; readonly rows: number }
  /** Names of the watched columns, in the baseline's order. */
  readonly columns: readonly string[]
  readonly window: SnapshotWindow
  /** The panes that are judged together. At most 4096. */
  readonly parts: readonly SnapshotPart[]
  /** Panes finished before, oldest first, for a timeline. At most 4096. */
  readonly earlier: readonly SnapshotPart[]
}

/** The format this version writes and reads. */
export const snapshotFormat = 'plimsoll-drift-snapshot/2'
/** The kinds of windows; the place of each is its byte on the wire. */
export const windowKinds: readonly SnapshotWindowKind[] = ['tumbling', 'sliding', 'decayed', 'sinceDeploy']
/** Most parts a snapshot may hold, of the window and of earlier panes each. */
export const maxParts = 4096
/** Most earlier panes kept of one replica. */
export const maxEarlier = 24
/** Most counts of all parts together: a few bytes of zeros must not become gigabytes. */
export const maxCounts: number = 2 ** 24
/** Most characters of a replica's name. */
export const maxReplica = 200
/** Figures of dependence per watched column: lagged products, squares, rises. */
export const columnFigures = 3
/** Bound of a dependence figure, so that its zigzag form is still a safe integer. */
export const maxDependence: number = 2 ** 52

/** Counts the slots that each part of a snapshot of `baseline` has; 0 without a season. */
export function slotsOf({ season }: Baseline): number {
  return season === undefined ? 0 : slotCount(season.by)
}

/** Throws the typed error of a broken rule; the message names the place and the rule, never a value. */
export function need(holds: boolean, at: string, rule: string): asserts holds {
  if (!holds) throw snapshotError(at, rule)
}

/** Makes the error of a broken rule. */
export function snapshotError(at: string, rule: string, cause?: unknown): PlimsollError {
  return new PlimsollError('PLIMSOLL_SNAPSHOT_INVALID', { message: `not a snapshot: ${at} ${rule}`, cause })
}
