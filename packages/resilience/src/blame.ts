import { isPlimsollError } from '@plimsoll/core'

/**
 * Who a failure speaks against.
 *
 * - `target`: the attempt failed: whatever the target threw, a broken output contract, a failed runtime
 * - `deadline`: the target did not answer in time
 * - `caller`: the input was refused; no target can mend that
 * - `local`: plimsoll itself refused or dropped the attempt, so it says nothing about the target
 */
export type Blame = 'target' | 'deadline' | 'caller' | 'local'

/**
 * Tells who a failure speaks against; retry, breaker and fallback all decide by it.
 *
 * A value that is no `PlimsollError`, or cannot be looked into, is the target's own, whatever its type. The caller's abort is known
 * from the call, not from the error.
 *
 * @example
 * blameOf(new TypeError('fetch failed')) // 'target'
 */
export function blameOf(error: unknown): Blame {
  if (!isPlimsollError(error)) return 'target'
  try {
    const { code } = error
    if (code === 'PLIMSOLL_DEADLINE_EXCEEDED') return 'deadline'
    if (code === 'PLIMSOLL_INPUT_VIOLATION' || code === 'PLIMSOLL_LABEL_VIOLATION') return 'caller'
    return error.retryable ? 'target' : 'local'
  } catch {
    return 'target'
  }
}
