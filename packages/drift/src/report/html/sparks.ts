import { printMany, printShare, printTimes } from '../print-number.ts'
import type { ReportColumn, ReportPoint } from '../report-types.ts'
import { clipped } from '../visible-text.ts'
import { levels, path, stretched } from './svg.ts'

const height = 30
const mostBars = 12

/** Draws a column's shares in the size of a word: reference as a grey area, current as a line. */
export function shareSpark(column: ReportColumn): string {
  const isCategorical = column.type === 'categorical'
  const held = column.bins.filter(({ is, current }) => is !== 'gap' || current > 0)
  const shown = [...held.slice(0, -1).slice(0, mostBars), ...held.slice(-1)]
  const bins = isCategorical ? shown : held
  const highestReference = Math.max(1e-9, ...bins.map((bin) => bin.referenceShare))
  // One bin that took over must not flatten the reference to a line.
  const highest = Math.min(
    5 * highestReference,
    Math.max(highestReference, ...bins.map((bin) => bin.currentShare)),
  )
  const y = (share: number): number => Math.round(height - Math.min(1, share / highest) * (height - 2))
  const step = 6
  const width = step * Math.max(1, bins.length)
  let content: string
  if (column.type === 'numeric') {
    const outline = (share: 'referenceShare' | 'currentShare'): string =>
      levels(
        bins.map((bin) => y(bin[share])),
        step,
      )
    content =
      path(`M0 ${height}${outline('referenceShare')}V${height}z`, 'ref') +
      path(`M0 ${y(bins[0]?.currentShare ?? 0)}${outline('currentShare')}`, 'cur')
  } else {
    const bars = (share: 'referenceShare' | 'currentShare', at: number): string =>
      bins.map((bin, i) => (bin[share] > 0 ? `M${i * step + at} ${height}V${y(bin[share])}` : '')).join('')
    content = path(bars('referenceShare', 2), 'refs') + path(bars('currentShare', 4.5), 'bars')
  }
  return stretched(width, height, mostChanged(column), content, 'spark')
}

function mostChanged({ bins, changed }: ReportColumn): string {
  const bin = bins[changed[0] ?? -1]
  if (bin === undefined) return 'Shares'
  return `Shares; ${clipped(bin.label, 40)}: ${printShare(bin.referenceShare)} to ${printShare(bin.currentShare)}`
}

/** Whether a step of the timeline shows drift by itself, and how far: 0 for none, 1 to 4. */
export function heatOf({ size, pValue }: ReportPoint): number {
  if (pValue >= 0.01 || size < 0.5) return 0
  return size < 1 ? 1 : size < 2 ? 2 : size < 4 ? 3 : 4
}

/** Draws a column over time as a strip: a cell is darker the further the step was from the reference. */
export function heatStrip({ points }: ReportColumn): string {
  const cell = 10
  const wide = Math.max(1, points.length) * cell
  const heats = ['', '', '', '', '']
  let blank = ''
  points.forEach((point, i) => {
    const heat = heatOf(point)
    if (heat > 0) heats[heat] += `M${i * cell} 10h${cell - 1}`
    else if (point.score === null) blank += `M${i * cell + 3} 10h4`
  })
  const moved = points.filter((point) => heatOf(point) >= 2).length
  const furthest = points.reduce((size, point) => (heatOf(point) > 0 ? Math.max(size, point.size) : size), 0)
  const rest = furthest === 0 ? '' : `, at most ${printTimes(furthest)} the least that counts`
  const label = `Moved in ${moved} of ${printMany(points.length, 'step')}${rest}`
  const content =
    path(`M0 10H${wide - 1}`, 'h0') + heats.map((d, i) => path(d, `h${i}`)).join('') + path(blank, 'axis')
  return stretched(wide, 20, label, content, 'strip')
}
