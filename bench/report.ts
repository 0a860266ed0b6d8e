import os from 'node:os'

/** One line of a table of figures: what was measured, and what it had to be. */
export interface Row {
  readonly what: string
  readonly measured: number
  /** The measured value with its unit; by default the number as a multiple, `7.6x`. */
  readonly shown?: string
  /** Which side of the gate is good. */
  readonly holds: 'at most' | 'at least'
  readonly gate: number
  readonly aim?: number
  /** Unit of gate and aim. @default 'x' */
  readonly unit?: string
  /** Why the figure is what it is; printed when the gate is not met. */
  readonly why?: string
}

/** A figure that no gate holds for: printed, not judged. */
export interface Note {
  readonly what: string
  readonly shown: string
}

/** What a figure came to. */
export type Result = 'aim met' | 'met' | 'not met'

export function resultOf(row: Row): Result {
  const isWithin = (limit: number): boolean =>
    row.holds === 'at most' ? row.measured <= limit : row.measured >= limit
  if (!isWithin(row.gate)) return 'not met'
  return row.aim !== undefined && isWithin(row.aim) ? 'aim met' : 'met'
}

/** Writes rows as a Markdown table, with a sentence below for every row that is not met. */
export function markdownOf(rows: readonly Row[]): string {
  const lines = ['| | measured | gate | aim | |', '|---|---|---|---|---|']
  for (const row of rows) {
    const sign = row.holds === 'at most' ? '<=' : '>='
    const limit = (value: number | undefined): string =>
      value === undefined ? '' : `${sign} ${value}${row.unit ?? 'x'}`
    const isSlower = row.shown === undefined && row.holds === 'at least' && row.measured < 1
    const shown = (row.shown ?? times(row.measured)) + (isSlower ? ' (slower)' : '')
    lines.push(`| ${row.what} | ${shown} | ${limit(row.gate)} | ${limit(row.aim)} | ${resultOf(row)} |`)
  }
  const missed = rows.filter((row) => resultOf(row) === 'not met')
  lines.push('', `${rows.length - missed.length} of ${rows.length} rows are met.`)
  if (missed.length > 0) {
    lines.push('', 'Not met:', '')
    for (const row of missed) lines.push(`- ${row.what}: ${row.why ?? 'not explained yet'}`)
  }
  return lines.join('\n')
}

export function notesOf(notes: readonly Note[]): string {
  return ['| | |', '|---|---|', ...notes.map(({ what, shown }) => `| ${what} | ${shown} |`)].join('\n')
}

/** Shows a multiple: two digits that count. */
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
