import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Metafile } from 'esbuild'
import type { Gate, Subject } from './gate.ts'
import { readJson } from './pack.ts'
import { pageOf } from './sizes-page.ts'

/** Bundles of what is published stay small, and hold nothing that they must not. */
export const sizes: Gate = {
  name: 'sizes',
  holds: 'bundles stay under their ceilings and free of what they must not hold',
  async check(subject) {
    const { measured, problems } = await measureAll(subject)
    const table = readJson<Table>(tablePath)
    const page = existsSync(pagePath(subject)) ? readFileSync(pagePath(subject), 'utf8') : ''
    return [
      ...problems,
      ...overCeiling(measured, table),
      ...(isStale(measured, table) || page !== pageOf(table)
        ? ['docs/sizes.md is not what is measured: npm run gates -- sizes --write']
        : []),
    ]
  },
}

/** A bundle as an application would have it, minified; what is loaded lazily is not in these figures. */
export interface Size {
  readonly min: number
  readonly gzip: number
  /** The same with third parties bundled as well. */
  readonly all: { readonly min: number; readonly gzip: number }
  /** Bytes after gzip of what is loaded when it is first needed, third parties included. */
  readonly lazy: number
}

/** `gates/sizes.json`: what was measured when the page was written, and the ceilings (gzip). */
export type Table = Readonly<
  Record<string, Size & { readonly ceiling: number; readonly allCeiling: number; readonly target?: number }>
>

const tablePath = join(import.meta.dirname, 'sizes.json')
const pagePath = ({ root }: Subject): string => join(root, 'docs/sizes.md')

/** How much a bundle may grow before somebody has to accept it. */
const headroom = 0.03

/** Programs whose size is promised, beside every entry. */
const programs: Readonly<Record<string, string>> = {
  "import { defineContract, guard } from 'plimsoll'": "export { defineContract, guard } from 'plimsoll'",
  'compose with contract, deadline, cache': [
    "export { compose } from '@plimsoll/core'",
    "export { InputContractStage, defineContract, inputMatch, outputCheck } from '@plimsoll/contracts'",
    "export { cache } from 'plimsoll/resilience'",
  ].join('\n'),
  'a drift monitor over a saved baseline': "export { createMonitor, parseBaseline } from '@plimsoll/drift'",
  'guard over a zod contract': [
    "import * as z from 'zod'",
    "import { defineContract, guard } from 'plimsoll'",
    "const contract = defineContract('a@1', { input: z.object({ x: z.number() }), output: z.number() })",
    'export const predict = guard(contract, { model: ({ x }) => x })',
  ].join('\n'),
}

/** What the project wants of a bundle: bytes after gzip without third parties. */
const targets: Readonly<Record<string, number>> = {
  '@plimsoll/core': 6_000,
  '@plimsoll/runtime-onnx': 8_000,
  "import { defineContract, guard } from 'plimsoll'": 30_000,
  'compose with contract, deadline, cache': 9_000,
  'a drift monitor over a saved baseline': 14_000,
}

/** What no first chunk of ours may hold: by file or import, and by text of our own code. */
const unwanted: readonly { readonly what: string; readonly path: RegExp }[] = [
  { what: 'a locale of zod', path: /\/zod\/.*\/locales\/(?!en\.)/ },
  { what: 'cockatiel, which makes an AbortController while loading', path: /(^|\/)cockatiel(\/|$)/ },
  { what: 'an ONNX runtime', path: /(^|\/)onnxruntime-/ },
  { what: 'a Node built-in', path: new RegExp(`^(node:.*|${builtinModules.join('|')})$`) },
]
const unwantedText: readonly { readonly what: string; readonly text: RegExp }[] = [
  { what: 'process', text: /(?<![\w$.])process\s*[.[]|globalThis\??\.process\b/ },
  { what: 'eval', text: /\beval\s*\(/ },
  { what: 'new Function', text: /\bnew\s+Function\b/ },
]

/** Bundles every entry and every promised program. */
async function measureAll(
  subject: Subject,
): Promise<{ readonly measured: Readonly<Record<string, Size>>; readonly problems: readonly string[] }> {
  const { consumer, packages } = subject.packed()
  const entries = packages.flatMap((packed) => packed.entries.map(({ specifier }) => specifier)).toSorted()
  const all: Record<string, string> = {
    ...Object.fromEntries(entries.map((specifier) => [specifier, `export * from '${specifier}'`])),
    ...programs,
  }
  const measured: Record<string, Size> = {}
  const problems: string[] = []
  for (const [name, code] of Object.entries(all)) {
    const bundle = await measure(name, code, consumer, name.endsWith('/node'))
    measured[name] = bundle.size
    problems.push(...bundle.problems)
  }
  return { measured, problems }
}

/** Bundles one program, with and without third parties, and looks at what came in. */
export async function measure(
  name: string,
  code: string,
  consumer: string,
  mayUseNode = false,
): Promise<{ readonly size: Size; readonly problems: readonly string[] }> {
  const own = await bundle(code, consumer, 'external')
  const all = await bundle(code, consumer, 'bundled')
  const problems = []
  for (const { what, path } of unwanted) {
    if (mayUseNode && what === 'a Node built-in') continue
    const found = new Set([...own.paths, ...all.paths].filter((input) => path.test(input)))
    for (const input of found)
      problems.push(`${name} holds ${what}: ${input.replace(/^.*node_modules\//, '')}`)
  }
  for (const { what, text } of unwantedText) {
    if (mayUseNode && what === 'process') continue
    const at = text.exec(own.text)
    if (at !== null)
      problems.push(`${name} uses ${what}: ${own.text.slice(Math.max(0, at.index - 30), at.index + 30)}`)
  }
  const { min, gzip } = own
  return { size: { min, gzip, all: { min: all.min, gzip: all.gzip }, lazy: all.lazy }, problems }
}

interface Bundle {
  readonly min: number
  readonly gzip: number
  readonly lazy: number
  /** The files of the first chunk, and what it imports from outside. */
  readonly paths: readonly string[]
  readonly text: string
}

async function bundle(code: string, consumer: string, thirdParties: 'external' | 'bundled'): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: consumer, sourcefile: 'program.ts', loader: 'ts' },
    absWorkingDir: consumer,
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['worker', 'browser'],
    target: 'es2023',
    outdir: 'out',
    legalComments: 'none',
    logLevel: 'silent',
    external: ['node:*', ...builtinModules],
    plugins:
      thirdParties === 'bundled'
        ? []
        : [
            {
              name: 'third parties stay outside',
              setup(hooks) {
                hooks.onResolve({ filter: /^[^./]/ }, ({ path }) =>
                  /^(@plimsoll\/|plimsoll$|plimsoll\/)/.test(path)
                    ? undefined
                    : { path, external: true, sideEffects: false },
                )
              },
            },
          ],
  })
  const contents = new Map(outputFiles.map((file) => [file.path, file]))
  const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'program.ts')
  if (entry === undefined) throw new Error('esbuild made no entry')
  const first = reached(entry[0], metafile)
  const sizeOf = (paths: Iterable<string>): { min: number; gzip: number; text: string } => {
    let min = 0
    let gzip = 0
    let text = ''
    for (const path of paths) {
      const file = contents.get(join(consumer, path))
      if (file === undefined) continue
      min += file.contents.length
      gzip += gzipSync(file.contents, { level: 9 }).length
      text += file.text
    }
    return { min, gzip, text }
  }
  const paths = Array.from(first).flatMap((path) => {
    const output = metafile.outputs[path]
    const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    const outside = (output?.imports ?? []).filter(
      ({ external, kind }) => external === true && kind === 'import-statement',
    )
    return [...inputs.map(([input]) => input), ...outside.map((imported) => imported.path)]
  })
  const rest = Object.keys(metafile.outputs).filter((path) => !first.has(path))
  return { ...sizeOf(first), lazy: sizeOf(rest).gzip, paths }
}

/** The chunks that are loaded before anything runs. */
function reached(entry: string, { outputs }: Metafile): ReadonlySet<string> {
  const found = new Set([entry])
  for (const path of found) {
    for (const { path: next, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) found.add(next)
    }
  }
  return found
}

/** Names every bundle that outgrew its ceiling, has none, or is gone. */
export function overCeiling(measured: Readonly<Record<string, Size>>, table: Table): readonly string[] {
  const accept = 'npm run gates -- sizes --accept'
  const problems = []
  for (const [name, { gzip, all }] of Object.entries(measured)) {
    const row = table[name]
    if (row === undefined) problems.push(`${name} has no ceiling: ${accept}`)
    else {
      if (gzip > row.ceiling) problems.push(`${name} is ${gzip} bytes, over its ceiling of ${row.ceiling}`)
      if (all.gzip > row.allCeiling) {
        problems.push(
          `${name} with third parties is ${all.gzip} bytes, over its ceiling of ${row.allCeiling}`,
        )
      }
    }
  }
  for (const name of Object.keys(table)) {
    if (measured[name] === undefined) problems.push(`${name} has a ceiling and is gone: ${accept}`)
  }
  return problems
}

/** Whether a figure on the page is off by more than the headroom. */
function isStale(measured: Readonly<Record<string, Size>>, table: Table): boolean {
  const isOff = (now: number, then: number): boolean => Math.abs(now - then) > headroom * then
  return Object.entries(measured).some(([name, { gzip, all }]) => {
    const row = table[name]
    return row !== undefined && (isOff(gzip, row.gzip) || isOff(all.gzip, row.all.gzip))
  })
}

/**
 * Writes what is measured into the table and the page.
 *
 * @param accepts sets the ceilings to what is measured and the headroom
 */
export async function writeSizes(subject: Subject, accepts: boolean): Promise<void> {
  const { measured } = await measureAll(subject)
  const before = readJson<Table>(tablePath)
  const ceilingOf = (bytes: number): number => Math.ceil((bytes * (1 + headroom)) / 10) * 10
  const rows = Object.entries(measured).flatMap(([name, size]) => {
    const row = before[name]
    if (row === undefined && !accepts) return []
    const target = targets[name]
    const ceilings =
      row === undefined || accepts
        ? { ceiling: ceilingOf(size.gzip), allCeiling: ceilingOf(size.all.gzip) }
        : { ceiling: row.ceiling, allCeiling: row.allCeiling }
    return [[name, { ...size, ...ceilings, ...(target === undefined ? {} : { target }) }] as const]
  })
  const table: Table = Object.fromEntries(rows)
  writeFileSync(tablePath, `${JSON.stringify(table, null, 2)}\n`)
  writeFileSync(pagePath(subject), pageOf(table))
}
