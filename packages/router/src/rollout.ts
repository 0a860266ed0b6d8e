import { syncResult } from '@plimsoll/core'
import type { Clock, HealthSignal, RolloutEvent } from '@plimsoll/core'
import { createHarmJudge } from './harm-judge.ts'
import type { Arm, HarmJudge, HarmVerdict } from './harm-judge.ts'
import { checkRolloutOptions } from './rollout-options.ts'
import type { RolloutOptions, RolloutSignal } from './rollout-options.ts'
import { bucket, candidateBuckets, candidateShare } from './split.ts'

/** Where a call goes. */
export interface Assignment<Variant extends string = string> {
  readonly variant: Variant
  readonly arm: Arm
  /** The candidate's share of units in force, 0 to 1; 0 after a rollback. */
  readonly weight: number
}

/** Whose answer a label belongs to, as its decision recorded it. */
export interface JudgedAnswer {
  readonly variant: string | undefined
  readonly unit: string | undefined
  /** The candidate's share when the unit was assigned. @default the rollout's own */
  readonly weight?: number | undefined
}

/** How a rollout stands. */
export interface RolloutStatus {
  readonly state: 'running' | 'rolled back'
  readonly verdict: HarmVerdict<RolloutSignal>
}

/** What a rollout reports to, and where it reads the time. */
export interface RolloutDeps {
  /** Told of the rollback, once. What it throws is reported as a fault. */
  readonly emit: (name: 'rollback', event: RolloutEvent) => void
  readonly clock: Pick<Clock, 'now' | 'wall'>
  /**
   * Told of what the user's own functions throw, and which one: `rollout loss`, `rollout unit`,
   * `rollout listener`. Such faults change no prediction.
   * @default ignored
   */
  readonly onFault?: ((error: unknown, kind: string) => void) | undefined
}

/** A split, its judge, and the one-way decision to take the candidate back. */
export interface Rollout<
  Variant extends string = string,
  Input = unknown,
  Output = unknown,
  Label = unknown,
> {
  readonly options: RolloutOptions<Variant, Input, Output, Label>
  /** The options in force, defaults included, in a form to print. */
  readonly settings: Readonly<Record<string, unknown>>
  /**
   * The candidate's exact share of units, 0 to 1, constant for the life of a rollout. After a rollback
   * everything goes to stable and nothing is counted, so a share re-derived later is the one in force
   * when the unit was assigned.
   */
  readonly share: number
  /** Chooses the variant: by hash of the unit, or without one by `random`. All stable after a rollback. */
  assign(unit: string | undefined, random: () => number): Assignment<Variant>
  /** Tells which arm a variant is; `undefined` for a variant of neither. */
  armOf(variant: string | undefined): Arm | undefined
  /**
   * Counts one bad event. Does nothing after a rollback, for a signal that `rollbackIf` does not name, and
   * at a weight of 100, where nothing can be compared.
   *
   * @param weight the candidate's share when the unit was assigned, in (0, 1)
   * @param now milliseconds on the clock
   */
  bad(signal: RolloutSignal, arm: Arm, weight: number, unit: string | undefined, now: number): void
  /** Judges an answer by its label, as `rollbackIf.loss` says. Never throws: faults are reported. */
  outcome(answer: JudgedAnswer, output: Output, label: Label, now: number): void
  status(): RolloutStatus
  /**
   * Takes the candidate back by hand, for good. The event has the signal `manual` and the reason given; it
   * goes to logs, so name no value and no unit in it. Does nothing when the candidate was taken back already.
   */
  rollback(reason: string): void
  /** Tells how it stands in one line: `degraded` once the candidate was taken back. */
  health(): HealthSignal
  /** Reports a fault of the user's own function. */
  fault(error: unknown, kind: string): void
  /** Milliseconds on the clock given. */
  now(): number
}

/**
 * Creates a rollout: assigns units to two variants and takes the candidate back when it does harm.
 *
 * The candidate is rolled back at most once and for good: a new attempt is a new rollout, with a false
 * rollback chance of its own. This version keeps its state in this process.
 *
 * @throws {OptionsError} listing every problem, also options that this version does not act on.
 * @example
 * const rollout = createRollout(
 *   { stable: 'v2', candidate: 'v3', weight: 10, rollbackIf: { errors: true } },
 *   { emit: (name, event) => console.log(name, event.signal), clock: systemClock() },
 * )
 * rollout.assign('user-17', Math.random).variant
 */
export function createRollout<Variant extends string, Input = unknown, Output = unknown, Label = unknown>(
  options: RolloutOptions<Variant, Input, Output, Label>,
  deps: RolloutDeps,
): Rollout<Variant, Input, Output, Label> {
  checkRolloutOptions(options)
  return new LocalRollout(options, deps)
}

class LocalRollout<Variant extends string, Input, Output, Label> implements Rollout<
  Variant,
  Input,
  Output,
  Label
> {
  readonly options: RolloutOptions<Variant, Input, Output, Label>
  readonly settings: Readonly<Record<string, unknown>>
  readonly share: number
  private readonly deps: RolloutDeps
  private readonly judge: HarmJudge<RolloutSignal>
  private readonly salt: string
  private readonly buckets: number
  private readonly errors: boolean
  private readonly onStable: Assignment<Variant>
  private readonly onCandidate: Assignment<Variant>
  private readonly afterRollback: Assignment<Variant>
  private state: 'running' | 'rolled back' = 'running'
  private byHand: string | undefined = undefined

  constructor(options: RolloutOptions<Variant, Input, Output, Label>, deps: RolloutDeps) {
    const { stable, candidate, weight, falseRollback = 0.01, toleratedRatio = 1.1, rollbackIf } = options
    this.options = options
    this.deps = deps
    this.salt = options.salt ?? `${stable}:${candidate}`
    this.buckets = candidateBuckets(weight)
    this.share = candidateShare(weight)
    this.errors = rollbackIf.errors === true
    const signals: RolloutSignal[] = []
    if (this.errors) signals.push('errors')
    if (rollbackIf.loss !== undefined) signals.push('loss')
    this.judge = createHarmJudge({ falseRollback, toleratedRatio, signals })
    this.settings = {
      stable,
      candidate,
      weight,
      falseRollback,
      toleratedRatio,
      rollbackIf: signals,
      salt: this.salt,
    }
    this.onStable = { variant: stable, arm: 'stable', weight: this.share }
    this.onCandidate = { variant: candidate, arm: 'candidate', weight: this.share }
    this.afterRollback = { variant: stable, arm: 'stable', weight: 0 }
  }

  assign(unit: string | undefined, random: () => number): Assignment<Variant> {
    if (this.state !== 'running') return this.afterRollback
    const isCandidate = unit === undefined ? random() < this.share : bucket(this.salt, unit) < this.buckets
    return isCandidate ? this.onCandidate : this.onStable
  }

  armOf(variant: string | undefined): Arm | undefined {
    if (variant === this.options.candidate) return 'candidate'
    return variant === this.options.stable ? 'stable' : undefined
  }

  bad(signal: RolloutSignal, arm: Arm, weight: number, unit: string | undefined, now: number): void {
    if (this.state !== 'running') return
    if (this.share === 1) return
    if (signal === 'errors' ? !this.errors : this.options.rollbackIf.loss === undefined) return
    if (this.judge.record({ signal, arm, weight, unit, now }) === 'rollback') {
      this.decide(this.judge.verdict(now).signal)
    }
  }

  outcome(answer: JudgedAnswer, output: Output, label: Label, now: number): void {
    const { loss } = this.options.rollbackIf
    const arm = this.armOf(answer.variant)
    if (loss === undefined || arm === undefined || this.state !== 'running') return
    try {
      // A promise, or a number meant as a size of loss, would count every answer as bad.
      if (syncResult(loss(output, label), 'boolean', 'rollbackIf.loss'))
        this.bad('loss', arm, answer.weight ?? this.share, answer.unit, now)
    } catch (error) {
      this.fault(error, 'rollout loss')
    }
  }

  status(): RolloutStatus {
    return { state: this.state, verdict: this.verdict() }
  }

  rollback(reason: string): void {
    if (this.state !== 'running') return
    this.byHand = reason
    this.decide('manual')
  }

  health(): HealthSignal {
    const { state, verdict } = this.status()
    return {
      name: 'rollout',
      status: state === 'running' ? 'ok' : 'degraded',
      detail: `${this.options.candidate} ${state}: ${verdict.reason}`,
    }
  }

  fault(error: unknown, kind: string): void {
    try {
      this.deps.onFault?.(error, kind)
    } catch {
      // The one who is told of faults has nobody to be reported to.
    }
  }

  now(): number {
    return this.deps.clock.now()
  }

  private verdict(): HarmVerdict<RolloutSignal> {
    const verdict = this.judge.verdict(this.now())
    if (this.byHand !== undefined) {
      return { ...verdict, verdict: 'rollback', reason: `rolled back by hand: ${this.byHand}` }
    }
    if (this.share === 1) {
      const { candidate, stable } = this.options
      const why = `every unit gets ${candidate}, and none ${stable}`
      return { ...verdict, reason: `nothing to compare at a weight of 100%: ${why}` }
    }
    return verdict
  }

  private decide(signal: RolloutSignal | 'manual'): void {
    this.state = 'rolled back'
    const { evidence, bound, signals, signal: most } = this.verdict()
    const carrier = signals.find(({ name }) => name === most)
    try {
      this.deps.emit('rollback', {
        kind: 'rollout',
        decision: 'rollback',
        stable: this.options.stable,
        candidate: this.options.candidate,
        signal,
        reason: this.byHand,
        evidence,
        bound,
        stableEvents: carrier?.stableEvents ?? 0,
        candidateEvents: carrier?.candidateEvents ?? 0,
        at: this.deps.clock.wall(),
      })
    } catch (error) {
      this.fault(error, 'rollout listener')
    }
  }
}
