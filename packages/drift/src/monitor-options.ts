import { type Duration, checkOptions, durationRule, readDuration } from '@plimsoll/core'
import { type Baseline, baselineFormat } from './baseline-types.ts'
import { type JudgeOptions, type JudgeSettings, judgeOptionNames, readJudgeOptions } from './judge-rule.ts'
import type { DatasetVerdict } from './verdicts.ts'
import { type WindowOptions, type WindowPlan, readWindow } from './window-options.ts'

/** Options of {@link createMonitor}. */
export interface MonitorOptions extends JudgeOptions {
  /** Names of the baseline's columns to watch; of a text or an embedding the name of the whole. @default all of them */
  readonly columns?: readonly string[] | undefined
  /** The rows that are judged together. @default 1000 */
  readonly window?: WindowOptions | undefined
  /**
   * Age at which a window (of a sliding one, a pane) is judged although it is not full, when the next row comes; `now`
   * must then be given to `observe`. @default never
   */
  readonly maxWindowAge?: Duration | undefined
  /** Whether to bet on every row, so that alarms sound within a window; takes most of the time of a row. @default true */
  readonly detect?: boolean | undefined
  /** Finished panes kept for the timeline of a report, 0 to 24. @default 12 */
  readonly history?: number | undefined
  /** Names this process in snapshots, 1 to 200 characters; it must not come again after a restart. @default a random one */
  readonly replica?: string | undefined
  /** Called with the verdict of every finished window and of every alarm; what it throws is swallowed and counted in `faults`. */
  readonly onRoll?: ((verdict: DatasetVerdict) => void) | undefined
}

/** The rule a monitor judges by, defaults included. */
export interface MonitorSettings extends JudgeSettings {
  readonly window: WindowPlan
  /** Milliseconds; `Infinity` for none. */
  readonly maxWindowAge: number
  readonly detect: boolean
  readonly history: number
  readonly replica: string | undefined
}

const optionNames: readonly string[] = [
  ...judgeOptionNames,
  'columns',
  'window',
  'maxWindowAge',
  'detect',
  'history',
  'replica',
  'onRoll',
]

/** Reads a monitor's options. @throws {OptionsError} naming every option that cannot work. */
export function readMonitorOptions(
  baseline: Baseline,
  options: MonitorOptions,
): { readonly settings: MonitorSettings; readonly columns: readonly string[] } {
  const {
    columns: named,
    window = 1000,
    maxWindowAge,
    detect = true,
    history = 12,
    replica,
    onRoll,
  } = options
  const check = checkOptions('drift monitor')
  const isRead = check.require(isBaseline(baseline), 'baseline', baselineRule, baseline)
  if (!isRead) check.done()
  check.keys(options, optionNames)
  const judge = readJudgeOptions(options, check)
  const plan = readWindow(window, check)
  if (plan.kind === 'tumbling' || plan.kind === 'sliding') {
    const most = plan.rows * plan.panes
    check.require(judge.minRows <= most, 'minRows', `must be at most window (${most})`, judge.minRows)
  }
  const age = maxWindowAge === undefined ? Infinity : readDuration(maxWindowAge)
  check.require(age !== undefined && age > 0, 'maxWindowAge', durationRule, maxWindowAge)
  check.require(typeof detect === 'boolean', 'detect', 'must be true or false', detect)
  const isKept = Number.isInteger(history) && history >= 0 && history <= 24
  check.require(isKept, 'history', 'must be a whole number from 0 to 24', history)
  const isName = typeof replica === 'string' && replica.length >= 1 && replica.length <= 200
  check.require(replica === undefined || isName, 'replica', 'must be 1 to 200 characters', replica)
  const isFunction = onRoll === undefined || typeof onRoll === 'function'
  check.require(isFunction, 'onRoll', 'must be a function', onRoll)
  const wanted = new Set<string>()
  const given: unknown = named
  if (given === undefined) for (const { name } of baseline.columns) wanted.add(name)
  else if (check.require(Array.isArray(given) && given.length > 0, 'columns', 'must name columns', given)) {
    const names = baseline.columns.map(({ name }) => name)
    ;(given as readonly unknown[]).forEach((name, i) => {
      const found = baseline.columns.filter((column) => column.name === name || wholeName(column) === name)
      const rule = `must be a column of the baseline (${shorten(names)})`
      check.require(found.length > 0, `columns[${i}]`, rule, name)
      for (const column of found) wanted.add(column.name)
    })
  }
  check.done()
  return {
    settings: { ...judge, window: plan, maxWindowAge: age ?? Infinity, detect, history, replica },
    columns: baseline.columns.map(({ name }) => name).filter((name) => wanted.has(name)),
  }
}

const baselineRule =
  'must be what createBaseline or parseBaseline gave; JSON is first read by parseBaseline(JSON.parse(text))'

/** Tells what was made or checked here, and is frozen since, from JSON that nobody looked at. */
function isBaseline(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  return (given as Partial<Baseline>).format === baselineFormat && Object.isFrozen(given)
}

/** The name of the text or embedding whose figure a column holds. */
export function wholeName({ name, part }: Baseline['columns'][number]): string {
  return part === undefined ? name : name.slice(0, name.lastIndexOf('.'))
}

function shorten(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, … ${names.length} in all` : names.join(', ')
}
