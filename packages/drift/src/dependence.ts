import type { BaselineColumn } from './baseline-types.ts'
import { type Cells, firstBin } from './cells.ts'
import { referenceBins } from './column-bins.ts'
import { columnFigures } from './snapshot-types.ts'
import { sum } from './sum.ts'
import type { SnapshotTotals } from './total-counts.ts'

/** Rows in a block: each is centred by itself, so that a step or a slow drift between blocks is not taken for dependence. */
const blockRows = 32
/** Scores run from here below 0 to here above. */
const mostScore = 63
/** Correlation of neighbouring rows from which a column is called dependent. */
const leastCorrelation = 0.2
/** Standard errors by which the correlation must stand out. */
const leastErrors = 4
const leastRows = 4 * blockRows
/** What the products must add up to: three pairs of neighbours from one end of the scores to the other. */
const leastProducts = 3 * (2 * mostScore * blockRows) ** 2
/** Share of rising steps from which a column is called monotone. */
const risingShare = 0.999

/**
 * Measures how alike neighbouring rows are, column by column, in whole numbers that add up over panes: products of the
 * rank scores of neighbours and their squares, both centred within blocks of 32 rows, and how often a number rose.
 * About 40 bytes per column; allocates nothing.
 */
export class Dependence {
  /** Three figures per column, of the blocks that are complete. */
  readonly figures: Float64Array
  private readonly scores: Int8Array
  private readonly previous: Int8Array
  /** The score of each block's first row. */
  private readonly firsts: Int8Array
  private readonly sums: Int32Array
  private readonly squares: Int32Array
  private readonly products: Int32Array
  private readonly numbers: Float64Array
  private rows = 0

  constructor(columns: readonly BaselineColumn[], cells: readonly Cells[]) {
    this.figures = new Float64Array(columns.length * columnFigures)
    this.scores = Int8Array.from(columns.flatMap((column, i) => rankScores(column, cells[i] as Cells)))
    this.previous = new Int8Array(columns.length)
    this.firsts = new Int8Array(columns.length)
    this.sums = new Int32Array(columns.length)
    this.squares = new Int32Array(columns.length)
    this.products = new Int32Array(columns.length)
    this.numbers = new Float64Array(columns.length).fill(Number.NaN)
  }

  /** Notes the cell that a column's value fell into; `at` counts the cells of all columns, one after another, `ahead` the rows not ended yet. */
  note(column: number, at: number, ahead: number): void {
    const score = this.scores[at] as number
    if (this.rows + ahead === 0) this.firsts[column] = score
    this.products[column] = (this.products[column] as number) + score * (this.previous[column] as number)
    this.sums[column] = (this.sums[column] as number) + score
    this.squares[column] = (this.squares[column] as number) + score * score
    this.previous[column] = score
  }

  /** Notes a number, for whether it rises. */
  noteNumber(column: number, number: number): void {
    if (number > (this.numbers[column] as number)) {
      const at = column * columnFigures + 2
      this.figures[at] = (this.figures[at] as number) + 1
    }
    this.numbers[column] = number
  }

  /** Notes the cells of several rows of one column, that begin at `start` among those of all columns. */
  noteRun(column: number, start: number, cells: Int32Array, count: number): void {
    const { scores } = this
    if (this.rows === 0) this.firsts[column] = scores[start + (cells[0] as number)] as number
    let previous = this.previous[column] as number
    let products = this.products[column] as number
    let sum = this.sums[column] as number
    let squares = this.squares[column] as number
    for (let i = 0; i < count; i++) {
      const score = scores[start + (cells[i] as number)] as number
      products += score * previous
      sum += score
      squares += score * score
      previous = score
    }
    this.previous[column] = previous
    this.products[column] = products
    this.sums[column] = sum
    this.squares[column] = squares
  }

  /** Notes several numbers of one column, for how often they rise. */
  noteNumbers(column: number, numbers: Float64Array, count: number): void {
    let previous = this.numbers[column] as number
    let rises = 0
    for (let i = 0; i < count; i++) {
      const number = numbers[i] as number
      if (number - number !== 0) continue
      rises += Number(number > previous)
      previous = number
    }
    this.numbers[column] = previous
    const at = column * columnFigures + 2
    this.figures[at] = (this.figures[at] as number) + rises
  }

  /** Rows that may be counted column by column from here. */
  get left(): number {
    return blockRows - this.rows
  }

  /** Ends rows, at most {@link left}. */
  nextRows(count: number): void {
    this.rows += count
    if (this.rows < blockRows) return
    this.rows = 0
    const { sums, squares, products, figures, previous, firsts } = this
    for (let i = 0; i < sums.length; i++) {
      const square = (sums[i] as number) * (sums[i] as number)
      const at = i * columnFigures
      const ends = (firsts[i] as number) + (previous[i] as number)
      // Products of neighbours, each less the block's mean, times the square of the block's rows: whole numbers.
      figures[at] =
        (figures[at] as number) +
        blockRows * blockRows * (products[i] as number) -
        (blockRows + 1) * square +
        blockRows * (sums[i] as number) * ends
      figures[at + 1] =
        (figures[at + 1] as number) + blockRows * (blockRows * (squares[i] as number) - square)
    }
    sums.fill(0)
    squares.fill(0)
    products.fill(0)
    previous.fill(0)
  }

  /** Begins a new pane. */
  reset(): void {
    this.figures.fill(0)
    this.sums.fill(0)
    this.squares.fill(0)
    this.products.fill(0)
    this.previous.fill(0)
    this.rows = 0
  }
}

/** Whether the rows of a column stand for themselves. */
export type RowDependence = 'independent' | 'dependent' | 'monotone'

/** Tells whether the rows of a column stand for themselves, each or in blocks. */
export function columnDependence(
  { monotone }: Pick<BaselineColumn, 'monotone'>,
  index: number,
  { dependence, rows }: Pick<SnapshotTotals, 'dependence' | 'rows'>,
  block: number,
): RowDependence {
  if (monotone) return 'monotone'
  return block > 1 ? 'independent' : dependenceOf(dependence, index, rows)
}

/** Tells the same from the figures alone. */
function dependenceOf(figures: ArrayLike<number>, column: number, rows: number): RowDependence {
  const at = column * columnFigures
  const [products, squares, rises] = [figures[at] ?? 0, figures[at + 1] ?? 0, figures[at + 2] ?? 0]
  if (rows < leastRows) return 'independent'
  if (rises >= risingShare * (rows - 1) - 1) return 'monotone'
  // Centring takes 1 / blockRows from the correlation of independent rows.
  const correlation = squares > 0 ? products / squares + 1 / blockRows : 0
  // Of rare values two happen to be neighbours sooner than the normal law would have it.
  const isMany = products + squares / blockRows > leastProducts
  const isDependent = isMany && correlation > leastCorrelation && correlation * Math.sqrt(rows) > leastErrors
  return isDependent ? 'dependent' : 'independent'
}

/** Scores cells by rank, from -63 to 63; categories in two camps of about equal mass. Apart cells count as 0. */
function rankScores(column: BaselineColumn, { size }: Cells): number[] {
  const bins = referenceBins(column)
  const n = sum(bins)
  let below = 0
  let camp = 0
  return Array.from({ length: size }, (_, cell) => {
    if (cell < firstBin || n === 0) return 0
    const count = bins[cell - firstBin] ?? 0
    if (column.type === 'categorical') {
      const score = camp <= 0 ? 1 : -1
      camp += score * Math.max(count, 1)
      return score * mostScore
    }
    const rank = (below + count / 2) / n
    below += count
    return Math.round((2 * rank - 1) * mostScore)
  })
}
