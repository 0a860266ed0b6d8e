import { clopperPearsonUpper } from '../packages/router/simulate/clopper-pearson.ts'
import type { Figure, Gate } from './report.ts'

/** How often something happened. */
export interface Rate {
  readonly hits: number
  readonly runs: number
  /** The exact (Clopper-Pearson) upper bound with 99% confidence. */
  readonly upper: number
}

export function rateOf(happened: readonly boolean[]): Rate {
  const hits = happened.filter(Boolean).length
  return { hits, runs: happened.length, upper: clopperPearsonUpper(hits, happened.length, 0.99) }
}

/** The upper bound of a rate as a figure in percent, for a gate in percent. */
export function rateFigure(rate: Rate, { gate }: Gate, of: string): Figure {
  const isSeen = (100 * rate.hits) / rate.runs > gate
  return {
    measured: 100 * rate.upper,
    shown: `${shownRate(rate)}; ${of}`,
    why: isSeen
      ? 'the rate itself is above'
      : 'the rate seen is below, the exact bound of so many runs is not',
  }
}

function shownRate({ hits, runs, upper }: Rate): string {
  return `at most ${percent(upper)} (${percent(hits / runs)}: ${hits} of ${runs})`
}

export function percent(share: number): string {
  const shown = 100 * share
  return `${shown < 1 ? shown.toFixed(3) : shown.toFixed(2)}%`
}

/** The value below which a share of the sample lies; `Infinity` counts as never. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

/** Writes a Markdown table. */
export function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
