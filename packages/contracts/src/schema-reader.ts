import type { StandardIssue, StandardResult, StandardSchemaV1 } from './standard-schema.ts'
import { mayBeAsync } from './may-be-async.ts'
import { zodDef } from './zod-schema.ts'

/** What reading a value with a schema came to; zod's own payload has this shape, so it passes as it is. */
export interface Reading {
  readonly value?: unknown
  /** Empty or absent when the value satisfies the schema. */
  readonly issues?: readonly StandardIssue[] | undefined
}

/** The reading of a value the schema threw at, rejected with, or answered nonsense about. */
export const failed: Reading = Object.freeze({})

interface Context {
  readonly async: boolean
}

type ZodRun = (payload: Reading, context: Context) => Reading | Promise<Reading>

/**
 * Reads values with one schema: never throws and never rejects.
 *
 * zod 4 schemas run without the layer of Standard Schema. On success that costs the same; on failure a
 * third, since no messages are made; and a value that throws is seen at once, where Standard Schema has zod
 * read it a second time. A schema without functions is read in zod's synchronous mode, three times as fast.
 * One that holds a refinement or transform is not: should that turn out to be asynchronous, on any value,
 * zod throws there and drops the promise, whose rejection would be nobody's and end a Node process.
 */
export class SchemaReader {
  readonly schema: StandardSchemaV1
  private readonly internals: { readonly run: ZodRun } | undefined
  private mode: 'new' | 'sync' | 'async' = 'new'
  private reads = 0

  constructor(schema: StandardSchemaV1) {
    this.schema = schema
    const internals = (schema as { readonly _zod?: { readonly run?: unknown } })._zod
    if (zodDef(schema) !== undefined && typeof internals?.run === 'function') {
      this.internals = internals as { readonly run: ZodRun }
    }
  }

  /** Reads one value; a promise only where the schema is asynchronous. */
  read(value: unknown): Reading | Promise<Reading> {
    try {
      const { internals } = this
      if (internals === undefined) return this.readStandard(value)
      if (this.mode === 'new') this.learn()
      if (this.mode !== 'sync') return this.readZod(internals, value)
      try {
        const reading = internals.run({ value, issues: [] }, { async: false })
        if (!(reading instanceof Promise)) return reading
        void reading.catch(ignore)
      } catch {
        // Thrown by the value, or by zod at a part that turned out to be asynchronous against all signs.
      }
      return this.readZod(internals, value)
    } catch {
      return failed
    }
  }

  // A reader used once would not get back what looking through the schema costs.
  private learn(): void {
    if (this.reads++ === 0) return
    this.mode = 'async'
    if (!mayBeAsync(this.schema)) this.mode = 'sync'
  }

  // Asked to run asynchronously, zod still answers a synchronous schema at once, only slower.
  private readZod(internals: { readonly run: ZodRun }, value: unknown): Reading | Promise<Reading> {
    const reading = internals.run({ value, issues: [] }, { async: true })
    if (!(reading instanceof Promise)) return reading
    this.mode = 'async'
    return reading.then(undefined, fail)
  }

  private readStandard(value: unknown): Reading | Promise<Reading> {
    const result: StandardResult<unknown> | PromiseLike<StandardResult<unknown>> =
      this.schema['~standard'].validate(value)
    // Some libraries return promises of another realm, or thenables.
    if (isPromiseLike(result)) return Promise.resolve(result).then(checked, fail)
    return checked(result)
  }
}

function isPromiseLike(result: object): result is PromiseLike<StandardResult<unknown>> {
  return 'then' in result && typeof result.then === 'function'
}

// What another library answers is checked once here, so that nothing after it can fail.
function checked(result: unknown): Reading {
  if (typeof result !== 'object' || result === null) return failed
  const { issues } = result as Reading
  if (issues === undefined) return 'value' in result ? result : failed
  if (!Array.isArray(issues)) return failed
  return issues.length > 0 ? result : unexplained
}

/** A refusal without a reason: to Standard Schema it is one, to zod's payload it would be none. */
const unexplained: Reading = Object.freeze({ issues: [{ message: '' }] })

function fail(): Reading {
  return failed
}

function ignore(): void {}
