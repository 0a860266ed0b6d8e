import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { simulationGates } from './gates.ts'
import { marker } from './page.ts'
import { playAll } from './play.ts'
import { gateTable, machine } from './report.ts'
import type { SimulationReport } from './simulation.ts'
import { simulations } from './simulations.ts'
import { writePage } from './write-page.ts'

/** What one simulation came to: all that its section of the page is made from. */
interface Section {
  readonly simulation: string
  readonly date: string
  readonly node: string
  readonly seed: string
  readonly base: number
  readonly minutes: number
  readonly report: SimulationReport
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
  },
})
const [name = ''] = positionals
const names = name === 'all' ? Object.keys(simulations) : [name]
const asked = values.runs === undefined ? undefined : Number(values.runs)
const workers = Number(values.workers)
if (
  names.some((one) => simulations[one] === undefined) ||
  (asked !== undefined && !(Number.isInteger(asked) && asked >= 1)) ||
  !(Number.isInteger(workers) && workers >= 0)
) {
  console.error(
    `usage: npm run simulate -- ${Object.keys(simulations).join(' | ')} | all [--runs=n] [--quick] [--json] [--write] [--seed=1] [--workers=2]`,
  )
  process.exit(1)
}
if (values.write && values.quick) {
  console.error('--write publishes figures: it needs the full run, without --quick')
  process.exit(1)
}

const sections: Section[] = []
for (const one of names) sections.push(await simulate(one))
const texts = new Map(sections.map((section) => [section.simulation, textOf(section)]))
console.log(
  values.json ? JSON.stringify(name === 'all' ? sections : sections[0]) : [...texts.values()].join('\n\n'),
)
if (values.write) {
  writePage('simulations.md', {
    head: headOf(),
    order: Object.keys(simulations),
    written: texts,
    missing: (one) => `## ${one}\n\n${marker(`simulate -- ${one} --write`)}\n\nNot simulated yet.`,
  })
}

async function simulate(one: string): Promise<Section> {
  const simulation = await simulations[one]?.()
  if (simulation === undefined) throw new Error(`no simulation ${one}`)
  const base = asked ?? (values.quick ? Math.ceil(simulation.base / 50) : simulation.base)
  const begun = performance.now()
  const results = await playAll(one, simulation, {
    base,
    seed: values.seed,
    workers,
    progress: (what) => console.error(`${one}: ${what}`),
  })
  return {
    simulation: one,
    date: new Date().toISOString().slice(0, 10),
    node: machine().node,
    seed: values.seed,
    base,
    minutes: (performance.now() - begun) / 60_000,
    report: simulation.report(results),
  }
}

function textOf({ simulation, date, node, seed, base, minutes, report }: Section): string {
  return [
    `## ${simulation}`,
    '',
    marker(`simulate -- ${simulation} --write`),
    '',
    `Simulated ${date}, Node ${node}, seed ${seed}, ${base} runs of what is promised, ${minutes.toFixed(1)} minutes.`,
    '',
    gateTable(simulationGates[simulation] ?? {}, report.figures),
    '',
    `### What is simulated\n\n${report.simulated}`,
    '',
    report.tables.join('\n\n'),
  ].join('\n')
}

function headOf(): string {
  return `# Simulations

${marker('simulate -- all --write')}

How often the statistics are wrong, and how fast they are right, in virtual time. The figures are counts and seconds of simulated traffic: they do not
depend on the machine, and the same seed gives the same figures, whatever the number of workers. A rate is told with its exact (Clopper-Pearson)
upper bound of 99%, and it is the bound that a gate is held against, so that too few runs count as not met. A row that this version has nothing
for is listed as not built yet.

\`npm run simulate -- ${Object.keys(simulations).join(' | ')} | all\` prints these sections; \`--runs=n\` with more or fewer runs, \`--quick\` with a
fiftieth, \`--json\` as data, \`--seed=n\` other draws; \`--write\` writes this page (one simulation: its section). What plimsoll costs in time and memory:
[benchmarks.md](benchmarks.md).`
}
