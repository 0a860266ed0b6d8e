// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/router

import { HealthSignal, RolloutEvent, Clock, Stage, Call } from '@plimsoll/core';
type Arm = 'stable' | 'candidate';
interface Assignment<Variant extends string = string> {
    readonly variant: Variant;
    readonly arm: Arm;
    readonly weight: number;
}
interface BadEvent<Signal extends string = string> {
    readonly signal: Signal;
    readonly arm: Arm;
    readonly weight: number;
    readonly unit?: string | undefined;
    readonly now: number;
}
interface ExpectedEvents {
    readonly events: number;
    readonly candidateEvents: number;
}
interface ExpectedEventsOptions {
    readonly weight: number;
    readonly ratio: number;
    readonly falseRollback?: number | undefined;
    readonly toleratedRatio?: number | undefined;
}
interface HarmJudge<Signal extends string = string> {
    record(event: BadEvent<Signal>): 'hold' | 'rollback';
    verdict(now: number): HarmVerdict<Signal>;
}
interface HarmJudgeOptions<Signal extends string = string> {
    readonly falseRollback: number;
    readonly toleratedRatio?: number | undefined;
    readonly signals: readonly Signal[] | Readonly<Record<Signal, number>>;
    readonly restartEvery?: number | undefined;
    readonly maxUnits?: number | undefined;
}
interface HarmVerdict<Signal extends string = string> {
    readonly verdict: 'hold' | 'rollback';
    readonly evidence: number;
    readonly bound: number;
    readonly signal: Signal;
    readonly signals: readonly SignalEvidence<Signal>[];
    readonly reason: string;
}
declare class JudgeStage<Variant extends string, Input, Output, Label> implements Stage<Input, Output> {
    #private;
    readonly name: string;
    constructor(rollout: Rollout<Variant, Input, Output, Label>, options?: JudgeStageOptions);
    enter(call: Call<Input, Output>): void;
    error(call: Call<Input, Output>): void;
    isAlone(call: Call<Input, Output>): boolean;
}
interface JudgeStageOptions {
    readonly admits?: ((variant: string) => boolean) | undefined;
}
interface JudgedAnswer {
    readonly variant: string | undefined;
    readonly unit: string | undefined;
    readonly weight?: number | undefined;
}
interface RollbackIf<Output = unknown, Label = unknown> {
    readonly errors?: boolean | undefined;
    readonly loss?: ((output: Output, label: Label) => boolean) | undefined;
}
interface Rollout<Variant extends string = string, Input = unknown, Output = unknown, Label = unknown> {
    readonly options: RolloutOptions<Variant, Input, Output, Label>;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly share: number;
    assign(unit: string | undefined, random: () => number): Assignment<Variant>;
    armOf(variant: string | undefined): Arm | undefined;
    bad(signal: RolloutSignal, arm: Arm, weight: number, unit: string | undefined, now: number): void;
    outcome(answer: JudgedAnswer, output: Output, label: Label, now: number): void;
    status(): RolloutStatus;
    rollback(reason: string): void;
    health(): HealthSignal;
    fault(error: unknown, kind: string): void;
    now(): number;
}
interface RolloutDeps {
    readonly emit: (name: 'rollback', event: RolloutEvent) => void;
    readonly clock: Pick<Clock, 'now' | 'wall'>;
    readonly onFault?: ((error: unknown, kind: string) => void) | undefined;
}
interface RolloutOptions<Variant extends string = string, Input = unknown, Output = unknown, Label = unknown> {
    readonly stable: Variant;
    readonly candidate: Variant;
    readonly weight: number;
    readonly unit?: ((input: Input) => string | undefined) | undefined;
    readonly falseRollback?: number | undefined;
    readonly toleratedRatio?: number | undefined;
    readonly rollbackIf: RollbackIf<Output, Label>;
    readonly salt?: string | undefined;
}
type RolloutSignal = 'errors' | 'loss';
interface RolloutStatus {
    readonly state: 'running' | 'rolled back';
    readonly verdict: HarmVerdict<RolloutSignal>;
}
declare class RouteStage<Variant extends string, Input, Output, Label> implements Stage<Input, Output> {
    #private;
    readonly name: string;
    constructor(rollout: Rollout<Variant, Input, Output, Label>, options?: RouteStageOptions);
    enter(call: Call<Input, Output>): void;
}
interface RouteStageOptions {
    readonly random?: (() => number) | undefined;
    readonly onFault?: ((error: unknown) => void) | undefined;
}
interface SignalEvidence<Signal extends string = string> {
    readonly name: Signal;
    readonly evidence: number;
    readonly weight: number;
    readonly stableEvents: number;
    readonly candidateEvents: number;
    readonly droppedRepeats: number;
    readonly droppedOverLimit: number;
}
interface Split<Variant extends string = string> {
    readonly stable: Variant;
    readonly candidate: Variant;
    readonly weight: number;
    readonly salt: string;
}
declare function assign<Variant extends string>(split: Split<Variant>, unit: string): Variant;
declare function bucket(salt: string, unit: string): number;
declare function candidateBuckets(weight: number): number;
declare function candidateShare(weight: number): number;
declare function createHarmJudge<const Signal extends string>(options: HarmJudgeOptions<Signal>): HarmJudge<Signal>;
declare function createRollout<Variant extends string, Input = unknown, Output = unknown, Label = unknown>(options: RolloutOptions<Variant, Input, Output, Label>, deps: RolloutDeps): Rollout<Variant, Input, Output, Label>;
declare function expectedEvents(options: ExpectedEventsOptions): ExpectedEvents;
export {
    JudgeStage,
    RouteStage,
    assign,
    bucket,
    candidateBuckets,
    candidateShare,
    createHarmJudge,
    createRollout,
    expectedEvents,
};
export {
    type Arm,
    type Assignment,
    type BadEvent,
    type ExpectedEvents,
    type ExpectedEventsOptions,
    type HarmJudge,
    type HarmJudgeOptions,
    type HarmVerdict,
    type JudgeStageOptions,
    type JudgedAnswer,
    type RollbackIf,
    type Rollout,
    type RolloutDeps,
    type RolloutOptions,
    type RolloutSignal,
    type RolloutStatus,
    type RouteStageOptions,
    type SignalEvidence,
    type Split,
};
