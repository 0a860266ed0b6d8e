import type { ColumnKind } from '@plimsoll/core'

/** What a baseline knows of every column, whatever its type. */
interface ColumnBase {
  /** The path as text; unique within the baseline. */
  readonly name: string
  readonly path: readonly (string | number)[]
  /** What the column was declared or found to hold; `text` is watched by its length alone. */
  readonly kind: ColumnKind
  /** Whether every counted value of the reference was the same. */
  readonly constant: boolean
  /** Rows whose value was null or undefined. */
  readonly missing: number
  readonly nan: number
  readonly infinite: number
  /** Rows whose value was of another type, or threw when read. */
  readonly wrongType: number
}

/** A numeric column in equal-mass bins: bin i holds values in `(edges[i-1], edges[i]]`, the outer two open. */
export interface NumericColumn extends ColumnBase {
  readonly type: 'numeric'
  /** Strictly rising; order statistics of the reference. */
  readonly edges: readonly number[]
  /** Rows per bin, `edges.length + 1` of them. */
  readonly counts: readonly number[]
}

/** A numeric column of at most 20 distinct values, kept exactly. */
export interface DiscreteColumn extends ColumnBase {
  readonly type: 'discrete'
  /** Strictly rising. */
  readonly values: readonly number[]
  readonly counts: readonly number[]
}

/** A column of names, codes or booleans: the most frequent values kept exactly. */
export interface CategoricalColumn extends ColumnBase {
  readonly type: 'categorical'
  /** At most 64, most frequent first. */
  readonly values: readonly (string | number | boolean)[]
  readonly counts: readonly number[]
  /** Rows whose value is not among `values`. */
  readonly other: number
}

/** One column of a baseline. */
export type BaselineColumn = NumericColumn | DiscreteColumn | CategoricalColumn

/**
 * A frozen reference: what the columns of the data looked like when the model was known to be good.
 *
 * Plain data that survives `JSON.stringify` and {@link parseBaseline}. Categorical columns hold the reference's
 * own most frequent values; leave columns out that must not be stored.
 */
export interface Baseline {
  readonly format: 'plimsoll-baseline/1'
  readonly name: string
  /** Reference rows counted. */
  readonly rows: number
  readonly columns: readonly BaselineColumn[]
  /** SHA-256 of the canonical JSON of everything else, 64 hex digits. */
  readonly digest: string
}

/** The format this version writes and reads. */
export const baselineFormat = 'plimsoll-baseline/1'
/** Most columns a baseline may have. */
export const maxColumns = 4096
/** Most exact values a categorical column keeps. */
export const maxCategories = 64
/** Most distinct values a numeric column may have to be kept exactly. */
export const maxDiscrete = 20
/** Most bins of a numeric column. */
export const maxBins = 32
