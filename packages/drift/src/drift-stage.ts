import type { Call, Clock, DriftEvent, DriftVerdict, Stage } from '@plimsoll/core'
import type { Monitor } from './monitor.ts'

/** What a drift stage needs besides its monitor. */
export interface DriftStageOptions {
  /** Takes an event whenever a finished window's verdict differs from the one before (`inconclusive` at first). */
  readonly emit: (event: DriftEvent) => void
  /** Gives the time of events. */
  readonly clock: Pick<Clock, 'wall'>
}

/**
 * Observes the input of every call that comes in, whoever answers it. It never changes, refuses or delays a
 * call beyond the counting, and never throws.
 *
 * @example
 * const stage = new InputDriftStage(monitor, { emit: (event) => emitter.emit('drift', event), clock })
 */
export class InputDriftStage implements Stage {
  readonly name: string = 'input drift'
  private readonly monitor: Monitor
  private readonly isTimed: boolean
  private readonly stop: () => void

  constructor(monitor: Monitor, options: DriftStageOptions) {
    this.monitor = monitor
    this.isTimed = monitor.settings.maxWindowAge !== Infinity
    this.stop = reportChanges(monitor, 'input', options)
  }

  enter(call: Call): void {
    // Whatever a monitor of the user's own throws must not cost the prediction.
    try {
      this.monitor.observe(call.input, this.isTimed ? call.startedAt : undefined)
    } catch {
      return
    }
  }

  /** Stops reporting the monitor's verdicts. */
  dispose(): void {
    this.stop()
  }
}

/**
 * Observes answers the model itself has just given at its first attempt: no cache, no fallback, no retry.
 * Changes nothing and never throws.
 *
 * @example
 * const stage = new OutputDriftStage(monitor, { emit: (event) => emitter.emit('drift', event), clock })
 */
export class OutputDriftStage implements Stage {
  readonly name: string = 'output drift'
  private readonly monitor: Monitor
  private readonly isTimed: boolean
  private readonly stop: () => void

  constructor(monitor: Monitor, options: DriftStageOptions) {
    this.monitor = monitor
    this.isTimed = monitor.settings.maxWindowAge !== Infinity
    this.stop = reportChanges(monitor, 'output', options)
  }

  leave(call: Call): void {
    if (call.source !== 'live' || call.attempt !== 1) return
    try {
      this.monitor.observe(call.output, this.isTimed ? call.startedAt : undefined)
    } catch {
      return
    }
  }

  /** Stops reporting the monitor's verdicts. */
  dispose(): void {
    this.stop()
  }
}

const eventColumns = 16

function reportChanges(
  monitor: Monitor,
  side: DriftEvent['side'],
  { emit, clock }: DriftStageOptions,
): () => void {
  let previous: DriftVerdict = 'inconclusive'
  return monitor.subscribe((finished) => {
    const { verdict, moved, share, rows } = finished
    if (verdict === previous) return
    const before = previous
    previous = verdict
    const columns = moved.slice(0, eventColumns)
    emit({ kind: 'drift', side, verdict, previous: before, columns, share, rows, at: clock.wall() })
  })
}
