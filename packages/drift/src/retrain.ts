import {
  Faults,
  checkOptions,
  durationRule,
  formatDuration,
  readDuration,
  stringifyPlain,
  systemClock,
} from '@plimsoll/core'
import type { Clock, Duration, Fault } from '@plimsoll/core'
import type { AlarmStreak, RetrainRule, RetrainState } from './retrain-engine.ts'
import {
  countAlarm,
  decideRetrain,
  newerRetrain,
  noAlarms,
  readRetrainState,
  settleRetrain,
} from './retrain-engine.ts'
import type { RetrainBaseline, RetrainRequest, RetrainVerdict } from './retrain-request.ts'
import { retrainKey, retrainSubject, writeRetrainRequest } from './retrain-request.ts'

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

/** Options of {@link createRetrainTrigger}. */
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

/** Turns alarms into requests to train again; see {@link createRetrainTrigger}. */
export interface RetrainTrigger {
  /** What the trigger goes by; milliseconds. */
  readonly settings: RetrainRule & { readonly after: number }
  /** Alarms in a row so far. */
  readonly alarms: number
  /** What is remembered of the last request. */
  readonly state: RetrainState | undefined
  /** The last request made by this process. */
  readonly last: RetrainRequest | undefined
  /** How often each kind has faulted: `run` (a failed try), `store`, `snapshot`, `note`. */
  readonly faults: ReadonlyMap<string, number>
  /** Takes a verdict; needs no `this`. Returns at once and never throws: what follows happens behind the caller. */
  readonly note: (verdict: RetrainVerdict) => void
  /** Resolves when no try is under way; for the end of a request on edge runtimes, and for tests. Never rejects. */
  settled(): Promise<void>
  /** Stops for good: aborts a try that is under way, and resolves when it is over. */
  dispose(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
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
const longestSnapshot = 256_000

/**
 * Creates a trigger that hands requests to train again to a function of your own, with an idempotency key, a
 * cool-down and the evidence.
 *
 * Use one trigger per monitor. There is never more than one try under way; a request that was accepted is followed
 * by no other for `coolDown`, one that failed is tried again by later alarms, with the same key and content, until
 * `attempts` are used up or its cool-down is over. Time is the wall clock's. No timer runs but while a try does.
 *
 * Keys are equal where model, baseline digest, `coolDown` and the slot of time are: slots are as long as the
 * cool-down, counted from 1970 (days of UTC, by default), and a request keeps the slot in which it was made. So
 * replicas ask with one key, save those that ask on both sides of a slot's end; a shared `store` prevents that too,
 * but for replicas that read it in the same moment. The evidence of replicas differs.
 *
 * @throws {OptionsError} for options that cannot work.
 * @example
 * const retrain = createRetrainTrigger({
 *   model: 'churn@4',
 *   baseline,
 *   run: ({ key, columns }) => console.log(key, columns.map(({ name }) => name)),
 * })
 * monitor.subscribe(retrain.note)
 */
export function createRetrainTrigger(options: RetrainTriggerOptions): RetrainTrigger {
  const settings = readSettings(options)
  const { model, baseline, run, store, snapshot, clock = systemClock() } = options
  const { after, timeout } = settings
  const subject = retrainSubject(model, baseline)
  const who = { subject, keyAt: (now: number) => retrainKey(subject, settings.coolDown, now) }
  const faults = new Faults(options.onFault ?? (() => undefined))
  let streak: AlarmStreak = noAlarms
  let state: RetrainState | undefined
  let request: RetrainRequest | undefined
  let underWay: Promise<void> | undefined
  let abort: ((reason: Error) => void) | undefined
  let isDisposed = false

  /** Runs foreign work: off the caller's stack, one at a time, and no longer than `timeout`. */
  const bounded = async <T>(work: (signal: AbortSignal) => T | PromiseLike<T>): Promise<T> => {
    const controller = new AbortController()
    const aborted = new Promise<never>((_, reject) => {
      abort = (reason) => {
        reject(reason)
        controller.abort(reason)
      }
    })
    const late = named('TimeoutError', `the retrain trigger waited ${formatDuration(timeout)}`)
    const timer = clock.setTimer(() => abort?.(late), timeout)
    clock.hold?.(timer, false)
    try {
      return await Promise.race([aborted, Promise.resolve(controller.signal).then(work)])
    } finally {
      clock.clearTimer(timer)
      abort = undefined
    }
  }
  /** Runs `work`, and counts a failure that `dispose` did not cause. */
  const attempt = async <T>(
    kind: string,
    work: (signal: AbortSignal) => T | PromiseLike<T>,
  ): Promise<{ readonly value: T } | undefined> => {
    try {
      return { value: await bounded(work) }
    } catch (error) {
      if (!isDisposed) faults.add(kind, error)
      return undefined
    }
  }
  const recall = async (from: RetrainStore): Promise<void> => {
    const loaded = (await attempt('store', () => from.load()))?.value ?? undefined
    if (loaded === undefined) return
    const read = readRetrainState(loaded)
    if (read === undefined) faults.add('store', new TypeError('load gave something else than a saved state'))
    else if (read.subject === subject) state = newerRetrain(state, read)
  }
  const keep = async (held: RetrainState): Promise<void> => {
    state = held
    if (store !== undefined) await attempt('store', () => store.save(held))
  }
  const attach = (): unknown => {
    if (snapshot === undefined) return undefined
    try {
      const text = stringifyPlain(snapshot())
      if (text.length <= longestSnapshot) return JSON.parse(text)
      faults.add('snapshot', new RangeError(`a snapshot has at most ${longestSnapshot} characters of JSON`))
    } catch (error) {
      faults.add('snapshot', error)
    }
    return undefined
  }
  const ask = async (verdict: RetrainVerdict, at: number): Promise<void> => {
    if (store !== undefined) await recall(store)
    const decision = decideRetrain(state, clock.wall(), settings, who)
    if (isDisposed || decision.kind === 'wait') return
    const { key, tries } = decision.state
    // Tried again as it was: a receiver may hold one key to one content.
    const made =
      request?.key === key ? request : writeRetrainRequest({ key, model, baseline }, verdict, at, attach())
    request = made
    await keep(decision.state)
    if (isDisposed) return
    const answer = await attempt('run', (signal) => run(made, { signal, attempt: tries }))
    if (isDisposed) return
    await keep(settleRetrain(decision.state, answer !== undefined, clock.wall(), settings))
  }
  const note = (verdict: RetrainVerdict): void => {
    if (isDisposed) return
    try {
      streak = countAlarm(streak, verdict)
      if (verdict.verdict !== 'alarm' || streak.count < after || underWay !== undefined) return
      const at = clock.wall()
      const decision = decideRetrain(state, at, settings, who)
      if (decision.kind === 'wait') {
        state = decision.state
        return
      }
      // Behind the caller, who may be in the middle of a prediction.
      underWay = Promise.resolve()
        .then(() => ask(verdict, at))
        .catch((error: unknown) => faults.add('note', error))
        .then(() => {
          underWay = undefined
        })
    } catch (error) {
      faults.add('note', error)
    }
  }
  const settled = async (): Promise<void> => underWay
  const dispose = (): Promise<void> => {
    isDisposed = true
    abort?.(named('AbortError', 'the retrain trigger was disposed'))
    return settled()
  }
  return {
    settings,
    get alarms() {
      return streak.count
    },
    get state() {
      return state
    },
    get last() {
      return request
    },
    faults: faults.counts,
    note,
    settled,
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}

function readSettings(options: RetrainTriggerOptions): RetrainTrigger['settings'] {
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

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
