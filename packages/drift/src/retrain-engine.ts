import type { RetrainVerdict } from './retrain-request.ts'

/** What is remembered of the last request: plain data, for a store of your own. */
export interface RetrainState {
  /** Whose it is: a digest of the model's name and the baseline. The state of another is not taken over. */
  readonly subject: string
  readonly key: string
  /** How often it was handed over. */
  readonly tries: number
  readonly accepted: boolean
  /** Milliseconds since 1970 before which it is not tried again. */
  readonly nextTry: number
  /** Milliseconds since 1970 before which no other request is made: the end of the cool-down. */
  readonly until: number
}

/** How often, and how soon, a request is made and tried; milliseconds. */
interface RetrainRule {
  readonly coolDown: number
  readonly attempts: number
  readonly backoff: number
  readonly timeout: number
}

/** Alarms in a row, and the rows seen at the last one that counted. */
export interface AlarmStreak {
  readonly count: number
  readonly seen: number
}

export const noAlarms: AlarmStreak = { count: 0, seen: 0 }

/**
 * Counts alarms in a row. `ok` and `warn` end the row; `inconclusive` says nothing and changes nothing. An alarm
 * over rows of which some were in the last one counted is the same alarm: one raised while its window fills, and
 * again at its end.
 */
export function countAlarm(streak: AlarmStreak, verdict: RetrainVerdict): AlarmStreak {
  if (verdict.verdict === 'inconclusive') return streak
  if (verdict.verdict !== 'alarm') return noAlarms
  if (streak.count > 0 && overlaps(streak.seen, verdict)) return streak
  return { count: streak.count + 1, seen: verdict.promise?.seen ?? 0 }
}

function overlaps(seenBefore: number, { rows, window, promise }: RetrainVerdict): boolean {
  // A window that never ends, or fades, has no rows of its own; past the horizon `seen` may stand still.
  if (promise === undefined || window?.kind === 'sinceDeploy' || window?.kind === 'decayed') return false
  const { seen, over } = promise
  return seen < over && seen >= seenBefore && seen - rows < seenBefore
}

/** What to do about an alarm. */
type RetrainDecision =
  | { readonly kind: 'wait'; readonly state: RetrainState | undefined }
  | { readonly kind: 'ask'; readonly state: RetrainState }

/**
 * Decides whether an alarm makes a request, or tries the last one again. The state of `ask` already counts the
 * try, so that a replica that reads it meanwhile, or after a crash, waits.
 */
export function decideRetrain(
  state: RetrainState | undefined,
  now: number,
  rule: RetrainRule,
  who: { readonly subject: string; readonly keyAt: (now: number) => string },
): RetrainDecision {
  // A broken clock must not ask for a training at every alarm.
  if (!Number.isFinite(now)) return { kind: 'wait', state }
  if (state === undefined || now >= state.until) {
    const tries = { tries: 1, accepted: false, nextTry: now + rule.timeout + wait(1, rule) }
    const { subject, keyAt } = who
    return { kind: 'ask', state: { subject, key: keyAt(now), ...tries, until: now + rule.coolDown } }
  }
  // A clock that was set back would make the cool-down longer than it is.
  const until = Math.min(state.until, now + rule.coolDown)
  const held = until === state.until ? state : { ...state, until, nextTry: Math.min(state.nextTry, until) }
  if (held.accepted || held.tries >= rule.attempts || now < held.nextTry) return { kind: 'wait', state: held }
  const tries = held.tries + 1
  return { kind: 'ask', state: { ...held, tries, nextTry: now + rule.timeout + wait(tries, rule) } }
}

/** Notes how a try ended: accepted starts the cool-down, failed the wait before the next try. */
export function settleRetrain(
  state: RetrainState,
  accepted: boolean,
  now: number,
  rule: RetrainRule,
): RetrainState {
  if (!Number.isFinite(now)) return { ...state, accepted }
  if (accepted) return { ...state, accepted, until: now + rule.coolDown }
  return { ...state, nextTry: now + wait(state.tries, rule) }
}

/** Picks the one of two memories that knows more: the later cool-down, then the answer, then the more tries. */
export function newerRetrain(a: RetrainState | undefined, b: RetrainState): RetrainState {
  if (a === undefined || a.until < b.until) return b
  if (a.until > b.until || a.accepted) return a
  return b.accepted || b.tries > a.tries ? b : a
}

/** Reads a state that a store gave back; `undefined` for anything else. */
export function readRetrainState(value: unknown): RetrainState | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { subject, key, tries, accepted, nextTry, until } = value as Readonly<Record<string, unknown>>
  if (typeof subject !== 'string' || typeof key !== 'string' || typeof accepted !== 'boolean')
    return undefined
  if (!isFiniteNumber(tries) || !isFiniteNumber(nextTry) || !isFiniteNumber(until)) return undefined
  return { subject, key, tries, accepted, nextTry, until }
}

function wait(tries: number, { backoff }: RetrainRule): number {
  return backoff * 2 ** (tries - 1)
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
