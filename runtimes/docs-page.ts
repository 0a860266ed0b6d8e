import { createHash } from 'node:crypto'
import { answerOf } from './judge.ts'
import type { Problem } from './judge.ts'
import type { RuntimeResult } from './results.ts'
import { runtimes } from './runtimes.ts'

const suiteOf = (id: string): string => id.slice(0, id.indexOf(': '))

/** The digest of everything that was handed back for comparison, by runtime; cases that all of them answered. */
export function digests(results: readonly RuntimeResult[]): {
  readonly compared: number
  readonly byRuntime: ReadonlyMap<string, string>
} {
  const ran = results.filter((result) => result.missing === undefined)
  const [first] = ran
  const ids = [...(first?.outcomes.keys() ?? [])].filter(
    (id) => suiteOf(id) !== 'faults' && ran.every(({ outcomes }) => answerOf(outcomes.get(id)) !== undefined),
  )
  const byRuntime = ran.map(({ name, outcomes }): [string, string] => {
    const hash = createHash('sha256')
    for (const id of ids) hash.update(`${id} ${answerOf(outcomes.get(id))}\n`)
    return [name, hash.digest('hex')]
  })
  return { compared: ids.length, byRuntime: new Map(byRuntime) }
}

/** How many cases passed, of how many that have a meaning there. */
export function count({ outcomes }: RuntimeResult, suite?: string): { passed: number; of: number } {
  const counted = [...outcomes]
    .filter(([id]) => suiteOf(id) !== 'faults' && (suite === undefined || suiteOf(id) === suite))
    .map(([, { kind }]) => kind)
    .filter((kind) => kind !== 'not here')
  return { passed: counted.filter((kind) => kind === 'passed').length, of: counted.length }
}

/** Writes the page of the runtimes from what a run found. */
export function docsPage(
  results: readonly RuntimeResult[],
  problems: readonly Problem[],
  { date, machine }: { readonly date: string; readonly machine: string },
): string {
  const ids = new Set(results.flatMap(({ outcomes }) => [...outcomes.keys()]))
  const suites = [...new Set(Array.from(ids, suiteOf))].filter((suite) => suite !== 'faults')
  const { compared, byRuntime } = digests(results)
  const areEqual = new Set(byRuntime.values()).size <= 1
  const rows = results.map((result) => {
    const title = runtimes.find(({ name }) => name === result.name)?.title ?? result.name
    if (result.missing !== undefined)
      return `| ${title} | not run: ${result.missing} |${' |'.repeat(suites.length + 1)}`
    const cells = suites.map((suite) => {
      const { passed, of } = count(result, suite)
      return of === 0 ? 'n/a' : passed === of ? String(passed) : `${passed} of ${of}`
    })
    const version = [result.version, ...result.notes].join(', ')
    return `| ${title} | ${version} | ${cells.join(' | ')} | \`${byRuntime.get(result.name)?.slice(0, 12)}\` |`
  })
  return `${[
    '# Runtimes',
    '',
    '<!-- Written by `npm run runtimes -- --write`. Do not edit. -->',
    '',
    `Run on ${date} (${machine}). The packages are packed, the tarballs installed with npm into an empty project, and`,
    'one list of cases (`runtimes/cases`) runs in every runtime against the published entries alone: as installed in',
    'Node, Bun and Deno, bundled with esbuild as a user would for workerd (through miniflare) and for a page in Chromium.',
    'The column of a package counts its cases that passed there. *decisions* replays seeded traffic through a full guard;',
    '*requests* sends an application with guards at module scope separate requests, some at once, some whose client leaves',
    '(over http; by calls of its handler in a page, which cannot serve).',
    '',
    `| runtime | version | ${suites.join(' | ')} | digest |`,
    `|---|---|${suites.map(() => '---:|').join('')}---|`,
    ...rows,
    '',
    `**The same decisions.** ${compared} of the cases hand back what they decided (variants, sources, errors, verdicts, the`,
    `instant of a rollback, digests, seeded sequences), which is compared bit for bit over all runtimes: ${areEqual ? 'equal' : '**not equal**'}.`,
    'The digest is SHA-256 over all of it.',
    '',
    '**The suite can fail.** In every runtime the same run ends with cases that are wrong on purpose: one that fails, one',
    'that answers otherwise in each runtime, one that hangs and one that crashes the runtime. The run fails unless each of',
    'them is reported as what it is.',
    '',
    ...notHereLines(results),
    ...(problems.length === 0
      ? []
      : [
          '',
          '## What failed',
          '',
          ...problems.map(({ runtime, id, kind }) => `- ${runtime}, ${id}: ${kind}`),
        ]),
  ].join('\n')}\n`
}

/** Says which cases were left out where, and why. */
function notHereLines(results: readonly RuntimeResult[]): readonly string[] {
  const where = new Map<string, { readonly names: string[]; readonly ids: Set<string> }>()
  for (const { name, outcomes } of results) {
    for (const [id, outcome] of outcomes) {
      if (outcome.kind !== 'not here') continue
      const entry = where.get(outcome.why) ?? { names: [], ids: new Set() }
      if (!entry.names.includes(name)) entry.names.push(name)
      entry.ids.add(id)
      where.set(outcome.why, entry)
    }
  }
  if (where.size === 0) return []
  const lines = [...where].map(([why, { names, ids }]) => {
    const shown = [...ids].map((id) => `*${id}*`).join('; ')
    return `- ${names.length === results.length ? 'Everywhere' : names.join(', ')}: ${shown}. ${why}.`
  })
  return ['## What was left out', '', ...lines]
}
