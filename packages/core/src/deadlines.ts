import type { Clock, Timer } from './clock.ts'

/** Something that waits and must be told when its time has run out. */
export interface Deadlined {
  /** When, on the clock. Must not change while armed. */
  cutoff: number
  /** Its place in the heap, -1 while it is not armed; owned by `Deadlines`. */
  heapIndex: number
  /** Its own timer, where timers belong to requests; owned by `Deadlines`. */
  timer: Timer
}

// The longest delay that setTimeout takes; longer ones fire at once.
const longestDelay = 2_147_483_647

/**
 * Tells every waiting item when its time has run out, with one timer for all of them: a binary heap by
 * cutoff, O(log n) to arm and disarm, nothing allocated. The timer is left to fire when the last item
 * leaves, so that a busy guard does not set one per call; it never keeps the process alive by itself.
 *
 * Where timers belong to a request (`clock.timers === 'request'`) each item has its own timer instead.
 *
 * @example
 * const clock = createFakeClock()
 * const deadlines = new Deadlines(clock, (item: Deadlined) => console.log('over', item.cutoff))
 * deadlines.arm({ cutoff: 250, heapIndex: -1, timer: undefined })
 * await clock.advance(250)
 * deadlines.size // 0
 */
export class Deadlines<Item extends Deadlined> {
  private readonly heap: Item[] = []
  private readonly clock: Clock
  private readonly expire: (item: Item) => void
  private readonly fire: () => void
  private timer: Timer
  private timerAt = Infinity
  private isHeld = false

  constructor(clock: Clock, expire: (item: Item) => void) {
    this.clock = clock
    this.expire = expire
    this.timer = undefined
    this.fire = () => this.onTimer()
  }

  /** How many items wait. */
  get size(): number {
    return this.heap.length
  }

  arm(item: Item): void {
    if (this.clock.timers === 'request') {
      item.heapIndex = 0
      item.timer = this.clock.setTimer(
        () => this.onOwnTimer(item),
        this.delayUntil(item.cutoff, this.clock.now()),
      )
      return
    }
    this.insert(item)
    if (item.cutoff < this.timerAt) this.setTimer(item.cutoff)
    if (!this.isHeld) this.hold(true)
  }

  disarm(item: Item): void {
    if (item.heapIndex < 0) return
    if (this.clock.timers === 'request') {
      item.heapIndex = -1
      this.clock.clearTimer(item.timer)
      item.timer = undefined
      return
    }
    this.remove(item)
    if (this.heap.length === 0 && this.isHeld) this.hold(false)
  }

  /** Clears the shared timer; for disposal, when nothing waits any more. */
  close(): void {
    if (this.timer !== undefined) this.clock.clearTimer(this.timer)
    this.timer = undefined
    this.timerAt = Infinity
    this.isHeld = false
  }

  private onOwnTimer(item: Item): void {
    const now = this.clock.now()
    if (now < item.cutoff) {
      item.timer = this.clock.setTimer(() => this.onOwnTimer(item), this.delayUntil(item.cutoff, now))
      return
    }
    item.heapIndex = -1
    item.timer = undefined
    this.expire(item)
  }

  private onTimer(): void {
    this.timer = undefined
    this.timerAt = Infinity
    this.isHeld = false
    const now = this.clock.now()
    let first = this.heap[0]
    while (first !== undefined && first.cutoff <= now) {
      this.remove(first)
      this.expire(first)
      first = this.heap[0]
    }
    if (first !== undefined && first.cutoff < this.timerAt) {
      this.setTimer(first.cutoff)
      this.isHeld = true
    }
  }

  private setTimer(at: number): void {
    if (this.timer !== undefined) this.clock.clearTimer(this.timer)
    this.timerAt = at
    this.isHeld = true
    this.timer = this.clock.setTimer(this.fire, this.delayUntil(at, this.clock.now()))
  }

  private delayUntil(at: number, now: number): number {
    return Math.min(longestDelay, Math.max(0, Math.ceil(at - now)))
  }

  private hold(keepAlive: boolean): void {
    this.isHeld = keepAlive
    if (this.timer !== undefined) this.clock.hold?.(this.timer, keepAlive)
  }

  private insert(item: Item): void {
    item.heapIndex = this.heap.length
    this.heap.push(item)
    this.up(item)
  }

  private remove(item: Item): void {
    const last = this.heap.pop()
    const index = item.heapIndex
    item.heapIndex = -1
    if (last === undefined || last === item) return
    this.heap[index] = last
    last.heapIndex = index
    this.up(last)
    this.down(last)
  }

  private up(item: Item): void {
    let index = item.heapIndex
    while (index > 0) {
      const parentIndex = (index - 1) >> 1
      const parent = this.heap[parentIndex]
      if (parent === undefined || parent.cutoff <= item.cutoff) break
      this.heap[index] = parent
      parent.heapIndex = index
      index = parentIndex
    }
    this.heap[index] = item
    item.heapIndex = index
  }

  private down(item: Item): void {
    const { heap } = this
    let index = item.heapIndex
    for (;;) {
      let child = heap[2 * index + 1]
      const right = heap[2 * index + 2]
      if (child === undefined) break
      if (right !== undefined && right.cutoff < child.cutoff) child = right
      if (child.cutoff >= item.cutoff) break
      const childIndex = child.heapIndex
      heap[index] = child
      child.heapIndex = index
      index = childIndex
    }
    heap[index] = item
    item.heapIndex = index
  }
}
