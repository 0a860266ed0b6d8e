import { chiSquareSf, jsd, kolmogorovSf, ksStatisticCounts, lInfinity, logSumExp, psi } from '@plimsoll/stats'
import { firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from './cells.ts'
import type { ColumnReference } from './column-reference.ts'
import { countLogE } from './count-evidence.ts'
import type { JudgeSettings } from './judge-rule.ts'
import { sumMembers } from './merge-bins.ts'
import { rateRiseTest, rateTest } from './rate-test.ts'
import { sum } from './sum.ts'
import type { BinShift, ColumnEffect, EffectMethod } from './verdicts.ts'

/** What is measured on one column of a window, before all columns are compared. */
export interface MeasuredColumn {
  readonly reference: ColumnReference
  readonly effect: ColumnEffect
  /** The effect in multiples of the least that counts. */
  readonly size: number
  /** Whether the effect is more than one test's noise. */
  readonly isLarge: boolean
  readonly score: number | undefined
  readonly scoreNull: number | undefined
  readonly windowPValue: number
  /** Log e-value of the window's counts alone. */
  readonly countLogE: number
  readonly rows: number
  readonly values: number
  readonly missingShare: number
  readonly topBins: readonly BinShift[]
  /** Whether there are enough rows, and enough values to compare. */
  readonly isEnough: boolean
}

interface Test {
  readonly method: EffectMethod
  readonly value: number
  readonly p: number
}

/** Chance at which a measure by itself is taken for more than noise. */
const nominal = 0.05

/**
 * Measures one column: the cells of the current window against the reference's.
 *
 * - Shape: PSI (numbers) or Jensen-Shannon divergence and the largest change of a share (others), over bins that
 *   expect at least 3 rows, against (1/n + 1/m) chi-square(bins - 1).
 * - Numbers: the KS distance on the bins, with the asymptotic p-value (on the safe side on bins).
 * - The share of missing, and of invalid (NaN, infinite, mistyped) rows, with Fisher's exact test.
 * - Exact values: the share of values the reference never had, beyond what its rare values foretell, with the same.
 *
 * @param cells counts of the window; not whole in a decayed window
 */
export function measureColumn(
  reference: ColumnReference,
  cells: ArrayLike<number>,
  { minRows, least, block }: JudgeSettings,
): MeasuredColumn {
  const { column } = reference
  const bins: number[] = []
  for (let i = firstBin; i < cells.length; i++) bins.push(cells[i] ?? 0)
  const values = sum(bins)
  const missing = cells[missingCell] ?? 0
  const invalid = (cells[nanCell] ?? 0) + (cells[infiniteCell] ?? 0) + (cells[wrongTypeCell] ?? 0)
  const rows = values + missing + invalid
  const isOrdered = column.type !== 'categorical'
  const departure = (method: EffectMethod, a: number, b: number): Test => ({
    method,
    value: rows === 0 || reference.rows === 0 ? 0 : Math.abs(b / rows - a / reference.rows),
    p: rateTest(whole(a / block), whole(reference.rows / block), whole(b / block), whole(rows / block)),
  })
  const tests: Test[] = [
    departure('missing', reference.missing, missing),
    departure('invalid', reference.invalid, invalid),
  ]
  if (column.type !== 'numeric') tests.push(unseenValues(reference, bins, values, block))

  const canJudgeShape = reference.knownValues > 0 && values >= minRows
  const shape = canJudgeShape ? compareShape(reference, bins, values, block) : { tests: [] }
  tests.push(...shape.tests)
  if (isOrdered && reference.bins.length > 1 && canJudgeShape) {
    const ks = ksStatisticCounts(reference.bins, bins)
    const n = reference.values / block
    const m = values / block
    tests.push({ method: 'ks', value: ks, p: kolmogorovSf(ks * Math.sqrt((n * m) / (n + m))) })
  }

  const { best, isReal, smallest } = furthest(tests, least)
  const { method, value } = best
  const isLarge = isReal && value >= least[method]
  const scaled = block === 1 ? cells : Float64Array.from(cells, (count) => count / block)
  const logs = reference.grids.map((grid) => countLogE(grid, scaled))
  return {
    reference,
    effect: { method, value, least: least[method] },
    size: value / least[method],
    isLarge,
    score: shape.score,
    scoreNull: shape.scoreNull,
    windowPValue: Math.min(1, tests.length * smallest),
    countLogE: logSumExp(logs) - Math.log(logs.length),
    rows,
    values,
    missingShare: rows === 0 ? 0 : missing / rows,
    topBins: largestShifts(reference, bins, values),
    isEnough: rows >= minRows && (canJudgeShape || isLarge),
  }
}

/** How the shape of a column's values compares with the reference's. */
interface Shape {
  readonly score?: number
  readonly scoreNull?: number
  readonly tests: readonly Test[]
}

/** Compares the shares of the values that the reference had, in bins that expect enough rows. */
function compareShape(
  reference: ColumnReference,
  bins: readonly number[],
  values: number,
  block: number,
): Shape {
  const known = reference.knownOf(bins)
  const m = known.length === bins.length ? values : sum(known)
  if (reference.known.length < 2 || m === 0) return { tests: [] }
  const n = reference.knownValues
  const merged = reference.merged(m, block)
  const current = sumMembers(merged.members, known)
  const index = psi(merged.reference, current)
  const p = merged.enough
    ? chiSquareSf(index / (block / n + block / m), current.length - 1)
    : rateTest(
        whole((merged.reference[0] ?? 0) / block),
        whole(n / block),
        whole((current[0] ?? 0) / block),
        whole(m / block),
      )
  if (reference.column.type !== 'categorical') {
    return { score: index, scoreNull: merged.psiNull, tests: [{ method: 'psi', value: index, p }] }
  }
  const score = jsd(merged.reference, current)
  const tests: Test[] = [
    { method: 'jsd', value: score, p },
    { method: 'lInfinity', value: lInfinity(merged.reference, current), p },
  ]
  // For small changes the divergence is an eighth of the index, in bits.
  return { score, scoreNull: merged.psiNull / (8 * Math.LN2), tests }
}

/**
 * Finds the test that goes furthest beyond the least that counts; one that is more than noise comes before any that
 * is not.
 */
function furthest(
  tests: readonly Test[],
  least: JudgeSettings['least'],
): { readonly best: Test; readonly isReal: boolean; readonly smallest: number } {
  let best: Test = { method: 'missing', value: 0, p: 1 }
  let bestSize = -1
  let isReal = false
  let smallest = 1
  for (const test of tests) {
    smallest = Math.min(smallest, test.p)
    const size = test.value / least[test.method]
    const isOwnReal = test.p <= nominal / tests.length
    if (isOwnReal === isReal ? size > bestSize : isOwnReal) {
      best = test
      bestSize = size
      isReal = isOwnReal
    }
  }
  return { best, isReal, smallest }
}

/**
 * Values the reference never had. Its own values seen once estimate how many new ones are to be expected
 * anyway (Good and Turing), so that open-ended codes and names stay quiet.
 */
function unseenValues(
  { column, values: n, rare, once }: ColumnReference,
  bins: readonly number[],
  m: number,
  block: number,
): Test {
  let unseen = 0
  if (column.type === 'categorical') {
    unseen = bins.at(-1) ?? 0
    for (const bin of once) unseen += bins[bin] ?? 0
  } else for (let i = 0; i < bins.length; i += 2) unseen += bins[i] ?? 0
  const value = n === 0 || m === 0 ? 0 : Math.max(0, unseen / m - rare / n)
  const p = rateRiseTest(whole(rare / block), whole(n / block), whole(unseen / block), whole(m / block))
  return { method: 'unseen', value, p }
}

/** Exact tests count whole rows. */
function whole(rows: number): number {
  return Math.round(rows)
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
