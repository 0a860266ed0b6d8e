// Overhead of a model's run over the runtime's own session.run, one row at a time:
//   node --conditions=@plimsoll/source packages/runtime-onnx/bench/adapter.ts [rounds]
// Both sides make their tensor, fetch both outputs and read their data. They take turns in short blocks, so
// that a busy machine slows both alike; the overhead is the median over rounds of the difference of medians.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import * as ort from 'onnxruntime-node'

import { loadModel, tensor } from '../src/index.ts'

const rounds = Number(process.argv[2] ?? 60)
const runsPerBlock = 500
const folder = new URL('../../../examples/quickstart/data/', import.meta.url)
const path = fileURLToPath(new URL('models/digits-v2.onnx', folder))
const sessionOptions = { intraOpNumThreads: 1, logSeverityLevel: 4 } as const
const fetches = ['probabilities', 'label']
const image = Float32Array.from({ length: 64 }, (_, i) => i % 17)
const pixels = [...image]
let checksum = 0

const session = await ort.InferenceSession.create(readFileSync(path), sessionOptions)
const model = await loadModel(ort, readFileSync(path), {
  input: { image: tensor('float32', ['batch', 1, 8, 8]) },
  output: { probabilities: tensor('float32', ['batch', 10]), label: tensor('int64', ['batch']) },
  sessionOptions,
})
const controller = new AbortController()
const context = { signal: controller.signal }

const sides: Readonly<Record<string, () => Promise<void>>> = {
  raw: async () => {
    const answer = await session.run({ image: new ort.Tensor('float32', image, [1, 1, 8, 8]) }, fetches)
    read(answer['probabilities']?.data as Float32Array, answer['label']?.data as BigInt64Array)
  },
  'adapter, Float32Array': async () => {
    const { probabilities, label } = await model.run({ image })
    read(probabilities, label)
  },
  'adapter, with a signal': async () => {
    const { probabilities, label } = await model.run({ image }, context)
    read(probabilities, label)
  },
  'adapter, number[]': async () => {
    const { probabilities, label } = await model.run({ image: pixels })
    read(probabilities, label)
  },
}

const medians = new Map<string, number[]>(Object.keys(sides).map((name) => [name, []]))
for (let round = -5; round < rounds; round++) {
  for (const [name, run] of Object.entries(sides)) {
    const times = new Float64Array(runsPerBlock)
    for (let i = 0; i < runsPerBlock; i++) {
      const start = performance.now()
      await run()
      times[i] = (performance.now() - start) * 1000
    }
    if (round >= 0) medians.get(name)?.push(median(times))
  }
}
await model.dispose()
await session.release()

const raw = medians.get('raw') ?? []
print(`digits-v2, batch 1, node ${process.version}, ${rounds} rounds of ${runsPerBlock} (${checksum > 0})`)
for (const [name, times] of medians) {
  const over = median(times.map((time, i) => time - (raw[i] ?? Number.NaN)))
  const share = (100 * over) / median(raw)
  print(
    `${name.padEnd(24)} p50 ${median(times).toFixed(2)} us, over raw ${over.toFixed(2)} us (${share.toFixed(1)}%)`,
  )
}

function read(probabilities: Float32Array, label: BigInt64Array): void {
  checksum += (probabilities[0] ?? 0) + Number(label[0])
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[sorted.length >> 1] ?? Number.NaN
}
