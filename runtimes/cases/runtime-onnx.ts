import { loadModel, tensor } from '@plimsoll/runtime-onnx'
import type { OnnxModel, OnnxRuntime, OnnxTensor } from '@plimsoll/runtime-onnx'
import { compose } from '@plimsoll/core'
import digits from '../../examples/quickstart/data/models/digits-v1.onnx'
import expected from '../../examples/quickstart/data/expected.json' with { type: 'json' }
import { equal, failureOf, ok, rejects, wait } from './assert.ts'
import { notHere } from './case.ts'
import type { Case, Host, Json, Suite } from './case.ts'

const declared = {
  input: { x: tensor('float32', ['n', 2]), k: tensor('int64', []) },
  output: { y: tensor('float32', ['n']) },
} as const

class FakeTensor implements OnnxTensor {
  readonly type: string
  readonly data: unknown
  readonly dims: readonly number[]

  constructor(type: string, data: unknown, dims: readonly number[]) {
    this.type = type
    this.data = data
    this.dims = dims
  }
}

type Feeds = Readonly<Record<string, OnnxTensor>>

/** A runtime that sums the rows of x and adds k, after `ms`; keeps what it was fed. */
function summing(ms: number | undefined): { readonly runtime: OnnxRuntime; readonly fed: Feeds[] } {
  const fed: Feeds[] = []
  const tensorOf = (name: string, type: string, shape: readonly (string | number)[]): object => {
    return { name, isTensor: true, type, shape }
  }
  const session = {
    inputMetadata: [tensorOf('x', 'float32', ['n', 2]), tensorOf('k', 'int64', [])],
    outputMetadata: [tensorOf('y', 'float32', ['n'])],
    async run(feeds: Feeds): Promise<Feeds> {
      fed.push(feeds)
      if (ms !== undefined) await wait(ms)
      const { x: given, k: scalar } = feeds
      const x = given?.data as Float32Array
      const k = Number(String(scalar?.data))
      const rows = Float32Array.from(
        { length: x.length / 2 },
        (_, i) => (x[2 * i] ?? 0) + (x[2 * i + 1] ?? 0) + k,
      )
      return { y: new FakeTensor('float32', rows, [rows.length]) }
    },
    release: () => Promise.resolve(),
  }
  const runtime = { Tensor: FakeTensor, InferenceSession: { create: () => Promise.resolve(session) } }
  return { runtime: runtime as unknown as OnnxRuntime, fed }
}

async function loaded(ms?: number): Promise<OnnxModel<typeof declared.input, typeof declared.output>> {
  return loadModel(summing(ms).runtime, new Uint8Array(1), declared)
}

const reader = {
  input: { image: tensor('float32', ['batch', 1, 8, 8]) },
  output: { label: tensor('int64', ['batch']), probabilities: tensor('float32', ['batch', 10]) },
  sessionOptions: { intraOpNumThreads: 1, interOpNumThreads: 1 },
} as const

/** A case with the real model, where an ONNX runtime can be loaded. */
function withOnnx(name: string, run: (ort: OnnxRuntime) => Promise<void | Json>): Case {
  return {
    name,
    limit: 30_000,
    run: async ({ onnx }: Host) => (typeof onnx === 'string' ? notHere(onnx) : run(await onnx())),
  }
}

export const runtimeOnnxSuite: Suite = {
  name: 'runtime-onnx',
  cases: [
    {
      name: 'nested, flat, typed and shaped data bind to the same tensor',
      async run() {
        const { runtime, fed } = summing(undefined)
        const model = await loadModel(runtime, new Uint8Array(1), declared)
        const forms = [
          [
            [1, 2],
            [3, 4],
          ],
          [1, 2, 3, 4],
          Float32Array.of(1, 2, 3, 4),
          { data: [1, 2, 3, 4], dims: [2, 2] },
        ] as const
        for (const x of forms) equal((await model.run({ x, k: 1 })).y, Float32Array.of(4, 8), 'the answer')
        equal(
          fed.map(({ x }) => x?.dims),
          forms.map(() => [2, 2]),
          'dimensions fed',
        )
        equal(fed[0]?.['k']?.data, BigInt64Array.of(1n), 'the scalar fed')
      },
    },
    {
      name: 'data that does not fit is refused in the same words',
      async run(): Promise<Json> {
        const model = await loaded()
        const wrong = [
          { x: [1, 2, 3], k: 1 },
          { x: [[1, 2], [3]], k: 1 },
          { x: ['1', '2'], k: 1 },
          { x: Float64Array.of(1, 2), k: 1 },
          { x: [1, 2], k: 2 ** 60 },
          { x: [1, 2] },
          { x: [1, 2], k: 1, z: 1 },
        ]
        const said: string[] = []
        for (const given of wrong) {
          const error = await rejects(model.run(given as never), 'PLIMSOLL_TENSOR_INVALID', 'a wrong input')
          said.push(error.message)
        }
        return said
      },
    },
    {
      name: 'shaped answers carry their dimensions',
      async run() {
        const { y } = await (await loaded()).runShaped({ x: [1, 2, 3, 4, 5, 6], k: 0n })
        equal(y, { data: Float32Array.of(3, 7, 11), dims: [3] }, 'the answer')
      },
    },
    {
      name: 'runs wait in line, and one whose call is over leaves it',
      async run() {
        const model = await loaded(30)
        const gone = new AbortController()
        const first = model.run({ x: [1, 1], k: 0 })
        const second = failureOf(
          model.run({ x: [2, 2], k: 0 }, { signal: gone.signal }),
          'a run that was given up',
        )
        const third = model.run({ x: [3, 3], k: 0 })
        const reason = new Error('gone')
        gone.abort(reason)
        ok((await second) === reason, 'the reason of the signal')
        equal([(await first).y, (await third).y], [Float32Array.of(2), Float32Array.of(6)], 'the others')
      },
    },
    {
      name: 'a model of other tensors is refused, with every difference',
      async run(): Promise<Json> {
        const other = { input: { x: tensor('int32', [3]) }, output: { z: tensor('float32', []) } } as const
        const loading = loadModel(summing(undefined).runtime, new Uint8Array(1), other)
        return (await rejects(loading, 'PLIMSOLL_MODEL_MISMATCH', 'another model')).message
      },
    },
    {
      name: 'a disposed model takes no more runs',
      async run() {
        const model = await loaded(20)
        const running = model.run({ x: [1, 1], k: 0 })
        const disposed = model.dispose()
        await rejects(model.run({ x: [1, 1], k: 0 }), 'PLIMSOLL_CLOSED', 'a run after dispose')
        await disposed
        equal((await running).y, Float32Array.of(2), 'the run under way')
      },
    },
    withOnnx('the digit reader answers what scikit-learn did', async (ort) => {
      const model = await loadModel(ort, digits, reader)
      const image = expected.shared_inputs.image32.data
      const { label, probabilities } = await model.run({ image })
      const { outputs } = expected.models['digits-v1.onnx']
      equal(Array.from(label, String), outputs.label.data, 'labels')
      const want = outputs.probabilities.data
      const off = want.filter(
        (value, i) => Math.abs((probabilities[i] ?? NaN) - value) > 1e-5 * (1 + Math.abs(value)),
      )
      equal([probabilities.length, off], [want.length, []], 'probabilities')
      await model.dispose()
    }),
    withOnnx('the digit reader reads image by image, as a target under a deadline', async (ort) => {
      const model = await loadModel(ort, digits, reader)
      const predict = compose<number, number>(
        async (i, context) => {
          const image = expected.shared_inputs.image32.data.slice(64 * i, 64 * (i + 1))
          return Number((await model.run({ image }, context)).label[0])
        },
        [],
        { deadline: '5s' },
      )
      const read = await Promise.all(Array.from({ length: 32 }, (_, i) => predict(i)))
      equal(read.map(String), expected.models['digits-v1.onnx'].outputs.label.data, 'labels')
      await model.dispose()
    }),
    withOnnx('bytes that are no model are refused, and leave nothing behind', async (ort) => {
      const loading = loadModel(ort, Uint8Array.of(1, 2, 3), reader)
      await rejects(loading, 'PLIMSOLL_RUNTIME_FAILED', 'bytes that are no model')
    }),
  ],
}
