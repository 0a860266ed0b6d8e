import type { BreakerEvent, Call, Clock, Duration, Fault, HealthSignal, Stage } from '@plimsoll/core'
import { Faults, checkOptions, durationRule, readDuration, syncResult, systemClock } from '@plimsoll/core'
import { blameOf } from './blame.ts'
import { CircuitOpenError } from './circuit-open-error.ts'
import { Circuit } from './circuit.ts'
import type { CircuitLimits, CircuitState, Probe } from './circuit.ts'
import { checkHalfOpen } from './half-open.ts'
import type { Cockatiel } from './half-open.ts'

/** Options of `breaker`. */
export interface BreakerOptions {
  /** Consecutive failures that open the circuit: a whole number from 1. @default 5 */
  readonly failures?: number | undefined
  /** How long it stays open before it is probed; above 0. @default '10s' */
  readonly openFor?: Duration | undefined
  /** Probes that may run at once while half-open, all of which must succeed; 1 to 100. @default 1 */
  readonly probes?: number | undefined
  /** Whether a failure of the target, or a passed deadline, counts. @default every one */
  readonly isFailure?: ((error: unknown) => boolean) | undefined
  /** Stands at the start of the refusal's message: `churn@4: the circuit is open; ...`. @default none */
  readonly name?: string | undefined
  /** Told each change of state. What it throws goes to `onFault`. @default nobody */
  readonly onChange?: ((event: BreakerEvent) => void) | undefined
  /** Told the first fault of each kind: in `onChange`, in loading cockatiel, in its check. @default nobody */
  readonly onFault?: ((fault: Fault) => void) | undefined
  /** Counts faults beside those of others, as a guard does; takes the place of `onFault`. @default its own */
  readonly faults?: Faults | undefined
  /** The guard's own clock. @default the process's clock */
  readonly clock?: Clock | undefined
}

const optionNames = [
  'failures',
  'openFor',
  'probes',
  'isFailure',
  'name',
  'onChange',
  'onFault',
  'faults',
  'clock',
]
const variantLimit = 1_024

interface Breaker {
  readonly variant: string | undefined
  readonly circuit: Circuit
}

/** What a probe notes on its call. */
class ProbeNote {
  readonly breaker: Breaker
  readonly probe: Probe

  constructor(breaker: Breaker, probe: Probe) {
    this.breaker = breaker
    this.probe = probe
  }
}

/**
 * Leaves a target alone that keeps failing, each variant by itself: closed, open, half-open.
 *
 * Closed, it counts consecutive failures: a few comparisons per call, nothing asynchronous, no clock read.
 * Open, it refuses at once with `CircuitOpenError`. Half-open, it lets `probes` calls through at once and
 * refuses all others at once; the first failure opens the circuit and the last success needed closes it
 * before that call settles, so whoever awaited it may call again. cockatiel's state machine is taken through
 * the same results afterwards, as a check: where it ends elsewhere, a fault `breaker, cockatiel disagrees` is
 * told and the circuit stays as it was decided. cockatiel is loaded when a circuit first opens, never before;
 * should that fail, the check is left out and a fault told.
 *
 * Failures of the target, broken output contracts and passed deadlines count. The caller's abort,
 * superseded attempts, refused inputs and refusals of plimsoll's own (an inner guard's open circuit too)
 * do not count, nor does a result that began before the circuit last opened or closed. Keeps at most
 * 1 024 variants, forgetting the longest known healthy one first.
 *
 * @example
 * const stage = new BreakerStage({ failures: 3 })
 * stage.state() // 'closed'
 */
export class BreakerStage implements Stage {
  readonly name: string = 'breaker'
  /** What is in force, defaults included; `openFor` in milliseconds. */
  readonly settings: CircuitLimits
  private readonly isFailure: ((error: unknown) => boolean) | undefined
  private readonly label: string | undefined
  private readonly onChange: ((event: BreakerEvent) => void) | undefined
  private readonly clock: Clock
  private readonly faults: Faults
  private readonly importCockatiel: () => Promise<Cockatiel>
  private readonly breakers: Map<string | undefined, Breaker> = new Map()
  private latest: Breaker
  private cockatiel: Promise<Cockatiel> | undefined

  /**
   * @param load how cockatiel is loaded; for tests
   * @throws {OptionsError} when an option can't work; lists them all.
   */
  constructor(options: BreakerOptions = {}, load: () => Promise<Cockatiel> = () => import('cockatiel')) {
    const { failures = 5, probes = 1 } = options
    const openFor = readDuration(options.openFor ?? 10_000)
    const check = checkOptions('breaker')
    check.keys(options, optionNames)
    check.require(
      Number.isSafeInteger(failures) && failures >= 1,
      'failures',
      'must be a whole number of at least 1',
      failures,
    )
    check.require(
      openFor !== undefined && openFor > 0,
      'openFor',
      `${durationRule}, above 0`,
      options.openFor,
    )
    check.require(
      Number.isInteger(probes) && probes >= 1 && probes <= 100,
      'probes',
      'must be a whole number from 1 to 100',
      probes,
    )
    for (const name of ['isFailure', 'onChange', 'onFault'] as const) {
      const given = options[name]
      check.require(given === undefined || typeof given === 'function', name, 'must be a function', given)
    }
    check.require(
      options.name === undefined || typeof options.name === 'string',
      'name',
      'must be a string',
      options.name,
    )
    check.done()
    this.settings = { failures, probes, openFor: openFor ?? 0 }
    this.isFailure = options.isFailure
    this.label = options.name
    this.onChange = options.onChange
    this.clock = options.clock ?? systemClock()
    this.faults = options.faults ?? new Faults(options.onFault ?? (() => undefined))
    this.importCockatiel = load
    this.latest = this.add(undefined)
  }

  enter(call: Call): void {
    const breaker = this.of(call.variant)
    const { circuit } = breaker
    if (circuit.state === 'closed') {
      // A note costs an array; a circuit that has never opened needs none.
      if (circuit.generation > 0) call.local = circuit.generation
      return
    }
    const now = this.clock.now()
    const from = circuit.state
    const probe = circuit.probe(now)
    if (circuit.state !== from) this.tell(breaker, from)
    if (probe === undefined) {
      const wait = circuit.state === 'open' ? circuit.wait(now) : undefined
      throw new CircuitOpenError(breaker.variant, wait, this.label)
    }
    call.local = new ProbeNote(breaker, probe)
  }

  leave(call: Call): void {
    const { circuit } = this.of(call.variant)
    if (circuit.generation === 0 && circuit.failed === 0) return
    const note = call.local
    const isLive = call.source === 'live'
    if (note instanceof ProbeNote) {
      if (isLive) this.report(note, true, call)
      else note.breaker.circuit.release(note.probe)
    } else if (isLive) circuit.succeed(generationOf(note))
  }

  error(call: Call): void {
    const note = call.local
    if (note instanceof ProbeNote) {
      let counts = false
      try {
        counts = this.counts(call)
      } finally {
        if (counts) this.report(note, false, call)
        else note.breaker.circuit.release(note.probe)
      }
      return
    }
    if (!this.counts(call)) return
    const breaker = this.of(call.variant)
    if (!breaker.circuit.fail(generationOf(note), this.clock.now())) return
    this.tell(breaker, 'closed')
    this.load().catch(() => undefined)
  }

  /** Where the circuit of a variant stands; `closed` for one never seen. */
  state(variant?: string): CircuitState {
    return this.breakers.get(variant)?.circuit.state ?? 'closed'
  }

  /** Whether a call to a variant would pass now; asking changes nothing. */
  admits(variant?: string): boolean {
    const circuit = this.breakers.get(variant)?.circuit
    // Closed, no clock is read.
    return circuit === undefined || circuit.state === 'closed' || circuit.admits(this.clock.now())
  }

  /** Describes each circuit seen so far; a guard without variants has one. */
  health(): HealthSignal[] {
    const now = this.clock.now()
    return Array.from(this.breakers.values())
      .filter(({ variant }) => variant !== undefined || this.breakers.size === 1)
      .map(({ variant, circuit }) => ({
        name: variant === undefined ? 'breaker' : `breaker ${variant}`,
        state: circuit.state,
        ...describe(circuit, now),
      }))
  }

  private counts(call: Call): boolean {
    if (call.isAborted) return false
    const blame = blameOf(call.error)
    if (blame !== 'target' && blame !== 'deadline') return false
    return this.isFailure === undefined || syncResult(this.isFailure(call.error), 'boolean', 'isFailure')
  }

  private report(note: ProbeNote, isSuccess: boolean, call: Call): void {
    const { breaker, probe } = note
    const { circuit } = breaker
    const { passed } = circuit
    if (!circuit.conclude(probe, isSuccess, this.clock.now())) return
    this.tell(breaker, 'half-open')
    const period = { probes: this.settings.probes, passed, isLastSuccess: isSuccess }
    const { signal } = call
    this.load().then(
      (cockatiel) =>
        this.faults.watch('breaker, cockatiel disagrees', () => checkHalfOpen(cockatiel, period, signal)),
      (error: unknown) => this.faults.add('breaker, loading cockatiel', error),
    )
  }

  private load(): Promise<Cockatiel> {
    if (this.cockatiel === undefined) {
      this.cockatiel = this.importCockatiel()
      this.cockatiel.catch(() => {
        this.cockatiel = undefined
      })
    }
    return this.cockatiel
  }

  private tell(breaker: Breaker, from: CircuitState): void {
    const { onChange } = this
    if (onChange === undefined) return
    const { variant, circuit } = breaker
    this.faults.watch('breaker, onChange', () =>
      onChange({ kind: 'breaker', variant, from, to: circuit.state, at: this.clock.wall() }),
    )
  }

  private of(variant: string | undefined): Breaker {
    if (this.latest.variant === variant) return this.latest
    this.latest = this.breakers.get(variant) ?? this.add(variant)
    return this.latest
  }

  private add(variant: string | undefined): Breaker {
    if (this.breakers.size >= variantLimit) this.forgetOne()
    const breaker: Breaker = { variant, circuit: new Circuit(this.settings) }
    this.breakers.set(variant, breaker)
    return breaker
  }

  private forgetOne(): void {
    for (const { variant, circuit } of this.breakers.values()) {
      if (circuit.state === 'closed' && circuit.failed === 0) {
        this.breakers.delete(variant)
        return
      }
    }
    for (const variant of this.breakers.keys()) {
      this.breakers.delete(variant)
      return
    }
  }
}

/**
 * Creates a stage that refuses calls to a target that keeps failing; see `BreakerStage` for what counts.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const predict = compose(model, [breaker({ failures: 3, openFor: '5s' })], { deadline: '250ms' })
 */
export function breaker(options: BreakerOptions = {}): BreakerStage {
  return new BreakerStage(options)
}

function generationOf(note: unknown): number {
  return typeof note === 'number' ? note : 0
}

function describe(circuit: Circuit, now: number): Pick<HealthSignal, 'status' | 'detail'> {
  switch (circuit.state) {
    case 'closed':
      return { status: 'ok', detail: `closed, ${circuit.failed} consecutive failures` }
    case 'half-open':
      return { status: 'degraded', detail: 'half-open: probes decide' }
    case 'open':
      return { status: 'down', detail: `open, probed in ${Math.ceil(circuit.wait(now))} ms` }
  }
}
