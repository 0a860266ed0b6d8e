import { DeadlineExceededError, errorCodeOf } from '@plimsoll/core'
import type {
  BreakerEvent,
  Call,
  Clock,
  Decision,
  DriftEvent,
  EventSink,
  Faults,
  RolloutEvent,
} from '@plimsoll/core'

// A far end that hangs must not hold up the end of the process; in milliseconds.
const longestFlush = 5_000

/** Writes decisions and state changes to a sink of the user's; what the sink throws goes no further. */
export class SinkWriter {
  private readonly sink: EventSink
  private readonly faults: Faults
  private readonly contract: string
  private readonly clock: Clock

  constructor(sink: EventSink, faults: Faults, contract: string, clock: Clock) {
    this.sink = sink
    this.faults = faults
    this.contract = contract
    this.clock = clock
  }

  /** Writes the record of a call that was answered: what was decided, nothing of what was in it. */
  writeAnswered(call: Call): void {
    const { source, degraded } = call
    // Nothing has failed where a stage gave the lesser answer on the way in.
    const failure = degraded && call.failure !== undefined ? codeOf(call.failure) : undefined
    this.writeDecision(call, { source, degraded, failure })
  }

  /** Writes the record of a call that ended without an answer. */
  writeFailed(call: Call): void {
    const failure = call.isAborted ? 'aborted' : codeOf(call.error)
    this.writeDecision(call, { source: 'none', degraded: false, failure })
  }

  private writeDecision(call: Call, result: Pick<Decision, 'source' | 'degraded' | 'failure'>): void {
    this.write({
      id: call.id,
      contract: this.contract,
      variant: call.variant,
      unit: call.unit,
      tenant: call.tenant,
      priority: call.priority === 'default' ? undefined : call.priority,
      ...result,
      attempts: call.tried,
      at: this.clock.wall(),
      ...spanOf(call.traceparent),
    })
  }

  write(record: Decision | BreakerEvent | DriftEvent | RolloutEvent): void {
    this.faults.watch('sink', () => this.sink.write(record))
  }

  /** Resolves when the sink has everything, has failed to say so, or has taken too long. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.clock.setTimer(() => {
        this.faults.add('sink', new DeadlineExceededError(longestFlush, 'flush of the sink'))
        resolve()
      }, longestFlush)
      void this.flushed().then(() => {
        this.clock.clearTimer(timer)
        resolve()
      })
    })
  }

  private async flushed(): Promise<void> {
    try {
      await this.sink.flush()
    } catch (error) {
      this.faults.add('sink', error)
    }
  }
}

function codeOf(failure: unknown): Decision['failure'] {
  return errorCodeOf(failure) ?? '_OTHER'
}

/** The span of a call, where it was recorded: the trace's sampled flag says so. */
function spanOf(traceparent: string | undefined): Pick<Decision, 'traceId' | 'spanId'> {
  const [, traceId, spanId, flags = '0'] = traceparent?.split('-') ?? []
  return Number.parseInt(flags, 16) % 2 === 1 ? { traceId, spanId } : {}
}
