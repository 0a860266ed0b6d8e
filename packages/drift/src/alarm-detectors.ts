// One thing: the detectors of all columns, laid out in arrays and stepped by row, run and block, with no object per
// bet; stats has the plain Shiryaev-Roberts e-detector, whose bets come as a list.
import type { BaselineColumn } from './baseline-types.ts'
import { type Cells, firstBin } from './cells.ts'
import { countSingles, referenceCells } from './column-bins.ts'
import { type TiltTable, tiltCount, tiltTable } from './tilts.ts'

/** Rows the recent shares reach back, by exponential forgetting. */
const recentRows = 100
/** Most rows that may be counted column by column before the next one is begun. */
export const runRows = 32
/** Rows after which the recent counts are written in smaller units; a row's unit has then grown to 9e8. */
const rescaleRows = 64 * runRows
/** What the recent shares have to say in their own bet; the rest goes to the shares of all rows so far. */
const recentWeight = 0.3
/** Stakes beyond this are beyond every bound, and need not grow. */
const mostValue = 1e250
/** Most groups into which the recent shares of an ordered column fall, besides the cells apart. */
const orderedGroups = 16

/**
 * Watches every column for a change at any row: one Shiryaev-Roberts e-detector per column.
 *
 * Each of a column's bets multiplies its stake by how much likelier the row's cell is under the bet than under
 * "nothing moved", after one more unit was staked on a change at this very row: R = (R + 1) factor. The column's
 * value is the mean of its bets. While nothing moves the value's expectation grows by at most 1 a row, so the chance
 * that it ever reaches `over / falseAlarm` within `over` rows is at most `falseAlarm`.
 *
 * The factors are exact for a reference of any size: the next row is compared with the reference and all rows since,
 * of which it is one more. When values are exchangeable its rank among N others is uniform; with a weight for every
 * cell the factor is weight (N + 1) / (the sum of the N weights, and of the gap each cell may leave open). A cell
 * that holds ties, categories or missing rows counts its open gaps with the greater of the weights on both sides,
 * which errs on the side of silence.
 *
 * Of the bets, ten are fixed ({@link tiltTable}); one follows the shares of the last hundred rows or so, and so finds
 * what no fixed bet foresaw.
 *
 * @see J. Shin, A. Ramdas, A. Rinaldo (2023), E-detectors: a nonparametric framework for sequential change detection
 */
export class AlarmDetectors {
  private readonly tables: readonly TiltTable[]
  private readonly referenceRows: number
  /** Rows each column has bet on since it began. */
  private readonly rows: Float64Array
  /** 1 for columns that do not bet. */
  private readonly resting: Uint8Array
  /**
   * What this row and the ones after it add to the recent counts; grows, so that older rows need not be shrunk. In
   * an array, as what follows, because changing a number there allocates nothing.
   */
  private readonly units: Float64Array = new Float64Array(runRows + 1)
  /** The sum of the recent counts before this row and before each of the ones after it; equal for every column. */
  private readonly recentSums: Float64Array = new Float64Array(runRows + 1)
  private sinceRescale = 0
  /** The greatest value any column has reached. */
  private readonly top: Float64Array = new Float64Array(1)
  private readonly totals: Float64Array = new Float64Array(runRows)
  private readonly weights: Float32Array
  /** Where each column's weights begin. */
  private readonly weightsAt: Int32Array
  private readonly stakes: Float64Array
  private readonly sums: Float64Array
  private readonly values: Float64Array
  private readonly recentStakes: Float64Array
  /** The group of each cell of each column, for the recent shares. */
  private readonly groups: Uint16Array
  private readonly cellsAt: Int32Array
  /** Where each column's groups begin, and where the last one's end. */
  private readonly groupsAt: Int32Array
  private readonly referenceCounts: Uint32Array
  private readonly counts: Uint32Array
  private readonly recent: Float32Array
  /** What each group may hold besides what was counted: a gap, and for new values as many as the reference had once. */
  private readonly open: Float32Array
  private readonly ordered: Uint8Array

  /** Rows that are bet on as one. */
  private readonly block: number
  /** Rows that the recent shares reach back. */
  private readonly reach: number
  /** What is left of a row's weight in them with each further row. */
  private readonly forgetting: number
  /** Rows of the current block so far. */
  private inBlock = 0
  /** Factors of the current block added up: of every tilt of every column, and behind them of its recent shares. */
  private readonly factors: Float64Array

  /**
   * @param rows of the reference; every column counts as many, values or not
   * @param block rows that may be alike and count as one: the factor of a block is the mean of its rows' factors,
   * which is at most 1 in expectation however they depend on each other, and also where the hours of a day differ
   */
  constructor(columns: readonly BaselineColumn[], cells: readonly Cells[], rows: number, block = 1) {
    this.referenceRows = rows
    this.block = block
    this.reach = recentRows * block
    this.forgetting = 1 - 1 / this.reach
    this.factors = new Float64Array(block === 1 ? 0 : columns.length * (tiltCount + 1))
    const shared = new Map<string, { table: TiltTable; at: number }>()
    const weights: number[] = []
    const cellsAt = [0]
    const groupsAt = [0]
    const groups: number[] = []
    const counts: number[] = []
    const open: number[] = []
    const weightsAt: number[] = []
    this.tables = columns.map((column, i) => {
      const own = cells[i] as Cells
      const rowsPerCell = referenceCells(column)
      // Columns without ties have equal counts, and so the same weights.
      const id = `${column.type === 'categorical'} ${rowsPerCell.join()}`
      const known = shared.get(id) ?? { table: tiltTable(column, own), at: weights.length }
      if (!shared.has(id)) {
        shared.set(id, known)
        for (const weight of known.table.weights) weights.push(weight)
      }
      weightsAt.push(known.at)
      const grouped = groupCells(column, own)
      const held = new Array<number>(Math.max(...grouped) + 1).fill(0)
      grouped.forEach((group, cell) => {
        held[group] = (held[group] ?? 0) + (rowsPerCell[cell] ?? 0)
      })
      groups.push(...grouped)
      counts.push(...held)
      open.push(...held.map(() => 1))
      const fresh = column.type === 'discrete' ? firstBin : column.type === 'categorical' ? own.size - 1 : -1
      if (fresh >= 0) open[(groupsAt.at(-1) ?? 0) + fresh] = 1 + countSingles(column)
      cellsAt.push(groups.length)
      groupsAt.push(counts.length)
      return known.table
    })
    this.weights = Float32Array.from(weights)
    this.weightsAt = Int32Array.from(weightsAt)
    this.cellsAt = Int32Array.from(cellsAt)
    this.groupsAt = Int32Array.from(groupsAt)
    this.groups = Uint16Array.from(groups)
    this.referenceCounts = Uint32Array.from(counts)
    this.counts = new Uint32Array(counts.length)
    this.recent = new Float32Array(counts.length)
    this.open = Float32Array.from(open, (gaps) => gaps * block)
    this.ordered = Uint8Array.from(columns, ({ type }) => Number(type !== 'categorical'))
    this.stakes = new Float64Array(columns.length * tiltCount)
    this.sums = new Float64Array(columns.length * tiltCount)
    this.values = new Float64Array(columns.length)
    this.recentStakes = new Float64Array(columns.length)
    this.rows = new Float64Array(columns.length)
    this.resting = new Uint8Array(columns.length)
    this.reset()
  }

  /**
   * Bets on the cell that the current row fell into in one column. Each column once per row, then {@link nextRows}.
   *
   * @param ahead rows that were not ended yet, when several are counted column by column; see {@link prepare}
   */
  step(column: number, cell: number, ahead: number): void {
    if (this.resting[column] === 1) return
    if (this.block > 1) {
      this.stepInBlock(column, cell)
      return
    }
    const { weights, stakes, sums } = this
    const rows = this.referenceRows + (this.rows[column] as number)
    let bet = (this.weightsAt[column] as number) + cell * tiltCount
    let at = column * tiltCount
    let total = 0
    for (const end = at + tiltCount; at < end; at++, bet++) {
      const weight = weights[bet] as number
      const sum = sums[at] as number
      const stake = ((stakes[at] as number) + 1) * ((weight * (rows + 1)) / sum)
      stakes[at] = stake
      sums[at] = sum + weight
      total += stake
    }
    this.stepRecent(column, cell, ahead, rows, total)
    this.rows[column] = rows + 1 - this.referenceRows
  }

  /** Bets on the cells of several rows of one column: the same as one {@link step} for each, in less time. */
  stepRun(column: number, cells: Int32Array, count: number): void {
    if (this.resting[column] === 1) return
    const { weights, stakes, sums } = this
    const totals = this.totals.fill(0)
    const rows = this.referenceRows + (this.rows[column] as number)
    const bet = this.weightsAt[column] as number
    const at = column * tiltCount
    for (let tilt = 0; tilt < tiltCount; tilt++) {
      let stake = stakes[at + tilt] as number
      let sum = sums[at + tilt] as number
      for (let i = 0; i < count; i++) {
        const weight = weights[bet + (cells[i] as number) * tiltCount + tilt] as number
        stake = (stake + 1) * ((weight * (rows + i + 1)) / sum)
        sum += weight
        totals[i] = (totals[i] as number) + stake
      }
      stakes[at + tilt] = stake
      sums[at + tilt] = sum
    }
    for (let i = 0; i < count; i++)
      this.stepRecent(column, cells[i] as number, i, rows + i, totals[i] as number)
    this.rows[column] = rows + count - this.referenceRows
  }

  /** Notes the factors of one row of a block. */
  private stepInBlock(column: number, cell: number): void {
    const { weights, sums, factors, counts, block } = this
    const rows = this.referenceRows + (this.rows[column] as number)
    const bet = (this.weightsAt[column] as number) + cell * tiltCount
    const at = column * tiltCount
    const to = column * (tiltCount + 1)
    for (let tilt = 0; tilt < tiltCount; tilt++) {
      const weight = weights[bet + tilt] as number
      const sum = sums[at + tilt] as number
      factors[to + tilt] = (factors[to + tilt] as number) + (weight * (rows + block)) / sum
      sums[at + tilt] = sum + weight
    }
    const group = this.groupOf(column, cell)
    const count = counts[group] as number
    const share = this.shareOf(group, rows, 0)
    const factor = (share * (rows + block)) / (count + (this.open[group] as number))
    factors[to + tiltCount] = (factors[to + tiltCount] as number) + factor
    this.countInto(group, 0)
    this.rows[column] = rows + 1 - this.referenceRows
  }

  /** Stakes on the block that is full. */
  private settleBlock(): void {
    const { stakes, recentStakes, factors, block } = this
    for (let column = 0; column < this.values.length; column++) {
      if (this.resting[column] === 1) continue
      const from = column * (tiltCount + 1)
      let total = 0
      for (let tilt = 0; tilt < tiltCount; tilt++) {
        const at = column * tiltCount + tilt
        const stake = ((stakes[at] as number) + 1) * ((factors[from + tilt] as number) / block)
        stakes[at] = stake
        total += stake
      }
      const stake = ((recentStakes[column] as number) + 1) * ((factors[from + tiltCount] as number) / block)
      recentStakes[column] = stake
      this.settle(column, (total + stake) / (tiltCount + 1))
    }
    factors.fill(0)
  }

  private groupOf(column: number, cell: number): number {
    return (
      (this.groupsAt[column] as number) + (this.groups[(this.cellsAt[column] as number) + cell] as number)
    )
  }

  /** The share of a group in the bet that follows the newest rows. */
  private shareOf(group: number, rows: number, ahead: number): number {
    const recent = (this.recent[group] as number) / (this.recentSums[ahead] as number)
    return (1 - recentWeight) * ((this.counts[group] as number) / rows) + recentWeight * recent
  }

  private countInto(group: number, ahead: number): void {
    this.counts[group] = (this.counts[group] as number) + 1
    this.recent[group] = (this.recent[group] as number) + (this.units[ahead] as number)
  }

  private settle(column: number, value: number): void {
    this.values[column] = value
    if (value > (this.top[0] as number)) this.top[0] = value
    if (value > mostValue) this.cut(column)
  }

  private stepRecent(column: number, cell: number, ahead: number, rows: number, total: number): void {
    const group = this.groupOf(column, cell)
    const open = (this.counts[group] as number) + (this.open[group] as number)
    const factor = (this.shareOf(group, rows, ahead) * (rows + 1)) / open
    const stake = ((this.recentStakes[column] as number) + 1) * factor
    this.recentStakes[column] = stake
    this.countInto(group, ahead)
    this.settle(column, (total + stake) / (tiltCount + 1))
  }

  /** Rows that may be counted column by column from here, at most `wanted`; {@link step} then takes `ahead` below it. */
  prepare(wanted: number): number {
    const { units, recentSums } = this
    const count = Math.min(wanted, runRows, rescaleRows - this.sinceRescale)
    for (let i = 0; i < count; i++) this.fillAfter(i, units, recentSums)
    return count
  }

  private fillAfter(i: number, units: Float64Array, recentSums: Float64Array): void {
    const unit = units[i] as number
    recentSums[i + 1] = (recentSums[i] as number) + unit
    units[i + 1] = unit / this.forgetting
  }

  /** Ends rows: one, or as many as {@link prepare} gave. */
  nextRows(count: number): void {
    const { units, recentSums } = this
    if (count === 1) this.fillAfter(0, units, recentSums)
    units[0] = units[count] as number
    recentSums[0] = recentSums[count] as number
    if (this.block > 1 && ++this.inBlock === this.block) {
      this.inBlock = 0
      this.settleBlock()
    }
    this.sinceRescale += count
    if (this.sinceRescale >= rescaleRows) this.rescale()
  }

  /** Whether any column has reached a value since it was last asked to {@link lookAgain}. */
  hasReached(value: number): boolean {
    return (this.top[0] as number) >= value
  }

  /** Forgets the greatest value reached; the columns keep theirs. */
  lookAgain(): void {
    this.top[0] = 0
  }

  /** The value of a column: at most 1 per row in expectation while nothing moves. */
  value(column: number): number {
    return this.values[column] as number
  }

  /**
   * How far the shares of the last hundred rows or so are from the reference's: the Kolmogorov-Smirnov distance on
   * the groups of an ordered column, the largest difference of a share in others.
   */
  recentGap(column: number): number {
    const ordered = this.ordered[column] === 1
    let gap = 0
    let sum = 0
    const end = this.groupsAt[column + 1] as number
    for (let i = this.groupsAt[column] as number; i < end; i++) {
      const reference = (this.referenceCounts[i] as number) / this.referenceRows
      const difference = (this.recent[i] as number) / (this.recentSums[0] as number) - reference
      sum = ordered ? sum + difference : difference
      gap = Math.max(gap, Math.abs(sum))
    }
    return gap
  }

  /** Stops the bets of a column that has alarmed, until it {@link restart}s: they would only go on rising. */
  rest(column: number): void {
    this.resting[column] = 1
  }

  /** Starts a column anew: nothing staked, no rows but the reference's. */
  restart(column: number): void {
    this.rows[column] = 0
    this.resting[column] = 0
    this.values[column] = 0
    this.recentStakes[column] = 0
    this.stakes.fill(0, column * tiltCount, (column + 1) * tiltCount)
    const table = this.tables[column]
    for (let tilt = 0; tilt < tiltCount; tilt++) {
      const open = (table?.open[tilt] ?? 0) * this.block
      this.sums[column * tiltCount + tilt] = (table?.sums[tilt] ?? 0) + open
    }
    if (this.block > 1) this.factors.fill(0, column * (tiltCount + 1), (column + 1) * (tiltCount + 1))
    const share = (this.recentSums[0] as number) / this.referenceRows
    const end = this.groupsAt[column + 1] as number
    for (let i = this.groupsAt[column] as number; i < end; i++) {
      const count = this.referenceCounts[i] as number
      this.counts[i] = count
      this.recent[i] = count * share
    }
  }

  /** Starts all columns anew. */
  reset(): void {
    this.units[0] = 1
    this.recentSums[0] = this.reach
    this.sinceRescale = 0
    this.inBlock = 0
    this.top[0] = 0
    this.tables.forEach((_, column) => this.restart(column))
  }

  /** Keeps stakes finite: what is beyond all bounds need not grow. */
  private cut(column: number): void {
    const { stakes, recentStakes } = this
    recentStakes[column] = Math.min(recentStakes[column] as number, mostValue)
    for (let at = column * tiltCount; at < (column + 1) * tiltCount; at++) {
      stakes[at] = Math.min(stakes[at] as number, mostValue)
    }
  }

  private rescale(): void {
    const { recent, units, recentSums } = this
    const by = units[0] as number
    for (let i = 0; i < recent.length; i++) recent[i] = (recent[i] as number) / by
    recentSums[0] = (recentSums[0] as number) / by
    units[0] = 1
    this.sinceRescale = 0
  }
}

/** Groups the cells whose recent shares are kept: at most 16 groups of neighbours in ordered columns, all new values as one. */
function groupCells(column: BaselineColumn, cells: Cells): number[] {
  return Array.from({ length: cells.size }, (_, cell) => {
    const bin = cell - firstBin
    if (bin < 0 || column.type === 'categorical') return cell
    if (column.type === 'discrete') return firstBin + (bin % 2 === 0 ? 0 : (bin + 1) / 2)
    return firstBin + Math.floor((bin * orderedGroups) / Math.max(orderedGroups, column.counts.length))
  })
}
