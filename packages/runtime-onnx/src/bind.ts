import type { TensorData } from './dtype.ts'
import { type ModelMismatch, TensorError } from './errors.ts'
import { showDims } from './metadata.ts'
import type { ModelPlan, TensorPlan } from './plan.ts'
import { type Reading, copyReading, readInput } from './reading.ts'

const noReadings: readonly Reading[] = []
const noData: readonly TensorData[] = []

/** The size of each name in `ModelPlan.symbols` in one run; -1 while open. */
export type Bindings = number[]

/** One input, copied and ready to be fed. */
export interface BoundTensor {
  readonly plan: TensorPlan
  readonly data: TensorData
  readonly dims: readonly number[]
}

/** The inputs of one run, copied, and the sizes they bound. */
export interface BoundInputs {
  readonly tensors: readonly BoundTensor[]
  readonly bindings: Bindings
}

/**
 * Copies the inputs of one run and binds every named dimension to a size.
 *
 * Nesting and spelled-out dimensions bind directly; then flat data binds the one name still open in its
 * tensor by its length. Cost: one pass over the elements, and new arrays except where `spares`, by position,
 * holds one of the right length that nobody reads any more.
 *
 * @throws TensorError when data is missing, not declared, or does not fit.
 */
export function bindInputs(
  plan: ModelPlan,
  given: unknown,
  spares: readonly TensorData[] = noData,
): BoundInputs {
  const bindings: Bindings = plan.symbols.map(() => -1)
  const readings = readInputs(plan, given)
  for (const reading of readings) if (reading.prefix.length > 0) bindPrefix(reading, bindings)
  let open = bindLengths(readings, bindings)
  while (open.length > 0) {
    const left = bindLengths(open, bindings)
    if (left.length === open.length) throw undecided((open[0] as Reading).plan, bindings)
    open = left
  }
  const tensors: BoundTensor[] = []
  for (const reading of readings) {
    const dims = reading.plan.dims.slice()
    let length = 1
    for (let i = 0; i < dims.length; i++) length *= dims[i] = sizeOf(dims[i] as number, bindings)
    tensors.push({ plan: reading.plan, dims, data: copyReading(reading, length, spares[tensors.length]) })
  }
  return { tensors, bindings }
}

/** Holds the dimensions of an answer against its declaration, binding names that were still open. */
export function compareAnswer(
  plan: TensorPlan,
  type: string,
  dims: readonly number[],
  bindings: Bindings,
): ModelMismatch | undefined {
  const at = { side: 'output', tensor: plan.name } as const
  if (type !== plan.dtype) return { ...at, property: 'dtype', declared: plan.dtype, model: type }
  let fits = dims.length === plan.dims.length
  for (let i = 0; fits && i < dims.length; i++) {
    const dim = plan.dims[i] as number
    const got = dims[i] as number
    const wanted = sizeOf(dim, bindings)
    if (wanted === -1) bindings[-1 - dim] = got
    else fits = wanted === got
  }
  if (fits) return undefined
  return { ...at, property: 'dims', declared: showDims(named(plan, bindings)), model: showDims(dims) }
}

function readInputs(plan: ModelPlan, given: unknown): Reading[] {
  const inputs = (typeof given === 'object' && given !== null ? given : {}) as Readonly<
    Record<string, unknown>
  >
  const readings: Reading[] = []
  for (const tensor of plan.inputs) {
    if (!Object.hasOwn(inputs, tensor.name)) throw new TensorError(tensor.name, 'missing', 'data', 'none')
    readings.push(readInput(tensor, inputs[tensor.name]))
  }
  const names = Object.keys(inputs)
  if (names.length === readings.length) return readings
  const declared = plan.inputs.map((tensor) => tensor.name)
  const unknown = names.find((name) => !declared.includes(name))
  if (unknown === undefined) return readings
  throw new TensorError(unknown, 'unknown', `only ${declared.join(', ')}`, 'an input that is not declared')
}

/** Binds what lengths can tell; returns the readings that still have several names open. */
function bindLengths(readings: readonly Reading[], bindings: Bindings): readonly Reading[] {
  let left: readonly Reading[] = noReadings
  for (const reading of readings) if (!bindLength(reading, bindings)) left = [...left, reading]
  return left
}

function bindPrefix({ plan, prefix, explicit }: Reading, bindings: Bindings): void {
  for (const [level, size] of prefix.entries()) {
    const dim = plan.dims[level] as number
    const wanted = sizeOf(dim, bindings)
    if (wanted === -1 && (size > 0 || explicit)) bindings[-1 - dim] = size
    else if (wanted !== size) throw misfit(plan, bindings, 'shape', `${size} for dims[${level}]`)
  }
}

/** Binds the one name still open after the prefix by the innermost length; false when several are open. */
function bindLength({ plan, prefix, leaf, explicit }: Reading, bindings: Bindings): boolean {
  if (explicit) return true
  let known = 1
  let open: number | undefined
  let times = 0
  for (let i = prefix.length; i < plan.dims.length; i++) {
    const dim = plan.dims[i] as number
    const size = sizeOf(dim, bindings)
    if (size !== -1) known *= size
    else if (open === undefined || open === dim) {
      open = dim
      times++
    } else return false
  }
  if (open === undefined) {
    if (known !== leaf) throw misfit(plan, bindings, 'length', `${leaf} elements`)
    return true
  }
  const size = times === 1 ? leaf / known : Math.round((leaf / known) ** (1 / times))
  if (!(Number.isSafeInteger(size) && size >= 1 && size ** times * known === leaf)) {
    throw misfit(plan, bindings, 'length', `${leaf} elements`)
  }
  bindings[-1 - open] = size
  return true
}

function misfit(plan: TensorPlan, bindings: Bindings, rule: 'shape' | 'length', got: string): TensorError {
  return new TensorError(plan.name, rule, `dims ${showDims(named(plan, bindings))}`, got)
}

function undecided(plan: TensorPlan, bindings: Bindings): TensorError {
  const dims = showDims(named(plan, bindings))
  const expected = `nested lists or { data, dims }, as a length can't tell several open dims of ${dims}`
  return new TensorError(plan.name, 'shape', expected, 'flat data')
}

/** The dimensions with what is bound so far: `[batch=2, 10]`. */
function named(plan: TensorPlan, bindings: Bindings): (number | string)[] {
  return plan.dims.map((dim, i) => {
    const name = plan.declared[i] ?? dim
    const size = sizeOf(dim, bindings)
    return typeof name === 'string' && size !== -1 ? `${name}=${size}` : name
  })
}

/** The size of one dimension of a plan; -1 while its name is open. */
function sizeOf(dim: number, bindings: Bindings): number {
  return dim >= 0 ? dim : (bindings[-1 - dim] as number)
}
