/** A fault of an observer: something that must not, and did not, disturb a prediction. */
export interface Fault {
  /** What faulted: `stage judge, leave`, `listener drift`, `sink`. From a bounded set. */
  readonly kind: string
  /** How often this kind has faulted so far. */
  readonly count: number
  /** What was thrown, untouched. It is the thrower's own and may hold anything: do not log it blindly. */
  readonly error: unknown
}

const kindLimit = 256

/**
 * Counts faults of observers by kind and reports the first of each kind.
 *
 * At most 256 kinds are kept apart; further ones count as `other`. Reporting never throws.
 *
 * @example
 * const faults = new Faults((fault) => console.warn(fault.kind))
 * faults.watch('listener drift', () => Promise.reject(new Error('full')))
 * await settle()
 * faults.counts.get('listener drift') // 1
 */
export class Faults {
  readonly counts: Map<string, number> = new Map()
  private readonly report: (fault: Fault) => void

  constructor(report: (fault: Fault) => void) {
    this.report = report
  }

  /** Counts one fault, and reports it when it is the first of its kind. */
  add(kind: string, error: unknown): void {
    const known = this.counts.has(kind) || this.counts.size < kindLimit ? kind : 'other'
    const count = (this.counts.get(known) ?? 0) + 1
    this.counts.set(known, count)
    if (count > 1) return
    try {
      const returned: unknown = this.report({ kind: known, count, error })
      this.ignoreRejection(returned)
    } catch {
      // The reporter itself is an observer: it is counted and left at that.
      this.counts.set('reporter', (this.counts.get('reporter') ?? 0) + 1)
    }
  }

  /** Runs an observing function: what it throws, or rejects with, is counted under `kind`. */
  watch(kind: string, observe: () => unknown): void {
    try {
      this.watchResult(kind, observe())
    } catch (error) {
      this.add(kind, error)
    }
  }

  /** Counts the rejection of a promise that an observer returned; anything else is ignored. */
  watchResult(kind: string, returned: unknown): void {
    if (isThenable(returned)) {
      Promise.resolve(returned).then(undefined, (error: unknown) => this.add(kind, error))
    }
  }

  private ignoreRejection(returned: unknown): void {
    if (isThenable(returned)) Promise.resolve(returned).then(undefined, () => undefined)
  }
}

/**
 * Whether a value has a `then` method. A `then` getter that throws is the caller's to catch.
 *
 * @example
 * isThenable(Promise.resolve(1)) // true
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    typeof (value as { readonly then?: unknown }).then === 'function'
  )
}
