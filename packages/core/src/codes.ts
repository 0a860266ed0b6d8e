/**
 * Every error code plimsoll throws, with whether trying again can help and what to do about it.
 *
 * Codes are stable: they are what a service matches on and what `docs/failure-modes.md` documents.
 */
export const errorCodes: Readonly<Record<ErrorCode, ErrorCodeEntry>> = {
  PLIMSOLL_INVALID_OPTIONS: {
    retryable: false,
    remedy: 'Mend the options the message lists; all problems are named at once.',
  },
  PLIMSOLL_INPUT_VIOLATION: {
    retryable: false,
    remedy: 'Send an input that satisfies the contract; `violations` names each path and rule.',
  },
  PLIMSOLL_OUTPUT_VIOLATION: {
    retryable: false,
    remedy: 'The model answered outside its contract: check its version, its preprocessing and the contract.',
  },
  PLIMSOLL_LABEL_VIOLATION: {
    retryable: false,
    remedy: 'Report an outcome that satisfies the label schema of the contract.',
  },
  PLIMSOLL_DEADLINE_EXCEEDED: {
    retryable: false,
    remedy: 'Raise the deadline, speed the target up, or add a fallback that answers in time.',
  },
  PLIMSOLL_CIRCUIT_OPEN: {
    retryable: false,
    remedy: 'The target failed repeatedly and is being left alone; it is probed again by itself.',
  },
  PLIMSOLL_SUPERSEDED: {
    retryable: false,
    remedy: 'Another attempt of the same call answered first; nothing to do.',
  },
  PLIMSOLL_CLOSED: {
    retryable: false,
    remedy: 'The guard was drained or disposed: create a new one, or stop sending calls before draining.',
  },
  PLIMSOLL_UNREPEATABLE_OUTPUT: {
    retryable: false,
    remedy:
      'The target returned something that can be read once (a stream or Response): read it in the target.',
  },
  PLIMSOLL_BASELINE_INVALID: {
    retryable: false,
    remedy: 'Rebuild the baseline from reference rows, or load the file it was saved to unchanged.',
  },
  PLIMSOLL_MODEL_MISMATCH: {
    retryable: false,
    remedy: 'Make the declared tensors equal to the model metadata; the message lists every difference.',
  },
  PLIMSOLL_TENSOR_INVALID: {
    retryable: false,
    remedy: 'Send data whose type and length fit the declared tensor.',
  },
  PLIMSOLL_RUNTIME_FAILED: {
    retryable: false,
    remedy: 'The model runtime failed; `cause` holds its error.',
  },
}

/** What is known of one error code. */
export interface ErrorCodeEntry {
  /** Whether the same call may succeed when tried again at once. */
  readonly retryable: boolean
  /** What a person does about it, in one sentence. */
  readonly remedy: string
}

/** A stable error code. */
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
  | 'PLIMSOLL_MODEL_MISMATCH'
  | 'PLIMSOLL_TENSOR_INVALID'
  | 'PLIMSOLL_RUNTIME_FAILED'
