import { CallTelemetry } from './call-telemetry.ts'
import type { TelemetryOptions } from './call-telemetry.ts'
import type { Telemetry } from './call-watcher.ts'

/**
 * Counts, times and traces the calls of `compose` with the OpenTelemetry API; a guard does so by itself.
 *
 * Nothing is to be configured: an SDK that the application registers, before or after, is found within a
 * second of calls. Without one a call costs a few additions. Metrics, spans and their attributes are listed in
 * `docs/telemetry.md`; none holds a value that flowed through a prediction, a unit or a tenant.
 *
 * @param name stands in every metric and span, as `churn@4`; from a small set: it is a label
 * @example
 * const predict = compose(model, [retry()], { telemetry: telemetry('churn@4') })
 */
export function telemetry(name: string, options: TelemetryOptions = {}): Telemetry {
  return (runner) => new CallTelemetry(runner, name, options)
}
