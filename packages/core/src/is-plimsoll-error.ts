import type { ErrorCode } from './codes.ts'
import { brand } from './errors.ts'
import type { PlimsollError } from './errors.ts'
import type { OptionsError } from './options.ts'
import type { ViolationError } from './violation.ts'

/** The error class behind a code. */
export type ErrorOf<Code extends ErrorCode> = Code extends `${string}_VIOLATION`
  ? ViolationError
  : Code extends 'PLIMSOLL_INVALID_OPTIONS'
    ? OptionsError
    : PlimsollError

/**
 * Tells a plimsoll error from any other value, across copies of the package; optionally of one code, whose
 * own properties can then be read. Never throws: what cannot be looked into is none.
 *
 * @example
 * if (isPlimsollError(error, 'PLIMSOLL_INPUT_VIOLATION')) reply(400, error.violations)
 */
export function isPlimsollError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is ErrorCode extends Code ? PlimsollError : ErrorOf<Code> {
  if (typeof error !== 'object' || error === null) return false
  try {
    if (!(brand in error)) return false
    const own = (error as { readonly code?: unknown }).code
    return code === undefined || own === code
  } catch {
    return false
  }
}
