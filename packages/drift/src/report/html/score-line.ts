import { printMany, printNumber } from '../print-number.ts'
import type { DriftReport, ReportColumn, ReportPoint } from '../report-types.ts'
import { scoreName } from '../words.ts'
import { niceTicks, tickLabels } from './axis.ts'
import { at, box, path, svg, texts } from './svg.ts'

const height = 118
const [left, room, top, bottom] = [40, 352, 10, height - 12]

/**
 * Draws the score of every step as a line, with the score to expect without drift dashed and the judged window shaded;
 * nothing where there are fewer than two scores.
 */
export function scoreLine(column: ReportColumn, steps: DriftReport['steps']): string {
  const { points } = column
  const known = points.flatMap(({ score }) => (score === null ? [] : [score]))
  if (known.length < 2) return ''
  const highest = Math.max(1e-9, ...known, ...points.map(({ scoreNull }) => 2 * (scoreNull ?? 0)))
  // Whole coordinates keep the page small.
  const step = 2 * Math.max(1, Math.floor(room / 2 / points.length))
  const right = left + step * points.length
  const x = (i: number): number => left + (i + 0.5) * step
  const y = (value: number): number => bottom - (value / highest) * (bottom - top)
  const line = (value: (point: ReportPoint) => number | null): string => {
    let d = ''
    let from: number | null = null
    points.forEach((point, i) => {
      const v = value(point)
      const to = v === null ? null : Math.round(y(v))
      const isLevel = to !== null && to === from
      // A level run is one stroke, drawn on to where it ends.
      if (to !== null) {
        if (from === null) d += `M${x(i)} ${to}`
        else if (isLevel) d = `${d.replace(/H\d+$/, '')}H${x(i)}`
        else d += `L${x(i)} ${to}`
      }
      from = to
    })
    return d
  }
  const first = steps.findIndex(({ judged }) => judged)
  const shade =
    first < 0 ? '' : box(left + first * step, top - 4, right - left - first * step, bottom - top + 4)
  const dots = points
    .map(({ score }, i) => (score === null || i < first ? '' : `M${x(i)} ${Math.round(y(score))}h0`))
    .join('')
  const ticks = niceTicks(0, highest, 3)
  const names = tickLabels(ticks)
  const grid = ticks.map((tick) => `M${left} ${at(y(tick))}H${right}`).join('')
  const last = known.at(-1) ?? null
  const label = `${scoreName(column.method)} over ${printMany(points.length, 'step')}: from ${printNumber(known[0] ?? null)} to ${printNumber(last)}`
  const sides = ticks.map((tick, i) => ({ x: left - 5, y: y(tick) + 4, words: names[i] ?? '' }))
  return svg(
    right + 8,
    height,
    label,
    path(shade, 'shade') +
      path(grid, 'grid') +
      texts(sides, 'ends') +
      path(
        line(({ scoreNull }) => scoreNull),
        'null',
      ) +
      path(
        line(({ score }) => score),
        'cur',
      ) +
      path(dots, 'dots'),
  )
}
