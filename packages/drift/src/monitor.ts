import { type Duration, type Observer, checkOptions, durationRule, readDuration } from '@plimsoll/core'
import type { Baseline } from './baseline-types.ts'
import { cellsOf } from './cells.ts'
import { deepFreeze } from './deep-freeze.ts'
import { ColumnReference } from './column-reference.ts'
import { type ColumnRule, judgeColumn } from './judge-column.ts'
import { judgeDataset } from './judge-dataset.ts'
import { RowCounter } from './row-counter.ts'
import { type MonitorSnapshot, snapshotColumn } from './snapshot.ts'
import type { DatasetVerdict } from './verdicts.ts'

/** Options of {@link createMonitor}. */
export interface MonitorOptions {
  /** Names of the baseline's columns to watch. @default all of them */
  readonly columns?: readonly string[] | undefined
  /** Rows after which a window is judged and a new one starts. @default 1000 */
  readonly window?: number | undefined
  /** Rows below which a column is inconclusive. @default 40 */
  readonly minRows?: number | undefined
  /** PSI from which a column may have moved; half of it warns. @default 0.2 */
  readonly psi?: number | undefined
  /** KS distance from which a numeric column may have moved; half of it warns. @default 0.1 */
  readonly ks?: number | undefined
  /** Chance of a false movement per column and window, in (0, 0.5]. @default 0.001 */
  readonly significance?: number | undefined
  /** Share of the judged columns that must have moved for an alarm, in (0, 1]; half of it warns. @default 0.25 */
  readonly share?: number | undefined
  /**
   * Age at which a window is judged although it is not full, when the next row comes; `now` must then be
   * given to `observe`. @default never
   */
  readonly maxWindowAge?: Duration | undefined
  /** Called with every finished window's verdict; what it throws is swallowed and counted in `faults`. */
  readonly onRoll?: ((verdict: DatasetVerdict) => void) | undefined
}

/** The rule a monitor judges by, defaults included. */
export interface MonitorSettings {
  readonly window: number
  readonly minRows: number
  readonly psi: number
  readonly ks: number
  readonly significance: number
  readonly share: number
  /** Milliseconds; `Infinity` for none. */
  readonly maxWindowAge: number
}

/** Watches rows against a baseline; see {@link createMonitor}. */
export interface Monitor extends Observer<unknown> {
  readonly baseline: Baseline
  readonly settings: MonitorSettings
  /** Names of the columns watched, in the baseline's order. */
  readonly columns: readonly string[]
  /** Rows in the current window. */
  readonly rows: number
  /** The verdict of the last finished window. */
  readonly last: DatasetVerdict | undefined
  /** How often a listener threw. */
  readonly faults: number
  /**
   * Counts one row; the row itself is not kept. Never throws. O(columns x log bins), and when it fills the
   * window the cost of one verdict. Allocates nothing, except that the engine boxes a fraction (16 bytes) that
   * it reads from an object by name; those in arrays and typed arrays it does not.
   *
   * @param now monotonic milliseconds; needed for `maxWindowAge` only
   */
  observe(row: unknown, now?: number): void
  /** Judges the current window as far as it is; changes nothing. */
  verdict(): DatasetVerdict
  /** Finishes the current window by hand (a batch's end), starts a new one and returns the verdict. */
  roll(now?: number): DatasetVerdict
  /** Counts of the current window beside the reference's, as plain data. */
  snapshot(): MonitorSnapshot
  /** Calls `listener` with every finished window's verdict until the returned function is called. */
  subscribe(listener: (verdict: DatasetVerdict) => void): () => void
}

const optionNames: readonly string[] = [
  'columns',
  'window',
  'minRows',
  'psi',
  'ks',
  'significance',
  'share',
  'maxWindowAge',
  'onRoll',
]

/**
 * Creates a monitor that counts rows into tumbling windows and judges each window against the baseline.
 *
 * A column has moved when a score is both large and significant ({@link ColumnVerdict}); the data set alarms
 * when the share of judged columns that moved reaches `share`. The share rule needs no independence between
 * columns, but is a rule, not a test: only each column's `significance`, per window judged, is a probability.
 * Reading `verdict()` while a window fills is free to do but is one more look each time.
 *
 * State of a window: one 32-bit count per cell, about 60 bytes per numeric column.
 *
 * @throws {OptionsError} for options that cannot work, such as columns the baseline does not have.
 * @example
 * const monitor = createMonitor(baseline, { window: 500 })
 * for (const row of rows) monitor.observe(row)
 * monitor.verdict().verdict // 'ok'; or warn, alarm, inconclusive
 */
export function createMonitor(baseline: Baseline, options: MonitorOptions = {}): Monitor {
  return new CountingMonitor(baseline, options)
}

class CountingMonitor implements Monitor {
  readonly baseline: Baseline
  readonly columns: readonly string[]
  readonly settings: MonitorSettings
  rows = 0
  last: DatasetVerdict | undefined = undefined
  faults = 0
  private readonly references: readonly ColumnReference[]
  private readonly counter: RowCounter
  private readonly rule: ColumnRule
  private readonly listeners: Set<(verdict: DatasetVerdict) => void> = new Set()
  private since = Number.NaN

  constructor(baseline: Baseline, options: MonitorOptions) {
    const { window = 1000, minRows = 40, psi = 0.2, ks = 0.1, significance = 0.001, share = 0.25 } = options
    const names = baseline.columns.map((column) => column.name)
    const { columns = names, maxWindowAge, onRoll } = options
    const check = checkOptions('drift monitor')
    check.keys(options, optionNames)
    const whole = (value: number): boolean => Number.isInteger(value) && value >= 1 && value < 2 ** 31
    check.require(whole(window), 'window', 'must be a whole number of at least 1', window)
    check.require(whole(minRows), 'minRows', 'must be a whole number of at least 1', minRows)
    if (whole(window) && whole(minRows)) {
      check.require(minRows <= window, 'minRows', `must be at most window (${window})`, minRows)
    }
    const positive = (value: number): boolean => value > 0 && value < Infinity
    check.require(positive(psi), 'psi', 'must be above 0', psi)
    check.require(ks > 0 && ks <= 1, 'ks', 'must be in (0, 1]', ks)
    const chance = significance > 0 && significance <= 0.5
    check.require(chance, 'significance', 'must be in (0, 0.5]', significance)
    check.require(share > 0 && share <= 1, 'share', 'must be in (0, 1]', share)
    const age = maxWindowAge === undefined ? Infinity : readDuration(maxWindowAge)
    check.require(age !== undefined && age > 0, 'maxWindowAge', durationRule, maxWindowAge)
    check.require(
      onRoll === undefined || typeof onRoll === 'function',
      'onRoll',
      'must be a function',
      onRoll,
    )
    if (
      check.require(Array.isArray(columns) && columns.length > 0, 'columns', 'must name columns', columns)
    ) {
      columns.forEach((name, i) => {
        const rule = `must be a column of the baseline (${shorten(names)})`
        check.require(names.includes(name), `columns[${i}]`, rule, name)
      })
    }
    check.done()

    this.baseline = baseline
    const watched = baseline.columns.filter((column) => columns.includes(column.name))
    this.columns = watched.map((column) => column.name)
    this.references = watched.map((column) => new ColumnReference(column))
    this.counter = new RowCounter(
      watched.map((column) => column.path),
      watched.map(cellsOf),
    )
    this.rule = { minRows, psi, ks, significance }
    this.settings = { window, ...this.rule, share, maxWindowAge: age ?? Infinity }
    if (onRoll !== undefined) this.listeners.add(onRoll)
  }

  observe(row: unknown, now: number = Number.NaN): void {
    if (this.rows === 0) this.since = now
    else if (now - this.since >= this.settings.maxWindowAge) {
      this.roll(now)
      this.since = now
    }
    this.counter.count(row)
    this.rows++
    if (this.rows >= this.settings.window) this.roll(now)
  }

  verdict(): DatasetVerdict {
    const judged = this.references.map((reference, i) => {
      return judgeColumn(reference, this.counter.column(i), this.baseline.rows, this.rule)
    })
    return judgeDataset(judged, this.rows, this.rule.minRows, this.settings.share)
  }

  roll(now: number = Number.NaN): DatasetVerdict {
    const verdict = deepFreeze(this.verdict())
    this.last = verdict
    this.counter.counts.fill(0)
    this.rows = 0
    this.since = now
    for (const listener of Array.from(this.listeners)) {
      try {
        const returned: unknown = listener(verdict)
        if (returned instanceof Promise) returned.catch(() => this.faults++)
      } catch {
        this.faults++
      }
    }
    return verdict
  }

  snapshot(): MonitorSnapshot {
    return {
      format: 'plimsoll-drift-snapshot/1',
      baseline: { name: this.baseline.name, digest: this.baseline.digest, rows: this.baseline.rows },
      rows: this.rows,
      columns: this.references.map(({ column }, i) => snapshotColumn(column, this.counter.column(i))),
    }
  }

  subscribe(listener: (verdict: DatasetVerdict) => void): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }
}

function shorten(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, … ${names.length} in all` : names.join(', ')
}
