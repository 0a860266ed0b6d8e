/// <reference lib="esnext.disposable" preserve="true" />
import { Faults, formatDuration, stringifyPlain, systemClock } from '@plimsoll/core'
import type { AlarmStreak, RetrainState } from './retrain-engine.ts'
import {
  countAlarm,
  decideRetrain,
  newerRetrain,
  noAlarms,
  readRetrainState,
  settleRetrain,
} from './retrain-engine.ts'
import type { RetrainSettings, RetrainStore, RetrainTriggerOptions } from './retrain-options.ts'
import { readRetrainOptions } from './retrain-options.ts'
import type { RetrainRequest, RetrainVerdict } from './retrain-request.ts'
import { retrainKey, retrainSubject, writeRetrainRequest } from './retrain-request.ts'

/** Turns alarms into requests to train again; see {@link createRetrainTrigger}. */
export interface RetrainTrigger {
  /** What the trigger goes by; milliseconds. */
  readonly settings: RetrainSettings
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
  const settings = readRetrainOptions(options)
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

  /** Runs foreign work: one at a time, and no longer than `timeout`. */
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
    // Off the caller's stack, where it may have been disposed of meanwhile.
    const begin = (signal: AbortSignal): T | PromiseLike<T> => (signal.aborted ? aborted : work(signal))
    try {
      return await Promise.race([aborted, Promise.resolve(controller.signal).then(begin)])
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

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
