import { printMany, printShare, printTimes } from '../print-number.ts'
import type { DriftReport, ReportColumn } from '../report-types.ts'
import { clipped, visible } from '../visible-text.ts'
import { conditionInWords } from '../meaning.ts'
import {
  chanceInWords,
  columnsInWords,
  effectInWords,
  promiseInWords,
  scoreInWords,
  sizeShare,
  verdictSigns,
  windowInWords,
} from '../words.ts'
import { textBar, textLine } from './text-bars.ts'
import { fit, textWidth, wrap } from './text-width.ts'

/** How lines are coloured; each takes text and gives it back in colour, or as it is. */
export type Paint = (
  look: 'alarm' | 'warn' | 'ok' | 'inconclusive' | 'strong' | 'soft',
  text: string,
) => string

interface Field {
  readonly head: string
  readonly side: 'left' | 'right'
  readonly cells: readonly string[]
}

const barWidth = 10
const mostSteps = 24
const mostExplained = 6
const leastName = 10

/** Writes a report for a terminal: every line has at most `width` cells. */
export function textTable(report: DriftReport, width: number, paint: Paint): string {
  const { verdict, baseline, columns } = report
  const { sign, word } = verdictSigns[verdict]
  const version = baseline.version === null ? '' : `, version ${baseline.version}`
  const lines = [
    paint('strong', fit(visible(`${report.title}: ${baseline.name}`), width).trimEnd()),
    ...wrap(visible(`${sign} ${word.toUpperCase()} ${columnsInWords(report)}`), width).map((line, i) => {
      const head = `${sign} ${word.toUpperCase()}`
      return i === 0 && line.startsWith(head) ? paint(verdict, head) + line.slice(head.length) : line
    }),
    ...fact('window', windowInWords(report), width, paint),
    ...fact(
      'baseline',
      `${printMany(baseline.rows, 'row')}${version}, ${baseline.digest.slice(0, 12)}`,
      width,
      paint,
    ),
    ...fact('promise', promiseInWords(report), width, paint),
    ...report.conditions.flatMap((one) => fact('given', conditionInWords(one), width, paint)),
    '',
    ...tableLines(columns, width, paint),
  ]
  const uneasy = columns.filter((column) => column.verdict === 'alarm' || column.verdict === 'warn')
  if (uneasy.length > 0) lines.push('')
  for (const column of uneasy.slice(0, mostExplained)) lines.push(...explained(column, width, paint))
  if (uneasy.length > mostExplained) lines.push(`and ${uneasy.length - mostExplained} more that moved`)
  return `${lines.join('\n')}\n`
}

function fact(name: string, words: string, width: number, paint: Paint): readonly string[] {
  const indent = 10
  return wrap(visible(words), width - indent).map((line, i) => {
    return `${i === 0 ? paint('soft', fit(name, indent)) : ' '.repeat(indent)}${line}`
  })
}

function tableLines(columns: readonly ReportColumn[], width: number, paint: Paint): readonly string[] {
  const field = (head: string, side: Field['side'], cell: (column: ReportColumn) => string): Field => {
    return { head, side, cells: columns.map(cell) }
  }
  const isOpen = (column: ReportColumn): boolean => column.verdict === 'inconclusive'
  // In the order in which they are left out when there is no room, last first.
  const fields: Field[] = [
    field('×least', 'right', (column) => (isOpen(column) ? '–' : printTimes(column.size))),
    field('effect', 'left', (column) => (isOpen(column) ? column.why : effectInWords(column))),
    field('chance ≤', 'right', chanceInWords),
    field('', 'left', (column) => textBar(sizeShare(column.size), barWidth)),
    field('score', 'right', scoreInWords),
    field('over time', 'left', (column) => textLine(column.points, mostSteps)),
  ]
  const widthOf = ({ head, cells }: Field): number => Math.max(textWidth(head), ...cells.map(textWidth))
  const names = columns.map(({ name }) => visible(name))
  const longest = Math.max(6, ...names.map(textWidth))
  let used = 2
  const shown = fields.filter((one) => {
    const next = widthOf(one)
    if (next === 0 || used + next + 2 + Math.min(longest, leastName) > width) return false
    used += next + 2
    return true
  })
  const nameWidth = Math.max(1, Math.min(longest, width - used))
  const order = fields.filter((one) => shown.includes(one))
  const line = (cell: (one: Field) => string): string =>
    order.map((one) => `  ${fit(cell(one), widthOf(one), one.side)}`).join('')
  const head = `  ${fit('column', nameWidth)}${line(({ head: words }) => words)}`.trimEnd()
  return [
    paint('soft', head),
    ...columns.map(({ verdict }, i) => {
      const { sign } = verdictSigns[verdict]
      const rest = line(({ cells }) => cells[i] ?? '').trimEnd()
      return `${paint(verdict, sign)} ${fit(names[i] ?? '', nameWidth)}${rest}`.trimEnd()
    }),
  ]
}

function explained(column: ReportColumn, width: number, paint: Paint): readonly string[] {
  const shifts = column.changed.slice(0, 3).flatMap((i) => {
    const bin = column.bins[i]
    return bin === undefined
      ? []
      : [
          `${clipped(visible(bin.label), 40)} ${printShare(bin.referenceShare)} → ${printShare(bin.currentShare)}`,
        ]
  })
  const { sign } = verdictSigns[column.verdict]
  const name = fit(visible(column.name), Math.min(textWidth(visible(column.name)), width - 2))
  return [
    `${paint(column.verdict, sign)} ${paint('strong', name)}`,
    ...wrap(visible(column.reason), width - 2).map((line) => `  ${line}`),
    ...(shifts.length === 0 ? [] : wrap(shifts.join('; '), width - 2).map((line) => `  ${line}`)),
  ]
}
