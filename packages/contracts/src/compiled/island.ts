import { invalid } from './checker.ts'
import type { Checker } from './checker.ts'

/** zod's context: one for all of a reading, since zod keeps there what it has seen of a cycle. */
export interface Context {
  readonly async?: false
}

interface Payload {
  value: unknown
  readonly issues: readonly unknown[]
}

/** What zod keeps under `_zod` of a schema or check, as far as it is run here. */
export interface ZodRunnable {
  readonly run: (payload: Payload, context: Context) => Payload | Promise<Payload>
}

export interface ZodCheckable {
  readonly check: (payload: Payload) => unknown
}

/** Thrown where zod answers with a promise: the schema is asynchronous, and can't be read here. */
export const asynchronous: unique symbol = Symbol('asynchronous')

let context: Context | undefined

/** Begins a reading with a context of its own; gives the one that it is within, for `endReading`. */
export function beginReading(isSynchronous: boolean): Context | undefined {
  const outer = context
  context = isSynchronous ? { async: false } : {}
  return outer
}

export function endReading(outer: Context | undefined): void {
  context = outer
}

/** A part of a schema that is left to zod. */
export class Island implements Checker {
  private readonly zod: ZodRunnable

  constructor(zod: ZodRunnable) {
    this.zod = zod
  }

  check(value: unknown): unknown {
    const payload = this.zod.run({ value, issues: [] }, context ?? {})
    if (payload instanceof Promise) return abandon(payload)
    return payload.issues.length === 0 ? payload.value : invalid
  }

  accepts(value: unknown): boolean {
    return this.check(value) !== invalid
  }
}

/** Runs one check of zod's in place: the value it leaves, or `invalid`. */
export function runCheck(zod: ZodCheckable, value: unknown): unknown {
  const payload: Payload = { value, issues: [] }
  const pending = zod.check(payload)
  if (pending instanceof Promise) return abandon(pending)
  return payload.issues.length === 0 ? payload.value : invalid
}

// Its rejection is nobody's: the value is read again, asynchronously.
function abandon(pending: Promise<unknown>): never {
  pending.catch(ignore)
  // oxlint-disable-next-line typescript/only-throw-error -- a signal to the reader, without the cost of a stack
  throw asynchronous
}

function ignore(): void {}
