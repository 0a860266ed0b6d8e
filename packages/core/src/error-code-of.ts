import { errorCodes } from './codes.ts'
import type { ErrorCode } from './codes.ts'
import { isPlimsollError } from './is-plimsoll-error.ts'

/**
 * Reads the code of an error of plimsoll's own; `undefined` for anything else, and for a code that another
 * version has and this one does not know. Never throws, whatever the error is.
 *
 * @example
 * errorCodeOf(new ClosedError()) // 'PLIMSOLL_CLOSED'
 */
export function errorCodeOf(error: unknown): ErrorCode | undefined {
  try {
    if (!isPlimsollError(error)) return undefined
    const { code } = error
    return Object.hasOwn(errorCodes, code) ? code : undefined
  } catch {
    return undefined
  }
}
