import { context, trace } from '@opentelemetry/api'
import type { Context, Span } from '@opentelemetry/api'
import type { Trace } from '../running-call.ts'
import { formatTraceparent } from './traceparent.ts'

/** The open span of a call or, inside it, of an attempt. */
export class CallTrace implements Trace {
  readonly span: Span
  /** Has the span as its active one. */
  readonly context: Context
  /** Of an attempt: the trace of its call. */
  readonly outer: CallTrace | undefined

  constructor(span: Span, parent: Context, outer: CallTrace | undefined) {
    this.span = span
    this.context = trace.setSpan(parent, span)
    this.outer = outer
  }

  get traceparent(): string | undefined {
    try {
      return formatTraceparent(this.span.spanContext())
    } catch {
      return undefined
    }
  }
}

/**
 * Runs something in a context, whatever the context manager does: once, with its result or what it threw.
 *
 * @param onFault told what the context manager threw
 */
export function runInside<T>(inside: Context, run: () => T, onFault: (error: unknown) => void): T {
  let outcome: (() => T) | undefined
  try {
    context.with(inside, () => {
      try {
        const result = run()
        outcome = () => result
      } catch (error) {
        outcome = () => {
          throw error
        }
      }
    })
  } catch (error) {
    onFault(error)
  }
  return outcome === undefined ? run() : outcome()
}
