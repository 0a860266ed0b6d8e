import { type Random, createRandom } from '@plimsoll/stats'
import { createBaseline, createMonitor } from '../src/index.ts'
import type {
  Baseline,
  BaselineOptions,
  ColumnVerdict,
  DatasetVerdict,
  MonitorOptions,
} from '../src/index.ts'

/** Draws `rows` values of one column. */
export function draws<T>(seed: string, rows: number, draw: (random: Random, i: number) => T): T[] {
  const random = createRandom(seed)
  return Array.from({ length: rows }, (_, i) => draw(random, i))
}

/** A baseline of one column named x. */
export function baselineOf(values: readonly unknown[], options: BaselineOptions = {}): Baseline {
  return createBaseline(
    values.map((x) => ({ x })),
    { columns: ['x'], ...options },
  )
}

/** The only column of a verdict. */
export function only(verdict: DatasetVerdict | undefined): ColumnVerdict {
  const [column] = verdict?.columns ?? []
  if (column === undefined) throw new Error('no column')
  return column
}

/** Judges one window of a column x by its counts alone. */
export function judgeValues(
  baseline: Baseline,
  values: readonly unknown[],
  options: MonitorOptions = {},
): ColumnVerdict {
  const monitor = createMonitor(baseline, { window: values.length + 1000, detect: false, ...options })
  for (const x of values) monitor.observe({ x })
  return only(monitor.verdict())
}

/** Verdicts in the order they were told, with the row at which each came. */
export interface Told {
  readonly row: number
  readonly verdict: DatasetVerdict
}

/** Observes rows one by one; collects what a monitor tells. */
export function tellings(
  baseline: Baseline,
  rows: number,
  draw: (i: number) => unknown,
  options: MonitorOptions = {},
): Told[] {
  const told: Told[] = []
  let row = 0
  const onRoll = (verdict: DatasetVerdict): void => {
    told.push({ row, verdict })
  }
  const monitor = createMonitor(baseline, { ...options, onRoll })
  while (row < rows) monitor.observe(draw(row++))
  return told
}
