import { createBaseline, createMonitor } from '../src/index.ts'
import type { Baseline, ColumnVerdict, DatasetVerdict, MonitorOptions } from '../src/index.ts'
import { type BikeRow, bikeRows } from './bike-rows.ts'

/** Groups rows by calendar month, in their order. */
export function byMonth(rows: readonly BikeRow[]): Map<string, BikeRow[]> {
  return groupBy(rows, (row) => String(row['chunk']))
}

function groupBy(rows: readonly BikeRow[], keyOf: (row: BikeRow) => string): Map<string, BikeRow[]> {
  const groups = new Map<string, BikeRow[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

/** The numbers of one column. */
export function numbersOf(rows: readonly BikeRow[], column: string): number[] {
  return rows.map((row) => Number(row[column]))
}

export interface Bikes {
  readonly year2011: readonly BikeRow[]
  readonly year2012: readonly BikeRow[]
}

/** Reads both years. */
export function readBikes(): Bikes {
  return { year2011: bikeRows('reference.csv'), year2012: bikeRows('production.csv') }
}

/** A baseline of the whole year. */
export function plainBaseline({ year2011 }: Bikes, columns: readonly string[]): Baseline {
  return createBaseline(year2011, { columns, name: '2011' })
}

/** A baseline that keeps the months of the year apart. */
export function seasonalBaseline({ year2011 }: Bikes, columns: readonly string[]): Baseline {
  const season = { by: 'month', time: 'timestamp' } as const
  return createBaseline(year2011, { columns, name: '2011 by month', season })
}

/**
 * A year's promise: monthly windows that are rolled by hand, days as observations, and a warning where chance by itself
 * would warn in one window of twenty. Windows hold one row more than a month has, so that none rolls by itself.
 */
export const monthly: MonitorOptions = {
  window: 745,
  alarm: { over: 8784 },
  block: 24,
  significance: 0.05,
  detect: false,
}

/** Judges the rows month by month, or several months at a time, with one monitor. */
export function judgeMonths(
  baseline: Baseline,
  rows: readonly BikeRow[],
  options: MonitorOptions = {},
  together = 1,
): DatasetVerdict[] {
  const monitor = createMonitor(baseline, { ...monthly, ...options })
  const verdicts: DatasetVerdict[] = []
  let months = 0
  for (const month of byMonth(rows).values()) {
    for (const row of month) monitor.observe(row, Date.parse(String(row['timestamp'])))
    if (++months % together === 0) verdicts.push(monitor.roll())
  }
  return verdicts
}

/** The column's verdict of every window. */
export function columnOf(verdicts: readonly DatasetVerdict[], name: string): ColumnVerdict[] {
  return verdicts.flatMap(({ columns }) => columns.filter((column) => column.name === name))
}

/** Adds the rentals of each day up: rows that are one a day. */
export function rowsOfDays(rows: readonly BikeRow[]): BikeRow[] {
  const days = groupBy(rows, (row) => String(row['timestamp']).slice(0, 10))
  return Array.from(days, ([day, hours]) => ({
    timestamp: `${day}T00:00:00Z`,
    chunk: day.slice(0, 7),
    cnt: numbersOf(hours, 'cnt').reduce((sum, count) => sum + count, 0),
  }))
}
