// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// plimsoll

import { AnyContract, ParsedInputOf, OutputOf, RawOutputOf, HasLabel, ParsedLabelOf, InputOf, LabelOf } from '@plimsoll/contracts';
import { Duration, Stage, EventSink, Clock, Target, Source, CallOptions, Answer, HealthSignal, PlimsollEvents } from '@plimsoll/core';
import { MonitorOptions, Monitor } from '@plimsoll/drift';
import { BreakerOptions, CacheSettings, RetryOptions, FallbackOptions } from '@plimsoll/resilience';
import { Rollout } from '@plimsoll/router';
type ColumnName<Row> = Row extends Readonly<Record<string, unknown>> ? (keyof Row & string) | `${keyof Row & string}${'.' | '['}${string}` : string;
interface DriftEventOptions {
    readonly coolDown?: Duration | undefined;
}
interface ExplainedStage {
    readonly name: string;
    readonly does: string;
    readonly settings: Readonly<Record<string, unknown>>;
}
interface Explanation {
    readonly contract: string;
    readonly digest: string;
    readonly stages: readonly ExplainedStage[];
    toString(): string;
}
interface Guard<C extends AnyContract, Variant extends string = never> {
    (input: InputOf<C>, options?: CallOptions): Promise<OutputOf<C>>;
    readonly detailed: (input: InputOf<C>, options?: CallOptions) => Promise<Answer<OutputOf<C>, VariantOf<Variant>>>;
    readonly many: (inputs: Iterable<InputOf<C>>, options?: ManyOptions) => Promise<OutputOf<C>[]>;
    readonly outcome: (id: string, label: HasLabel<C> extends false ? 'outcome needs a label: give the contract a label schema' : LabelOf<C>) => OutcomeResult;
    readonly explain: () => Explanation;
    readonly stats: () => GuardStats;
    readonly health: () => GuardHealth;
    readonly on: <Name extends keyof PlimsollEvents>(name: Name, listener: (event: PlimsollEvents[Name]) => unknown) => () => void;
    readonly monitors: {
        readonly input: Monitor | undefined;
        readonly output: Monitor | undefined;
    };
    readonly rollout: Rollout | undefined;
    readonly drain: () => Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
interface GuardBreaker extends Omit<BreakerOptions, GuardsOwn> {
}
interface GuardCache extends Omit<CacheSettings, GuardsOwn> {
}
interface GuardDrift<C extends AnyContract> extends Omit<MonitorOptions, 'columns'>, DriftEventOptions {
    readonly baseline?: unknown;
    readonly columns?: readonly ColumnName<ParsedInputOf<C>>[] | undefined;
    readonly output?: (Omit<MonitorOptions, 'columns'> & DriftEventOptions & {
        readonly baseline: unknown;
        readonly columns?: readonly ColumnName<OutputOf<C>>[] | undefined;
    }) | undefined;
}
interface GuardHealth {
    readonly status: HealthSignal['status'];
    readonly parts: readonly HealthSignal[];
}
type GuardOptions<C extends AnyContract> = ModelOptions<C> | (Omit<VariantOptions<C, string>, 'rollout'> & {
    readonly rollout?: false | GuardRollout<C, '' | (string & {})> | undefined;
});
interface GuardRetry extends Omit<RetryOptions, 'clock' | 'random'> {
}
interface GuardRollout<C extends AnyContract, Variant extends string> {
    readonly stable: Variant;
    readonly candidate: Variant;
    readonly weight: number;
    readonly unit?: ((input: ParsedInputOf<C>) => string | undefined) | undefined;
    readonly falseRollback?: number | undefined;
    readonly toleratedRatio?: number | undefined;
    readonly rollbackIf: {
        readonly errors?: boolean | undefined;
        readonly loss?: HasLabel<C> extends true ? ((output: OutputOf<C>, label: ParsedLabelOf<C>) => boolean) | undefined : 'a loss needs a label: give the contract a label schema' | undefined;
    };
    readonly salt?: string | undefined;
}
interface GuardStats {
    readonly answers: Readonly<Record<Source, number>>;
    readonly degraded: number;
    readonly failures: number;
    readonly refused: number;
    readonly aborted: number;
    readonly retries: {
        readonly made: number;
        readonly refused: number;
    };
    readonly inFlight: number;
    readonly late: number;
    readonly faults: Readonly<Record<string, number>>;
    readonly outcomes: {
        readonly waiting: number;
        readonly joined: number;
        readonly ignored: number;
        readonly unknown: number;
    };
}
type GuardTarget<C extends AnyContract> = Target<ParsedInputOf<C>, RawOutputOf<C>>;
type GuardsOwn = 'clock' | 'faults' | 'name' | 'onChange' | 'onFault';
interface ManyOptions extends Omit<CallOptions, 'id'> {
    readonly concurrency?: number | undefined;
}
interface ModelOptions<C extends AnyContract> extends SharedOptions<C> {
    readonly model: GuardTarget<C>;
    readonly variants?: 'give either model or variants, not both' | undefined;
    readonly rollout?: 'a rollout needs variants: { ... } instead of model' | undefined;
}
interface OutcomeOptions {
    readonly capacity?: number | undefined;
    readonly ttl?: Duration | undefined;
}
type OutcomeResult = 'joined' | 'ignored' | 'unknown';
interface SharedOptions<C extends AnyContract> {
    readonly deadline?: Duration | false | undefined;
    readonly retry?: boolean | GuardRetry | Stage | undefined;
    readonly breaker?: boolean | GuardBreaker | Stage | undefined;
    readonly cache?: false | GuardCache | undefined;
    readonly fallback?: undefined | false | ((input: ParsedInputOf<C>, failure: unknown) => RawOutputOf<C>) | Omit<FallbackOptions<ParsedInputOf<C>, RawOutputOf<C>>, 'check'>;
    readonly drift?: false | GuardDrift<C> | undefined;
    readonly outcomes?: false | OutcomeOptions | undefined;
    readonly sink?: EventSink | undefined;
    readonly stages?: false | readonly Stage[] | undefined;
    readonly telemetry?: boolean | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: (() => number) | undefined;
}
type VariantOf<Variant extends string> = [
    Variant
] extends [
    never
] ? undefined : Variant;
interface VariantOptions<C extends AnyContract, Variant extends string> extends SharedOptions<C> {
    readonly variants: Readonly<Record<Variant, GuardTarget<C>>>;
    readonly rollout?: false | GuardRollout<C, [
        Variant
    ] extends [
        never
    ] ? string : NoInfer<Variant>> | undefined;
    readonly model?: 'give either model or variants, not both' | undefined;
}
declare function guard<C extends AnyContract, const Variant extends string = never>(contract: C, options: ModelOptions<C> | VariantOptions<C, Variant>): Guard<C, Variant>;
export {
    guard,
};
export {
    type ColumnName,
    type ExplainedStage,
    type Explanation,
    type Guard,
    type GuardBreaker,
    type GuardCache,
    type GuardDrift,
    type GuardHealth,
    type GuardOptions,
    type GuardRetry,
    type GuardRollout,
    type GuardStats,
    type GuardTarget,
    type ManyOptions,
    type ModelOptions,
    type OutcomeOptions,
    type OutcomeResult,
    type SharedOptions,
    type VariantOf,
    type VariantOptions,
};
export {
    type AnyContract,
    type Contract,
    type ContractDefinition,
    type ContractJson,
    type InputOf,
    type LabelOf,
    type OutputOf,
    type ParsedInputOf,
    type ParsedLabelOf,
    type RawOutputOf,
    canonicalKey,
    defineContract,
} from '@plimsoll/contracts';
export {
    type Answer,
    type BreakerEvent,
    type CacheEntry,
    type CacheStore,
    type Call,
    type CallContext,
    type CallOptions,
    type Clock,
    ClosedError,
    type ColumnShape,
    type Composed,
    DeadlineExceededError,
    type Decision,
    type DriftEvent,
    type DriftVerdict,
    type Duration,
    type ErrorCode,
    type EventSink,
    type Fault,
    type HealthSignal,
    OptionsError,
    PlimsollError,
    type PlimsollEvents,
    type Priority,
    type RolloutEvent,
    type SinkRecord,
    type Source,
    type Stage,
    type Target,
    type Violation,
    ViolationError,
    compose,
    defineStage,
    errorCodes,
    isPlimsollError,
    jsonLinesSink,
    parseDuration,
} from '@plimsoll/core';
export {
    type Baseline,
    type DatasetVerdict,
    type Monitor,
    type Snapshot,
    createBaseline,
    parseBaseline,
} from '@plimsoll/drift';
export {
    CircuitOpenError,
    type MemoryStore,
    createMemoryStore,
} from '@plimsoll/resilience';
export {
    type Rollout,
    type RolloutStatus,
} from '@plimsoll/router';

// plimsoll/contracts

export {
    type AnyContract,
    type Contract,
    type ContractDefinition,
    type ContractJson,
    type HasLabel,
    InputContractStage,
    type InputOf,
    type LabelOf,
    type OutputOf,
    type ParsedInputOf,
    type ParsedLabelOf,
    type RawOutputOf,
    type SchemaInput,
    type SchemaOutput,
    type StandardIssue,
    type StandardProps,
    type StandardResult,
    type StandardSchemaV1,
    type ValidationResult,
    canonicalKey,
    createVerdict,
    defineContract,
    inputCheck,
    inputHash,
    inputMatch,
    isStandardSchema,
    labelCheck,
    outputCheck,
    readColumn,
    sameInput,
    uncompiled,
    validate,
} from '@plimsoll/contracts';

// plimsoll/core

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
    ClosedError,
    type ColumnKind,
    type ColumnShape,
    type ComposeOptions,
    type Composed,
    type ContractShape,
    DeadlineExceededError,
    type Deadlined,
    Deadlines,
    type Decision,
    type DriftEvent,
    type DriftVerdict,
    type Duration,
    Emitter,
    type ErrorCode,
    type ErrorOf,
    type EventSink,
    type Fault,
    Faults,
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
    OptionsError,
    type OutcomeEntry,
    OutcomeJoin,
    type OutcomeJoinOptions,
    type OutcomeStore,
    PlimsollError,
    type PlimsollErrorInit,
    type PlimsollEvents,
    type Priority,
    type RolloutEvent,
    type RolloutStore,
    type RolloutVerdict,
    Runner,
    type RunnerOptions,
    type RunningCall,
    type SinkRecord,
    type Source,
    type Stage,
    SupersededError,
    type Target,
    type Telemetry,
    type TelemetryOptions,
    type TelemetryReader,
    type Timer,
    type Violation,
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
} from '@plimsoll/core';

// plimsoll/drift

export {
    type AlarmOptions,
    type AlarmPromise,
    type Baseline,
    type BaselineColumn,
    type BaselineOptions,
    type BaselineSeason,
    type BinCounts,
    type BinShift,
    type CategoricalColumn,
    type CellCounts,
    type ColumnArrays,
    type ColumnEffect,
    type ColumnExplanation,
    type ColumnPart,
    type ColumnVerdict,
    type ColumnWhy,
    type DatasetVerdict,
    type DecayedWindow,
    type DiscreteColumn,
    type DriftStageOptions,
    type EffectMethod,
    InputDriftStage,
    type JudgeOptions,
    type JudgeSettings,
    type JudgedWindow,
    type LeastEffects,
    type Monitor,
    type MonitorOptions,
    type MonitorSettings,
    type NumericColumn,
    OutputDriftStage,
    type ReadyBins,
    type ReadyHistogram,
    type ReadyValues,
    type RetrainBaseline,
    type RetrainColumn,
    type RetrainContext,
    type RetrainPromise,
    type RetrainRequest,
    type RetrainSettings,
    type RetrainState,
    type RetrainStore,
    type RetrainTrigger,
    type RetrainTriggerOptions,
    type RetrainVerdict,
    type RetrainWindow,
    type SeasonBy,
    type SeasonOptions,
    type SinceDeployWindow,
    type SlidingWindow,
    type Snapshot,
    type SnapshotPart,
    type SnapshotTotals,
    type SnapshotWindow,
    type SnapshotWindowKind,
    type StreamBaselineOptions,
    type TumblingWindow,
    type WindowOptions,
    type WindowPlan,
    baselineFromColumns,
    baselineFromHistograms,
    baselineFromStream,
    createBaseline,
    createMonitor,
    createRetrainTrigger,
    decodeBaseline,
    decodeSnapshot,
    emptySnapshot,
    encodeBaseline,
    encodeSnapshot,
    explainScore,
    judgeSnapshot,
    mergeSnapshots,
    parseBaseline,
    parseSnapshot,
    totalCounts,
} from '@plimsoll/drift';

// plimsoll/drift/compat

export {
    type Category,
    type ChunkRange,
    type CompatKind,
    type CompatValues,
    type EvidentlyColumn,
    type EvidentlyColumnOptions,
    type EvidentlyDataset,
    type EvidentlyInput,
    type EvidentlyMethod,
    type EvidentlyMethods,
    type EvidentlyProfile,
    type NannymlChunk,
    type NannymlChunking,
    type NannymlColumn,
    type NannymlColumnOptions,
    type NannymlMethod,
    type NannymlMethods,
    type NannymlProfile,
    evidently,
    nannyml,
} from '@plimsoll/drift/compat';

// plimsoll/drift/report

export {
    type DriftReport,
    type ReportApart,
    type ReportBin,
    type ReportColumn,
    type ReportOptions,
    type ReportPoint,
    type ReportStep,
    type TextReportOptions,
    renderReport,
    reportJson,
    reportText,
} from '@plimsoll/drift/report';

// plimsoll/resilience

export {
    type Blame,
    type BreakerOptions,
    BreakerStage,
    type CacheOptions,
    type CacheSettings,
    CacheStage,
    Circuit,
    type CircuitLimits,
    CircuitOpenError,
    type CircuitState,
    FallbackAnswerStage,
    type FallbackCheck,
    type FallbackModel,
    FallbackModelStage,
    type FallbackOptions,
    type InputMatch,
    type KeyedCacheOptions,
    type MatchedCacheOptions,
    type MemoryStore,
    type MemoryStoreOptions,
    type Probe,
    RetryBudget,
    type RetryOptions,
    RetryStage,
    type RetryStats,
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
} from '@plimsoll/resilience';

// plimsoll/router

export {
    type Arm,
    type Assignment,
    type BadEvent,
    type ExpectedEvents,
    type ExpectedEventsOptions,
    type HarmJudge,
    type HarmJudgeOptions,
    type HarmVerdict,
    JudgeStage,
    type JudgeStageOptions,
    type JudgedAnswer,
    type RollbackIf,
    type Rollout,
    type RolloutDeps,
    type RolloutOptions,
    type RolloutSignal,
    type RolloutStatus,
    RouteStage,
    type RouteStageOptions,
    type SignalEvidence,
    type Split,
    assign,
    bucket,
    candidateBuckets,
    candidateShare,
    createHarmJudge,
    createRollout,
    expectedEvents,
} from '@plimsoll/router';

// plimsoll/stats

export {
    Adwin,
    type AdwinOptions,
    type AdwinState,
    type AlarmPromise,
    type Alternative,
    type BernoulliIntervalOptions,
    type BetaBinomialOptions,
    BettingMartingale,
    type BettingOptions,
    type BettingState,
    type ConjugateBernsteinOptions,
    ConjugateBernsteinSequence,
    type ConjugateBernsteinState,
    type CountLogEOptions,
    type CountTestOptions,
    type DetectorState,
    type DoubleStitchingOptions,
    ECusum,
    type EmpiricalBernsteinOptions,
    EmpiricalBernsteinSequence,
    type EmpiricalBernsteinState,
    type EmpiricalProcessOptions,
    type HeavyHitter,
    type HedgedBettingOptions,
    HedgedBettingSequence,
    type HedgedBettingState,
    type HoeffdingIntervalOptions,
    HoeffdingSequence,
    type HoeffdingSequenceOptions,
    type HoeffdingSequenceState,
    HyperLogLog,
    type HyperLogLogState,
    type Interval,
    type KsMethod,
    type KsResult,
    type KsTwoSampleOptions,
    Kswin,
    type KswinOptions,
    type KswinState,
    LogHistogram,
    type LogHistogramOptions,
    type LogHistogramState,
    LossDetector,
    type LossDetectorOptions,
    type LossDetectorState,
    LossEProcess,
    type LossEProcessState,
    type LossOptions,
    type MannWhitneyOptions,
    type MixtureOptions,
    PageHinkley,
    type PageHinkleyOptions,
    type PageHinkleyState,
    type PolyStitchingOptions,
    type Proportion,
    type PsiFixedFloorOptions,
    type PsiOptions,
    type QuantileRanksOptions,
    type Random,
    type ScaledMixtureOptions,
    ShiryaevRoberts,
    type SidedMixtureOptions,
    SpaceSaving,
    type SpaceSavingState,
    TDigest,
    type TDigestState,
    type TestResult,
    WindowedKs,
    type WindowedKsOptions,
    type WindowedKsState,
    alarmThreshold,
    benjaminiHochberg,
    benjaminiYekutieli,
    bernoulliInterval,
    betaBinomialBound,
    betaBinomialLogE,
    betaQuantile,
    binIndex,
    binomialCdf,
    bonferroni,
    chiSquareGoodnessOfFit,
    chiSquareHomogeneity,
    chiSquareQuantile,
    chiSquareSf,
    countBins,
    crc32,
    createRandom,
    digamma,
    doubleStitchingBound,
    eBenjaminiHochberg,
    empiricalProcessBound,
    equalMassEdges,
    erf,
    erfc,
    fSf,
    fisherExact,
    gTest,
    gammaExponentialBound,
    gammaExponentialLogE,
    gammaP,
    gammaPoissonBound,
    gammaPoissonLogE,
    gammaQ,
    hellinger,
    hoeffdingInterval,
    holm,
    incompleteBeta,
    jsDistance,
    jsd,
    kl,
    kolmogorovIsf,
    kolmogorovSf,
    ksStatistic,
    ksStatisticCounts,
    ksTwoSample,
    kstwoSf,
    lInfinity,
    lgamma,
    logBeta,
    logSumExp,
    mannWhitney,
    multinomialLogE,
    murmur3,
    murmur3Bytes,
    normalCdf,
    normalLogCdf,
    normalMixtureBound,
    normalMixtureLogE,
    normalQuantile,
    normalSf,
    polyStitchingBound,
    psi,
    psiFixedFloor,
    psiNullMean,
    psiNullQuantile,
    quantileRanks,
    referenceCountLogE,
    sha256,
    sha256Hex,
    studentTQuantile,
    studentTSf,
    totalVariation,
    twoProportionZ,
    wasserstein,
} from '@plimsoll/stats';

// plimsoll/testing

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
    cacheStoreCases,
    createFakeClock,
    eventSinkCases,
    outcomeStoreCases,
    recordingSink,
    recordingStage,
    scriptedTarget,
    settle,
    stageCases,
} from '@plimsoll/core/testing';
