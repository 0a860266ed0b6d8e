// Act 2: the model hangs, then fails, then comes back; every call is answered all the same.
import type { BreakerEvent } from 'plimsoll'
import type { Digit } from '../digits.ts'
import type { Reader } from '../models.ts'
import type { DigitReader } from '../serve.ts'

/** Who answered a call. */
export type AnsweredBy = 'model' | 'cache' | 'spare model' | 'default' | 'nobody'

/** One call of the act. */
export interface OutageCall {
  readonly by: AnsweredBy
  readonly degraded: boolean
  /** Whether the model was asked, and where the breaker stood afterwards. */
  readonly asked: boolean
  readonly breaker: BreakerEvent['to']
}

/** What the outage showed. */
export interface OutageResult {
  readonly calls: readonly OutageCall[]
  readonly transitions: readonly string[]
  /** Answers that the output's drift monitor counted; the lesser ones must not be among them. */
  readonly counted: number
  readonly faults: Readonly<Record<string, number>>
}

/** The script, in numbers of calls: first and last of each, from 1. */
export const script = {
  calls: 120,
  hangs: [21, 21],
  modelDown: [22, 80],
  spareDown: [41, 50],
  /** Images sent before: the cache knows them although the model is down. */
  repeated: [31, 35],
  /** Before these the act waits until the breaker may probe. */
  pauses: [61, 91],
} as const
const openFor = 300

/** A model and a spare that fail as the script says. `now` is the number of the call under way. */
export function breakDown(
  v2: Reader,
  v1: Reader,
): { model: Reader; spare: Reader; at: { call: number; asked: number } } {
  const at = { call: 0, asked: 0 }
  const model: Reader = (image, context) => {
    at.asked++
    if (within(at.call, script.hangs)) return new Promise(() => undefined)
    if (within(at.call, script.modelDown))
      return Promise.reject(new Error('model server: connection refused'))
    return v2(image, context)
  }
  const spare: Reader = (image, context) =>
    within(at.call, script.spareDown) ? Promise.reject(new Error('spare: out of memory')) : v1(image, context)
  return { model, spare, at }
}

/** Sends the script's calls one after another. */
export async function outage(
  predict: DigitReader,
  at: { call: number; asked: number },
  digits: readonly Digit[],
  onCall: (call: number) => void,
): Promise<OutageResult> {
  const calls: OutageCall[] = []
  const transitions: BreakerEvent['to'][] = ['closed']
  const state = (): BreakerEvent['to'] => transitions.at(-1) ?? 'closed'
  predict.on('breaker', (event) => {
    transitions.push(event.to)
  })
  // A rung of the ladder that fails is a fault: told to listeners, counted, and never the caller's problem.
  predict.on('fault', () => undefined)

  for (let call = 1; call <= script.calls; call++) {
    if (script.pauses.some((pause) => pause === call)) await sleep(openFor + 20)
    at.call = call
    const asked = at.asked
    const image = digits[within(call, script.repeated) ? call - script.repeated[0] : call - 1]
    if (image === undefined) throw new Error(`the script needs ${script.calls} images`)
    let by: AnsweredBy
    let degraded = false
    try {
      const answer = await predict.detailed({ pixels: image.pixels })
      degraded = answer.degraded
      by = answeredBy(answer.source, answer.output.digit)
    } catch {
      by = 'nobody'
    }
    calls.push({ by, degraded, asked: at.asked > asked, breaker: state() })
    onCall(call)
  }
  return {
    calls,
    transitions,
    counted: predict.monitors.output?.rows ?? 0,
    faults: predict.stats().faults,
  }
}

function answeredBy(source: 'live' | 'cache' | 'stale' | 'fallback', digit: number | null): AnsweredBy {
  if (source === 'live') return 'model'
  if (source === 'fallback') return digit === null ? 'default' : 'spare model'
  return 'cache'
}

function within(call: number, [first, last]: readonly [number, number]): boolean {
  return call >= first && call <= last
}

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms))
}
