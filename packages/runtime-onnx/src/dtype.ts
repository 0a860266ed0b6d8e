/** The element types a tensor can be declared with, named as ONNX Runtime names them. */
export type DType = 'float32' | 'float64' | 'int32' | 'int64' | 'uint8' | 'int8' | 'bool'

/** The array that holds the elements of each type; `bool` is one byte of 0 or 1 per element. */
export interface TensorDataMap {
  readonly float32: Float32Array
  readonly float64: Float64Array
  readonly int32: Int32Array
  readonly int64: BigInt64Array
  readonly uint8: Uint8Array
  readonly int8: Int8Array
  readonly bool: Uint8Array
}

/** Any array that holds the elements of a tensor. */
export type TensorData = TensorDataMap[DType]

/** One element of each type, as a caller may write it; an `int64` number must be a safe integer. */
export interface TensorElementMap {
  readonly float32: number
  readonly float64: number
  readonly int32: number
  readonly int64: bigint | number
  readonly uint8: number
  readonly int8: number
  readonly bool: boolean
}

/** How data of one element type is recognised and copied. */
export interface DTypeRules<T extends DType> {
  /** The class name of the typed array; read off the array, so that it holds across realms. */
  readonly array: string
  /** What every element must be. */
  readonly elements: string
  create(length: number): TensorDataMap[T]
  /** Writes `source` at `offset`; returns the position of the first element that breaks the rule, or -1. */
  fill(target: TensorDataMap[T], offset: number, source: readonly unknown[]): number
  /** Finds the first element of typed data that breaks the rule, where its class allows such. */
  invalid?(data: TensorDataMap[T]): number
}

/** The rules of every supported element type. */
export const dtypeRules: { readonly [T in DType]: DTypeRules<T> } = {
  float32: {
    array: 'Float32Array',
    elements: 'numbers',
    create: (length) => new Float32Array(length),
    fill: fillNumbers,
  },
  float64: {
    array: 'Float64Array',
    elements: 'numbers',
    create: (length) => new Float64Array(length),
    fill: fillNumbers,
  },
  int32: {
    array: 'Int32Array',
    elements: 'whole numbers from -2147483648 to 2147483647',
    create: (length) => new Int32Array(length),
    fill: (target, offset, source) => fillIntegers(target, offset, source, -2_147_483_648, 2_147_483_647),
  },
  int64: {
    array: 'BigInt64Array',
    elements: 'safe whole numbers, or bigints of at most 64 bits',
    create: (length) => new BigInt64Array(length),
    fill: fillBigInts,
  },
  uint8: {
    array: 'Uint8Array',
    elements: 'whole numbers from 0 to 255',
    create: (length) => new Uint8Array(length),
    fill: (target, offset, source) => fillIntegers(target, offset, source, 0, 255),
  },
  int8: {
    array: 'Int8Array',
    elements: 'whole numbers from -128 to 127',
    create: (length) => new Int8Array(length),
    fill: (target, offset, source) => fillIntegers(target, offset, source, -128, 127),
  },
  bool: {
    array: 'Uint8Array',
    elements: 'booleans, or bytes of 0 or 1',
    create: (length) => new Uint8Array(length),
    fill: fillBooleans,
    invalid: (data) => data.findIndex((byte) => byte > 1),
  },
}

function fillNumbers(
  target: Float32Array | Float64Array,
  offset: number,
  source: readonly unknown[],
): number {
  for (let i = 0; i < source.length; i++) {
    const element = source[i]
    if (typeof element !== 'number') return i
    target[offset + i] = element
  }
  return -1
}

function fillIntegers(
  target: Int32Array | Uint8Array | Int8Array,
  offset: number,
  source: readonly unknown[],
  lowest: number,
  highest: number,
): number {
  for (let i = 0; i < source.length; i++) {
    const element = source[i]
    if (typeof element !== 'number' || !Number.isInteger(element)) return i
    if (element < lowest || element > highest) return i
    target[offset + i] = element
  }
  return -1
}

function fillBigInts(target: BigInt64Array, offset: number, source: readonly unknown[]): number {
  for (let i = 0; i < source.length; i++) {
    const element = source[i]
    if (typeof element === 'bigint') {
      if (BigInt.asIntN(64, element) !== element) return i
      target[offset + i] = element
    } else if (typeof element === 'number' && Number.isSafeInteger(element)) {
      target[offset + i] = BigInt(element)
    } else return i
  }
  return -1
}

function fillBooleans(target: Uint8Array, offset: number, source: readonly unknown[]): number {
  for (let i = 0; i < source.length; i++) {
    const element = source[i]
    if (typeof element !== 'boolean') return i
    target[offset + i] = element ? 1 : 0
  }
  return -1
}
