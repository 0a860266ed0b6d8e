// What the terminal shows: a progress line while it runs, then tables.
import type { OutageResult, AnsweredBy } from '../acts/outage.ts'
import type { ReleaseResult } from '../acts/release.ts'
import type { ChunkResult } from '../acts/replay.ts'
import { percent } from '../promises.ts'
import type { PromiseCheck } from '../promises.ts'

const isLive = process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb'
const paint = (code: number, text: string): string => (isLive ? `\x1b[${code}m${text}\x1b[0m` : text)
const bold = (text: string): string => paint(1, text)
const dim = (text: string): string => paint(2, text)
const red = (text: string): string => paint(31, text)
const green = (text: string): string => paint(32, text)
const yellow = (text: string): string => paint(33, text)

/** Writes lines for people. */
export function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** Cuts lines to the 100 columns that a terminal has. */
export function clip(block: string): string {
  return block
    .split('\n')
    .map((row) => (row.length > 100 ? `${row.slice(0, 99)}…` : row))
    .join('\n')
}

/** A title over a part of the output. */
export function title(text: string): string {
  return `\n${bold(text)}`
}

/** Shows how far one act is: in place on a terminal, elsewhere as a plain line at its end. */
export function progress(act: string, total: number): { step: (doing: string) => void; done: () => void } {
  let calls = 0
  const started = performance.now()
  let shown = 0
  const bar = (): string => '█'.repeat(Math.round((calls / total) * 24)).padEnd(24, '·')
  return {
    step(doing) {
      calls++
      const now = performance.now()
      if (!isLive || now - shown < 40) return
      shown = now
      process.stdout.write(`\r\x1b[K${act} ${bar()} ${calls}/${total} ${doing}`)
    },
    done() {
      const line = `${act}: ${calls} calls in ${((performance.now() - started) / 1000).toFixed(1)} s`
      process.stdout.write(isLive ? `\r\x1b[K${dim(line)}\n` : `${line}\n`)
    },
  }
}

/** The table by chunk. */
export function chunkTable(results: readonly ChunkResult[]): string[] {
  const cells = results.map((result) => [
    `${result.chunk.name} ${result.chunk.what}`,
    String(result.chunk.digits.length),
    accuracy(result),
    result.pixels.verdict,
    result.alarmAfter === undefined ? '-' : `image ${result.alarmAfter}`,
    `${percent(result.pixels.share)} of ${result.pixels.judged}`,
    moved(result),
    result.answers.verdict,
    String(result.cacheHits),
    String(result.degraded),
  ])
  const head = [
    'chunk',
    'rows',
    'right',
    'pixels',
    'alarm at',
    'in alarm',
    'most moved',
    'answers',
    'cache',
    'degr.',
  ]
  return table(head, cells, [1, 2, 8, 9])
}

function accuracy({ labels }: ChunkResult): string {
  return labels.joined === 0 ? '-' : percent(labels.right / labels.joined)
}

function moved({ pixels }: ChunkResult): string {
  if (pixels.moved.length === 0) return '-'
  const names = pixels.moved.slice(0, 3).map((name) => name.replace('pixels', ''))
  const more = pixels.moved.length - names.length
  return `${names.join('')}${more > 0 ? ` +${more}` : ''}`
}

/** Who answered during the outage. */
export function outageLines({ calls, transitions, faults }: OutageResult): string[] {
  const by = (name: AnsweredBy): number => calls.filter((call) => call.by === name).length
  const down = calls.slice(20, 80)
  return [
    `  answered by     model ${by('model')}, cache ${by('cache')}, spare model ${by('spare model')}, default ${by('default')}, nobody ${by('nobody')}`,
    `  breaker         ${transitions.join(' → ')}`,
    `  while down      the failing model was asked ${down.filter((call) => call.asked).length} times in ${down.length} calls`,
    `  faults told     ${
      Object.entries(faults)
        .map(([kind, count]) => `${kind} ${count}`)
        .join(', ') || 'none'
    }`,
  ]
}

/** What became of the candidates. */
export function releaseLines(skewed: ReleaseResult, control: ReleaseResult): string[] {
  const path = skewed.looks
    .map((look) => look.evidence)
    .filter((evidence, i, all) => i === 0 || evidence !== all[i - 1])
  const shown = path.length <= 12 ? path : [...path.slice(0, 2), ...path.slice(-9)]
  const line = (name: string, result: ReleaseResult): string =>
    `  ${name.padEnd(15)} ${String(result.candidate.served).padStart(3)} answers, ${String(result.candidate.wrong).padStart(3)} wrong; v2 ${result.stable.served}, ${result.stable.wrong} wrong; ${result.rollback === undefined ? 'stays' : `taken back after ${result.callsBefore} calls`}`
  return [
    line('skewed', skewed),
    line('control', control),
    `  evidence        ${shown.map(short).join(' ')}, bound ${skewed.bound}`,
    `  the judge       ${skewed.reason}`,
  ]
}

/** The promises, ticked or crossed. */
export function promiseLines(checks: readonly PromiseCheck[]): string[] {
  return checks.flatMap(({ says, kept, figures }) => [
    `  ${kept ? green('✓') : red('✗')} ${kept ? says : red(says)}`,
    `    ${dim(figures)}`,
  ])
}

function short(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1)
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
): string[] {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[], look: (text: string) => string): string =>
    `  ${row
      .map((cell, i) => {
        const width = widths[i] ?? 0
        return look(right.includes(i) ? cell.padStart(width) : cell.padEnd(width))
      })
      .join('  ')}`.trimEnd()
  return [line(head, dim), ...rows.map((row) => line(row, verdictColour))]
}

function verdictColour(text: string): string {
  switch (text.trim()) {
    case 'alarm':
      return red(text)
    case 'warn':
      return yellow(text)
    case 'ok':
      return green(text)
    case 'inconclusive':
      return dim(text)
    default:
      return text
  }
}
