import type { DType, TensorDataMap, TensorElementMap } from './dtype.ts'

/** One dimension: a fixed size, or a name that is bound to a size by each run. */
export type Dim = number | string

/** What a model takes or gives under one name. */
export interface TensorDeclaration<T extends DType = DType, D extends readonly Dim[] = readonly Dim[]> {
  readonly dtype: T
  readonly dims: D
}

/** Declarations by the model's own names. */
export type TensorDeclarations = Readonly<Record<string, TensorDeclaration>>

/**
 * Declares a tensor by its element type and dimensions, outermost first; `[]` is a scalar.
 *
 * A name stands for a size that each run decides, and the same name has the same size in every tensor of
 * that run. Checks nothing by itself: `loadModel` checks all declarations and lists every mistake at once.
 *
 * @example
 * tensor('float32', ['batch', 1, 8, 8])
 */
export function tensor<const T extends DType, const D extends readonly Dim[]>(
  dtype: T,
  dims: D,
): TensorDeclaration<T, D> {
  return { dtype, dims }
}

/** Elements in one row-major list: the typed array of the element type, or a plain array. */
export type FlatData<T extends DType> = TensorDataMap[T] | readonly TensorElementMap[T][]

/** Elements with their dimensions spelled out; the only form that may hold no elements. */
export interface ShapedData<T extends DType = DType> {
  readonly data: FlatData<T>
  readonly dims: readonly number[]
}

/** Flat data, or a list with one item per index of the outermost dimension. */
export type NestedData<T extends DType, D extends readonly Dim[]> =
  | FlatData<T>
  | (D extends readonly [Dim, ...infer Inner extends readonly [Dim, ...Dim[]]]
      ? readonly NestedData<T, Inner>[]
      : never)

/**
 * What `run` takes for one declared tensor: one flat list, lists nested as deep as the dimensions go (the
 * innermost may hold the rest flat, so `[image, image]` of flat images is a batch of two), data with
 * explicit dimensions, or for a scalar the bare element.
 */
export type TensorInput<T extends DType, D extends readonly Dim[]> =
  | NestedData<T, D>
  | ShapedData<T>
  | (D extends readonly [] ? TensorElementMap[T] : never)

/** The inputs of a run, by declaration. */
export type TensorInputs<In extends TensorDeclarations> = {
  readonly [Name in keyof In]: TensorInput<In[Name]['dtype'], In[Name]['dims']>
}

/** The answer of a run: the flat, row-major data of every declared output. */
export type TensorOutputs<Out extends TensorDeclarations> = {
  readonly [Name in keyof Out]: TensorDataMap[Out[Name]['dtype']]
}

/** The answer of a run with the dimensions of every declared output. */
export type ShapedOutputs<Out extends TensorDeclarations> = {
  readonly [Name in keyof Out]: {
    readonly data: TensorDataMap[Out[Name]['dtype']]
    readonly dims: readonly number[]
  }
}
