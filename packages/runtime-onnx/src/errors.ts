import { PlimsollError } from '@plimsoll/core'

/** One difference between what was declared and what the model is. */
export interface ModelMismatch {
  readonly side: 'input' | 'output'
  /** The name of the input or output. */
  readonly tensor: string
  /** What differs; `dims` also covers the number of dimensions. */
  readonly property: 'name' | 'kind' | 'dtype' | 'dims'
  readonly declared: string
  readonly model: string
}

/**
 * The declared tensors are not those of the model; lists every difference at once.
 *
 * Thrown by `loadModel`, which then keeps no session, and by a run whose answer has another type or other
 * dimensions than declared.
 *
 * @example
 * if (error instanceof ModelMismatchError) console.error(error.mismatches)
 */
export class ModelMismatchError extends PlimsollError {
  readonly mismatches: readonly ModelMismatch[]

  constructor(mismatches: readonly ModelMismatch[]) {
    const lines = mismatches.map(
      (m) => `  - ${m.side} ${m.tensor}: ${m.property} declared ${m.declared}, the model has ${m.model}`,
    )
    super('PLIMSOLL_MODEL_MISMATCH', {
      message: `the declared tensors differ from the model's:\n${lines.join('\n')}`,
    })
    this.mismatches = mismatches
  }
}

/**
 * What was wrong with the data of one input: not given, not declared, of another type, of a length or shape
 * that does not fit, or holding an element its type can't hold.
 */
export type TensorRule = 'missing' | 'unknown' | 'type' | 'length' | 'shape' | 'element'

/**
 * Data that does not fit its declared tensor. Names types and lengths, never an element's value.
 *
 * @example
 * if (error instanceof TensorError) console.error(error.tensor, error.rule, error.expected, error.got)
 */
export class TensorError extends PlimsollError {
  /** The name of the input. */
  readonly tensor: string
  readonly rule: TensorRule
  readonly expected: string
  readonly got: string

  constructor(tensor: string, rule: TensorRule, expected: string, got: string) {
    super('PLIMSOLL_TENSOR_INVALID', {
      message: `input ${tensor} (${rule}): expected ${expected}, got ${got}`,
    })
    this.tensor = tensor
    this.rule = rule
    this.expected = expected
    this.got = got
  }
}

/**
 * The runtime failed by itself: it could not load the bytes, run the model or release it.
 *
 * `cause` is the runtime's own error. Only `cause` holds its text, which may quote input values.
 *
 * @example
 * if (error instanceof RuntimeFailedError) console.error(error.message) // not `cause`: it may quote data
 */
export class RuntimeFailedError extends PlimsollError {
  constructor(doing: string, cause?: unknown) {
    super('PLIMSOLL_RUNTIME_FAILED', {
      message: `the ONNX runtime failed ${doing}${cause === undefined ? '' : '; see cause'}`,
      cause,
    })
  }
}
