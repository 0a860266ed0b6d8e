import { printCount, printMany } from '../print-number.ts'
import { printMoment } from '../print-time.ts'
import type { DriftReport } from '../report-types.ts'
import { escapeHtml } from './escape-html.ts'
import { heatOf } from './sparks.ts'
import { box, path, stretched } from './svg.ts'

/** Writes what the panes saw, one after another: rows, and how many columns were away from the reference. */
export function overTime(report: DriftReport): string {
  const { steps, columns } = report
  if (steps.length < 2) return ''
  const most = Math.max(1, ...steps.map(({ rows }) => rows))
  const least = Math.min(...steps.map(({ rows }) => rows))
  const far = steps.map((_, i) => columns.filter(({ points }) => heatOf(points[i] ?? none) >= 2).length)
  const near = steps.map((_, i) => columns.filter(({ points }) => heatOf(points[i] ?? none) === 1).length)
  const tallest = Math.max(1, ...far.map((count, i) => count + (near[i] ?? 0)))
  const earlier = steps.filter(({ judged }) => !judged).length
  const merged = steps.some(({ panes }) => panes > 1)
  return `<section aria-labelledby="time">
<h2 id="time">Over time</h2>
<p>${earlier === 0 ? `${printMany(steps.length, 'step')}, all in the judged window` : `${printMany(earlier, 'step')} before the judged window and ${printCount(steps.length - earlier)} in it (shaded)`}, oldest first. ${merged ? 'A step holds about one pane of every replica.' : 'A step is one pane.'} Each step is judged by itself here, as if it were looked at once.</p>
<div class="lanes">
${lane(`Columns away from the reference, of ${printCount(columns.length)}`, `At most ${printCount(tallest)} in one step. Dark: by more than counts. Light: by half of it.`, steps, [bars(far, tallest, 'alarm'), bars(near, tallest, 'h1', far)], report)}
${lane(
  'Rows in each step',
  `${least === most ? '' : `${printCount(least)} to `}${printCount(most)}.`,
  steps,
  [
    bars(
      steps.map(({ rows }) => rows),
      most,
      'bar',
    ),
  ],
  report,
)}
</div>
</section>`
}

const none = { score: null, scoreNull: null, size: 0, pValue: 1 }
const cell = 10
const height = 60

function bars(values: readonly number[], most: number, look: string, below: readonly number[] = []): string {
  const d = values
    .map((value, i) => {
      const tall = (value / most) * height
      return box(i * cell + 1, height - tall - ((below[i] ?? 0) / most) * height, cell - 2, tall)
    })
    .join('')
  return path(d, look)
}

function lane(
  title: string,
  detail: string,
  steps: DriftReport['steps'],
  content: readonly string[],
  report: DriftReport,
): string {
  const first = steps.findIndex(({ judged }) => judged)
  const shade = first < 0 ? '' : path(box(first * cell, 0, (steps.length - first) * cell, height), 'shade')
  const base = path(`M0 ${height}H${steps.length * cell}`, 'axis')
  const picture = stretched(
    steps.length * cell,
    height,
    `${title}. ${detail}`,
    shade + content.join('') + base,
    'lane',
  )
  return `<figure><figcaption><b>${title}</b> <span>${detail}</span></figcaption>${picture}${timeEnds(report)}</figure>`
}

/** Writes the two ends of a timeline under it. */
export function timeEnds({ steps }: DriftReport): string {
  const [from, to] = [printMoment(steps[0]?.since ?? 0), printMoment(steps.at(-1)?.until ?? 0)]
  return `<p class="ends"><span>${escapeHtml(from ?? 'oldest')}</span><span>${escapeHtml(to ?? 'newest')}</span></p>`
}
