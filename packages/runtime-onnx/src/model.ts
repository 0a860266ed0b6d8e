/// <reference lib="esnext.disposable" preserve="true" />
import { checkOptions } from '@plimsoll/core'

import { type BoundInputs, bindInputs, compareAnswer } from './bind.ts'
import type { TensorData } from './dtype.ts'
import { ModelMismatchError, RuntimeFailedError } from './errors.ts'
import { compareMetadata } from './metadata.ts'
import { type ModelPlan, planModel } from './plan.ts'
import { RunQueue } from './run-queue.ts'
import type {
  GivenSessionOptions,
  OnnxRuntime,
  OnnxSession,
  OnnxSessionOptions,
  OnnxTensor,
} from './runtime.ts'
import type { ShapedOutputs, TensorDeclarations, TensorInputs, TensorOutputs } from './tensor.ts'

/** What is to be loaded: the bytes of a model, or a path or URL that the runtime itself can read. */
export type ModelSource = Uint8Array | ArrayBuffer | string

/** The declared tensors of a model, and options of the runtime's session. */
export interface LoadOptions<In extends TensorDeclarations, Out extends TensorDeclarations> {
  /** Every input of the model, by the model's own names. */
  readonly input: In
  /** The outputs to fetch; others of the model are never computed into JavaScript. */
  readonly output: Out
  /**
   * Passed to the runtime. `logSeverityLevel` is 4 (fatal) unless given, as the runtime's own log may quote
   * input values.
   */
  readonly sessionOptions?: GivenSessionOptions | undefined
}

/** What a run is told of the call it serves; the `CallContext` of a guard fits. */
export interface RunContext {
  /** Takes the call out of the queue when it aborts; a run under way goes on. */
  readonly signal?: AbortSignal | undefined
}

/** A loaded model whose runs are typed by its declarations. */
export interface OnnxModel<
  In extends TensorDeclarations,
  Out extends TensorDeclarations,
> extends AsyncDisposable {
  readonly input: In
  readonly output: Out
  /**
   * Runs the model and resolves to the flat, row-major data of every declared output.
   *
   * Inputs are copied before this returns, so they may be reused at once. Runs go one at a time, in the order
   * of the calls. A call whose signal aborts before its run begins is skipped and rejects with the signal's
   * reason; a run under way can't be cancelled, and onnxruntime-node computes it on the calling thread.
   *
   * @throws TensorError, RuntimeFailedError, ModelMismatchError, ClosedError (all as rejections).
   * @example
   * const { label } = await digits.run({ image: pixels }, { signal })
   */
  run(inputs: TensorInputs<In>, context?: RunContext): Promise<TensorOutputs<Out>>
  /** Runs the model like `run`, and resolves to `{ data, dims }` of every declared output. */
  runShaped(inputs: TensorInputs<In>, context?: RunContext): Promise<ShapedOutputs<Out>>
  /**
   * Waits for the run under way, rejects the queued ones with `ClosedError`, then releases the session.
   *
   * Later calls return the same promise.
   */
  dispose(): Promise<void>
}

/**
 * Loads an ONNX model with the runtime you give it, and holds its metadata against the declared tensors.
 *
 * A load that fails leaves no session behind. Cost of a run over the runtime's own: one copy of the inputs
 * and about a microsecond.
 *
 * @throws OptionsError for mistakes in the declarations, ModelMismatchError when the model has other tensors,
 * RuntimeFailedError when the runtime can't load it (all as rejections, all listing every problem).
 * @example
 * import * as ort from 'onnxruntime-node'
 *
 * await using model = await loadModel(ort, await readFile('digits.onnx'), {
 *   input: { image: tensor('float32', ['batch', 1, 8, 8]) },
 *   output: { probabilities: tensor('float32', ['batch', 10]), label: tensor('int64', ['batch']) },
 * })
 * const { probabilities, label } = await model.run({ image: pixels }) // Float32Array, BigInt64Array
 */
export async function loadModel<const In extends TensorDeclarations, const Out extends TensorDeclarations>(
  runtime: OnnxRuntime,
  source: ModelSource,
  options: LoadOptions<In, Out>,
): Promise<OnnxModel<In, Out>> {
  const check = checkOptions('loadModel')
  const isRuntime =
    typeof runtime?.InferenceSession?.create === 'function' && typeof runtime.Tensor === 'function'
  check.require(isRuntime, 'runtime', 'must be the module of an ONNX runtime (import * as ort)', runtime)
  const isSource = typeof source === 'string' || source instanceof ArrayBuffer || ArrayBuffer.isView(source)
  check.require(isSource, 'source', 'must be the bytes of a model, or a path or URL', source)
  const plan = planModel(options, check)
  const session = await createSession(runtime, source, options.sessionOptions)
  try {
    checkMetadata(plan, session)
  } catch (error) {
    await releaseQuietly(session)
    throw error
  }
  return createModel(runtime, session, plan, options)
}

async function createSession(
  runtime: OnnxRuntime,
  source: ModelSource,
  given: GivenSessionOptions | undefined,
): Promise<OnnxSession> {
  const sessionOptions: OnnxSessionOptions = { logSeverityLevel: 4, ...withoutUndefined(given) }
  try {
    if (typeof source === 'string') return await runtime.InferenceSession.create(source, sessionOptions)
    const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : source
    return await runtime.InferenceSession.create(bytes, sessionOptions)
  } catch (error) {
    throw new RuntimeFailedError('to load the model', error)
  }
}

/** Drops what is undefined: it would hide our own default, and the runtime takes it for a value. */
function withoutUndefined(given: GivenSessionOptions | undefined): OnnxSessionOptions {
  return Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined))
}

function checkMetadata(plan: ModelPlan, session: OnnxSession): void {
  const { inputMetadata, outputMetadata } = session
  if (!Array.isArray(inputMetadata) || !Array.isArray(outputMetadata)) {
    throw new RuntimeFailedError('to tell the metadata of the model (onnxruntime 1.22 or later does)')
  }
  const mismatches = compareMetadata(plan, session)
  if (mismatches.length > 0) throw new ModelMismatchError(mismatches)
}

function createModel<const In extends TensorDeclarations, const Out extends TensorDeclarations>(
  runtime: OnnxRuntime,
  session: OnnxSession,
  plan: ModelPlan,
  { input, output }: LoadOptions<In, Out>,
): OnnxModel<In, Out> {
  const queue = new RunQueue()
  const fetches = plan.outputs.map(({ name }) => name)
  const Tensor = runtime.Tensor as new (type: string, data: TensorData, dims: readonly number[]) => OnnxTensor
  // Making a small array costs more than filling it, so a run that begins at once reuses the last one's.
  let spares: readonly TensorData[] = []
  let disposed: Promise<void> | undefined

  function run<T>(given: unknown, context: RunContext | undefined, read: Reader): Promise<T> {
    let bound: BoundInputs
    try {
      bound = bindInputs(plan, given, queue.isIdle ? spares : undefined)
    } catch (error) {
      return Promise.reject(error)
    }
    return queue.run(async () => {
      let answer: Readonly<Record<string, OnnxTensor>>
      try {
        const feeds: Record<string, OnnxTensor> = {}
        for (const tensor of bound.tensors) {
          feeds[tensor.plan.name] = new Tensor(tensor.plan.dtype, tensor.data, tensor.dims)
        }
        answer = await session.run(feeds, fetches)
        spares = sparesOf(bound, answer)
      } catch (error) {
        throw new RuntimeFailedError('to run the model', error)
      }
      return readAnswer(plan, answer, bound, read) as T
    }, context?.signal)
  }

  async function release(): Promise<void> {
    await queue.close()
    try {
      await session.release()
    } catch (error) {
      throw new RuntimeFailedError('to release the model', error)
    }
  }

  const dispose = (): Promise<void> => (disposed ??= release())
  return {
    input,
    output,
    run: (inputs, context) => run(inputs, context, readData),
    runShaped: (inputs, context) => run(inputs, context, readShaped),
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}

/** The arrays a later run may overwrite: small ones that no answer shares memory with. */
function sparesOf({ tensors }: BoundInputs, answer: Readonly<Record<string, OnnxTensor>>): TensorData[] {
  const spares: TensorData[] = []
  for (const { data } of tensors) {
    if (data.byteLength > 16_384) return []
    spares.push(data)
  }
  for (const name in answer) {
    const data = answer[name]?.data
    if (!ArrayBuffer.isView(data) || spares.some((spare) => spare.buffer === data.buffer)) return []
  }
  return spares
}

type Reader = (data: unknown, dims: readonly number[]) => unknown

const readData: Reader = (data) => data
const readShaped: Reader = (data, dims) => ({ data, dims: [...dims] })

function readAnswer(
  plan: ModelPlan,
  answer: Readonly<Record<string, OnnxTensor>>,
  { bindings }: BoundInputs,
  read: Reader,
): Record<string, unknown> {
  const outputs: Record<string, unknown> = {}
  for (const tensor of plan.outputs) {
    const value = answer[tensor.name]
    if (value === undefined) throw new RuntimeFailedError(`to give the output ${tensor.name}`)
    const mismatch = compareAnswer(tensor, value.type, value.dims, bindings)
    if (mismatch !== undefined) throw new ModelMismatchError([mismatch])
    let data: unknown
    try {
      data = value.data
    } catch (error) {
      throw new RuntimeFailedError(`to give the data of the output ${tensor.name}`, error)
    }
    outputs[tensor.name] = read(data, value.dims)
  }
  return outputs
}

async function releaseQuietly(session: OnnxSession): Promise<void> {
  try {
    await session.release()
  } catch {
    // Why the model is given up matters more than that it could not be released.
  }
}
