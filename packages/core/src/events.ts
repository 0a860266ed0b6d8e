import type { Fault, Faults } from './faults.ts'
import type { DriftVerdict, RolloutVerdict } from './verdict.ts'

/** A circuit breaker changed its state. */
export interface BreakerEvent {
  readonly kind: 'breaker'
  /** The target's variant, or `undefined` for a guard with one model. */
  readonly variant: string | undefined
  readonly from: 'closed' | 'open' | 'half-open'
  readonly to: 'closed' | 'open' | 'half-open'
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The drift verdict of a data set changed, at the end of a window or by an alarm within one. */
export interface DriftEvent {
  readonly kind: 'drift'
  /** Inputs or answers. */
  readonly side: 'input' | 'output'
  readonly verdict: DriftVerdict
  /** The verdict told last before; `alarm` also where more columns joined one that stands. */
  readonly previous: DriftVerdict
  /** Names of the columns in alarm, most moved first; at most 16. */
  readonly columns: readonly string[]
  /** Share of judged columns in alarm, 0 to 1. */
  readonly share: number
  /** Rows in the window judged, so far where it is not finished. */
  readonly rows: number
  /** Whether the window was complete; `false` for an alarm within one. */
  readonly finished: boolean
  /**
   * Natural logarithm of the greatest e-value of a judged column, as divided among all looks up to the promise's
   * horizon; 0 where none could be judged.
   */
  readonly logE: number
  /** The p-value of that e-value, which holds at every look: `min(1, exp(-logE))`. */
  readonly pValue: number
  /** Digest of the baseline that the rows are held against. */
  readonly baseline: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A judge decided about a candidate. */
export interface RolloutEvent {
  readonly kind: 'rollout'
  readonly decision: Exclude<RolloutVerdict, 'hold'>
  readonly stable: string
  readonly candidate: string
  /** Which signal carried the decision: `errors`, `loss`, or `manual`. */
  readonly signal: string
  /** What was said of a decision by hand. */
  readonly reason?: string | undefined
  /** The e-value reached and the bound it passed; by hand, the value at that time. */
  readonly evidence: number
  readonly bound: number
  /** Bad events counted per arm by that signal. */
  readonly stableEvents: number
  readonly candidateEvents: number
  readonly at: number
}

/** Everything a guard can tell; state changes only, never one event per call. */
export interface PlimsollEvents {
  breaker: BreakerEvent
  drift: DriftEvent
  rollback: RolloutEvent
  fault: Fault
}

/**
 * A typed set of listeners. What a listener throws, or rejects with, is counted and goes no further.
 *
 * @example
 * const emitter = new Emitter<PlimsollEvents>(new Faults((fault) => console.warn(fault.kind)))
 * const stop = emitter.on('breaker', ({ from, to }) => console.log(from, to))
 * emitter.has('breaker') // true
 * stop()
 */
export class Emitter<Events extends object> {
  private readonly listeners: Map<keyof Events, Set<(event: never) => unknown>> = new Map()
  private readonly faults: Faults

  constructor(faults: Faults) {
    this.faults = faults
  }

  /** Listens to one kind of event; the returned function stops listening. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => unknown): () => void {
    if (typeof listener !== 'function')
      throw new TypeError(`a listener of ${String(name)} must be a function`)
    let set = this.listeners.get(name)
    if (set === undefined) {
      set = new Set()
      this.listeners.set(name, set)
    }
    set.add(listener)
    return () => {
      set.delete(listener)
    }
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    const set = this.listeners.get(name)
    if (set === undefined) return
    for (const listener of Array.from(set)) {
      this.faults.watch(`listener ${String(name)}`, () =>
        (listener as (event: Events[Name]) => unknown)(event),
      )
    }
  }

  /** Whether anybody listens to this kind of event. */
  has(name: keyof Events): boolean {
    return (this.listeners.get(name)?.size ?? 0) > 0
  }
}
