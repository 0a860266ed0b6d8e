import { PlimsollError } from '@plimsoll/core'

/**
 * A breaker refused the call because its target has failed repeatedly; nothing was sent.
 *
 * `retryAfter` is in milliseconds while the circuit is open, and `undefined` while probes decide.
 *
 * @example
 * if (error instanceof CircuitOpenError) reply(503, { retryAfter: error.retryAfter })
 */
export class CircuitOpenError extends PlimsollError {
  /** @param name what was called, for the message */
  constructor(variant: string | undefined, retryAfter?: number, name?: string) {
    const label = name === undefined ? '' : `${name}: `
    const whose = variant === undefined ? 'the circuit' : `the circuit of variant ${variant}`
    const what =
      retryAfter === undefined
        ? 'is being probed and takes no other call'
        : `is open; it is probed in ${Math.ceil(retryAfter)} ms`
    const message = `${label}${whose} ${what}`
    super('PLIMSOLL_CIRCUIT_OPEN', retryAfter === undefined ? { message } : { message, retryAfter })
  }
}
