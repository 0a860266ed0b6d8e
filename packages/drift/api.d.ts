// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/drift

import { ColumnKind, ColumnShape, DriftVerdict, Duration, Observer, DriftEvent, Clock, Stage, Call, Fault } from '@plimsoll/core';
interface AlarmOptions {
    readonly falseAlarm?: number | undefined;
    readonly over?: number | undefined;
    readonly replicas?: number | undefined;
}
interface AlarmPromise {
    readonly falseAlarm: number;
    readonly over: number;
    readonly seen: number;
}
interface Baseline {
    readonly format: 'plimsoll-baseline/2';
    readonly name: string;
    readonly version?: string;
    readonly rows: number;
    readonly approx: boolean;
    readonly season?: BaselineSeason;
    readonly columns: readonly BaselineColumn[];
    readonly digest: string;
}
type BaselineColumn = NumericColumn | DiscreteColumn | CategoricalColumn;
interface BaselineOptions {
    readonly columns?: readonly ColumnShape[] | readonly string[] | undefined;
    readonly name?: string | undefined;
    readonly version?: string | undefined;
    readonly minRows?: number | undefined;
    readonly bins?: number | undefined;
    readonly season?: SeasonOptions | undefined;
}
interface BaselineSeason {
    readonly by: SeasonBy;
    readonly path?: readonly (string | number)[];
}
interface BinCounts extends CellCounts {
    readonly value?: string | number | boolean;
    readonly referenceShare: number;
    readonly currentShare: number;
    readonly contribution: number;
}
interface BinShift {
    readonly label: string;
    readonly reference: number;
    readonly current: number;
}
interface CategoricalColumn extends ColumnBase {
    readonly type: 'categorical';
    readonly values: readonly (string | number | boolean)[];
    readonly counts: readonly number[];
    readonly other: number;
}
interface CellCounts {
    readonly label: string;
    readonly reference: number;
    readonly current: number;
}
type ColumnArrays = Readonly<Record<string, ArrayLike<unknown>>>;
interface ColumnBase {
    readonly name: string;
    readonly path: readonly (string | number)[];
    readonly kind: ColumnKind;
    readonly part?: ColumnPart;
    readonly vocabulary?: readonly number[];
    readonly dimensions?: number;
    readonly constant: boolean;
    readonly monotone: boolean;
    readonly duplicateOf?: string;
    readonly missing: number;
    readonly nan: number;
    readonly infinite: number;
    readonly wrongType: number;
    readonly slots?: readonly (readonly number[])[];
}
interface ColumnEffect {
    readonly method: EffectMethod;
    readonly value: number;
    readonly least: number;
}
interface ColumnExplanation {
    readonly name: string;
    readonly method: 'psi' | 'jsd';
    readonly bins: readonly BinCounts[];
    readonly apart: readonly CellCounts[];
}
type ColumnPart = 'length' | 'words' | 'unknown' | 'norm' | number;
interface ColumnVerdict {
    readonly name: string;
    readonly verdict: DriftVerdict;
    readonly why: ColumnWhy;
    readonly reason: string;
    readonly method: 'psi' | 'jsd';
    readonly score: number | undefined;
    readonly scoreNull: number | undefined;
    readonly effect: ColumnEffect;
    readonly size: number;
    readonly logE: number;
    readonly pValue: number;
    readonly windowPValue: number;
    readonly rows: number;
    readonly referenceRows: number;
    readonly missingShare: number;
    readonly topBins: readonly BinShift[];
    readonly conditions: readonly string[];
}
type ColumnWhy = 'same' | 'small' | 'moved' | 'alarm' | 'few rows' | 'dependent' | 'monotone';
interface DatasetVerdict {
    readonly verdict: DriftVerdict;
    readonly reason: string;
    readonly finished: boolean;
    readonly rows: number;
    readonly share: number;
    readonly judged: number;
    readonly moved: readonly string[];
    readonly window: JudgedWindow;
    readonly promise: AlarmPromise;
    readonly conditions: readonly string[];
    readonly columns: readonly ColumnVerdict[];
}
interface DecayedWindow {
    readonly kind: 'decayed';
    readonly halfLife?: number | undefined;
}
interface DiscreteColumn extends ColumnBase, Moments {
    readonly type: 'discrete';
    readonly values: readonly number[];
    readonly counts: readonly number[];
}
interface DriftStageOptions {
    readonly emit: (event: DriftEvent) => void;
    readonly clock: Pick<Clock, 'now' | 'wall'>;
    readonly coolDown?: Duration | undefined;
}
type EffectMethod = 'psi' | 'ks' | 'jsd' | 'lInfinity' | 'missing' | 'invalid' | 'unseen';
declare class InputDriftStage implements Stage {
    #private;
    readonly name: string;
    constructor(monitor: Monitor, options: DriftStageOptions);
    get settings(): {
        readonly coolDown: number;
    };
    enter(call: Call): void;
    dispose(): void;
}
interface JudgeOptions {
    readonly minRows?: number | undefined;
    readonly least?: LeastEffects | undefined;
    readonly alarm?: AlarmOptions | undefined;
    readonly significance?: number | undefined;
    readonly share?: number | undefined;
    readonly block?: number | undefined;
}
interface JudgeSettings {
    readonly minRows: number;
    readonly least: Readonly<Record<EffectMethod, number>>;
    readonly alarm: {
        readonly falseAlarm: number;
        readonly over: number;
        readonly replicas: number;
    };
    readonly significance: number;
    readonly share: number;
    readonly block: number;
}
interface JudgedWindow extends SnapshotWindow {
    readonly since: number;
    readonly until: number;
}
interface LeastEffects {
    readonly psi?: number | undefined;
    readonly ks?: number | undefined;
    readonly jsd?: number | undefined;
    readonly lInfinity?: number | undefined;
    readonly missing?: number | undefined;
    readonly invalid?: number | undefined;
    readonly unseen?: number | undefined;
}
interface Moments {
    readonly mean: number;
    readonly deviation: number;
}
interface Monitor extends Observer<unknown> {
    readonly baseline: Baseline;
    readonly settings: MonitorSettings;
    readonly columns: readonly string[];
    readonly rows: number;
    readonly last: DatasetVerdict | undefined;
    readonly faults: number;
    observe(row: unknown, now?: number): void;
    observeColumns(columns: ColumnArrays, now?: number): void;
    verdict(): DatasetVerdict;
    roll(): DatasetVerdict;
    reset(): void;
    snapshot(): Snapshot;
    subscribe(listener: (verdict: DatasetVerdict) => void): () => void;
}
interface MonitorOptions extends JudgeOptions {
    readonly columns?: readonly string[] | undefined;
    readonly window?: WindowOptions | undefined;
    readonly maxWindowAge?: Duration | undefined;
    readonly detect?: boolean | undefined;
    readonly history?: number | undefined;
    readonly replica?: string | undefined;
    readonly onRoll?: ((verdict: DatasetVerdict) => void) | undefined;
}
interface MonitorSettings extends JudgeSettings {
    readonly window: WindowPlan;
    readonly maxWindowAge: number;
    readonly detect: boolean;
    readonly history: number;
    readonly replica: string | undefined;
}
interface NumericColumn extends ColumnBase, Moments {
    readonly type: 'numeric';
    readonly edges: readonly number[];
    readonly counts: readonly number[];
    readonly ties: boolean;
}
declare class OutputDriftStage implements Stage {
    #private;
    readonly name: string;
    constructor(monitor: Monitor, options: DriftStageOptions);
    get settings(): {
        readonly coolDown: number;
    };
    leave(call: Call): void;
    dispose(): void;
}
interface ReadyBins extends ReadyColumn {
    readonly edges: ArrayLike<number>;
    readonly counts: ArrayLike<number>;
    readonly mean?: number | undefined;
    readonly deviation?: number | undefined;
}
interface ReadyColumn {
    readonly name: string;
    readonly path?: readonly (string | number)[] | undefined;
    readonly kind?: 'numeric' | 'categorical' | 'boolean' | 'prediction' | undefined;
    readonly missing?: number | undefined;
    readonly nan?: number | undefined;
    readonly infinite?: number | undefined;
    readonly wrongType?: number | undefined;
}
type ReadyHistogram = ReadyBins | ReadyValues;
interface ReadyValues extends ReadyColumn {
    readonly values: readonly (string | number | boolean)[];
    readonly counts: ArrayLike<number>;
    readonly other?: number | undefined;
}
interface RetrainBaseline {
    readonly name: string;
    readonly version?: string | undefined;
    readonly digest: string;
}
interface RetrainColumn {
    readonly name: string;
    readonly reason: string;
    readonly score?: number | undefined;
    readonly effect?: {
        readonly method: string;
        readonly value: number;
        readonly least: number;
    } | undefined;
    readonly logE?: number | undefined;
    readonly topBins: readonly BinShift[];
}
interface RetrainContext {
    readonly signal: AbortSignal;
    readonly attempt: number;
}
interface RetrainPromise {
    readonly falseAlarm: number;
    readonly over: number;
    readonly seen: number;
}
interface RetrainRequest {
    readonly format: 'plimsoll-retrain/1';
    readonly key: string;
    readonly model: string;
    readonly baseline: RetrainBaseline;
    readonly reason: string;
    readonly at: number;
    readonly rows: number;
    readonly share: number;
    readonly judged: number;
    readonly moved: number;
    readonly window?: RetrainWindow;
    readonly promise?: RetrainPromise;
    readonly columns: readonly RetrainColumn[];
    readonly snapshot?: unknown;
}
interface RetrainSettings {
    readonly after: number;
    readonly coolDown: number;
    readonly attempts: number;
    readonly backoff: number;
    readonly timeout: number;
}
interface RetrainState {
    readonly subject: string;
    readonly key: string;
    readonly tries: number;
    readonly accepted: boolean;
    readonly nextTry: number;
    readonly until: number;
}
interface RetrainStore {
    load(): Promise<RetrainState | null | undefined>;
    save(state: RetrainState): Promise<unknown>;
}
interface RetrainTrigger {
    readonly settings: RetrainSettings;
    readonly alarms: number;
    readonly state: RetrainState | undefined;
    readonly last: RetrainRequest | undefined;
    readonly faults: ReadonlyMap<string, number>;
    readonly note: (verdict: RetrainVerdict) => void;
    settled(): Promise<void>;
    dispose(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
interface RetrainTriggerOptions {
    readonly model: string;
    readonly baseline: RetrainBaseline;
    readonly run: (request: RetrainRequest, context: RetrainContext) => unknown;
    readonly after?: number | undefined;
    readonly coolDown?: Duration | undefined;
    readonly attempts?: number | undefined;
    readonly backoff?: Duration | undefined;
    readonly timeout?: Duration | undefined;
    readonly snapshot?: (() => unknown) | undefined;
    readonly store?: RetrainStore | undefined;
    readonly onFault?: ((fault: Fault) => void) | undefined;
    readonly clock?: Pick<Clock, 'wall' | 'setTimer' | 'clearTimer' | 'hold'> | undefined;
}
interface RetrainVerdict {
    readonly verdict: DriftVerdict;
    readonly reason: string;
    readonly rows: number;
    readonly share: number;
    readonly judged: number;
    readonly moved: readonly string[];
    readonly window?: RetrainWindow | undefined;
    readonly promise?: RetrainPromise | undefined;
    readonly columns: readonly RetrainColumn[];
}
interface RetrainWindow {
    readonly kind: string;
    readonly rows: number;
    readonly panes: number;
    readonly since: number;
    readonly until: number;
}
type SeasonBy = 'hourOfDay' | 'dayOfWeek' | 'hourOfWeek' | 'month';
interface SeasonOptions {
    readonly by: SeasonBy;
    readonly time: string;
}
interface SinceDeployWindow {
    readonly kind: 'sinceDeploy';
    readonly every?: number | undefined;
}
interface SlidingWindow {
    readonly kind: 'sliding';
    readonly rows?: number | undefined;
    readonly panes?: number | undefined;
}
interface Snapshot {
    readonly format: 'plimsoll-drift-snapshot/2';
    readonly baseline: {
        readonly name: string;
        readonly digest: string;
        readonly rows: number;
    };
    readonly columns: readonly string[];
    readonly window: SnapshotWindow;
    readonly parts: readonly SnapshotPart[];
    readonly earlier: readonly SnapshotPart[];
}
interface SnapshotPart {
    readonly replica: string;
    readonly seq: number;
    readonly rows: number;
    readonly since: number;
    readonly until: number;
    readonly counts: readonly number[];
    readonly dependence: readonly number[];
    readonly slots: readonly number[];
}
interface SnapshotTotals {
    readonly rows: number;
    readonly counts: Float64Array;
    readonly dependence: Float64Array;
    readonly slots: Float64Array;
}
interface SnapshotWindow {
    readonly kind: SnapshotWindowKind;
    readonly rows: number;
    readonly panes: number;
}
type SnapshotWindowKind = 'tumbling' | 'sliding' | 'decayed' | 'sinceDeploy';
interface StreamBaselineOptions extends BaselineOptions {
    readonly maxRows?: number | undefined;
}
interface TumblingWindow {
    readonly kind: 'tumbling';
    readonly rows?: number | undefined;
}
type WindowOptions = number | TumblingWindow | SlidingWindow | DecayedWindow | SinceDeployWindow;
interface WindowPlan extends SnapshotWindow {
    readonly every: number;
}
declare function baselineFromColumns(columns: Readonly<Record<string, ArrayLike<unknown>>>, options?: BaselineOptions): Baseline;
declare function baselineFromHistograms(histograms: readonly ReadyHistogram[], options?: Pick<BaselineOptions, 'name' | 'version' | 'minRows'>): Baseline;
declare function baselineFromStream<Row>(rows: AsyncIterable<Row> | Iterable<Row>, options?: StreamBaselineOptions): Promise<Baseline>;
declare function createBaseline<Row>(rows: Iterable<Row>, options?: BaselineOptions): Baseline;
declare function createMonitor(baseline: Baseline, options?: MonitorOptions): Monitor;
declare function createRetrainTrigger(options: RetrainTriggerOptions): RetrainTrigger;
declare function decodeBaseline(bytes: Uint8Array): Baseline;
declare function decodeSnapshot(bytes: Uint8Array, baseline: Baseline): Snapshot;
declare function emptySnapshot(baseline: Baseline, columns: readonly string[], window: SnapshotWindow): Snapshot;
declare function encodeBaseline(baseline: Baseline): Uint8Array<ArrayBuffer>;
declare function encodeSnapshot(snapshot: Snapshot, baseline: Baseline): Uint8Array<ArrayBuffer>;
declare function explainScore(snapshot: Snapshot, baseline: Baseline, column: string): ColumnExplanation;
declare function judgeSnapshot(snapshot: Snapshot, baseline: Baseline, options?: JudgeOptions): DatasetVerdict;
declare function mergeSnapshots(a: Snapshot, b: Snapshot): Snapshot;
declare function parseBaseline(json: unknown): Baseline;
declare function parseSnapshot(json: unknown, baseline: Baseline): Snapshot;
declare function totalCounts(snapshot: Snapshot): SnapshotTotals;
export {
    InputDriftStage,
    OutputDriftStage,
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
};
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
    type JudgeOptions,
    type JudgeSettings,
    type JudgedWindow,
    type LeastEffects,
    type Monitor,
    type MonitorOptions,
    type MonitorSettings,
    type NumericColumn,
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
};

// @plimsoll/drift/compat

type Category = string | number | boolean;
interface ChunkRange {
    readonly start: number;
    readonly end: number;
}
type CompatKind = keyof CompatValues;
interface CompatValues {
    readonly numeric: ArrayLike<number | null | undefined>;
    readonly categorical: ArrayLike<Category | null | undefined>;
}
interface EvidentlyColumn {
    readonly profile: 'evidently@0.7';
    readonly method: EvidentlyMethod;
    readonly measure: 'p-value' | 'distance';
    readonly score: number;
    readonly threshold: number;
    readonly drifted: boolean;
    readonly sizes: {
        readonly reference: number;
        readonly current: number;
    };
}
interface EvidentlyColumnOptions<Kind extends CompatKind = CompatKind> {
    readonly kind: Kind;
    readonly method?: EvidentlyMethods[Kind] | undefined;
    readonly threshold?: number | undefined;
}
interface EvidentlyDataset<Name extends string = string> {
    readonly profile: 'evidently@0.7';
    readonly drifted: boolean;
    readonly share: number;
    readonly threshold: number;
    readonly columns: Readonly<Record<Name, EvidentlyColumn>>;
}
type EvidentlyInput = {
    readonly [Kind in CompatKind]: EvidentlyColumnOptions<Kind> & {
        readonly reference: CompatValues[Kind];
        readonly current: CompatValues[Kind];
    };
}[CompatKind];
type EvidentlyMethod = EvidentlyMethods[CompatKind];
interface EvidentlyMethods {
    readonly numeric: 'anderson' | 'cramer_von_mises' | 'ed' | 'empirical_mmd' | 'hellinger' | 'jensenshannon' | 'kl_div' | 'ks' | 'mannw' | 'psi' | 't_test' | 'wasserstein';
    readonly categorical: 'TVD' | 'chisquare' | 'fisher_exact' | 'g_test' | 'hellinger' | 'jensenshannon' | 'kl_div' | 'psi' | 'z';
}
interface EvidentlyProfile {
    column<Kind extends CompatKind>(reference: CompatValues[Kind], current: CompatValues[Kind], options: EvidentlyColumnOptions<Kind>): EvidentlyColumn;
    dataset<Name extends string>(columns: Readonly<Record<Name, EvidentlyInput>>, options?: {
        readonly share?: number | undefined;
    }): EvidentlyDataset<Name>;
}
interface NannymlChunk extends ChunkRange {
    readonly score: number;
    readonly pValue?: number;
    readonly drifted: boolean;
}
interface NannymlChunking {
    readonly size?: number | undefined;
    readonly number?: number | undefined;
    readonly incomplete?: 'keep' | 'append' | 'drop' | undefined;
}
interface NannymlColumn {
    readonly profile: 'nannyml@0.13';
    readonly method: NannymlMethod | 'missing_values_rate' | 'unseen_values_rate';
    readonly threshold: {
        readonly lower: number | undefined;
        readonly upper: number | undefined;
    };
    readonly chunks: readonly NannymlChunk[];
    readonly drifted: boolean;
}
interface NannymlColumnOptions<Kind extends CompatKind = CompatKind> {
    readonly kind: Kind;
    readonly method?: NannymlMethods[Kind] | undefined;
    readonly chunks?: NannymlChunking | undefined;
}
type NannymlMethod = NannymlMethods[CompatKind];
interface NannymlMethods {
    readonly numeric: 'jensen_shannon' | 'hellinger' | 'kolmogorov_smirnov' | 'wasserstein';
    readonly categorical: 'jensen_shannon' | 'hellinger' | 'chi2' | 'l_infinity';
}
interface NannymlProfile {
    column<Kind extends CompatKind>(reference: CompatValues[Kind], current: CompatValues[Kind], options: NannymlColumnOptions<Kind>): NannymlColumn;
    missing(reference: CompatValues['categorical'], current: CompatValues['categorical'], chunks?: NannymlChunking): NannymlColumn;
    unseen(reference: CompatValues['categorical'], current: CompatValues['categorical'], chunks?: NannymlChunking): NannymlColumn;
}
declare function evidently(version: '0.7'): EvidentlyProfile;
declare function nannyml(version: '0.13'): NannymlProfile;
export {
    evidently,
    nannyml,
};
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
};

// @plimsoll/drift/report

import { ColumnKind, DriftVerdict } from '@plimsoll/core';
interface AlarmOptions {
    readonly falseAlarm?: number | undefined;
    readonly over?: number | undefined;
    readonly replicas?: number | undefined;
}
interface AlarmPromise {
    readonly falseAlarm: number;
    readonly over: number;
    readonly seen: number;
}
interface Baseline {
    readonly format: 'plimsoll-baseline/2';
    readonly name: string;
    readonly version?: string;
    readonly rows: number;
    readonly approx: boolean;
    readonly season?: BaselineSeason;
    readonly columns: readonly BaselineColumn[];
    readonly digest: string;
}
type BaselineColumn = NumericColumn | DiscreteColumn | CategoricalColumn;
interface BaselineSeason {
    readonly by: SeasonBy;
    readonly path?: readonly (string | number)[];
}
interface BinShift {
    readonly label: string;
    readonly reference: number;
    readonly current: number;
}
interface CategoricalColumn extends ColumnBase {
    readonly type: 'categorical';
    readonly values: readonly (string | number | boolean)[];
    readonly counts: readonly number[];
    readonly other: number;
}
interface ColumnBase {
    readonly name: string;
    readonly path: readonly (string | number)[];
    readonly kind: ColumnKind;
    readonly part?: ColumnPart;
    readonly vocabulary?: readonly number[];
    readonly dimensions?: number;
    readonly constant: boolean;
    readonly monotone: boolean;
    readonly duplicateOf?: string;
    readonly missing: number;
    readonly nan: number;
    readonly infinite: number;
    readonly wrongType: number;
    readonly slots?: readonly (readonly number[])[];
}
interface ColumnEffect {
    readonly method: EffectMethod;
    readonly value: number;
    readonly least: number;
}
type ColumnPart = 'length' | 'words' | 'unknown' | 'norm' | number;
interface ColumnVerdict {
    readonly name: string;
    readonly verdict: DriftVerdict;
    readonly why: ColumnWhy;
    readonly reason: string;
    readonly method: 'psi' | 'jsd';
    readonly score: number | undefined;
    readonly scoreNull: number | undefined;
    readonly effect: ColumnEffect;
    readonly size: number;
    readonly logE: number;
    readonly pValue: number;
    readonly windowPValue: number;
    readonly rows: number;
    readonly referenceRows: number;
    readonly missingShare: number;
    readonly topBins: readonly BinShift[];
    readonly conditions: readonly string[];
}
type ColumnWhy = 'same' | 'small' | 'moved' | 'alarm' | 'few rows' | 'dependent' | 'monotone';
interface DatasetVerdict {
    readonly verdict: DriftVerdict;
    readonly reason: string;
    readonly finished: boolean;
    readonly rows: number;
    readonly share: number;
    readonly judged: number;
    readonly moved: readonly string[];
    readonly window: JudgedWindow;
    readonly promise: AlarmPromise;
    readonly conditions: readonly string[];
    readonly columns: readonly ColumnVerdict[];
}
interface DiscreteColumn extends ColumnBase, Moments {
    readonly type: 'discrete';
    readonly values: readonly number[];
    readonly counts: readonly number[];
}
interface DriftReport {
    readonly format: 'plimsoll-drift-report/1';
    readonly title: string;
    readonly baseline: {
        readonly name: string;
        readonly version: string | null;
        readonly digest: string;
        readonly rows: number;
        readonly approx: boolean;
        readonly season: string | null;
    };
    readonly verdict: DriftVerdict;
    readonly reason: string;
    readonly rows: number;
    readonly panes: number;
    readonly share: number;
    readonly judged: number;
    readonly moved: readonly string[];
    readonly window: DatasetVerdict['window'];
    readonly promise: DatasetVerdict['promise'];
    readonly conditions: readonly string[];
    readonly replicas: number;
    readonly steps: readonly ReportStep[];
    readonly columns: readonly ReportColumn[];
}
type EffectMethod = 'psi' | 'ks' | 'jsd' | 'lInfinity' | 'missing' | 'invalid' | 'unseen';
interface JudgeOptions {
    readonly minRows?: number | undefined;
    readonly least?: LeastEffects | undefined;
    readonly alarm?: AlarmOptions | undefined;
    readonly significance?: number | undefined;
    readonly share?: number | undefined;
    readonly block?: number | undefined;
}
interface JudgedWindow extends SnapshotWindow {
    readonly since: number;
    readonly until: number;
}
interface LeastEffects {
    readonly psi?: number | undefined;
    readonly ks?: number | undefined;
    readonly jsd?: number | undefined;
    readonly lInfinity?: number | undefined;
    readonly missing?: number | undefined;
    readonly invalid?: number | undefined;
    readonly unseen?: number | undefined;
}
interface Moments {
    readonly mean: number;
    readonly deviation: number;
}
interface NumericColumn extends ColumnBase, Moments {
    readonly type: 'numeric';
    readonly edges: readonly number[];
    readonly counts: readonly number[];
    readonly ties: boolean;
}
interface ReportApart {
    readonly label: 'missing' | 'NaN' | 'infinite' | 'wrong type' | 'unseen';
    readonly reference: number;
    readonly current: number;
    readonly referenceShare: number;
    readonly currentShare: number;
}
interface ReportBin {
    readonly label: string;
    readonly is: 'value' | 'range' | 'gap' | 'other';
    readonly from: number | null;
    readonly to: number | null;
    readonly reference: number;
    readonly current: number;
    readonly referenceShare: number;
    readonly currentShare: number;
    readonly contribution: number | null;
}
interface ReportColumn {
    readonly name: string;
    readonly kind: BaselineColumn['kind'];
    readonly type: BaselineColumn['type'];
    readonly part: string | null;
    readonly duplicateOf: string | null;
    readonly constant: boolean;
    readonly hidden: boolean;
    readonly verdict: DriftVerdict;
    readonly why: ColumnVerdict['why'];
    readonly meaning: string;
    readonly reason: string;
    readonly method: ColumnVerdict['method'];
    readonly score: number | null;
    readonly scoreNull: number | null;
    readonly effect: ColumnVerdict['effect'];
    readonly size: number;
    readonly logE: number;
    readonly pValue: number;
    readonly windowPValue: number;
    readonly rows: number;
    readonly referenceRows: number;
    readonly conditions: readonly string[];
    readonly bins: readonly ReportBin[];
    readonly changed: readonly number[];
    readonly apart: readonly ReportApart[];
    readonly points: readonly ReportPoint[];
}
interface ReportOptions {
    readonly title?: string | undefined;
    readonly hide?: readonly string[] | undefined;
    readonly verdict?: DatasetVerdict | undefined;
    readonly judge?: JudgeOptions | undefined;
}
interface ReportPoint {
    readonly score: number | null;
    readonly scoreNull: number | null;
    readonly size: number;
    readonly pValue: number;
}
interface ReportStep {
    readonly rows: number;
    readonly since: number;
    readonly until: number;
    readonly panes: number;
    readonly judged: boolean;
}
type SeasonBy = 'hourOfDay' | 'dayOfWeek' | 'hourOfWeek' | 'month';
interface Snapshot {
    readonly format: 'plimsoll-drift-snapshot/2';
    readonly baseline: {
        readonly name: string;
        readonly digest: string;
        readonly rows: number;
    };
    readonly columns: readonly string[];
    readonly window: SnapshotWindow;
    readonly parts: readonly SnapshotPart[];
    readonly earlier: readonly SnapshotPart[];
}
interface SnapshotPart {
    readonly replica: string;
    readonly seq: number;
    readonly rows: number;
    readonly since: number;
    readonly until: number;
    readonly counts: readonly number[];
    readonly dependence: readonly number[];
    readonly slots: readonly number[];
}
interface SnapshotWindow {
    readonly kind: SnapshotWindowKind;
    readonly rows: number;
    readonly panes: number;
}
type SnapshotWindowKind = 'tumbling' | 'sliding' | 'decayed' | 'sinceDeploy';
interface TextReportOptions extends ReportOptions {
    readonly width?: number | undefined;
    readonly color?: boolean | undefined;
}
declare function renderReport(snapshot: Snapshot, baseline: Baseline, options?: ReportOptions): string;
declare function reportJson(snapshot: Snapshot, baseline: Baseline, options?: ReportOptions): DriftReport;
declare function reportText(snapshot: Snapshot, baseline: Baseline, options?: TextReportOptions): string;
export {
    renderReport,
    reportJson,
    reportText,
};
export {
    type DriftReport,
    type ReportApart,
    type ReportBin,
    type ReportColumn,
    type ReportOptions,
    type ReportPoint,
    type ReportStep,
    type TextReportOptions,
};
