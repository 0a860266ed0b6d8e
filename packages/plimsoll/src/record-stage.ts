import { errorCodeOf } from '@plimsoll/core'
import type { Call, OutcomeJoin, Source, Stage } from '@plimsoll/core'
import type { SinkWriter } from './sink-writer.ts'

/** A decision that waits for its label. */
export interface PendingOutcome {
  readonly variant: string | undefined
  readonly unit: string | undefined
  /** The answer given, where there is a loss to judge it by. */
  readonly output: unknown
  /** Whether it was the assigned variant's own first answer, and could have been of either variant. */
  readonly counts: boolean
}

/** Counts of a guard since its start. */
export interface GuardStats {
  readonly answers: Readonly<Record<Source, number>>
  readonly degraded: number
  /** Calls that ended without an answer, `refused` and `aborted` ones not counted. */
  readonly failures: number
  /** Calls whose input broke the contract. */
  readonly refused: number
  /** Calls that their caller abandoned. */
  readonly aborted: number
  /** Retries made, and those that the budget refused. */
  readonly retries: { readonly made: number; readonly refused: number }
  readonly inFlight: number
  /** Answers that came after their call was over, and were dropped. */
  readonly late: number
  /** Faults of observers and recoveries, by kind. */
  readonly faults: Readonly<Record<string, number>>
  readonly outcomes: {
    /** Decisions that wait for a label. */
    readonly waiting: number
    readonly joined: number
    readonly ignored: number
    readonly unknown: number
  }
}

/** The outermost stage: counts every call, and remembers what a label may come for. */
export class RecordStage implements Stage {
  readonly name: string = 'record'
  readonly answers: Record<Source, number> = { live: 0, cache: 0, stale: 0, fallback: 0 }
  degraded: number = 0
  failures: number = 0
  refused: number = 0
  aborted: number = 0
  /** Labels that came for an answer that does not count. */
  ignored: number = 0
  /** Whether a label of this call would say nothing of its variant against the other. */
  isAlone: ((call: Call) => boolean) | undefined = undefined
  private readonly outcomes: OutcomeJoin<PendingOutcome> | undefined
  private readonly keepsOutput: boolean
  private readonly sink: SinkWriter | undefined
  private readonly wall: () => number

  /** @param keepsOutput whether anything will want the answer when its label comes */
  constructor(
    outcomes: OutcomeJoin<PendingOutcome> | undefined,
    keepsOutput: boolean,
    sink: SinkWriter | undefined,
    wall: () => number,
  ) {
    this.outcomes = outcomes
    this.keepsOutput = keepsOutput
    this.sink = sink
    this.wall = wall
  }

  leave(call: Call): void {
    this.answers[call.source]++
    if (call.degraded) this.degraded++
    this.sink?.writeAnswered(call)
    if (this.outcomes !== undefined && call.hasId) this.remember(this.outcomes, call)
  }

  error(call: Call): void {
    this.sink?.writeFailed(call)
    if (call.isAborted) this.aborted++
    // A target that was asked had an input that was accepted; what it refuses, as a guard of its own may, is its failure.
    else if (call.tried === 0 && errorCodeOf(call.error) === 'PLIMSOLL_INPUT_VIOLATION') this.refused++
    else this.failures++
  }

  private remember(outcomes: OutcomeJoin<PendingOutcome>, call: Call): void {
    const counts = call.source === 'live' && call.tried === 1 && this.isAlone?.(call) !== true
    const { variant, unit } = call
    const output = counts && this.keepsOutput ? call.output : undefined
    outcomes.put(call.id, { variant, unit, output, counts }, unit, this.wall())
  }
}
