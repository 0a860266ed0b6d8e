import type { Call, Clock, DriftEvent, Duration, Stage } from '@plimsoll/core'
import { checkOptions, durationRule, readDuration } from '@plimsoll/core'
import { DriftNews } from './drift-news.ts'
import type { Monitor } from './monitor.ts'
import type { DatasetVerdict } from './verdicts.ts'

/** What a drift stage needs besides its monitor. */
export interface DriftStageOptions {
  /**
   * Takes an event when the verdict of a finished window differs from the one told last (`inconclusive` at first), and at
   * once when an alarm is raised within a window. An alarm that stands is told once.
   */
  readonly emit: (event: DriftEvent) => void
  /** Gives the time of rows and events. */
  readonly clock: Pick<Clock, 'now' | 'wall'>
  /**
   * How long a verdict that comes and goes is not told again: alarms of the same columns, `warn`, `inconclusive`.
   * What still stands afterwards is told then. 0 tells every change.
   * @default '10m'
   */
  readonly coolDown?: Duration | undefined
}

/**
 * Observes the input of every call that comes in, whoever answers it. It never changes, refuses or delays a
 * call beyond the counting, and never throws.
 *
 * @throws {OptionsError} where `coolDown` is no duration.
 * @example
 * const stage = new InputDriftStage(monitor, { emit: (event) => emitter.emit('drift', event), clock })
 */
export class InputDriftStage implements Stage {
  readonly name: string = 'input drift'
  private readonly watch: Watch

  constructor(monitor: Monitor, options: DriftStageOptions) {
    this.watch = new Watch(monitor, 'input', options)
  }

  /** What is in force of the stage's own; milliseconds. */
  get settings(): { readonly coolDown: number } {
    return { coolDown: this.watch.coolDown }
  }

  enter(call: Call): void {
    this.watch.observe(call.input)
  }

  /** Stops reporting the monitor's verdicts. */
  dispose(): void {
    this.watch.stop()
  }
}

/**
 * Observes answers the model itself has just given at its first attempt: no cache, no fallback, no retry.
 * Changes nothing and never throws.
 *
 * @throws {OptionsError} where `coolDown` is no duration.
 * @example
 * const stage = new OutputDriftStage(monitor, { emit: (event) => emitter.emit('drift', event), clock })
 */
export class OutputDriftStage implements Stage {
  readonly name: string = 'output drift'
  private readonly watch: Watch

  constructor(monitor: Monitor, options: DriftStageOptions) {
    this.watch = new Watch(monitor, 'output', options)
  }

  /** What is in force of the stage's own; milliseconds. */
  get settings(): { readonly coolDown: number } {
    return { coolDown: this.watch.coolDown }
  }

  leave(call: Call): void {
    if (call.source === 'live' && call.attempt === 1) this.watch.observe(call.output)
  }

  /** Stops reporting the monitor's verdicts. */
  dispose(): void {
    this.watch.stop()
  }
}

const eventColumns = 16

/** A monitor that is fed by a stage, and whose changes of verdict are told. */
class Watch {
  readonly coolDown: number
  readonly stop: () => void
  private readonly monitor: Monitor
  private readonly clock: DriftStageOptions['clock']
  private readonly news: DriftNews
  private latest = 0

  constructor(monitor: Monitor, side: DriftEvent['side'], options: DriftStageOptions) {
    const { emit, clock, coolDown = '10m' } = options
    const check = checkOptions('drift stage')
    const ms = readDuration(coolDown)
    check.require(ms !== undefined, 'coolDown', durationRule, coolDown)
    check.done()
    this.coolDown = ms ?? 0
    this.monitor = monitor
    this.clock = clock
    const news = new DriftNews(this.coolDown)
    this.news = news
    this.stop = monitor.subscribe((verdict) => {
      const previous = news.told
      if (news.take(verdict, clock.now())) emit(eventOf(monitor, side, verdict, previous, clock.wall()))
    })
  }

  observe(row: unknown): void {
    // Whatever a monitor of the user's own throws must not cost the prediction.
    try {
      // After a reset the next alarm is another one.
      if (this.monitor.last === undefined && this.news.told !== 'inconclusive') this.news.forget()
      // A clock that was set back must not turn a window's end before its start.
      this.latest = Math.max(this.latest, this.clock.wall())
      this.monitor.observe(row, this.latest)
    } catch {
      return
    }
  }
}

function eventOf(
  monitor: Monitor,
  side: DriftEvent['side'],
  { verdict, moved, share, rows, finished, columns }: DatasetVerdict,
  previous: DriftEvent['previous'],
  at: number,
): DriftEvent {
  // Columns that can not be judged may have any evidence: it does not hold for them.
  const judged = columns.filter((column) => column.verdict !== 'inconclusive')
  const logE = judged.length === 0 ? 0 : Math.max(...judged.map((column) => column.logE))
  return {
    kind: 'drift',
    side,
    verdict,
    previous,
    columns: moved.slice(0, eventColumns),
    share,
    rows,
    finished,
    logE,
    pValue: Math.min(1, Math.exp(-logE)),
    baseline: monitor.baseline.digest,
    at,
  }
}
