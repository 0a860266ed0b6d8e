import type { DriftVerdict } from '@plimsoll/core'
import type { RowDependence } from './dependence.ts'
import type { MeasuredColumn } from './measure-column.ts'
import type { ColumnVerdict, ColumnWhy, EffectMethod } from './verdicts.ts'

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
  else if (isSure) why = 'small'
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
  unseen: 'rare and new values rose by',
}

/** Prints a number with three digits. */
function round(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(Number(value.toPrecision(3)))
}
