// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/drift

import { ColumnKind, ColumnShape, DriftVerdict, Observer, Duration, DriftEvent, Clock, Stage, Call } from '@plimsoll/core';
interface Baseline {
    readonly format: 'plimsoll-baseline/1';
    readonly name: string;
    readonly rows: number;
    readonly columns: readonly BaselineColumn[];
    readonly digest: string;
}
type BaselineColumn = NumericColumn | DiscreteColumn | CategoricalColumn;
interface BaselineOptions {
    readonly columns?: readonly ColumnShape[] | readonly string[] | undefined;
    readonly name?: string | undefined;
    readonly minRows?: number | undefined;
    readonly bins?: number | undefined;
}
interface BinCounts extends CellCounts {
    readonly value?: string | number | boolean;
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
interface ColumnBase {
    readonly name: string;
    readonly path: readonly (string | number)[];
    readonly kind: ColumnKind;
    readonly constant: boolean;
    readonly missing: number;
    readonly nan: number;
    readonly infinite: number;
    readonly wrongType: number;
}
interface ColumnSnapshot {
    readonly name: string;
    readonly type: BaselineColumn['type'];
    readonly bins: readonly BinCounts[];
    readonly apart: readonly CellCounts[];
}
interface ColumnVerdict {
    readonly name: string;
    readonly verdict: DriftVerdict;
    readonly reason: string;
    readonly psi: number | undefined;
    readonly psiNull: number | undefined;
    readonly ks: number | undefined;
    readonly pValue: number;
    readonly rows: number;
    readonly missingShare: number;
    readonly topBins: readonly BinShift[];
}
interface DatasetVerdict {
    readonly verdict: DriftVerdict;
    readonly reason: string;
    readonly rows: number;
    readonly share: number;
    readonly judged: number;
    readonly moved: readonly string[];
    readonly columns: readonly ColumnVerdict[];
}
interface DiscreteColumn extends ColumnBase {
    readonly type: 'discrete';
    readonly values: readonly number[];
    readonly counts: readonly number[];
}
interface DriftStageOptions {
    readonly emit: (event: DriftEvent) => void;
    readonly clock: Pick<Clock, 'wall'>;
}
declare class InputDriftStage implements Stage {
    #private;
    readonly name: string;
    constructor(monitor: Monitor, options: DriftStageOptions);
    enter(call: Call): void;
    dispose(): void;
}
interface Monitor extends Observer<unknown> {
    readonly baseline: Baseline;
    readonly settings: MonitorSettings;
    readonly columns: readonly string[];
    readonly rows: number;
    readonly last: DatasetVerdict | undefined;
    readonly faults: number;
    observe(row: unknown, now?: number): void;
    verdict(): DatasetVerdict;
    roll(now?: number): DatasetVerdict;
    snapshot(): MonitorSnapshot;
    subscribe(listener: (verdict: DatasetVerdict) => void): () => void;
}
interface MonitorOptions {
    readonly columns?: readonly string[] | undefined;
    readonly window?: number | undefined;
    readonly minRows?: number | undefined;
    readonly psi?: number | undefined;
    readonly ks?: number | undefined;
    readonly significance?: number | undefined;
    readonly share?: number | undefined;
    readonly maxWindowAge?: Duration | undefined;
    readonly onRoll?: ((verdict: DatasetVerdict) => void) | undefined;
}
interface MonitorSettings {
    readonly window: number;
    readonly minRows: number;
    readonly psi: number;
    readonly ks: number;
    readonly significance: number;
    readonly share: number;
    readonly maxWindowAge: number;
}
interface MonitorSnapshot {
    readonly format: 'plimsoll-drift-snapshot/1';
    readonly baseline: {
        readonly name: string;
        readonly digest: string;
        readonly rows: number;
    };
    readonly rows: number;
    readonly columns: readonly ColumnSnapshot[];
}
interface NumericColumn extends ColumnBase {
    readonly type: 'numeric';
    readonly edges: readonly number[];
    readonly counts: readonly number[];
}
declare class OutputDriftStage implements Stage {
    #private;
    readonly name: string;
    constructor(monitor: Monitor, options: DriftStageOptions);
    leave(call: Call): void;
    dispose(): void;
}
declare function createBaseline<Row>(rows: Iterable<Row>, options?: BaselineOptions): Baseline;
declare function createMonitor(baseline: Baseline, options?: MonitorOptions): Monitor;
declare function parseBaseline(json: unknown): Baseline;
export {
    InputDriftStage,
    OutputDriftStage,
    createBaseline,
    createMonitor,
    parseBaseline,
};
export {
    type Baseline,
    type BaselineColumn,
    type BaselineOptions,
    type BinCounts,
    type BinShift,
    type CategoricalColumn,
    type CellCounts,
    type ColumnSnapshot,
    type ColumnVerdict,
    type DatasetVerdict,
    type DiscreteColumn,
    type DriftStageOptions,
    type Monitor,
    type MonitorOptions,
    type MonitorSettings,
    type MonitorSnapshot,
    type NumericColumn,
};
