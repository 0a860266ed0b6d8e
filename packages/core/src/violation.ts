import type { ErrorCode } from './codes.ts'
import { PlimsollError } from './errors.ts'

/** One broken rule of a contract. Never holds the offending value. */
export interface Violation {
  /** Where: `user.tags[3]`, or the empty string for the whole value. */
  readonly path: string
  /** Which rule, as the schema library names it (`too_small`, `invalid_type`), or `invalid`. */
  readonly rule: string
  /** What the rule asks, in words that never repeat the value. */
  readonly message: string
}

/**
 * A value broke its contract; `violations` names each path and rule, never the value.
 *
 * @example
 * if (error instanceof ViolationError) reply(400, error.violations)
 */
export class ViolationError extends PlimsollError {
  readonly violations: readonly Violation[]

  constructor(
    code: Extract<ErrorCode, `${string}_VIOLATION`>,
    subject: string,
    violations: readonly Violation[],
  ) {
    const shown = violations.slice(0, 3).map((v) => `${v.path === '' ? 'the value' : v.path}: ${v.message}`)
    const more = violations.length > 3 ? '; and more' : ''
    super(code, { message: `${subject} breaks its contract: ${shown.join('; ')}${more}` })
    this.violations = violations
  }
}
