import type { AnyContract } from '@plimsoll/contracts'
import { OutcomeJoin, defineStage, durationRule, readDuration } from '@plimsoll/core'
import type { Accept, Clock, EventSink, Faults, OptionCheck, Stage, Target } from '@plimsoll/core'
import { createMonitor, parseBaseline } from '@plimsoll/drift'
import type { DriftStageOptions, Monitor, MonitorOptions } from '@plimsoll/drift'
import { fallback } from '@plimsoll/resilience'
import type { FallbackOptions } from '@plimsoll/resilience'
import type { GuardOptions } from './guard-options.ts'
import type { PendingOutcome } from './record-stage.ts'
import { SinkWriter } from './sink-writer.ts'

type Options = GuardOptions<AnyContract>

/** Reads `model` or `variants` as the one target that the runner calls. */
export function readTarget(check: OptionCheck, options: Options): Target<unknown, unknown> {
  const { model, variants, rollout } = options as {
    readonly model?: unknown
    readonly variants?: unknown
    readonly rollout?: unknown
  }
  if (variants === undefined) {
    check.require(
      typeof model === 'function',
      'model',
      'must be a function (or give variants: { ... })',
      model,
    )
    check.require(
      rollout === undefined || rollout === false,
      'rollout',
      'needs variants: { ... } instead of model',
      rollout,
    )
    return model as Target<unknown, unknown>
  }
  check.require(model === undefined, 'model', 'and variants exclude each other: give one', model)
  if (!check.require(isOptions(variants), 'variants', 'must be an object of functions by name', variants)) {
    return unreachable
  }
  const targets = new Map(Object.entries(variants as Readonly<Record<string, unknown>>))
  check.require(targets.size > 0, 'variants', 'must name at least one variant', variants)
  for (const [name, target] of targets) {
    check.require(typeof target === 'function', `variants.${name}`, 'must be a function', target)
  }
  check.require(
    targets.size <= 1 || (rollout !== undefined && rollout !== false),
    'rollout',
    'must say which of several variants answers',
    rollout,
  )
  const byName = targets as ReadonlyMap<string, Target<unknown, unknown>>
  return (input, context) => (byName.get(context.variant ?? '') ?? unreachable)(input, context)
}

const unreachable: Target<unknown, unknown> = () => {
  throw new TypeError('no such variant')
}

/** Reads the deadline in milliseconds, `Infinity` for none. */
export function readDeadline(check: OptionCheck, options: Options): number {
  if (options.deadline === undefined || options.deadline === false) return Infinity
  const ms = readDuration(options.deadline)
  check.require(ms !== undefined && ms > 0, 'deadline', `${durationRule}, above 0`, options.deadline)
  return ms ?? Infinity
}

/** Reads the bounds of decisions that wait for labels; none are kept without a label schema. */
export function readOutcomes(
  check: OptionCheck,
  contract: AnyContract,
  options: Options,
):
  | { readonly join: OutcomeJoin<PendingOutcome>; readonly capacity: number; readonly ttl: number }
  | undefined {
  const { outcomes } = options
  const areOptions = outcomes === undefined || outcomes === false || isOptions(outcomes)
  check.require(areOptions, 'outcomes', 'must be { capacity, ttl }', outcomes)
  const { capacity = 10_000, ttl: given = '1d', ...unknown } = isOptions(outcomes) ? outcomes : {}
  const ttl = readDuration(given)
  check.keys(unknown, ['capacity', 'ttl'], 'outcomes.')
  const isCount = Number.isInteger(capacity) && capacity >= 1 && capacity <= 1e7
  check.require(isCount, 'outcomes.capacity', 'must be a whole number from 1 to 10 000 000', capacity)
  check.require(ttl !== undefined && ttl > 0, 'outcomes.ttl', `${durationRule}, above 0`, given)
  if (contract.label === undefined) {
    check.require(
      options.outcomes === undefined,
      'outcomes',
      'needs a contract with a label',
      options.outcomes,
    )
    return undefined
  }
  const bounds = { capacity, ttl: ttl ?? Infinity }
  return { join: new OutcomeJoin(bounds), ...bounds }
}

/** Reads the sink that records are written to. */
export function readSink(
  check: OptionCheck,
  options: Options,
  faults: Faults,
  contract: string,
  clock: Clock,
): SinkWriter | undefined {
  const { sink } = options
  if (sink === undefined) return undefined
  const isSink =
    typeof (sink as Partial<EventSink> | null)?.write === 'function' && typeof sink.flush === 'function'
  if (!check.require(isSink, 'sink', 'must have write and flush', sink)) return undefined
  return new SinkWriter(sink, faults, contract, clock)
}

/** Reads the rungs of the fallback ladder, outermost first. */
export function readFallback(
  check: OptionCheck,
  options: Options,
  accept: Accept<unknown>,
): readonly Stage[] {
  const given: unknown = options.fallback
  if (given === undefined || given === false) return []
  const isKnown = typeof given === 'function' || isOptions(given)
  if (!check.require(isKnown, 'fallback', 'must be a function or { answer, model, reserve }', given))
    return []
  const rungs = (typeof given === 'function' ? { answer: given } : given) as FallbackOptions<unknown, unknown>
  return check.nested('fallback', () => fallback<unknown, unknown>({ ...rungs, check: accept })) ?? []
}

/** One side that is watched for drift, and how its changes are told. */
export interface WatchedSide {
  readonly monitor: Monitor
  readonly coolDown: DriftStageOptions['coolDown']
}

/** Reads what is watched for drift. */
export function readDrift(
  check: OptionCheck,
  options: Options,
  faults: Faults,
): { readonly input: WatchedSide | undefined; readonly output: WatchedSide | undefined } {
  const given: unknown = options.drift
  if (given === undefined || given === false) return { input: undefined, output: undefined }
  if (!check.require(isOptions(given), 'drift', 'must be { baseline, ... }', given)) {
    return { input: undefined, output: undefined }
  }
  const { output, baseline, ...monitor } = given as {
    readonly baseline?: unknown
    readonly output?: { readonly baseline: unknown }
  }
  check.require(
    baseline !== undefined || output !== undefined,
    'drift.baseline',
    'must be a baseline (or give drift.output one)',
    baseline,
  )
  for (const name of baseline === undefined ? Object.keys(monitor) : []) {
    const value = (monitor as Readonly<Record<string, unknown>>)[name]
    check.require(value === undefined, `drift.${name}`, 'needs drift.baseline', value)
  }
  return {
    input: baseline === undefined ? undefined : readSide(check, 'drift', { baseline, ...monitor }, faults),
    output: output === undefined ? undefined : readSide(check, 'drift.output', output, faults),
  }
}

function readSide(
  check: OptionCheck,
  name: string,
  given: MonitorOptions & Pick<DriftStageOptions, 'coolDown'> & { readonly baseline: unknown },
  faults: Faults,
): WatchedSide | undefined {
  const { baseline, onRoll, coolDown, ...rest } = given
  // The monitor does not know the one option that is not its own, so it could not tell which was meant.
  const [mistyped, options] = splitOff(rest, (key) => key.toLowerCase() === 'cooldown')
  check.keys(mistyped, ['coolDown'], `${name}.`)
  const watched: MonitorOptions['onRoll'] =
    typeof onRoll === 'function' ? (verdict) => faults.watch(`${name}.onRoll`, () => onRoll(verdict)) : onRoll
  try {
    const parsed = parseBaseline(baseline)
    const monitor = check.nested(name, () => createMonitor(parsed, { ...options, onRoll: watched }))
    return monitor === undefined ? undefined : { monitor, coolDown }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it could not be read'
    check.require(false, `${name}.baseline`, `must be a baseline: ${why}`, baseline)
    return undefined
  }
}

function splitOff<Given extends object>(
  given: Given,
  isOff: (key: string) => boolean,
): readonly [off: object, rest: Given] {
  const entries = Object.entries(given)
  const off = Object.fromEntries(entries.filter(([key]) => isOff(key)))
  return [off, Object.fromEntries(entries.filter(([key]) => !isOff(key))) as Given]
}

/** Reads a shorthand: `true`, options, or a stage of the user's own. */
export function readStage<Given extends object>(
  check: OptionCheck,
  name: string,
  given: boolean | Given | Stage | undefined,
  make: (options: Given | Record<never, never>) => Stage,
): Stage | undefined {
  if (given === undefined || given === false) return undefined
  if (given === true) return check.nested(name, () => make({}))
  if (!check.require(isOptions(given), name, 'must be true or options', given)) return undefined
  if (isStage(given)) return readStages(check, [given], name)[0]
  return check.nested(name, () => make(given))
}

/** Reads the user's own stages. */
export function readStages(check: OptionCheck, given: unknown, name: string = 'stages'): readonly Stage[] {
  if (given === undefined || given === false) return []
  if (!check.require(Array.isArray(given), 'stages', 'must be an array of stages', given)) return []
  const stages = given as readonly unknown[]
  return stages.filter((stage, i): stage is Stage => {
    try {
      defineStage(stage as Stage)
      return true
    } catch (error) {
      const why = error instanceof Error ? error.message : 'it could not be read'
      return check.require(false, name === 'stages' ? `stages[${i}]` : name, `must be a stage: ${why}`, stage)
    }
  })
}

/** Whether what was given can hold options by name. */
export function isOptions(given: unknown): given is object {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

/** Whether what was given for a shorthand is a stage of its own. */
export function isStage(given: object): given is Stage {
  return 'name' in given && ('enter' in given || 'leave' in given || 'error' in given)
}
