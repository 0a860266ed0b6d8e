import type { DriftReport } from '../report-types.ts'

const terms: readonly (readonly [string, string])[] = [
  [
    'Score',
    'How unlike the shares are: the population stability index (PSI) of numbers, on at most 10 bins of neighbours, and the Jensen-Shannon divergence in bits of other columns. It is above 0 even without drift, the more so the fewer rows there are. Hence the value to expect.',
  ],
  [
    'Effect',
    'The difference that lies furthest beyond the least that counts. 1× is that least, and has a mark; bars grow with the square root, up to 25×. An effect that counts is needed for a warning or an alarm: many rows make a small difference certain, not important.',
  ],
  [
    'e-value, chance at most',
    'Evidence gathered since the promise began, divided among all looks that it covers. An e-value of 100 comes up without drift with a chance of 1 in 100 at most, however often one looks. The p-value of this window alone holds for a single look.',
  ],
  [
    'Verdict',
    'Alarm: the effect counts, and the evidence keeps the promise over all columns. Warning: it may count, and the promise would not hold yet. OK: nothing both large and certain. Inconclusive: it can not be told.',
  ],
]

/** Explains the words of the page, for who sees one for the first time. */
export function howToRead({ format }: DriftReport): string {
  const list = terms.map(([term, words]) => `<div><dt>${term}</dt><dd>${words}</dd></div>`).join('')
  return `<section aria-labelledby="read"><h2 id="read">How to read this</h2><dl class="facts">${list}</dl></section>
<footer><p>Made from counts alone: no row is in this page. It names the values and edges that the baseline holds. <code>${format}</code></p></footer>`
}
