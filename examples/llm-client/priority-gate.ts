// A stage of our own: at most so many calls at once, the more important ones first.
import { defineStage } from 'plimsoll'
import type { Priority, Stage } from 'plimsoll'

/** The call was shed: all places were taken by calls at least as important. */
export class ShedError extends Error {
  override readonly name = 'ShedError'
  /** Milliseconds after which it may be worth asking again. */
  readonly retryAfter: number

  constructor(retryAfter: number) {
    super('shed: too many calls of the same or a higher priority')
    this.retryAfter = retryAfter
  }
}

const ranks: Readonly<Record<Priority, number>> = { critical: 0, default: 1, sheddable: 2, background: 3 }

interface Waiting {
  readonly rank: number
  readonly admit: () => void
  readonly shed: () => void
}

/**
 * Hands out permits, and queues calls by priority, oldest first within one. When the queue is full the least
 * important call leaves it, the newest of its kind first, be it the one that just came.
 */
export class PriorityGate {
  private free: number
  private readonly permits: number
  private readonly places: number
  private readonly queue: Waiting[] = []

  constructor(permits: number, places: number) {
    this.permits = permits
    this.places = places
    this.free = permits
  }

  get inUse(): number {
    return this.permits - this.free
  }

  get waiting(): number {
    return this.queue.length
  }

  /** Takes a permit at once, where there is one. */
  tryTake(): boolean {
    if (this.free === 0) return false
    this.free--
    return true
  }

  /** Waits for a permit; rejects when shed, or with the signal's reason, and holds no permit then. */
  take(priority: Priority, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.queue.splice(this.queue.indexOf(waiting), 1)
        reject(signal.reason)
      }
      const settle = (): void => signal.removeEventListener('abort', leave)
      const waiting: Waiting = {
        rank: ranks[priority],
        admit: () => {
          settle()
          resolve()
        },
        shed: () => {
          settle()
          reject(new ShedError(1_000))
        },
      }
      signal.addEventListener('abort', leave)
      const later = this.queue.findIndex(({ rank }) => rank > waiting.rank)
      this.queue.splice(later === -1 ? this.queue.length : later, 0, waiting)
      if (this.queue.length > this.places) this.queue.pop()?.shed()
    })
  }

  /** Gives a permit back: to the first in the queue, if anybody waits. */
  release(): void {
    const next = this.queue.shift()
    if (next === undefined) this.free++
    else next.admit()
  }
}

/**
 * The stage around a gate.
 *
 * Each completed `enter` is owed exactly one `leave` or `error`, so a permit taken in the one is given back in
 * the other, on every path: answer, failure, deadline, a caller who leaves. A call that is over while it queues
 * has its signal aborted, and its `enter` rejects without a permit. If the permit came in that very moment,
 * `enter` completes after the end of its call, and the runner gives it its `error` then.
 */
export function priorityGate(gate: PriorityGate): Stage {
  return defineStage({
    name: 'priority gate',
    enter(call) {
      // Synchronous where there is room: only a call that must wait has a signal made, and costs a promise.
      if (!gate.tryTake()) return gate.take(call.priority, call.signal)
    },
    leave: () => gate.release(),
    error: () => gate.release(),
  })
}
