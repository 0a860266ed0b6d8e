import { PlimsollError } from '@plimsoll/core'

/**
 * A breaker refused the call because its target has failed repeatedly; nothing was sent.
 *
 * `retryAfter` is in milliseconds while the circuit is open, and `undefined` while probes decide.
 */
export class CircuitOpenError extends PlimsollError {
  constructor(variant: string | undefined, retryAfter?: number) {
    const whose = variant === undefined ? 'the circuit' : `the circuit of variant ${variant}`
    const message =
      retryAfter === undefined
        ? `${whose} is being probed and takes no other call`
        : `${whose} is open; it is probed in ${Math.ceil(retryAfter)} ms`
    super('PLIMSOLL_CIRCUIT_OPEN', retryAfter === undefined ? { message } : { message, retryAfter })
  }
}
