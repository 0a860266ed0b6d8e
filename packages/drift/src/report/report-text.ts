import { checkOptions } from '@plimsoll/core'
import type { Baseline } from '../baseline-types.ts'
import type { Snapshot } from '../snapshot-types.ts'
import { reportJson } from './report-json.ts'
import type { ReportOptions } from './report-types.ts'
import { type Paint, textTable } from './text/text-table.ts'

/** Options of {@link reportText}. */
export interface TextReportOptions extends ReportOptions {
  /** Cells of a line at most, 40 to 1000; columns of the table that have no room are left out. @default 80 */
  readonly width?: number | undefined
  /** Whether to colour verdicts with ANSI escapes. @default false */
  readonly color?: boolean | undefined
}

const leastWidth = 40
const mostWidth = 1000

/**
 * Writes a report for a terminal or a log: the verdict, then a table of all columns with the most moved first, then
 * what moved in each. The data are those of {@link reportJson}.
 *
 * Control characters in names are shown as `�`, so that a name can not steer the terminal.
 *
 * @throws {OptionsError} for an option that cannot work.
 * @example
 * const text = reportText(monitor.snapshot(), baseline, { width: 100 })
 * text.split('\n')[0] // 'Drift report: reference'
 */
export function reportText(snapshot: Snapshot, baseline: Baseline, options: TextReportOptions = {}): string {
  const { width = 80, color = false, ...rest } = options
  const check = checkOptions('drift report')
  const isWidth = Number.isInteger(width) && width >= leastWidth && width <= mostWidth
  check.require(isWidth, 'width', `must be a whole number from ${leastWidth} to ${mostWidth}`, width)
  check.require(typeof color === 'boolean', 'color', 'must be true or false', color)
  check.done()
  return textTable(reportJson(snapshot, baseline, rest), width, color ? ansi : plain)
}

const codes: Readonly<Record<Parameters<Paint>[0], number>> = {
  alarm: 31,
  warn: 33,
  ok: 32,
  inconclusive: 2,
  strong: 1,
  soft: 2,
}

function plain(_: Parameters<Paint>[0], text: string): string {
  return text
}

function ansi(look: Parameters<Paint>[0], text: string): string {
  return `\u001b[${codes[look]}m${text}\u001b[0m`
}
