import type { OutcomeEntry, OutcomeStore } from '../ports.ts'
import { CaseList, must, mustReject } from './case-list.ts'
import type { Bench, KitClock, KitOptions } from './case-list.ts'
import type { ConformanceCase } from './conformance.ts'
import { difference, kindOf } from './same-data.ts'
import { awkwardKeys, frozen, inheritedNames, otherSamples, plainSamples, shown } from './samples.ts'

/** What the kit for outcome stores can be told of a store. */
export interface OutcomeStoreKitOptions<
  Store extends OutcomeStore<unknown> = OutcomeStore<unknown>,
> extends KitOptions<Store> {
  /**
   * The store's time. One that really waits will do, with a small `ttl`.
   * @default Date.now, and the cases of time passing are skipped
   */
  readonly clock?: KitClock | undefined
  /**
   * How long decisions wait in the cases of time passing, in milliseconds. Where the clock really waits: small,
   * and many times what the store takes to answer. @default 1000
   */
  readonly ttl?: number | undefined
  /** Decisions the store keeps at most, from 1000. @default not known: the case is skipped */
  readonly capacity?: number | undefined
  /** Takes the store's far end away for good, as an outage does. @default none: the case is skipped */
  readonly fail?: ((store: Store) => void | Promise<void>) | undefined
}

const hour = 3_600_000

/**
 * Lists what an `OutcomeStore` must do. Each case makes a store of its own with `make`, which must be empty: give
 * stores with a shared far end a prefix each. No case keeps more than 1000 decisions, but for the one of `capacity`.
 *
 * @example
 * const clock = createFakeClock()
 * const make = () => createMemoryOutcomeStore({ clock })
 * for (const c of outcomeStoreCases(make, { clock })) test(c.name, c.run)
 */
export function outcomeStoreCases<Store extends OutcomeStore<unknown>>(
  make: () => Store | Promise<Store>,
  options: OutcomeStoreKitOptions<Store> = {},
): readonly ConformanceCase[] {
  const { clock, ttl = 1_000, capacity, fail } = options
  const list = new CaseList<Store>(make, options)
  const it = (
    name: string,
    body: (store: TriedStore, bench: Bench<Store>, made: Store) => Promise<void>,
    missing?: string,
  ): void => {
    list.add(name, (made, bench) => body(new TriedStore(made, bench), bench, made), missing)
  }
  const entry = (
    pending: unknown,
    unit: string | undefined = 'u1',
    wait: number = hour,
  ): OutcomeEntry<unknown> => ({
    pending,
    unit,
    expiresAt: (clock?.wall() ?? Date.now()) + wait,
  })

  it('gives a decision to the first take and undefined to the next', async (store) => {
    await store.put('id', entry({ p: 0.5 }))
    mustBe('a decision', await store.take('id'), { p: 0.5 })
    mustMiss('a decision that was taken', await store.take('id'))
  })
  it('gives undefined for an id that was never put', async (store) => {
    mustMiss('an unknown id', await store.take('id'))
    for (const name of inheritedNames) mustMiss(`the id ${name}`, await store.take(name))
  })
  it('gives a decision to one of many takes at once', async (store) => {
    await store.put('id', entry({ p: 0.5 }))
    const taken = await Promise.all(Array.from({ length: 20 }, () => store.take('id')))
    const winners = taken.filter((pending) => pending !== undefined)
    must(winners.length === 1, `one of 20 takes at once must get the decision: ${winners.length} did`)
  })
  it('keeps what is pending as it is, null and false too', async (store) => {
    for (const { what, value } of plainSamples()) {
      await store.put('id', entry(value))
      mustBe(what, await store.take('id'), value)
    }
  })
  it('gives other data back equal, or refuses it', async (store) => {
    for (const { what, value } of otherSamples()) {
      // To refuse is to reject, or to keep nothing.
      const isTaken = await store.put(what, entry(value)).then(
        () => true,
        () => false,
      )
      const pending = isTaken ? await store.take(what) : undefined
      if (pending !== undefined) mustBe(what, pending, value)
    }
  })
  it('writes nothing into the entry it was given', async (store) => {
    await store.put('id', frozen(entry({ p: 0.5, of: [1] })))
    mustBe('a decision', await store.take('id'), { p: 0.5, of: [1] })
  })
  it('takes any text as an id, and confuses no two of them', async (store) => {
    const ids = awkwardKeys()
    for (const [i, id] of ids.entries()) await store.put(id, entry(i))
    for (const [i, id] of ids.entries()) mustBe(`the id ${shown(id)}`, await store.take(id), i)
  })
  it('replaces a decision kept under the same id, its unit too', async (store) => {
    await store.put('id', entry('old', 'old unit'))
    await store.put('id', entry('new', 'new unit'))
    mustCount('the unit of a replaced decision', await store.forget('old unit'), 0)
    mustBe('the decision put last', await store.take('id'), 'new')
    mustMiss('a decision that was taken', await store.take('id'))
    mustCount('the unit of a taken decision', await store.forget('new unit'), 0)
  })
  it('keeps a thousand decisions that arrive at once', async (store) => {
    const numbers = Array.from({ length: 1_000 }, (_, i) => i)
    await Promise.all(numbers.map((i) => store.put(`id${i}`, entry(i, `u${i % 10}`))))
    const taken = await Promise.all(numbers.map((i) => store.take(`id${i}`)))
    for (const i of numbers) mustBe('one of a thousand decisions', taken[i], i)
  })
  it('forgets a unit, says how many decisions went, and leaves the others', async (store) => {
    for (let i = 0; i < 6; i++) await store.put(`id${i}`, entry(i, i % 2 === 0 ? 'u1' : 'u2'))
    await store.take('id0')
    mustCount('a unit with two decisions left', await store.forget('u1'), 2)
    for (const id of ['id2', 'id4']) mustMiss('a decision of a forgotten unit', await store.take(id))
    for (const i of [1, 3, 5]) mustBe('a decision of another unit', await store.take(`id${i}`), i)
  })
  it('forgets nothing the second time, and nothing of an unknown unit', async (store) => {
    await store.put('id', entry(1, 'u1'))
    mustCount('an unknown unit', await store.forget('u2'), 0)
    await store.forget('u1')
    mustCount('a forgotten unit', await store.forget('u1'), 0)
  })
  it('keeps decisions of a unit that was forgotten before', async (store) => {
    await store.put('id', entry(1, 'u1'))
    await store.forget('u1')
    await store.put('id', entry(2, 'u1'))
    mustBe('a decision after its unit was forgotten', await store.take('id'), 2)
  })
  it('confuses no two units', async (store) => {
    const units = awkwardKeys()
    for (const [i, unit] of units.entries()) await store.put(`id${i}`, entry(i, unit))
    for (const unit of units) mustCount(`the unit ${shown(unit)}`, await store.forget(unit), 1)
  })
  it('keeps decisions without a unit whatever is forgotten', async (store) => {
    await store.put('id', { ...entry(1), unit: undefined })
    for (const unit of ['', 'undefined', 'null', '*']) {
      mustCount('a unit that no decision has', await store.forget(unit), 0)
    }
    mustBe('a decision without a unit', await store.take('id'), 1)
  })
  it('shares nothing with another store', async (store, bench) => {
    const other = new TriedStore(await bench.make(), bench)
    await store.put('id', entry(1, 'u1'))
    mustMiss('an id put in another store', await other.take('id'))
    mustCount('a unit of another store', await other.forget('u1'), 0)
    mustBe('a decision', await store.take('id'), 1)
  })
  it('keeps nothing whose time is over when it is put', async (store) => {
    await store.put('id', entry(1, 'u1', -1))
    mustCount('a unit whose decision has expired', await store.forget('u1'), 0)
    await store.put('id', entry(1, 'u1', -1))
    mustMiss('an expired decision', await store.take('id'))
  })
  it('keeps a decision that waits longer than a timer can take', async (store) => {
    // Its own bound may end the wait sooner; not at once.
    await store.put('id', entry(1, 'u1', 60 * 24 * hour))
    await clock?.advance(ttl)
    mustBe('a decision that may wait 60 days', await store.take('id'), 1)
  })

  const noTime = clock === undefined ? 'clock was not given' : undefined
  const pass = async (ms: number): Promise<void> => clock?.advance(ms)
  it(
    'keeps each decision until its own time is over, and not longer',
    async (store) => {
      await store.put('short', entry(1, 'u1', ttl))
      await store.put('long', entry(2, 'u1', ttl * 10))
      await store.put('taken', entry(3, 'u1', ttl))
      await pass(ttl / 2)
      mustBe('a decision in its time', await store.take('taken'), 3)
      await pass(ttl)
      mustMiss('an expired decision', await store.take('short'))
      mustBe('a decision in its time', await store.take('long'), 2)
    },
    noTime,
  )
  it(
    'counts the time of a decision that is put again anew',
    async (store) => {
      await store.put('longer', entry(1, 'u1', ttl))
      await store.put('shorter', entry(2, 'u1', ttl * 10))
      await store.put('longer', entry(1, 'u1', ttl * 10))
      await store.put('shorter', entry(2, 'u1', ttl))
      await pass(ttl * 1.5)
      mustBe('a decision put again for longer', await store.take('longer'), 1)
      mustMiss('a decision put again for shorter', await store.take('shorter'))
    },
    noTime,
  )
  it(
    'counts no expired decision as forgotten',
    async (store) => {
      await store.put('short', entry(1, 'u1', ttl))
      await store.put('long', entry(2, 'u1', ttl * 10))
      await pass(ttl * 1.5)
      mustCount('a unit with one decision in its time and one expired', await store.forget('u1'), 1)
    },
    noTime,
  )
  it(
    'keeps at most the decisions it says, the newest among them',
    async (store) => {
      const count = (capacity ?? 0) + 100
      for (let i = 0; i < count; i++) await store.put(`id${i}`, entry(i))
      mustBe('the newest decision', await store.take(`id${count - 1}`), count - 1)
      let kept = 1
      for (let i = 0; i < count - 1; i++) if ((await store.take(`id${i}`)) !== undefined) kept++
      must(kept <= (capacity ?? 0), `the store must keep at most ${capacity} decisions: it kept ${kept}`)
    },
    capacity === undefined ? 'capacity was not given' : undefined,
  )
  it(
    'rejects with an Error when its far end is gone',
    async (store, { within }, made) => {
      await store.put('id', entry(1))
      await within('fail', () => fail?.(made))
      await mustReject('take', () => store.take('id'))
      await mustReject('put', () => store.put('id', entry(2)))
      await mustReject('forget', () => store.forget('u1'))
    },
    fail === undefined ? 'fail was not given' : undefined,
  )
  return list.cases
}

function mustBe(what: string, taken: unknown, pending: unknown): void {
  must(taken !== undefined, `take must find ${what}: it gave undefined`)
  const wrong = difference(pending, taken, 'what was pending')
  must(wrong === undefined, `take must give ${what} as it was put: ${wrong}`)
}

function mustMiss(what: string, taken: unknown): void {
  must(taken === undefined, `take must give undefined for ${what}: it gave ${kindOf(taken)}`)
}

function mustCount(what: string, count: unknown, expected: number): void {
  must(typeof count === 'number', `forget must return a number: it returned ${kindOf(count)}`)
  must(count === expected, `forget must return ${expected} for ${what}: it returned ${count}`)
}

/** A store whose operations must end in time. */
class TriedStore {
  private readonly store: OutcomeStore<unknown>
  private readonly within: Bench<unknown>['within']

  constructor(store: OutcomeStore<unknown>, { within }: Pick<Bench<unknown>, 'within'>) {
    this.store = store
    this.within = within
  }

  put(id: string, entry: OutcomeEntry<unknown>): Promise<void> {
    return this.within('put', () => this.store.put(id, entry))
  }

  take(id: string): Promise<unknown> {
    return this.within('take', () => this.store.take(id))
  }

  forget(unit: string): Promise<unknown> {
    return this.within('forget', () => this.store.forget(unit))
  }
}
