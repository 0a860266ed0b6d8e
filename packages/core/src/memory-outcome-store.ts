import { systemClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { durationRule, readDuration } from './duration.ts'
import type { Duration } from './duration.ts'
import { checkOptions } from './options.ts'
import { OutcomeJoin } from './outcome-join.ts'
import type { OutcomeStore } from './ports.ts'

/** Options of `createMemoryOutcomeStore`. */
export interface MemoryOutcomeStoreOptions {
  /** Decisions kept at most, a whole number from 1 to 10 000 000; the oldest goes first. @default 10 000 */
  readonly capacity?: number | undefined
  /** No decision waits longer than this, whatever its `expiresAt`; above 0. @default '1d' */
  readonly ttl?: Duration | undefined
  /** @default the process's clock */
  readonly clock?: Pick<Clock, 'wall'> | undefined
}

/**
 * Creates an `OutcomeStore` in this process's memory, on an `OutcomeJoin`: synchronous, sets no timer, keeps what
 * is pending as it is. For tests, and for applications that join labels by themselves: `guard` has its own join.
 *
 * @throws {OptionsError} when an option can't work.
 * @example
 * const store = createMemoryOutcomeStore<{ p: number }>({ capacity: 1_000 })
 * store.put('id', { pending: { p: 0.5 }, unit: 'u1', expiresAt: Date.now() + 60_000 })
 * store.take('id') // { p: 0.5 }
 */
export function createMemoryOutcomeStore<Pending>(
  options: MemoryOutcomeStoreOptions = {},
): OutcomeStore<Pending> {
  const { capacity = 10_000, clock = systemClock() } = options
  const ttl = readDuration(options.ttl ?? '1d')
  const check = checkOptions('createMemoryOutcomeStore')
  check.keys(options, ['capacity', 'ttl', 'clock'])
  check.require(
    Number.isInteger(capacity) && capacity >= 1 && capacity <= 1e7,
    'capacity',
    'must be a whole number from 1 to 10000000',
    capacity,
  )
  check.require(ttl !== undefined && ttl > 0, 'ttl', `${durationRule}, above 0`, options.ttl)
  check.done()
  const join = new OutcomeJoin<Pending>({ capacity, ttl: ttl ?? 0 })
  return {
    put(id, { pending, unit, expiresAt }) {
      join.put(id, pending, unit, clock.wall(), expiresAt)
    },
    take(id) {
      const joined = join.take(id, clock.wall())
      return joined.kind === 'joined' ? joined.pending : undefined
    },
    forget: (unit) => join.forget(unit, clock.wall()),
  }
}
