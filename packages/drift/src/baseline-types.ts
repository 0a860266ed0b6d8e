import type { ColumnKind } from '@plimsoll/core'

/**
 * Which figure of a text or an embedding a column counts: of a text its length in UTF-16 code units, its words or
 * the share of words that the reference's vocabulary lacks; of an embedding its norm or one of 16 projections.
 */
export type ColumnPart = 'length' | 'words' | 'unknown' | 'norm' | number

/** What a baseline knows of every column, whatever its type. */
interface ColumnBase {
  /** The path as text; unique within the baseline. Of a part: `review.words`, `vector.p3`. */
  readonly name: string
  /** Where the value lies in a row; all parts of a text or an embedding have the path of the whole. */
  readonly path: readonly (string | number)[]
  readonly kind: ColumnKind
  /** Which figure of a `text` or `embedding` is counted; absent for other kinds. */
  readonly part?: ColumnPart
  /** Part `unknown` only: murmur3 hashes of the reference's most common words, rising, at most 256. */
  readonly vocabulary?: readonly number[]
  /** Kind `embedding` only: the length that an embedding must have; 0 when the reference had none. */
  readonly dimensions?: number
  /** Whether every counted value of the reference was the same. */
  readonly constant: boolean
  /**
   * Whether the reference's numbers run in one direction, row by row, as time and counters do: at least 99.9% of
   * the steps that are not level. Only of numeric columns with bins. Nothing can be judged on such a column.
   */
  readonly monotone: boolean
  /**
   * The name of an earlier column that split the reference's rows in the very same way (Celsius and Fahrenheit,
   * a code and its name). Absent where there is none.
   */
  readonly duplicateOf?: string
  /** Rows whose value was null or undefined. */
  readonly missing: number
  readonly nan: number
  readonly infinite: number
  /** Rows whose value was of another type, or threw when read. */
  readonly wrongType: number
  /**
   * Of a seasonal baseline: for each slot, the rows in every cell (missing, nan, infinite, wrongType, then the
   * bins in order; a discrete column has a bin in front of, between and behind its values).
   */
  readonly slots?: readonly (readonly number[])[]
}

/** Location and spread of the finite values. */
interface Moments {
  /** Mean of the finite values; 0 where there are none. */
  readonly mean: number
  /** Standard deviation with n in the denominator; 0 for one value and for none. */
  readonly deviation: number
}

/** A numeric column in equal-mass bins: bin i holds values in `(edges[i-1], edges[i]]`, the outer two open. */
export interface NumericColumn extends ColumnBase, Moments {
  readonly type: 'numeric'
  /** Strictly rising; order statistics of the reference. */
  readonly edges: readonly number[]
  /** Rows per bin, `edges.length + 1` of them. */
  readonly counts: readonly number[]
  /**
   * Whether the value of some edge came more than once. Where none did, the counts of a window are exactly
   * Dirichlet-multinomial without drift.
   */
  readonly ties: boolean
}

/** A numeric column of at most 20 distinct values, kept exactly. */
export interface DiscreteColumn extends ColumnBase, Moments {
  readonly type: 'discrete'
  /** Strictly rising. */
  readonly values: readonly number[]
  readonly counts: readonly number[]
}

/** A column of names, codes or booleans: values kept exactly, all of them or 256. */
export interface CategoricalColumn extends ColumnBase {
  readonly type: 'categorical'
  /** At most 256, most frequent first; of more the frequent ones, and a draw of the others. */
  readonly values: readonly (string | number | boolean)[]
  readonly counts: readonly number[]
  /** Rows whose value is not among `values`. */
  readonly other: number
}

/** One column of a baseline. */
export type BaselineColumn = NumericColumn | DiscreteColumn | CategoricalColumn

/** By what a seasonal baseline tells its slots apart; all in UTC, weeks begin on Monday. */
export type SeasonBy = 'hourOfDay' | 'dayOfWeek' | 'hourOfWeek' | 'month'

/** The season of a baseline. */
export interface BaselineSeason {
  readonly by: SeasonBy
  /** Where the time lies in a row. */
  readonly path?: readonly (string | number)[]
}

/**
 * A frozen reference: what the columns of the data looked like when the model was known to be good.
 *
 * Plain data that survives `JSON.stringify` and {@link parseBaseline}, and {@link encodeBaseline} in fewer bytes.
 * Categorical columns hold the reference's own most frequent values; leave columns out that must not be stored.
 */
export interface Baseline {
  readonly format: 'plimsoll-baseline/2'
  readonly name: string
  /** The user's own version of the reference. */
  readonly version?: string
  /** Reference rows counted. */
  readonly rows: number
  /** Whether it was made from ready histograms, whose edges are no order statistics: exact tests do not hold. */
  readonly approx: boolean
  readonly season?: BaselineSeason
  readonly columns: readonly BaselineColumn[]
  /** SHA-256 of the canonical JSON of everything else, 64 hex digits. */
  readonly digest: string
}

/** The kinds that there are. Their places are what binary baselines hold: add at the end only. */
export const columnKinds: readonly ColumnKind[] = [
  'numeric',
  'categorical',
  'boolean',
  'text',
  'embedding',
  'prediction',
]
/** The format this version writes and reads. */
export const baselineFormat = 'plimsoll-baseline/2'
/** Most columns a baseline may have. */
export const maxColumns = 4096
/** Most exact values a categorical column keeps. */
export const maxCategories = 256
/** Most distinct values a numeric column may have to be kept exactly. */
export const maxDiscrete = 20
/** Most bins of a numeric column. */
export const maxBins = 32
/** Most words a text's vocabulary keeps. */
export const maxVocabulary = 256
/** Greatest length of an embedding. */
export const maxDimensions = 65_536
/** Random projections of an embedding. */
export const projections = 16
