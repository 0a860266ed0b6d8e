import { type DTypeRules, type DType, type TensorData, dtypeRules } from './dtype.ts'
import { TensorError } from './errors.ts'
import { showDims } from './metadata.ts'
import type { TensorPlan } from './plan.ts'

type Leaf = TensorData | readonly unknown[]

/** Data of one input as it was given, its dimensions known as far as its nesting tells them. */
export interface Reading {
  readonly plan: TensorPlan
  /** The outermost sizes, spelled out or read off the nesting. */
  readonly prefix: readonly number[]
  /** The elements that every innermost list holds for the dimensions after the prefix, row-major. */
  readonly leaf: number
  readonly leaves: readonly Leaf[]
  /** Whether the dimensions were spelled out, and so may be 0. */
  readonly explicit: boolean
}

const none: readonly number[] = []

/** Reads what was given for `plan`; throws `TensorError` unless it is data of its type and evenly nested. */
export function readInput(plan: TensorPlan, given: unknown): Reading {
  if (isLeaf(given)) {
    checkArray(plan, given)
    return { plan, prefix: none, leaf: given.length, leaves: [given], explicit: false }
  }
  if (Array.isArray(given)) return readNested(plan, given)
  if (typeof given === 'object' && given !== null && 'data' in given && 'dims' in given) {
    return readShaped(plan, given.data, given.dims)
  }
  if (plan.dims.length === 0 && given !== undefined && given !== null) {
    return { plan, prefix: none, leaf: 1, leaves: [[given]], explicit: false }
  }
  throw typeError(plan, given)
}

/** Copies what was read into `spare` if that has `length` elements, else into a new typed array. */
export function copyReading(
  { plan, leaf, leaves }: Reading,
  length: number,
  spare: TensorData | undefined,
): TensorData {
  const rules = dtypeRules[plan.dtype] as DTypeRules<DType>
  const target = spare?.length === length ? spare : rules.create(length)
  let offset = 0
  for (const source of leaves) {
    let invalid: number
    if (isTypedArray(source)) {
      // Of the same class by now, which the type of `set` can't know.
      const { set } = target as { set: (source: TensorData, offset: number) => void }
      set.call(target, source, offset)
      invalid = rules.invalid?.(source) ?? -1
    } else invalid = rules.fill(target, offset, source)
    if (invalid !== -1) {
      const got = `something else at position ${offset + invalid} of ${length}`
      throw new TensorError(plan.name, 'element', rules.elements, got)
    }
    offset += leaf
  }
  return target
}

function readShaped(plan: TensorPlan, data: unknown, dims: unknown): Reading {
  if (!isLeaf(data)) throw typeError(plan, data)
  checkArray(plan, data)
  const isDims = Array.isArray(dims) && dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0)
  if (!isDims || dims.length !== plan.dims.length) {
    const got = isDims ? `${dims.length} of them` : 'something else'
    throw new TensorError(plan.name, 'shape', `${plan.dims.length} dims, whole numbers from 0`, got)
  }
  const prefix = [...(dims as readonly number[])]
  const length = prefix.reduce((product, dim) => product * dim, 1)
  if (length !== data.length) {
    const expected = `${length} elements for dims ${showDims(prefix)}`
    throw new TensorError(plan.name, 'length', expected, String(data.length))
  }
  return { plan, prefix, leaf: 1, leaves: [data], explicit: true }
}

function readNested(plan: TensorPlan, given: readonly unknown[]): Reading {
  const prefix: number[] = []
  const leaves: Leaf[] = []
  let depth = -1
  let leafLength = -1
  const visit = (list: readonly unknown[], level: number): void => {
    if (level >= plan.dims.length - 1) {
      throw new TensorError(plan.name, 'shape', `at most ${plan.dims.length} levels of lists`, 'more')
    }
    prefix[level] ??= list.length
    if (prefix[level] !== list.length) throw ragged(plan, level, prefix[level], list.length)
    for (const item of list) {
      if (Array.isArray(item) && isList(item[0])) {
        if (depth === level) throw mixed(plan)
        visit(item, level + 1)
        continue
      }
      if (!isLeaf(item)) throw isList(item) ? typeError(plan, item) : mixed(plan)
      if (depth === -1) {
        depth = level
        leafLength = item.length
      }
      if (depth !== level) throw mixed(plan)
      if (leafLength !== item.length) throw ragged(plan, level + 1, leafLength, item.length)
      checkArray(plan, item)
      leaves.push(item)
    }
  }
  visit(given, 0)
  return { plan, prefix, leaf: leafLength, leaves, explicit: false }
}

/** Whether `value` is a list of elements rather than of lists. */
function isLeaf(value: unknown): value is Leaf {
  return Array.isArray(value) ? !isList(value[0]) : isTypedArray(value)
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || isTypedArray(value)
}

function isTypedArray(value: unknown): value is TensorData {
  return ArrayBuffer.isView(value) && 'length' in value
}

function checkArray(plan: TensorPlan, data: Leaf): void {
  if (!isTypedArray(data)) return
  if (data[Symbol.toStringTag] !== dtypeRules[plan.dtype].array) throw typeError(plan, data)
}

function typeError(plan: TensorPlan, given: unknown): TensorError {
  const { array, elements } = dtypeRules[plan.dtype]
  return new TensorError(plan.name, 'type', `a ${array} or an array of ${elements}`, showType(given))
}

function ragged(plan: TensorPlan, level: number, first: number, other: number): TensorError {
  return new TensorError(
    plan.name,
    'shape',
    `lists of ${first} at level ${level} like the first`,
    String(other),
  )
}

function mixed(plan: TensorPlan): TensorError {
  return new TensorError(plan.name, 'shape', 'lists nested equally deep everywhere', 'a mix')
}

function showType(value: unknown): string {
  if (value === null) return 'null'
  if (ArrayBuffer.isView(value)) return (value as Partial<TensorData>)[Symbol.toStringTag] ?? 'a view'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : typeof value
}
