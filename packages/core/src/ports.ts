import type { BreakerEvent, DriftEvent, RolloutEvent } from './events.ts'
import type { Decision } from './shapes.ts'

/** One stored answer. Plain data: a store may serialise it. */
export interface CacheEntry {
  readonly value: unknown
  /** Milliseconds since 1970 when it was stored. */
  readonly storedAt: number
}

/** Keeps answers by key. Remote stores may answer late: the caller bounds the wait. */
export interface CacheStore {
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>
  /** Stores an entry for at most `ttl` milliseconds. */
  set(key: string, entry: CacheEntry, ttl: number): void | Promise<void>
  delete(key: string): void | Promise<void>
}

/** Keeps decisions that wait for their labels. */
export interface OutcomeStore<Pending> {
  put(id: string, pending: Pending, expiresAt: number): void | Promise<void>
  /** Takes a pending decision out; a second take of the same id gives `undefined`. */
  take(id: string): Pending | undefined | Promise<Pending | undefined>
  /** Removes everything known of a unit; returns how many entries went. */
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

/** Takes records of decisions and state changes, such as JSON lines. */
export interface EventSink {
  write(record: Decision | BreakerEvent | DriftEvent | RolloutEvent): void | Promise<void>
  /** Resolves when everything written so far is safe. */
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
