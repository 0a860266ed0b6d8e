import { checkOptions } from '@plimsoll/core'
import { checkJudgeNumbers } from './harm-judge.ts'

/** A way in which a candidate can be worse. */
export type RolloutSignal = 'errors' | 'loss'

/** What takes a candidate back; at least one signal. */
export interface RollbackIf<Output = unknown, Label = unknown> {
  /** Failures of the call, deadlines and broken output contracts among them. @default false */
  readonly errors?: boolean | undefined
  /** Whether an answer was bad, now that its label is known: `true` means bad. */
  readonly loss?: ((output: Output, label: Label) => boolean) | undefined
}

/** How a candidate is tried beside a stable variant. */
export interface RolloutOptions<
  Variant extends string = string,
  Input = unknown,
  Output = unknown,
  Label = unknown,
> {
  /** The variant that is trusted. */
  readonly stable: Variant
  /** The variant on trial. */
  readonly candidate: Variant
  /** Percent of units that the candidate gets, above 0, at most 100. At 100 there is nothing to compare. */
  readonly weight: number
  /**
   * Reads the sticky subject of a call, such as a user id, where the caller gave none. `undefined` and the
   * empty text mean none: the call is then assigned by chance and counts as an independent request.
   */
  readonly unit?: ((input: Input) => string | undefined) | undefined
  /** The chance of rolling back a candidate that is no worse than tolerated, in (0, 0.5]. @default 0.01 */
  readonly falseRollback?: number | undefined
  /** How many times as often as stable the candidate may go wrong; at least 1. @default 1.1 */
  readonly toleratedRatio?: number | undefined
  /** Which signals may take the candidate back; at least one. */
  readonly rollbackIf: RollbackIf<Output, Label>
  /** Makes this split independent of others. @default `${stable}:${candidate}` */
  readonly salt?: string | undefined
}

const known = [
  'stable',
  'candidate',
  'weight',
  'unit',
  'falseRollback',
  'toleratedRatio',
  'rollbackIf',
  'salt',
] as const

/** Options other canary tools have, and what to do here: never ignored, since ignoring them is unsafe. */
const missing: Readonly<Record<string, string>> = {
  steps:
    'is not in this version: the weight stays as given; to raise it, create a new rollout with the same salt and a higher weight',
  every:
    'is not in this version: no step is taken by itself; create a new rollout with the same salt and a higher weight when you are ready',
}

const missingSignals: Readonly<Record<string, string>> = {
  latency:
    'is not in this version: set a deadline and use rollbackIf.errors, which counts every call that exceeds it',
  drift:
    'is not in this version: watch the candidate with a drift monitor and call rollback() from its alarm',
}

/**
 * Checks the options of a rollout, and refuses those that this version does not act on.
 *
 * @throws {OptionsError} listing every problem.
 */
export function checkRolloutOptions<Variant extends string, Input, Output, Label>(
  options: RolloutOptions<Variant, Input, Output, Label>,
): void {
  const check = checkOptions('createRollout')
  if (!check.require(isObject(options), '', 'options must be an object', options)) check.done()
  const given = options as unknown as Readonly<Record<string, unknown>>
  refuse(given, missing, '')
  check.keys(given, [...known, ...Object.keys(missing)])
  const { stable, candidate, weight, unit, falseRollback = 0.01, toleratedRatio = 1.1, salt = '-' } = options
  check.require(isText(stable), 'stable', 'must be the name of a variant', stable)
  check.require(isText(candidate), 'candidate', 'must be the name of a variant', candidate)
  check.require(!isText(stable) || stable !== candidate, 'candidate', 'must differ from stable', candidate)
  check.require(
    typeof weight === 'number' && weight > 0 && weight <= 100,
    'weight',
    'must be a percentage above 0, at most 100',
    weight,
  )
  check.require(
    unit === undefined || typeof unit === 'function',
    'unit',
    'must be a function from an input to a text',
    unit,
  )
  check.require(isText(salt), 'salt', 'must be a text that is not empty', salt)
  checkJudgeNumbers(check, falseRollback, toleratedRatio)
  const rollbackIf: unknown = options.rollbackIf
  if (check.require(isObject(rollbackIf), 'rollbackIf', 'must name at least one signal', rollbackIf)) {
    const signals = rollbackIf as Readonly<Record<string, unknown>>
    const { errors, loss } = signals
    refuse(signals, missingSignals, 'rollbackIf.')
    check.keys(signals, ['errors', 'loss', ...Object.keys(missingSignals)], 'rollbackIf.')
    check.require(
      errors === undefined || typeof errors === 'boolean',
      'rollbackIf.errors',
      'must be true or false',
      errors,
    )
    check.require(
      loss === undefined || typeof loss === 'function',
      'rollbackIf.loss',
      'must be a function from output and label to true (bad) or false',
      loss,
    )
    check.require(
      errors === true || loss !== undefined || isAnyGiven(signals, missingSignals),
      'rollbackIf',
      'must name at least one signal: errors: true, or loss',
      rollbackIf,
    )
  }
  check.done()

  function refuse(
    object: Readonly<Record<string, unknown>>,
    rules: Readonly<Record<string, string>>,
    prefix: string,
  ): void {
    for (const [key, rule] of Object.entries(rules)) {
      check.require(object[key] === undefined, prefix + key, rule, object[key])
    }
  }
}

function isAnyGiven(
  object: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, string>>,
): boolean {
  return Object.keys(rules).some((key) => object[key] !== undefined)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
