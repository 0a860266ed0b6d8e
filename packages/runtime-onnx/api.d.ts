// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/runtime-onnx

import { PlimsollError } from '@plimsoll/core';
import { InferenceSession } from 'onnxruntime-common';
type DType = 'float32' | 'float64' | 'int32' | 'int64' | 'uint8' | 'int8' | 'bool';
type Dim = number | string;
type FlatData<T extends DType> = TensorDataMap[T] | readonly TensorElementMap[T][];
type GivenSessionOptions = {
    readonly [Name in keyof OnnxSessionOptions]?: OnnxSessionOptions[Name] | undefined;
};
interface LoadOptions<In extends TensorDeclarations, Out extends TensorDeclarations> {
    readonly input: In;
    readonly output: Out;
    readonly sessionOptions?: GivenSessionOptions | undefined;
}
interface ModelMismatch {
    readonly side: 'input' | 'output';
    readonly tensor: string;
    readonly property: 'name' | 'kind' | 'dtype' | 'dims';
    readonly declared: string;
    readonly model: string;
}
declare class ModelMismatchError extends PlimsollError {
    readonly mismatches: readonly ModelMismatch[];
    constructor(mismatches: readonly ModelMismatch[]);
}
type ModelSource = Uint8Array | ArrayBuffer | string;
type NestedData<T extends DType, D extends readonly Dim[]> = FlatData<T> | (D extends readonly [
    Dim,
    ...infer Inner extends readonly [
        Dim,
        ...Dim[]
    ]
] ? readonly NestedData<T, Inner>[] : never);
interface OnnxModel<In extends TensorDeclarations, Out extends TensorDeclarations> extends AsyncDisposable {
    readonly input: In;
    readonly output: Out;
    run(inputs: TensorInputs<In>, context?: RunContext): Promise<TensorOutputs<Out>>;
    runShaped(inputs: TensorInputs<In>, context?: RunContext): Promise<ShapedOutputs<Out>>;
    dispose(): Promise<void>;
}
interface OnnxRuntime {
    readonly InferenceSession: OnnxSessionFactory;
    readonly Tensor: OnnxTensorConstructor;
}
interface OnnxSession {
    readonly inputMetadata: readonly OnnxValueMetadata[];
    readonly outputMetadata: readonly OnnxValueMetadata[];
    run(feeds: Readonly<Record<string, OnnxTensor>>, fetches: readonly string[]): Promise<Readonly<Record<string, OnnxTensor>>>;
    release(): Promise<void>;
}
interface OnnxSessionFactory {
    create(path: string, options?: OnnxSessionOptions): Promise<OnnxSession>;
    create(bytes: Uint8Array, options?: OnnxSessionOptions): Promise<OnnxSession>;
}
type OnnxSessionOptions = Omit<InferenceSession.SessionOptions, 'preferredOutputLocation'>;
interface OnnxTensor {
    readonly type: string;
    readonly data: unknown;
    readonly dims: readonly number[];
}
interface OnnxTensorConstructor {
    new (type: 'float32', data: Float32Array, dims: readonly number[]): OnnxTensor;
    new (type: 'float64', data: Float64Array, dims: readonly number[]): OnnxTensor;
    new (type: 'int32', data: Int32Array, dims: readonly number[]): OnnxTensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): OnnxTensor;
    new (type: 'uint8', data: Uint8Array, dims: readonly number[]): OnnxTensor;
    new (type: 'int8', data: Int8Array, dims: readonly number[]): OnnxTensor;
    new (type: 'bool', data: Uint8Array, dims: readonly number[]): OnnxTensor;
}
interface OnnxValueMetadata {
    readonly name: string;
    readonly isTensor: boolean;
    readonly type?: string;
    readonly shape?: readonly (number | string)[];
}
interface RunContext {
    readonly signal?: AbortSignal | undefined;
}
declare class RuntimeFailedError extends PlimsollError {
    constructor(doing: string, cause?: unknown);
}
interface ShapedData<T extends DType = DType> {
    readonly data: FlatData<T>;
    readonly dims: readonly number[];
}
type ShapedOutputs<Out extends TensorDeclarations> = {
    readonly [Name in keyof Out]: {
        readonly data: TensorDataMap[Out[Name]['dtype']];
        readonly dims: readonly number[];
    };
};
type TensorData = TensorDataMap[DType];
interface TensorDataMap {
    readonly float32: Float32Array;
    readonly float64: Float64Array;
    readonly int32: Int32Array;
    readonly int64: BigInt64Array;
    readonly uint8: Uint8Array;
    readonly int8: Int8Array;
    readonly bool: Uint8Array;
}
interface TensorDeclaration<T extends DType = DType, D extends readonly Dim[] = readonly Dim[]> {
    readonly dtype: T;
    readonly dims: D;
}
type TensorDeclarations = Readonly<Record<string, TensorDeclaration>>;
interface TensorElementMap {
    readonly float32: number;
    readonly float64: number;
    readonly int32: number;
    readonly int64: bigint | number;
    readonly uint8: number;
    readonly int8: number;
    readonly bool: boolean;
}
declare class TensorError extends PlimsollError {
    readonly tensor: string;
    readonly rule: TensorRule;
    readonly expected: string;
    readonly got: string;
    constructor(tensor: string, rule: TensorRule, expected: string, got: string);
}
type TensorInput<T extends DType, D extends readonly Dim[]> = NestedData<T, D> | ShapedData<T> | (D extends readonly [
] ? TensorElementMap[T] : never);
type TensorInputs<In extends TensorDeclarations> = {
    readonly [Name in keyof In]: TensorInput<In[Name]['dtype'], In[Name]['dims']>;
};
type TensorOutputs<Out extends TensorDeclarations> = {
    readonly [Name in keyof Out]: TensorDataMap[Out[Name]['dtype']];
};
type TensorRule = 'missing' | 'unknown' | 'type' | 'length' | 'shape' | 'element';
declare function loadModel<const In extends TensorDeclarations, const Out extends TensorDeclarations>(runtime: OnnxRuntime, source: ModelSource, options: LoadOptions<In, Out>): Promise<OnnxModel<In, Out>>;
declare function tensor<const T extends DType, const D extends readonly Dim[]>(dtype: T, dims: D): TensorDeclaration<T, D>;
export {
    ModelMismatchError,
    RuntimeFailedError,
    TensorError,
    loadModel,
    tensor,
};
export {
    type DType,
    type Dim,
    type FlatData,
    type GivenSessionOptions,
    type LoadOptions,
    type ModelMismatch,
    type ModelSource,
    type NestedData,
    type OnnxModel,
    type OnnxRuntime,
    type OnnxSession,
    type OnnxSessionFactory,
    type OnnxSessionOptions,
    type OnnxTensor,
    type OnnxTensorConstructor,
    type OnnxValueMetadata,
    type RunContext,
    type ShapedData,
    type ShapedOutputs,
    type TensorData,
    type TensorDataMap,
    type TensorDeclaration,
    type TensorDeclarations,
    type TensorElementMap,
    type TensorInput,
    type TensorInputs,
    type TensorOutputs,
    type TensorRule,
};
