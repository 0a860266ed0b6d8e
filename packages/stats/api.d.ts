// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/stats

type Alternative = 'two-sided' | 'less' | 'greater';
type CountLogEOptions = {
    readonly concentrations?: readonly number[];
};
type CountTestOptions = {
    readonly correction?: boolean;
};
type HeavyHitter = {
    readonly key: string;
    readonly count: number;
    readonly error: number;
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
type KsMethod = 'auto' | 'exact' | 'exact-ties' | 'asymptotic';
type KsResult = {
    readonly statistic: number;
    readonly pValue: number;
};
type KsTwoSampleOptions = {
    readonly method?: KsMethod;
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
type MannWhitneyOptions = {
    readonly alternative?: Alternative;
    readonly method?: 'asymptotic' | 'exact';
    readonly continuity?: boolean;
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
type Random = {
    readonly next: () => number;
    readonly int: (below: number) => number;
    readonly normal: () => number;
    readonly fork: (label: string) => Random;
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
declare function benjaminiHochberg(pValues: ArrayLike<number>): number[];
declare function benjaminiYekutieli(pValues: ArrayLike<number>): number[];
declare function betaQuantile(p: number, a: number, b: number): number;
declare function binIndex(edges: Float64Array, value: number): number;
declare function binomialCdf(k: number, n: number, p: number): number;
declare function bonferroni(pValues: ArrayLike<number>): number[];
declare function chiSquareGoodnessOfFit(reference: ArrayLike<number>, current: ArrayLike<number>): TestResult;
declare function chiSquareHomogeneity(reference: ArrayLike<number>, current: ArrayLike<number>, options?: CountTestOptions): TestResult;
declare function chiSquareQuantile(p: number, df: number): number;
declare function chiSquareSf(x: number, df: number): number;
declare function countBins(edges: Float64Array, values: ArrayLike<number>): Uint32Array;
declare function createRandom(seed: number | string): Random;
declare function digamma(x: number): number;
declare function eBenjaminiHochberg(eValues: ArrayLike<number>, alpha: number): boolean[];
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
declare function gammaP(a: number, x: number): number;
declare function gammaQ(a: number, x: number): number;
declare function hellinger(reference: ArrayLike<number>, current: ArrayLike<number>): number;
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
declare function normalQuantile(p: number): number;
declare function normalSf(x: number): number;
declare function psi(reference: ArrayLike<number>, current: ArrayLike<number>, options?: PsiOptions): number;
declare function psiFixedFloor(reference: ArrayLike<number>, current: ArrayLike<number>, options?: PsiFixedFloorOptions): number;
declare function psiNullMean(bins: number, n: number, m: number): number;
declare function psiNullQuantile(p: number, bins: number, n: number, m: number): number;
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
    HyperLogLog,
    LogHistogram,
    SpaceSaving,
    TDigest,
    benjaminiHochberg,
    benjaminiYekutieli,
    betaQuantile,
    binIndex,
    binomialCdf,
    bonferroni,
    chiSquareGoodnessOfFit,
    chiSquareHomogeneity,
    chiSquareQuantile,
    chiSquareSf,
    countBins,
    createRandom,
    digamma,
    eBenjaminiHochberg,
    equalMassEdges,
    erf,
    erfc,
    fSf,
    fisherExact,
    gTest,
    gammaP,
    gammaQ,
    hellinger,
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
    normalQuantile,
    normalSf,
    psi,
    psiFixedFloor,
    psiNullMean,
    psiNullQuantile,
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
    type Alternative,
    type CountLogEOptions,
    type CountTestOptions,
    type HeavyHitter,
    type HyperLogLogState,
    type KsMethod,
    type KsResult,
    type KsTwoSampleOptions,
    type LogHistogramOptions,
    type LogHistogramState,
    type MannWhitneyOptions,
    type Proportion,
    type PsiFixedFloorOptions,
    type PsiOptions,
    type Random,
    type SpaceSavingState,
    type TDigestState,
    type TestResult,
};
