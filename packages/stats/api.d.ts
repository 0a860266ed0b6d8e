// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/stats

declare class Adwin {
    #private;
    readonly delta: number;
    readonly clock: number;
    readonly maxBuckets: number;
    readonly minWindow: number;
    readonly grace: number;
    constructor(options?: AdwinOptions);
    get width(): number;
    get mean(): number;
    get variance(): number;
    add(value: number): boolean;
    reset(): void;
    toJSON(): AdwinState;
    static fromJSON(state: AdwinState): Adwin;
}
type AdwinOptions = {
    readonly delta?: number;
    readonly clock?: number;
    readonly maxBuckets?: number;
    readonly minWindow?: number;
    readonly grace?: number;
};
type AdwinState = {
    readonly version: 1;
    readonly delta: number;
    readonly clock: number;
    readonly maxBuckets: number;
    readonly minWindow: number;
    readonly grace: number;
    readonly drifted: boolean;
    readonly total: number;
    readonly squares: number;
    readonly rows: readonly (readonly (readonly [
        total: number,
        squares: number
    ])[])[];
};
type AlarmPromise = {
    readonly falseAlarm: number;
    readonly over: number;
};
type Alternative = 'two-sided' | 'less' | 'greater';
type BernoulliIntervalOptions = {
    readonly alpha?: number;
    readonly tuneAt?: number;
};
type BetaBinomialOptions = SidedMixtureOptions & {
    readonly below: number;
    readonly above: number;
};
declare class BettingMartingale {
    #private;
    readonly mean: number;
    readonly alpha: number;
    constructor({ mean, alpha }: BettingOptions);
    get count(): number;
    get logAbove(): number;
    get logBelow(): number;
    get logE(): number;
    step(value: number): void;
    toJSON(): BettingState;
    static fromJSON(state: BettingState): BettingMartingale;
}
type BettingOptions = {
    readonly mean: number;
    readonly alpha?: number;
};
type BettingState = {
    readonly version: 1;
    readonly mean: number;
    readonly alpha: number;
    readonly bets: readonly number[];
    readonly logs: readonly number[];
};
type ConjugateBernsteinOptions = {
    readonly alpha?: number;
    readonly tuneAt?: number;
};
declare class ConjugateBernsteinSequence {
    #private;
    readonly alpha: number;
    readonly tuneAt: number;
    constructor({ alpha, tuneAt }?: ConjugateBernsteinOptions);
    get count(): number;
    get latest(): Interval;
    step(value: number): void;
    toJSON(): ConjugateBernsteinState;
    static fromJSON(state: ConjugateBernsteinState): ConjugateBernsteinSequence;
}
type ConjugateBernsteinState = {
    readonly version: 1;
    readonly alpha: number;
    readonly tuneAt: number;
    readonly sums: readonly number[];
};
type CountLogEOptions = {
    readonly concentrations?: readonly number[];
};
type CountTestOptions = {
    readonly correction?: boolean;
};
type DetectorState = {
    readonly version: 1;
    readonly weights: readonly number[];
    readonly values: readonly number[];
};
type DoubleStitchingOptions = {
    readonly alpha: number;
    readonly startAt: number;
    readonly delta?: number;
    readonly s?: number;
    readonly eta?: number;
};
declare class ECusum {
    #private;
    constructor(bets: number | readonly number[]);
    get value(): number;
    step(factors: ArrayLike<number>): number;
    reset(): void;
    toJSON(): DetectorState;
    static fromJSON(state: DetectorState): ECusum;
}
type EmpiricalBernsteinOptions = {
    readonly alpha?: number;
    readonly truncation?: number;
};
declare class EmpiricalBernsteinSequence {
    #private;
    readonly alpha: number;
    readonly truncation: number;
    constructor({ alpha, truncation }?: EmpiricalBernsteinOptions);
    get count(): number;
    get interval(): Interval;
    get latest(): Interval;
    step(value: number): void;
    toJSON(): EmpiricalBernsteinState;
    static fromJSON(state: EmpiricalBernsteinState): EmpiricalBernsteinSequence;
}
type EmpiricalBernsteinState = {
    readonly version: 1;
    readonly alpha: number;
    readonly truncation: number;
    readonly bets: readonly number[];
    readonly sums: readonly number[];
};
type EmpiricalProcessOptions = {
    readonly alpha: number;
    readonly startAt: number;
    readonly factor?: number;
};
type HeavyHitter = {
    readonly key: string;
    readonly count: number;
    readonly error: number;
};
type HedgedBettingOptions = {
    readonly alpha?: number;
    readonly steps?: number;
};
declare class HedgedBettingSequence {
    #private;
    readonly alpha: number;
    readonly steps: number;
    constructor({ alpha, steps }?: HedgedBettingOptions);
    get count(): number;
    get interval(): Interval;
    step(value: number): void;
    toJSON(): HedgedBettingState;
    static fromJSON(state: HedgedBettingState): HedgedBettingSequence;
}
type HedgedBettingState = {
    readonly version: 1;
    readonly alpha: number;
    readonly steps: number;
    readonly bets: readonly number[];
    readonly first: number;
    readonly wealth: readonly number[];
};
type HoeffdingIntervalOptions = {
    readonly alpha?: number;
    readonly tuneAt?: number;
};
declare class HoeffdingSequence {
    #private;
    readonly alpha: number;
    readonly truncation: number;
    constructor({ alpha, truncation }?: HoeffdingSequenceOptions);
    get count(): number;
    get interval(): Interval;
    get latest(): Interval;
    step(value: number): void;
    toJSON(): HoeffdingSequenceState;
    static fromJSON(state: HoeffdingSequenceState): HoeffdingSequence;
}
type HoeffdingSequenceOptions = {
    readonly alpha?: number;
    readonly truncation?: number;
};
type HoeffdingSequenceState = {
    readonly version: 1;
    readonly alpha: number;
    readonly truncation: number;
    readonly sums: readonly number[];
};
declare class HyperLogLog {
    #private;
    readonly precision: number;
    constructor(precision?: number);
    record(key: string): void;
    estimate(): number;
    merge(other: HyperLogLog): void;
    toJSON(): HyperLogLogState;
    static fromJSON(state: HyperLogLogState): HyperLogLog;
}
type HyperLogLogState = {
    readonly version: 1;
    readonly precision: number;
    readonly registers: string;
};
type Interval = {
    readonly lower: number;
    readonly upper: number;
};
type KsMethod = 'auto' | 'exact' | 'exact-ties' | 'kstwo' | 'asymptotic';
type KsResult = {
    readonly statistic: number;
    readonly pValue: number;
};
type KsTwoSampleOptions = {
    readonly method?: KsMethod;
};
declare class Kswin {
    #private;
    readonly alpha: number;
    readonly windowSize: number;
    readonly statSize: number;
    constructor(random: Pick<Random, 'next'>, options?: KswinOptions);
    get count(): number;
    add(value: number): boolean;
    reset(): void;
    toJSON(): KswinState;
    static fromJSON(state: KswinState, random: Pick<Random, 'next'>): Kswin;
}
type KswinOptions = {
    readonly alpha?: number;
    readonly windowSize?: number;
    readonly statSize?: number;
};
type KswinState = {
    readonly version: 1;
    readonly alpha: number;
    readonly windowSize: number;
    readonly statSize: number;
    readonly drifted: boolean;
    readonly window: readonly number[];
};
declare class LogHistogram {
    #private;
    readonly relativeError: number;
    readonly lowest: number;
    readonly highest: number;
    constructor(options?: LogHistogramOptions);
    get count(): number;
    get sum(): number;
    get min(): number;
    get max(): number;
    get underflow(): number;
    get overflow(): number;
    get rejected(): number;
    record(value: number, count?: number): void;
    quantile(q: number): number;
    merge(other: LogHistogram): this;
    clear(): void;
    toJSON(): LogHistogramState;
    static fromJSON(state: unknown): LogHistogram;
}
type LogHistogramOptions = {
    readonly relativeError?: number;
    readonly lowest?: number;
    readonly highest?: number;
};
type LogHistogramState = {
    readonly version: 1;
    readonly relativeError: number;
    readonly lowest: number;
    readonly highest: number;
    readonly underflow: number;
    readonly overflow: number;
    readonly rejected: number;
    readonly sum: number;
    readonly min: number | null;
    readonly max: number | null;
    readonly buckets: readonly (readonly [
        index: number,
        count: number
    ])[];
};
declare class LossDetector {
    #private;
    readonly limit: number;
    readonly falseAlarm: number;
    readonly over: number;
    readonly threshold: number;
    constructor(options: LossDetectorOptions);
    get value(): number;
    get isAlarm(): boolean;
    step(value: number): void;
    reset(): void;
    toJSON(): LossDetectorState;
    static fromJSON(state: LossDetectorState): LossDetector;
}
type LossDetectorOptions = LossOptions & AlarmPromise;
type LossDetectorState = {
    readonly version: 1;
    readonly limit: number;
    readonly falseAlarm: number;
    readonly over: number;
    readonly bets: readonly number[];
    readonly values: readonly number[];
};
declare class LossEProcess {
    #private;
    readonly limit: number;
    constructor(options: LossOptions);
    get count(): number;
    get logE(): number;
    step(value: number): void;
    toJSON(): LossEProcessState;
    static fromJSON(state: LossEProcessState): LossEProcess;
}
type LossEProcessState = {
    readonly version: 1;
    readonly limit: number;
    readonly bets: readonly number[];
    readonly count: number;
    readonly wealth: readonly number[];
    readonly exponent: number;
};
type LossOptions = {
    readonly limit: number;
    readonly bets?: readonly number[];
};
type MannWhitneyOptions = {
    readonly alternative?: Alternative;
    readonly method?: 'asymptotic' | 'exact';
    readonly continuity?: boolean;
};
type MixtureOptions = {
    readonly alpha: number;
    readonly tuneAt: number;
};
declare class PageHinkley {
    #private;
    readonly minInstances: number;
    readonly delta: number;
    readonly threshold: number;
    readonly forgetting: number;
    readonly mode: 'both' | 'up' | 'down';
    constructor(options?: PageHinkleyOptions);
    get count(): number;
    get mean(): number;
    add(value: number): boolean;
    reset(): void;
    toJSON(): PageHinkleyState;
    static fromJSON(state: PageHinkleyState): PageHinkley;
}
type PageHinkleyOptions = {
    readonly minInstances?: number;
    readonly delta?: number;
    readonly threshold?: number;
    readonly forgetting?: number;
    readonly mode?: 'both' | 'up' | 'down';
};
type PageHinkleyState = {
    readonly version: 1;
    readonly minInstances: number;
    readonly delta: number;
    readonly threshold: number;
    readonly forgetting: number;
    readonly mode: 'both' | 'up' | 'down';
    readonly drifted: boolean;
    readonly count: number;
    readonly mean: number;
    readonly rise: number;
    readonly leastRise: number;
    readonly fall: number;
    readonly greatestFall: number;
};
type PolyStitchingOptions = {
    readonly alpha: number;
    readonly startAt: number;
    readonly scale?: number;
    readonly s?: number;
    readonly eta?: number;
};
type Proportion = {
    readonly successes: number;
    readonly trials: number;
};
type PsiFixedFloorOptions = {
    readonly floor?: number;
};
type PsiOptions = {
    readonly smoothing?: number;
};
type QuantileRanksOptions = {
    readonly alpha?: number;
    readonly tuneAt?: number;
};
type Random = {
    readonly next: () => number;
    readonly int: (below: number) => number;
    readonly normal: () => number;
    readonly fork: (label: string) => Random;
};
type ScaledMixtureOptions = MixtureOptions & {
    readonly scale: number;
};
declare class ShiryaevRoberts {
    #private;
    constructor(bets: number | readonly number[]);
    get value(): number;
    step(factors: ArrayLike<number>): number;
    reset(): void;
    toJSON(): DetectorState;
    static fromJSON(state: DetectorState): ShiryaevRoberts;
}
type SidedMixtureOptions = MixtureOptions & {
    readonly sides?: 'one' | 'two';
};
declare class SpaceSaving {
    #private;
    readonly capacity: number;
    constructor(capacity: number);
    get total(): number;
    record(key: string, count?: number): void;
    top(most?: number): HeavyHitter[];
    count(key: string): HeavyHitter;
    merge(other: SpaceSaving): void;
    toJSON(): SpaceSavingState;
    static fromJSON(state: SpaceSavingState): SpaceSaving;
}
type SpaceSavingState = {
    readonly version: 1;
    readonly capacity: number;
    readonly total: number;
    readonly hitters: readonly (readonly [
        key: string,
        count: number,
        error: number
    ])[];
};
declare class TDigest {
    #private;
    readonly compression: number;
    constructor(compression?: number);
    get count(): number;
    get rejected(): number;
    get min(): number;
    get max(): number;
    record(value: number, count?: number): void;
    quantile(q: number): number;
    merge(other: TDigest): void;
    toJSON(): TDigestState;
    static fromJSON(state: TDigestState): TDigest;
}
type TDigestState = {
    readonly version: 1;
    readonly compression: number;
    readonly min: number | null;
    readonly max: number | null;
    readonly rejected: number;
    readonly centroids: readonly (readonly [
        mean: number,
        weight: number
    ])[];
};
type TestResult = {
    readonly statistic: number;
    readonly pValue: number;
};
declare class WindowedKs {
    #private;
    readonly alpha: number;
    readonly windowSize: number;
    constructor(reference: ArrayLike<number>, options?: WindowedKsOptions);
    get count(): number;
    get statistic(): number;
    add(value: number): boolean;
    reset(): void;
    toJSON(): WindowedKsState;
    static fromJSON(state: WindowedKsState, reference: ArrayLike<number>): WindowedKs;
}
type WindowedKsOptions = {
    readonly alpha?: number;
    readonly windowSize?: number;
};
type WindowedKsState = {
    readonly version: 1;
    readonly alpha: number;
    readonly windowSize: number;
    readonly window: readonly number[];
};
declare function alarmThreshold({ falseAlarm, over }: AlarmPromise): number;
declare function benjaminiHochberg(pValues: ArrayLike<number>): number[];
declare function benjaminiYekutieli(pValues: ArrayLike<number>): number[];
declare function bernoulliInterval(successes: number, trials: number, { alpha, tuneAt }?: BernoulliIntervalOptions): Interval;
declare function betaBinomialBound(variance: number, options: BetaBinomialOptions): number;
declare function betaBinomialLogE(sum: number, variance: number, options: BetaBinomialOptions): number;
declare function betaQuantile(p: number, a: number, b: number): number;
declare function binIndex(edges: Float64Array, value: number): number;
declare function binomialCdf(k: number, n: number, p: number): number;
declare function bonferroni(pValues: ArrayLike<number>): number[];
declare function chiSquareGoodnessOfFit(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult;
declare function chiSquareHomogeneity(reference: ArrayLike<number>, current: ArrayLike<number>, options?: CountTestOptions): TestResult;
declare function chiSquareQuantile(p: number, df: number): number;
declare function chiSquareSf(x: number, df: number): number;
declare function countBins(edges: Float64Array, values: ArrayLike<number>): Uint32Array;
declare function crc32(bytes: Uint8Array): number;
declare function createRandom(seed: number | string): Random;
declare function digamma(x: number): number;
declare function doubleStitchingBound(p: number, count: number, options: DoubleStitchingOptions): number;
declare function eBenjaminiHochberg(eValues: ArrayLike<number>, alpha: number): boolean[];
declare function empiricalProcessBound(count: number, options: EmpiricalProcessOptions): number;
declare function equalMassEdges(values: ArrayLike<number>, bins: number): Float64Array;
declare function erf(x: number): number;
declare function erfc(x: number): number;
declare function fSf(x: number, df1: number, df2: number): number;
declare function fisherExact(reference: Proportion, current: Proportion, options?: {
    readonly alternative?: Alternative;
}): {
    readonly oddsRatio: number;
    readonly pValue: number;
};
declare function gTest(reference: ArrayLike<number>, current: ArrayLike<number>, options?: CountTestOptions): TestResult;
declare function gammaExponentialBound(variance: number, options: ScaledMixtureOptions): number;
declare function gammaExponentialLogE(sum: number, variance: number, options: ScaledMixtureOptions): number;
declare function gammaP(a: number, x: number): number;
declare function gammaPoissonBound(variance: number, options: ScaledMixtureOptions): number;
declare function gammaPoissonLogE(sum: number, variance: number, options: ScaledMixtureOptions): number;
declare function gammaQ(a: number, x: number): number;
declare function hellinger(reference: ArrayLike<number>, current: ArrayLike<number>): number;
declare function hoeffdingInterval(sum: number, count: number, { alpha, tuneAt }?: HoeffdingIntervalOptions): Interval;
declare function holm(pValues: ArrayLike<number>): number[];
declare function incompleteBeta(x: number, a: number, b: number): number;
declare function jsDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number;
declare function jsd(reference: ArrayLike<number>, current: ArrayLike<number>): number;
declare function kl(reference: ArrayLike<number>, current: ArrayLike<number>): number;
declare function kolmogorovIsf(p: number): number;
declare function kolmogorovSf(x: number): number;
declare function ksStatistic(x: ArrayLike<number>, y: ArrayLike<number>): number;
declare function ksStatisticCounts(reference: ArrayLike<number>, current: ArrayLike<number>): number;
declare function ksTwoSample(x: ArrayLike<number>, y: ArrayLike<number>, options?: KsTwoSampleOptions): KsResult;
declare function kstwoSf(d: number, n: number): number;
declare function lInfinity(reference: ArrayLike<number>, current: ArrayLike<number>): number;
declare function lgamma(x: number): number;
declare function logBeta(a: number, b: number): number;
declare function logSumExp(values: ArrayLike<number>, weights?: ArrayLike<number>): number;
declare function mannWhitney(reference: ArrayLike<number>, current: ArrayLike<number>, options?: MannWhitneyOptions): TestResult;
declare function multinomialLogE(shares: ArrayLike<number>, counts: ArrayLike<number>, options?: CountLogEOptions): number;
declare function murmur3(text: string, seed?: number): number;
declare function murmur3Bytes(bytes: Uint8Array, seed?: number): number;
declare function normalCdf(x: number): number;
declare function normalLogCdf(x: number): number;
declare function normalMixtureBound(variance: number, options: SidedMixtureOptions): number;
declare function normalMixtureLogE(sum: number, variance: number, options: SidedMixtureOptions): number;
declare function normalQuantile(p: number): number;
declare function normalSf(x: number): number;
declare function polyStitchingBound(variance: number, options: PolyStitchingOptions): number;
declare function psi(reference: ArrayLike<number>, current: ArrayLike<number>, options?: PsiOptions): number;
declare function psiFixedFloor(reference: ArrayLike<number>, current: ArrayLike<number>, options?: PsiFixedFloorOptions): number;
declare function psiNullMean(bins: number, n: number, m: number): number;
declare function psiNullQuantile(p: number, bins: number, n: number, m: number): number;
declare function quantileRanks(p: number, count: number, { alpha, tuneAt }?: QuantileRanksOptions): Interval;
declare function referenceCountLogE(gaps: ArrayLike<number>, counts: ArrayLike<number>, options?: CountLogEOptions): number;
declare function sha256(data: string | Uint8Array): Uint8Array;
declare function sha256Hex(data: string | Uint8Array): string;
declare function studentTQuantile(p: number, df: number): number;
declare function studentTSf(t: number, df: number): number;
declare function totalVariation(reference: ArrayLike<number>, current: ArrayLike<number>): number;
declare function twoProportionZ(reference: Proportion, current: Proportion, options?: {
    readonly alternative?: Alternative;
}): TestResult;
declare function wasserstein(x: ArrayLike<number>, y: ArrayLike<number>): number;
export {
    Adwin,
    BettingMartingale,
    ConjugateBernsteinSequence,
    ECusum,
    EmpiricalBernsteinSequence,
    HedgedBettingSequence,
    HoeffdingSequence,
    HyperLogLog,
    Kswin,
    LogHistogram,
    LossDetector,
    LossEProcess,
    PageHinkley,
    ShiryaevRoberts,
    SpaceSaving,
    TDigest,
    WindowedKs,
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
};
export {
    type AdwinOptions,
    type AdwinState,
    type AlarmPromise,
    type Alternative,
    type BernoulliIntervalOptions,
    type BetaBinomialOptions,
    type BettingOptions,
    type BettingState,
    type ConjugateBernsteinOptions,
    type ConjugateBernsteinState,
    type CountLogEOptions,
    type CountTestOptions,
    type DetectorState,
    type DoubleStitchingOptions,
    type EmpiricalBernsteinOptions,
    type EmpiricalBernsteinState,
    type EmpiricalProcessOptions,
    type HeavyHitter,
    type HedgedBettingOptions,
    type HedgedBettingState,
    type HoeffdingIntervalOptions,
    type HoeffdingSequenceOptions,
    type HoeffdingSequenceState,
    type HyperLogLogState,
    type Interval,
    type KsMethod,
    type KsResult,
    type KsTwoSampleOptions,
    type KswinOptions,
    type KswinState,
    type LogHistogramOptions,
    type LogHistogramState,
    type LossDetectorOptions,
    type LossDetectorState,
    type LossEProcessState,
    type LossOptions,
    type MannWhitneyOptions,
    type MixtureOptions,
    type PageHinkleyOptions,
    type PageHinkleyState,
    type PolyStitchingOptions,
    type Proportion,
    type PsiFixedFloorOptions,
    type PsiOptions,
    type QuantileRanksOptions,
    type Random,
    type ScaledMixtureOptions,
    type SidedMixtureOptions,
    type SpaceSavingState,
    type TDigestState,
    type TestResult,
    type WindowedKsOptions,
    type WindowedKsState,
};
