// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/core

type Accept<Output> = (output: Output, variant: string | undefined) => Output | PromiseLike<Output>;
interface Answer<Output, Variant extends string | undefined = string | undefined> {
    readonly output: Output;
    readonly id: string;
    readonly variant: Variant;
    readonly source: Source;
    readonly degraded: boolean;
    readonly age: number;
    readonly failure: unknown;
    readonly attempts: number;
    readonly timings: {
        readonly total: number;
    };
}
interface AnswerDetails {
    readonly degraded?: boolean;
    readonly age?: number;
}
type AttributeName = keyof typeof attributeCatalogue;
interface BaselineStore {
    load(digest: string): Promise<unknown>;
    save(digest: string, baseline: unknown): Promise<void>;
}
interface BreakerEvent {
    readonly kind: 'breaker';
    readonly variant: string | undefined;
    readonly from: 'closed' | 'open' | 'half-open';
    readonly to: 'closed' | 'open' | 'half-open';
    readonly at: number;
}
interface CacheEntry {
    readonly value: unknown;
    readonly storedAt: number;
}
interface CacheStore {
    get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>;
    set(key: string, entry: CacheEntry, ttl: number): void | Promise<void>;
    delete(key: string): void | Promise<void>;
}
interface Call<Input = unknown, Output = unknown> extends CallContext {
    input: Input;
    readonly output: Output | undefined;
    readonly error: unknown;
    readonly source: Source;
    readonly degraded: boolean;
    readonly failure: unknown;
    readonly age: number;
    variant: string | undefined;
    unit: string | undefined;
    readonly priority: Priority;
    isChecking: boolean;
    readonly tried: number;
    readonly attempts: number;
    readonly hasId: boolean;
    readonly isAborted: boolean;
    readonly isExpired: boolean;
    readonly startedAt: number;
    readonly elapsed: number;
    local: unknown;
    answer(output: Output, source?: Source, details?: AnswerDetails): boolean;
    fail(error: unknown): void;
    retry(delay: number): boolean;
    subcall(): Promise<Output>;
    reserve(ms: number): boolean;
}
interface CallContext {
    readonly id: string;
    readonly signal: AbortSignal;
    readonly remaining: number;
    readonly variant: string | undefined;
    readonly attempt: number;
    readonly unit: string | undefined;
    readonly tenant: string | undefined;
    readonly priority: Priority;
    readonly traceparent: string | undefined;
}
interface CallOptions {
    readonly id?: string | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly deadline?: Duration | undefined;
    readonly unit?: string | undefined;
    readonly tenant?: string | undefined;
    readonly priority?: Priority | undefined;
    readonly traceparent?: string | undefined;
}
interface CallWatcher<Input, Output> {
    readonly hasTraced: boolean;
    readonly checkAt: number;
    begin(call: RunningCall<Input, Output>): boolean;
    inside<T>(call: RunningCall<Input, Output>, run: () => T): T;
    ask(call: RunningCall<Input, Output>, target: Target<Input, Output>): Output | PromiseLike<Output>;
    attemptAnswered(call: RunningCall<Input, Output>): void;
    attemptFailed(call: RunningCall<Input, Output>): void;
    end(call: RunningCall<Input, Output>): void;
    refused(): void;
    changed(event: BreakerEvent | DriftEvent | RolloutEvent): void;
}
interface Clock {
    now(): number;
    wall(): number;
    setTimer(fire: () => void, delay: number): Timer;
    clearTimer(timer: Timer): void;
    hold?(timer: Timer, keepAlive: boolean): void;
    readonly timers: 'shared' | 'request';
}
declare class ClosedError extends PlimsollError {
    constructor(name?: string);
}
type ColumnKind = 'numeric' | 'categorical' | 'boolean' | 'text' | 'embedding' | 'prediction';
interface ColumnShape {
    readonly name: string;
    readonly path: readonly (string | number)[];
    readonly kind: ColumnKind;
}
interface ComposeOptions<Output> {
    readonly deadline?: Duration | undefined;
    readonly accept?: Accept<Output> | undefined;
    readonly clock?: Clock | undefined;
    readonly onFault?: ((fault: Fault) => void) | undefined;
    readonly name?: string | undefined;
    readonly telemetry?: Telemetry | undefined;
}
interface Composed<Input, Output> {
    (input: Input, options?: CallOptions): Promise<Output>;
    detailed(input: Input, options?: CallOptions): Promise<Answer<Output>>;
    drain(): Promise<void>;
    stats(): {
        readonly inFlight: number;
        readonly late: number;
        readonly faults: Readonly<Record<string, number>>;
    };
}
interface ContractShape {
    readonly name: string;
    readonly version: string;
    readonly digest: string;
    readonly inputColumns: readonly ColumnShape[];
    readonly outputColumns: readonly ColumnShape[];
}
declare class DeadlineExceededError extends PlimsollError {
    constructor(budget: number, name?: string, cause?: unknown);
}
interface Deadlined {
    cutoff: number;
    heapIndex: number;
    timer: Timer;
}
declare class Deadlines<Item extends Deadlined> {
    #private;
    constructor(clock: Clock, expire: (item: Item) => void);
    get size(): number;
    arm(item: Item): void;
    disarm(item: Item): void;
    close(): void;
}
interface Decision {
    readonly id: string;
    readonly contract: string;
    readonly variant: string | undefined;
    readonly unit: string | undefined;
    readonly tenant?: string | undefined;
    readonly priority?: Priority | undefined;
    readonly source: Source | 'none';
    readonly degraded: boolean;
    readonly failure?: ErrorCode | 'aborted' | '_OTHER' | undefined;
    readonly attempts: number;
    readonly at: number;
    readonly traceId?: string | undefined;
    readonly spanId?: string | undefined;
}
interface DriftEvent {
    readonly kind: 'drift';
    readonly side: 'input' | 'output';
    readonly verdict: DriftVerdict;
    readonly previous: DriftVerdict;
    readonly columns: readonly string[];
    readonly share: number;
    readonly rows: number;
    readonly finished: boolean;
    readonly logE: number;
    readonly pValue: number;
    readonly baseline: string;
    readonly at: number;
}
type DriftVerdict = 'ok' | 'warn' | 'alarm' | 'inconclusive';
type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`;
declare class Emitter<Events extends object> {
    #private;
    constructor(faults: Faults);
    on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => unknown): () => void;
    emit<Name extends keyof Events>(name: Name, event: Events[Name]): void;
    has(name: keyof Events): boolean;
}
type ErrorCode = 'PLIMSOLL_INVALID_OPTIONS' | 'PLIMSOLL_INPUT_VIOLATION' | 'PLIMSOLL_OUTPUT_VIOLATION' | 'PLIMSOLL_LABEL_VIOLATION' | 'PLIMSOLL_DEADLINE_EXCEEDED' | 'PLIMSOLL_CIRCUIT_OPEN' | 'PLIMSOLL_SUPERSEDED' | 'PLIMSOLL_CLOSED' | 'PLIMSOLL_UNREPEATABLE_OUTPUT' | 'PLIMSOLL_BASELINE_INVALID' | 'PLIMSOLL_SNAPSHOT_INVALID' | 'PLIMSOLL_MODEL_MISMATCH' | 'PLIMSOLL_TENSOR_INVALID' | 'PLIMSOLL_RUNTIME_FAILED';
type ErrorOf<Code extends ErrorCode> = Code extends `${string}_VIOLATION` ? ViolationError : Code extends 'PLIMSOLL_INVALID_OPTIONS' ? OptionsError : PlimsollError;
interface EventSink {
    write(record: SinkRecord): void | Promise<void>;
    flush(): Promise<void>;
}
interface Fault {
    readonly kind: string;
    readonly count: number;
    readonly error: unknown;
}
declare class Faults {
    #private;
    readonly counts: Map<string, number>;
    constructor(report: (fault: Fault) => void);
    add(kind: string, error: unknown): void;
    watch(kind: string, observe: () => unknown): void;
    watchResult(kind: string, returned: unknown): void;
}
interface FeatureSource {
    getMany(features: readonly string[], entities: readonly string[], options: {
        readonly signal: AbortSignal;
        readonly remaining: number;
    }): Promise<readonly Readonly<Record<string, {
        readonly value: unknown;
        readonly at: number;
    }>>[]>;
}
interface HealthSignal {
    readonly name: string;
    readonly status: 'ok' | 'degraded' | 'down';
    readonly state?: BreakerEvent['to'] | undefined;
    readonly detail: string;
}
interface IdSource {
    next(wall: number): string;
}
interface Interruption {
    readonly kind: 'expired' | 'superseded' | 'aborted';
    readonly failure: unknown;
}
type Joined<Pending> = {
    readonly kind: 'joined';
    readonly pending: Pending;
} | {
    readonly kind: 'unknown';
};
interface JsonLinesSink extends EventSink {
    readonly lost: number;
}
interface JsonLinesSinkOptions {
    readonly maxRecords?: number | undefined;
}
interface MemoryOutcomeStoreOptions {
    readonly capacity?: number | undefined;
    readonly ttl?: Duration | undefined;
    readonly clock?: Pick<Clock, 'wall'> | undefined;
}
type MetricAttributes<Name extends MetricName> = {
    readonly [Key in (typeof metricCatalogue)[Name]['attributes'][number]]?: string | boolean | undefined;
};
type MetricName = keyof typeof metricCatalogue;
interface Observer<Row> {
    observe(row: Row, now: number): void;
}
interface OptionCheck {
    require(holds: boolean, option: string, rule: string, value: unknown): boolean;
    keys(given: object, known: readonly string[], prefix?: string): void;
    nested<T>(prefix: string, make: () => T): T | undefined;
    done(): void;
}
interface OptionProblem {
    readonly option: string;
    readonly rule: string;
    readonly value: string;
}
declare class OptionsError extends PlimsollError {
    readonly problems: readonly OptionProblem[];
    constructor(subject: string, problems: readonly OptionProblem[]);
}
interface OutcomeEntry<Pending> {
    readonly pending: Pending;
    readonly unit: string | undefined;
    readonly expiresAt: number;
}
declare class OutcomeJoin<Pending> {
    #private;
    joined: number;
    unknown: number;
    evicted: number;
    expired: number;
    constructor(options: OutcomeJoinOptions);
    get size(): number;
    put(id: string, pending: Pending, unit: string | undefined, now: number, expiresAt?: number): void;
    take(id: string, now: number): Joined<Pending>;
    forget(unit: string, now?: number): number;
}
interface OutcomeJoinOptions {
    readonly capacity: number;
    readonly ttl: number;
}
interface OutcomeStore<Pending> {
    put(id: string, entry: OutcomeEntry<Pending>): void | Promise<void>;
    take(id: string): Pending | undefined | Promise<Pending | undefined>;
    forget(unit: string): number | Promise<number>;
}
type Phase = (typeof phases)[keyof typeof phases];
declare class PlimsollError extends Error {
    readonly code: ErrorCode;
    readonly retryAfter: number | undefined;
    constructor(code: ErrorCode, init: PlimsollErrorInit);
    get retryable(): boolean;
    toJSON(): {
        readonly name: string;
        readonly code: ErrorCode;
        readonly message: string;
    };
}
interface PlimsollErrorInit {
    readonly message: string;
    readonly cause?: unknown;
    readonly retryAfter?: number;
}
interface PlimsollEvents {
    breaker: BreakerEvent;
    drift: DriftEvent;
    rollback: RolloutEvent;
    fault: Fault;
}
type Priority = 'critical' | 'default' | 'sheddable' | 'background';
interface RolloutEvent {
    readonly kind: 'rollout';
    readonly decision: Exclude<RolloutVerdict, 'hold'>;
    readonly stable: string;
    readonly candidate: string;
    readonly signal: string;
    readonly reason?: string | undefined;
    readonly evidence: number;
    readonly bound: number;
    readonly stableEvents: number;
    readonly candidateEvents: number;
    readonly at: number;
}
interface RolloutStore {
    read(key: string): Promise<{
        readonly document: string;
        readonly revision: number;
    } | undefined>;
    write(key: string, document: string, revision: number): Promise<boolean>;
    add(key: string, counts: Readonly<Record<string, number>>, replica: string, sequence: number): Promise<void>;
    counts(key: string): Promise<Readonly<Record<string, number>>>;
    forget(unit: string): Promise<number>;
}
type RolloutVerdict = 'promote' | 'hold' | 'rollback';
declare class Runner<Input, Output> {
    #private;
    readonly clock: Clock;
    readonly faults: Faults;
    readonly deadlines: Deadlines<RunningCall<Input, Output>>;
    readonly stages: readonly Stage<Input, Output>[];
    readonly watcher: CallWatcher<Input, Output> | undefined;
    inFlight: number;
    late: number;
    constructor(target: Target<Input, Output>, stages: readonly Stage<Input, Output>[], options?: RunnerOptions<Output>);
    newId(): string;
    prepare(input: Input, deadline: number): RunningCall<Input, Output>;
    start(call: RunningCall<Input, Output>): Promise<Output>;
    get isOpen(): boolean;
    drain(): Promise<void>;
    abort(call: RunningCall<Input, Output>): void;
}
interface RunnerOptions<Output> {
    readonly accept?: Accept<Output> | undefined;
    readonly clock?: Clock | undefined;
    readonly faults?: Faults | undefined;
    readonly name?: string | undefined;
    readonly telemetry?: Telemetry | undefined;
}
declare class RunningCall<Input, Output> implements Call<Input, Output>, Deadlined {
    #private;
    input: Input;
    output: Output | undefined;
    error: unknown;
    source: Source;
    variant: string | undefined;
    unit: string | undefined;
    attempt: number;
    tried: number;
    readonly runner: Runner<Input, Output>;
    readonly parent: RunningCall<Input, Output> | undefined;
    readonly from: number;
    at: number;
    depth: number;
    phase: Phase;
    epoch: number;
    cutoff: number;
    heapIndex: number;
    begun: number;
    ended: number;
    givenId: string | undefined;
    resolve: ((output: Output | Promise<Output>) => void) | undefined;
    constructor(runner: Runner<Input, Output>, input: Input, parent: RunningCall<Input, Output> | undefined, from: number);
    get isAborted(): boolean;
    set isAborted(is: boolean);
    get isExpired(): boolean;
    set isExpired(is: boolean);
    get isOpen(): boolean;
    set isOpen(is: boolean);
    get isAnswered(): boolean;
    set isAnswered(is: boolean);
    get isSuperseded(): boolean;
    set isSuperseded(is: boolean);
    get isChecking(): boolean;
    set isChecking(is: boolean);
    get isAsking(): boolean;
    set isAsking(is: boolean);
    get isOver(): boolean;
    get isUnwinding(): boolean;
    set isUnwinding(is: boolean);
    get isStarting(): boolean;
    set isStarting(is: boolean);
    get degraded(): boolean;
    set degraded(is: boolean);
    get age(): number;
    get failure(): unknown;
    set failure(failure: unknown);
    get tenant(): string | undefined;
    set tenant(tenant: string | undefined);
    get priority(): Priority;
    set priority(priority: Priority);
    get attempts(): number;
    set attempts(attempts: number);
    get retryDelay(): number;
    set retryDelay(delay: number);
    get backoff(): unknown;
    set backoff(timer: unknown);
    get timer(): unknown;
    set timer(timer: unknown);
    get callerSignal(): AbortSignal | undefined;
    set callerSignal(signal: AbortSignal | undefined);
    get onCallerAbort(): (() => void) | undefined;
    set onCallerAbort(listener: (() => void) | undefined);
    get interruption(): Interruption | undefined;
    set interruption(interruption: Interruption | undefined);
    get cutBy(): unknown;
    get hadAnswered(): boolean;
    get children(): Set<RunningCall<Input, Output>> | undefined;
    get reservedBy(): number;
    get id(): string;
    get hasId(): boolean;
    get startedAt(): number;
    get elapsed(): number;
    get remaining(): number;
    get signal(): AbortSignal;
    get local(): unknown;
    set local(note: unknown);
    get trace(): Trace | string | undefined;
    set trace(trace: Trace | string | undefined);
    get traceparent(): string | undefined;
    answer(output: Output, source?: Source, details?: AnswerDetails): boolean;
    fail(error: unknown): void;
    retry(delay: number): boolean;
    subcall(): Promise<Output>;
    reserve(ms: number): boolean;
    get wholeDeadline(): number;
    noteCut(failure: unknown, hadAnswered: boolean): void;
    asCut(hook: () => unknown): unknown;
    noteFor(at: number, note: unknown): void;
    endReserve(): void;
    abortTarget(reason: () => unknown): void;
    renewSignal(): void;
}
type SinkRecord = Decision | BreakerEvent | DriftEvent | RolloutEvent;
type Source = 'live' | 'cache' | 'stale' | 'fallback';
interface SpanEntry {
    readonly attributes: readonly AttributeName[];
    readonly description: string;
}
interface Stage<Input = unknown, Output = unknown> {
    readonly name: string;
    enter?(call: Call<Input, Output>): void | Promise<unknown>;
    leave?(call: Call<Input, Output>): void;
    error?(call: Call<Input, Output>): void | Promise<void>;
}
declare class SupersededError extends PlimsollError {
    constructor();
}
type Target<Input, Output> = (input: Input, context: CallContext) => Output | PromiseLike<Output>;
type Telemetry = <Input, Output>(runner: Runner<Input, Output>) => CallWatcher<Input, Output>;
interface TelemetryOptions {
    readonly variants?: readonly string[] | undefined;
    readonly read?: ((reader: TelemetryReader) => void) | undefined;
}
interface TelemetryReader {
    total<Name extends MetricName>(name: Name, value: number, attributes?: MetricAttributes<Name>): void;
    level<Name extends MetricName>(name: Name, value: number, attributes?: MetricAttributes<Name>): void;
}
type Timer = unknown;
interface Trace {
    readonly traceparent: string | undefined;
}
interface Violation {
    readonly path: string;
    readonly rule: string;
    readonly message: string;
}
declare class ViolationError extends PlimsollError {
    readonly violations: readonly Violation[];
    constructor(code: Extract<ErrorCode, `${string}_VIOLATION`>, subject: string, violations: readonly Violation[]);
}
declare function answerOf<Input, Output>(call: RunningCall<Input, Output>, output: Output): Answer<Output>;
declare const attributeCatalogue: {
    readonly 'plimsoll.contract': 'name and version of the contract, as `churn@4`, or the name given to `telemetry`; 256 in a process, then `_OTHER`';
    readonly 'plimsoll.variant': 'a variant that the guard was made with, `_OTHER` for any other name; left out where there is none';
    readonly 'plimsoll.source': '`live`, `cache`, `stale`, `fallback`; `none` for a call without an answer';
    readonly 'plimsoll.degraded': 'whether the answer is a lesser one than the model would have given';
    readonly 'plimsoll.failure': 'why the model itself did not give this lesser answer: values as of `error.type`; left out where nothing failed';
    readonly 'plimsoll.result': 'of retries `made`, `refused`; of outcomes `joined`, `ignored`, `unknown`';
    readonly 'plimsoll.part': 'what changed its state: `breaker`, `drift`, `rollout`';
    readonly 'plimsoll.side': '`input`, `output`';
    readonly 'plimsoll.state': 'of breakers `closed`, `open`, `half-open`; of drift `ok`, `warn`, `alarm`, `inconclusive`; of rollouts `promote`, `rollback`, `inconclusive`';
    readonly 'plimsoll.state.previous': 'the state before, of a breaker or of drift';
    readonly 'plimsoll.fault': 'which observer failed, as in `stats().faults`; 256 a guard, then `other`';
    readonly 'plimsoll.signal': 'what carried the decision: `errors`, `loss`, `manual`';
    readonly 'plimsoll.columns': 'names of the columns in alarm, at most 16';
    readonly 'plimsoll.window.finished': 'whether the window was complete, or the alarm came within it';
    readonly 'plimsoll.p_value': 'of the column with the most evidence; holds at every look';
    readonly 'plimsoll.baseline': 'the first 12 characters of the digest of the baseline';
    readonly 'plimsoll.call.id': 'id of the call, where it was given or read';
    readonly 'plimsoll.call.attempts': 'how many times the target was called';
    readonly 'plimsoll.attempt.number': 'which attempt of its call this is, from 1';
    readonly 'error.type': "a `PLIMSOLL_...` code; `aborted` when the caller left; of the target's own errors the `status` from `400` to `599`, the system's code as `ECONNREFUSED` (or the one of `cause`), or the class as `TypeError`; 32 of these in a process, then `_OTHER`";
    readonly le: 'upper bound in seconds, 1-2-5 from `0.0001` to `100`, and `+Inf`';
};
declare function checkOptions(subject: string, of?: 'setup' | 'call'): OptionCheck;
declare function compose<Input, Output>(target: Target<Input, Output>, stages: readonly Stage<NoInfer<Input>, NoInfer<Output>>[], options?: ComposeOptions<NoInfer<Output>>): Composed<Input, Output>;
declare function createIdSource(): IdSource;
declare function createMemoryOutcomeStore<Pending>(options?: MemoryOutcomeStoreOptions): OutcomeStore<Pending>;
declare function defineStage<Input = unknown, Output = unknown>(stage: Stage<Input, Output>): Stage<Input, Output>;
declare const durationRule = "must be milliseconds from 0 up or text such as 250ms, 5s, 1.5m, 2h or 1d";
declare function errorCodeOf(error: unknown): ErrorCode | undefined;
declare const errorCodes: Readonly<Record<ErrorCode, {
    readonly retryable: boolean;
}>>;
declare const eventCatalogue: Readonly<Record<'plimsoll.breaker' | 'plimsoll.drift' | 'plimsoll.rollout', SpanEntry>>;
declare function formatDuration(ms: number): string;
declare function isPlimsollError<Code extends ErrorCode = ErrorCode>(error: unknown, code?: Code): error is ErrorCode extends Code ? PlimsollError : ErrorOf<Code>;
declare function isReadOnce(value: unknown): boolean;
declare function isThenable(value: unknown): value is PromiseLike<unknown>;
declare function jsonLinesSink(write: (lines: string) => void | Promise<void>, options?: JsonLinesSinkOptions): JsonLinesSink;
declare function lazyRandom(): () => number;
declare const metricCatalogue: {
    readonly 'plimsoll.calls': {
        readonly kind: 'counter';
        readonly unit: '{call}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.variant',
            'plimsoll.source',
            'plimsoll.degraded',
            'plimsoll.failure',
            'error.type'
        ];
        readonly description: 'Calls that ended, by where the answer came from or why there was none';
    };
    readonly 'plimsoll.call.duration.bucket': {
        readonly kind: 'counter';
        readonly unit: '{call}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.variant',
            'plimsoll.source',
            'le'
        ];
        readonly description: 'Calls that took at most le seconds, counted since metrics are collected';
    };
    readonly 'plimsoll.call.duration.sum': {
        readonly kind: 'counter';
        readonly unit: 's';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.variant',
            'plimsoll.source'
        ];
        readonly description: 'Time of the calls that the buckets count';
    };
    readonly 'plimsoll.in_flight': {
        readonly kind: 'level';
        readonly unit: '{call}';
        readonly attributes: readonly [
            'plimsoll.contract'
        ];
        readonly description: 'Calls under way';
    };
    readonly 'plimsoll.attempts': {
        readonly kind: 'counter';
        readonly unit: '{attempt}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.variant',
            'error.type'
        ];
        readonly description: 'Attempts of the target that ended, retries included, by why they failed';
    };
    readonly 'plimsoll.retries': {
        readonly kind: 'counter';
        readonly unit: '{retry}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.result'
        ];
        readonly description: 'Retries made, and those that the budget refused';
    };
    readonly 'plimsoll.answers.late': {
        readonly kind: 'counter';
        readonly unit: '{answer}';
        readonly attributes: readonly [
            'plimsoll.contract'
        ];
        readonly description: 'Answers that came after their call was over, and were dropped';
    };
    readonly 'plimsoll.faults': {
        readonly kind: 'counter';
        readonly unit: '{fault}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.fault'
        ];
        readonly description: 'Faults of observers and recoveries; predictions go on';
    };
    readonly 'plimsoll.state_changes': {
        readonly kind: 'counter';
        readonly unit: '{change}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.part',
            'plimsoll.variant',
            'plimsoll.side',
            'plimsoll.state'
        ];
        readonly description: 'Changes of state of breakers, drift verdicts and rollouts, by the new state';
    };
    readonly 'plimsoll.breaker.state': {
        readonly kind: 'level';
        readonly unit: '{breaker}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.variant',
            'plimsoll.state'
        ];
        readonly description: 'Breakers in this state';
    };
    readonly 'plimsoll.drift.verdict': {
        readonly kind: 'level';
        readonly unit: '{monitor}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.side',
            'plimsoll.state'
        ];
        readonly description: 'Drift monitors whose last finished window, or alarm since, has this verdict';
    };
    readonly 'plimsoll.drift.share': {
        readonly kind: 'gauge';
        readonly unit: '1';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.side'
        ];
        readonly description: 'Share of the judged columns in alarm, in the last finished window or alarm since';
    };
    readonly 'plimsoll.drift.rows': {
        readonly kind: 'level';
        readonly unit: '{row}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.side'
        ];
        readonly description: 'Rows in the drift window that is filling';
    };
    readonly 'plimsoll.rollout.weight': {
        readonly kind: 'gauge';
        readonly unit: '1';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.variant'
        ];
        readonly description: 'Share of units that the candidate is to get, as configured; 0 after a rollback';
    };
    readonly 'plimsoll.rollout.evidence': {
        readonly kind: 'gauge';
        readonly unit: '1';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.variant'
        ];
        readonly description: 'Evidence against the candidate as a share of what takes it back';
    };
    readonly 'plimsoll.outcomes': {
        readonly kind: 'counter';
        readonly unit: '{outcome}';
        readonly attributes: readonly [
            'plimsoll.contract',
            'plimsoll.result'
        ];
        readonly description: 'Labels that came, by whether their decision was known and counts';
    };
    readonly 'plimsoll.decisions.waiting': {
        readonly kind: 'level';
        readonly unit: '{decision}';
        readonly attributes: readonly [
            'plimsoll.contract'
        ];
        readonly description: 'Decisions that wait for their label';
    };
};
declare function parseDuration(duration: Duration): number;
declare const phases: {
    readonly running: 0;
    readonly entering: 1;
    readonly target: 2;
    readonly recovering: 3;
    readonly backoff: 4;
    readonly settled: 5;
};
declare function prepareCall<Input, Output>(runner: Runner<Input, Output>, input: Input, given: CallOptions | undefined, deadline: number): RunningCall<Input, Output>;
declare function readDuration(duration: unknown): number | undefined;
declare function showOption(value: unknown): string;
declare const spanCatalogue: Readonly<Record<'plimsoll.call' | 'plimsoll.attempt', SpanEntry>>;
declare function stringifyPlain(value: unknown): string;
declare function syncResult(returned: unknown, type: 'boolean', what: string): boolean;
declare function syncResult(returned: unknown, type: 'string', what: string): string;
declare function systemClock(): Clock;
declare function telemetry(name: string, options?: TelemetryOptions): Telemetry;
export {
    ClosedError,
    DeadlineExceededError,
    Deadlines,
    Emitter,
    Faults,
    OptionsError,
    OutcomeJoin,
    PlimsollError,
    Runner,
    type RunningCall,
    SupersededError,
    ViolationError,
    answerOf,
    attributeCatalogue,
    checkOptions,
    compose,
    createIdSource,
    createMemoryOutcomeStore,
    defineStage,
    durationRule,
    errorCodeOf,
    errorCodes,
    eventCatalogue,
    formatDuration,
    isPlimsollError,
    isReadOnce,
    isThenable,
    jsonLinesSink,
    lazyRandom,
    metricCatalogue,
    parseDuration,
    prepareCall,
    readDuration,
    showOption,
    spanCatalogue,
    stringifyPlain,
    syncResult,
    systemClock,
    telemetry,
};
export {
    type Accept,
    type Answer,
    type AnswerDetails,
    type BaselineStore,
    type BreakerEvent,
    type CacheEntry,
    type CacheStore,
    type Call,
    type CallContext,
    type CallOptions,
    type CallWatcher,
    type Clock,
    type ColumnKind,
    type ColumnShape,
    type ComposeOptions,
    type Composed,
    type ContractShape,
    type Deadlined,
    type Decision,
    type DriftEvent,
    type DriftVerdict,
    type Duration,
    type ErrorCode,
    type ErrorOf,
    type EventSink,
    type Fault,
    type FeatureSource,
    type HealthSignal,
    type IdSource,
    type Joined,
    type JsonLinesSink,
    type JsonLinesSinkOptions,
    type MemoryOutcomeStoreOptions,
    type MetricAttributes,
    type MetricName,
    type Observer,
    type OptionCheck,
    type OptionProblem,
    type OutcomeEntry,
    type OutcomeJoinOptions,
    type OutcomeStore,
    type PlimsollErrorInit,
    type PlimsollEvents,
    type Priority,
    type RolloutEvent,
    type RolloutStore,
    type RolloutVerdict,
    type RunnerOptions,
    type SinkRecord,
    type Source,
    type Stage,
    type Target,
    type Telemetry,
    type TelemetryOptions,
    type TelemetryReader,
    type Timer,
    type Violation,
};

// @plimsoll/core/testing

interface AnswerDetails {
    readonly degraded?: boolean;
    readonly age?: number;
}
interface BreakerEvent {
    readonly kind: 'breaker';
    readonly variant: string | undefined;
    readonly from: 'closed' | 'open' | 'half-open';
    readonly to: 'closed' | 'open' | 'half-open';
    readonly at: number;
}
interface CacheEntry {
    readonly value: unknown;
    readonly storedAt: number;
}
interface CacheStore {
    get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>;
    set(key: string, entry: CacheEntry, ttl: number): void | Promise<void>;
    delete(key: string): void | Promise<void>;
}
interface CacheStoreKitOptions<Store extends CacheStore = CacheStore> extends KitOptions<Store> {
    readonly clock?: Pick<KitClock, 'advance'> | undefined;
    readonly ttl?: number | undefined;
    readonly maxEntries?: number | undefined;
    readonly fail?: ((store: Store) => void | Promise<void>) | undefined;
}
interface Call<Input = unknown, Output = unknown> extends CallContext {
    input: Input;
    readonly output: Output | undefined;
    readonly error: unknown;
    readonly source: Source;
    readonly degraded: boolean;
    readonly failure: unknown;
    readonly age: number;
    variant: string | undefined;
    unit: string | undefined;
    readonly priority: Priority;
    isChecking: boolean;
    readonly tried: number;
    readonly attempts: number;
    readonly hasId: boolean;
    readonly isAborted: boolean;
    readonly isExpired: boolean;
    readonly startedAt: number;
    readonly elapsed: number;
    local: unknown;
    answer(output: Output, source?: Source, details?: AnswerDetails): boolean;
    fail(error: unknown): void;
    retry(delay: number): boolean;
    subcall(): Promise<Output>;
    reserve(ms: number): boolean;
}
interface CallContext {
    readonly id: string;
    readonly signal: AbortSignal;
    readonly remaining: number;
    readonly variant: string | undefined;
    readonly attempt: number;
    readonly unit: string | undefined;
    readonly tenant: string | undefined;
    readonly priority: Priority;
    readonly traceparent: string | undefined;
}
interface Clock {
    now(): number;
    wall(): number;
    setTimer(fire: () => void, delay: number): Timer;
    clearTimer(timer: Timer): void;
    hold?(timer: Timer, keepAlive: boolean): void;
    readonly timers: 'shared' | 'request';
}
interface ConformanceCase {
    readonly name: string;
    readonly run: () => Promise<void>;
    readonly skip?: string;
}
interface Decision {
    readonly id: string;
    readonly contract: string;
    readonly variant: string | undefined;
    readonly unit: string | undefined;
    readonly tenant?: string | undefined;
    readonly priority?: Priority | undefined;
    readonly source: Source | 'none';
    readonly degraded: boolean;
    readonly failure?: ErrorCode | 'aborted' | '_OTHER' | undefined;
    readonly attempts: number;
    readonly at: number;
    readonly traceId?: string | undefined;
    readonly spanId?: string | undefined;
}
interface DriftEvent {
    readonly kind: 'drift';
    readonly side: 'input' | 'output';
    readonly verdict: DriftVerdict;
    readonly previous: DriftVerdict;
    readonly columns: readonly string[];
    readonly share: number;
    readonly rows: number;
    readonly finished: boolean;
    readonly logE: number;
    readonly pValue: number;
    readonly baseline: string;
    readonly at: number;
}
type DriftVerdict = 'ok' | 'warn' | 'alarm' | 'inconclusive';
type ErrorCode = 'PLIMSOLL_INVALID_OPTIONS' | 'PLIMSOLL_INPUT_VIOLATION' | 'PLIMSOLL_OUTPUT_VIOLATION' | 'PLIMSOLL_LABEL_VIOLATION' | 'PLIMSOLL_DEADLINE_EXCEEDED' | 'PLIMSOLL_CIRCUIT_OPEN' | 'PLIMSOLL_SUPERSEDED' | 'PLIMSOLL_CLOSED' | 'PLIMSOLL_UNREPEATABLE_OUTPUT' | 'PLIMSOLL_BASELINE_INVALID' | 'PLIMSOLL_SNAPSHOT_INVALID' | 'PLIMSOLL_MODEL_MISMATCH' | 'PLIMSOLL_TENSOR_INVALID' | 'PLIMSOLL_RUNTIME_FAILED';
interface EventSink {
    write(record: SinkRecord): void | Promise<void>;
    flush(): Promise<void>;
}
interface EventSinkKitOptions<Sink extends EventSink = EventSink> extends KitOptions<Sink> {
    readonly delivered: (sink: Sink) => readonly unknown[] | Promise<readonly unknown[]>;
    readonly burst?: number | undefined;
    readonly hold?: ((sink: Sink) => () => void) | undefined;
    readonly maxRecords?: number | undefined;
    readonly fail?: ((sink: Sink) => () => void) | undefined;
}
interface FakeClock extends Clock {
    advance(ms: number): Promise<void>;
    readonly pending: number;
    readonly reads: number;
}
interface KitClock {
    wall(): number;
    advance(ms: number): void | Promise<void>;
}
interface KitOptions<Made> {
    readonly close?: ((made: Made) => void | Promise<void>) | undefined;
    readonly timeout?: number | undefined;
}
interface OutcomeEntry<Pending> {
    readonly pending: Pending;
    readonly unit: string | undefined;
    readonly expiresAt: number;
}
interface OutcomeStore<Pending> {
    put(id: string, entry: OutcomeEntry<Pending>): void | Promise<void>;
    take(id: string): Pending | undefined | Promise<Pending | undefined>;
    forget(unit: string): number | Promise<number>;
}
interface OutcomeStoreKitOptions<Store extends OutcomeStore<unknown> = OutcomeStore<unknown>> extends KitOptions<Store> {
    readonly clock?: KitClock | undefined;
    readonly ttl?: number | undefined;
    readonly capacity?: number | undefined;
    readonly fail?: ((store: Store) => void | Promise<void>) | undefined;
}
type Priority = 'critical' | 'default' | 'sheddable' | 'background';
interface RecordingSink extends EventSink {
    readonly records: Parameters<EventSink['write']>[0][];
}
interface RolloutEvent {
    readonly kind: 'rollout';
    readonly decision: Exclude<RolloutVerdict, 'hold'>;
    readonly stable: string;
    readonly candidate: string;
    readonly signal: string;
    readonly reason?: string | undefined;
    readonly evidence: number;
    readonly bound: number;
    readonly stableEvents: number;
    readonly candidateEvents: number;
    readonly at: number;
}
type RolloutVerdict = 'promote' | 'hold' | 'rollback';
interface ScriptedTarget<Input, Output> {
    readonly target: Target<Input, Output>;
    readonly calls: {
        readonly input: Input;
        readonly context: CallContext;
    }[];
}
type SinkRecord = Decision | BreakerEvent | DriftEvent | RolloutEvent;
type Source = 'live' | 'cache' | 'stale' | 'fallback';
interface Stage<Input = unknown, Output = unknown> {
    readonly name: string;
    enter?(call: Call<Input, Output>): void | Promise<unknown>;
    leave?(call: Call<Input, Output>): void;
    error?(call: Call<Input, Output>): void | Promise<void>;
}
interface StageKitOptions<Made extends Stage = Stage> {
    readonly input?: ((i: number) => unknown) | undefined;
    readonly answer?: ((i: number) => unknown) | undefined;
    readonly held?: ((stage: Made) => number) | undefined;
    readonly close?: ((stage: Made) => void | Promise<void>) | undefined;
    readonly timeout?: number | undefined;
}
type Target<Input, Output> = (input: Input, context: CallContext) => Output | PromiseLike<Output>;
type TargetStep<Output> = {
    readonly kind: 'answer';
    readonly output: Output;
    readonly after?: number;
} | {
    readonly kind: 'fail';
    readonly error: unknown;
    readonly after?: number;
} | {
    readonly kind: 'hang';
};
type Timer = unknown;
declare function cacheStoreCases<Store extends CacheStore>(make: () => Store | Promise<Store>, options?: CacheStoreKitOptions<Store>): readonly ConformanceCase[];
declare function createFakeClock(options?: {
    readonly wall?: number;
    readonly timers?: 'shared' | 'request';
}): FakeClock;
declare function eventSinkCases<Sink extends EventSink>(make: () => Sink | Promise<Sink>, options: EventSinkKitOptions<Sink>): readonly ConformanceCase[];
declare function outcomeStoreCases<Store extends OutcomeStore<unknown>>(make: () => Store | Promise<Store>, options?: OutcomeStoreKitOptions<Store>): readonly ConformanceCase[];
declare function recordingSink(): RecordingSink;
declare function recordingStage(name: string, log: string[], hooks?: Partial<Stage>): Stage;
declare function scriptedTarget<Input, Output>(script: readonly TargetStep<Output>[], clock: Clock): ScriptedTarget<Input, Output>;
declare function settle(): Promise<void>;
declare function stageCases<Made extends Stage>(make: (clock: FakeClock) => Made | Promise<Made>, options?: StageKitOptions<Made>): readonly ConformanceCase[];
export {
    cacheStoreCases,
    createFakeClock,
    eventSinkCases,
    outcomeStoreCases,
    recordingSink,
    recordingStage,
    scriptedTarget,
    settle,
    stageCases,
};
export {
    type CacheStoreKitOptions,
    type ConformanceCase,
    type EventSinkKitOptions,
    type FakeClock,
    type KitClock,
    type KitOptions,
    type OutcomeStoreKitOptions,
    type RecordingSink,
    type ScriptedTarget,
    type StageKitOptions,
    type TargetStep,
};
