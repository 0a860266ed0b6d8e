import type { ReportBin, ReportColumn } from '../report-types.ts'
import { logTicks, niceTicks, tickLabels } from './axis.ts'
import { at, box, path, svg, texts } from './svg.ts'

const width = 400
const height = 190
const top = 10
const bottom = height - 26
const side = 8

interface Bar {
  /** Left and right end on the axis, in its own units. */
  readonly low: number
  readonly high: number
  readonly isOpen: boolean
  readonly reference: number
  readonly current: number
}

/** A density chart with what its caption has to say of it. */
export interface DensityChart {
  readonly picture: string
  readonly isLog: boolean
  readonly isCut: boolean
}

/**
 * Draws a numeric column as a histogram with true bin widths: areas are shares, so equal-mass bins show the shape of
 * the data. The outer bins have no outer bound and are drawn twice as wide as their neighbours.
 *
 * @returns undefined for fewer than 3 bins, and where edges are hidden
 */
export function densityChart(column: ReportColumn): DensityChart | undefined {
  const edges = column.bins.slice(0, -1).map(({ to }) => to)
  if (column.type !== 'numeric' || edges.length < 2 || !edges.every((edge) => edge !== null)) return undefined
  const isLog = isSkewed(edges)
  const bars = barsOf(column.bins, isLog ? edges.map(Math.log10) : edges)
  const [first, last] = [bars[0], bars.at(-1)]
  if (first === undefined || last === undefined || !(last.high - first.low > 0)) return undefined
  const span = last.high - first.low
  if (!Number.isFinite(span)) return undefined
  const x = (value: number): number => side + ((value - first.low) / span) * (width - 2 * side)
  const ceiling = ceilingOf(bars)
  const y = (density: number): number => bottom - Math.min(1, density / ceiling) * (bottom - top)

  // Whole coordinates keep the page small, where no bin is so narrow that it would show.
  const isCoarse = bars.every((bar) => x(bar.high) - x(bar.low) > 4)
  const end = (bar: Bar): string => (isCoarse ? String(Math.round(x(bar.high))) : at(x(bar.high)))
  const outline = (density: (bar: Bar) => number): string =>
    bars.map((bar) => `V${Math.round(y(density(bar)))}H${end(bar)}`).join('')
  const start = `M${at(x(first.low))} ${at(bottom)}`
  const current = `${start}${outline((bar) => bar.current)}`
  const reference = `${start}${outline((bar) => bar.reference)}V${at(bottom)}z`
  const cut = bars.filter((bar) => Math.max(bar.reference, bar.current) > ceiling)
  const marks = cut.map((bar) => box(x(bar.low) - 2, top + 5, x(bar.high) - x(bar.low) + 4, 3)).join('')
  const open = [first, last]
    .map((bar) => box(x(bar.low), top, x(bar.high) - x(bar.low), bottom - top))
    .join('')
  const ticks = isLog ? logTicks(first.low, last.high) : niceTicks(first.low, last.high, 5)
  const names = tickLabels(isLog ? ticks.map((tick) => 10 ** tick) : ticks)
  const labels = ticks.map((tick, i) => ({ x: x(tick), y: height - 8, words: names[i] ?? '' }))
  const notches = ticks.map((tick) => `M${at(x(tick))} ${bottom}v4`).join('')
  const label = 'Density of the values, reference and current; the table below says which bins changed most.'
  const content =
    path(open, 'open') +
    path(reference, 'ref') +
    path(`${current}V${bottom}`, 'cur tint') +
    path(marks, 'cut') +
    path(`M${side} ${bottom}H${width - side}${notches}`, 'axis') +
    texts(
      labels.filter((label) => label.x > 14 && label.x < width - 14),
      'mids',
    )
  return { picture: svg(width, height, label, content), isLog, isCut: cut.length > 0 }
}

/** Whether the upper half of the edges reaches so much further than the lower that a straight axis shows one spike. */
function isSkewed(edges: readonly number[]): boolean {
  const [first, middle, last] = [edges[0] ?? 0, edges[Math.floor(edges.length / 2)] ?? 0, edges.at(-1) ?? 0]
  return first > 0 && edges.length >= 4 && last - middle > 8 * (middle - first)
}

function barsOf(bins: readonly ReportBin[], edges: readonly number[]): readonly Bar[] {
  const gap = (i: number): number => 2 * ((edges[i + 1] ?? 0) - (edges[i] ?? 0))
  const first = edges[0] ?? 0
  const lowest = first - gap(0)
  // Where the reference has no negative edge, values are taken to be positive too.
  const low = first > 0 && lowest < 0 ? 0 : lowest
  const high = (edges.at(-1) ?? 0) + gap(edges.length - 2)
  return bins.map((bin, i) => {
    const [from, to] = [edges[i - 1] ?? low, edges[i] ?? high]
    const isOpen = i === 0 || i === bins.length - 1
    const size = to - from
    return {
      low: from,
      high: to,
      isOpen,
      reference: bin.referenceShare / size,
      current: bin.currentShare / size,
    }
  })
}

/** The density at the top of the picture: a few very narrow bins must not flatten all others. */
function ceilingOf(bars: readonly Bar[]): number {
  const reference = bars.map((bar) => bar.reference).sort((a, b) => a - b)
  const middle = reference[Math.floor(reference.length / 2)] ?? 0
  const highest = Math.max(...bars.map((bar) => Math.max(bar.reference, bar.current)))
  const ownHighest = Math.min(reference.at(-1) ?? 0, 5 * middle)
  const ceiling = ownHighest > 0 ? Math.min(highest, 2.2 * ownHighest) : highest
  return ceiling > 0 ? ceiling : 1
}
