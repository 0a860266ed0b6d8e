// The public declarations of this package, entry by entry, without comments and sorted by name.
// Written by `npm run gates -- api --write`; what changes here changes for users. Not a module to import.

// @plimsoll/contracts

import { ContractShape, ColumnShape, Stage, Call, Violation } from '@plimsoll/core';
type AnyContract = Contract<StandardSchemaV1, StandardSchemaV1, StandardSchemaV1 | undefined>;
interface Contract<I extends StandardSchemaV1 = StandardSchemaV1, O extends StandardSchemaV1 = StandardSchemaV1, L extends StandardSchemaV1 | undefined = StandardSchemaV1 | undefined> extends ContractShape {
    readonly input: I;
    readonly output: O;
    readonly label: L;
    readonly owner: string | undefined;
    readonly tier: string | undefined;
    readonly tag: string | undefined;
    readonly opaque: readonly string[];
    toJSON(): ContractJson;
}
interface ContractDefinition<I extends StandardSchemaV1, O extends StandardSchemaV1, L extends StandardSchemaV1 | undefined = undefined> {
    readonly input: I;
    readonly output: O;
    readonly label?: L | undefined;
    readonly owner?: string | undefined;
    readonly tier?: string | undefined;
    readonly tag?: string | undefined;
}
interface ContractJson {
    readonly name: string;
    readonly version: string;
    readonly digest: string;
    readonly inputColumns: readonly ColumnShape[];
    readonly outputColumns: readonly ColumnShape[];
    readonly opaque: readonly string[];
    readonly hasLabel: boolean;
    readonly owner?: string;
    readonly tier?: string;
    readonly tag?: string;
}
type HasLabel<C extends AnyContract> = [
    C['label']
] extends [
    undefined
] ? false : undefined extends C['label'] ? boolean : true;
declare class InputContractStage implements Stage {
    #private;
    readonly name = "contract";
    constructor(contract: AnyContract);
    enter(call: Call): void | Promise<void>;
}
type InputOf<C extends AnyContract> = SchemaInput<C['input']>;
type LabelOf<C extends AnyContract> = Extract<C['label'], StandardSchemaV1> extends infer L ? [
    L
] extends [
    never
] ? never : L extends StandardSchemaV1 ? SchemaInput<L> : never : never;
type OutputOf<C extends AnyContract> = SchemaOutput<C['output']>;
type ParsedInputOf<C extends AnyContract> = SchemaOutput<C['input']>;
type ParsedLabelOf<C extends AnyContract> = Extract<C['label'], StandardSchemaV1> extends infer L ? [
    L
] extends [
    never
] ? never : L extends StandardSchemaV1 ? SchemaOutput<L> : never : never;
type RawOutputOf<C extends AnyContract> = SchemaInput<C['output']>;
type SchemaInput<S extends StandardSchemaV1> = NonNullable<S['~standard']['types']>['input'];
type SchemaOutput<S extends StandardSchemaV1> = NonNullable<S['~standard']['types']>['output'];
interface StandardIssue {
    readonly message: string;
    readonly path?: readonly (PropertyKey | {
        readonly key: PropertyKey;
    })[] | undefined;
}
interface StandardProps<Input = unknown, Output = Input> {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: {
        readonly input: Input;
        readonly output: Output;
    } | undefined;
}
type StandardResult<Output> = {
    readonly value: Output;
    readonly issues?: undefined;
} | {
    readonly issues: readonly StandardIssue[];
};
interface StandardSchemaV1<Input = unknown, Output = Input> {
    readonly '~standard': StandardProps<Input, Output>;
}
type ValidationResult<Output> = {
    readonly ok: true;
    readonly value: Output;
} | {
    readonly ok: false;
    readonly violations: readonly Violation[];
};
declare function canonicalKey(value: unknown): string | undefined;
declare function createVerdict(schema: StandardSchemaV1): (value: unknown) => boolean | Promise<boolean>;
declare function defineContract<I extends StandardSchemaV1, O extends StandardSchemaV1, L extends StandardSchemaV1 | undefined = undefined>(name: string, definition: ContractDefinition<I, O, L>): Contract<I, O, L>;
declare function inputCheck<C extends AnyContract>(contract: C): (value: unknown) => ParsedInputOf<C> | Promise<ParsedInputOf<C>>;
declare function inputHash(value: unknown, seed?: number): number | undefined;
declare const inputMatch: {
    readonly hash: (input: unknown, seed: number) => number | undefined;
    readonly copy: (input: unknown) => unknown;
    readonly same: (input: unknown, copy: unknown) => boolean;
};
declare function isStandardSchema(value: unknown): value is StandardSchemaV1;
declare function labelCheck<C extends AnyContract>(contract: C): (value: unknown) => ParsedLabelOf<C> | Promise<ParsedLabelOf<C>>;
declare function outputCheck<C extends AnyContract>(contract: C): (value: unknown) => OutputOf<C> | Promise<OutputOf<C>>;
declare function readColumn(row: unknown, column: ColumnShape): unknown;
declare function sameInput(a: unknown, b: unknown): boolean;
declare function uncompiled(contract: AnyContract): readonly string[];
declare function validate<S extends StandardSchemaV1>(schema: S, value: unknown): ValidationResult<SchemaOutput<S>> | Promise<ValidationResult<SchemaOutput<S>>>;
export {
    InputContractStage,
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
};
export {
    type AnyContract,
    type Contract,
    type ContractDefinition,
    type ContractJson,
    type HasLabel,
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
};
