import type { OnnxRuntime, OnnxSession, OnnxTensor, OnnxValueMetadata } from '../src/index.ts'

type Feeds = Readonly<Record<string, OnnxTensor>>
type Answer = Readonly<Record<string, OnnxTensor>>

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

/** A runtime whose runs the test settles by hand, or answers with `reply`. */
export interface FakeRuntime extends OnnxRuntime {
  /** Everything that reached the session, in order. */
  readonly log: string[]
  /** Feeds of the runs begun so far. */
  readonly runs: { readonly feeds: Feeds; resolve(answer: Answer): void; reject(error: unknown): void }[]
  readonly created: { source: unknown; options: unknown }[]
}

export interface FakeOptions {
  readonly inputs?: readonly OnnxValueMetadata[]
  readonly outputs?: readonly OnnxValueMetadata[]
  readonly reply?: (feeds: Feeds) => Answer
  readonly create?: () => void
  readonly release?: () => void
}

export function fakeTensor(type: string, data: unknown, dims: readonly number[]): OnnxTensor {
  return new FakeTensor(type, data, dims)
}

export function value(name: string, type: string, shape: readonly (number | string)[]): OnnxValueMetadata {
  return { name, isTensor: true, type, shape }
}

export function fakeRuntime(options: FakeOptions = {}): FakeRuntime {
  const log: string[] = []
  const runs: FakeRuntime['runs'] = []
  const created: FakeRuntime['created'] = []
  const session: OnnxSession = {
    inputMetadata: options.inputs === undefined ? [value('x', 'float32', ['n', 2])] : options.inputs,
    outputMetadata: options.outputs ?? [value('y', 'float32', ['n'])],
    run(feeds, fetches) {
      log.push(`run ${fetches.join(',')}`)
      if (options.reply !== undefined) return Promise.resolve(options.reply(feeds))
      return new Promise((resolve, reject) => runs.push({ feeds, resolve, reject }))
    },
    release() {
      log.push('release')
      options.release?.()
      return Promise.resolve()
    },
  }
  return {
    log,
    runs,
    created,
    Tensor: FakeTensor,
    InferenceSession: {
      create(source: unknown, sessionOptions?: unknown) {
        created.push({ source, options: sessionOptions })
        try {
          options.create?.()
        } catch (error) {
          return Promise.reject(error)
        }
        return Promise.resolve(session)
      },
    },
  }
}
