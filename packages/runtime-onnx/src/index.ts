export type { DType, TensorData, TensorDataMap, TensorElementMap } from './dtype.ts'
export { ModelMismatchError, RuntimeFailedError, TensorError } from './errors.ts'
export type { ModelMismatch, TensorRule } from './errors.ts'
export { loadModel } from './model.ts'
export type { LoadOptions, ModelSource, OnnxModel, RunContext } from './model.ts'
export type {
  GivenSessionOptions,
  OnnxRuntime,
  OnnxSession,
  OnnxSessionFactory,
  OnnxSessionOptions,
  OnnxTensor,
  OnnxTensorConstructor,
  OnnxValueMetadata,
} from './runtime.ts'
export { tensor } from './tensor.ts'
export type {
  Dim,
  FlatData,
  NestedData,
  ShapedData,
  ShapedOutputs,
  TensorDeclaration,
  TensorDeclarations,
  TensorInput,
  TensorInputs,
  TensorOutputs,
} from './tensor.ts'
