import type { Flight } from './flights.ts'

const slotCount = 1_024

/**
 * Flights under way, by hash. Those under a number are chained through themselves: a `Map` that is set and
 * deleted from at every call is built anew every few of them.
 */
export class FlightTable<Input, Output> {
  size = 0
  private readonly slots: (Flight<Input, Output> | undefined)[] = Array.from({ length: slotCount })
  private readonly texts: Map<string, Flight<Input, Output>> = new Map()

  /** The one that came last under this hash. */
  get(hash: number | string): Flight<Input, Output> | undefined {
    if (typeof hash === 'string') return this.texts.get(hash)
    let flight = this.slots[slotOf(hash)]
    while (flight !== undefined && flight.hash !== hash) flight = flight.next
    return flight
  }

  add(flight: Flight<Input, Output>): void {
    const { hash } = flight
    if (typeof hash === 'string') {
      this.texts.set(hash, flight)
      this.size = this.texts.size
      return
    }
    const slot = slotOf(hash)
    flight.next = this.slots[slot]
    this.slots[slot] = flight
    this.size++
  }

  /** Does nothing where it is not there. */
  remove(flight: Flight<Input, Output>): void {
    const { hash, next } = flight
    if (typeof hash === 'string') {
      // Under the same text another may be asking by now.
      if (this.texts.get(hash) === flight) this.texts.delete(hash)
      this.size = this.texts.size
      return
    }
    const slot = slotOf(hash)
    const first = this.slots[slot]
    if (first === flight) this.slots[slot] = next
    else {
      let before = first
      while (before !== undefined && before.next !== flight) before = before.next
      if (before === undefined) return
      before.next = next
    }
    flight.next = undefined
    this.size--
  }

  removeWhere(isGone: (flight: Flight<Input, Output>) => boolean): void {
    const all = Array.from(this.texts.values())
    for (let flight of this.slots) {
      for (; flight !== undefined; flight = flight.next) all.push(flight)
    }
    for (const flight of all) if (isGone(flight)) this.remove(flight)
  }
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 16)) & (slotCount - 1)
}
