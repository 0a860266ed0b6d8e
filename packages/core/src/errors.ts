import { type ErrorCode, errorCodes } from './codes.ts'

// Registered, so that two copies of the package in one process recognise each other's errors.
export const brand: symbol = Symbol.for('plimsoll.error')

/** What a `PlimsollError` is made from. */
export interface PlimsollErrorInit {
  readonly message: string
  /** The failure behind this one; kept as `error.cause`. */
  readonly cause?: unknown
  /** Milliseconds to wait before trying again, where that is known. */
  readonly retryAfter?: number
}

/**
 * The base of every error plimsoll throws by itself; a user's own error is never wrapped in one.
 *
 * `code` is stable and documented in `docs/failure-modes.md`. The message never contains a value that
 * flowed through a prediction.
 *
 * @example
 * try {
 *   await predict(input)
 * } catch (error) {
 *   if (!isPlimsollError(error, 'PLIMSOLL_DEADLINE_EXCEEDED')) throw error
 *   reply(504)
 * }
 */
export class PlimsollError extends Error {
  readonly code: ErrorCode
  /** Milliseconds to wait before trying again, where that is known. */
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, init: PlimsollErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause })
    this.name = new.target.name
    this.code = code
    this.retryAfter = init.retryAfter
    Object.defineProperty(this, brand, { value: true })
  }

  /** Whether the same call may succeed when tried again at once. */
  get retryable(): boolean {
    return errorCodes[this.code].retryable
  }

  /** What a log may hold: name, code and message, never the cause. */
  toJSON(): { readonly name: string; readonly code: ErrorCode; readonly message: string } {
    return { name: this.name, code: this.code, message: this.message }
  }
}

/**
 * The deadline of a call passed before an answer was there.
 *
 * @example
 * new DeadlineExceededError(250).message // 'no answer within the deadline of 250 ms'
 */
export class DeadlineExceededError extends PlimsollError {
  /**
   * @param budget milliseconds the call had
   * @param name what was called, for the message
   * @param cause the failure of an earlier attempt, where there was one
   */
  constructor(budget: number, name?: string, cause?: unknown) {
    const message = labelled(name, `no answer within the deadline of ${Math.round(budget)} ms`)
    super('PLIMSOLL_DEADLINE_EXCEEDED', { message, cause })
  }
}

/**
 * Another attempt of the same call answered first. No breaker or judge counts it.
 *
 * @example
 * new SupersededError().code // 'PLIMSOLL_SUPERSEDED'
 */
export class SupersededError extends PlimsollError {
  constructor() {
    super('PLIMSOLL_SUPERSEDED', { message: 'another attempt of the same call answered first' })
  }
}

/**
 * The guard was drained or disposed and takes no more calls.
 *
 * @example
 * new ClosedError('churn@4').message // 'churn@4: closed: no more calls are taken'
 */
export class ClosedError extends PlimsollError {
  constructor(name?: string) {
    super('PLIMSOLL_CLOSED', { message: labelled(name, 'closed: no more calls are taken') })
  }
}

/** Puts the name of what was called before a message. */
function labelled(name: string | undefined, message: string): string {
  return name === undefined ? message : `${name}: ${message}`
}
