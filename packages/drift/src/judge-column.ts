import type { DriftVerdict } from '@plimsoll/core'
import { chiSquareSf, jsd, kolmogorovSf, ksStatisticCounts, lInfinity, psi } from '@plimsoll/stats'
import { firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from './cells.ts'
import type { ColumnReference } from './column-reference.ts'
import { countLogE } from './count-evidence.ts'
import type { RowDependence } from './dependence.ts'
import type { JudgeSettings } from './judge-rule.ts'
import { sumMembers } from './merge-bins.ts'
import { rateRiseTest, rateTest } from './rate-test.ts'
import { sum } from './sum.ts'
import type { BinShift, ColumnEffect, ColumnVerdict, ColumnWhy, EffectMethod } from './verdicts.ts'

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

  let score: number | undefined
  let scoreNull: number | undefined
  const canJudgeShape = reference.knownValues > 0 && values >= minRows
  if (reference.known.length > 1 && canJudgeShape) {
    const known = reference.knownOf(bins)
    const m = known.length === bins.length ? values : sum(known)
    if (m > 0) {
      const n = reference.knownValues
      const merged = reference.merged(m, block)
      const current = sumMembers(merged.members, known)
      const size = current.length
      const index = psi(merged.reference, current)
      const p = merged.enough
        ? chiSquareSf(index / (block / n + block / m), size - 1)
        : rateTest(
            whole((merged.reference[0] ?? 0) / block),
            whole(n / block),
            whole((current[0] ?? 0) / block),
            whole(m / block),
          )
      if (isOrdered) {
        score = index
        scoreNull = merged.psiNull
        tests.push({ method: 'psi', value: index, p })
      } else {
        score = jsd(merged.reference, current)
        // For small changes the divergence is an eighth of the index, in bits.
        scoreNull = merged.psiNull / (8 * Math.LN2)
        tests.push({ method: 'jsd', value: score, p })
        tests.push({ method: 'lInfinity', value: lInfinity(merged.reference, current), p })
      }
    }
  }
  if (isOrdered && reference.bins.length > 1 && canJudgeShape) {
    const ks = ksStatisticCounts(reference.bins, bins)
    const n = reference.values / block
    const m = values / block
    tests.push({ method: 'ks', value: ks, p: kolmogorovSf(ks * Math.sqrt((n * m) / (n + m))) })
  }

  let best: Test | undefined
  let bestSize = -1
  let isLarge = false
  let smallest = 1
  for (const test of tests) {
    smallest = Math.min(smallest, test.p)
    const size = test.value / least[test.method]
    const isReal = test.p <= nominal / tests.length
    // A measure that is more than noise comes before any that is not.
    if (isReal === isLarge ? size > bestSize : isReal) {
      best = test
      bestSize = size
      isLarge = isReal
    }
  }
  const { method, value } = best ?? { method: 'missing', value: 0 }
  const scaled = block === 1 ? cells : Float64Array.from(cells, (count) => count / block)
  const logs = reference.grids.map((grid) => countLogE(grid, scaled))
  return {
    reference,
    effect: { method, value, least: least[method] },
    size: value / least[method],
    isLarge: isLarge && value >= least[method],
    score,
    scoreNull,
    windowPValue: Math.min(1, tests.length * smallest),
    countLogE: meanOfLogs(logs),
    rows,
    values,
    missingShare: rows === 0 ? 0 : missing / rows,
    topBins: largestShifts(reference, bins, values),
    isEnough: rows >= minRows && (canJudgeShape || (isLarge && value >= least[method])),
  }
}

/** What the comparison of all columns, and of all looks, has found of a column. */
export interface ColumnFinding {
  readonly logE: number
  /** What puts the column in alarm: this window, the rows bet on one by one, or an alarm before that is not over yet. */
  readonly alarm: 'window' | 'rows' | 'before' | undefined
  /** Whether the window alone is too much for chance. */
  readonly isWarning: boolean
  readonly dependence: RowDependence
}

/** Puts a column's measures and findings into its verdict. */
export function judgeColumn(
  measured: MeasuredColumn,
  finding: ColumnFinding,
  minRows: number,
): ColumnVerdict {
  const { reference, effect, size, score, scoreNull, windowPValue, rows, values } = measured
  const { logE, alarm, isWarning, dependence } = finding
  const { column } = reference
  const pValue = Math.min(1, Math.exp(-logE))
  const isSure = alarm !== undefined || isWarning
  let why: ColumnWhy = 'same'
  if (dependence !== 'independent') why = dependence
  else if (alarm !== undefined) why = 'alarm'
  else if (!measured.isEnough) why = 'few rows'
  else if (isSure && measured.isLarge) why = 'moved'
  else if (isSure || (windowPValue < 0.001 && size < 1)) why = 'small'
  const { method, value, least } = effect
  const found = `${effectNames[method]} ${round(value)}, ${round(size)} times the least that counts (${least})`
  const expected =
    score === undefined
      ? ''
      : `; ${column.type === 'categorical' ? 'divergence' : 'PSI'} ${round(score)}, ${round(scoreNull)} expected without drift`
  const looks = `p ${pValue.toExponential(1)} over all looks`
  const alarms = {
    window: `${found}; ${looks}`,
    rows: `the newest rows moved, more than this window of ${Math.floor(rows)} rows shows by itself; ${looks}`,
    before: `in alarm until a whole window is well${rows < minRows ? '' : `; in this one ${found}`}`,
  }
  const reasons: Record<ColumnWhy, string> = {
    same: `nothing that chance would not do${expected}`,
    small: `surely moved, but little: ${found}`,
    moved: `${found}; p ${windowPValue.toExponential(1)} in this window`,
    alarm: alarms[alarm ?? 'window'],
    'few rows':
      rows < minRows
        ? `${Math.floor(rows)} rows, fewer than ${minRows}`
        : `${Math.floor(values)} values to compare with ${Math.floor(reference.knownValues)} of the reference, fewer than needed`,
    dependent: 'neighbouring rows are alike, so rows are no evidence each; give `block` how many make one',
    monotone: 'only rises, as times and counters do: no window can be like the reference',
  }
  return {
    name: column.name,
    verdict: verdicts[why],
    why,
    reason: reasons[why],
    method: column.type === 'categorical' ? 'jsd' : 'psi',
    score,
    scoreNull,
    effect,
    size,
    logE,
    pValue,
    windowPValue,
    rows,
    referenceRows: reference.rows,
    missingShare: measured.missingShare,
    topBins: measured.topBins,
    conditions: reference.conditions,
  }
}

const verdicts: Readonly<Record<ColumnWhy, DriftVerdict>> = {
  same: 'ok',
  small: 'ok',
  moved: 'warn',
  alarm: 'alarm',
  'few rows': 'inconclusive',
  dependent: 'inconclusive',
  monotone: 'inconclusive',
}

const effectNames: Readonly<Record<EffectMethod, string>> = {
  psi: 'PSI',
  ks: 'KS distance',
  jsd: 'Jensen-Shannon divergence',
  lInfinity: 'a share changed by',
  missing: 'missing values changed by',
  invalid: 'invalid values changed by',
  unseen: 'values new to the column rose by',
}

/**
 * Values the reference never had. Its own values seen once estimate how many new ones are to be expected
 * anyway (Good and Turing), so that open-ended codes and names stay quiet.
 */
function unseenValues(
  { column, values: n, rare }: ColumnReference,
  bins: readonly number[],
  m: number,
  block: number,
): Test {
  let unseen = 0
  if (column.type === 'categorical') unseen = bins.at(-1) ?? 0
  else for (let i = 0; i < bins.length; i += 2) unseen += bins[i] ?? 0
  const value = n === 0 || m === 0 ? 0 : Math.max(0, unseen / m - rare / n)
  const p = rateRiseTest(whole(rare / block), whole(n / block), whole(unseen / block), whole(m / block))
  return { method: 'unseen', value, p }
}

/** Prints a number with three digits. */
function round(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Number(value.toPrecision(3)))
}

/** Exact tests count whole rows. */
function whole(rows: number): number {
  return Math.round(rows)
}

function meanOfLogs(logs: readonly number[]): number {
  const greatest = Math.max(...logs)
  const shares = logs.map((log) => Math.exp(log - greatest))
  return greatest + Math.log(sum(shares) / logs.length)
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
