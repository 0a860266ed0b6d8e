import type { DriftVerdict } from '@plimsoll/core'
import { sha256Hex } from '@plimsoll/stats'
import { deepFreeze } from './deep-freeze.ts'
import type { BinShift } from './verdicts.ts'

/** What a request to train again keeps of one column's verdict; a `ColumnVerdict` has all of it. */
export interface RetrainColumn {
  /** At most 200 characters. */
  readonly name: string
  /** In words, at most 400 characters. */
  readonly reason: string
  /** How far the column moved, by the verdict's method; left out where there is no finite one. */
  readonly score?: number | undefined
  /** The effect furthest beyond the least that counts. */
  readonly effect?: { readonly method: string; readonly value: number; readonly least: number } | undefined
  /** Natural logarithm of the e-value; left out where there is no finite one. */
  readonly logE?: number | undefined
  /** At most 3 bins whose share changed most; labels come from the baseline, at most 100 characters. */
  readonly topBins: readonly BinShift[]
}

/** The rows that a verdict is about. */
export interface RetrainWindow {
  readonly kind: string
  readonly rows: number
  readonly panes: number
  /** Milliseconds as the monitor was given them, of the first and the last row; 0 where it was given none. */
  readonly since: number
  readonly until: number
}

/** The promise under which an alarm was raised, and how many rows of its horizon were seen. */
export interface RetrainPromise {
  readonly falseAlarm: number
  readonly over: number
  readonly seen: number
}

/** What a trigger reads of a verdict; a `DatasetVerdict` has all of it. */
export interface RetrainVerdict {
  readonly verdict: DriftVerdict
  readonly reason: string
  readonly rows: number
  readonly share: number
  readonly judged: number
  readonly moved: readonly string[]
  readonly window?: RetrainWindow | undefined
  readonly promise?: RetrainPromise | undefined
  readonly columns: readonly RetrainColumn[]
}

/** Which reference a model is watched by; a `Baseline` fits. */
export interface RetrainBaseline {
  readonly name: string
  readonly version?: string | undefined
  readonly digest: string
}

/**
 * A request to train a model again, with its evidence: frozen plain data that `JSON.stringify` keeps whole, and
 * no value of a live row. At most about 25 KB as JSON of plain text, without `snapshot`.
 */
export interface RetrainRequest {
  readonly format: 'plimsoll-retrain/1'
  /** The idempotency key, 64 hex digits: carry the request out once, however often and by whomever it comes. */
  readonly key: string
  readonly model: string
  readonly baseline: RetrainBaseline
  /** Why the data set is in alarm, in words, at most 400 characters. */
  readonly reason: string
  /** Milliseconds since 1970 of the verdict. */
  readonly at: number
  /** Rows judged. */
  readonly rows: number
  /** Share of the judged columns that moved, 0 to 1. */
  readonly share: number
  readonly judged: number
  /** How many columns moved; `columns` has the first 16 of them. */
  readonly moved: number
  readonly window?: RetrainWindow
  readonly promise?: RetrainPromise
  /** The columns that moved, most moved first; at most 16. */
  readonly columns: readonly RetrainColumn[]
  /** What the option `snapshot` gave. */
  readonly snapshot?: unknown
}

/** The format this version writes. */
const retrainFormat = 'plimsoll-retrain/1'

const mostColumns = 16
const mostBins = 3

/** Computes what tells one trigger's memory from another's: the model and the baseline it is watched by. */
export function retrainSubject(model: string, baseline: RetrainBaseline): string {
  return sha256Hex(JSON.stringify([retrainFormat, model, baseline.digest]))
}

/**
 * Computes the key of a request. Time is cut into slots as long as the cool-down, counted from 1970: two requests
 * of one replica are at least a cool-down apart, so never of one slot.
 */
export function retrainKey(subject: string, coolDown: number, now: number): string {
  return sha256Hex(JSON.stringify([subject, coolDown, Math.floor(now / coolDown)]))
}

/** Copies the evidence out of a verdict: named fields only, bounded, numbers that JSON can hold. */
export function writeRetrainRequest(
  who: { readonly key: string; readonly model: string; readonly baseline: RetrainBaseline },
  verdict: RetrainVerdict,
  at: number,
  snapshot: unknown,
): RetrainRequest {
  const { name, version, digest } = who.baseline
  const { window, promise } = verdict
  return deepFreeze({
    format: retrainFormat,
    key: who.key,
    model: who.model,
    baseline: { name, ...(version === undefined ? {} : { version }), digest },
    reason: verdict.reason.slice(0, 400),
    at,
    rows: verdict.rows,
    share: verdict.share,
    judged: verdict.judged,
    moved: verdict.moved.length,
    ...(window === undefined ? {} : { window: copyWindow(window) }),
    ...(promise === undefined ? {} : { promise: copyPromise(promise) }),
    columns: movedColumns(verdict).map(copyColumn),
    ...(snapshot === undefined ? {} : { snapshot }),
  })
}

function movedColumns({ moved, columns }: RetrainVerdict): readonly RetrainColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  return moved.slice(0, mostColumns).flatMap((name) => byName.get(name) ?? [])
}

function copyWindow({ kind, rows, panes, since, until }: RetrainWindow): RetrainWindow {
  return { kind, rows, panes, since: finite(since) ?? 0, until: finite(until) ?? 0 }
}

function copyPromise({ falseAlarm, over, seen }: RetrainPromise): RetrainPromise {
  return { falseAlarm, over, seen }
}

function copyColumn(column: RetrainColumn): RetrainColumn {
  const [score, logE] = [finite(column.score), finite(column.logE)]
  const { method, value, least } = column.effect ?? {}
  const isWhole = method !== undefined && finite(value) !== undefined && finite(least) !== undefined
  return {
    name: column.name.slice(0, 200),
    reason: column.reason.slice(0, 400),
    ...(score === undefined ? {} : { score }),
    ...(isWhole ? { effect: { method, value: value ?? 0, least: least ?? 0 } } : {}),
    ...(logE === undefined ? {} : { logE }),
    topBins: column.topBins.slice(0, mostBins).map(({ label, reference, current }) => {
      return { label: label.slice(0, 100), reference, current }
    }),
  }
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined
}
