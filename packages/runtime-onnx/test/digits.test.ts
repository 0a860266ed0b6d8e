import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import * as ort from 'onnxruntime-node'
import { describe, expect, it, onTestFinished } from 'vitest'

import { ClosedError } from '@plimsoll/core'
import { ModelMismatchError, RuntimeFailedError, TensorError, loadModel, tensor } from '../src/index.ts'

const folder = new URL('../../../examples/quickstart/data/', import.meta.url)

interface Expected {
  readonly tolerance: { readonly atol: number; readonly rtol: number }
  readonly shared_inputs: Readonly<
    Record<string, { readonly dims: readonly number[]; readonly data: number[] }>
  >
  readonly models: Readonly<
    Record<
      string,
      {
        readonly inputs: { readonly image: { readonly ref: string } }
        readonly outputs: {
          readonly probabilities: { readonly dims: readonly number[]; readonly data: readonly number[] }
          readonly label: { readonly dims: readonly number[]; readonly data: readonly string[] }
        }
      }
    >
  >
}

const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Expected
const file = (name: string): URL => new URL(`models/${name}`, folder)
const bytes = (name: string): Uint8Array => readFileSync(file(name))

function declare<const B extends number | string>(batch: B) {
  return {
    input: { image: tensor('float32', [batch, 1, 8, 8]) },
    output: { probabilities: tensor('float32', [batch, 10]), label: tensor('int64', [batch]) },
    sessionOptions: { intraOpNumThreads: 1 },
  } as const
}

async function open(source: string | Uint8Array, batch: number | string) {
  const model = await loadModel(ort, source, declare(batch))
  onTestFinished(() => model[Symbol.asyncDispose]())
  return model
}

const rows = expected.shared_inputs['image32']?.data ?? []
const row = (i: number): number[] => rows.slice(i * 64, (i + 1) * 64)

describe('the digits models in onnxruntime-node', () => {
  it.each(Object.keys(expected.models))('%s answers as scikit-learn did', async (name) => {
    const want = expected.models[name]
    const given = expected.shared_inputs[want?.inputs.image.ref ?? '']
    if (want === undefined || given === undefined) throw new Error('not in expected.json')
    const batch = given.dims[0] === 1 ? 1 : 'batch'
    const model = await open(bytes(name), batch)
    const { probabilities, label } = await model.runShaped({ image: given.data })
    expect(probabilities.dims).toEqual(want.outputs.probabilities.dims)
    expect(label.dims).toEqual(want.outputs.label.dims)
    expect([...label.data].map(String)).toEqual(want.outputs.label.data)
    const { atol, rtol } = expected.tolerance
    for (const [i, p] of want.outputs.probabilities.data.entries()) {
      expect(Math.abs((probabilities.data[i] ?? Number.NaN) - p)).toBeLessThanOrEqual(atol + rtol * p)
    }
  })

  it('loads from a path', async () => {
    const model = await open(fileURLToPath(file('digits-v1.onnx')), 'batch')
    expect((await model.run({ image: row(0) })).label).toHaveLength(1)
  })

  it('refuses other batches of a model whose batch is fixed', async () => {
    const error: unknown = await loadModel(ort, bytes('digits-v1-batch1.onnx'), declare('batch')).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(ModelMismatchError)
    expect(
      (error as ModelMismatchError).mismatches.map((m) => `${m.tensor}: ${m.declared} ${m.model}`),
    ).toEqual([
      'image: [batch, 1, 8, 8] [1, 1, 8, 8]',
      'probabilities: [batch, 10] [1, 10]',
      'label: [batch] [1]',
    ])
    const model = await open(bytes('digits-v1-batch1.onnx'), 1)
    await model.run({ image: row(0) })
    await expect(model.run({ image: [...row(0), ...row(1)] })).rejects.toBeInstanceOf(TensorError)
  })

  it('lists every mismatch of a wrong declaration', async () => {
    const wrong = loadModel(ort, bytes('digits-v2.onnx'), {
      input: { image: tensor('float64', ['batch', 64]), other: tensor('float32', ['batch']) },
      output: { probabilities: tensor('float32', ['batch', 9]), labels: tensor('int64', ['batch']) },
    })
    const error: unknown = await wrong.catch((reason: unknown) => reason)
    expect((error as ModelMismatchError).mismatches.map((m) => `${m.tensor} ${m.property}`)).toEqual([
      'image dtype',
      'image dims',
      'other name',
      'probabilities dims',
      'labels name',
    ])
  })

  it('wraps what the runtime says of bytes that are no model', async () => {
    const error: unknown = await loadModel(ort, new Uint8Array([1, 2, 3]), declare('batch')).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(RuntimeFailedError)
    expect((error as RuntimeFailedError).cause).toBeInstanceOf(Error)
  })

  it('answers for the input as it was when called, and leaves earlier answers alone', async () => {
    const model = await open(bytes('digits-v2.onnx'), 'batch')
    const image = new Float32Array(row(3))
    const want = await model.run({ image })
    const kept = want.probabilities.slice()
    const calls = [model.run({ image }), model.run({ image })]
    image.fill(16)
    for (const answer of await Promise.all(calls)) expect(answer).toEqual(want)
    const other = await model.run({ image })
    expect(other.probabilities).not.toEqual(kept)
    expect(want.probabilities).toEqual(kept)
  })

  it('gives many callers each their own answer, in order', async () => {
    const model = await open(bytes('digits-v2.onnx'), 'batch')
    const all = await model.run({ image: rows })
    const order: number[] = []
    const answers = await Promise.all(
      Array.from({ length: 32 }, async (_, i) => {
        const answer = await model.run({ image: row(i) })
        order.push(i)
        return answer.label[0]
      }),
    )
    expect(answers).toEqual([...all.label])
    expect(order).toEqual(Array.from({ length: 32 }, (_, i) => i))
  })

  it('disposes under load without a failed run', async () => {
    const model = await loadModel(ort, bytes('digits-v2.onnx'), declare('batch'))
    const calls = Array.from({ length: 200 }, (_, i) => model.run({ image: row(i % 32) }))
    const settled = Promise.allSettled(calls)
    await calls[20]
    await model.dispose()
    const results = await settled
    const failed = results.filter((result) => result.status === 'rejected')
    const answered = results.length - failed.length
    // Those up to the 20th, and at most the one that was under way.
    expect([21, 22]).toContain(answered)
    expect(results.slice(0, 21).every((result) => result.status === 'fulfilled')).toBe(true)
    for (const result of failed) expect(result.reason).toBeInstanceOf(ClosedError)
    await expect(model.run({ image: row(0) })).rejects.toBeInstanceOf(ClosedError)
    await model.dispose()
  })

  it('hands NaN to the model, which answers with it', async () => {
    const model = await open(bytes('digits-v2.onnx'), 'batch')
    const { probabilities } = await model.run({ image: Array.from({ length: 64 }, () => Number.NaN) })
    expect(probabilities.every(Number.isNaN)).toBe(true)
  })

  it('leaves earlier answers alone where the model hands its input through', async () => {
    const model = await loadModel(ort, identity, {
      input: { x: tensor('float32', ['n']) },
      output: { y: tensor('float32', ['n']) },
    })
    onTestFinished(() => model.dispose())
    const answers = []
    for (let i = 0; i < 20; i++) answers.push(await model.run({ x: [i, i] }))
    expect(answers.map(({ y }) => y)).toEqual(answers.map((_, i) => new Float32Array([i, i])))
  })
})

/** A model of one Identity node from x to y, both float32 [n], as protobuf. */
const identity = (() => {
  const text = (id: number, value: string): number[] => field(id, [...new TextEncoder().encode(value)])
  const field = (id: number, body: readonly number[]): number[] => [(id << 3) | 2, body.length, ...body]
  const info = (name: string): number[] => {
    const shape = field(1, text(2, 'n'))
    return [...text(1, name), ...field(2, field(1, [0x08, 1, ...field(2, shape)]))]
  }
  const node = [...text(1, 'x'), ...text(2, 'y'), ...text(4, 'Identity')]
  const graph = [...field(1, node), ...text(2, 'g'), ...field(11, info('x')), ...field(12, info('y'))]
  return new Uint8Array([0x08, 8, ...field(7, graph), ...field(8, [0x10, 17])])
})()
