import type { StandardIssue, StandardResult, StandardSchemaV1 } from './standard-schema.ts'
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
 * read it a second time. A schema is taken to be synchronous until it turns out not to be, on any value.
 */
export class SchemaReader {
  readonly schema: StandardSchemaV1
  private readonly internals: { readonly run: ZodRun } | undefined
  private mode: 'unknown' | 'sync' | 'async' = 'unknown'

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
      if (this.mode !== 'sync') return this.readZod(internals, value)
      try {
        const reading = internals.run({ value, issues: [] }, { async: false })
        if (!(reading instanceof Promise)) return reading
        void reading.catch(ignore)
      } catch {
        // Thrown by the value, or by zod at a part of the schema that turned out to be asynchronous.
      }
      return this.readZod(internals, value)
    } catch {
      return failed
    }
  }

  // Asked to run asynchronously, zod still answers a synchronous schema at once, only slower.
  private readZod(internals: { readonly run: ZodRun }, value: unknown): Reading | Promise<Reading> {
    const reading = internals.run({ value, issues: [] }, { async: true })
    if (reading instanceof Promise) {
      this.mode = 'async'
      return reading.then(undefined, fail)
    }
    // A value that fails early may not have reached the asynchronous part.
    if (this.mode === 'unknown' && reading.issues?.length === 0) this.mode = 'sync'
    return reading
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
