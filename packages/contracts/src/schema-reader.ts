import type { StandardIssue, StandardResult, StandardSchemaV1 } from './standard-schema.ts'
import { invalid } from './compiled/checker.ts'
import { compile } from './compiled/compile.ts'
import type { Compiled } from './compiled/compile.ts'
import { asynchronous, beginReading, endReading } from './compiled/island.ts'
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
 * A zod 4 schema is compiled at its second value, as far as it can be. What the compiled one takes is done;
 * what it does not take, zod reads a second time, since it alone writes issues.
 *
 * zod runs without the layer of Standard Schema. On success that costs the same; on failure a third, since no
 * messages are made; and a value that throws is seen at once, where Standard Schema has zod read it a second
 * time. A schema without functions is read in zod's synchronous mode, three times as fast. One that holds a
 * refinement or transform is not: should that turn out to be asynchronous, on any value, zod throws there and
 * drops the promise, whose rejection would be nobody's and end a Node process.
 */
export class SchemaReader {
  readonly schema: StandardSchemaV1
  private readonly internals: { readonly run: ZodRun } | undefined
  private compiled: Compiled | undefined
  private mode: 'new' | 'sync' | 'async' = 'new'
  private reads = 0

  constructor(schema: StandardSchemaV1) {
    this.schema = schema
    const internals = (schema as { readonly _zod?: { readonly run?: unknown } })._zod
    if (zodDef(schema) !== undefined && typeof internals?.run === 'function') {
      this.internals = internals as { readonly run: ZodRun }
    }
  }

  /**
   * Gives the parsed value where the compiled schema takes it; `invalid` where only `read` can tell. Costs
   * no object but what it gives.
   */
  parse(value: unknown): unknown {
    if (this.mode === 'new' && this.reads++ > 0) this.learn()
    const { compiled } = this
    if (compiled === undefined) return invalid
    try {
      if (!compiled.hasIslands) return compiled.checker.check(value)
      return this.withContext(compiled, value, true)
    } catch (thrown) {
      return this.recovered(thrown)
    }
  }

  /** Whether the compiled schema takes a value; `undefined` where only `read` can tell. */
  accepts(value: unknown): boolean | undefined {
    if (this.mode === 'new') this.learn()
    const { compiled } = this
    if (compiled === undefined) return undefined
    try {
      if (!compiled.hasIslands) return compiled.checker.accepts(value)
      return this.withContext(compiled, value, false) !== invalid
    } catch (thrown) {
      this.recovered(thrown)
      return undefined
    }
  }

  /** The places that the schema reads itself, such as `tags[*]`; `undefined` where it reads all. */
  left(): readonly string[] | undefined {
    if (this.mode === 'new') this.learn()
    return this.compiled?.left
  }

  /** Reads one value with the schema itself; a promise only where the schema is asynchronous. */
  read(value: unknown): Reading | Promise<Reading> {
    try {
      const { internals } = this
      if (internals === undefined) return this.readStandard(value)
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

  // Put off to the second value: a reader used once would not get back what looking through a schema costs.
  private learn(): void {
    this.mode = 'async'
    if (this.internals === undefined) return
    try {
      if (!mayBeAsync(this.schema)) this.mode = 'sync'
    } catch {
      // A lazy schema whose getter throws.
    }
    this.compiled = compile(this.schema, this.mode === 'sync')
  }

  private withContext({ checker }: Compiled, value: unknown, isBuilt: boolean): unknown {
    const outer = beginReading(this.mode === 'sync')
    try {
      if (isBuilt) return checker.check(value)
      return checker.accepts(value) ? undefined : invalid
    } finally {
      endReading(outer)
    }
  }

  // A value that throws is left to zod, and so are all once one came to a promise.
  private recovered(thrown: unknown): typeof invalid {
    if (thrown === asynchronous) {
      this.compiled = undefined
      this.mode = 'async'
    }
    return invalid
  }

  // Asked to run asynchronously, zod still answers a synchronous schema at once, only slower.
  private readZod(internals: { readonly run: ZodRun }, value: unknown): Reading | Promise<Reading> {
    const reading = internals.run({ value, issues: [] }, { async: true })
    if (!(reading instanceof Promise)) return reading
    if (this.mode === 'sync') this.mode = 'async'
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

const readers = new WeakMap<StandardSchemaV1, SchemaReader>()

/** The reader of a schema: the same one whoever asks, so that a schema is compiled once. */
export function readerOf(schema: StandardSchemaV1): SchemaReader {
  const known = readers.get(schema)
  if (known !== undefined) return known
  const reader = new SchemaReader(schema)
  readers.set(schema, reader)
  return reader
}
