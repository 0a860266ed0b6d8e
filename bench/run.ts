import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { machine } from './report.ts'

/** A package's benchmarks: they measure, and give their report in Markdown and as data. */
export interface Suite {
  run(options: SuiteOptions): Promise<SuiteReport>
}

export interface SuiteOptions {
  readonly isQuick: boolean
  readonly seed: string
  /** Tells how far the run is; on stderr, so that stdout stays the report. */
  readonly progress: (what: string) => void
}

export interface SuiteReport {
  readonly markdown: string
  readonly data: unknown
}

const suites: Readonly<Record<string, () => Promise<Suite>>> = {
  guard: async () => (await import('./guard/suite.ts')).guardSuite,
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
const name = positionals[0] ?? 'guard'
const load = suites[name]
if (load === undefined || globalThis.gc === undefined) {
  console.error(
    `usage: npm run bench -- ${Object.keys(suites).join(' | ')} [--quick] [--json] [--write] [--seed=1]`,
  )
  process.exit(1)
}
if (values.write && values.quick) {
  console.error('--write publishes figures: it needs the full run, without --quick')
  process.exit(1)
}

const suite = await load()
const host = machine()
const report = await suite.run({
  isQuick: values.quick,
  seed: values.seed,
  progress: (what) => console.error(what),
})
const date = new Date().toISOString().slice(0, 10)
const heading = [
  '# Benchmarks',
  '',
  '<!-- Written by `npm run bench -- guard --write`. Do not edit. -->',
  '',
  `Measured ${date} on ${host.cpu} (${host.cores} cores, load average before the run ${host.load}), Node ${host.node},`,
  `seed ${values.seed}. Times hold nowhere else; what is compared is ratios within one run.`,
  '',
].join('\n')
const page = `${heading}\n${report.markdown}\n`
console.log(
  values.json
    ? JSON.stringify({ suite: name, date, host, seed: values.seed, report: report.data }, null, 2)
    : page,
)
if (values.write) {
  const docs = new URL('../docs/', import.meta.url)
  mkdirSync(docs, { recursive: true })
  writeFileSync(new URL('benchmarks.md', docs), page)
}
process.exit(0)
