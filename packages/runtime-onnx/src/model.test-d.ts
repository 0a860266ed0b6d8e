import type * as common from 'onnxruntime-common'
import type * as node from 'onnxruntime-node'
import type { CallContext } from '@plimsoll/core'
import { expectTypeOf, it } from 'vitest'

import { type OnnxModel, type OnnxRuntime, type RunContext, loadModel, tensor } from './index.ts'

declare const ort: OnnxRuntime
declare const bytes: Uint8Array
const input = { image: tensor('float32', ['batch', 1, 8, 8]), flag: tensor('bool', []) }
const output = { probabilities: tensor('float32', ['batch', 10]), label: tensor('int64', ['batch']) }

it('takes the real runtimes and the context of a guard as they are', () => {
  expectTypeOf<typeof node>().toExtend<OnnxRuntime>()
  expectTypeOf<typeof common>().toExtend<OnnxRuntime>()
  expectTypeOf<CallContext>().toExtend<RunContext>()
})

it('keeps dtypes and dims as written', () => {
  expectTypeOf(input.image.dtype).toEqualTypeOf<'float32'>()
  expectTypeOf(input.image.dims).toEqualTypeOf<readonly ['batch', 1, 8, 8]>()
})

it('types the answer by its declarations', async () => {
  const model = await loadModel(ort, bytes, { input, output })
  expectTypeOf(model).toExtend<OnnxModel<typeof input, typeof output>>()
  const answer = await model.run({ image: new Float32Array(64), flag: true })
  expectTypeOf(answer.probabilities).toEqualTypeOf<Float32Array>()
  expectTypeOf(answer.label).toEqualTypeOf<BigInt64Array>()
  // @ts-expect-error: not declared
  void answer.other
  const shaped = await model.runShaped({ image: [0.5], flag: [false] })
  expectTypeOf(shaped.label.data).toEqualTypeOf<BigInt64Array>()
  expectTypeOf(shaped.label.dims).toEqualTypeOf<readonly number[]>()
})

it('types the inputs by their declarations', async () => {
  const model = await loadModel(ort, bytes, { input, output })
  void model.run({ image: [[[[1, 2]]]], flag: true })
  void model.run({ image: [new Float32Array(64), [1, 2]], flag: new Uint8Array(1) })
  void model.run({ image: { data: [1, 2], dims: [1, 1, 1, 2] }, flag: true })
  // @ts-expect-error: one level too deep
  void model.run({ image: [[[[[1]]]]], flag: true })
  // @ts-expect-error: another typed array
  void model.run({ image: new Float64Array(64), flag: true })
  // @ts-expect-error: strings are no elements
  void model.run({ image: ['1'], flag: true })
  // @ts-expect-error: a bare element is for scalars only
  void model.run({ image: 1, flag: true })
  // @ts-expect-error: flag is missing
  void model.run({ image: [1] })
  // @ts-expect-error: not declared
  void model.run({ image: [1], flag: true, other: [1] })
})

it('refuses declarations that cannot work', () => {
  // @ts-expect-error: not supported
  tensor('float16', ['n'])
  // @ts-expect-error: dims are sizes and names
  tensor('float32', [null])
  // @ts-expect-error: output is missing
  void loadModel(ort, bytes, { input })
  // @ts-expect-error: a declaration is made by tensor()
  void loadModel(ort, bytes, { input: { image: 'float32' }, output })
  // @ts-expect-error: outputs are read from main memory
  void loadModel(ort, bytes, { input, output, sessionOptions: { preferredOutputLocation: 'gpu-buffer' } })
})

it('takes options that are undefined', () => {
  const is = Math.random() > 1
  void loadModel(ort, bytes, { input, output, sessionOptions: undefined })
  const sessionOptions = { logSeverityLevel: is ? (2 as const) : undefined, executionProviders: undefined }
  void loadModel(ort, bytes, { input, output, sessionOptions })
})
