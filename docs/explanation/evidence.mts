// Writes evidence.svg: what a judge saw of one harmful and twenty harmless candidates.
// node --conditions=@plimsoll/source docs/explanation/evidence.mts > docs/explanation/evidence.svg
import { createHarmJudge } from '@plimsoll/router'
import { createRandom } from '@plimsoll/stats'

const [width, height, left, right, top, bottom] = [440, 300, 44, 14, 44, 52]
const events = 120
const weight = 0.2 // a fifth of the users are on the candidate
const falseRollback = 0.01

/** The evidence after each bad event, while the candidate goes wrong `ratio` times as often as stable. */
function evidenceOf(ratio: number, seed: string): readonly number[] {
  const random = createRandom(seed)
  const judge = createHarmJudge({ falseRollback, signals: ['errors'] })
  const onCandidate = (ratio * weight) / (ratio * weight + 1 - weight)
  const path = [1]
  for (let i = 0; i < events; i++) {
    const arm = random.next() < onCandidate ? 'candidate' : 'stable'
    const decision = judge.record({ signal: 'errors', arm, weight, now: i * 1_000 })
    path.push(judge.verdict(i * 1_000).evidence)
    if (decision === 'rollback') break
  }
  return path
}

const x = (i: number): number => left + ((width - left - right) * i) / events
const y = (evidence: number): number => {
  const share = (Math.log10(Math.max(evidence, 0.1)) + 1) / 4 // 0.1 to 1000
  return height - bottom - (height - top - bottom) * share
}
const line = (path: readonly number[]): string =>
  path.map((evidence, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(evidence).toFixed(1)}`).join('')

const harmless = Array.from({ length: 20 }, (_, i) => evidenceOf(1, `harmless ${i}`))
const harmful = evidenceOf(4, 'harmful')
const end = harmful.length - 1

process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
  <title id="title">Evidence against twenty harmless candidates and a harmful one</title>
  <desc id="desc">The evidence against harmless candidates wanders below the bound of 100. That against a candidate that fails four times as often crosses it after ${end} bad events.</desc>
  <style>
    svg { color-scheme: light dark; font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 12px }
    .page { fill: #ffffff; stroke: #d0d7de }
    .axis { stroke: #8c959f; fill: none }
    .bound { stroke: #1f2328; stroke-width: 1.5; stroke-dasharray: 5 4 }
    .harmless { stroke: #8c959f; fill: none; opacity: 0.6 }
    .harmful { stroke: #cf222e; fill: none; stroke-width: 2 }
    .end { fill: #cf222e }
    text { fill: #59636e }
    .strong { fill: #1f2328 }
    .red { fill: #cf222e }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; stroke: #3d444d }
      .axis { stroke: #656c76 }
      .bound { stroke: #f0f6fc }
      .harmless { stroke: #9198a1 }
      .harmful { stroke: #ff7b72 }
      .end { fill: #ff7b72 }
      text { fill: #9198a1 }
      .strong { fill: #f0f6fc }
      .red { fill: #ff7b72 }
    }
  </style>
  <rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" />
  <text x="12" y="24">evidence that the candidate is worse</text>
  <path class="axis" d="M${left} ${top}V${height - bottom}H${width - right}" />
${[0.1, 1, 10, 100, 1000].map((value) => `  <text x="${left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value}</text>`).join('\n')}
${[0, 40, 80, 120].map((value) => `  <text x="${x(value)}" y="${height - bottom + 16}" text-anchor="${value === 120 ? 'end' : 'middle'}">${value}</text>`).join('\n')}
  <text x="${width - right}" y="${height - 14}" text-anchor="end">bad events seen, of both variants</text>
${harmless.map((path) => `  <path class="harmless" d="${line(path)}" />`).join('\n')}
  <path class="harmful" d="${line(harmful)}" />
  <circle class="end" cx="${x(end).toFixed(1)}" cy="${y(harmful[end] ?? 1).toFixed(1)}" r="4" />
  <path class="bound" d="M${left} ${y(100).toFixed(1)}H${width - right}" />
  <text class="strong" x="${width - right - 4}" y="${(y(100) - 6).toFixed(1)}" text-anchor="end">bound 100: taken back</text>
  <text class="red" x="${(x(end) + 9).toFixed(1)}" y="${(y(harmful[end] ?? 1) - 6).toFixed(1)}">4 times worse</text>
  <text x="${x(24)}" y="${y(0.18).toFixed(1)}">twenty harmless ones</text>
</svg>
`)
