import { createNoopMeter, metrics } from '@opentelemetry/api'
import type { BatchObservableResult, Meter, MeterProvider, Observable } from '@opentelemetry/api'
import { metricCatalogue } from './catalogue.ts'
import type { MetricEntry } from './catalogue.ts'
import { Points } from './points.ts'
import { Series, bucketEdges } from './series.ts'
import type { Observe } from './series.ts'
import { version } from './version.ts'

/** The name of the scope of every metric and span. */
export const scope = 'plimsoll'
/** What stands for names past a bound. */
export const other = '_OTHER'
const nameLimit = 256
const variantLimit = 64

/** Something whose levels and totals are read when metrics are collected. */
export interface Source {
  /** Adds levels to `levels` and what came to totals since the last time to `totals`. Must not throw. */
  collect(levels: Points, totals: Points): void
}

interface Weak<T> {
  deref(): T | undefined
}

/**
 * What all guards of a process share: the counts by name and variant, and the one callback by which a meter
 * provider collects them.
 *
 * Counts stay when a guard is gone, so that they only ever rise; the guard itself is held weakly. What a guard
 * counts by itself (retries, faults, labels) is fetched at each collection: the last stretch before a guard
 * is dropped is not seen.
 */
export class Registry {
  /** State changes, and what was fetched from guards. */
  readonly totals: Points = new Points()
  private readonly levels: Points = new Points()
  private readonly edges: Float64Array = Float64Array.from(bucketEdges)
  private readonly names: Map<string, Map<string | undefined, Series>> = new Map()
  private readonly sources: Set<Weak<Source>> = new Set()
  private provider: MeterProvider | undefined = undefined
  private isBound = false
  private unbind: () => void = () => undefined

  /** Bounds the names that are told apart. */
  nameOf(name: string): string {
    if (this.names.has(name)) return name
    const known = this.names.size < nameLimit - 1 ? name : other
    if (!this.names.has(known)) this.names.set(known, new Map())
    return known
  }

  /** Finds or makes the counts of a name, as `nameOf` gave it, and variant. */
  series(name: string, variant: string | undefined): Series {
    const variants = this.names.get(name) ?? new Map<string | undefined, Series>()
    const known = variants.has(variant) || variants.size < variantLimit ? variant : other
    let series = variants.get(known)
    if (series === undefined) {
      series = new Series(known, this.edges)
      variants.set(known, series)
    }
    return series
  }

  add(source: Source): void {
    this.sources.add(typeof WeakRef === 'undefined' ? { deref: () => source } : new WeakRef(source))
  }

  /** Binds to the meter provider that is registered now; whether there is one. */
  bind(): boolean {
    const provider = metrics.getMeterProvider()
    if (provider === this.provider) return this.isBound
    this.provider = provider
    this.isBound = false
    const { unbind } = this
    this.unbind = () => undefined
    try {
      unbind()
    } catch {
      // A provider that is being replaced; it collects from us no longer than it lives.
    }
    const meter = provider.getMeter(scope, version)
    if (meter === createNoopMeter()) return false
    const instruments = new Map(
      Object.entries(metricCatalogue).map(([name, entry]) => [name, instrumentOf(meter, name, entry)]),
    )
    const collect = (result: BatchObservableResult): void => this.collect(result, instruments)
    const all = Array.from(instruments.values())
    meter.addBatchObservableCallback(collect, all)
    this.unbind = () => meter.removeBatchObservableCallback(collect, all)
    this.isBound = true
    return true
  }

  private collect(result: BatchObservableResult, instruments: ReadonlyMap<string, Observable>): void {
    const observe: Observe = (name, value, attributes) => {
      const instrument = instruments.get(name)
      if (instrument !== undefined) result.observe(instrument, value, withoutUndefined(attributes))
    }
    this.levels.reset()
    for (const weak of this.sources) {
      const source = weak.deref()
      if (source === undefined) this.sources.delete(weak)
      else source.collect(this.levels, this.totals)
    }
    for (const [name, variants] of this.names) {
      for (const series of variants.values()) series.observe(observe, name)
    }
    this.totals.observe(observe)
    this.levels.observe(observe)
  }
}

function instrumentOf(meter: Meter, name: string, { kind, unit, description }: MetricEntry): Observable {
  const options = { unit, description }
  if (kind === 'counter') return meter.createObservableCounter(name, options)
  return kind === 'level'
    ? meter.createObservableUpDownCounter(name, options)
    : meter.createObservableGauge(name, options)
}

function withoutUndefined(attributes: object): Record<string, string | boolean> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as Record<
    string,
    string | boolean
  >
}

let registry: Registry | undefined

/** The registry of this process, made when first asked for. */
export function sharedRegistry(): Registry {
  registry ??= new Registry()
  return registry
}
