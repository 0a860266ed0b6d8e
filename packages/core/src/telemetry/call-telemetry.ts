// One thing: what is done for telemetry at each point of a call; counts and spans look at the same moments.
import { SpanStatusCode, context, trace } from '@opentelemetry/api'
import type { Attributes, Tracer, TracerProvider } from '@opentelemetry/api'
import type { BreakerEvent, DriftEvent, RolloutEvent } from '../events.ts'
import { errorCodeOf } from '../error-code-of.ts'
import type { Runner } from '../runner.ts'
import type { RunningCall } from '../running-call.ts'
import type { Target } from '../target.ts'
import { CallTrace, runInside } from './call-trace.ts'
import type { CallWatcher } from './call-watcher.ts'
import type { MetricAttributes, MetricName } from './catalogue.ts'
import { errorTypeOf, failureTypeOf } from './error-type.ts'
import type { Ended } from './error-type.ts'
import { keyOf } from './points.ts'
import type { Points } from './points.ts'
import { other, scope, sharedRegistry } from './registry.ts'
import type { Registry, Source } from './registry.ts'
import type { Series } from './series.ts'
import { parseTraceparent } from './traceparent.ts'
import { version } from './version.ts'

/** Takes what is read when metrics are collected. The name of the guard is added to the attributes. */
export interface TelemetryReader {
  /** A count since the start. */
  total<Name extends MetricName>(name: Name, value: number, attributes?: MetricAttributes<Name>): void
  /** A value as it stands now. */
  level<Name extends MetricName>(name: Name, value: number, attributes?: MetricAttributes<Name>): void
}

/** Options of `telemetry`. */
export interface TelemetryOptions {
  /** Variants that are told apart; any other is told as `_OTHER`. @default none */
  readonly variants?: readonly string[] | undefined
  /** Reads counts and levels that only the caller knows, whenever metrics are collected. @default nothing */
  readonly read?: ((reader: TelemetryReader) => void) | undefined
}

// Whether an SDK is registered is looked up again after so many milliseconds of calls.
const lookEvery = 1_000

/**
 * Counts the calls of one runner and, where an SDK is registered, traces and times them.
 *
 * Counts are always kept. An SDK is looked for at the first call and then at most once a second, so it may be
 * registered before or after; what was counted before is exported too.
 */
export class CallTelemetry<Input, Output> implements CallWatcher<Input, Output>, Source {
  hasTraced = false
  checkAt: number = -Infinity
  private readonly runner: Runner<Input, Output>
  private readonly registry: Registry
  private readonly name: string
  private readonly variants: readonly (string | undefined)[]
  private readonly read: ((reader: TelemetryReader) => void) | undefined
  private readonly known: Series[]
  /** The counts of calls without a variant. */
  private readonly unrouted: Series
  private latest: Series
  private tracer: Tracer | undefined = undefined
  private isTimed = false
  private isListed = false
  /** Totals as they were last told, by metric and attributes. */
  private readonly told: Map<string, number> = new Map()

  constructor(runner: Runner<Input, Output>, name: string, options: TelemetryOptions) {
    this.runner = runner
    this.registry = sharedRegistry()
    this.name = this.registry.nameOf(name)
    this.variants = options.variants ?? []
    this.read = options.read
    this.unrouted = this.registry.series(this.name, undefined)
    this.known = [this.unrouted]
    this.latest = this.unrouted
  }

  begin(call: RunningCall<Input, Output>): boolean {
    if (call.begun >= this.checkAt) this.look(call.begun)
    return this.tracer !== undefined && this.open(this.tracer, call)
  }

  inside<T>(call: RunningCall<Input, Output>, run: () => T): T {
    const traced = traceOf(call)
    return traced === undefined ? run() : runInside(traced.context, run, this.fault)
  }

  ask(call: RunningCall<Input, Output>, target: Target<Input, Output>): Output | PromiseLike<Output> {
    const outer = traceOf(call)
    if (outer === undefined || this.tracer === undefined) return target(call.input, call)
    const attempt = this.openAttempt(this.tracer, call, outer)
    if (attempt === undefined) return target(call.input, call)
    call.trace = attempt
    return runInside(attempt.context, () => target(call.input, call), this.fault)
  }

  attemptAnswered(call: RunningCall<Input, Output>): void {
    if (call.parent !== undefined) this.seriesOf(call.variant).countAttempt()
    this.closeAttempt(call)
  }

  attemptFailed(call: RunningCall<Input, Output>): void {
    this.seriesOf(call.variant).countFailedAttempt(call)
    this.closeAttempt(call)
  }

  end(call: RunningCall<Input, Output>): void {
    const series = this.seriesOf(call.variant)
    series.count(call)
    if (this.isTimed) series.time(call)
    if (this.hasTraced) this.closeCall(call)
  }

  refused(): void {
    this.unrouted.refuse('PLIMSOLL_CLOSED')
  }

  changed(event: BreakerEvent | DriftEvent | RolloutEvent): void {
    const { of, more, state } = this.describe(event)
    const what = {
      'plimsoll.contract': this.name,
      'plimsoll.part': event.kind,
      ...of,
      'plimsoll.state': state,
    }
    this.registry.totals.put('plimsoll.state_changes', 1, what)
    try {
      trace.getActiveSpan()?.addEvent(`plimsoll.${event.kind}`, {
        'plimsoll.contract': this.name,
        ...of,
        'plimsoll.state': state,
        ...more,
      })
    } catch (error) {
      this.fault(error)
    }
  }

  collect(levels: Points, totals: Points): void {
    const reader: TelemetryReader = {
      level: (name, value, attributes) => levels.put(name, value, this.named(attributes)),
      total: (name, value, attributes) => {
        const all = this.named(attributes)
        const key = keyOf(name, all)
        const before = this.told.get(key) ?? 0
        this.told.set(key, value)
        if (value > before) totals.put(name, value - before, all)
      },
    }
    try {
      reader.level('plimsoll.in_flight', this.runner.inFlight)
      reader.total('plimsoll.answers.late', this.runner.late)
      this.read?.(reader)
    } catch (error) {
      this.fault(error)
    }
    for (const [kind, count] of this.runner.faults.counts) {
      reader.total('plimsoll.faults', count, { 'plimsoll.fault': kind })
    }
  }

  /** Looks which SDK is registered now: for traces, for metrics, or none. */
  private look(now: number): void {
    this.checkAt = now + lookEvery
    try {
      this.tracer = undefined
      this.tracer = registeredTracer()
      this.hasTraced ||= this.tracer !== undefined
    } catch (error) {
      this.fault(error)
    }
    try {
      this.isTimed = this.registry.bind()
      if (!this.isTimed || this.isListed) return
      this.isListed = true
      this.registry.add(this)
    } catch (error) {
      this.isTimed = false
      this.fault(error)
    }
  }

  /** Starts the span of a call; whether there is one now. */
  private open(tracer: Tracer, call: RunningCall<Input, Output>): boolean {
    const given = call.trace
    try {
      const active = context.active()
      const parent =
        typeof given === 'string' ? trace.setSpanContext(active, parseTraceparent(given)) : active
      const attributes = { 'plimsoll.contract': this.name }
      call.trace = new CallTrace(tracer.startSpan('plimsoll.call', { attributes }, parent), parent, undefined)
      return true
    } catch (error) {
      this.fault(error)
      return false
    }
  }

  private openAttempt(
    tracer: Tracer,
    call: RunningCall<Input, Output>,
    outer: CallTrace,
  ): CallTrace | undefined {
    try {
      // What the sampler left out has no inner life either.
      if (!outer.span.isRecording()) return undefined
      const attributes = { ...this.variantOf(call.variant), 'plimsoll.attempt.number': call.attempt }
      const span = tracer.startSpan('plimsoll.attempt', { attributes }, outer.context)
      return new CallTrace(span, outer.context, outer)
    } catch (error) {
      this.fault(error)
      return undefined
    }
  }

  private closeCall(call: RunningCall<Input, Output>): void {
    const traced = call.trace
    if (!(traced instanceof CallTrace)) return
    this.close(traced, call, {
      ...this.variantOf(call.variant),
      'plimsoll.source': call.isAnswered ? call.source : 'none',
      'plimsoll.call.attempts': call.tried,
      ...(call.isAnswered ? { 'plimsoll.degraded': call.degraded } : {}),
      ...lesserOf(call),
      // Never made for telemetry's sake: a decision is kept for its label once somebody knows its id.
      ...(call.hasId ? { 'plimsoll.call.id': call.id } : {}),
    })
  }

  private closeAttempt(call: RunningCall<Input, Output>): void {
    const attempt = this.hasTraced ? call.trace : undefined
    if (!(attempt instanceof CallTrace) || attempt.outer === undefined) return
    call.trace = attempt.outer
    this.close(attempt, call, {})
  }

  private close({ span }: CallTrace, call: RunningCall<Input, Output>, attributes: Attributes): void {
    try {
      if (span.isRecording()) {
        span.setAttributes(attributes)
        if (!call.isAnswered) this.fail(span, call)
      }
    } catch (error) {
      this.fault(error)
    }
    try {
      span.end()
    } catch (error) {
      this.fault(error)
    }
  }

  private fail(span: CallTrace['span'], call: RunningCall<Input, Output>): void {
    const { error } = call
    span.setAttribute('error.type', errorTypeOf(call))
    // Only our own messages are known to hold no value from a prediction.
    const isOurs = !call.isAborted && errorCodeOf(error) !== undefined
    const told = isOurs ? { message: (error as Error).message } : {}
    span.setStatus({ code: SpanStatusCode.ERROR, ...told })
  }

  private seriesOf(variant: string | undefined): Series {
    if (this.latest.variant !== variant) this.latest = this.findSeries(variant)
    return this.latest
  }

  private findSeries(variant: string | undefined): Series {
    for (const series of this.known) if (series.variant === variant) return series
    const series = this.registry.series(this.name, this.toldAs(variant))
    // Where the registry is full, its one series for all the others answers to every name.
    if (series.variant === variant) this.known.push(series)
    return series
  }

  /** A variant's name where it is one of the guard's own: any other may be made of what was predicted. */
  private toldAs(variant: string | undefined): string | undefined {
    return variant === undefined || this.variants.includes(variant) ? variant : other
  }

  private variantOf(variant: string | undefined): Attributes {
    return variant === undefined ? {} : { 'plimsoll.variant': this.toldAs(variant) ?? other }
  }

  private named(attributes: object = {}): { readonly 'plimsoll.contract': string } {
    return { 'plimsoll.contract': this.name, ...attributes }
  }

  private readonly fault = (error: unknown): void => this.runner.faults.add('telemetry', error)

  /** What is told of a change of state: how it is counted, and what its event holds besides. */
  private describe(event: BreakerEvent | DriftEvent | RolloutEvent): {
    readonly of: Attributes & { 'plimsoll.variant'?: string; 'plimsoll.side'?: string }
    readonly more: Attributes
    readonly state: string
  } {
    switch (event.kind) {
      case 'breaker': {
        const more = { 'plimsoll.state.previous': event.from }
        return { of: this.variantOf(event.variant), more, state: event.to }
      }
      case 'drift': {
        const more = {
          'plimsoll.state.previous': event.previous,
          'plimsoll.columns': [...event.columns],
          'plimsoll.window.finished': event.finished,
          'plimsoll.p_value': event.pValue,
          'plimsoll.baseline': event.baseline.slice(0, 12),
        }
        return { of: { 'plimsoll.side': event.side }, more, state: event.verdict }
      }
      case 'rollout': {
        const more = { 'plimsoll.signal': event.signal }
        return { of: this.variantOf(event.candidate), more, state: event.decision }
      }
    }
  }
}

/** What a lesser answer stands in for; nothing where it was given before anything failed. */
function lesserOf(call: Ended): Attributes {
  const failure = call.isAnswered && call.degraded ? call.failure : undefined
  return failure === undefined ? {} : { 'plimsoll.failure': failureTypeOf(failure) }
}

/** The trace of the call that this one is, or is an attempt of. */
function traceOf<Input, Output>(call: RunningCall<Input, Output>): CallTrace | undefined {
  let root = call
  while (root.parent !== undefined) root = root.parent
  const traced = root.trace
  return traced instanceof CallTrace ? (traced.outer ?? traced) : undefined
}

/** The tracer of the registered SDK; `undefined` without one, where the API gives one that does nothing. */
function registeredTracer(): Tracer | undefined {
  const provider: TracerProvider & { getDelegateTracer?: TracerProvider['getTracer'] } =
    trace.getTracerProvider()
  return provider.getDelegateTracer === undefined
    ? provider.getTracer(scope, version)
    : provider.getDelegateTracer(scope, version)
}
