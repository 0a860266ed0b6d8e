import type { BreakerEvent, DriftEvent, RolloutEvent } from './events.ts'
import type { Decision } from './shapes.ts'

/** One stored answer. */
export interface CacheEntry {
  /** The answer; plain data as a rule, and whatever else the target gave. May be `null`, `false` or 0. */
  readonly value: unknown
  /** Milliseconds since 1970 when it was stored. */
  readonly storedAt: number
}

/**
 * Keeps answers by key. Memory answers at once; remote stores with promises, and the caller bounds the wait:
 * a store that fails or is late costs a cache hit, never a prediction.
 *
 * - Keys are any text, of any length, and compared exactly. A store that can't hold such a key hashes or
 *   encodes it whole: two keys that meet give one caller's answer to another.
 * - Values: plain data (what JSON can hold) comes back equal; -0 may come back as 0, and a field that is
 *   `undefined` may be missing. Other data (NaN, a Date, a typed array) comes back equal too, or is refused:
 *   `set` rejects or keeps nothing. Never changed. `stringifyPlain` refuses what JSON would change.
 * - Neither side writes to an entry once it was set or given: a store may keep and hand out the very object.
 * - A store may drop an entry early, and must be bounded. It never gives one after its time.
 * - An operation that can't be carried out throws or rejects with an `Error`; it does not hang, and `get` does
 *   not hide an outage as a miss.
 *
 * There is no `forget(unit)`: entries are filed by input, and units with equal inputs share one. What a store
 * holds of anybody is gone after its ttl; to have it gone at once, empty the store, which is the application's
 * own object.
 *
 * `cacheStoreCases` of `@plimsoll/core/testing` holds a store against all of this.
 */
export interface CacheStore {
  /** Gives the entry set last under a key, or `undefined`, never `null`. Reading does not lengthen its time. */
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>
  /**
   * Stores an entry, in place of an older one, for at most `ttl` milliseconds from now.
   *
   * @param ttl finite, may have a fraction and may be longer than a timer can take (24.8 days); 0 keeps nothing
   */
  set(key: string, entry: CacheEntry, ttl: number): void | Promise<void>
  /** Removes an entry; one that is not there is no error. */
  delete(key: string): void | Promise<void>
}

/** A decision that waits for its label. */
export interface OutcomeEntry<Pending> {
  /** What the label will be judged by: plain data, never `undefined`. */
  readonly pending: Pending
  /** Whose decision it is, for `forget`. */
  readonly unit: string | undefined
  /** Milliseconds since 1970 from which on no label is taken any more. */
  readonly expiresAt: number
}

/**
 * Keeps decisions until their labels arrive, which may be at another replica and hours later. Ids, and what is
 * pending, are kept as `CacheStore` says of keys and values; a store must be bounded, and may drop the oldest.
 *
 * `guard` does not use this port yet: it joins labels in its own process, with `OutcomeJoin`. An application may
 * use a store by itself. `outcomeStoreCases` of `@plimsoll/core/testing` holds a store against what is said here.
 */
export interface OutcomeStore<Pending> {
  /** Keeps a decision, in place of one kept under the same id. One that has expired is not kept. */
  put(id: string, entry: OutcomeEntry<Pending>): void | Promise<void>
  /**
   * Takes a decision out: of several takes of an id, also at once and at several replicas, one gets it and the
   * others `undefined`. So do an id never put, and one whose time is over.
   */
  take(id: string): Pending | undefined | Promise<Pending | undefined>
  /** Removes all that waits of a unit, compared exactly; returns how many decisions went, expired ones not counted. */
  forget(unit: string): number | Promise<number>
}

/** One small document with compare-and-set, plus additive counters, shared by the replicas of a guard. */
export interface RolloutStore {
  read(key: string): Promise<{ readonly document: string; readonly revision: number } | undefined>
  /** Writes when the revision is still the one read (0 for none); returns whether it did. */
  write(key: string, document: string, revision: number): Promise<boolean>
  /** Adds to counters, once per (replica, sequence). */
  add(key: string, counts: Readonly<Record<string, number>>, replica: string, sequence: number): Promise<void>
  counts(key: string): Promise<Readonly<Record<string, number>>>
  forget(unit: string): Promise<number>
}

/** Keeps frozen baselines by digest. */
export interface BaselineStore {
  load(digest: string): Promise<unknown>
  save(digest: string, baseline: unknown): Promise<void>
}

/** What a guard tells a sink: the decision of every call, answered or not, and each change of state. */
export type SinkRecord = Decision | BreakerEvent | DriftEvent | RolloutEvent

/**
 * Takes records of decisions and state changes, such as JSON lines.
 *
 * - Records are plain data, are never changed once written, and belong to others too: a sink only reads them.
 * - They arrive at the far end once each and in the order of `write`, as they were given.
 * - `write` is called on the way out of a call and must return at once, however slow the far end: it queues,
 *   up to a bound, and loses what is past the bound. What it throws or rejects with is counted as a fault `sink`.
 * - What was lost is told by `flush`, once; the sink goes on.
 *
 * `eventSinkCases` of `@plimsoll/core/testing` holds a sink against all of this.
 */
export interface EventSink {
  /** Takes one record. A promise it returns is not waited for, only watched for rejection. */
  write(record: SinkRecord): void | Promise<void>
  /**
   * Resolves when everything written so far is safe at the far end. Rejects with an `Error` where records
   * written since the last flush were lost. May be called at any time, several at once too.
   */
  flush(): Promise<void>
}

/** Reads features by entity, many at once. */
export interface FeatureSource {
  getMany(
    features: readonly string[],
    entities: readonly string[],
    options: { readonly signal: AbortSignal; readonly remaining: number },
  ): Promise<readonly Readonly<Record<string, { readonly value: unknown; readonly at: number }>>[]>
}
