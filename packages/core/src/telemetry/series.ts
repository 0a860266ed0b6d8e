import { binIndex } from '@plimsoll/stats'
import type { Source } from '../target.ts'
import { errorTypeOf, failureTypeOf } from './error-type.ts'
import type { Ended } from './error-type.ts'
import type { MetricAttributes, MetricName } from './catalogue.ts'

/** Takes one value of a metric. */
export type Observe = <Name extends MetricName>(
  name: Name,
  value: number,
  attributes: MetricAttributes<Name>,
) => void

/** Upper bounds of the buckets, in milliseconds; what is above the last is in `+Inf`. */
export const bucketEdges: readonly number[] = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5,
]

const sources: readonly (Source | 'none')[] = ['live', 'cache', 'stale', 'fallback', 'none']
const noAnswer = 4
// Cells of answers: by source, by degradation, and whether the call's own attempt gave it; so that a call raises one.
const degradedCell = 4
const ownCell = 8
/** Counts answered attempts of sub-calls. */
const subcallCell = 16

/**
 * Counts of the calls of one name and variant since the process began, shared by all guards of that name.
 *
 * On the healthy path a call raises one number in a typed array; nothing is looked up and nothing allocated.
 */
export class Series {
  readonly variant: string | undefined
  private readonly edges: Float64Array
  private readonly counts: Float64Array = new Float64Array(subcallCell + 1)
  private readonly failures: Map<string, number> = new Map()
  /** Lesser answers, by their source and the failure they stand in for. */
  private readonly lesser: Map<string, number> = new Map()
  private readonly failedAttempts: Map<string, number> = new Map()
  /** By source: a count for each bucket, then the sum of milliseconds. Made when first needed. */
  private readonly durations: (Float64Array | undefined)[] = [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]

  constructor(variant: string | undefined, edges: Float64Array) {
    this.variant = variant
    this.edges = edges
  }

  /** Counts a call that ended. */
  count(call: Ended): void {
    if (!call.isAnswered) {
      raise(this.failures, errorTypeOf(call))
      return
    }
    // No attempt gave this answer; the one that failed was counted by itself.
    if (call.degraded && call.failure !== undefined) {
      raise(this.lesser, `${call.source} ${failureTypeOf(call.failure)}`)
      return
    }
    this.raise(sourceOf(call) + (call.degraded ? degradedCell : 0) + (call.isAsking ? ownCell : 0))
  }

  /** Counts a call that was refused before it began. */
  refuse(errorType: string): void {
    raise(this.failures, errorType)
  }

  /** Counts an answered attempt of a sub-call. */
  countAttempt(): void {
    this.raise(subcallCell)
  }

  countFailedAttempt(call: Ended): void {
    raise(this.failedAttempts, errorTypeOf(call))
  }

  /** Counts how long a call took, in milliseconds. */
  time(call: Ended): void {
    const { edges } = this
    const source = call.isAnswered ? sourceOf(call) : noAnswer
    const cells = (this.durations[source] ??= new Float64Array(edges.length + 2))
    const { elapsed } = call
    const bucket = binIndex(edges, elapsed)
    if (bucket < 0) return
    cells[bucket] = (cells[bucket] as number) + 1
    const sum = edges.length + 1
    cells[sum] = (cells[sum] as number) + elapsed
  }

  /** Tells everything counted so far. */
  observe(observe: Observe, contract: string): void {
    const { variant } = this
    const of = { 'plimsoll.contract': contract, 'plimsoll.variant': variant }
    const at = (cell: number): number => this.counts[cell] ?? 0
    let attempts = at(subcallCell)
    for (let cell = 0; cell < ownCell; cell++) {
      const own = at(cell + ownCell)
      attempts += own
      const count = at(cell) + own
      const source = sources[cell % degradedCell]
      const told = { ...of, 'plimsoll.source': source, 'plimsoll.degraded': cell >= degradedCell }
      if (count > 0) observe('plimsoll.calls', count, told)
    }
    for (const [errorType, count] of this.failures) {
      observe('plimsoll.calls', count, { ...of, 'plimsoll.source': 'none', 'error.type': errorType })
    }
    for (const [key, count] of this.lesser) {
      const [source = '', failure] = key.split(' ')
      const told = {
        ...of,
        'plimsoll.source': source,
        'plimsoll.degraded': true,
        'plimsoll.failure': failure,
      }
      observe('plimsoll.calls', count, told)
    }
    if (attempts > 0) observe('plimsoll.attempts', attempts, of)
    for (const [errorType, count] of this.failedAttempts) {
      observe('plimsoll.attempts', count, { ...of, 'error.type': errorType })
    }
    this.durations.forEach((cells, i) => {
      if (cells !== undefined) this.observeDurations(observe, cells, { ...of, 'plimsoll.source': sources[i] })
    })
  }

  private raise(cell: number): void {
    // Not `?? 0`: what may be undefined is boxed first, at 16 bytes a time.
    this.counts[cell] = (this.counts[cell] as number) + 1
  }

  private observeDurations(
    observe: Observe,
    cells: Float64Array,
    of: MetricAttributes<'plimsoll.call.duration.sum'>,
  ): void {
    const { edges } = this
    let below = 0
    for (let bucket = 0; bucket <= edges.length; bucket++) {
      below += cells[bucket] ?? 0
      const edge = edges[bucket]
      const le = edge === undefined ? '+Inf' : String(edge / 1_000)
      observe('plimsoll.call.duration.bucket', below, { ...of, le })
    }
    observe('plimsoll.call.duration.sum', (cells[edges.length + 1] ?? 0) / 1_000, of)
  }
}

function sourceOf({ source }: Ended): number {
  // A chain, since almost every call ends at its first link.
  return source === 'live' ? 0 : source === 'cache' ? 1 : source === 'stale' ? 2 : 3
}

function raise(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
