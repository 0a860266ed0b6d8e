// Runs the cases in every runtime: npm run runtimes [-- --only=bun,deno --write --require-all --self-test]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { count, digests, docsPage } from './docs-page.ts'
import { findProblems, withoutExpected } from './judge.ts'
import type { Problem } from './judge.ts'
import { launch } from './launch.ts'
import { makeProject } from './project.ts'
import type { RuntimeResult } from './results.ts'
import { runtimes } from './runtimes.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    'require-all': { type: 'boolean', default: false },
    'self-test': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})
const names = values.only?.split(',')
const unknown = names?.filter((name) => runtimes.every((runtime) => runtime.name !== name)) ?? []
if (unknown.length > 0)
  stop(`--only knows ${runtimes.map(({ name }) => name).join(', ')}, not ${unknown.join(', ')}`)
if (values.write && (names !== undefined || values['self-test'])) {
  stop('--write publishes a table: it needs the full run')
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-runtimes-'))
const results: RuntimeResult[] = []
try {
  const project = await makeProject(folder)
  const waiting = runtimes.filter(({ name }) => names === undefined || names.includes(name))
  const runNext = async (): Promise<void> => {
    for (let runtime = waiting.shift(); runtime !== undefined; runtime = waiting.shift()) {
      const result = await launch(runtime, project, values['self-test'] ? 'faults' : undefined)
      results.push(result)
      print(summaryOf(result))
    }
  }
  await Promise.all([runNext(), runNext()])
} finally {
  if (values.keep) print(`kept ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}
results.sort((a, b) => placeOf(a) - placeOf(b))

const problems = withoutExpected(findProblems(results), results)
const missing = results.filter((result) => result.missing !== undefined)
for (const problem of problems) print(lineOf(problem))
if (values.write) {
  const machine = `${process.platform} ${process.arch}, ${cpus().length} cores`
  const page = docsPage(results, problems, { date: new Date().toISOString().slice(0, 10), machine })
  writeFileSync(join(import.meta.dirname, '../docs/runtimes.md'), page)
}
const ran = results.length - missing.length
if (problems.length > 0 || ran === 0 || (values['require-all'] && missing.length > 0)) process.exitCode = 1
const cases = results.reduce((sum, result) => sum + count(result).passed, 0)
const { byRuntime } = digests(results)
const isEqual = new Set(byRuntime.values()).size === 1
const faultsSeen = problems.length === 0 ? 'every fault made on purpose reported' : 'faults not reported'
const digestsSeen = ran < 2 ? 'digests not compared' : `digests ${isEqual ? 'equal' : 'not equal'}`
const ended = [
  `${ran} runtimes${missing.length > 0 ? ` (${missing.length} not run)` : ''}`,
  ...(values['self-test'] ? [faultsSeen] : [`${cases} cases`, digestsSeen]),
  ...(problems.length > 0 ? [`${problems.length} problems`] : []),
]
print(`runtimes: ${ended.join(', ')}`)

function placeOf({ name }: RuntimeResult): number {
  return runtimes.findIndex((runtime) => runtime.name === name)
}

function summaryOf(result: RuntimeResult): string {
  const { name, version, missing: why, ms } = result
  if (why !== undefined) return `${name}: not run: ${why}`
  const { passed, of } = count(result)
  const what = values['self-test'] ? `${result.outcomes.size} faults ran` : `${passed} of ${of} cases passed`
  return `${name} ${version}: ${what} in ${(ms / 1_000).toFixed(1)} s`
}

function lineOf({ runtime, id, kind, why }: Problem): string {
  return `  ${runtime} · ${id} · ${kind}: ${why}`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function stop(why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(1)
}
