import type { ModelMismatch } from './errors.ts'
import type { ModelPlan, TensorPlan } from './plan.ts'
import type { OnnxValueMetadata } from './runtime.ts'

/**
 * Compares declared tensors with what the model says of itself; returns every difference.
 *
 * A declared size may stand where the model leaves one open; a declared name may not stand where the model
 * fixes the size, for such a model refuses every other one. Names of open dimensions are the user's own and
 * not compared. Outputs that are not declared are never fetched and so not compared either.
 */
export function compareMetadata(
  plan: ModelPlan,
  metadata: {
    readonly inputMetadata: readonly OnnxValueMetadata[]
    readonly outputMetadata: readonly OnnxValueMetadata[]
  },
): ModelMismatch[] {
  const mismatches = [
    ...plan.inputs.flatMap((tensor) => compare('input', tensor, metadata.inputMetadata)),
    ...plan.outputs.flatMap((tensor) => compare('output', tensor, metadata.outputMetadata)),
  ]
  for (const value of metadata.inputMetadata) {
    if (plan.inputs.some((tensor) => tensor.name === value.name)) continue
    const model = value.isTensor ? `${value.type} ${showDims(value.shape ?? [])}` : 'a non-tensor input'
    mismatches.push({ side: 'input', tensor: value.name, property: 'name', declared: 'nothing', model })
  }
  return mismatches
}

/** Prints dimensions: `[batch, 1, 8, 8]`. */
export function showDims(dims: readonly (number | string)[]): string {
  return `[${dims.map((dim) => (isOpen(dim) && typeof dim !== 'string' ? '?' : dim || '?')).join(', ')}]`
}

function compare(
  side: 'input' | 'output',
  plan: TensorPlan,
  metadata: readonly OnnxValueMetadata[],
): ModelMismatch[] {
  const differs = (property: ModelMismatch['property'], declared: string, model: string): ModelMismatch => ({
    side,
    tensor: plan.name,
    property,
    declared,
    model,
  })
  const value = metadata.find(({ name }) => name === plan.name)
  if (value === undefined) {
    const names = metadata.map(({ name }) => name).join(', ')
    return [differs('name', plan.name, names === '' ? `no ${side}s` : `only ${names}`)]
  }
  if (!value.isTensor) return [differs('kind', 'a tensor', 'a sequence or map')]

  const mismatches: ModelMismatch[] = []
  if (value.type !== plan.dtype) mismatches.push(differs('dtype', plan.dtype, String(value.type)))
  const shape = value.shape ?? []
  // The runtime gives the same empty list for a scalar and for a shape the model leaves open.
  if (shape.length === 0) return mismatches
  const fits =
    shape.length === plan.declared.length && shape.every((dim, i) => isOpen(dim) || dim === plan.declared[i])
  if (!fits) mismatches.push(differs('dims', showDims(plan.declared), showDims(shape)))
  return mismatches
}

function isOpen(dim: number | string): boolean {
  return typeof dim === 'string' || dim < 0
}
