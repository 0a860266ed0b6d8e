import type { OptionCheck } from '@plimsoll/core'
import { panesPerHalfLife } from './judge-window.ts'
import type { SnapshotWindow } from './snapshot-types.ts'

/** Judged when `rows` rows are full; then a new window begins. */
export interface TumblingWindow {
  readonly kind: 'tumbling'
  /** Rows of a window. @default 1000 */
  readonly rows?: number | undefined
}

/** The newest rows, judged again whenever a pane of them is full. */
export interface SlidingWindow {
  readonly kind: 'sliding'
  /** Rows of the whole window. @default 1000 */
  readonly rows?: number | undefined
  /** Panes it is cut into, 2 to 100; one is replaced at a time. @default 12 */
  readonly panes?: number | undefined
}

/**
 * All rows, older ones weighing less, in steps of a quarter of the half-life. Shows scores and warns; its counts are
 * no evidence for the promise, so that only detectors alarm.
 */
export interface DecayedWindow {
  readonly kind: 'decayed'
  /** Rows after which a row weighs half. @default 1000 */
  readonly halfLife?: number | undefined
}

/** All rows since the monitor was made or reset. */
export interface SinceDeployWindow {
  readonly kind: 'sinceDeploy'
  /** Rows after which it is judged once more. @default 1000 */
  readonly every?: number | undefined
}

/** How the rows that are judged together are chosen; a number is a tumbling window of so many rows. */
export type WindowOptions = number | TumblingWindow | SlidingWindow | DecayedWindow | SinceDeployWindow

/** A window, ready to be counted into. */
export interface WindowPlan extends SnapshotWindow {
  /** Rows after which the window is judged. */
  readonly every: number
}

/** Panes of a decayed window: six half-lives, beyond which less than 2% are left. */
const decayedPanes = 6 * panesPerHalfLife

/** Reads a window; what cannot work is noted in `check`. */
export function readWindow(given: WindowOptions, check: OptionCheck): WindowPlan {
  const fallback: WindowPlan = { kind: 'tumbling', rows: 1000, panes: 1, every: 1000 }
  const whole = (option: string, value: number): boolean => {
    const holds = Number.isInteger(value) && value >= 1 && value < 2 ** 31
    return check.require(holds, option, 'must be a whole number of at least 1', value)
  }
  if (typeof given === 'number') {
    return whole('window', given) ? { ...fallback, rows: given, every: given } : fallback
  }
  const rule = 'must be a number of rows, or { kind: tumbling, sliding, decayed or sinceDeploy }'
  const isObject = typeof given === 'object' && given !== null
  if (!check.require(isObject, 'window', rule, given)) return fallback
  const isKind = Object.hasOwn(names, given.kind)
  const kinds = 'must be tumbling, sliding, decayed or sinceDeploy'
  if (!check.require(isKind, 'window.kind', kinds, given.kind)) return fallback
  check.keys(given, names[given.kind], 'window.')
  switch (given.kind) {
    case 'tumbling': {
      const { rows = 1000 } = given
      return whole('window.rows', rows) ? { ...fallback, rows, every: rows } : fallback
    }
    case 'sliding': {
      const { rows = 1000, panes = 12 } = given
      const isCut = Number.isInteger(panes) && panes >= 2 && panes <= 100
      check.require(isCut, 'window.panes', 'must be a whole number from 2 to 100', panes)
      if (!whole('window.rows', rows) || !isCut) return fallback
      const each = Math.ceil(rows / panes)
      return { kind: 'sliding', rows: each, panes, every: each }
    }
    case 'decayed': {
      const { halfLife = 1000 } = given
      if (!whole('window.halfLife', halfLife)) return fallback
      const each = Math.ceil(halfLife / panesPerHalfLife)
      return { kind: 'decayed', rows: each, panes: decayedPanes, every: each }
    }
    case 'sinceDeploy': {
      const { every = 1000 } = given
      return whole('window.every', every) ? { kind: 'sinceDeploy', rows: 0, panes: 1, every } : fallback
    }
  }
}

const names: Readonly<Record<SnapshotWindow['kind'], readonly string[]>> = {
  tumbling: ['kind', 'rows'],
  sliding: ['kind', 'rows', 'panes'],
  decayed: ['kind', 'halfLife'],
  sinceDeploy: ['kind', 'every'],
}
