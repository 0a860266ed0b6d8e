import { checkOptions, durationRule, readDuration } from '@plimsoll/core'
import type { Clock, Duration, Fault } from '@plimsoll/core'
import type { RetrainState } from './retrain-engine.ts'
import type { RetrainBaseline, RetrainRequest } from './retrain-request.ts'

/** Keeps what is remembered of the last request, so that a restart or another replica knows of it. */
export interface RetrainStore {
  /** Gives what was saved last, or nothing. Read before a request is made; a failure costs the memory alone. */
  load(): Promise<RetrainState | null | undefined>
  /** Keeps a state in place of the one before. */
  save(state: RetrainState): Promise<unknown>
}

/** What a try is given besides its request. */
export interface RetrainContext {
  /** Aborted after `timeout`, and by `dispose`. A function that ignores it may still run while the next try does. */
  readonly signal: AbortSignal
  /** 1 for the first try of this request. */
  readonly attempt: number
}

/** Options of `createRetrainTrigger`. */
export interface RetrainTriggerOptions {
  /** Which model is asked for; part of the key. 1 to 200 characters. */
  readonly model: string
  /** The baseline that the verdicts are judged against, as `monitor.baseline`; its digest is part of the key. */
  readonly baseline: RetrainBaseline
  /**
   * Asks for the training, and resolves when it is accepted, not when it is done. What it throws or rejects with
   * is a failed try: an alarm after `backoff` tries the same request again.
   */
  readonly run: (request: RetrainRequest, context: RetrainContext) => unknown
  /** Alarms in a row that make a request, over windows that share no row; 1 to 1000. @default 2 */
  readonly after?: number | undefined
  /** Time after an accepted request in which there is no other; longer than a training takes. @default '24h' */
  readonly coolDown?: Duration | undefined
  /** Tries of one request in one cool-down, 1 to 100. @default 5 */
  readonly attempts?: number | undefined
  /** Time after a failed try before an alarm tries again; doubles with every try. @default '1m' */
  readonly backoff?: Duration | undefined
  /** Time that a try, and each use of the store, may take. @default '30s' */
  readonly timeout?: Duration | undefined
  /**
   * Gives plain data to send along, such as the monitor's counts. Called once per request; what is not plain data,
   * or longer than 256 000 characters of JSON, is left out and counted. @default none
   */
  readonly snapshot?: (() => unknown) | undefined
  /** Remembers the last request beyond this process. @default none: a restart forgets the cool-down */
  readonly store?: RetrainStore | undefined
  /** Called with the first fault of each kind. @default none */
  readonly onFault?: ((fault: Fault) => void) | undefined
  /** Gives the time and bounds the wait. @default the process's clock */
  readonly clock?: Pick<Clock, 'wall' | 'setTimer' | 'clearTimer' | 'hold'> | undefined
}

/** What a trigger goes by; milliseconds. */
export interface RetrainSettings {
  readonly after: number
  readonly coolDown: number
  readonly attempts: number
  readonly backoff: number
  readonly timeout: number
}

const optionNames: readonly string[] = [
  'model',
  'baseline',
  'run',
  'after',
  'coolDown',
  'attempts',
  'backoff',
  'timeout',
  'snapshot',
  'store',
  'onFault',
  'clock',
]

/** Reads a trigger's options, or lists all that is wrong with them in one error. */
export function readRetrainOptions(options: RetrainTriggerOptions): RetrainSettings {
  const { model, baseline, run, snapshot, store, onFault, clock } = options
  const { after = 2, attempts = 5 } = options
  const check = checkOptions('createRetrainTrigger')
  check.keys(options, optionNames)
  check.require(isName(model), 'model', 'must be 1 to 200 characters', model)
  const { name: known, version = 'none', digest } = baseline ?? {}
  const isBaseline = isName(known) && isName(version) && isName(digest)
  check.require(isBaseline, 'baseline', 'must have a name and a digest of 1 to 200 characters', baseline)
  check.require(typeof run === 'function', 'run', 'must be a function', run)
  const whole = (name: string, value: number, most: number): boolean => {
    const holds = Number.isInteger(value) && value >= 1 && value <= most
    return check.require(holds, name, `must be a whole number from 1 to ${most}`, value)
  }
  whole('after', after, 1000)
  whole('attempts', attempts, 100)
  const time = (name: string, given: Duration): number => {
    const ms = readDuration(given)
    check.require(ms !== undefined && ms > 0, name, `${durationRule}, above 0`, given)
    return ms ?? 0
  }
  const coolDown = time('coolDown', options.coolDown ?? '24h')
  const backoff = time('backoff', options.backoff ?? '1m')
  const timeout = time('timeout', options.timeout ?? '30s')
  check.require(timeout <= 2_147_483_647, 'timeout', 'must be at most 24.8 days', options.timeout)
  const optional = (name: string, value: unknown): boolean =>
    check.require(value === undefined || typeof value === 'function', name, 'must be a function', value)
  optional('snapshot', snapshot)
  optional('onFault', onFault)
  const isStore =
    store === undefined || (typeof store?.load === 'function' && typeof store.save === 'function')
  check.require(isStore, 'store', 'must have load and save', store)
  const isClock =
    clock === undefined || (typeof clock?.wall === 'function' && typeof clock.setTimer === 'function')
  check.require(isClock, 'clock', 'must be a clock', clock)
  check.done()
  return { after, coolDown, attempts, backoff, timeout }
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 200
}
