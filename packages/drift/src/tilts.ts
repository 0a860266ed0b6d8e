import { normalQuantile } from '@plimsoll/stats'
import type { BaselineColumn, CategoricalColumn } from './baseline-types.ts'
import { type Cells, firstBin } from './cells.ts'
import { countSingles, referenceBins, referenceCells } from './column-bins.ts'
import { frequencyTiers } from './frequency-tiers.ts'
import { sum } from './sum.ts'

/** How many tilts every column has. */
export const tiltCount = 10

/**
 * The weights that one column's tilts give its cells.
 *
 * A tilt is a way in which values may move: every cell's chance is multiplied by its weight. Ordered columns have
 * shifts up and down, and widenings and narrowings, on the normal scores of the reference's ranks; others have
 * each of their most frequent values become more frequent, and rarer; not those that luck alone made frequent
 * in the reference, which would grow rarer as foretold, without drift.
 */
export interface TiltTable {
  /** Weight of cell c under tilt j at `c * tiltCount + j`, above 0 and at most 1; single precision, equal on every engine. */
  readonly weights: Float32Array
  /** Per tilt, the reference's weights added up. */
  readonly sums: Float64Array
  /**
   * Per tilt, what the reference leaves open: between two cells lies a gap whose next value may fall to either, so
   * that it counts with the greater weight of both.
   */
  readonly open: Float64Array
}

/** Shifts by so many deviations of the normal scores. */
const shifts: readonly number[] = [0.3, -0.3, 0.7, -0.7, 1.5, -1.5]
/** Multiples of half the squared normal score: above 0 for widenings, below for narrowings. */
const widths: readonly number[] = [0.15, 0.4, -0.4, -1.5]
/** Multiples of the odds, where there are so few values that each can have several. */
const odds: readonly number[] = [1.5, 2.2, 4, 8, 20]

/** Works out the tilts of a column. O(cells) once per baseline column. */
export function tiltTable(column: BaselineColumn, cells: Cells): TiltTable {
  const bins = referenceBins(column)
  const tilts = column.type === 'categorical' ? categoryTilts(column, bins) : orderedTilts(bins)
  const weights = new Float32Array(cells.size * tiltCount)
  const sums = new Float64Array(tiltCount)
  const open = new Float64Array(tiltCount)
  // Values not seen yet fall under the last bin of categories: as many as there were values that came once.
  const fresh = column.type === 'categorical' ? countSingles(column) : 0
  const apart = referenceCells(column).slice(0, firstBin)
  tilts.forEach((tilt, j) => {
    const greatest = Math.max(...tilt)
    // A value that stands apart says nothing of where the others moved.
    const neutral = weightedMean(tilt, bins)
    let before = 0
    let sum = 0
    let gaps = 0
    const add = (cell: number, weight: number, count: number): void => {
      const rounded = Math.fround(weight / greatest)
      weights[cell * tiltCount + j] = rounded
      sum += count * rounded
      gaps += Math.max(before, rounded) - rounded
      before = rounded
    }
    bins.forEach((count, i) => add(firstBin + i, tilt[i] ?? 1, count + (i === bins.length - 1 ? fresh : 0)))
    apart.forEach((count, cell) => add(cell, neutral, count))
    sums[j] = sum
    open[j] = gaps + before
  })
  return { weights, sums, open }
}

function orderedTilts(bins: readonly number[]): number[][] {
  const scores = normalScores(bins)
  return [
    ...shifts.map((shift) => scores.map(({ mean }) => Math.exp(shift * mean))),
    ...widths.map((width) => scores.map(({ square }) => Math.exp(width * square))),
  ]
}

function categoryTilts(column: CategoricalColumn, bins: readonly number[]): number[][] {
  const order = frequencyTiers(column, bins).flat()
  const held = order.filter((i) => (bins[i] ?? 0) > 0)
  const tilt = (value: number | undefined, odd: number): number[] =>
    bins.map((_, i) => (i === value ? odd : 1))
  if (held.length <= 2) {
    return [...odds.map((odd) => tilt(held[0], odd)), ...odds.map((odd) => tilt(held[1] ?? order[1], odd))]
  }
  const most = held.slice(0, tiltCount / 2)
  while (most.length < tiltCount / 2) most.push(most[most.length % held.length] ?? 0)
  return most.flatMap((value, i) => {
    const odd = i < held.length ? 2.2 : 6
    return [tilt(value, odd), tilt(value, 1 / odd)]
  })
}

interface Score {
  /** Mean normal score of the ranks in the bin. */
  readonly mean: number
  /** Mean square of them. */
  readonly square: number
}

/** Scores every bin by the normal quantiles of the ranks it holds. */
function normalScores(bins: readonly number[]): Score[] {
  const n = sum(bins)
  let below = 0
  return bins.map((count) => {
    const [from, to] = [below / n, (below + count) / n]
    below += count
    if (n === 0) return { mean: 0, square: 0 }
    const [low, high] = [density(from), density(to)]
    if (count === 0) {
      const score = normalQuantile(Math.min(Math.max(from, 0.5 / (n + 1)), 1 - 0.5 / (n + 1)))
      return { mean: score, square: score * score }
    }
    const share = to - from
    return { mean: (low.height - high.height) / share, square: 1 + (low.slope - high.slope) / share }
  })
}

function density(p: number): { readonly height: number; readonly slope: number } {
  if (p <= 0 || p >= 1) return { height: 0, slope: 0 }
  const z = normalQuantile(p)
  const height = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)
  return { height, slope: z * height }
}

function weightedMean(weights: readonly number[], counts: readonly number[]): number {
  let sum = 0
  let n = 0
  counts.forEach((count, i) => {
    sum += count * (weights[i] ?? 1)
    n += count
  })
  return n === 0 ? 1 : sum / n
}
