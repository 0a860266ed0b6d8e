import type { OptionCheck } from '@plimsoll/core'

import { type DType, dtypeRules } from './dtype.ts'
import type { Dim, TensorDeclaration, TensorDeclarations } from './tensor.ts'

/** A declared tensor, prepared for runs. */
export interface TensorPlan {
  readonly name: string
  readonly dtype: DType
  readonly declared: readonly Dim[]
  /** A size from 0, or `-1 - index` of a name in `symbols`. */
  readonly dims: readonly number[]
}

/** Everything declared of a model, prepared for runs. */
export interface ModelPlan {
  readonly inputs: readonly TensorPlan[]
  readonly outputs: readonly TensorPlan[]
  /** The names that runs bind to sizes, shared by all tensors. */
  readonly symbols: readonly string[]
}

/** What a model is declared with, still unchecked. */
export interface Declared {
  readonly input: TensorDeclarations
  readonly output: TensorDeclarations
  readonly sessionOptions?: object | undefined
}

/** Prepares declarations for runs; `check` throws every mistake in them, and those it already knew. */
export function planModel(options: Declared, check: OptionCheck): ModelPlan {
  if (check.require(isRecord(options), 'options', 'must be an object', options)) {
    check.keys(options, ['input', 'output', 'sessionOptions'])
    checkSide(check, 'input', options.input)
    checkSide(check, 'output', options.output)
    checkSession(check, options.sessionOptions)
  }
  check.done()

  const symbols: string[] = []
  const plan = ([name, { dtype, dims }]: [string, TensorDeclaration]): TensorPlan => ({
    name,
    dtype,
    declared: [...dims],
    dims: dims.map((dim) => (typeof dim === 'number' ? dim : -1 - indexIn(symbols, dim))),
  })
  return {
    inputs: Object.entries(options.input).map(plan),
    outputs: Object.entries(options.output).map(plan),
    symbols,
  }
}

function checkSession(check: OptionCheck, given: unknown): void {
  if (given === undefined) return
  if (!check.require(isRecord(given), 'sessionOptions', 'must be an object', given)) return
  const location = (given as { readonly preferredOutputLocation?: unknown }).preferredOutputLocation
  const rule = 'must be left out: outputs are read from main memory'
  check.require(location === undefined, 'sessionOptions.preferredOutputLocation', rule, location)
}

function checkSide(check: OptionCheck, side: 'input' | 'output', tensors: unknown): void {
  const rule = 'must declare at least one tensor by name'
  if (!check.require(isRecord(tensors) && Object.keys(tensors).length > 0, side, rule, tensors)) return
  for (const [name, declaration] of Object.entries(tensors as Readonly<Record<string, unknown>>)) {
    const at = `${side}.${name}`
    if (!check.require(isRecord(declaration), at, 'must be declared with tensor(dtype, dims)', declaration)) {
      continue
    }
    const { dtype, dims } = declaration as { readonly dtype?: unknown; readonly dims?: unknown }
    const known = typeof dtype === 'string' && Object.hasOwn(dtypeRules, dtype)
    check.require(known, `${at}.dtype`, dtypeRule(dtype), dtype)
    if (!check.require(Array.isArray(dims), `${at}.dims`, 'must be an array of sizes and names', dims))
      continue
    for (const [i, dim] of (dims as readonly unknown[]).entries()) {
      const isSize = typeof dim === 'number' && Number.isSafeInteger(dim) && dim >= 1
      const isName = typeof dim === 'string' && /\D/.test(dim)
      const wanted = 'must be a whole number of at least 1, or a name for a size each run decides'
      check.require(isSize || isName, `${at}.dims[${i}]`, wanted, dim)
    }
  }
}

function dtypeRule(dtype: unknown): string {
  const supported = Object.keys(dtypeRules).join(', ')
  if (dtype === 'float16') {
    return `is not supported, for runtimes disagree on how its elements are held: export the model with float32 inputs and outputs (supported: ${supported})`
  }
  return `must be one of ${supported}`
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function indexIn(names: string[], name: string): number {
  const index = names.indexOf(name)
  return index === -1 ? names.push(name) - 1 : index
}
