/** Where a circuit stands: calls pass, calls are refused, or a few probes decide. */
export type CircuitState = 'closed' | 'open' | 'half-open'

/** When a circuit opens, and how it is probed. */
export interface CircuitLimits {
  /** Consecutive failures that open it. */
  readonly failures: number
  /** Milliseconds it stays open before it is probed. */
  readonly openFor: number
  /** Probes that may run at once, and that must all succeed. */
  readonly probes: number
}

/** A call let through a half-open circuit; holds one of its slots. */
export interface Probe {
  readonly generation: number
  readonly startedAt: number
}

/**
 * The accounting around one circuit: what counts, who may pass, and since when. Pure state; `now` is in
 * milliseconds, monotonic.
 *
 * A generation is the time between two changes to open or closed. A result counts only in the generation
 * it began in. Half-open, the first failed probe opens the circuit and the last success needed closes it, both
 * at once (`conclude`). A probe that has not ended after `openFor` loses its slot, so that a hung one can't
 * lock the circuit, but its result still counts while the generation lasts.
 *
 * @example
 * const circuit = new Circuit({ failures: 1, openFor: 10_000, probes: 1 })
 * circuit.fail(circuit.generation, 0) // true
 * circuit.state // 'open'
 * circuit.wait(4_000) // 6000
 */
export class Circuit {
  state: CircuitState = 'closed'
  generation = 0
  /** Consecutive failures since the last success or change; 0 unless closed. */
  failed = 0
  /** Probes that have succeeded in this half-open period. */
  passed = 0
  private readonly limits: CircuitLimits
  private openUntil = 0
  private running: Probe[] = []

  constructor(limits: CircuitLimits) {
    this.limits = limits
  }

  /** Milliseconds until an open circuit may be probed; 0 once it may. */
  wait(now: number): number {
    return Math.max(0, this.openUntil - now)
  }

  /** Whether a call would pass now; asking changes nothing. */
  admits(now: number): boolean {
    if (this.state === 'closed') return true
    if (this.state === 'open') return now >= this.openUntil
    if (this.running.length + this.passed < this.limits.probes) return true
    return this.running.some((probe) => this.hasLost(probe, now))
  }

  /** Asks a circuit that is not closed for a probe's slot; half-opens it when its time has come. */
  probe(now: number): Probe | undefined {
    if (this.state === 'open') {
      if (now < this.openUntil) return undefined
      this.state = 'half-open'
      this.passed = 0
    }
    if (this.running.length + this.passed >= this.limits.probes) {
      const lost = this.running.findIndex((p) => this.hasLost(p, now))
      if (lost < 0) return undefined
      this.running.splice(lost, 1)
    }
    const probe = { generation: this.generation, startedAt: now }
    this.running.push(probe)
    return probe
  }

  /** A call that entered closed, in `generation`, succeeded. */
  succeed(generation: number): void {
    if (generation === this.generation && this.state === 'closed') this.failed = 0
  }

  /** A call that entered closed, in `generation`, failed; returns whether that opened the circuit. */
  fail(generation: number, now: number): boolean {
    if (generation !== this.generation || this.state !== 'closed') return false
    if (++this.failed < this.limits.failures) return false
    this.open(now)
    return true
  }

  /** Whether the result of this probe still counts. */
  awaits(probe: Probe): boolean {
    return this.state === 'half-open' && probe.generation === this.generation
  }

  /** Gives a probe's slot back without a result. */
  release(probe: Probe): void {
    const index = this.running.indexOf(probe)
    if (index >= 0) this.running.splice(index, 1)
  }

  /** Counts a probe's result; returns whether that opened or closed the circuit. */
  conclude(probe: Probe, isSuccess: boolean, now: number): boolean {
    if (!this.awaits(probe)) return false
    this.release(probe)
    if (!isSuccess) {
      this.open(now)
      return true
    }
    if (++this.passed < this.limits.probes) return false
    this.state = 'closed'
    this.generation++
    this.running = []
    return true
  }

  private hasLost(probe: Probe, now: number): boolean {
    return now - probe.startedAt >= this.limits.openFor
  }

  private open(now: number): void {
    this.state = 'open'
    this.openUntil = now + this.limits.openFor
    this.failed = 0
    this.generation++
    this.running = []
  }
}
