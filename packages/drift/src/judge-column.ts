import type { DriftVerdict } from '@plimsoll/core'
import { chiSquareSf, kolmogorovSf, ksStatisticCounts, psi } from '@plimsoll/stats'
import { firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from './cells.ts'
import { type ColumnReference, round, sum } from './column-reference.ts'
import { sumMembers } from './merge-bins.ts'
import { rateRiseTest, rateTest } from './rate-test.ts'
import type { BinShift, ColumnVerdict } from './verdicts.ts'

/** Thresholds of a column's verdict. */
export interface ColumnRule {
  readonly minRows: number
  /** PSI from which a column has moved; half of it warns. */
  readonly psi: number
  /** KS distance from which a numeric column has moved; half of it warns. */
  readonly ks: number
  /** Chance of a false movement per column and window, split evenly among the column's tests. */
  readonly significance: number
}

/** Least change of the share of missing, invalid or unseen values that counts as movement; half of it warns. */
const departureSize = 0.05
interface Test {
  readonly what: string
  readonly score: number | undefined
  /** The score in multiples of its alarm threshold. */
  readonly size: number
  readonly p: number
}

/** A column's verdict with how far it moved, in multiples of the alarm threshold, for ordering. */
export interface JudgedColumn {
  readonly verdict: ColumnVerdict
  readonly size: number
}

/**
 * Judges one column: the cells of the current window against the baseline's.
 *
 * A column has moved when at least one of its tests is at once large (score at its threshold) and significant
 * (p-value below `significance` divided by the number of tests the column has). The tests:
 * - PSI over bins that expect at least 3 rows, against (1/n + 1/m) chi-square(bins - 1);
 * - for numeric columns the KS distance on the bins, with the asymptotic p-value (on the safe side on bins);
 * - the share of missing, and of invalid (NaN, infinite, mistyped) rows, by 5 points, with Fisher's exact test;
 * - for exact values, the share of values the reference never had, risen by 5 points, with the same test.
 */
export function judgeColumn(
  reference: ColumnReference,
  cells: ArrayLike<number>,
  referenceRows: number,
  rule: ColumnRule,
): JudgedColumn {
  const { column } = reference
  const { name } = column
  const bins: number[] = []
  for (let i = firstBin; i < cells.length; i++) bins.push(cells[i] ?? 0)
  const values = sum(bins)
  const missing = cells[missingCell] ?? 0
  const invalid = (cells[nanCell] ?? 0) + (cells[infiniteCell] ?? 0) + (cells[wrongTypeCell] ?? 0)
  const rows = values + missing + invalid
  const missingShare = rows === 0 ? 0 : missing / rows
  if (rows < rule.minRows) {
    const reason = `${rows} rows, fewer than ${rule.minRows}`
    const none = { psi: undefined, psiNull: undefined, ks: undefined, pValue: 1, topBins: [] }
    return { verdict: { name, verdict: 'inconclusive', reason, rows, missingShare, ...none }, size: 0 }
  }

  const tests: Test[] = [
    departure('missing values', column.missing, referenceRows, missing, rows),
    departure('invalid values', reference.invalid, referenceRows, invalid, rows),
  ]
  if (column.type !== 'numeric') tests.push(unseenValues(reference, bins, values))

  const n = reference.knownValues
  let score: number | undefined
  let expected: number | undefined
  let ks: number | undefined
  const canJudgeShape = n > 0 && values >= rule.minRows
  if (reference.known.length > 1) {
    const known = reference.knownOf(bins)
    const m = known === bins ? values : sum(known)
    let p = 1
    if (canJudgeShape && m > 0) {
      const merged = reference.merged(m)
      const current = sumMembers(merged.members, known)
      const size = current.length
      score = psi(merged.reference, current)
      expected = merged.psiNull
      p = merged.enough
        ? chiSquareSf(score / (1 / n + 1 / m), size - 1)
        : rateTest(merged.reference[0] ?? 0, n, current[0] ?? 0, m)
    }
    tests.push({ what: 'PSI', score, size: (score ?? 0) / rule.psi, p })
  }
  if (column.type !== 'categorical' && reference.bins.length > 1) {
    let p = 1
    if (canJudgeShape) {
      ks = ksStatisticCounts(reference.bins, bins)
      p = kolmogorovSf(ks * Math.sqrt((reference.values * values) / (reference.values + values)))
    }
    tests.push({ what: 'KS distance', score: ks, size: (ks ?? 0) / rule.ks, p })
  }

  const level = rule.significance / tests.length
  let found: Test | undefined
  let least = 1
  for (const test of tests) {
    least = Math.min(least, test.p)
    if (test.p < level && (found === undefined || test.size > found.size)) found = test
  }
  const size = found?.size ?? 0
  const departed = size >= 0.5 && found !== undefined
  // Shape that could not be judged leaves the column open, unless something else already moved it.
  const isOpen = !canJudgeShape && !departed
  const verdict: DriftVerdict = size >= 1 ? 'alarm' : departed ? 'warn' : isOpen ? 'inconclusive' : 'ok'
  let reason = 'nothing both large and significant'
  if (departed && found !== undefined) {
    const { what, score: height, p } = found
    reason = `${what} ${round(height)}, ${round(size)} times its threshold, p ${p.toExponential(1)} below ${level.toExponential(1)}`
  } else if (isOpen) {
    reason = `${values} values to compare with ${n} of the reference, fewer than needed`
  } else if (score !== undefined) {
    reason += `; PSI ${round(score)}, ${reference.psiNullText} expected without drift`
  }
  return {
    verdict: {
      name,
      verdict,
      reason,
      psi: score,
      psiNull: expected,
      ks,
      pValue: Math.min(1, tests.length * least),
      rows,
      missingShare,
      topBins: largestShifts(reference, bins, values),
    },
    size,
  }
}

function departure(what: string, a: number, n: number, b: number, m: number): Test {
  const change = Math.abs(b / m - a / n)
  return { what: `${what} changed by`, score: change, size: change / departureSize, p: rateTest(a, n, b, m) }
}

/**
 * Values the reference never had. Its own values seen once estimate how many new ones are to be expected
 * anyway (Good and Turing), so that open-ended codes and names stay quiet.
 */
function unseenValues(
  { column, values: n, rare }: ColumnReference,
  bins: readonly number[],
  m: number,
): Test {
  let unseen = 0
  if (column.type === 'categorical') unseen = bins.at(-1) ?? 0
  else for (let i = 0; i < bins.length; i += 2) unseen += bins[i] ?? 0
  const change = n === 0 || m === 0 ? 0 : unseen / m - rare / n
  const p = rateRiseTest(rare, n, unseen, m)
  return { what: 'values new to the column rose by', score: change, size: change / departureSize, p }
}

const shiftsShown = 3

function largestShifts(reference: ColumnReference, current: readonly number[], m: number): BinShift[] {
  const { shares, values } = reference
  if (values === 0 || m === 0) return []
  const shown: number[] = []
  const changes: number[] = []
  let least = 0
  for (let i = 0; i < current.length; i++) {
    const change = Math.abs((current[i] ?? 0) / m - (shares[i] ?? 0))
    if (change <= least) continue
    let at = Math.min(shown.length, shiftsShown - 1)
    for (; at > 0 && change > (changes[at - 1] ?? 0); at--) {
      shown[at] = shown[at - 1] ?? 0
      changes[at] = changes[at - 1] ?? 0
    }
    shown[at] = i
    changes[at] = change
    least = changes[shiftsShown - 1] ?? 0
  }
  return shown.map((i) => ({
    label: reference.label(i),
    reference: shares[i] ?? 0,
    current: (current[i] ?? 0) / m,
  }))
}
