import { ClosedError, OptionsError, PlimsollError } from '@plimsoll/core'
import { describe, expect, it } from 'vitest'

import { fakeRuntime, fakeTensor, value } from '../test/fake-runtime.ts'
import { ModelMismatchError, RuntimeFailedError, TensorError, loadModel, tensor } from './index.ts'

const bytes = new Uint8Array([1, 2, 3])
const declared = {
  input: { x: tensor('float32', ['n', 2]) },
  output: { y: tensor('float32', ['n']) },
} as const
const answer = { y: fakeTensor('float32', new Float32Array([7]), [1]) }

async function failure(promise: Promise<unknown>): Promise<PlimsollError> {
  const error: unknown = await promise.then(
    () => 'resolved',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(PlimsollError)
  return error as PlimsollError
}

describe('loading', () => {
  it('passes bytes, buffers and paths on, and keeps the runtime from logging values', async () => {
    const runtime = fakeRuntime()
    await loadModel(runtime, bytes, declared)
    await loadModel(runtime, bytes.buffer, { ...declared, sessionOptions: { intraOpNumThreads: 1 } })
    await loadModel(runtime, '/models/m.onnx', { ...declared, sessionOptions: { logSeverityLevel: 2 } })
    const sessionOptions = { logSeverityLevel: undefined, executionMode: undefined, enableMemPattern: false }
    await loadModel(runtime, '/models/m.onnx', { ...declared, sessionOptions })
    await loadModel(runtime, '/models/m.onnx', { ...declared, sessionOptions: undefined })
    expect(runtime.created).toEqual([
      { source: bytes, options: { logSeverityLevel: 4 } },
      { source: bytes, options: { logSeverityLevel: 4, intraOpNumThreads: 1 } },
      { source: '/models/m.onnx', options: { logSeverityLevel: 2 } },
      { source: '/models/m.onnx', options: { logSeverityLevel: 4, enableMemPattern: false } },
      { source: '/models/m.onnx', options: { logSeverityLevel: 4 } },
    ])
  })

  it('lists every mistake of the declarations in one error, and creates nothing', async () => {
    const runtime = fakeRuntime()
    const wrong = {
      input: { a: { dtype: 'float16', dims: ['n', 0] }, b: { dtype: 'float32', dims: 3 }, c: 'float32' },
      output: {},
      sesionOptions: {},
      sessionOptions: { preferredOutputLocation: 'gpu-buffer' },
    } as never
    const error = (await failure(loadModel(runtime, 12 as never, wrong))) as OptionsError
    expect(error).toBeInstanceOf(OptionsError)
    expect(error.problems.map((problem) => problem.option)).toEqual([
      'source',
      'sesionOptions',
      'input.a.dtype',
      'input.a.dims[1]',
      'input.b.dims',
      'input.c',
      'output',
      'sessionOptions.preferredOutputLocation',
    ])
    expect(error.message).toContain('float16')
    expect(error.message).toContain('export the model with float32')
    expect(runtime.created).toEqual([])
  })

  it('refuses a size in quotes, an empty name and a runtime that is none', async () => {
    const input = { x: tensor('float32', ['8', '', 1.5]) }
    const error = (await failure(loadModel({} as never, bytes, { ...declared, input }))) as OptionsError
    expect(error.problems.map((problem) => problem.option)).toEqual([
      'runtime',
      'input.x.dims[0]',
      'input.x.dims[1]',
      'input.x.dims[2]',
    ])
  })

  it('wraps a failure of the runtime without its text, which may hold values', async () => {
    const cause = new Error('no graph was found in 42.5')
    const runtime = fakeRuntime({
      create: () => {
        throw cause
      },
    })
    const error = await failure(loadModel(runtime, bytes, declared))
    expect(error).toBeInstanceOf(RuntimeFailedError)
    expect(error.code).toBe('PLIMSOLL_RUNTIME_FAILED')
    expect(error.cause).toBe(cause)
    expect(error.message).not.toContain('42.5')
  })

  it('lists every mismatch in one error and releases the session', async () => {
    const runtime = fakeRuntime({
      inputs: [
        value('image', 'float32', ['N', 8, 8]),
        value('scale', 'float64', []),
        value('extra', 'int64', ['N', 3]),
      ],
      outputs: [
        { name: 'map', isTensor: false },
        value('fixed', 'int64', [1]),
        value('four', 'int4', ['N']),
        value('unused', 'string', ['N']),
      ],
    })
    const error = (await failure(
      loadModel(runtime, bytes, {
        input: {
          image: tensor('int32', ['batch', 64]),
          scale: tensor('float32', []),
          missing: tensor('bool', ['batch']),
        },
        output: {
          map: tensor('float32', ['batch', 2]),
          fixed: tensor('int64', ['batch']),
          four: tensor('int8', ['batch']),
        },
      }),
    )) as ModelMismatchError
    expect(error).toBeInstanceOf(ModelMismatchError)
    expect(error.code).toBe('PLIMSOLL_MODEL_MISMATCH')
    expect(
      error.mismatches.map((m) => `${m.side} ${m.tensor} ${m.property}: ${m.declared} / ${m.model}`),
    ).toEqual([
      'input image dtype: int32 / float32',
      'input image dims: [batch, 64] / [N, 8, 8]',
      'input scale dtype: float32 / float64',
      'input missing name: missing / only image, scale, extra',
      'output map kind: a tensor / a sequence or map',
      'output fixed dims: [batch] / [1]',
      'output four dtype: int8 / int4',
      'input extra name: nothing / int64 [N, 3]',
    ])
    for (const { tensor: name } of error.mismatches) expect(error.message).toContain(name)
    expect(runtime.log).toEqual(['release'])
  })

  it('keeps the mismatch when releasing fails as well', async () => {
    const runtime = fakeRuntime({
      inputs: [],
      release: () => {
        throw new Error('release')
      },
    })
    expect(await failure(loadModel(runtime, bytes, declared))).toBeInstanceOf(ModelMismatchError)
  })

  it('refuses a runtime that tells no metadata, and releases the session', async () => {
    const runtime = fakeRuntime({ inputs: null as never })
    const error = await failure(loadModel(runtime, bytes, declared))
    expect(error).toBeInstanceOf(RuntimeFailedError)
    expect(error.message).toContain('metadata')
    expect(runtime.log).toEqual(['release'])
  })

  it('accepts a declared size where the model leaves it or the whole shape open', async () => {
    const runtime = fakeRuntime({
      inputs: [value('x', 'float32', ['', -1])],
      outputs: [value('y', 'float32', [])],
    })
    const model = await loadModel(runtime, bytes, {
      input: { x: tensor('float32', ['n', 4]) },
      output: { y: tensor('float32', ['n', 3]) },
    })
    expect(model.input.x.dims).toEqual(['n', 4])
  })
})

describe('running', () => {
  it('fetches only what is declared', async () => {
    const runtime = fakeRuntime({
      outputs: [value('y', 'float32', ['n']), { name: 'probabilities', isTensor: false }],
      reply: () => answer,
    })
    const model = await loadModel(runtime, bytes, declared)
    expect(await model.run({ x: [1, 2] })).toEqual({ y: new Float32Array([7]) })
    expect(await model.runShaped({ x: [1, 2] })).toEqual({ y: { data: new Float32Array([7]), dims: [1] } })
    expect(runtime.log).toEqual(['run y', 'run y'])
  })

  it('runs calls one at a time, in order, also when they wait', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const done: number[] = []
    const calls = [0, 1, 2].map((n) => model.run({ x: [n, n] }).then(() => done.push(n)))
    for (const n of [0, 1, 2]) {
      expect(runtime.runs).toHaveLength(n + 1)
      expect(runtime.runs[n]?.feeds['x']?.data).toEqual(new Float32Array([n, n]))
      runtime.runs[n]?.resolve(answer)
      await calls[n]
    }
    expect(done).toEqual([0, 1, 2])
  })

  it('copies inputs before it returns, also for a call that waits', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const x = new Float32Array([1, 2])
    const calls = [model.run({ x }), model.run({ x })]
    x.fill(9)
    runtime.runs[0]?.resolve(answer)
    await calls[0]
    runtime.runs[1]?.resolve(answer)
    await calls[1]
    expect(runtime.runs.map((run) => run.feeds['x']?.data)).toEqual([
      new Float32Array([1, 2]),
      new Float32Array([1, 2]),
    ])
  })

  it('leaves an answer alone that shares memory with its input', async () => {
    const runtime = fakeRuntime({
      inputs: [value('x', 'float32', ['n'])],
      reply: ({ x }) => (x === undefined ? {} : { y: x }),
    })
    const model = await loadModel(runtime, bytes, { ...declared, input: { x: tensor('float32', ['n']) } })
    const first = await model.run({ x: [1, 2] })
    await model.run({ x: [3, 4] })
    expect(first.y).toEqual(new Float32Array([1, 2]))
  })

  it('feeds whole data although the runtime took the last buffer away', async () => {
    const fed: unknown[] = []
    const runtime = fakeRuntime({
      reply: ({ x }) => {
        const data = x?.data as Float32Array<ArrayBuffer>
        fed.push(data.slice())
        structuredClone(data.buffer, { transfer: [data.buffer] })
        return answer
      },
    })
    const model = await loadModel(runtime, bytes, declared)
    await model.run({ x: [1, 2] })
    await model.run({ x: [3, 4] })
    expect(fed).toEqual([new Float32Array([1, 2]), new Float32Array([3, 4])])
  })

  it('never feeds two runs from one array unless the first is over', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const before = model.run({ x: [0, 0] })
    runtime.runs[0]?.resolve(answer)
    await before
    const calls = [1, 2, 3].map((n) => model.run({ x: [n, n] }))
    for (const n of [1, 2, 3]) {
      expect(runtime.runs[n]?.feeds['x']?.data).toEqual(new Float32Array([n, n]))
      runtime.runs[n]?.resolve(answer)
      await calls[n - 1]
    }
  })

  it('skips a call that aborts while it waits, with its reason and at once', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const controller = new AbortController()
    const reason = new Error('left')
    const first = model.run({ x: [1, 1] })
    const second = model.run({ x: [2, 2] }, { signal: controller.signal })
    const third = model.run({ x: [3, 3] })
    controller.abort(reason)
    await expect(second).rejects.toBe(reason)
    runtime.runs[0]?.resolve(answer)
    await first
    runtime.runs[1]?.resolve(answer)
    await third
    expect(runtime.runs.map((run) => run.feeds['x']?.data)).toEqual([
      new Float32Array([1, 1]),
      new Float32Array([3, 3]),
    ])
  })

  it('rejects a call whose signal has aborted before it came', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const reason = new Error('left')
    await expect(model.run({ x: [1, 1] }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(runtime.log).toEqual([])
  })

  it('lets a run under way end although its signal aborts', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const controller = new AbortController()
    const call = model.run({ x: [1, 1] }, { signal: controller.signal })
    controller.abort()
    runtime.runs[0]?.resolve(answer)
    expect(await call).toEqual({ y: new Float32Array([7]) })
  })

  it('wraps a failed run without its text and goes on with the next', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const cause = new Error('idx=999 must be within')
    const first = failure(model.run({ x: [1, 1] }))
    const second = model.run({ x: [2, 2] })
    runtime.runs[0]?.reject(cause)
    const error = await first
    expect(error).toBeInstanceOf(RuntimeFailedError)
    expect(error.cause).toBe(cause)
    expect(error.message).not.toContain('999')
    runtime.runs[1]?.resolve(answer)
    expect(await second).toEqual({ y: new Float32Array([7]) })
  })

  it('rejects when the runtime throws instead of rejecting, and goes on', async () => {
    let failing = true
    const runtime = fakeRuntime({
      reply: () => {
        if (failing) throw new Error('sync')
        return answer
      },
    })
    const model = await loadModel(runtime, bytes, declared)
    expect(await failure(model.run({ x: [1, 1] }))).toBeInstanceOf(RuntimeFailedError)
    failing = false
    await model.run({ x: [1, 1] })
  })

  it.each([
    ['dtype', fakeTensor('float64', new Float64Array([7]), [1])],
    ['dims', fakeTensor('float32', new Float32Array([7, 7]), [2])],
    ['dims', fakeTensor('float32', new Float32Array([7]), [1, 1])],
  ])('rejects an answer of other %s than declared', async (property, y) => {
    const model = await loadModel(fakeRuntime({ reply: () => ({ y }) }), bytes, declared)
    const error = (await failure(model.run({ x: [1, 1] }))) as ModelMismatchError
    expect(error).toBeInstanceOf(ModelMismatchError)
    expect(error.mismatches).toMatchObject([{ side: 'output', tensor: 'y', property }])
  })

  it('binds a name that only outputs have, and holds them to it', async () => {
    const row = (n: number) => fakeTensor('float32', new Float32Array(n), [n])
    let sizes = [3, 3]
    const runtime = fakeRuntime({
      outputs: [value('a', 'float32', ['k']), value('b', 'float32', ['k'])],
      reply: () => ({ a: row(sizes[0] ?? 0), b: row(sizes[1] ?? 0) }),
    })
    const output = { a: tensor('float32', ['k']), b: tensor('float32', ['k']) }
    const model = await loadModel(runtime, bytes, { ...declared, output })
    expect((await model.run({ x: [1, 1] })).b).toHaveLength(3)
    sizes = [2, 4]
    const error = (await failure(model.run({ x: [1, 1] }))) as ModelMismatchError
    expect(error.mismatches).toMatchObject([{ tensor: 'b', declared: '[k=2]', model: '[4]' }])
  })

  it('rejects when an output is missing or its data cannot be read', async () => {
    const gone = {
      type: 'float32',
      dims: [1],
      get data(): unknown {
        throw new Error('on the gpu')
      },
    }
    for (const reply of [{}, { y: gone }]) {
      const model = await loadModel(fakeRuntime({ reply: () => reply }), bytes, declared)
      expect(await failure(model.run({ x: [1, 1] }))).toBeInstanceOf(RuntimeFailedError)
    }
  })

  it('rejects data that does not fit, and never throws', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const error = await failure(model.run({ x: [1, 2, 3] }))
    expect(error).toBeInstanceOf(TensorError)
    expect(error.code).toBe('PLIMSOLL_TENSOR_INVALID')
    expect(runtime.log).toEqual([])
  })
})

describe('disposing', () => {
  it('waits for the run under way, rejects the queued, then releases once', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const first = model.run({ x: [1, 1] })
    const second = failure(model.run({ x: [2, 2] }))
    const disposed = model.dispose()
    expect(model.dispose()).toBe(disposed)
    expect(await second).toBeInstanceOf(ClosedError)
    expect(await failure(model.run({ x: [3, 3] }))).toBeInstanceOf(ClosedError)
    expect(runtime.log).toEqual(['run y'])
    runtime.runs[0]?.resolve(answer)
    expect(await first).toEqual({ y: new Float32Array([7]) })
    await disposed
    await model[Symbol.asyncDispose]()
    expect(runtime.log).toEqual(['run y', 'release'])
  })

  it('releases although the run under way fails', async () => {
    const runtime = fakeRuntime()
    const model = await loadModel(runtime, bytes, declared)
    const first = failure(model.run({ x: [1, 1] }))
    const disposed = model.dispose()
    runtime.runs[0]?.reject(new Error('run'))
    await first
    await disposed
    expect(runtime.log).toEqual(['run y', 'release'])
  })

  it('rejects when the runtime cannot release', async () => {
    const runtime = fakeRuntime({
      release: () => {
        throw new Error('release')
      },
    })
    const model = await loadModel(runtime, bytes, declared)
    expect(await failure(model.dispose())).toBeInstanceOf(RuntimeFailedError)
  })
})
