/**
 * Prints how often the judge is wrong and how fast it is right, as Markdown.
 *
 * node --conditions=@plimsoll/source packages/router/simulate/judge.ts [runs]
 */
import { clopperPearsonUpper } from './clopper-pearson.ts'
import { playRollout } from './traffic.ts'
import type { Run, Scenario } from './traffic.ts'

const runs = Number(process.argv[2] ?? 2_000)
const common = { falseRollback: 0.01, rps: 100, base: 0.005 }
const sticky = { count: 10_000, burst: 10, report: true }
const hours = (h: number) => h * 3600

function harmless(weight: number): Scenario[] {
  const null_ = { ...common, weight, ratio: 1, toleratedRatio: 1.1, seconds: hours(24) }
  return [
    { ...null_, name: 'equal' },
    { ...null_, name: 'equal, tolerated ratio 1', toleratedRatio: 1 },
    { ...null_, name: 'at the tolerated ratio', ratio: 1.1 },
    { ...null_, name: 'shared incidents 8x', ratio: 1.1, incidents: true },
    { ...null_, name: 'sticky bursts of 10, 10k units', toleratedRatio: 1, units: sticky },
    {
      ...null_,
      name: 'the same, each repeat given as a request of its own',
      toleratedRatio: 1,
      seconds: hours(1),
      units: { ...sticky, report: false },
    },
    {
      ...null_,
      name: '2 dependent signals, incidents, 1M units',
      toleratedRatio: 1,
      incidents: true,
      labels: true,
      units: { ...sticky, count: 1e6 },
    },
  ]
}

function harmful(weight: number): Scenario[] {
  const worse = { ...common, weight, toleratedRatio: 1.1, seconds: hours(2) }
  const plain = { ...worse, toleratedRatio: 1, restartEvery: Infinity }
  return [
    { ...worse, name: 'outage', ratio: 200 },
    ...[10, 4, 2].map((ratio) => ({ ...plain, name: `${ratio}x, tolerated 1, no restart`, ratio })),
    ...[10, 4, 2].map((ratio) => ({ ...worse, name: `${ratio}x, defaults`, ratio })),
    ...[10, 4, 2].map((ratio) => ({ ...worse, name: `${ratio}x, defaults, 2 signals`, ratio, labels: true })),
    { ...worse, name: '10x after 10 good minutes', ratio: 10, onset: 600 },
    {
      ...worse,
      name: '10x after 10 good minutes, 10k units',
      ratio: 10,
      onset: 600,
      units: { count: 10_000, burst: 1, report: true },
    },
    {
      ...worse,
      name: '10x after 10 good minutes, 1k units',
      ratio: 10,
      onset: 600,
      units: { count: 1_000, burst: 1, report: true },
    },
  ]
}

function play(scenario: Scenario, n: number): Run[] {
  return Array.from({ length: n }, (_, i) =>
    playRollout(scenario, `${scenario.name}/${scenario.weight}/${i}`),
  )
}

function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN
}

function print(line: string): void {
  // oxlint-disable-next-line no-console -- printing is what this script is for
  console.log(line)
}

const percent = (value: number) => `${(100 * value).toFixed(2)}%`

print(`100 requests per second, base rate 0.5%, false rollback 1%, ${runs} runs a row.\n`)
print('| harmless candidate, 24 h (repeats: 1 h) | weight | rolled back | upper 99% bound | s |')
print('| --- | --- | --- | --- | --- |')
for (const weight of [10, 50]) {
  for (const scenario of harmless(weight)) {
    const begun = performance.now()
    const hits = play(scenario, runs).filter((run) => run.rolledBackAfter !== undefined).length
    const upper = clopperPearsonUpper(hits, runs, 0.99)
    const took = ((performance.now() - begun) / 1000).toFixed(1)
    print(`| ${scenario.name} | ${weight}% | ${percent(hits / runs)} | ${percent(upper)} | ${took} |`)
  }
}

print('\n| harmful candidate | weight | found | seconds median | p99 | bad answers median | p99 |')
print('| --- | --- | --- | --- | --- | --- | --- |')
for (const weight of [10, 50]) {
  for (const scenario of harmful(weight)) {
    const played = play(scenario, runs)
    const found = played.filter((run) => run.rolledBackAfter !== undefined).length
    const seconds = played.map((run) => run.rolledBackAfter ?? Infinity)
    const bad = played.map((run) => run.candidateBad)
    const cells = [
      scenario.name,
      `${weight}%`,
      percent(found / runs),
      quantile(seconds, 0.5).toFixed(1),
      quantile(seconds, 0.99).toFixed(1),
      quantile(bad, 0.5),
      quantile(bad, 0.99),
    ]
    print(`| ${cells.join(' | ')} |`)
  }
}
