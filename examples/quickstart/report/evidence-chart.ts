// Act 3 in pictures: the judge's evidence against its bound.
import type { Look, ReleaseResult } from '../acts/release.ts'
import { figure, line, svg, text } from './svg.ts'

const width = 380
const height = 236
const left = 40
const right = width - 10
const top = 24
const bottom = height - 38
const lowest = -2
const highest = 3

/** The evidence label by label: the skewed candidate, up to a little after its end. */
export function skewedChart(result: ReleaseResult): string {
  const end = result.looks.findIndex((look) => look.evidence >= result.bound) + 1
  const shown = result.looks.slice(0, end === 0 ? undefined : end + 12)
  const { candidate, rollback } = result
  return figure(
    rollback === undefined
      ? 'The skewed candidate was not taken back.'
      : `Skewed: taken back at label ${end}, with evidence ${Math.round(rollback.evidence)} where ${result.bound} suffices.`,
    `${candidate.wrong} of its ${candidate.served} answers were wrong before nothing reached it any more (labels come 20 calls late). The judge weighed ${rollback?.candidateEvents ?? 0} wrong answers of the candidate against ${rollback?.stableEvents ?? 0} of v2; labels that come later change nothing.`,
    chart(shown, result.bound, 'orange', 'Evidence against the skewed candidate'),
  )
}

/** The same, for the harmless candidate. */
export function controlChart(result: ReleaseResult, controls: { runs: number; takenBack: number }): string {
  const most = Math.max(...result.looks.map((look) => look.evidence))
  return figure(
    `Harmless control: the evidence never passes ${most.toFixed(1)}, and the candidate stays.`,
    `The same weights without the bug, the same documents and the same split. In ${controls.runs} more splits ${controls.takenBack} were taken back; the promise is one in a hundred at most, however often anybody looks.`,
    chart(result.looks, result.bound, 'blue', 'Evidence against the harmless candidate'),
  )
}

function chart(looks: readonly Look[], bound: number, look: string, label: string): string {
  const last = looks.length
  const x = (n: number): number => left + ((right - left) * n) / last
  const y = (evidence: number): number => {
    const power = Math.min(highest, Math.max(lowest, Math.log10(evidence)))
    return bottom - ((bottom - top) * (power - lowest)) / (highest - lowest)
  }
  const parts: string[] = []
  for (let power = lowest; power <= highest; power++) {
    const value = 10 ** power
    parts.push(
      line(left, y(value), right, y(value), 'grid'),
      text(left - 5, y(value) + 4, String(value), { anchor: 'end' }),
    )
  }
  const step = last > 200 ? 100 : last > 60 ? 20 : 10
  for (let n = 0; n <= last; n += step) parts.push(text(x(n), bottom + 14, String(n)))
  let path = `M${x(0)} ${y(1)}`
  for (const [i, { evidence }] of looks.entries()) path += `H${x(i + 1).toFixed(1)}V${y(evidence).toFixed(1)}`
  parts.push(
    line(left, y(bound), right, y(bound), 'bound'),
    text(left + 4, y(bound) - 5, `taken back at ${bound}`, { anchor: 'start', look: 'warn' }),
    `<path d="${path}" class="path ${look}"/>`,
    text((left + right) / 2, height - 4, 'labels that have come'),
    text(left, 12, 'evidence (e-value, log scale)', { anchor: 'start' }),
  )
  for (const [i, { evidence, wrong, variant }] of looks.entries()) {
    if (!wrong) continue
    const mark = variant === 'rebuilt' ? 'orange' : 'ring'
    parts.push(`<circle cx="${x(i + 1).toFixed(1)}" cy="${y(evidence).toFixed(1)}" r="3.2" class="${mark}"/>`)
  }
  parts.push(
    `<circle cx="${left + 10}" cy="${bottom - 20}" r="3.2" class="orange"/>`,
    text(left + 18, bottom - 16, 'the candidate was wrong', { anchor: 'start' }),
    `<circle cx="${left + 10}" cy="${bottom - 7}" r="3.2" class="ring"/>`,
    text(left + 18, bottom - 3, 'v2 was wrong', { anchor: 'start' }),
  )
  return svg(width, height, label, parts)
}
