import { printNumber, printTimes } from '../print-number.ts'
import type { DriftReport, ReportColumn } from '../report-types.ts'
import { chanceInWords, effectInWords, sizeShare, verdictSigns } from '../words.ts'
import { escapeHtml, named } from './escape-html.ts'
import { heatStrip, shareSpark } from './sparks.ts'
import { markedBar } from './svg.ts'

/** Writes the table of all columns, most moved first. On a phone each row becomes a small card. */
export function columnTable({ columns, steps }: DriftReport): string {
  const isTimed = steps.length > 1
  const head = [
    'Column',
    'Shares',
    'Effect: times the least that counts (mark)',
    'Score (expected)',
    'Chance at most',
  ]
  if (isTimed) head.push('Over time')
  return `<section aria-labelledby="columns">
<h2 id="columns">Columns, most moved first</h2>
<p class="legend"><span class="key ref"></span> reference <span class="key cur"></span> this window ${isTimed ? '<span class="nowrap"><span class="key h0"></span><span class="key h2"></span><span class="key h3"></span><span class="key h4"></span> over time: the stronger, the further from the reference</span>' : ''}</p>
<table role="table" class="columns"><thead role="rowgroup"><tr role="row">${head.map((name) => `<th role="columnheader" scope="col">${name}</th>`).join('')}</tr></thead>
<tbody role="rowgroup">
${columns.map((column, i) => rowOf(column, i, isTimed)).join('\n')}
</tbody></table>
</section>`
}

function rowOf(column: ReportColumn, i: number, isTimed: boolean): string {
  const { name, verdict, why, size, score, scoreNull } = column
  const { sign, word } = verdictSigns[verdict]
  const isJudged = verdict !== 'inconclusive'
  const said =
    verdict === 'ok' || verdict === 'alarm' || why === 'moved' ? '' : ` <small>${escapeHtml(why)}</small>`
  const cells = [
    `<td role="cell" class="shape">${shareSpark(column)}</td>`,
    `<td role="cell" class="far">${isJudged ? `${sizeBar(size, verdict)}<span><b>${escapeHtml(printTimes(size))}</b> <small>${escapeHtml(effectInWords(column))}</small></span>` : '–'}</td>`,
    `<td role="cell" class="n score"><span class="on">${column.method === 'psi' ? 'PSI' : 'JSD'} </span>${printNumber(score)}${scoreNull === null ? '' : ` <small>(${printNumber(scoreNull)})</small>`}</td>`,
    `<td role="cell" class="n chance"><span class="on">p ≤ </span>${escapeHtml(chanceInWords(column))}</td>`,
  ]
  if (isTimed) cells.push(`<td role="cell" class="time">${heatStrip(column)}</td>`)
  return `<tr role="row"><th role="rowheader" scope="row"><span class="${verdict}"><span aria-hidden="true">${sign}</span><span class="off">${word}: </span></span>&#160;<a href="#c${i + 1}">${named(name)}</a>${said}</th>${cells.join('')}</tr>`
}

/** Draws an effect as far as {@link sizeShare} says; a mark stands at the least that counts. */
export function sizeBar(size: number, verdict: ReportColumn['verdict']): string {
  return markedBar(100 * sizeShare(size), 100 * sizeShare(1), verdict)
}
