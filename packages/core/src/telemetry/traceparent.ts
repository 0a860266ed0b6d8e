import { isSpanContextValid } from '@opentelemetry/api'
import type { SpanContext } from '@opentelemetry/api'

/** Writes a span's place in its trace as W3C `traceparent`, or nothing when it has none. */
export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string | undefined {
  if (!isSpanContextValid({ traceId, spanId, traceFlags })) return undefined
  return `00-${traceId}-${spanId}-${(traceFlags & 255).toString(16).padStart(2, '0')}`
}

/** Reads what `isTraceparent` has passed. */
export function parseTraceparent(text: string): SpanContext {
  const [, traceId = '', spanId = '', flags = ''] = text.split('-')
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
}
