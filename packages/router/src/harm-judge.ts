// One thing: the judge, what it may be told, and what it says; the process it runs is in harm-process.ts.
import { checkOptions } from '@plimsoll/core'
import type { OptionCheck } from '@plimsoll/core'
import { HarmProcess, incrementsAt } from './harm-process.ts'
import type { Increments } from './harm-process.ts'

/** Which side of a split a unit was assigned to. */
export type Arm = 'stable' | 'candidate'

/** What a judge of harm is made from. */
export interface HarmJudgeOptions<Signal extends string = string> {
  /** The chance of ever rolling back a candidate that is no worse than tolerated, in (0, 0.5]. */
  readonly falseRollback: number
  /**
   * How many times as often as stable the candidate may go wrong and still not be called worse; at least 1.
   * @default 1.1
   */
  readonly toleratedRatio?: number | undefined
  /** The signals, of equal weight, or each with its weight; weights are above 0 and sum to 1. */
  readonly signals: readonly Signal[] | Readonly<Record<Signal, number>>
  /** Milliseconds between fresh starts of the test; `Infinity` for none. @default 60_000 */
  readonly restartEvery?: number | undefined
  /** Units remembered per signal; later units are no longer counted. @default 100_000 */
  readonly maxUnits?: number | undefined
}

/** One bad event: something that went wrong and can be laid at the door of one arm. */
export interface BadEvent<Signal extends string = string> {
  readonly signal: Signal
  readonly arm: Arm
  /** The candidate's share of units when this unit was assigned, in (0, 1). */
  readonly weight: number
  /** The sticky subject; without one the event counts as an independent request. */
  readonly unit?: string | undefined
  /** Milliseconds on any clock that is the same for all events. */
  readonly now: number
}

/** What a judge knows of one signal. */
export interface SignalEvidence<Signal extends string = string> {
  readonly name: Signal
  /** The e-value of this signal alone, before its weight. */
  readonly evidence: number
  /** The share of the false rollback chance that this signal may use. */
  readonly weight: number
  readonly stableEvents: number
  readonly candidateEvents: number
  /** Bad events not counted because their unit had counted already. */
  readonly droppedRepeats: number
  /** Bad events not counted because `maxUnits` units had counted already. */
  readonly droppedOverLimit: number
}

/** What a judge says, and why. */
export interface HarmVerdict<Signal extends string = string> {
  readonly verdict: 'hold' | 'rollback'
  /** The largest weighted e-value of a signal; at `bound` the candidate is rolled back. */
  readonly evidence: number
  /** `1 / falseRollback`. */
  readonly bound: number
  /** The signal that carries the evidence. */
  readonly signal: Signal
  readonly signals: readonly SignalEvidence<Signal>[]
  /** In words, without any value from a prediction and without any unit. */
  readonly reason: string
}

/** Decides, from bad events alone, whether a candidate does more harm than is tolerated. */
export interface HarmJudge<Signal extends string = string> {
  /**
   * Weighs one bad event and returns the standing verdict. After a rollback nothing is counted any more.
   *
   * @throws {RangeError} when the signal is unknown or the weight is not in (0, 1).
   */
  record(event: BadEvent<Signal>): 'hold' | 'rollback'
  /** Reports without changing anything: looking as often as you like costs nothing in validity. */
  verdict(now: number): HarmVerdict<Signal>
}

interface SignalState<Signal extends string> {
  readonly name: Signal
  readonly weight: number
  readonly logWeight: number
  readonly process: HarmProcess
  readonly units: Set<string>
  stableEvents: number
  candidateEvents: number
  droppedRepeats: number
  droppedOverLimit: number
}

/**
 * Creates a judge of harm: a sequential test whose error bound is true at every look.
 *
 * It is told of bad events only. Given that one happened, it lies on the candidate with a probability that
 * the split fixes, whatever the error rate that both arms share does; see `HarmProcess` for the test. So
 * traffic, daily rhythm and shared incidents cancel, no minimum sample is needed and success costs nothing.
 *
 * **Several signals.** Signal `s` rolls back when `weight_s * evidence_s` reaches `1 / falseRollback`, that
 * is with probability at most `weight_s * falseRollback`: together at most `falseRollback`, however the
 * signals depend on each other. The weighted average of the e-values would be larger by what the other
 * signals add, but it is a test only if every signal is fair given all the others, and here it is not: once
 * a unit has failed, its arm is known when its label comes.
 *
 * **Units.** A unit that stays on its arm is one coin, however often it fails: its first bad event per
 * signal counts, repeats are dropped. After `maxUnits` units of a signal all further events with a unit are
 * dropped, on both arms alike, which looks at no arm and so keeps the bound; the verdict then says
 * `inconclusive: evidence spent`. Events without a unit are taken as independent requests.
 *
 * **Assumed.** Units are assigned at random with the stated share, and fail independently of each other
 * given the shared conditions; for delayed labels, the delay does not depend on the arm.
 *
 * Cost: one addition per event and grid point (12), and a set lookup with a unit. Memory: under 1 KB per
 * signal, and the ids of units that had a bad event.
 *
 * @throws {OptionsError} listing every option that cannot work.
 * @example
 * const judge = createHarmJudge({ falseRollback: 0.01, signals: ['errors'] })
 * judge.record({ signal: 'errors', arm: 'candidate', weight: 0.1, unit: 'user-17', now: 0 })
 * judge.verdict(0).verdict // 'hold'
 */
export function createHarmJudge<const Signal extends string>(
  options: HarmJudgeOptions<Signal>,
): HarmJudge<Signal> {
  const { falseRollback, toleratedRatio = 1.1, restartEvery = 60_000, maxUnits = 100_000 } = options
  const weights = readSignals(options)
  const check = checkOptions('createHarmJudge')
  check.keys(options, ['falseRollback', 'toleratedRatio', 'signals', 'restartEvery', 'maxUnits'])
  checkJudgeNumbers(check, falseRollback, toleratedRatio)
  check.require(
    typeof restartEvery === 'number' && restartEvery > 0,
    'restartEvery',
    'must be milliseconds above 0, or Infinity',
    restartEvery,
  )
  check.require(
    Number.isInteger(maxUnits) && maxUnits >= 1,
    'maxUnits',
    'must be a whole number of at least 1',
    maxUnits,
  )
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0)
  check.require(
    weights.length > 0 &&
      weights.every(([name, weight]) => typeof name === 'string' && weight > 0) &&
      new Set(weights.map(([name]) => name)).size === weights.length &&
      Math.abs(total - 1) < 1e-9,
    'signals',
    'must be a list of different names, or names with weights above 0 that sum to 1',
    options.signals,
  )
  check.done()
  return new CountingHarmJudge(weights, falseRollback, toleratedRatio, restartEvery, maxUnits)
}

/** Notes what is wrong with the two numbers that a judge and a rollout share. */
export function checkJudgeNumbers(check: OptionCheck, falseRollback: number, toleratedRatio: number): void {
  check.require(
    typeof falseRollback === 'number' && falseRollback > 0 && falseRollback <= 0.5,
    'falseRollback',
    'must be in (0, 0.5]',
    falseRollback,
  )
  check.require(
    Number.isFinite(toleratedRatio) && toleratedRatio >= 1,
    'toleratedRatio',
    'must be a finite number of at least 1',
    toleratedRatio,
  )
}

class CountingHarmJudge<Signal extends string> implements HarmJudge<Signal> {
  private readonly signals: readonly SignalState<Signal>[]
  private readonly byName: ReadonlyMap<string, SignalState<Signal>>
  private readonly bound: number
  private readonly logBound: number
  private readonly toleratedRatio: number
  private readonly maxUnits: number
  private increments: Increments
  private isRolledBack = false

  constructor(
    weights: readonly (readonly [Signal, number])[],
    falseRollback: number,
    toleratedRatio: number,
    restartEvery: number,
    maxUnits: number,
  ) {
    this.signals = weights.map(([name, weight]) => ({
      name,
      weight,
      logWeight: Math.log(weight),
      process: new HarmProcess(restartEvery),
      units: new Set(),
      stableEvents: 0,
      candidateEvents: 0,
      droppedRepeats: 0,
      droppedOverLimit: 0,
    }))
    this.byName = new Map(this.signals.map((signal) => [signal.name, signal]))
    this.bound = 1 / falseRollback
    this.logBound = -Math.log(falseRollback)
    this.toleratedRatio = toleratedRatio
    this.maxUnits = maxUnits
    this.increments = incrementsAt(0.5, toleratedRatio)
  }

  record(event: BadEvent<Signal>): 'hold' | 'rollback' {
    const { arm, weight, unit, now } = event
    const signal = this.byName.get(event.signal)
    if (signal === undefined) {
      throw new RangeError(`signal must be one of ${[...this.byName.keys()].join(', ')}`)
    }
    if (!(weight > 0 && weight < 1)) throw new RangeError(`weight must be in (0, 1), got ${String(weight)}`)
    if (this.isRolledBack) return 'rollback'
    if (unit !== undefined && !this.isFirst(signal, unit)) return 'hold'
    if (weight !== this.increments.share) this.increments = incrementsAt(weight, this.toleratedRatio)
    if (arm !== 'candidate') {
      // Evidence only falls here, so the bound can't be reached.
      signal.stableEvents++
      signal.process.record(this.increments.onStable, now)
      return 'hold'
    }
    signal.candidateEvents++
    signal.process.record(this.increments.onCandidate, now)
    const needed = this.logBound - signal.logWeight
    this.isRolledBack = signal.process.logCeiling >= needed && signal.process.logEvidence() >= needed
    return this.isRolledBack ? 'rollback' : 'hold'
  }

  // What is known at `now` is what the events said: a start that falls due changes no evidence by itself.
  verdict(_now: number): HarmVerdict<Signal> {
    const signals = this.signals.map((signal): SignalEvidence<Signal> => ({
      name: signal.name,
      evidence: Math.exp(signal.process.logEvidence()),
      weight: signal.weight,
      stableEvents: signal.stableEvents,
      candidateEvents: signal.candidateEvents,
      droppedRepeats: signal.droppedRepeats,
      droppedOverLimit: signal.droppedOverLimit,
    }))
    const most = signals.reduce((a, b) => (b.weight * b.evidence > a.weight * a.evidence ? b : a))
    const evidence = most.weight * most.evidence
    const verdict = this.isRolledBack ? 'rollback' : 'hold'
    return {
      verdict,
      evidence,
      bound: this.bound,
      signal: most.name,
      signals,
      reason: reasonOf(verdict, evidence, this.bound, most, signals),
    }
  }

  private isFirst(signal: SignalState<Signal>, unit: string): boolean {
    if (signal.units.has(unit)) {
      signal.droppedRepeats++
      return false
    }
    if (signal.units.size >= this.maxUnits) {
      signal.droppedOverLimit++
      return false
    }
    signal.units.add(unit)
    return true
  }
}

function readSignals<Signal extends string>(
  options: HarmJudgeOptions<Signal>,
): readonly (readonly [Signal, number])[] {
  const { signals } = options
  if (typeof signals !== 'object' || signals === null) return []
  if (isList(signals)) return signals.map((name) => [name, 1 / signals.length] as const)
  return Object.entries<number>(signals).map(([name, weight]) => [name as Signal, weight] as const)
}

function isList<Signal extends string>(
  signals: HarmJudgeOptions<Signal>['signals'],
): signals is readonly Signal[] {
  return Array.isArray(signals)
}

function reasonOf(
  verdict: 'hold' | 'rollback',
  evidence: number,
  bound: number,
  most: SignalEvidence,
  signals: readonly SignalEvidence[],
): string {
  const figures = `evidence ${short(evidence)} of ${short(bound)}`
  const counts = `${most.name}: ${most.candidateEvents} bad on the candidate, ${most.stableEvents} on stable`
  if (verdict === 'rollback') return `${counts}; ${figures}`
  const spent = signals.find((signal) => signal.droppedOverLimit > 0)
  if (spent !== undefined) {
    return `inconclusive: evidence spent: ${spent.name} has counted as many units as it may; ${figures}`
  }
  if (signals.every((signal) => signal.stableEvents + signal.candidateEvents === 0)) {
    return 'no bad event so far'
  }
  return `not enough to say the candidate is worse: ${figures}; ${counts}`
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value)
}
