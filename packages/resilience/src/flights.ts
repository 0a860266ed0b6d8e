// One thing: who asks, who waits, and how one becomes the other. Split, the hand-over would hide.
import type { Call, Clock, Source, Timer } from '@plimsoll/core'
import { isReadOnce } from '@plimsoll/core'
import { blameOf } from './blame.ts'
import { FlightTable } from './flight-table.ts'

/** What a call asks for, and calls with an equal input may wait for. */
export interface Flight<Input, Output> {
  /** What it is found by; whoever finds it compares the rest. */
  readonly hash: number | string
  /** The call that asks; `undefined` while nobody does. */
  leader: Call<Input, Output> | undefined
  /** Those that wait, once there were any. */
  party: Party<Input, Output> | undefined
  /** The next one in the same chain; the table's own. */
  next: Flight<Input, Output> | undefined
}

/** How the wait for a flight ended: with an answer, a failure, or nothing that can be shared. */
type End<Output> =
  | {
      readonly kind: 'answered'
      readonly output: Output
      readonly source: Source
      readonly degraded: boolean
      readonly age: number
    }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'unshared' }

interface Party<Input, Output> {
  /** In order of arrival. */
  readonly waiting: Set<Follower<Input, Output>>
  end: End<Output> | undefined
  /** Who is to take over. */
  heir: Follower<Input, Output> | undefined
  /** When the leader last showed that its request lives, and the timer by which it does; where timers are theirs. */
  seenAt: number
  pulse: Timer
}

// A call without a deadline may hang for ever: later ones follow it no longer than this, in milliseconds.
const longestLead = 5_000
// Where timers belong to requests, in milliseconds: how often a follower looks, how often a leader shows
// itself, and after which silence its request counts as dropped by the runtime.
const lookEvery = 5
const pulseEvery = 50
const silence = 200
const fewest = 1_024

/**
 * Lets calls wait for an equal one that is under way, instead of asking too.
 *
 * What the leader gets, an answer or the target's own failure, its followers get. A leader that ends for a
 * reason of its own (its caller left, its time ran out, it was refused or superseded) hands over to the
 * follower that came next; where its time ran out, to the one that has the most left. Each follower waits under its own deadline and signal, and holds nobody up.
 *
 * Where timers belong to requests, one request must not settle a promise of another: there a follower looks
 * for itself, and takes over too from a leader whose request the runtime dropped without a word.
 */
export class Flights<Input, Output> {
  private readonly clock: Clock
  private readonly isPolled: boolean
  private readonly asking: FlightTable<Input, Output> = new FlightTable()
  private sweepAt = fewest

  constructor(clock: Clock) {
    this.clock = clock
    this.isPolled = clock.timers === 'request'
  }

  /** How many calls are under way that others could follow. */
  get size(): number {
    return this.asking.size
  }

  /**
   * Finds what a call may follow. Not for a further attempt: it is made since waiting for the one before did not
   * help, or beside it.
   */
  find(hash: number | string, call: Call<Input, Output>): Flight<Input, Output> | undefined {
    if (this.asking.size === 0 || call.attempt > 1) return undefined
    const flight = this.asking.get(hash)
    const leader = flight?.leader
    if (leader === undefined || leader.remaining !== Infinity) return flight
    return call.startedAt - leader.startedAt < longestLead ? flight : undefined
  }

  /** The call asks: from here on others may follow. Owed one `land` or `fail`. */
  lead(call: Call<Input, Output>, flight: Flight<Input, Output>): void {
    this.asking.add(flight)
    this.takeOver(call, flight)
  }

  /**
   * Waits for a flight: answers the call, or rejects with the failure it shares. Resolves with the flight where
   * the call has become its leader; with nothing where the call was cut off, or must ask for itself.
   */
  follow(
    call: Call<Input, Output>,
    flight: Flight<Input, Output>,
  ): Promise<Flight<Input, Output> | undefined> {
    const party = (flight.party ??= newParty())
    return new Promise((resolve, reject) => {
      const follower: Follower<Input, Output> = new Follower(call, this.clock, () => {
        const { end } = party
        if (end === undefined) {
          if (this.isLed(flight, party, follower)) return
          follower.stop()
          party.waiting.delete(follower)
          this.takeOver(call, flight)
          resolve(flight)
          return
        }
        follower.stop()
        if (end.kind === 'answered') call.answer(end.output, end.source, end)
        // As the target threw it: not every failure is an Error.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        if (end.kind === 'failed') reject(end.error)
        else resolve(undefined)
      })
      party.waiting.add(follower)
      follower.start(this.isPolled, () => {
        party.waiting.delete(follower)
        if (flight.leader === undefined && party.heir === follower) this.pass(call, flight, false)
        resolve(undefined)
      })
    })
  }

  /** The call was answered: so are those that wait for it, unless the answer can be read only once. */
  land(call: Call<Input, Output>, flight: Flight<Input, Output>): void {
    if (flight.party === undefined) {
      this.remove(call, flight)
      return
    }
    const output = call.output as Output
    const source = call.source === 'live' ? 'cache' : call.source
    const { degraded, age } = call
    const end: End<Output> = isReadOnce(output)
      ? { kind: 'unshared' }
      : { kind: 'answered', output, source, degraded, age }
    this.end(call, flight, end)
  }

  /** The leader failed: its followers share what the target did, and go on by themselves otherwise. */
  fail(call: Call<Input, Output>, flight: Flight<Input, Output>): void {
    if (flight.leader !== call) return
    const { party } = flight
    const blame = blameOf(call.error)
    if (party === undefined) this.remove(call, flight)
    else if (!call.isAborted && !call.isExpired && (blame === 'target' || blame === 'caller')) {
      this.end(call, flight, { kind: 'failed', error: call.error })
    } else this.handOver(call, flight)
  }

  /** The leader leaves, for a reason of its own. */
  handOver(call: Call<Input, Output>, flight: Flight<Input, Output>): void {
    if (flight.leader !== call) return
    this.hide(flight)
    this.pass(call, flight, call.isExpired || blameOf(call.error) === 'deadline')
  }

  /** Passes on what nobody asks for any more: to the one with the most time left, or else to the one that came first. */
  private pass(call: Call<Input, Output>, flight: Flight<Input, Output>, byTime: boolean): void {
    const { party } = flight
    const next = party === undefined ? undefined : nextOf(party.waiting, byTime)
    flight.leader = undefined
    if (party === undefined || next === undefined) {
      this.remove(call, flight)
      return
    }
    party.heir = next
    if (this.isPolled) party.seenAt = this.clock.now()
    else next.look()
  }

  private takeOver(call: Call<Input, Output>, flight: Flight<Input, Output>): void {
    flight.leader = call
    if (this.isPolled) this.show(call, flight)
  }

  private end(call: Call<Input, Output>, flight: Flight<Input, Output>, end: End<Output>): void {
    const { party } = flight
    this.remove(call, flight)
    if (party === undefined) return
    party.end = end
    const waiting = Array.from(party.waiting)
    party.waiting.clear()
    if (!this.isPolled) for (const follower of waiting) follower.look()
  }

  private remove(call: Call<Input, Output>, flight: Flight<Input, Output>): void {
    if (flight.leader === call) this.hide(flight)
    flight.leader = undefined
    flight.party = undefined
    this.asking.remove(flight)
  }

  /** Whether another than this follower asks, or is about to. */
  private isLed(
    flight: Flight<Input, Output>,
    party: Party<Input, Output>,
    follower: Follower<Input, Output>,
  ): boolean {
    if (flight.leader === undefined && party.heir === follower) return false
    return !this.isPolled || this.clock.now() - party.seenAt <= silence
  }

  /** Shows now and then that the leader's request lives. */
  private show(call: Call<Input, Output>, flight: Flight<Input, Output>): void {
    const party = (flight.party ??= newParty())
    const pulse = (): void => {
      if (flight.leader !== call) return
      party.seenAt = this.clock.now()
      party.pulse = this.clock.setTimer(pulse, pulseEvery)
    }
    pulse()
    if (this.asking.size >= this.sweepAt) this.sweep()
  }

  private hide({ party }: Flight<Input, Output>): void {
    if (this.isPolled && party !== undefined) this.clock.clearTimer(party.pulse)
  }

  /** Forgets those whose requests were dropped, whenever there are twice as many as last time. */
  private sweep(): void {
    const now = this.clock.now()
    this.asking.removeWhere(({ party }) => party !== undefined && now - party.seenAt > silence)
    this.sweepAt = Math.max(fewest, 2 * this.asking.size)
  }
}

function newParty<Input, Output>(): Party<Input, Output> {
  return { waiting: new Set(), end: undefined, heir: undefined, seenAt: 0, pulse: undefined }
}

/** The one that came first; `byTime`, of those that have the most time left. */
function nextOf<Input, Output>(
  waiting: ReadonlySet<Follower<Input, Output>>,
  byTime: boolean,
): Follower<Input, Output> | undefined {
  let next: Follower<Input, Output> | undefined
  let most = -1
  for (const follower of waiting) {
    if (!byTime) return follower
    const { remaining } = follower.call
    if (remaining > most) {
      next = follower
      most = remaining
    }
  }
  return next
}

/** A call that waits until it is told, or sees, that something has changed; no longer than it may itself. */
class Follower<Input, Output> {
  /** Looks what has become of the flight. */
  readonly look: () => void
  readonly call: Call<Input, Output>
  private readonly signal: AbortSignal
  private readonly clock: Clock
  private timer: Timer = undefined
  private onAbort: (() => void) | undefined = undefined

  constructor(call: Call<Input, Output>, clock: Clock, look: () => void) {
    this.call = call
    this.signal = call.signal
    this.clock = clock
    this.look = look
  }

  start(isPolled: boolean, onCut: () => void): void {
    this.onAbort = () => {
      this.stop()
      onCut()
    }
    this.signal.addEventListener('abort', this.onAbort)
    if (isPolled) this.poll()
  }

  stop(): void {
    if (this.onAbort === undefined) return
    this.signal.removeEventListener('abort', this.onAbort)
    this.onAbort = undefined
    if (this.timer !== undefined) this.clock.clearTimer(this.timer)
  }

  private poll(): void {
    this.timer = this.clock.setTimer(() => {
      this.timer = undefined
      this.look()
      if (this.onAbort !== undefined) this.poll()
    }, lookEvery)
  }
}
