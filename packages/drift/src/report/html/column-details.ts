import { printCount, printNumber, printTimes } from '../print-number.ts'
import type { DriftReport, ReportColumn } from '../report-types.ts'
import { conditionInWords } from '../meaning.ts'
import { effectName, evidenceInWords, printEffect, scoreName, sentence, verdictSigns } from '../words.ts'
import { categoryBars } from './category-bars.ts'
import { sizeBar } from './column-table.ts'
import { densityChart } from './density-chart.ts'
import { escapeHtml, named, shareHtml } from './escape-html.ts'
import { timeEnds } from './over-time.ts'
import { scoreLine } from './score-line.ts'
import { shareChart } from './share-chart.ts'
import { figure, markedBar } from './svg.ts'

const openAtMost = 4
const quietRows = 3

/** Columns that did not move are shown with less, so that a hundred of them stay a small page. */
function isQuiet({ verdict }: ReportColumn): boolean {
  return verdict === 'ok' || verdict === 'inconclusive'
}

/** Writes one fold for every column; those that moved most stand open. */
export function columnDetails(report: DriftReport): string {
  const uneasy = report.columns.filter(({ verdict }) => verdict === 'alarm' || verdict === 'warn').length
  const open = Math.min(openAtMost, Math.max(uneasy, report.columns.length <= openAtMost ? openAtMost : 1))
  return `<section aria-labelledby="details">
<h2 id="details">Column by column</h2>
${report.columns.map((column, i) => fold(column, i, report, i < open)).join('\n')}
</section>`
}

function fold(column: ReportColumn, i: number, report: DriftReport, isOpen: boolean): string {
  const { name, verdict, meaning, reason, duplicateOf, constant, hidden, conditions } = column
  const { sign, word } = verdictSigns[verdict]
  const notes = [
    ...(duplicateOf === null
      ? []
      : [`Its rows fell into the same bins as those of ${named(duplicateOf)}: counted once.`]),
    ...(hidden ? ['Its values are hidden.'] : []),
    ...(constant ? ['The reference held one value only.'] : []),
    ...conditions.map((condition) => escapeHtml(sentence(conditionInWords(condition)))),
  ]
  return `<details${isOpen ? ' open' : ''}><summary><h3><span class="${verdict}" aria-hidden="true">${sign}</span> ${named(name)} <small>${word}, ${kindOf(column)}</small></h3></summary>
<div id="c${i + 1}"><p>${escapeHtml(meaning)} <span class="soft">${escapeHtml(sentence(reason))}</span></p>${notes.length === 0 ? '' : `<p class="soft">${notes.join(' ')}</p>`}
<div class="charts">${shapes(column)}${overSteps(column, report)}</div>
<div class="tables">${measures(column)}${changedTable(column)}${apartTable(column)}</div>
</div></details>`
}

function kindOf({ kind, part, type }: ReportColumn): string {
  if (part !== null) return `${kind}, ${/^\d+$/.test(part) ? `projection ${part}` : escapeHtml(part)}`
  return kind === 'numeric' && type === 'discrete' ? 'numeric, few values' : kind
}

const keys = '<i class="key ref"></i> reference <i class="key cur"></i> this window'

function shapes(column: ReportColumn): string {
  if (column.type === 'categorical') {
    return figure('Share of each value', `${keys}.`, categoryBars(column))
  }
  const density = densityChart(column)
  const withScore = !isQuiet(column) && column.bins.some(({ contribution }) => contribution !== null)
  const score = withScore ? ' Below: its part of the score.' : ''
  const equal = column.type === 'numeric' ? 'Share of each bin' : 'Share of each value'
  const wide = column.type === 'numeric' ? ' Bins drawn equally wide.' : ''
  const shares = figure(equal, `${keys}.${wide}${score}`, shareChart(column, withScore))
  if (density === undefined) return shares
  const notes = `${density.isLog ? ' Logarithmic axis.' : ''}${density.isCut ? ' Cut at the top.' : ''}`
  return (
    figure(
      'Where values lie',
      `${keys}. Areas are shares; the pale outer bins are open.${notes}`,
      density.picture,
    ) + shares
  )
}

function overSteps(column: ReportColumn, report: DriftReport): string {
  const picture = scoreLine(column, report.steps)
  if (picture === '') return ''
  const detail = `Dashed: what to expect without drift. Shaded: the judged window.`
  return figure(`${scoreName(column.method)} over time`, detail, picture + timeEnds(report))
}

function measures(column: ReportColumn): string {
  const { score, scoreNull, effect, size, verdict, rows, referenceRows } = column
  const quiet = isQuiet(column)
  const expected = scoreNull === null ? '' : `; ${printNumber(scoreNull)} to expect without drift`
  const effectText = `${printEffect(column, effect.value)}, ${printTimes(size)} the least that counts (${printEffect(column, effect.least)})`
  return `<dl>
<div><dt>Score</dt><dd>${score === null ? 'none' : `${scoreName(column.method)} ${printNumber(score)}${expected}${quiet ? '' : scoreBar(score, scoreNull)}`}</dd></div>
<div><dt>Effect</dt><dd>${effectName(effect.method)} ${escapeHtml(effectText)}${quiet ? '' : sizeBar(size, verdict)}</dd></div>
<div><dt>Evidence</dt><dd>${escapeHtml(evidenceInWords(column))}</dd></div>
<div><dt>Rows</dt><dd>${printCount(rows)} against ${printCount(referenceRows)} of the reference</dd></div>
</dl>`
}

/** Draws a score with a mark at what to expect without drift. */
function scoreBar(score: number, expected: number | null): string {
  const end = Math.max(score, 3 * (expected ?? 0), 1e-9)
  return markedBar((100 * score) / end, expected === null ? undefined : (100 * expected) / end, 'bar')
}

function changedTable(column: ReportColumn): string {
  const { bins, changed } = column
  const rows = changed.slice(0, isQuiet(column) ? quietRows : undefined).flatMap((i) => {
    const bin = bins[i]
    if (bin === undefined) return []
    const part = bin.contribution === null ? '–' : shareHtml(bin.contribution)
    const label = bin.is === 'value' ? named(bin.label, 60) : escapeHtml(bin.label)
    return [
      `<tr><th scope="row">${label}</th><td>${shareHtml(bin.referenceShare)}</td><td>${shareHtml(bin.currentShare)}</td><td>${escapeHtml(printChange(bin.currentShare - bin.referenceShare))}</td><td>${part}</td></tr>`,
    ]
  })
  if (rows.length === 0) return ''
  return `<table><caption>What changed most</caption><thead><tr><th scope="col">bin</th><th scope="col">ref.</th><th scope="col">now</th><th scope="col">points</th><th scope="col">of score</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** Prints a change of a share in percentage points. */
function printChange(change: number): string {
  const points = Math.abs(change * 100)
  const words = points < 0.1 ? '<0.1' : points.toFixed(points < 10 ? 1 : 0)
  return `${change < 0 ? '−' : '+'}${words}`
}

function apartTable({ apart }: ReportColumn): string {
  const seen = apart.filter(({ reference, current }) => reference + current > 0)
  const none = apart.filter(({ reference, current }) => reference + current === 0).map(({ label }) => label)
  const rows = seen.map(
    ({ label, reference, current, referenceShare, currentShare }) =>
      `<tr><th scope="row">${label}</th><td>${shareHtml(referenceShare)} <small>${printCount(reference)}</small></td><td>${shareHtml(currentShare)} <small>${printCount(current)}</small></td></tr>`,
  )
  const absent = none.length === 0 ? '' : `<p class="soft">None ${none.join(', ')}.</p>`
  if (rows.length === 0) return `<div><p class="cap">Rows without a usable value</p>${absent}</div>`
  return `<div><table><caption>Rows without a usable value</caption><thead><tr><th scope="col"></th><th scope="col">ref.</th><th scope="col">now</th></tr></thead><tbody>${rows.join('')}</tbody></table>${absent}</div>`
}
