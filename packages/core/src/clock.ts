/** What a timer is to a clock: opaque, given back to `clearTimer`. */
export type Timer = unknown

/**
 * Time as plimsoll sees it. Every engine takes `now` as an argument; only a clock reads it.
 */
export interface Clock {
  /** Monotonic milliseconds from any origin, for durations and deadlines. */
  now(): number
  /** Milliseconds since 1970, for ids and records. */
  wall(): number
  /** Calls `fire` once after `delay` milliseconds. */
  setTimer(fire: () => void, delay: number): Timer
  clearTimer(timer: Timer): void
  /** Lets the process end while the timer is pending (`false`), or keeps it alive again (`true`). */
  hold?(timer: Timer, keepAlive: boolean): void
  /**
   * Whether a timer may outlive the request that set it. `request` makes each waiting call set and clear
   * its own timer, as Cloudflare's runtime demands; `shared` lets one timer serve all calls.
   */
  readonly timers: 'shared' | 'request'
}

/**
 * Returns the clock of the running process: `performance.now`, `Date.now` and `setTimeout`, looked up at
 * each use so that fake timers installed later are honoured.
 *
 * @example
 * const clock = systemClock()
 * const start = clock.now()
 * await predict(input)
 * console.log(`${clock.now() - start} ms`)
 */
export function systemClock(): Clock {
  return {
    now: () => performance.now(),
    wall: () => Date.now(),
    setTimer: (fire, delay) => setTimeout(fire, delay),
    clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    hold: (timer, keepAlive) => {
      if (!isNodeTimer(timer)) return
      if (keepAlive) timer.ref()
      else timer.unref()
    },
    timers: timersBelongToRequests() ? 'request' : 'shared',
  }
}

interface NodeTimer {
  ref(): unknown
  unref(): unknown
}

function isNodeTimer(timer: unknown): timer is NodeTimer {
  return typeof timer === 'object' && timer !== null && 'unref' in timer && 'ref' in timer
}

function timersBelongToRequests(): boolean {
  return typeof navigator !== 'undefined' && navigator.userAgent === 'Cloudflare-Workers'
}
