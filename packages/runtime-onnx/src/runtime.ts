import type { InferenceSession } from 'onnxruntime-common'

/** A tensor as the runtime makes and returns it. */
export interface OnnxTensor {
  readonly type: string
  readonly data: unknown
  readonly dims: readonly number[]
}

/** Makes the runtime's own tensors: every copy of onnxruntime-common has its own class. */
export interface OnnxTensorConstructor {
  new (type: 'float32', data: Float32Array, dims: readonly number[]): OnnxTensor
  new (type: 'float64', data: Float64Array, dims: readonly number[]): OnnxTensor
  new (type: 'int32', data: Int32Array, dims: readonly number[]): OnnxTensor
  new (type: 'int64', data: BigInt64Array, dims: readonly number[]): OnnxTensor
  new (type: 'uint8', data: Uint8Array, dims: readonly number[]): OnnxTensor
  new (type: 'int8', data: Int8Array, dims: readonly number[]): OnnxTensor
  new (type: 'bool', data: Uint8Array, dims: readonly number[]): OnnxTensor
}

/** What a session tells of one input or output; `type` and `shape` are there for tensors only. */
export interface OnnxValueMetadata {
  readonly name: string
  readonly isTensor: boolean
  readonly type?: string
  /** Sizes and symbolic names; empty for a scalar and for a tensor whose shape the model leaves open. */
  readonly shape?: readonly (number | string)[]
}

/** A loaded model, as the runtime hands it out. */
export interface OnnxSession {
  readonly inputMetadata: readonly OnnxValueMetadata[]
  readonly outputMetadata: readonly OnnxValueMetadata[]
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    fetches: readonly string[],
  ): Promise<Readonly<Record<string, OnnxTensor>>>
  release(): Promise<void>
}

/** Options of a session, passed through; outputs must stay in main memory, so their location can't be set. */
export type OnnxSessionOptions = Omit<InferenceSession.SessionOptions, 'preferredOutputLocation'>

/** The same as a user may write them, where an option that is undefined is as good as absent. */
export type GivenSessionOptions = {
  readonly [Name in keyof OnnxSessionOptions]?: OnnxSessionOptions[Name] | undefined
}

/** Makes sessions from a path or URL, or from the bytes of a model. */
export interface OnnxSessionFactory {
  create(path: string, options?: OnnxSessionOptions): Promise<OnnxSession>
  create(bytes: Uint8Array, options?: OnnxSessionOptions): Promise<OnnxSession>
}

/**
 * The part of ONNX Runtime this package needs: the module namespace of onnxruntime-node (1.22 or later) or
 * onnxruntime-web fits, and so does a fake of your own in a test.
 *
 * @example
 * import * as ort from 'onnxruntime-node'
 * const runtime: OnnxRuntime = ort
 */
export interface OnnxRuntime {
  readonly InferenceSession: OnnxSessionFactory
  readonly Tensor: OnnxTensorConstructor
}
