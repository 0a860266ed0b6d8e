import type { ReportPoint } from '../report-types.ts'

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
/** Scores below this are drawn low, whatever the others are: noise must not look like a change. */
const leastHighest = 0.05
const heights = '▁▂▃▄▅▆▇█'

/** Draws a bar of at most `width` cells in steps of an eighth; `share` is 0 to 1. */
export function textBar(share: number, width: number): string {
  const parts = Math.round(Math.min(1, Math.max(0, share)) * width * 8)
  return `${'█'.repeat(Math.floor(parts / 8))}${eighths[parts % 8] ?? ''}`
}

/** Draws the last scores of a column as small bars; a dot where none is known. */
export function textLine(points: readonly ReportPoint[], width: number): string {
  const shown = points.slice(-width)
  const highest = Math.max(
    leastHighest,
    ...shown.map((at) => Math.max(at.score ?? 0, 4 * (at.scoreNull ?? 0))),
  )
  return shown
    .map(({ score }) => {
      if (score === null) return '·'
      return heights[Math.min(7, Math.floor((score / highest) * 8))] ?? '·'
    })
    .join('')
}
