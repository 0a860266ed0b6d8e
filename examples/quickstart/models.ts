// The models: what runs when nobody guards it.
import { readFile } from 'node:fs/promises'
import { loadModel, tensor } from '@plimsoll/runtime-onnx'
import * as ort from 'onnxruntime-node'
import type { Image, Reading } from './contract.ts'

/** A plain function from an image to a reading: all that `guard` needs. */
export type Reader = (image: Image, context?: { readonly signal?: AbortSignal }) => Promise<Reading>

/** A loaded model and how to let go of it. */
export interface LoadedReader {
  readonly read: Reader
  readonly dispose: () => Promise<void>
}

/** Loads one of the three models beside this file. They scale pixels themselves: give them 0 to 16. */
export async function loadReader(name: string): Promise<LoadedReader> {
  const bytes = await readFile(new URL(`data/models/${name}.onnx`, import.meta.url))
  const model = await loadModel(ort, bytes, {
    input: { image: tensor('float32', ['batch', 1, 8, 8]) },
    output: { label: tensor('int64', ['batch']), probabilities: tensor('float32', ['batch', 10]) },
    // One thread: the model takes less time than handing work to another one.
    sessionOptions: { intraOpNumThreads: 1, interOpNumThreads: 1 },
  })
  const read: Reader = async ({ pixels }, context) => {
    const { label, probabilities } = await model.run({ image: pixels }, context)
    return {
      digit: Number(label[0]),
      confidence: Math.max(...probabilities),
      probabilities: Array.from(probabilities),
    }
  }
  return { read, dispose: () => model.dispose() }
}
