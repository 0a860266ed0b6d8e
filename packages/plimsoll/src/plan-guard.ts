// One thing: the canonical order of the stages, made from options of which every problem is found first.
import {
  InputContractStage,
  canonicalKey,
  inputMatch,
  isStandardSchema,
  outputCheck,
  uncompiled,
} from '@plimsoll/contracts'
import type { AnyContract } from '@plimsoll/contracts'
import {
  Emitter,
  Faults,
  checkOptions,
  isPlimsollError,
  lazyRandom,
  systemClock,
  telemetry,
} from '@plimsoll/core'
import type {
  Accept,
  Call,
  Clock,
  Fault,
  HealthSignal,
  OptionCheck,
  OutcomeJoin,
  PlimsollEvents,
  Stage,
  Target,
  Telemetry,
  TelemetryReader,
} from '@plimsoll/core'
import { InputDriftStage, OutputDriftStage } from '@plimsoll/drift'
import type { Monitor } from '@plimsoll/drift'
import { BreakerStage, RetryStage, cacheStages } from '@plimsoll/resilience'
import type { CacheOptions, RetryStats } from '@plimsoll/resilience'
import { JudgeStage, RouteStage, createRollout } from '@plimsoll/router'
import type { Rollout, RolloutOptions } from '@plimsoll/router'
import type { ExplainedStage } from './explain.ts'
import type { GuardOptions } from './guard-options.ts'
import { readParts } from './guard-telemetry.ts'
import type { ReadParts } from './guard-telemetry.ts'
import { OnlyVariantStage } from './only-variant-stage.ts'
import {
  isOptions,
  isStage,
  readDeadline,
  readDrift,
  readFallback,
  readOutcomes,
  readStage,
  readSink,
  readStages,
  readTarget,
} from './read-options.ts'
import { RecordStage } from './record-stage.ts'
import type { PendingOutcome } from './record-stage.ts'

/** A guard ready to run: its parts in place, its options checked. */
export interface GuardPlan {
  readonly target: Target<unknown, unknown>
  readonly stages: readonly Stage[]
  readonly accept: Accept<unknown>
  readonly deadline: number
  readonly clock: Clock
  readonly faults: Faults
  readonly emitter: Emitter<PlimsollEvents>
  readonly telemetry: Telemetry | undefined
  readonly record: RecordStage
  readonly outcomes: OutcomeJoin<PendingOutcome> | undefined
  readonly rollout: Rollout | undefined
  readonly monitors: { readonly input: Monitor | undefined; readonly output: Monitor | undefined }
  readonly explained: readonly ExplainedStage[]
  /** Counts of the retry stage, where it is the built-in one. */
  retries(): RetryStats
  /** Resolves when the sink has everything, or has taken too long. */
  flush(): Promise<void>
  health(): HealthSignal[]
}

const optionNames = [
  'model',
  'variants',
  'rollout',
  'deadline',
  'retry',
  'breaker',
  'cache',
  'fallback',
  'drift',
  'outcomes',
  'sink',
  'stages',
  'telemetry',
  'clock',
  'random',
]
/** Options of single stages that the guard sets by itself: refused where given, never overwritten in silence. */
const guardsOwn: Readonly<Record<string, readonly string[]>> = {
  retry: ['clock', 'random'],
  breaker: ['clock', 'faults', 'name', 'onChange', 'onFault'],
  cache: ['clock', 'faults', 'key', 'match', 'onFault'],
  fallback: ['check'],
}
/** Options of the full design that this version does not do: refused, never ignored. */
const later: Readonly<Record<string, string>> = {
  limit: 'is not in this version: bound concurrency in front of the guard',
  hedge: 'is not in this version: retry covers failures, not slowness',
  shadow: 'is not in this version',
  features: 'is not in this version: read features before the call',
}

/** Reads the options of a guard. @throws {OptionsError} listing every problem. */
export function planGuard(contract: AnyContract, options: GuardOptions<AnyContract>): GuardPlan {
  readShape(contract, options)
  const name = `${contract.name}@${contract.version}`
  const check = checkOptions(`guard of ${name}`)
  readNames(check, options)
  const clock = options.clock ?? systemClock()
  const random = options.random ?? lazyRandom()
  const faults = new Faults((fault) => tellFault(emitter, name, fault))
  const emitter = new Emitter<PlimsollEvents>(faults)
  const accept = outputCheck(contract) as Accept<unknown>
  const explained: ExplainedStage[] = []
  const stages: Stage[] = []
  const signals: (() => HealthSignal[])[] = []
  const add = (stage: Stage, does: string, settings: Readonly<Record<string, unknown>> = {}): void => {
    stages.push(stage)
    explained.push({ name: stage.name, does, settings })
  }

  const target = readTarget(check, options)
  const outcomes = readOutcomes(check, contract, options)
  const sink = readSink(check, options, faults, name, clock)
  const record = new RecordStage(outcomes?.join, hasLoss(options), sink, () => clock.wall())
  if (sink !== undefined) {
    for (const kind of ['breaker', 'drift', 'rollback'] as const)
      emitter.on(kind, (event) => sink.write(event))
  }
  const bounds = outcomes === undefined ? {} : { capacity: outcomes.capacity, ttl: outcomes.ttl }
  add(record, 'counts every call, and keeps decisions that a label may come for', bounds)

  const deadline = readDeadline(check, options)
  if (deadline !== Infinity) explained.push(explainedDeadline(deadline))

  const cache = readCache(check, options, contract.digest, clock, faults)
  for (const stage of readFallback(check, options, accept)) {
    const does =
      stage.name === 'fallback'
        ? 'answers, marked degraded, when all else failed'
        : 'asks a cheaper model, in its reserved slice of the deadline'
    add(stage, does, stageSettings(stage))
  }
  if (cache !== undefined && hasStale(cache.cache)) {
    add(cache.stale, 'answers a failure with an expired answer')
  }

  const input = new InputContractStage(contract)
  stages.push(input)
  explained.push({
    name: input.name,
    does: 'refuses inputs that break the contract',
    // Only when asked: schemas are compiled for it.
    get settings() {
      const left = uncompiled(contract)
      return left.length === 0 ? {} : { uncompiled: left }
    },
  })
  const watched = readDrift(check, options, faults)
  const monitors = { input: watched.input?.monitor, output: watched.output?.monitor }
  const telling = { clock, emit: (event: PlimsollEvents['drift']) => emitter.emit('drift', event) }
  if (watched.input !== undefined) {
    const { monitor, coolDown } = watched.input
    const stage = check.nested('drift', () => new InputDriftStage(monitor, { ...telling, coolDown }))
    if (stage !== undefined) add(stage, 'watches every accepted input', settingsOf(monitor, stage))
  }
  for (const stage of readStages(check, options.stages)) add(stage, 'your own')

  const rollout = readRollout(check, options, contract.label !== undefined, { clock, emitter, faults })
  if (rollout !== undefined) {
    const route = new RouteStage(rollout, { random, onFault: (error) => faults.add('rollout unit', error) })
    add(route, 'assigns each unit to a variant', { ...rollout.settings })
    signals.push(() => [rollout.health()])
  } else if (isOptions(options.variants)) {
    add(new OnlyVariantStage(Object.keys(options.variants)[0] ?? ''), 'names the one variant')
  }
  if (cache !== undefined)
    add(cache.cache, 'answers equal inputs from what is stored', stageSettings(cache.cache))

  const retry = readStage(
    check,
    'retry',
    options.retry,
    (given) => new RetryStage({ ...given, clock, random }),
  )
  if (retry !== undefined) add(retry, 'tries again after a failure', stageSettings(retry))
  const onChange = (event: PlimsollEvents['breaker']): void => emitter.emit('breaker', event)
  const breaker = readStage(
    check,
    'breaker',
    options.breaker,
    (given) => new BreakerStage({ ...given, clock, name, onChange, onFault: undefined, faults }),
  )
  if (breaker !== undefined) {
    add(breaker, 'leaves a target alone that keeps failing', stageSettings(breaker))
    if (breaker instanceof BreakerStage)
      signals.push(() => breaker.health().map((signal) => softened(signal, rollout)))
  }
  if (watched.output !== undefined) {
    const { monitor, coolDown } = watched.output
    const stage = check.nested('drift.output', () => new OutputDriftStage(monitor, { ...telling, coolDown }))
    if (stage !== undefined) add(stage, "watches the model's own first answers", settingsOf(monitor, stage))
  }
  if (rollout !== undefined) {
    const admits = breaker instanceof BreakerStage ? (name: string) => breaker.admits(name) : undefined
    const judge = new JudgeStage(rollout, { admits })
    if (admits !== undefined && hasLoss(options)) record.isAlone = (call) => judge.isAlone(call)
    add(judge, 'weighs bad events, candidate against stable')
  }
  explained.push({ name: 'target', does: 'your call, then the output contract', settings: {} })
  const isTelemetry = options.telemetry === undefined || typeof options.telemetry === 'boolean'
  check.require(isTelemetry, 'telemetry', 'must be false, or true', options.telemetry)
  readStageNames(check, explained)
  check.done()
  const variants = Object.keys(options.variants ?? {})
  const parts: ReadParts = {
    variants,
    record,
    outcomes: outcomes?.join,
    retry: retry instanceof RetryStage ? retry : undefined,
    breaker: breaker instanceof BreakerStage ? breaker : undefined,
    monitors,
    rollout,
  }
  const read = (reader: TelemetryReader): void => readParts(parts, reader)
  return {
    telemetry: options.telemetry === false ? undefined : telemetry(name, { variants, read }),
    target,
    stages,
    accept,
    deadline,
    clock,
    faults,
    emitter,
    record,
    outcomes: outcomes?.join,
    rollout,
    monitors,
    explained,
    retries: () => (retry instanceof RetryStage ? retry.stats : { retries: 0, refused: 0 }),
    flush: () => sink?.flush() ?? Promise.resolve(),
    health: () => signals.flatMap((read) => read()),
  }
}

/** Refuses what is no contract or no options at all. */
function readShape(contract: unknown, options: unknown): void {
  const check = checkOptions('guard')
  check.require(isContract(contract), 'contract', 'must be made by defineContract', contract)
  check.require(isOptions(options), 'options', 'must be an object with model or variants', options)
  check.done()
}

function isContract(given: unknown): boolean {
  if (!isOptions(given)) return false
  const { digest, name, version, input, output, label } = given as Partial<AnyContract>
  const hasNames = [digest, name, version].every((text) => typeof text === 'string')
  return (
    hasNames &&
    isStandardSchema(input) &&
    isStandardSchema(output) &&
    (label === undefined || isStandardSchema(label))
  )
}

/** Refuses options that nothing would act on. */
function readNames(check: OptionCheck, options: GuardOptions<AnyContract>): void {
  const given = Object.entries(options).filter(([name]) => !(name in later))
  check.keys(Object.fromEntries(given), optionNames)
  const values = options as Readonly<Record<string, unknown>>
  for (const [name, why] of Object.entries(later)) {
    check.require(values[name] === undefined || values[name] === false, name, why, values[name])
  }
  for (const [name, own] of Object.entries(guardsOwn)) {
    const nested = values[name]
    if (typeof nested !== 'object' || nested === null || isStage(nested)) continue
    for (const key of own) {
      const value = (nested as Readonly<Record<string, unknown>>)[key]
      check.require(value === undefined, `${name}.${key}`, 'is set by the guard itself', value)
    }
  }
  const { clock, random } = options as { readonly clock?: unknown; readonly random?: unknown }
  const clockRule = "must be a clock: now, wall, setTimer, clearTimer, and timers 'shared' or 'request'"
  check.require(clock === undefined || isClock(clock), 'clock', clockRule, clock)
  check.require(random === undefined || typeof random === 'function', 'random', 'must be a function', random)
}

function isClock(given: unknown): boolean {
  if (!isOptions(given)) return false
  const { now, wall, setTimer, clearTimer, hold, timers } = given as Partial<Clock>
  const areFunctions = [now, wall, setTimer, clearTimer].every((method) => typeof method === 'function')
  const mayHold = hold === undefined || typeof hold === 'function'
  return areFunctions && mayHold && (timers === 'shared' || timers === 'request')
}

/** Refuses two stages of one name: `explain()` and counts of faults could not tell them apart. */
function readStageNames(check: OptionCheck, explained: readonly ExplainedStage[]): void {
  const names = explained.map((stage) => stage.name)
  for (const name of new Set(names.filter((each, i) => names.indexOf(each) !== i))) {
    check.require(false, 'stages', 'must each have a name that no other stage has', name)
  }
}

function explainedDeadline(ms: number): ExplainedStage {
  return { name: 'deadline', does: 'ends the call, whatever the target does', settings: { deadline: ms } }
}

function settingsOf(
  monitor: Monitor,
  stage: InputDriftStage | OutputDriftStage,
): Readonly<Record<string, unknown>> {
  const { maxWindowAge, replica, window, ...settings } = monitor.settings
  return {
    columns: monitor.columns,
    window: windowSettings(window),
    ...settings,
    ...(maxWindowAge === Infinity ? {} : { maxWindowAge }),
    ...(replica === undefined ? {} : { replica }),
    ...stage.settings,
    baseline: monitor.baseline.digest.slice(0, 12),
  }
}

/** The window as it may be given as an option. */
function windowSettings({ kind, rows, panes, every }: Monitor['settings']['window']): unknown {
  switch (kind) {
    case 'tumbling':
      return rows
    case 'sliding':
      return { kind, rows: rows * panes, panes }
    case 'decayed':
      // A pane is a quarter of the half-life.
      return { kind, halfLife: 4 * rows }
    case 'sinceDeploy':
      return { kind, every }
  }
}

/** Settings that a built-in stage tells of itself. */
function stageSettings(stage: Stage): Readonly<Record<string, unknown>> {
  return 'settings' in stage && typeof stage.settings === 'object' ? { ...stage.settings } : {}
}

/** Whether the rollout judges answers by their labels: only then are answers kept until these come. */
function hasLoss(options: GuardOptions<AnyContract>): boolean {
  const { rollout } = options as {
    readonly rollout?: { readonly rollbackIf?: { readonly loss?: unknown } | null } | false | null
  }
  return isOptions(rollout) && rollout.rollbackIf?.loss !== undefined
}

interface GuardCache {
  readonly cache: Stage
  readonly stale: Stage
}

function hasStale(cache: Stage): boolean {
  return stageSettings(cache)['staleIfError'] !== 0
}

function readCache(
  check: OptionCheck,
  options: GuardOptions<AnyContract>,
  digest: string,
  clock: Clock,
  faults: Faults,
): GuardCache | undefined {
  const { cache: given } = options
  if (given === undefined || given === false) return undefined
  if (
    !check.require(
      isOptions(given),
      'cache',
      'must be { ttl, ... }: an answer is kept for a time you state',
      given,
    )
  ) {
    return undefined
  }
  const key = (call: Call): string | undefined => {
    const text = canonicalKey(call.input)
    return text === undefined ? undefined : `${digest} ${text}`
  }
  // Memory is this guard's alone, so what it compares needs no digest; a store may be shared by many.
  const equal = given.store === undefined ? { match: inputMatch, key: undefined } : { match: undefined, key }
  const own = { ...equal, clock, onFault: undefined, faults }
  return check.nested('cache', () => cacheStages({ ...given, ...own } as CacheOptions))
}

function readRollout(
  check: OptionCheck,
  options: GuardOptions<AnyContract>,
  hasLabel: boolean,
  parts: { readonly clock: Clock; readonly emitter: Emitter<PlimsollEvents>; readonly faults: Faults },
): Rollout | undefined {
  const given: unknown = options.rollout
  if (given === undefined || given === false || !isOptions(options.variants)) return undefined
  if (!check.require(isOptions(given), 'rollout', 'must be options', given)) return undefined
  const rollout = given as RolloutOptions<string, unknown, unknown, unknown>
  const names = Object.keys(options.variants)
  for (const role of ['stable', 'candidate'] as const) {
    check.require(
      names.includes(rollout[role]),
      `rollout.${role}`,
      `must name one of the variants ${names.join(', ')}`,
      rollout[role],
    )
  }
  const { loss } = rollout.rollbackIf ?? {}
  if (!hasLabel) {
    check.require(loss === undefined, 'rollout.rollbackIf.loss', 'needs a contract with a label', loss)
  }
  const areKnown = names.includes(rollout.stable) && names.includes(rollout.candidate)
  for (const name of areKnown ? names : []) {
    const isNamed = name === rollout.stable || name === rollout.candidate
    check.require(isNamed, `variants.${name}`, 'is neither stable nor candidate of the rollout', name)
  }
  return check.nested('rollout', () =>
    createRollout(rollout, {
      clock: parts.clock,
      emit: (name, event) => parts.emitter.emit(name, event),
      onFault: (error, kind) => parts.faults.add(kind, error),
    }),
  )
}

/** A candidate that is down leaves the guard degraded, not down: stable serves the others, and is safe to go back to. */
function softened(signal: HealthSignal, rollout: Rollout | undefined): HealthSignal {
  if (signal.status !== 'down' || signal.name !== `breaker ${rollout?.options.candidate}`) return signal
  const hasAllUnits = rollout?.share === 1 && rollout.status().state === 'running'
  return hasAllUnits ? signal : { ...signal, status: 'degraded' }
}

/** Tells the first fault of a kind: to listeners, or on the console where nobody listens. */
function tellFault(emitter: Emitter<PlimsollEvents>, guard: string, fault: Fault): void {
  if (emitter.has('fault')) {
    emitter.emit('fault', fault)
    return
  }
  const { kind, error } = fault
  // Only our own messages are known to hold no value from a prediction.
  const what = isPlimsollError(error)
    ? `${error.name}: ${error.message}`
    : error instanceof Error && /^[A-Z][A-Za-z]{0,39}$/.test(error.name)
      ? error.name
      : typeof error
  const harm = kind.endsWith(', error') ? 'the failure it was to mend went on' : 'predictions are unharmed'
  // oxlint-disable-next-line no-console -- the one place plimsoll speaks unasked, once per kind of fault
  console.warn(
    `plimsoll, ${guard}: ${kind} failed (${what}); ${harm}; more of this kind are counted in stats()`,
  )
}
