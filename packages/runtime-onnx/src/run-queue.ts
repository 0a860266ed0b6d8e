import { ClosedError } from '@plimsoll/core'

interface Waiting {
  /** Begins the run; cleared when the call left the queue in another way. */
  start: (() => void) | undefined
  reject: (reason: unknown) => void
}

/**
 * Runs tasks in the order they came, one at a time.
 *
 * An idle queue starts a task at once. A task under way is never interrupted; one that waits leaves the
 * queue when its signal aborts. The queue itself is unbounded: bound the callers in front of it.
 */
export class RunQueue {
  #waiting: Waiting[] = []
  #head = 0
  #current: Promise<unknown> | undefined
  #isClosed = false

  /** Whether a task would start at once. */
  get isIdle(): boolean {
    return this.#current === undefined
  }

  /** Resolves or rejects as the task does; rejects with the signal's reason or `ClosedError` instead of starting it. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#isClosed) return Promise.reject(new ClosedError())
    if (signal?.aborted === true) return Promise.reject(signal.reason)
    if (this.#current === undefined) return this.#start(task)
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => waiting.reject(signal?.reason)
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', leave)
          resolve(this.#start(task))
        },
        reject: (reason) => {
          signal?.removeEventListener('abort', leave)
          waiting.start = undefined
          reject(reason)
        },
      }
      signal?.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiting)
    })
  }

  /** Takes no more tasks, rejects those that wait, and resolves when the one under way has settled. */
  close(): Promise<void> {
    this.#isClosed = true
    const waiting = this.#waiting.slice(this.#head)
    this.#waiting = []
    this.#head = 0
    for (const entry of waiting) if (entry.start !== undefined) entry.reject(new ClosedError())
    const current = this.#current
    if (current === undefined) return Promise.resolve()
    return current.then(ignore, ignore)
  }

  #start<T>(task: () => Promise<T>): Promise<T> {
    let running: Promise<T>
    try {
      running = task()
    } catch (error) {
      running = Promise.reject(error)
    }
    this.#current = running
    running.then(this.#next, this.#next)
    return running
  }

  #next = (): void => {
    this.#current = undefined
    while (this.#head < this.#waiting.length) {
      const entry = this.#waiting[this.#head++]
      const start = entry?.start
      if (entry === undefined || start === undefined) continue
      entry.start = undefined
      start()
      break
    }
    // Cut in blocks, so that a long queue is not moved for every run.
    if (this.#head === this.#waiting.length || this.#head >= 1024) {
      this.#waiting = this.#waiting.slice(this.#head)
      this.#head = 0
    }
  }
}

function ignore(): void {}
