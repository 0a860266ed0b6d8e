import { type ErrorCode, errorCodes } from './codes.ts'

// Registered, so that two copies of the package in one process recognise each other's errors.
const brand: symbol = Symbol.for('plimsoll.error')

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
 * try { await predict(input) } catch (error) {
 *   if (isPlimsollError(error, 'PLIMSOLL_DEADLINE_EXCEEDED')) return slowAnswer
 *   throw error
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
}

/**
 * Tells a plimsoll error from any other value, across copies of the package; optionally of one code.
 *
 * @example
 * isPlimsollError(error, 'PLIMSOLL_CIRCUIT_OPEN')
 */
export function isPlimsollError(error: unknown, code?: ErrorCode): error is PlimsollError {
  if (typeof error !== 'object' || error === null || !(brand in error)) return false
  return code === undefined || (error as { readonly code?: unknown }).code === code
}

/** The deadline of a call passed before an answer was there. */
export class DeadlineExceededError extends PlimsollError {
  constructor(budget: number) {
    super('PLIMSOLL_DEADLINE_EXCEEDED', {
      message: `no answer within the deadline of ${Math.round(budget)} ms`,
    })
  }
}

/** Another attempt of the same call answered first. No breaker or judge counts it. */
export class SupersededError extends PlimsollError {
  constructor() {
    super('PLIMSOLL_SUPERSEDED', { message: 'another attempt of the same call answered first' })
  }
}

/** The guard was drained or disposed and takes no more calls. */
export class ClosedError extends PlimsollError {
  constructor() {
    super('PLIMSOLL_CLOSED', { message: 'closed: no more calls are taken' })
  }
}
