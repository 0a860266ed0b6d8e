import { metrics, trace } from '@opentelemetry/api'
import { AggregationTemporality, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { compose, telemetry } from '@plimsoll/core'
import type { Stage } from '@plimsoll/core'
import type { Effort, Subject } from '../harness.ts'
import { measure } from '../measured.ts'
import type { Measured } from '../measured.ts'
import type { Note } from '../report.ts'
import type { SuiteOptions } from '../suite.ts'

const off = 'telemetry left out'
const on = 'telemetry given'

/** Collects when asked, which nobody does while calls are timed. */
class IdleReader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE })
  }
  protected onForceFlush(): Promise<void> {
    return Promise.resolve()
  }
  protected onShutdown(): Promise<void> {
    return Promise.resolve()
  }
}

/**
 * Measures what telemetry costs a call of one stage: without an SDK, with one for metrics, with one for spans as
 * well. Registers SDKs for good: to be run last in a process.
 */
export async function telemetryCosts(
  call: (input: number) => Promise<number>,
  stage: Stage<number, number>,
  inputs: readonly number[],
  effort: Effort,
  progress: SuiteOptions['progress'],
): Promise<readonly Note[]> {
  const subjects = (): Subject[] => [
    { name: off, call: compose(call, [stage]), inputs },
    { name: on, call: compose(call, [stage], { telemetry: telemetry('bench@1') }), inputs },
  ]
  const plain = noteOf('telemetry without an SDK', await measure(subjects(), effort, progress))
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new IdleReader()] }))
  const counted = noteOf('telemetry with an SDK for metrics', await measure(subjects(), effort, progress))
  // Spans are made, recorded and dropped: what an exporter does besides is its own.
  const exporter = {
    export: (_: unknown, done: (result: { code: number }) => void): void => done({ code: 0 }),
    shutdown: () => Promise.resolve(),
  }
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  )
  const few = { ...effort, rounds: Math.ceil(effort.rounds / 10) }
  const traced = noteOf(
    '... and one for spans, a call and its attempt recorded',
    await measure(subjects(), few, progress),
  )
  return [plain, counted, traced]
}

function noteOf(what: string, measured: Measured): Note {
  const { median, low, high } = measured.difference(off, on)
  const bytes = measured.bytes(on) - measured.bytes(off)
  const shown = (ns: number): string => ns.toFixed(0)
  return {
    what,
    shown: `${shown(median)} ns (${shown(low)} to ${shown(high)}) and ${bytes.toFixed(0)} bytes a call`,
  }
}
