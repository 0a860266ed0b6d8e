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

/** Counts consecutive failures; has the shape of a cockatiel `IBreaker`, which counts for its machine. */
export class ConsecutiveFailures {
  /** The failures since the last success. */
  state: unknown = 0
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  success(): void {
    this.state = 0
  }

  /** Counts one failure; returns whether the circuit should open. */
  failure(): boolean {
    const count = Number(this.state) + 1
    this.state = count
    return count >= this.limit
  }
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
 * it began in. Between open and closed a state machine decides (`decide`); until then the probe keeps its
 * slot. A probe that has not ended after `openFor` loses its slot, so that a hung one can't lock the
 * circuit, but its result still counts while the generation lasts.
 */
export class Circuit {
  state: CircuitState = 'closed'
  generation = 0
  readonly count: ConsecutiveFailures
  private readonly limits: CircuitLimits
  private openUntil = 0
  private running: Probe[] = []
  private passed = 0

  constructor(limits: CircuitLimits) {
    this.limits = limits
    this.count = new ConsecutiveFailures(limits.failures)
  }

  /** Milliseconds until an open circuit may be probed; 0 once it may. */
  wait(now: number): number {
    return Math.max(0, this.openUntil - now)
  }

  /** Asks a circuit that is not closed for a probe's slot; half-opens it when its time has come. */
  probe(now: number): Probe | undefined {
    if (this.state === 'open') {
      if (now < this.openUntil) return undefined
      this.state = 'half-open'
      this.passed = 0
    }
    if (this.running.length + this.passed >= this.limits.probes) {
      const lost = this.running.findIndex((p) => now - p.startedAt >= this.limits.openFor)
      if (lost < 0) return undefined
      this.running.splice(lost, 1)
    }
    const probe = { generation: this.generation, startedAt: now }
    this.running.push(probe)
    return probe
  }

  /** A call that entered closed, in `generation`, succeeded. */
  succeed(generation: number): void {
    if (generation === this.generation && this.state === 'closed') this.count.success()
  }

  /** A call that entered closed, in `generation`, failed; returns whether that opened the circuit. */
  fail(generation: number, now: number): boolean {
    if (generation !== this.generation || this.state !== 'closed' || !this.count.failure()) return false
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

  /** Applies what the machine decided on this probe's result; returns whether the state changed. */
  decide(probe: Probe, state: CircuitState, now: number): boolean {
    if (!this.awaits(probe)) return false
    this.release(probe)
    if (state === 'half-open') {
      this.passed++
      return false
    }
    if (state === 'open') {
      this.open(now)
      return true
    }
    this.state = 'closed'
    this.generation++
    this.running = []
    this.count.success()
    return true
  }

  private open(now: number): void {
    this.state = 'open'
    this.openUntil = now + this.limits.openFor
    this.generation++
    this.running = []
  }
}
