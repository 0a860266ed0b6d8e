import { AggregationTemporality, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { murmur3 } from '@plimsoll/stats'
import {
  ConsecutiveBreaker,
  TimeoutStrategy,
  bulkhead,
  circuitBreaker,
  handleAll,
  retry,
  timeout,
  wrap,
} from 'cockatiel'
import { LRUCache } from 'lru-cache'
import { cacheEntries, deadlineMs, inputSchema, outputSchema, rollout, ttlMs } from './workload.ts'
import type { Input, Output } from './workload.ts'

type Model = (input: Input, context: { readonly signal: AbortSignal }) => Promise<Output>

/** What of the stack is not as it comes. */
export interface AssembledOptions {
  /** `abortOnReturn: false` on cockatiel's timeout. */
  readonly isTuned: boolean
  /** Records one duration per call with three attributes in the OpenTelemetry SDK. */
  readonly hasTelemetry: boolean
}

class SilentReader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE })
  }
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

/**
 * Assembles the same protection from well-kept libraries, as applications do: zod in and out, cockatiel's
 * four policies per variant, lru-cache under a `JSON.stringify` key, murmur3 routing, OpenTelemetry.
 * There is no drift check in it: there is none to install.
 */
export function assembled(
  stable: Model,
  candidate: Model,
  options: AssembledOptions,
): (input: Input) => Promise<Output> {
  const policy = () =>
    wrap(
      retry(handleAll, { maxAttempts: 1 }),
      circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) }),
      timeout(
        deadlineMs,
        options.isTuned
          ? { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }
          : TimeoutStrategy.Aggressive,
      ),
      bulkhead(64, 64),
    )
  const arms = {
    v3: { model: stable, policy: policy() },
    v4: { model: candidate, policy: policy() },
  }
  const cache = new LRUCache<string, Output>({ max: cacheEntries, ttl: ttlMs })
  const share = Math.round((rollout.weight / 100) * 2 ** 20)
  const meter = new MeterProvider({ readers: [new SilentReader()] }).getMeter('predictions')
  const duration = meter.createHistogram('prediction.duration')
  const record = (begun: number, variant: string, source: string): void => {
    if (!options.hasTelemetry) return
    duration.record(performance.now() - begun, { model: 'churn', variant, source })
  }

  return async (input) => {
    const begun = performance.now()
    const row = inputSchema.safeParse(input)
    if (!row.success) throw row.error
    const variant = murmur3(row.data.userId, 0x5eed) >>> 12 < share ? rollout.candidate : rollout.stable
    const key = `${variant}|${JSON.stringify(row.data)}`
    const hit = cache.get(key)
    if (hit !== undefined) {
      record(begun, variant, 'cache')
      return hit
    }
    const arm = arms[variant]
    const raw = await arm.policy.execute(({ signal }) => arm.model(row.data, { signal }))
    const checked = outputSchema.safeParse(raw)
    if (!checked.success) throw checked.error
    cache.set(key, checked.data)
    record(begun, variant, 'live')
    return checked.data
  }
}
