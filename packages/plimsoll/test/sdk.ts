import { context, metrics, trace } from '@opentelemetry/api'
import type { Attributes } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { ReadableSpan, Sampler, SpanProcessor } from '@opentelemetry/sdk-trace'

/** One value that an exporter received. */
export interface Point {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly attributes: Attributes
}

/** An SDK as an application would register it, with exporters in memory. */
export interface Sdk {
  /** Spans that ended, in the order they started. */
  spans(): readonly ReadableSpan[]
  /** How many spans were started and have not ended. */
  readonly openSpans: number
  /** Collects once, and gives what the exporter received. */
  metrics(): Promise<readonly MetricData[]>
  points(name?: string): Promise<readonly Point[]>
  /** The value of the one point of a metric with these attributes, 0 without one. */
  value(name: string, attributes: Attributes): Promise<number>
  /** What Prometheus would scrape. */
  prometheus(): Promise<string>
  remove(): Promise<void>
}

export interface SdkParts {
  readonly metrics?: boolean
  readonly traces?: boolean
  /** Whether contexts follow asynchronous calls, as in Node; edge runtimes have none. */
  readonly contexts?: boolean
  readonly sampler?: Sampler
}

/** Registers an SDK 3.x for good, until `remove`. */
export function registerSdk(parts: SdkParts = {}): Sdk {
  const spanExporter = new InMemorySpanExporter()
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const prometheusExporter = new PrometheusExporter({ preventServerStart: true })
  const started: string[] = []
  const order: SpanProcessor = {
    onStart: (span) => void started.push(span.spanContext().spanId),
    onEnd: () => undefined,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  }
  const tracers = new TracerProvider({
    spanProcessors: [order, new SimpleSpanProcessor({ exporter: spanExporter })],
    ...(parts.sampler === undefined ? {} : { sampler: parts.sampler }),
  })
  const meters = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 }),
      prometheusExporter,
    ],
  })
  if (parts.traces !== false) trace.setGlobalTracerProvider(tracers)
  if (parts.metrics !== false) metrics.setGlobalMeterProvider(meters)
  if (parts.contexts !== false) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  }
  const collect = async (): Promise<readonly MetricData[]> => {
    metricExporter.reset()
    await meters.forceFlush()
    return metricExporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap((scope) => scope.metrics)
  }
  const points = async (name?: string): Promise<readonly Point[]> =>
    (await collect())
      .filter(({ descriptor }) => name === undefined || descriptor.name === name)
      .flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ value, attributes }) => ({
          name: descriptor.name,
          unit: descriptor.unit,
          value: value as number,
          attributes,
        })),
      )
  return {
    spans: () =>
      spanExporter
        .getFinishedSpans()
        .toSorted(
          (a, b) => started.indexOf(a.spanContext().spanId) - started.indexOf(b.spanContext().spanId),
        ),
    get openSpans() {
      return started.length - spanExporter.getFinishedSpans().length
    },
    metrics: collect,
    points,
    async value(name, wanted) {
      const found = (await points(name)).filter(
        ({ attributes }) =>
          Object.keys(attributes).length === Object.keys(wanted).length &&
          Object.entries(wanted).every(([key, value]) => attributes[key] === value),
      )
      return found[0]?.value ?? 0
    },
    async prometheus() {
      const { resourceMetrics } = await prometheusExporter.collect()
      return new PrometheusSerializer().serialize(resourceMetrics)
    },
    async remove() {
      trace.disable()
      metrics.disable()
      context.disable()
      await Promise.all([tracers.shutdown(), meters.shutdown()])
    },
  }
}

/** Draws spans as a tree by name, with what tells them apart. */
export function treeOf(spans: readonly ReadableSpan[], shown: readonly string[]): readonly string[] {
  const draw = (parent: string | undefined, indent: string): readonly string[] =>
    spans
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent)
      .flatMap((span) => {
        const told = shown.flatMap((key) => (key in span.attributes ? [String(span.attributes[key])] : []))
        return [
          `${indent}${[span.name, ...told].join(' ')}`,
          ...draw(span.spanContext().spanId, `${indent}  `),
        ]
      })
  return draw(undefined, '')
}
