import { readFileSync } from 'node:fs'
import { loadModel, tensor } from '@plimsoll/runtime-onnx'
import * as ort from 'onnxruntime-node'
import type { Subject } from '../harness.ts'
import { effortOf, measure } from '../measured.ts'
import type { Measured } from '../measured.ts'
import { sizeFigure } from '../size.ts'
import type { Suite } from '../suite.ts'
import { runtimeOnnxGates } from './gates.ts'
import { denseModel } from './make-model.ts'

const sessionOptions = { intraOpNumThreads: 1, logSeverityLevel: 4 } as const
const digits = new URL('../../examples/quickstart/data/models/', import.meta.url)

/** One model run by hand and through the adapter. */
interface Pair {
  readonly name: string
  readonly subjects: readonly Subject[]
  readonly end: () => Promise<void>
}

/** What the adapter adds to one row through the runtime's own session. */
export const runtimeOnnxSuite: Suite<typeof runtimeOnnxGates> = {
  gates: runtimeOnnxGates,
  peers: ['onnxruntime-node'],
  async run(options) {
    const pairs = [
      await dense('logistic regression, 30', [30, 1]),
      await dense('MLP, 64-64-10', [64, 64, 10]),
      await digitReader('digits-v1, convolution'),
      await digitReader('digits-v2, convolution'),
      await dense('big MLP, 256-512-512-10', [256, 512, 512, 10]),
      await dense('large MLP, 512-1024-1024-10', [512, 1_024, 1_024, 10]),
    ]
    const effort = effortOf(options, { rounds: 500, batch: 50, leadIn: 10, warmUp: 2_000 })
    const measured = await measure(
      pairs.flatMap(({ subjects }) => subjects),
      effort,
      options.progress,
    )
    for (const { end } of pairs) await end()
    const added = pairs.map(({ name }) => overheadOf(measured, name))
    const smallest = added.reduce((a, b) => (b.raw < a.raw ? b : a))
    const slow = added.filter(({ raw }) => raw >= 25_000)
    const worst = slow.reduce((a, b) => (b.share > a.share ? b : a), slow[0] ?? smallest)
    const notBuilt = { notBuilt: 'this version runs rows one at a time: it has no batcher' }
    return {
      effort,
      figures: {
        share: {
          measured: worst.share,
          shown: `${worst.share.toFixed(1)}% (${worst.low.toFixed(1)} to ${worst.high.toFixed(1)}; ${worst.name})`,
          why: 'a copy of the inputs, their check, the queue, and the check of the answer',
        },
        smallest: {
          measured: smallest.added / 1_000,
          shown: `${(smallest.added / 1_000).toFixed(2)} us (${smallest.name})`,
          why: 'a copy of the inputs, their check, the queue, and the check of the answer',
        },
        batcherLogreg: notBuilt,
        batcherLarge: notBuilt,
        batchedLogreg: notBuilt,
        batchedSmallTrees: notBuilt,
        batchedMlp: notBuilt,
        batchedTrees: notBuilt,
        batchedBigMlp: notBuilt,
        batchedConv: notBuilt,
        openLoop: notBuilt,
        swap: { notBuilt: 'this version has no model host: a new model is loaded beside the old by hand' },
        size: await sizeFigure("export * from '@plimsoll/runtime-onnx'"),
      },
      comparisons: pairs.map(({ name }) => measured.compare(`${name}, adapter`, `${name}, raw`)),
      notes: added.map(({ name, raw, added: over, low, high }) => ({
        what: `${name}: adapter over raw (${(raw / 1_000).toFixed(1)} us)`,
        shown: `${(over / 1_000).toFixed(2)} us (${low.toFixed(1)}% to ${high.toFixed(1)}%)`,
      })),
      subjects: measured.subjects(),
      compared: `One row at a time, one caller, one thread in the runtime. **raw** makes its tensor, calls \`session.run\` with the outputs to fetch and
reads their data. **adapter** is \`model.run\` on the same array. The dense models are written by \`bench/runtime-onnx/make-model.ts\`; the
convolutions are the digit readers of \`examples/quickstart\`. The batcher is not built yet, and nothing of it is measured.`,
    }
  },
}

function overheadOf(
  measured: Measured,
  name: string,
): { name: string; raw: number; added: number; share: number; low: number; high: number } {
  const raw = measured.at(`${name}, raw`).median
  const { median } = measured.difference(`${name}, raw`, `${name}, adapter`)
  const ratio = measured.ratio(`${name}, adapter`, `${name}, raw`)
  const percent = (of: number): number => 100 * (of - 1)
  return {
    name,
    raw,
    added: median,
    share: percent(ratio.median),
    low: percent(ratio.low),
    high: percent(ratio.high),
  }
}

async function dense(name: string, widths: readonly number[]): Promise<Pair> {
  const bytes = denseModel(widths, name)
  const [wide = 1] = widths
  const session = await ort.InferenceSession.create(bytes, sessionOptions)
  const model = await loadModel(ort, bytes, {
    input: { x: tensor('float32', ['batch', wide]) },
    output: { y: tensor('float32', ['batch', widths.at(-1) ?? 1]) },
    sessionOptions,
  })
  const rows = Array.from({ length: 64 }, (_, i) =>
    Float32Array.from({ length: wide }, (_value, j) => ((i + j) % 17) / 17),
  )
  return {
    name,
    subjects: [
      {
        name: `${name}, raw`,
        call: async (x: Float32Array) => {
          const answer = await session.run({ x: new ort.Tensor('float32', x, [1, wide]) }, ['y'])
          return first(answer, 'y')
        },
        inputs: rows,
      },
      {
        name: `${name}, adapter`,
        call: async (x: Float32Array) => (await model.run({ x })).y[0],
        inputs: rows,
      },
    ],
    end: async () => {
      await model.dispose()
      await session.release()
    },
  }
}

async function digitReader(name: string): Promise<Pair> {
  const bytes = readFileSync(new URL(`${name.split(',')[0]}.onnx`, digits))
  const session = await ort.InferenceSession.create(bytes, sessionOptions)
  const model = await loadModel(ort, bytes, {
    input: { image: tensor('float32', ['batch', 1, 8, 8]) },
    output: { probabilities: tensor('float32', ['batch', 10]), label: tensor('int64', ['batch']) },
    sessionOptions,
  })
  const rows = Array.from({ length: 64 }, (_, i) =>
    Float32Array.from({ length: 64 }, (_value, j) => (i + j) % 17),
  )
  const outputs = ['probabilities', 'label']
  return {
    name,
    subjects: [
      {
        name: `${name}, raw`,
        call: async (image: Float32Array) => {
          const feeds = { image: new ort.Tensor('float32', image, [1, 1, 8, 8]) }
          const answer = await session.run(feeds, outputs)
          return first(answer, 'probabilities') + first(answer, 'label')
        },
        inputs: rows,
      },
      {
        name: `${name}, adapter`,
        call: async (image: Float32Array) => {
          const { probabilities, label } = await model.run({ image })
          return (probabilities[0] ?? 0) + Number(label[0])
        },
        inputs: rows,
      },
    ],
    end: async () => {
      await model.dispose()
      await session.release()
    },
  }
}

/** Reads the first number of an output. */
function first(answer: ort.InferenceSession.OnnxValueMapType, output: string): number {
  const data = answer[output]?.data as Float32Array | BigInt64Array | undefined
  return Number(data?.[0])
}
