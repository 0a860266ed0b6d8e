import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { command, twoAtATime } from './command.ts'
import type { Gate } from './gate.ts'
import { readJson } from './pack.ts'

/** The packages that hold the compilers, oldest first. */
const compilers = ['typescript-5-9', 'typescript', 'typescript-7-0']

/** A user's program: how its modules are found, and what it takes for granted. */
export interface Program {
  readonly name: string
  readonly options: object
  readonly files: Readonly<Record<string, string>>
  /** @default every compiler */
  readonly compilers?: readonly string[]
}

/** The two ways to find modules, with the least that a project has: Node's types, or those of a worker. */
export const nodenext = { module: 'nodenext', types: ['node'], lib: ['es2022'] }
export const bundler = {
  module: 'esnext',
  moduleResolution: 'bundler',
  types: [],
  lib: ['es2022', 'webworker'],
}
// onnxruntime-common's declarations name types of the browser; ours do without.
const dom = { types: [], lib: ['es2022', 'dom'] }
const needsDom = (specifier: string): boolean => specifier.startsWith('@plimsoll/runtime-onnx')

/** The published declarations check in a strict user's project, and infer there what they promise. */
export const declarations: Gate = {
  name: 'declarations',
  holds: `types check as a user, TypeScript ${compilers.map(versionOf).join(', ')}`,
  check(subject) {
    const { consumer, packages } = subject.packed()
    const entriesOf = ({ entries }: (typeof packages)[number]): string[] =>
      entries.map(({ specifier }) => specifier)
    const entries = packages.flatMap(entriesOf)
    const files = {
      'entries.mts': importsOf(entries.filter((specifier) => !needsDom(specifier))),
      'inference.mts': readFileSync(join(import.meta.dirname, 'consumer/inference.test-d.ts'), 'utf8'),
      ...programsOf(readFileSync(join(subject.root, 'README.md'), 'utf8')),
    }
    const domFiles = { 'entries-dom.mts': importsOf(entries.filter(needsDom)) }
    return checkPrograms(consumer, [
      { name: 'nodenext', options: nodenext, files },
      { name: 'bundler', options: bundler, files },
      { name: 'nodenext with dom', options: { ...nodenext, ...dom }, files: domFiles },
      { name: 'bundler with dom', options: { ...bundler, ...dom }, files: domFiles },
      // Each package by itself, so that none lives on what another refers to.
      ...packages.map((packed) => ({
        name: `${packed.folder} alone`,
        options: needsDom(packed.name) ? { ...bundler, ...dom } : bundler,
        files: { [`${packed.folder}-alone.mts`]: importsOf(entriesOf(packed)) },
        compilers: ['typescript-7-0'],
      })),
    ])
  },
}

const strict = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  target: 'es2022',
}

/**
 * Checks programs under every compiler.
 *
 * @param project has `node_modules`; the files are written into a folder of it
 */
export async function checkPrograms(
  project: string,
  programs: readonly Program[],
): Promise<readonly string[]> {
  mkdirSync(join(project, 'src'), { recursive: true })
  const checks = programs.flatMap(({ name, options, files, compilers: wanted = compilers }) => {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(project, 'src', file), text)
    const config = join(project, `${name.replaceAll(' ', '-')}.json`)
    const include = Object.keys(files).map((file) => `src/${file}`)
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...strict, ...options }, include }))
    return wanted.map((compiler) => ({ compiler, name, config }))
  })
  const found = await twoAtATime(checks, async ({ compiler, name, config }) => {
    const lines = await typeCheck(compiler, config)
    return lines.map((line) => `TypeScript ${versionOf(compiler)}, ${name}: ${line}`)
  })
  return found.flat()
}

async function typeCheck(compiler: string, config: string): Promise<readonly string[]> {
  const bin = join(import.meta.dirname, 'node_modules', compiler, 'bin/tsc')
  const args = [bin, '-p', config, '--pretty', 'false']
  const { code, stdout, stderr } = await command(process.execPath, args, dirname(config))
  if (code === 0) return []
  return `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '')
}

/** Imports everything that can be imported. */
function importsOf(entries: readonly string[]): string {
  return entries.map((specifier, i) => `import * as e${i} from '${specifier}'\nvoid e${i}\n`).join('')
}

/** Takes the programs out of a Markdown page, without those that need more packages than ours. */
function programsOf(page: string): Record<string, string> {
  const blocks = Array.from(page.matchAll(/^```ts\n([\s\S]*?)^```/gm), ([, code = '']) => code)
  const own = blocks.filter((code) => !/from '@opentelemetry\//.test(code))
  return Object.fromEntries(own.map((code, i) => [`readme-${i + 1}.mts`, `${code}\nexport {}\n`]))
}

function versionOf(compiler: string): string {
  const path = join(import.meta.dirname, 'node_modules', compiler, 'package.json')
  return readJson<{ readonly version: string }>(path).version
}
