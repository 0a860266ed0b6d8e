import type { Clock } from '../clock.ts'

/** A clock that moves only when told. */
export interface FakeClock extends Clock {
  /** Moves time on by `ms`, firing due timers in order and letting promises settle in between. */
  advance(ms: number): Promise<void>
  /** How many timers are set. */
  readonly pending: number
  /** How often the clock was read. */
  readonly reads: number
}

interface FakeTimer {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

/**
 * Creates a clock for tests: `now` starts at 0, `wall` at `wall`, and both move by `advance` alone.
 *
 * @example
 * const clock = createFakeClock()
 * const { target } = scriptedTarget<number, number>([{ kind: 'answer', output: 1, after: 80 }], clock)
 * const answer = compose(target, [], { clock, deadline: 100 })(7)
 * await clock.advance(80)
 * await answer // 1
 */
export function createFakeClock(
  options: { readonly wall?: number; readonly timers?: 'shared' | 'request' } = {},
): FakeClock {
  const { wall = 1_700_000_000_000, timers = 'shared' } = options
  const set = new Set<FakeTimer>()
  let now = 0
  let order = 0
  let reads = 0
  return {
    timers,
    now() {
      reads++
      return now
    },
    wall: () => wall + now,
    setTimer(fire, delay) {
      const timer: FakeTimer = { at: now + Math.max(0, delay), order: order++, fire }
      set.add(timer)
      return timer
    },
    clearTimer(timer) {
      set.delete(timer as FakeTimer)
    },
    get pending() {
      return set.size
    },
    get reads() {
      return reads
    },
    async advance(ms) {
      const until = now + ms
      await settle()
      for (;;) {
        const next = firstDue(set, until)
        if (next === undefined) break
        set.delete(next)
        now = Math.max(now, next.at)
        next.fire()
        await settle()
      }
      now = until
      await settle()
    },
  }
}

/**
 * Lets promise callbacks that are due run, without any timer.
 *
 * @example
 * void predict(input).then(() => console.log('answered'))
 * await settle()
 */
export async function settle(): Promise<void> {
  for (let i = 0; i < 256; i++) await Promise.resolve()
}

function firstDue(set: ReadonlySet<FakeTimer>, until: number): FakeTimer | undefined {
  let first: FakeTimer | undefined
  for (const timer of set) {
    if (timer.at > until) continue
    if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) {
      first = timer
    }
  }
  return first
}
