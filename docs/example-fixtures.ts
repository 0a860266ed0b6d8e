// What the examples in docstrings take as given, so that they can be short and still run: any name here that an
// example uses without declaring it is imported from here.
import { readFileSync } from 'node:fs'
import * as ort from 'onnxruntime-node'
import * as z from 'zod'
import { createBaseline, defineContract, guard } from 'plimsoll'
import type { PlimsollEvents } from 'plimsoll'
import { Emitter, Faults } from 'plimsoll/core'
import type { CacheStore } from 'plimsoll/core'
import { createMonitor } from 'plimsoll/drift'
import { createMemoryStore } from 'plimsoll/resilience'
import { createFakeClock } from 'plimsoll/testing'
import { loadModel, tensor } from '@plimsoll/runtime-onnx'

interface Features {
  readonly tenure: number
  readonly plan: 'free' | 'pro'
}
interface Score {
  readonly p: number
}

export const churn = defineContract('churn@4', {
  input: z.object({ tenure: z.number().min(0), plan: z.enum(['free', 'pro']) }),
  output: z.object({ p: z.number().min(0).max(1) }),
  label: z.boolean(),
})
export const input: Features = { tenure: 3, plan: 'pro' }
export const body: string = JSON.stringify(input)
export const model = ({ tenure }: Features): Score => ({ p: 1 / (1 + tenure) })
export const score = (x: Features, signal: AbortSignal): Promise<Score> =>
  signal.aborted ? Promise.reject(new Error('left')) : Promise.resolve(model(x))
export const predict = guard(churn, { model })

export const error: unknown = new Error('connection refused')
export const record = (_ms: number): void => undefined
export const reply = (_status: number, _body?: unknown): void => undefined
export const signal: AbortSignal = new AbortController().signal

export const trainingRows: readonly Features[] = Array.from({ length: 1_000 }, (_, i) => ({
  tenure: (i * 7) % 60,
  plan: i % 4 === 0 ? 'pro' : 'free',
}))
export const rows: readonly Features[] = trainingRows.slice(0, 400)
export const baseline = createBaseline(trainingRows)
export const text: string = JSON.stringify(baseline)
export const monitor = createMonitor(baseline)
export const clock = createFakeClock()
export const emitter = new Emitter<PlimsollEvents>(new Faults(() => undefined))

const modelFile = new URL('../examples/quickstart/data/models/digits-v2.onnx', import.meta.url)
export const readFile = (_file: string): Promise<Uint8Array> => Promise.resolve(readFileSync(modelFile))
export const pixels: Float32Array = new Float32Array(64)
export const digits = await loadModel(ort, readFileSync(modelFile), {
  input: { image: tensor('float32', ['batch', 1, 8, 8]) },
  output: { label: tensor('int64', ['batch']) },
})

export const appendFile = (_file: string, _text: string): Promise<void> => Promise.resolve()
export const createMyStore = (): CacheStore => createMemoryStore({ maxEntries: 1_000 })

const cases: { readonly name: string; readonly run: () => Promise<void> }[] = []
/** Takes a case, as a test runner would. */
export function test(name: string, ...given: readonly unknown[]): void {
  const isSkipped = given.some((one) => typeof one === 'object' && one !== null && 'skip' in one && one.skip)
  if (!isSkipped) cases.push({ name, run: given.at(-1) as () => Promise<void> })
}
/** Runs the cases taken, one after the other. */
export async function runTests(): Promise<void> {
  for (const { name, run } of cases.splice(0)) {
    await run().catch((cause) => Promise.reject(new Error(name, { cause })))
  }
}
