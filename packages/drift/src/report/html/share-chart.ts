import type { ReportBin, ReportColumn } from '../report-types.ts'
import { niceTicks, tickLabels } from './axis.ts'
import { clipped } from '../visible-text.ts'
import { at, levels, path, svg, texts } from './svg.ts'

const top = 10
const bottom = 136
const left = 40
const room = 352
const band = 30
/** Width of one sign in the largest size that phones are given. */
const signWidth = 7.4

interface Slot {
  readonly label: string
  readonly reference: number
  readonly current: number
  readonly contribution: number
}

/**
 * Draws the share of each bin, all bins equally wide: reference as grey blocks, current as narrow bars before them, and
 * below what each bin adds to the score, where that is asked for. For numeric and discrete columns.
 */
export function shareChart(column: ReportColumn, withScore: boolean): string {
  const slots = slotsOf(column)
  // Whole coordinates keep the page small.
  const step = 2 * Math.max(1, Math.floor(room / 2 / Math.max(1, slots.length)))
  const right = left + step * slots.length
  const highest = Math.max(0.01, ...slots.map((slot) => Math.max(slot.reference, slot.current)))
  const y = (share: number): number => Math.round(bottom - (share / highest) * (bottom - top))
  const centre = (i: number): number => left + (i + 0.5) * step
  const bars = (share: (slot: Slot) => number): string =>
    slots.map((slot, i) => (share(slot) > 0 ? `M${centre(i)} ${bottom}V${y(share(slot))}` : '')).join('')
  const ticks = niceTicks(0, highest, 3)
  const grid = ticks.map((tick) => `M${left} ${y(tick)}H${right}`).join('')
  const sides = ticks.map((tick) => ({ x: left - 5, y: y(tick) + 4, words: tickShare(tick) }))

  const most = Math.max(...slots.map((slot) => slot.contribution))
  const isScored = withScore && most > 0
  const from = bottom + 22
  const parts = slots.map((slot, i) => {
    const tall = Math.round((slot.contribution / most) * band)
    return tall > 0 ? `M${centre(i)} ${from}v${tall}` : ''
  })
  const scored = isScored
    ? path(`M${left} ${from}H${right}`, 'axis') + stroke(parts.join(''), 'part', step * 0.6)
    : ''
  if (isScored) sides.push({ x: left - 5, y: from + 11, words: 'score' })
  const height = isScored ? from + band + 4 : bottom + 24
  const reference =
    column.type === 'numeric'
      ? path(
          `M${left} ${bottom}${levels(
            slots.map((slot) => y(slot.reference)),
            step,
          )}V${bottom}z`,
          'ref',
        )
      : stroke(
          bars((slot) => slot.reference),
          'refs',
          step * 0.84,
        )
  const content =
    path(grid, 'grid') +
    texts(sides, 'ends') +
    reference +
    stroke(
      bars((slot) => slot.current),
      'bars',
      step * 0.44,
    ) +
    path(`M${left} ${bottom}H${right}`, 'axis') +
    labels(column, slots, step, right) +
    scored
  return svg(
    right + 8,
    height,
    'Share of each bin, reference and current; the table below says which changed most.',
    content,
  )
}

function stroke(d: string, look: string, wide: number): string {
  return d === '' ? '' : `<path class="${look}" stroke-width="${at(wide)}" d="${d}"/>`
}

function tickShare(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`
}

function slotsOf(column: ReportColumn): readonly Slot[] {
  const slot = ({ label, referenceShare, currentShare, contribution }: ReportBin): Slot => {
    return { label, reference: referenceShare, current: currentShare, contribution: contribution ?? 0 }
  }
  if (column.type !== 'discrete') return column.bins.map(slot)
  const gaps = column.bins.filter(({ is }) => is === 'gap')
  const fresh = gaps.reduce((sum, { currentShare }) => sum + currentShare, 0)
  const contribution = gaps.reduce((sum, bin) => sum + (bin.contribution ?? 0), 0)
  const known = column.bins.filter(({ is }) => is === 'value').map(slot)
  return fresh === 0 ? known : [...known, { label: 'new', reference: 0, current: fresh, contribution }]
}

/** Names bins below the axis: edges where two bins meet, values under their own bin; as many as have room. */
function labels(column: ReportColumn, slots: readonly Slot[], step: number, right: number): string {
  const edges = column.type === 'numeric' && !column.hidden
  const names = edges ? tickLabels(column.bins.flatMap(({ to }) => (to === null ? [] : [short(to)]))) : []
  const wanted = edges
    ? names.map((label, i) => ({ label, x: left + (i + 1) * step }))
    : slots.map(({ label }, i) => ({ label: clipped(label, 12), x: left + (i + 0.5) * step }))
  const half = (label: string): number => (label.length * signWidth) / 2 + 4
  const shown: { label: string; x: number }[] = []
  const order = orderFromEnds(wanted.length)
  for (const i of order) {
    const next = wanted[i]
    if (next === undefined) continue
    const x = Math.max(half(next.label), Math.min(right + 8 - half(next.label), next.x))
    const isFree = shown.every((other) => Math.abs(other.x - x) > half(other.label) + half(next.label))
    if (isFree) shown.push({ label: next.label, x })
  }
  shown.sort((a, b) => a.x - b.x)
  return texts(
    shown.map(({ label, x }) => ({ x, y: bottom + 15, words: label })),
    'mids',
  )
}

/** The ends first, then the middle, then what halves the rest: so that labels spread when not all have room. */
function orderFromEnds(count: number): readonly number[] {
  const order = new Set([0, count - 1])
  for (let parts = 2; parts < 2 * count; parts *= 2) {
    for (let i = 1; i < parts; i += 2) order.add(Math.round(((count - 1) * i) / parts))
  }
  return Array.from(order).filter((i) => i >= 0 && i < count)
}

function short(edge: number): number {
  return Number(edge.toPrecision(3))
}
