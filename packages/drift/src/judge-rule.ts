import type { OptionCheck } from '@plimsoll/core'
import type { EffectMethod } from './verdicts.ts'

/** The least change of each measure that counts; smaller ones may be sure, but change nothing. */
export interface LeastEffects {
  /** Population stability index of a numeric column, in nats. @default 0.1 */
  readonly psi?: number | undefined
  /** Kolmogorov-Smirnov distance of a numeric column, on its bins. @default 0.05 */
  readonly ks?: number | undefined
  /** Jensen-Shannon divergence of another column, in bits. @default 0.02 */
  readonly jsd?: number | undefined
  /** Largest change of the share of any one value. @default 0.1 */
  readonly lInfinity?: number | undefined
  /** Change of the share of missing values. @default 0.01 */
  readonly missing?: number | undefined
  /** Change of the share of NaN, infinite and mistyped values. @default 0.01 */
  readonly invalid?: number | undefined
  /** Rise of the share of values the reference never had, beyond what its own rare values foretell. @default 0.005 */
  readonly unseen?: number | undefined
}

/** What alarms promise. */
export interface AlarmOptions {
  /** Chance of a false alarm within `over` rows, of all columns together, in (0, 0.5]. @default 0.01 */
  readonly falseAlarm?: number | undefined
  /**
   * Rows that each process sees within the promise; it also ends after so many rows' worth of full windows, where
   * windows end early, by hand or by age. @default 1000000
   */
  readonly over?: number | undefined
  /**
   * Processes that watch the same data, each with alarms of its own: they share the chance. Verdicts of merged
   * snapshots need none of it. @default 1
   */
  readonly replicas?: number | undefined
}

/** How windows are judged. */
export interface JudgeOptions {
  /** Rows below which a column is inconclusive. @default 40 */
  readonly minRows?: number | undefined
  /** The least changes that count. @default those of {@link LeastEffects} */
  readonly least?: LeastEffects | undefined
  /** What alarms promise. @default those of {@link AlarmOptions} */
  readonly alarm?: AlarmOptions | undefined
  /** Chance of any false warning in one window, in (0, 0.5]; warnings promise nothing over many windows. @default 0.001 */
  readonly significance?: number | undefined
  /** Share of the judged columns that must be in alarm before the data set is, in [0, 1]; at 0 one will do. @default 0 */
  readonly share?: number | undefined
  /**
   * How many neighbouring rows count as one. Where rows come in runs of like ones (one per minute of a slow signal),
   * evidence counts runs instead of rows; without it such columns are `inconclusive`. Must be at least as long as
   * the dependence lasts. @default 1
   */
  readonly block?: number | undefined
}

/** The rule that windows are judged by, defaults included. */
export interface JudgeSettings {
  readonly minRows: number
  readonly least: Readonly<Record<EffectMethod, number>>
  readonly alarm: { readonly falseAlarm: number; readonly over: number; readonly replicas: number }
  readonly significance: number
  readonly share: number
  readonly block: number
}

/** Names of the options of {@link JudgeOptions}. */
export const judgeOptionNames: readonly string[] = [
  'minRows',
  'least',
  'alarm',
  'significance',
  'share',
  'block',
]

/** Reads the options of judging; what cannot work is noted in `check`. */
export function readJudgeOptions(options: JudgeOptions, check: OptionCheck): JudgeSettings {
  const { minRows = 40, significance = 0.001, share = 0, block = 1, least = {}, alarm = {} } = options
  const whole = (name: string, value: number): void => {
    const isWhole = Number.isInteger(value) && value >= 1 && value < 2 ** 31
    check.require(isWhole, name, 'must be a whole number of at least 1', value)
  }
  const chance = (name: string, value: number): void => {
    check.require(value > 0 && value <= 0.5, name, 'must be in (0, 0.5]', value)
  }
  whole('minRows', minRows)
  whole('block', block)
  chance('significance', significance)
  check.require(share >= 0 && share <= 1, 'share', 'must be in [0, 1]', share)
  const given = isObject(least, 'least', check) ? least : {}
  const { psi = 0.1, ks = 0.05, jsd = 0.02, lInfinity = 0.1 } = given
  const { missing = 0.01, invalid = 0.01, unseen = 0.005 } = given
  const effects = { psi, ks, jsd, lInfinity, missing, invalid, unseen }
  check.keys(given, Object.keys(effects), 'least.')
  for (const [name, value] of Object.entries(effects)) {
    check.require(value > 0 && value < Infinity, `least.${name}`, 'must be above 0', value)
  }
  const promise = isObject(alarm, 'alarm', check) ? alarm : {}
  const { falseAlarm = 0.01, over = 1e6, replicas = 1 } = promise
  check.keys(promise, ['falseAlarm', 'over', 'replicas'], 'alarm.')
  chance('alarm.falseAlarm', falseAlarm)
  check.require(over >= 1 && over <= 1e12, 'alarm.over', 'must be 1 to 1e12 rows', over)
  whole('alarm.replicas', replicas)
  return { minRows, least: effects, alarm: { falseAlarm, over, replicas }, significance, share, block }
}

function isObject(value: unknown, name: string, check: OptionCheck): boolean {
  const holds = typeof value === 'object' && value !== null && !Array.isArray(value)
  return check.require(holds, name, 'must be an object', value)
}
