// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/resilience

import { Duration, BreakerEvent, Fault, Faults, Clock, Stage, Call, HealthSignal, Source, Timer, CacheStore, PlimsollError, CallContext } from '@plimsoll/core';
import * as cockatielModule from 'cockatiel';
type Blame = 'target' | 'deadline' | 'caller' | 'local';
interface BreakerOptions {
    readonly failures?: number | undefined;
    readonly openFor?: Duration | undefined;
    readonly probes?: number | undefined;
    readonly isFailure?: ((error: unknown) => boolean) | undefined;
    readonly name?: string | undefined;
    readonly onChange?: ((event: BreakerEvent) => void) | undefined;
    readonly onFault?: ((fault: Fault) => void) | undefined;
    readonly faults?: Faults | undefined;
    readonly clock?: Clock | undefined;
}
declare class BreakerStage implements Stage {
    #private;
    readonly name: string;
    readonly settings: CircuitLimits;
    constructor(options?: BreakerOptions, load?: () => Promise<Cockatiel>);
    enter(call: Call): void;
    leave(call: Call): void;
    error(call: Call): void;
    state(variant?: string): CircuitState;
    admits(variant?: string): boolean;
    health(): HealthSignal[];
}
interface CacheEntries<Input, Output, Place extends Flight<Input, Output> = Flight<Input, Output>> {
    enter(call: Call<Input, Output>, maxAge: number): void | Promise<unknown>;
    put(call: Call<Input, Output>, place: Place): void;
    answerStale(call: Call<Input, Output>, place: Place | undefined, maxAge: number): void | Promise<void>;
}
type CacheOptions<Input = unknown, Output = unknown> = KeyedCacheOptions<Input, Output> | MatchedCacheOptions;
interface CacheSettings {
    readonly ttl: Duration;
    readonly staleIfError?: Duration | undefined;
    readonly maxEntries?: number | undefined;
    readonly store?: CacheStore | undefined;
    readonly storeTimeout?: Duration | undefined;
    readonly singleFlight?: boolean | undefined;
    readonly onFault?: ((fault: Fault) => void) | undefined;
    readonly faults?: Faults | undefined;
    readonly clock?: Clock | undefined;
}
declare class CacheStage<Input = unknown, Output = unknown> implements Stage<Input, Output> {
    #private;
    readonly name: string;
    readonly settings: Readonly<Record<string, number | boolean>>;
    constructor(shared: SharedCache<Input, Output>);
    enter(call: Call<Input, Output>): void | Promise<unknown>;
    leave(call: Call<Input, Output>): void;
    error(call: Call<Input, Output>): void;
}
declare class Circuit {
    #private;
    state: CircuitState;
    generation: number;
    failed: number;
    passed: number;
    constructor(limits: CircuitLimits);
    wait(now: number): number;
    admits(now: number): boolean;
    probe(now: number): Probe | undefined;
    succeed(generation: number): void;
    fail(generation: number, now: number): boolean;
    awaits(probe: Probe): boolean;
    release(probe: Probe): void;
    conclude(probe: Probe, isSuccess: boolean, now: number): boolean;
}
interface CircuitLimits {
    readonly failures: number;
    readonly openFor: number;
    readonly probes: number;
}
declare class CircuitOpenError extends PlimsollError {
    constructor(variant: string | undefined, retryAfter?: number, name?: string);
}
type CircuitState = 'closed' | 'open' | 'half-open';
type Cockatiel = Pick<typeof cockatielModule, 'CircuitState' | 'ConsecutiveBreaker' | 'circuitBreaker' | 'handleAll'>;
type End<Output> = {
    readonly kind: 'answered';
    readonly output: Output;
    readonly source: Source;
    readonly degraded: boolean;
    readonly age: number;
} | {
    readonly kind: 'failed';
    readonly error: unknown;
} | {
    readonly kind: 'unshared';
};
declare class FallbackAnswerStage<Input = unknown, Output = unknown> implements Stage<Input, Output> {
    #private;
    readonly name: string;
    constructor(answer: (input: Input, failure: unknown) => Output, check?: FallbackCheck<Output>);
    error(call: Call<Input, Output>): void | Promise<void>;
}
type FallbackCheck<Output> = (output: Output, variant: string | undefined) => Output | PromiseLike<Output>;
type FallbackModel<Input, Output> = (input: Input, context: CallContext, failure: unknown) => Output | PromiseLike<Output>;
declare class FallbackModelStage<Input = unknown, Output = unknown> implements Stage<Input, Output> {
    #private;
    readonly name: string;
    readonly settings: {
        readonly reserve: number;
    };
    constructor(model: FallbackModel<Input, Output>, share?: number, check?: FallbackCheck<Output>);
    enter(call: Call<Input, Output>): void;
    error(call: Call<Input, Output>): void | Promise<void>;
}
interface FallbackOptions<Input = unknown, Output = unknown> {
    readonly answer?: ((input: Input, failure: unknown) => Output) | undefined;
    readonly model?: FallbackModel<Input, Output> | undefined;
    readonly reserve?: number | undefined;
    readonly check?: FallbackCheck<Output> | undefined;
}
interface Flight<Input, Output> {
    readonly hash: number | string;
    leader: Call<Input, Output> | undefined;
    party: Party<Input, Output> | undefined;
    next: Flight<Input, Output> | undefined;
}
declare class Flights<Input, Output> {
    #private;
    constructor(clock: Clock);
    get size(): number;
    find(hash: number | string, call: Call<Input, Output>): Flight<Input, Output> | undefined;
    lead(call: Call<Input, Output>, flight: Flight<Input, Output>): void;
    follow(call: Call<Input, Output>, flight: Flight<Input, Output>): Promise<Flight<Input, Output> | undefined>;
    land(call: Call<Input, Output>, flight: Flight<Input, Output>): void;
    fail(call: Call<Input, Output>, flight: Flight<Input, Output>): void;
    handOver(call: Call<Input, Output>, flight: Flight<Input, Output>): void;
}
declare class Follower<Input, Output> {
    #private;
    readonly look: () => void;
    readonly call: Call<Input, Output>;
    constructor(call: Call<Input, Output>, clock: Clock, look: () => void);
    start(isPolled: boolean, onCut: () => void): void;
    stop(): void;
}
interface InputMatch {
    readonly hash: (input: unknown, seed: number) => number | undefined;
    readonly copy: (input: unknown) => unknown;
    readonly same: (input: unknown, copy: unknown) => boolean;
}
interface KeyedCacheOptions<Input = unknown, Output = unknown> extends CacheSettings {
    readonly key: (call: Call<Input, Output>) => string | undefined;
    readonly match?: undefined;
}
interface MatchedCacheOptions extends CacheSettings {
    readonly match: InputMatch;
    readonly key?: undefined;
    readonly store?: undefined;
}
interface MemoryStore extends CacheStore {
    clear(): void;
}
interface MemoryStoreOptions {
    readonly maxEntries: number;
    readonly clock?: Clock | undefined;
}
interface Party<Input, Output> {
    readonly waiting: Set<Follower<Input, Output>>;
    end: End<Output> | undefined;
    heir: Follower<Input, Output> | undefined;
    seenAt: number;
    pulse: Timer;
}
interface Probe {
    readonly generation: number;
    readonly startedAt: number;
}
declare class RetryBudget {
    #private;
    constructor(share: number);
    deposit(now: number): void;
    withdraw(now: number): boolean;
}
interface RetryOptions {
    readonly attempts?: number | undefined;
    readonly minDelay?: Duration | undefined;
    readonly maxDelay?: Duration | undefined;
    readonly budget?: number | undefined;
    readonly retryable?: ((error: unknown) => boolean) | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: (() => number) | undefined;
}
declare class RetryStage implements Stage {
    #private;
    readonly name: string;
    readonly settings: Readonly<Record<'attempts' | 'minDelay' | 'maxDelay' | 'budget', number>>;
    constructor(options?: RetryOptions);
    get stats(): RetryStats;
    enter(call: Call): void;
    error(call: Call): void | Promise<void>;
}
interface RetryStats {
    readonly retries: number;
    readonly refused: number;
}
declare class SharedCache<Input, Output> {
    #private;
    readonly ttl: number;
    readonly staleIfError: number;
    readonly failed: WeakMap<Call<Input, Output>, Flight<Input, Output>>;
    readonly storeTimeout: number;
    readonly maxEntries: number | undefined;
    readonly entries: CacheEntries<Input, Output>;
    readonly flights: Flights<Input, Output> | undefined;
    constructor(options: CacheOptions<Input, Output>);
    put(call: Call<Input, Output>, place: Flight<Input, Output>): void;
}
declare class StaleStage<Input = unknown, Output = unknown> implements Stage<Input, Output> {
    #private;
    readonly name: string;
    constructor(shared: SharedCache<Input, Output>);
    error(call: Call<Input, Output>): void | Promise<void>;
}
declare function blameOf(error: unknown): Blame;
declare function breaker(options?: BreakerOptions): BreakerStage;
declare function cache<Input = unknown, Output = unknown>(options: CacheOptions<Input, Output>): Stage<Input, Output>;
declare function cacheKey(key: string, tenant: string | undefined, variant: string | undefined): string;
declare function cacheStages<Input = unknown, Output = unknown>(options: CacheOptions<Input, Output>): {
    readonly cache: Stage<Input, Output>;
    readonly stale: Stage<Input, Output>;
};
declare function createMemoryStore(options: MemoryStoreOptions): MemoryStore;
declare function fallback<Input = unknown, Output = unknown>(options: FallbackOptions<Input, Output>): Stage<Input, Output>[];
declare function fullJitter(failures: number, { minDelay, maxDelay }: {
    readonly minDelay: number;
    readonly maxDelay: number;
}, random: () => number): number;
declare function retry(options?: RetryOptions): RetryStage;
export {
    BreakerStage,
    CacheStage,
    Circuit,
    CircuitOpenError,
    FallbackAnswerStage,
    FallbackModelStage,
    RetryBudget,
    RetryStage,
    SharedCache,
    StaleStage,
    blameOf,
    breaker,
    cache,
    cacheKey,
    cacheStages,
    createMemoryStore,
    fallback,
    fullJitter,
    retry,
};
export {
    type Blame,
    type BreakerOptions,
    type CacheOptions,
    type CacheSettings,
    type CircuitLimits,
    type CircuitState,
    type FallbackCheck,
    type FallbackModel,
    type FallbackOptions,
    type InputMatch,
    type KeyedCacheOptions,
    type MatchedCacheOptions,
    type MemoryStore,
    type MemoryStoreOptions,
    type Probe,
    type RetryOptions,
    type RetryStats,
};
