// The page: one file, no script, nothing loaded from elsewhere.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ChunkResult } from '../acts/replay.ts'
import { percent } from '../promises.ts'
import type { Acts, PromiseCheck } from '../promises.ts'
import { driftRule } from '../serve.ts'
import type { Baselines } from '../serve.ts'
import { accuracyChart, histograms, pixelMaps, shareChart } from './drift-charts.ts'
import { controlChart, skewedChart } from './evidence-chart.ts'
import { outageChart } from './outage-chart.ts'
import { movedImages } from './pictures.ts'
import { style } from './style.ts'
import { escape } from './svg.ts'

/** Writes the report beside the example, and returns its path. */
export async function writePage(
  acts: Acts,
  checks: readonly PromiseCheck[],
  baselines: Baselines,
): Promise<string> {
  const folder = new URL('../out/', import.meta.url)
  const file = new URL('report.html', folder)
  await mkdir(folder, { recursive: true })
  await writeFile(file, page(acts, checks, baselines))
  return fileURLToPath(file)
}

function page(acts: Acts, checks: readonly PromiseCheck[], baselines: Baselines): string {
  const { chunks, outage, skewed, control, controls } = acts
  const noticed = chunks.filter((r) => r.pixels.verdict !== 'ok' || r.answers.verdict !== 'ok')
  const falseAlarms = noticed.filter((r) => r.chunk.expect === 'quiet').length
  const answered = outage.calls.filter((call) => call.by !== 'nobody').length
  const kept = checks.filter((check) => check.kept).length
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A digit reader in production</title>
<style>${style}</style>
</head>
<body><main>
<h1>A digit reader in production</h1>
<p>An ONNX model reads handwritten digits behind one <code>guard</code>. Its images change, it breaks down, and a rebuilt version of it goes wrong. ${chunks.reduce((sum, r) => sum + r.calls, 0) + outage.calls.length + skewed.looks.length + control.looks.length} calls, replayed.</p>
<div class="tiles">
${tile(`${noticed.length - falseAlarms} of ${chunks.filter((r) => r.chunk.expect !== 'quiet').length}`, 'changes of the data noticed')}
${tile(String(falseAlarms), 'alarms and warnings on clean images')}
${tile(`${answered} of ${outage.calls.length}`, 'calls answered in the outage')}
${tile(skewed.rollback === undefined ? 'not' : String(skewed.candidate.wrong), skewed.rollback === undefined ? 'taken back: the bad release' : 'wrong answers of a bad release before it was taken back')}
${tile(`${kept} of ${checks.length}`, 'promises kept')}
</div>

<h2>1. The images change</h2>
<p>${chunks.length} chunks of ${Math.min(...chunks.map((r) => r.chunk.digits.length))} to ${Math.max(...chunks.map((r) => r.chunk.digits.length))} production images are held against ${baselines.pixels.rows} reference images. A verdict needs ${driftRule.minRows} images. Alarms hold to the default promise: a false one in a million images has a chance of 1%, of all 64 pixels together and however often one looks; so they come within the chunk. A warning says that one window by itself is too much for chance.</p>
<div class="grid two">${accuracyChart(chunks)}${shareChart(chunks)}</div>
<div class="scroll"><table><thead><tr><th>chunk</th><th class="n">calls</th><th class="n">right</th><th>pixels</th><th class="n">alarm at</th><th class="n">in alarm</th><th>answers</th><th class="n">cache hits</th><th class="n">degraded</th><th>most moved</th></tr></thead><tbody>${chunks.map(row).join('')}</tbody></table></div>
${pixelMaps(chunks)}
<p>Where it moved, how it moved: the share of each value among the reference images and among those of the chunk.</p>
<div class="grid">${histograms(chunks).join('')}</div>
${movedImages(chunks, baselines.pixels)}

<h2>2. The model breaks down</h2>
<p>Breaker: five failures in a row open it for 300 ms (short, for this example). Ladder: the smaller digits-v1, then an answer that says nobody could read it. Deadline: 250 ms.</p>
<div class="grid two">${outageChart(outage)}<figure><figcaption><b>What callers saw.</b></figcaption><ul>
<li>${answered} of ${outage.calls.length} calls answered, ${outage.calls.length - answered} failed<span>${outage.calls.filter((call) => call.degraded).length} carry degraded: true</span></li>
<li>The failing model was asked ${outage.calls.slice(20, 80).filter((call) => call.asked).length} times in 60 calls<span>an open breaker spares it, and costs callers no time</span></li>
<li>Drift counted ${outage.counted} answers, those of the model itself<span>stand-ins say nothing about the model</span></li>
<li>The breaker: ${escape(outage.transitions.join(' → '))}</li>
</ul></figure></div>

<h2>3. A release goes wrong</h2>
<p>The candidate has the very weights of v2, in a rebuilt service that divides pixels by 16 before a model that does so itself: training-serving skew. Nothing throws; the answers are just wrong. A quarter of the documents go to it.</p>
<div class="grid two">${skewedChart(skewed)}${controlChart(control, controls)}</div>

<h2>What this run promised</h2>
<ul>${checks.map(({ says, kept: isKept, figures }) => `<li class="${isKept ? 'kept' : 'broken'}">${escape(says)}<span>${escape(figures)}</span></li>`).join('')}</ul>

<footer>
<p>Images: <i>Optical Recognition of Handwritten Digits</i>, E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository, <a href="https://archive.ics.uci.edu/dataset/80">archive.ics.uci.edu/dataset/80</a>, CC BY 4.0. Four chunks were altered and one filtered on purpose; the authors endorse none of it. The models are trained on these images.</p>
<p>Every number above is the same in each run, as long as no healthy call takes longer than the deadline.</p>
</footer>
</main></body></html>
`
}

function tile(figure: string, words: string): string {
  return `<div><b>${escape(figure)}</b><span>${escape(words)}</span></div>`
}

function row({
  chunk,
  calls,
  labels,
  alarmAfter,
  pixels,
  answers,
  cacheHits,
  degraded,
}: ChunkResult): string {
  const verdict = (text: string): string => `<td class="${text === 'alarm' ? 'alarm' : ''}">${text}</td>`
  const more = pixels.moved.length > 3 ? ` <small>+${pixels.moved.length - 3}</small>` : ''
  return `<tr><td>${chunk.name} ${chunk.what}</td><td class="n">${calls}</td><td class="n">${percent(labels.right / labels.joined)}</td>${verdict(pixels.verdict)}<td class="n">${alarmAfter === undefined ? '–' : `image ${alarmAfter}`}</td><td class="n">${percent(pixels.share)}</td>${verdict(answers.verdict)}<td class="n">${cacheHits}</td><td class="n">${degraded}</td><td>${pixels.moved.slice(0, 3).join(' ') || '–'}${more}</td></tr>`
}
