import type { BaselineColumn } from '../baseline-types.ts'
import { firstBin } from '../cells.ts'
import { referenceCells } from '../column-bins.ts'
import type { SeasonalReference } from '../season-reference.ts'
import { sum } from '../sum.ts'
import type { ColumnVerdict } from '../verdicts.ts'
import { contributions } from './contributions.ts'
import { meaningOf } from './meaning.ts'
import { binShapes } from './report-bins.ts'
import type { ReportApart, ReportBin, ReportColumn, ReportPoint } from './report-types.ts'

/** What a report's column is made from. */
export interface ColumnSource {
  readonly column: BaselineColumn
  readonly verdict: ColumnVerdict
  /** The column's cells, summed over the window. */
  readonly cells: ArrayLike<number>
  /** Of a seasonal baseline: what to expect of the window's part of the season. */
  readonly season: SeasonalReference | undefined
  readonly points: readonly ReportPoint[]
  readonly hidden: boolean
}

const changedShown = 5

/** Puts one column's counts and verdict into words and shares. */
export function reportColumn({ column, verdict, cells, season, points, hidden }: ColumnSource): ReportColumn {
  const { name, kind, type, part, duplicateOf } = column
  const { why, method, score, scoreNull, effect, rows, referenceRows } = verdict
  const expected = expectedCells(column, season)
  const reference = expected.slice(firstBin)
  const current = reference.map((_, i) => cells[firstBin + i] ?? 0)
  const [n, m] = [sum(reference), sum(current)]
  const shapes = binShapes(column, hidden)
  // Values the reference never had are judged apart, and are no part of the score.
  const isScored = shapes.map(({ is }, i) => is !== 'gap' && (is !== 'other' || (reference[i] ?? 0) > 0))
  const of = (counts: readonly number[]): readonly number[] => counts.filter((_, i) => isScored[i])
  const parts = score === undefined ? undefined : contributions(method, of(reference), of(current))
  let next = 0
  const bins = shapes.map((shape, i): ReportBin => {
    const [a, b] = [reference[i] ?? 0, current[i] ?? 0]
    const [referenceShare, currentShare] = [share(a, n), share(b, m)]
    return {
      ...shape,
      reference: Math.round(a),
      current: Math.round(b),
      referenceShare,
      currentShare,
      contribution: isScored[i] === true ? (parts?.[next++] ?? null) : null,
    }
  })
  return {
    name,
    kind,
    type,
    part: part === undefined ? null : String(part),
    duplicateOf: duplicateOf ?? null,
    constant: column.constant,
    hidden,
    verdict: verdict.verdict,
    why,
    meaning: meaningOf(why),
    reason: verdict.reason,
    method,
    score: orNull(score),
    scoreNull: orNull(scoreNull),
    effect: { method: effect.method, value: finite(effect.value), least: finite(effect.least) },
    size: finite(verdict.size),
    logE: finite(verdict.logE),
    pValue: verdict.pValue,
    windowPValue: verdict.windowPValue,
    rows: Math.round(rows),
    referenceRows: Math.round(referenceRows),
    conditions: verdict.conditions,
    bins,
    changed: m === 0 ? [] : mostChanged(bins),
    apart: apartOf(column, expected, cells),
    points,
  }
}

/** The reference's rows per cell, apart cells first; not whole in a seasonal comparison. */
function expectedCells(column: BaselineColumn, season: SeasonalReference | undefined): readonly number[] {
  if (season === undefined) return referenceCells(column)
  return Array.from(season.shares, (part) => part * season.effectiveRows)
}

const apartLabels = ['missing', 'NaN', 'infinite', 'wrong type'] as const

function apartOf(
  column: BaselineColumn,
  reference: readonly number[],
  cells: ArrayLike<number>,
): readonly ReportApart[] {
  const [n, m] = [sum(reference), sum(cells)]
  const row = (label: ReportApart['label'], a: number, b: number): ReportApart => {
    return {
      label,
      reference: Math.round(a),
      current: Math.round(b),
      referenceShare: share(a, n),
      currentShare: share(b, m),
    }
  }
  const shown = apartLabels.map((label, cell) => row(label, reference[cell] ?? 0, cells[cell] ?? 0))
  if (column.type === 'numeric') return shown
  const last = firstBin + column.values.length
  const of = (counts: ArrayLike<number>): number => {
    if (column.type === 'categorical') return counts[last] ?? 0
    let unseen = 0
    for (let cell = firstBin; cell < counts.length; cell += 2) unseen += counts[cell] ?? 0
    return unseen
  }
  return [...shown, row('unseen', of(reference), of(cells))]
}

function mostChanged(bins: readonly ReportBin[]): readonly number[] {
  const change = bins.map((bin) => Math.abs(bin.currentShare - bin.referenceShare))
  return change
    .map((_, i) => i)
    .filter((i) => (change[i] ?? 0) > 0)
    .sort((a, b) => (change[b] ?? 0) - (change[a] ?? 0) || a - b)
    .slice(0, changedShown)
}

/** Makes a number one that JSON has. */
export function finite(value: number): number {
  if (Number.isNaN(value)) return 0
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value))
}

/** Writes null where there is no number. */
export function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : finite(value)
}

function share(count: number, of: number): number {
  return of === 0 ? 0 : count / of
}
