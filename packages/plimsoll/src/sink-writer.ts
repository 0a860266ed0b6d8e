import { errorCodeOf } from '@plimsoll/core'
import type {
  BreakerEvent,
  Call,
  Decision,
  DriftEvent,
  EventSink,
  Faults,
  RolloutEvent,
} from '@plimsoll/core'

/** Writes decisions and state changes to a sink of the user's; what the sink throws goes no further. */
export class SinkWriter {
  private readonly sink: EventSink
  private readonly faults: Faults
  private readonly contract: string
  private readonly wall: () => number

  constructor(sink: EventSink, faults: Faults, contract: string, wall: () => number) {
    this.sink = sink
    this.faults = faults
    this.contract = contract
    this.wall = wall
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
      at: this.wall(),
      ...spanOf(call.traceparent),
    })
  }

  write(record: Decision | BreakerEvent | DriftEvent | RolloutEvent): void {
    this.faults.watch('sink', () => this.sink.write(record))
  }

  /** Resolves when the sink has everything, or has failed to say so. */
  async flush(): Promise<void> {
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
