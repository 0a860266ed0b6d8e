import { printCount, printMany, printShare } from '../print-number.ts'
import type { DriftReport } from '../report-types.ts'
import { conditionInWords } from '../meaning.ts'
import { columnsInWords, promiseInWords, sentence, verdictSigns, windowInWords } from '../words.ts'
import { escapeHtml, named } from './escape-html.ts'
import { box, path, stretched } from './svg.ts'

/** Writes the head of the page: the verdict in words, and all that it rests on. */
export function overview(report: DriftReport): string {
  const { baseline, verdict, columns, moved, conditions } = report
  const { sign, word } = verdictSigns[verdict]
  const version = baseline.version === null ? '' : `, version ${named(baseline.version)}`
  const season =
    baseline.season === null ? '' : ` It follows the ${escapeHtml(seasonInWords(baseline.season))}.`
  const approx = baseline.approx ? ' Made from ready-made histograms: exact tests do not hold.' : ''
  return `<header>
<p class="kicker">${escapeHtml(report.title)}</p>
<h1>${named(baseline.name)}${version === '' ? '' : ` <small>${version.slice(2)}</small>`}</h1>
<div class="verdict ${verdict}"><p class="word"><span aria-hidden="true">${sign}</span> ${word}</p><div><p><b>${escapeHtml(columnsInWords(report))}</b></p>${moved.length === 0 ? '' : `<p>${movedLinks(report)}</p>`}</div></div>
${countsBar(columns)}
<dl class="facts">
<div><dt>Window</dt><dd>${escapeHtml(windowInWords(report))}.</dd></div>
<div><dt>Baseline</dt><dd>${printMany(baseline.rows, 'row')}${version}.${season}${approx}<br><code>${escapeHtml(baseline.digest)}</code></dd></div>
<div><dt>Promise</dt><dd>${escapeHtml(promiseInWords(report))}</dd></div>
${conditions.length === 0 ? '' : `<div><dt>Conditions</dt><dd><ul>${conditions.map((one) => `<li>${escapeHtml(sentence(conditionInWords(one)))}</li>`).join('')}</ul></dd></div>`}
</dl>
</header>`
}

/** Writes `hourOfWeek` as words. */
function seasonInWords(season: string): string {
  return season.replace(/[A-Z]/g, (sign) => ` ${sign.toLowerCase()}`)
}

const linksShown = 8

function movedLinks({ moved, columns }: DriftReport): string {
  const links = moved.slice(0, linksShown).map((name) => {
    const at = columns.findIndex((column) => column.name === name)
    return `<a href="#c${at + 1}">${named(name, 40)}</a>`
  })
  const more = moved.length - linksShown
  return `Most moved first: ${links.join(', ')}${more > 0 ? ` and ${printCount(more)} more` : ''}.`
}

function countsBar(columns: DriftReport['columns']): string {
  const verdicts = ['alarm', 'warn', 'ok', 'inconclusive'] as const
  const counts = verdicts.map((verdict) => columns.filter((column) => column.verdict === verdict).length)
  let x = 0
  const parts = verdicts.map((verdict, i) => {
    const width = (100 * (counts[i] ?? 0)) / Math.max(1, columns.length)
    const piece = path(box(x, 0, width - (width > 1 ? 0.4 : 0), 10), verdict)
    x += width
    return piece
  })
  const words = verdicts.flatMap((verdict, i) => {
    const count = counts[i] ?? 0
    const { sign, word } = verdictSigns[verdict]
    return count === 0
      ? []
      : [
          `<li class="${verdict}"><span aria-hidden="true">${sign}</span> <b>${printCount(count)}</b> ${word.toLowerCase().replace('ok', 'OK')}</li>`,
        ]
  })
  const label = verdicts
    .map(
      (verdict, i) =>
        `${verdictSigns[verdict].word}: ${printShare((counts[i] ?? 0) / Math.max(1, columns.length))}`,
    )
    .join(', ')
  return `<div class="counts">${stretched(100, 10, `Columns by verdict. ${label}`, parts.join(''), 'bar')}<ul>${words.join('')}</ul></div>`
}
