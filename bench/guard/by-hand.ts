// One thing: everything the full guard does, written out for this one contract. Nobody would keep it.
import { inputCheck, inputMatch, outputCheck } from '@plimsoll/contracts'
import { DeadlineExceededError } from '@plimsoll/core'
import { equalMassEdges, murmur3, psi } from '@plimsoll/stats'
import { LRUCache } from 'lru-cache'
import {
  cacheEntries,
  categoricalColumns,
  churn,
  deadlineMs,
  driftWindow,
  numericColumns,
  rollout,
  ttlMs,
} from './workload.ts'
import type { Input, Output } from './workload.ts'

/** What a call by hand tells its model. */
export interface HandContext {
  readonly signal: AbortSignal
}

/** A call that waits: a link in the list of all that wait, in the order of their deadlines. */
class Waiting implements HandContext {
  before: Waiting | undefined = undefined
  after: Waiting | undefined = undefined
  isOver = false
  readonly cutoff: number
  reject: (error: unknown) => void = nobody
  private controller: AbortController | undefined = undefined

  constructor(cutoff: number) {
    this.cutoff = cutoff
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController()
    return this.controller.signal
  }

  abort(reason: unknown): void {
    this.controller?.abort(reason)
  }
}

function nobody(): void {}

/** Counts of numbers and categories against frozen bins, scored window by window. */
class HandDrift {
  private readonly edges: readonly Float64Array[]
  private readonly lookups: readonly ReadonlyMap<unknown, number>[]
  private readonly expected: readonly Uint32Array[]
  private readonly counts: readonly Uint32Array[]
  private rows = 0
  worst = 0

  constructor(reference: readonly Input[]) {
    this.edges = numericColumns.map((name) => {
      const edges = equalMassEdges(
        reference.map((row) => row[name]),
        10,
      )
      // Filled up to a power of two, as the search wants it.
      const filled = new Float64Array(16).fill(Infinity)
      filled.set(edges)
      return filled
    })
    this.lookups = categoricalColumns.map(
      (name) =>
        new Map([...new Set<unknown>(reference.map((row) => row[name]))].map((value, i) => [value, i])),
    )
    const cells = (): Uint32Array[] => [
      ...this.edges.map((edges) => new Uint32Array(edges.length)),
      ...this.lookups.map((lookup) => new Uint32Array(lookup.size + 1)),
    ]
    this.counts = cells()
    for (const row of reference) this.count(row)
    this.expected = this.counts
    this.counts = cells()
  }

  observe(row: Input): void {
    this.count(row)
    if (++this.rows < driftWindow) return
    this.rows = 0
    for (const [i, counts] of this.counts.entries()) {
      const expected = this.expected[i]
      if (expected !== undefined) this.worst = Math.max(this.worst, psi(expected, counts))
      counts.fill(0)
    }
  }

  private count(row: Input): void {
    this.number(0, row.tenure)
    this.number(1, row.age)
    this.number(2, row.balance)
    this.number(3, row.charges)
    this.number(4, row.visits)
    this.number(5, row.score)
    this.category(0, row.plan)
    this.category(1, row.country)
    this.category(2, row.active)
  }

  private number(column: number, value: number): void {
    const edges = this.edges[column]
    const counts = this.counts[column]
    if (edges === undefined || counts === undefined) return
    // Without branches: on values nobody can predict, a mispredicted one costs more than a step.
    let low = 0
    for (let step = edges.length >>> 1; step > 0; step >>>= 1) {
      low += step & -Number((edges[low + step - 1] ?? 0) < value)
    }
    counts[low] = (counts[low] ?? 0) + 1
  }

  private category(column: number, value: unknown): void {
    const lookup = this.lookups[column]
    const counts = this.counts[numericColumns.length + column]
    if (lookup === undefined || counts === undefined) return
    const at = lookup.get(value) ?? lookup.size
    counts[at] = (counts[at] ?? 0) + 1
  }
}

interface Kept {
  readonly arm: 'stable' | 'candidate'
  readonly row: unknown
  readonly output: Output
  readonly freshUntil: number
}

type HandModel = (input: Input, context: HandContext) => Promise<Output>

/**
 * Writes the work of the full guard out by hand, in one function without async frames: contract in and out
 * by the contract's own checks, drift counts, sticky routing, cache under a key over all ten fields, breaker,
 * deadline enforced by one shared timer, counters. No retry or fallback: neither acts on a healthy call.
 */
export function byHand(
  stable: HandModel,
  candidate: HandModel,
  reference: readonly Input[],
): (input: Input) => Promise<Output> {
  // Neither schema is asynchronous.
  const checkInput = inputCheck(churn) as (value: unknown) => Input
  const checkOutput = outputCheck(churn) as (value: unknown) => Output
  const drift = new HandDrift(reference)
  const cache = new LRUCache<number, Kept>({ max: cacheEntries })
  const share = Math.round((rollout.weight / 100) * 2 ** 20)
  const failures = { stable: 0, candidate: 0 }
  const openUntil = { stable: 0, candidate: 0 }
  const counts = { live: 0, cache: 0, failed: 0, inFlight: 0, late: 0 }
  let first: Waiting | undefined
  let last: Waiting | undefined
  let timer: NodeJS.Timeout | undefined

  const leave = (call: Waiting): void => {
    call.isOver = true
    counts.inFlight--
    if (call.before === undefined) first = call.after
    else call.before.after = call.after
    if (call.after === undefined) last = call.before
    else call.after.before = call.before
  }
  const onTimer = (): void => {
    timer = undefined
    const now = performance.now()
    while (first !== undefined && first.cutoff <= now) {
      const call = first
      const error = new DeadlineExceededError(deadlineMs)
      leave(call)
      counts.failed++
      call.abort(error)
      call.reject(error)
    }
    if (first !== undefined) timer = setTimeout(onTimer, first.cutoff - now)
  }

  return (input) => {
    const begun = performance.now()
    let row: Input
    try {
      row = checkInput(input)
    } catch (error) {
      counts.failed++
      return Promise.reject(error)
    }
    drift.observe(row)
    const arm = murmur3(row.userId, 0x5eed) >>> 12 < share ? 'candidate' : 'stable'
    // Found by hash and whole comparison, as the guard's memory does: any text of ten fields costs more.
    const hash = inputMatch.hash(row, arm === 'stable' ? 1 : 2)
    const hit = hash === undefined ? undefined : cache.get(hash)
    if (hit !== undefined && hit.arm === arm && begun < hit.freshUntil && inputMatch.same(row, hit.row)) {
      counts.cache++
      return Promise.resolve(hit.output)
    }
    const copy = inputMatch.copy(row)
    if (failures[arm] >= 5 && begun < openUntil[arm]) {
      counts.failed++
      return Promise.reject(new Error('circuit open'))
    }
    const call = new Waiting(begun + deadlineMs)
    counts.inFlight++
    call.before = last
    if (last === undefined) first = call
    else last.after = call
    last = call
    timer ??= setTimeout(onTimer, deadlineMs).unref()
    return new Promise((resolve, reject) => {
      call.reject = reject
      const failed = (error: unknown): void => {
        leave(call)
        counts.failed++
        if (++failures[arm] >= 5) openUntil[arm] = performance.now() + 10_000
        reject(error)
      }
      const target = arm === 'stable' ? stable : candidate
      target(row, call).then(
        (raw) => {
          const now = performance.now()
          if (call.isOver || now >= call.cutoff) {
            counts.late++
            if (!call.isOver) failed(new DeadlineExceededError(deadlineMs))
            return
          }
          let output: Output
          try {
            output = checkOutput(raw)
          } catch (error) {
            failed(error)
            return
          }
          leave(call)
          failures[arm] = 0
          counts.live++
          if (hash !== undefined) {
            cache.set(hash, { arm, row: copy, output, freshUntil: now + ttlMs })
          }
          resolve(output)
        },
        (error: unknown) => {
          if (call.isOver) counts.late++
          else failed(error)
        },
      )
    })
  }
}
