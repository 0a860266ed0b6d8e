import { errorCodes } from '../codes.ts'
import { isPlimsollError } from '../is-plimsoll-error.ts'
import type { RunningCall } from '../running-call.ts'

/** What is looked at of a call, or an attempt, that is over. */
export type Ended = Pick<
  RunningCall<unknown, unknown>,
  'isAnswered' | 'isAsking' | 'isAborted' | 'error' | 'source' | 'degraded' | 'elapsed'
>

/**
 * Names why a call or attempt failed, from a bounded set: a code of ours, `aborted` when the caller left,
 * `_OTHER` for anything else. Of an error that is not ours nothing is told, not even its name: it may be made
 * of what was predicted.
 */
export function errorTypeOf(call: Ended): string {
  if (call.isAborted) return 'aborted'
  try {
    const { error } = call
    // Another copy of the package, or who pretends to be one, may have codes that this one doesn't.
    return isPlimsollError(error) && Object.hasOwn(errorCodes, error.code) ? error.code : '_OTHER'
  } catch {
    return '_OTHER'
  }
}
