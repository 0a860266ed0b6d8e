/** A stable error code; `docs/failure-modes.md` has symptom, cause and remedy of each. */
export type ErrorCode =
  | 'PLIMSOLL_INVALID_OPTIONS'
  | 'PLIMSOLL_INPUT_VIOLATION'
  | 'PLIMSOLL_OUTPUT_VIOLATION'
  | 'PLIMSOLL_LABEL_VIOLATION'
  | 'PLIMSOLL_DEADLINE_EXCEEDED'
  | 'PLIMSOLL_CIRCUIT_OPEN'
  | 'PLIMSOLL_SUPERSEDED'
  | 'PLIMSOLL_CLOSED'
  | 'PLIMSOLL_UNREPEATABLE_OUTPUT'
  | 'PLIMSOLL_BASELINE_INVALID'
  | 'PLIMSOLL_SNAPSHOT_INVALID'
  | 'PLIMSOLL_MODEL_MISMATCH'
  | 'PLIMSOLL_TENSOR_INVALID'
  | 'PLIMSOLL_RUNTIME_FAILED'

/**
 * Every error code plimsoll throws, and whether the same call may succeed when it is tried again at once.
 *
 * Codes are stable: they are what a service matches on.
 *
 * @example
 * errorCodes.PLIMSOLL_CIRCUIT_OPEN.retryable // false
 */
export const errorCodes: Readonly<Record<ErrorCode, { readonly retryable: boolean }>> = {
  PLIMSOLL_INVALID_OPTIONS: { retryable: false },
  PLIMSOLL_INPUT_VIOLATION: { retryable: false },
  PLIMSOLL_OUTPUT_VIOLATION: { retryable: true },
  PLIMSOLL_LABEL_VIOLATION: { retryable: false },
  PLIMSOLL_DEADLINE_EXCEEDED: { retryable: false },
  PLIMSOLL_CIRCUIT_OPEN: { retryable: false },
  PLIMSOLL_SUPERSEDED: { retryable: false },
  PLIMSOLL_CLOSED: { retryable: false },
  PLIMSOLL_UNREPEATABLE_OUTPUT: { retryable: false },
  PLIMSOLL_BASELINE_INVALID: { retryable: false },
  PLIMSOLL_SNAPSHOT_INVALID: { retryable: false },
  PLIMSOLL_MODEL_MISMATCH: { retryable: false },
  PLIMSOLL_TENSOR_INVALID: { retryable: false },
  PLIMSOLL_RUNTIME_FAILED: { retryable: true },
}
