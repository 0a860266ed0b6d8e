// How the examples tell what they promised and what happened. No part of what you would copy.

/** One promise, whether it was kept, and the figures. */
export interface PromiseCheck {
  readonly says: string
  readonly kept: boolean
  readonly figures: string
}

const isLive = process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb'
const paint = (code: number, text: string): string => (isLive ? `\x1b[${code}m${text}\x1b[0m` : text)

/** Writes lines for people. */
export function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** A title over a part of the output. */
export function title(text: string): string {
  return `\n${paint(1, text)}`
}

/** Rows under heads, each column as wide as it needs; columns of numbers stand to the right. */
export function table(rows: readonly Readonly<Record<string, string | number>>[]): string[] {
  const heads = Object.keys(rows[0] ?? {})
  const cells = rows.map((row) => heads.map((head) => row[head] ?? ''))
  const widths = heads.map((head, i) =>
    Math.max(head.length, ...cells.map((row) => String(row[i] ?? '').length)),
  )
  const line = (row: readonly (string | number)[]): string =>
    row
      .map((cell, i) => {
        const isNumber = typeof cells[0]?.[i] === 'number'
        return isNumber ? String(cell).padStart(widths[i] ?? 0) : String(cell).padEnd(widths[i] ?? 0)
      })
      .join('  ')
      .trimEnd()
  return [`  ${paint(2, line(heads))}`, ...cells.map((row) => `  ${line(row)}`)]
}

/** How often each name occurs, as text: `live 10, cache 5`. */
export function tally(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Array.from(counts, ([name, count]) => `${name} ${count}`).join(', ') || 'none'
}

/** One behaviour of a conformance kit. */
interface Case {
  readonly name: string
  readonly run: () => Promise<void>
  readonly skip?: string
}

/** Runs the cases of a kit, as a test runner would, and tells the result as a promise. */
export async function checkCases(what: string, cases: readonly Case[]): Promise<PromiseCheck> {
  const failed: string[] = []
  for (const { name, run } of cases) {
    try {
      await run()
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const skipped = cases.filter(({ skip }) => skip !== undefined).map(({ name }) => name)
  const run = cases.length - skipped.length
  return {
    says: `${what} keeps every rule of its port`,
    kept: failed.length === 0 && run > 10,
    figures: [`${run - failed.length} of ${run} cases`, ...failed, ...skipped].join('; '),
  }
}

/** Prints each promise and the count of those kept; the process will exit with 1 when one was broken. */
export function tell(checks: readonly PromiseCheck[]): void {
  say(title('What this run promised'))
  for (const { says, kept, figures } of checks) {
    say(`  ${kept ? paint(32, '✓') : paint(31, '✗')} ${kept ? says : paint(31, says)}`)
    say(`    ${paint(2, figures)}`)
  }
  const kept = checks.filter((check) => check.kept).length
  say('', `${kept} of ${checks.length} promises kept, ${(performance.now() / 1000).toFixed(1)} s.`)
  process.exitCode = kept === checks.length && checks.length > 0 ? 0 : 1
}
