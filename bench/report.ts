import os from 'node:os'
import type { Effort, Estimate, Spread } from './harness.ts'

/** What a figure has to be: one line of a table, without its measurement. */
export interface Gate {
  readonly what: string
  /** Which side of the gate is good. */
  readonly holds: 'at most' | 'at least'
  readonly gate: number
  readonly aim?: number
  /** Unit of gate and aim. @default 'x' */
  readonly unit?: string
}

/** The figures promised of one package, by a short name. */
export type Gates = Readonly<Record<string, Gate>>

/** What a figure came to, or why there is none. */
export type Figure =
  | {
      readonly measured: number
      /** The measured value with its unit; by default the number as a multiple, `7.6x`. */
      readonly shown?: string
      /** Why the figure is what it is; printed when the gate is not met. */
      readonly why?: string
    }
  | {
      /** What this version lacks, so that there is nothing to measure. */
      readonly notBuilt: string
    }

/** A figure for every gate. */
export type Figures<G extends Gates = Gates> = { readonly [Name in keyof G]: Figure }

/** A figure that no gate holds for: printed, not judged. */
export interface Note {
  readonly what: string
  readonly shown: string
}

/** One subject of ours beside one of a peer. */
export interface Comparison {
  readonly ours: string
  readonly peer: string
  /** The peer's time over ours, within rounds: above 1 ours is faster. */
  readonly ratio: Estimate
}

/** What one subject took. */
export interface SubjectFigures {
  readonly name: string
  readonly nanoseconds: Spread
  /** Heap grown per call; left out where it says nothing. */
  readonly bytes?: number | undefined
}

/** Everything a suite measured, as plain data. */
export interface SuiteReport<G extends Gates = Gates> {
  readonly effort: Pick<Effort, 'rounds' | 'batch' | 'leadIn' | 'warmUp'>
  readonly figures: Figures<G>
  readonly comparisons: readonly Comparison[]
  readonly notes: readonly Note[]
  readonly subjects: readonly SubjectFigures[]
  /** In Markdown: what is compared, and how it was measured where that differs from the page's method. */
  readonly compared: string
  /** Further parts in Markdown, each with a heading of the third level. */
  readonly more?: readonly string[]
}

/** What a figure came to. */
export type Result = 'aim met' | 'met' | 'not met' | 'not built yet'

/** Judges a figure by its gate. A figure that is no number is not met. */
export function resultOf(gate: Gate, figure: Figure): Result {
  if ('notBuilt' in figure) return 'not built yet'
  const isWithin = (limit: number): boolean =>
    gate.holds === 'at most' ? figure.measured <= limit : figure.measured >= limit
  if (!isWithin(gate.gate)) return 'not met'
  return gate.aim !== undefined && isWithin(gate.aim) ? 'aim met' : 'met'
}

/** Writes gates and figures as a Markdown table, with a sentence below for every row that is not met. */
export function gateTable(gates: Gates, figures: Figures): string {
  const rows = Object.entries(gates).map(([name, gate]) => {
    const figure = figures[name] ?? { measured: Number.NaN, why: 'the suite told no figure' }
    return { gate, figure, result: resultOf(gate, figure) }
  })
  if (rows.length === 0) return 'No figure is promised here.'
  const lines = ['| | measured | gate | aim | |', '|---|---|---|---|---|']
  for (const { gate, figure, result } of rows) {
    const sign = gate.holds === 'at most' ? '<=' : '>='
    const limit = (value: number | undefined): string =>
      value === undefined ? '' : `${sign} ${value}${gate.unit ?? 'x'}`
    lines.push(
      `| ${gate.what} | ${shownOf(gate, figure)} | ${limit(gate.gate)} | ${limit(gate.aim)} | ${result} |`,
    )
  }
  const count = (kind: Result): number => rows.filter(({ result }) => result === kind).length
  const measured = rows.length - count('not built yet')
  lines.push('', `${measured - count('not met')} of ${measured} measured rows are met.`)
  for (const kind of ['not met', 'not built yet'] as const) {
    const told = rows.filter(({ result }) => result === kind)
    if (told.length === 0) continue
    lines.push('', `${kind === 'not met' ? 'Not met' : 'Not built yet'}:`, '')
    for (const { gate, figure } of told) {
      const why = 'notBuilt' in figure ? figure.notBuilt : (figure.why ?? 'not explained yet')
      lines.push(`- ${gate.what}: ${why}`)
    }
  }
  return lines.join('\n')
}

/** Writes a suite's report as the part of its section below the heading. */
export function reportMarkdown(gates: Gates, report: SuiteReport): string {
  const { figures, comparisons, notes, subjects, compared, more = [] } = report
  const parts = [gateTable(gates, figures)]
  if (comparisons.length > 0) parts.push(`### Beside the peers\n\n${comparisonTable(comparisons)}`)
  if (notes.length > 0) parts.push(`### Beside the table\n\n${noteTable(notes)}`)
  parts.push(`### What is compared\n\n${compared}`)
  if (subjects.length > 0) parts.push(`### Subjects\n\n${subjectTable(subjects)}`)
  return [...parts, ...more].join('\n\n')
}

/** Shows a multiple: three digits that count. */
export function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)}x`
}

/** Says what the figures were measured on. */
export function machine(): {
  readonly cpu: string
  readonly cores: number
  readonly node: string
  readonly load: string
} {
  const cpus = os.cpus()
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    node: process.version,
    load: os
      .loadavg()
      .map((load) => load.toFixed(1))
      .join(', '),
  }
}

function shownOf(gate: Gate, figure: Figure): string {
  if ('notBuilt' in figure) return ''
  const isSlower = figure.shown === undefined && gate.holds === 'at least' && figure.measured < 1
  return (figure.shown ?? times(figure.measured)) + (isSlower ? ' (slower)' : '')
}

function comparisonTable(comparisons: readonly Comparison[]): string {
  const lines = comparisons.map(({ ours, peer, ratio: { median, low, high } }) => {
    const [shown, from, to] =
      median >= 1
        ? [`${times(median)} faster`, low, high]
        : [`${times(1 / median)} slower`, 1 / high, 1 / low]
    return `| ${ours} | ${peer} | ${shown} | ${times(from)} to ${times(to)} |`
  })
  return ['| ours | peer | ours is | 99% interval |', '|---|---|---|---|', ...lines].join('\n')
}

function noteTable(notes: readonly Note[]): string {
  return ['| | |', '|---|---|', ...notes.map(({ what, shown }) => `| ${what} | ${shown} |`)].join('\n')
}

function subjectTable(subjects: readonly SubjectFigures[]): string {
  const hasBytes = subjects.some(({ bytes }) => bytes !== undefined)
  const ns = (value: number): string => (value < 100 ? value.toFixed(1) : String(Math.round(value)))
  const lines = subjects.map(({ name, nanoseconds: { median, p10, p90 }, bytes }) => {
    const heap = hasBytes ? ` ${bytes === undefined ? '' : Math.round(bytes)} |` : ''
    return `| ${name} | ${ns(median)} | ${ns(p10)} | ${ns(p90)} |${heap}`
  })
  return [
    `Nanoseconds${hasBytes ? ' and bytes' : ''} per call on this machine, in this run.`,
    '',
    `| | median ns | p10 | p90 |${hasBytes ? ' bytes |' : ''}`,
    `|---|---|---|---|${hasBytes ? '---|' : ''}`,
    ...lines,
  ].join('\n')
}
