import { errorCodeOf } from '../error-code-of.ts'
import type { RunningCall } from '../running-call.ts'

/** What is looked at of a call, or an attempt, that is over. */
export type Ended = Pick<
  RunningCall<unknown, unknown>,
  'isAnswered' | 'isAsking' | 'isAborted' | 'error' | 'source' | 'degraded' | 'failure' | 'elapsed'
>

/** What stands for a failure that can't be named, or not any more. */
const other = '_OTHER'
const foreignLimit = 32
const className = /^[A-Z][A-Za-z]{0,39}$/
/** Of the operating system, the resolver and Node's own fetch. */
const systemCode = /^(?:E(?:AI_)?[A-Z]{2,20}|UND_ERR_[A-Z_]{2,30})$/

/** Names why a call or attempt failed: `aborted` when the caller left, else the type of its error. */
export function errorTypeOf(call: Ended): string {
  return call.isAborted ? 'aborted' : failureTypeOf(call.error)
}

/**
 * Names a failure, from a bounded set: a code of ours; of any other error its HTTP status, its system code (or
 * its cause's) or its class, 32 of them in a process; else `_OTHER`. The message is never looked at.
 *
 * A class may be named after what was predicted, by who makes classes or sets `name` so: letters only, and no
 * more than 32, are what could come of it.
 */
export function failureTypeOf(failure: unknown): string {
  return errorCodeOf(failure) ?? bounded(foreignTypeOf(failure))
}

function foreignTypeOf(failure: unknown): string | undefined {
  try {
    if (typeof failure !== 'object' || failure === null) return undefined
    const { status } = failure as { readonly status?: unknown }
    if (Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599) return String(status)
    // What else is thrown may be data, with a name or a code of its own.
    if (!(failure instanceof Error)) return undefined
    return codeOf(failure) ?? codeOf(failure.cause) ?? matching(className, failure.name)
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error
    ? matching(systemCode, (error as { readonly code?: unknown }).code)
    : undefined
}

function matching(pattern: RegExp, text: unknown): string | undefined {
  return typeof text === 'string' && pattern.test(text) ? text : undefined
}

let told: Set<string> | undefined

function bounded(type: string | undefined): string {
  if (type === undefined) return other
  told ??= new Set()
  if (told.has(type)) return type
  if (told.size >= foreignLimit) return other
  told.add(type)
  return type
}
