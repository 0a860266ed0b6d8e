import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { benchGates } from './gates.ts'
import { marker } from './page.ts'
import { machine, reportMarkdown } from './report.ts'
import type { SuiteReport } from './report.ts'
import type { Suite } from './suite.ts'
import { writePage } from './write-page.ts'

const suites: Readonly<Record<string, () => Promise<Suite>>> = {
  guard: async () => (await import('./guard/suite.ts')).guardSuite,
  core: async () => (await import('./core/suite.ts')).coreSuite,
  contracts: async () => (await import('./contracts/suite.ts')).contractsSuite,
  stats: async () => (await import('./stats/suite.ts')).statsSuite,
  drift: async () => (await import('./drift/suite.ts')).driftSuite,
  resilience: async () => (await import('./resilience/suite.ts')).resilienceSuite,
  router: async () => (await import('./router/suite.ts')).routerSuite,
  'runtime-onnx': async () => (await import('./runtime-onnx/suite.ts')).runtimeOnnxSuite,
}

/** What one run of one suite came to: all that its section of the page is made from. */
interface Section {
  readonly suite: string
  readonly date: string
  readonly host: ReturnType<typeof machine>
  readonly seed: string
  /** Versions by package. */
  readonly peers: Readonly<Record<string, string>>
  readonly report: SuiteReport
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
})
const [name = ''] = positionals
const names = name === 'all' ? Object.keys(suites) : [name]
if (names.some((one) => suites[one] === undefined) || globalThis.gc === undefined) {
  console.error(
    `usage: npm run bench -- ${Object.keys(suites).join(' | ')} | all [--quick] [--json] [--write] [--seed=1]`,
  )
  process.exit(1)
}
if (values.write && values.quick) {
  console.error('--write publishes figures: it needs the full run, without --quick')
  process.exit(1)
}

const sections = name === 'all' ? names.map(runApart) : [await runHere(name)]
const texts = new Map(sections.map((section) => [section.suite, textOf(section)]))
console.log(
  values.json ? JSON.stringify(name === 'all' ? sections : sections[0]) : [...texts.values()].join('\n\n'),
)
if (values.write) {
  writePage('benchmarks.md', {
    head: headOf(),
    order: Object.keys(suites),
    written: texts,
    missing: (suite) => `## ${suite}\n\n${marker(`bench -- ${suite} --write`)}\n\nNot measured yet.`,
  })
}
process.exit(0)

async function runHere(suite: string): Promise<Section> {
  const host = machine()
  const measures = await loaded(suite)
  const report = await measures.run({
    isQuick: values.quick,
    seed: values.seed,
    progress: (what) => console.error(`${suite}: ${what}`),
  })
  return {
    suite,
    date: new Date().toISOString().slice(0, 10),
    host,
    seed: values.seed,
    peers: Object.fromEntries(measures.peers.map((peer) => [peer, versionOf(peer)])),
    report,
  }
}

/** Runs a suite in a process of its own, where no other suite has left type feedback or garbage. */
function runApart(suite: string): Section {
  const output = execFileSync(
    process.execPath,
    [
      ...process.execArgv,
      fileURLToPath(import.meta.url),
      suite,
      '--json',
      `--seed=${values.seed}`,
      ...(values.quick ? ['--quick'] : []),
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28 },
  )
  return JSON.parse(output) as Section
}

async function loaded(suite: string): Promise<Suite> {
  const load = suites[suite]
  if (load === undefined) throw new Error(`no suite ${suite}`)
  return load()
}

function versionOf(peer: string): string {
  const path = new URL(`node_modules/${peer}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version
}

function textOf({ suite, date, host, seed, peers, report }: Section): string {
  const { rounds, batch, leadIn, warmUp } = report.effort
  const beside = Object.entries(peers).map(([peer, version]) => `${peer} ${version}`)
  return [
    `## ${suite}`,
    '',
    marker(`bench -- ${suite} --write`),
    '',
    `Measured ${date} on ${host.cpu} (${host.cores} cores, load average before the run ${host.load}), Node ${host.node}, seed ${seed};`,
    `${rounds} rounds of ${batch} calls per subject, ${leadIn} before each, ${warmUp} to warm up.`,
    ...(beside.length > 0 ? [`Peers: ${beside.join(', ')}.`] : []),
    '',
    reportMarkdown(benchGates[suite] ?? {}, report),
  ].join('\n')
}

function headOf(): string {
  return `# Benchmarks

${marker('bench -- all --write')}

What plimsoll costs, beside the same work without it and beside the libraries it is compared with. Each section is written by its own
run and says when, on which machine and beside which versions. Absolute times hold nowhere else: what is compared is
ratios within one run. A gate must hold before the work counts as done; the aim is the goal. A row that is not met is printed as not
met, and one that this version has nothing for as not built yet. None of this is a test with a time limit.
How often the statistics are wrong, and how fast they are right: [simulations.md](simulations.md).

\`npm run bench -- ${Object.keys(suites).join(' | ')} | all\` prints these sections; \`--quick\` rough ones, \`--json\` the same as
data, \`--seed=n\` another draw; \`--write\` writes this page (one suite: its section).

## Method

- All subjects of a suite run in one process, each suite in a process of its own. Packages are measured as built, peers as installed.
- In each round every subject runs one batch of calls, in an order drawn anew each round, after a few untimed calls of its own: the
  others have just used the caches. The clock is read before and after a batch and never inside one.
- Calls that return promises are awaited one after the other; what answers at once is called without awaiting. Every answer is looked at. Each subject has
  a copy of the loop of its own, so that no call site sees more than one subject.
- Times are medians over rounds, with the first and last decile. Ratios and differences are taken within rounds; their interval holds the
  true median with 99%, by ranks. It says how steady this run was, not how another machine would do.
- Heap per call is the growth over a batch with a young generation of 256 MB, median of 41 batches, the awaiting loop's own
  included. Sizes are esbuild's, minified, gzip level 9, third parties left out.`
}
