// One thing: what a window, its panes, latches and alarms do at each row; they look at the same moments.
import { type Observer, checkOptions, lazyRandom } from '@plimsoll/core'
import { AlarmDetectors, runRows } from './alarm-detectors.ts'
import { arrangeParts } from './arrange-parts.ts'
import type { Baseline } from './baseline-types.ts'
import { cellsOf } from './cells.ts'
import { printPath } from './column-path.ts'
import { deepFreeze } from './deep-freeze.ts'
import { Dependence, columnDependence } from './dependence.ts'
import { type ColumnEvidence, judgeDataset } from './judge-dataset.ts'
import { WindowMeasure, panesPerHalfLife, span, windowTotals, windowsOf } from './judge-window.ts'
import {
  type MonitorOptions,
  type MonitorSettings,
  readMonitorOptions,
  wholeName,
} from './monitor-options.ts'
import { RowCounter } from './row-counter.ts'
import { descend } from './row-reader.ts'
import { readTime, slotCount, slotOf } from './season.ts'
import { type Snapshot, type SnapshotPart, columnFigures, snapshotFormat } from './snapshot-types.ts'
import type { SnapshotTotals } from './total-counts.ts'
import type { DatasetVerdict } from './verdicts.ts'

/** Values of columns, row by row in arrays of one length, by the baseline's column names. */
export type ColumnArrays = Readonly<Record<string, ArrayLike<unknown>>>

/** Watches rows against a baseline; see {@link createMonitor}. */
export interface Monitor extends Observer<unknown> {
  readonly baseline: Baseline
  readonly settings: MonitorSettings
  /** Names of the columns watched, in the baseline's order. */
  readonly columns: readonly string[]
  /** Rows in the current window, of a sliding or decayed one in its open pane. */
  readonly rows: number
  /** The verdict of the last finished window, or of an alarm since. */
  readonly last: DatasetVerdict | undefined
  /** How often a listener threw. */
  readonly faults: number
  /**
   * Counts one row; the row itself is not kept. Never throws. O(columns x log bins), and when it fills the
   * window, or raises an alarm, the cost of one verdict. Allocates nothing, except that the engine boxes a fraction
   * (16 bytes) that it reads from an object by name; those in arrays and typed arrays it does not.
   *
   * @param now milliseconds that never fall; needed for `maxWindowAge`, for times in snapshots, and for a seasonal
   * baseline whose rows hold no time (then since 1970)
   */
  observe(row: unknown, now?: number): void
  /**
   * Counts rows that stand in arrays, one for each column, as `observe` would count them one by one, fastest from
   * typed arrays; alarms of detectors are looked for after every 32 rows instead of after each. A watched
   * column that is not given counts as missing; of a text or an embedding give the whole. For a seasonal baseline
   * give the time under its own name.
   *
   * @throws {OptionsError} for names that no watched column has, and arrays of different length.
   */
  observeColumns(columns: ColumnArrays, now?: number): void
  /** Judges the current window as far as it is; changes nothing. */
  verdict(): DatasetVerdict
  /** Finishes the current window by hand (a batch's end), starts a new one and returns the verdict. */
  roll(): DatasetVerdict
  /** Forgets all rows and alarms and begins a new promise: after a retraining, or when an alarm was looked into. */
  reset(): void
  /** The counts of the current window and of finished panes, as plain data that merges with that of other processes. */
  snapshot(): Snapshot
  /** Calls `listener` with the verdict of every finished window and of every alarm until the returned function is called. */
  subscribe(listener: (verdict: DatasetVerdict) => void): () => void
}

/**
 * Creates a monitor that counts rows into windows and judges each window against the baseline.
 *
 * A column alarms when something moved by enough to count ({@link LeastEffects}) and so surely that false alarms of
 * all columns together have at most the chance `alarm.falseAlarm` within `alarm.over` rows, however often one looks:
 * from the counts of windows, and from a detector per column that bets on every row and so need not wait for a
 * window's end. An alarm is latched until a whole window is well again. Below that, a window that is too much for
 * chance by itself warns.
 *
 * The promise needs rows that stand for themselves: columns whose neighbouring rows are alike are `inconclusive`.
 *
 * State: about 0.6 KB per numeric column, and 0.15 KB for each pane of history.
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

/** Rows until the next look at detectors that have reached their bound, but for which something else is missing. */
const lookEvery = 16
/** Looks in vain make the next one wait twice as long, up to so many rows: each costs a verdict. */
const mostWait = 256

/** Most rows of a window without an end: its counts have 32 bits. */
const mostRows = 2 ** 31 - 1

/** Places among the times: of the pane's first row, its latest, and the first since it was last judged. */
const first = 0
const latest = 1
const begun = 2

class CountingMonitor implements Monitor {
  readonly baseline: Baseline
  readonly columns: readonly string[]
  readonly settings: MonitorSettings
  rows = 0
  last: DatasetVerdict | undefined = undefined
  faults = 0
  private readonly counter: RowCounter
  private readonly detectors: AlarmDetectors | undefined
  private readonly dependence: Dependence | undefined
  private readonly measure: WindowMeasure
  private readonly windows: number
  private readonly listeners: Set<(verdict: DatasetVerdict) => void> = new Set()
  /** Finished panes, oldest first: those of the window and of the history. */
  private panes: SnapshotPart[] = []
  private readonly slots: Float64Array
  private readonly latched: Uint8Array
  /** From where on a window of a latched column is wholly after its alarm; compare with `progress`. */
  private readonly wholeFrom: Float64Array
  /** 1 for columns that do not bet until the window's end, because their rows depend on each other. */
  private readonly paused: Uint8Array
  /** What a detector must reach before it is worth a look. */
  private readonly bound: number
  private replica: string | undefined
  private seq = 0
  private seen = 0
  private lookAt = 0
  private wait = lookEvery
  private sinceJudged = 0
  /** Times of the open pane, NaN where not known: see the places. In an array, where changing them allocates nothing. */
  private readonly times: Float64Array = new Float64Array(3).fill(Number.NaN)

  constructor(baseline: Baseline, options: MonitorOptions) {
    const { settings, columns } = readMonitorOptions(baseline, options)
    this.baseline = baseline
    this.settings = settings
    this.columns = columns
    this.replica = settings.replica
    this.measure = new WindowMeasure(baseline, columns, settings)
    const watched = this.measure.columns
    const cells = watched.map(cellsOf)
    // The detectors compare rows with the whole reference: that says nothing where each season has its own.
    const canDetect = settings.detect && baseline.season === undefined
    this.detectors = canDetect ? new AlarmDetectors(watched, cells, baseline.rows, settings.block) : undefined
    this.dependence = settings.block === 1 ? new Dependence(watched, cells) : undefined
    const { detectors, dependence } = this
    this.counter = new RowCounter(
      watched.map((column) => column.path),
      cells,
      { detectors, dependence },
    )
    const { falseAlarm, over, replicas } = settings.alarm
    this.windows = windowsOf(settings.window, over) * replicas
    // When all columns alarm at once, each needs no more than this.
    this.bound = (2 * over * replicas) / (settings.block * falseAlarm)
    this.slots = new Float64Array(baseline.season === undefined ? 0 : slotCount(baseline.season.by))
    this.latched = new Uint8Array(watched.length)
    this.wholeFrom = new Float64Array(watched.length)
    this.paused = new Uint8Array(watched.length)
    if (options.onRoll !== undefined) this.listeners.add(options.onRoll)
  }

  observe(row: unknown, now: number = Number.NaN): void {
    this.beginRow(now)
    const { season } = this.baseline
    if (season !== undefined) {
      this.noteSlot(season.path === undefined ? now : readTime(descend(row, season.path)))
    }
    this.counter.count(row)
    this.endRows(1)
  }

  observeColumns(columns: ColumnArrays, now: number = Number.NaN): void {
    const { season } = this.baseline
    const check = checkOptions('observeColumns', 'call')
    const time = season?.path === undefined ? undefined : printPath(season.path)
    const watched = this.measure.columns
    const known = new Set([...watched.map(wholeName), ...(time === undefined ? [] : [time])])
    const given: unknown = columns
    const isByName = typeof given === 'object' && given !== null && !Array.isArray(given)
    if (!check.require(isByName, 'columns', 'must be arrays by name', given)) check.done()
    check.keys(columns, [...known])
    let length = -1
    for (const [name, array] of Object.entries<unknown>(columns)) {
      const isList = typeof array === 'object' && array !== null && 'length' in array
      const rule = 'must be an array or a typed array'
      if (!check.require(isList, name, rule, array)) continue
      const { length: own } = array as ArrayLike<unknown>
      if (length < 0) length = own
      check.require(own === length, name, 'must be as long as the others', own)
    }
    check.done()
    const arrays = watched.map((column) => columns[wholeName(column)])
    let row = 0
    while (row < length) {
      this.beginRow(now)
      const count = this.runLength(length - row)
      if (season !== undefined) {
        for (let i = 0; i < count; i++)
          this.noteSlot(time === undefined ? now : readTime(columns[time]?.[row + i]))
      }
      this.counter.countRun(arrays, row, count)
      this.endRows(count)
      row += count
    }
  }

  /** How many rows may be counted column by column before something has to be looked at in between. */
  private runLength(wanted: number): number {
    const { settings, detectors, dependence } = this
    if (settings.block > 1) return 1
    const { every } = settings.window
    const count = Math.min(
      wanted,
      runRows,
      every - this.sinceJudged,
      mostRows - this.rows,
      dependence?.left ?? runRows,
    )
    return detectors === undefined ? count : detectors.prepare(count)
  }

  private beginRow(now: number): void {
    // What is no time is not taken for one.
    if (now - now === 0) {
      if (now - (this.times[begun] as number) >= this.settings.maxWindowAge) this.roll()
      const { times } = this
      if (Number.isNaN(times[begun])) times[begun] = now
      if (Number.isNaN(times[first])) times[first] = now
      // A clock may go backwards, a window may not.
      if (!((times[latest] as number) >= now)) times[latest] = now
    }
  }

  private noteSlot(ms: number): void {
    const slot = this.baseline.season === undefined ? -1 : slotOf(this.baseline.season.by, ms)
    if (slot >= 0) this.slots[slot] = (this.slots[slot] as number) + 1
  }

  private endRows(count: number): void {
    const { detectors, settings } = this
    this.rows += count
    this.seen += count
    this.sinceJudged += count
    if (this.dependence !== undefined) this.dependence.nextRows(count)
    if (detectors !== undefined) {
      detectors.nextRows(count)
      if (detectors.hasReached(this.bound) && this.seen >= this.lookAt) this.lookAtDetectors()
    }
    if (this.sinceJudged >= settings.window.every || this.rows === mostRows) this.roll()
  }

  /** Judges at once when detectors have gone far enough; tells of columns that were not in alarm before. */
  private lookAtDetectors(): void {
    this.detectors?.lookAgain()
    const verdict = this.judge(this.latched, false)
    const isNews = this.latch(verdict)
    verdict.columns.forEach(({ why }, i) => {
      if (why !== 'dependent' && why !== 'monotone') return
      this.paused[i] = 1
      this.detectors?.rest(i)
    })
    if (isNews) this.wait = lookEvery
    this.lookAt = this.seen + this.wait
    this.wait = Math.min(2 * this.wait, mostWait)
    if (isNews) this.tell(deepFreeze(verdict))
  }

  private latch(verdict: DatasetVerdict): boolean {
    let isNew = false
    verdict.columns.forEach((column, i) => {
      if (column.verdict !== 'alarm' || this.latched[i] === 1) return
      this.latched[i] = 1
      this.wholeFrom[i] = this.nextWhole()
      this.detectors?.rest(i)
      isNew = true
    })
    return isNew
  }

  /** What tells whether the window is wholly after an alarm: its newest pane, or its rows where it has no end. */
  private get progress(): number {
    return this.settings.window.kind === 'sinceDeploy' ? this.rows : this.seq
  }

  /**
   * Where the first window ends that is wholly after this row; of one that fades, mostly. One without an end never
   * is: there as many rows as before must have followed, so that a change that lasts is half of them.
   */
  private nextWhole(): number {
    const { kind, panes } = this.settings.window
    if (kind === 'sinceDeploy') return Math.min(2 * this.rows, mostRows)
    return this.seq + (kind === 'decayed' ? panesPerHalfLife : panes)
  }

  verdict(): DatasetVerdict {
    return deepFreeze(this.judge(this.latched, false))
  }

  private judge(latched: Uint8Array, finished: boolean): DatasetVerdict {
    const { settings, detectors, windows } = this
    const { window, alarm, block } = settings
    const parts = [...this.windowPanes(), this.openPart()]
    const totals = windowTotals(window.kind, parts)
    const neighbours = this.neighbours(parts)
    const evidence = this.measure.columns.map((column, i): ColumnEvidence => {
      const isLatched = latched[i] === 1
      // What has alarmed stays far above its bound: only windows can tell that it is well again.
      const value = detectors === undefined || this.latched[i] === 1 ? 0 : detectors.value(i)
      return {
        dependence: columnDependence(column, i, neighbours, block),
        detectorLogE: Math.log((value * block) / (alarm.over * alarm.replicas)),
        isDetectorLarge: value > 0 && (detectors?.recentGap(i) ?? 0) >= settings.least.ks,
        isLatched,
      }
    })
    const { falseAlarm, over } = alarm
    const { kind, rows, panes } = window
    const facts = {
      window: { kind, rows, panes, ...span(parts) },
      finished,
      windows,
      promise: { falseAlarm, over, seen: this.seen },
    }
    return judgeDataset(this.measure.measure(totals), evidence, facts, settings)
  }

  roll(): DatasetVerdict {
    const { latched, settings } = this
    const { window, history } = settings
    const fresh = this.judge(new Uint8Array(latched.length), true)
    let hasRecovered = false
    fresh.columns.forEach(({ why }, i) => {
      if (latched[i] !== 1 || (why !== 'same' && why !== 'small')) return
      if (this.progress < (this.wholeFrom[i] as number)) return
      latched[i] = 0
      this.detectors?.restart(i)
      hasRecovered = true
    })
    const verdict = deepFreeze(latched.includes(1) ? this.judge(latched, true) : fresh)
    this.latch(verdict)
    this.paused.forEach((isPaused, i) => {
      if (isPaused === 1 && latched[i] !== 1) this.detectors?.restart(i)
    })
    this.paused.fill(0)
    this.wait = lookEvery
    if (hasRecovered && !latched.includes(1)) {
      this.detectors?.reset()
      this.seen = 0
      this.lookAt = 0
    }
    this.sinceJudged = 0
    this.times[begun] = Number.NaN
    if (window.kind !== 'sinceDeploy' || this.rows === mostRows) {
      const kept = history + (window.panes - 1)
      this.panes.push(this.openPart())
      if (this.panes.length > kept) this.panes.splice(0, this.panes.length - kept)
      this.startPane()
      if (window.kind === 'sinceDeploy') this.wholeFrom.fill(0)
    }
    this.tell(verdict)
    return verdict
  }

  private startPane(): void {
    this.seq++
    this.counter.counts.fill(0)
    this.slots.fill(0)
    this.dependence?.reset()
    this.rows = 0
    this.times.fill(Number.NaN)
  }

  reset(): void {
    this.startPane()
    this.panes = []
    this.latched.fill(0)
    this.paused.fill(0)
    this.wait = lookEvery
    this.detectors?.reset()
    this.seen = 0
    this.lookAt = 0
    this.sinceJudged = 0
    this.last = undefined
  }

  private tell(verdict: DatasetVerdict): void {
    this.last = verdict
    for (const listener of Array.from(this.listeners)) {
      try {
        const returned: unknown = listener(verdict)
        if (returned instanceof Promise) returned.catch(() => this.faults++)
      } catch {
        this.faults++
      }
    }
  }

  snapshot(): Snapshot {
    const { name, digest, rows } = this.baseline
    const { kind, rows: paneRows, panes } = this.settings.window
    const earlier = this.panes.slice(0, Math.max(0, this.panes.length - (panes - 1)))
    const lists = [
      { at: 'parts', parts: [...this.windowPanes(), this.openPart()].map(this.named), isEarlier: false },
      { at: 'earlier', parts: earlier.map(this.named), isEarlier: true },
    ]
    return {
      format: snapshotFormat,
      baseline: { name, digest, rows },
      columns: this.columns,
      window: { kind, rows: paneRows, panes },
      ...arrangeParts(lists, panes),
    }
  }

  private readonly named = (part: SnapshotPart): SnapshotPart => {
    this.replica ??= randomName()
    return { ...part, replica: this.replica }
  }

  /** Finished panes that are judged with the open one. */
  private windowPanes(): readonly SnapshotPart[] {
    const { panes } = this.settings.window
    return panes === 1 ? [] : this.panes.slice(-(panes - 1))
  }

  private openPart(): SnapshotPart {
    return {
      replica: '',
      seq: this.seq,
      rows: this.rows,
      since: this.times[first] || 0,
      until: this.times[latest] || 0,
      counts: Array.from(this.counter.counts),
      dependence: Array.from(
        this.dependence?.figures ?? new Float64Array(columnFigures * this.columns.length),
      ),
      slots: Array.from(this.slots),
    }
  }

  /** What is known of dependence: of the window, and before there are enough rows of the pane before it. */
  private neighbours(parts: readonly SnapshotPart[]): Pick<SnapshotTotals, 'dependence' | 'rows'> {
    const before = parts.length === 1 ? this.panes.slice(-1) : []
    const dependence = new Float64Array(columnFigures * this.columns.length)
    let rows = 0
    for (const part of [...parts, ...before]) {
      rows += part.rows
      for (let i = 0; i < dependence.length; i++) {
        dependence[i] = (dependence[i] as number) + (part.dependence[i] ?? 0)
      }
    }
    return { dependence, rows }
  }

  subscribe(listener: (verdict: DatasetVerdict) => void): () => void {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }
}

function randomName(): string {
  const random = lazyRandom()
  return Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36)).join('-')
}
