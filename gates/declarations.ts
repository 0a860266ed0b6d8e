import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { command, twoAtATime } from './command.ts'
import type { Gate } from './gate.ts'
import { readJson } from './pack.ts'

/** The packages that hold the compilers, oldest first. */
const compilers = ['typescript-5-9', 'typescript', 'typescript-7-0']

const lib = ['es2023', 'esnext.disposable']
const strict = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  target: 'es2023',
}
const bundler = { module: 'esnext', moduleResolution: 'bundler' }

/** How users' projects find modules, and what they take for granted. */
const projects: Readonly<Record<string, { readonly has: 'dom' | 'no dom'; readonly options: object }>> = {
  nodenext: { has: 'no dom', options: { module: 'nodenext', types: ['node'], lib } },
  bundler: { has: 'no dom', options: { ...bundler, types: [], lib: [...lib, 'webworker'] } },
  'nodenext, dom': { has: 'dom', options: { module: 'nodenext', types: [], lib: [...lib, 'dom'] } },
  'bundler, dom': { has: 'dom', options: { ...bundler, types: [], lib: [...lib, 'dom'] } },
}

// onnxruntime-common's declarations name types of the browser; ours do without.
const needsDom = (specifier: string): boolean => specifier.startsWith('@plimsoll/runtime-onnx')

/** The published declarations check in a strict user's project, and infer there what they promise. */
export const declarations: Gate = {
  name: 'declarations',
  holds: `types check as a user, TypeScript ${compilers.map(versionOf).join(', ')}`,
  check(subject) {
    const { consumer, packages } = subject.packed()
    const entries = packages.flatMap((packed) => packed.entries.map(({ specifier }) => specifier))
    return checkProject(consumer, {
      'no dom': {
        'entries.mts': importsOf(entries.filter((specifier) => !needsDom(specifier))),
        'inference.mts': readFileSync(join(import.meta.dirname, 'consumer/inference.test-d.ts'), 'utf8'),
        ...programsOf(readFileSync(join(subject.root, 'README.md'), 'utf8')),
      },
      dom: { 'entries-dom.mts': importsOf(entries.filter(needsDom)) },
    })
  },
}

/**
 * Checks files in a project under every compiler, with both ways to find modules.
 *
 * @param project has `node_modules`; the files are written into a folder of it
 */
export async function checkProject(
  project: string,
  files: Readonly<Record<'dom' | 'no dom', Readonly<Record<string, string>>>>,
): Promise<readonly string[]> {
  const folder = join(project, 'src')
  mkdirSync(folder, { recursive: true })
  const checks = []
  for (const [name, { has, options }] of Object.entries(projects)) {
    const programs = Object.entries(files[has])
    if (programs.length === 0) continue
    for (const [file, text] of programs) writeFileSync(join(folder, file), text)
    const config = join(project, `${name.replace(', ', '-')}.json`)
    const include = programs.map(([file]) => `src/${file}`)
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...strict, ...options }, include }))
    for (const compiler of compilers) checks.push({ compiler, name, config })
  }
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

/** Takes the programs out of a Markdown page. */
function programsOf(page: string): Record<string, string> {
  const blocks = Array.from(page.matchAll(/^```ts\n([\s\S]*?)^```/gm), ([, code = '']) => code)
  return Object.fromEntries(blocks.map((code, i) => [`readme-${i + 1}.mts`, `${code}\nexport {}\n`]))
}

function versionOf(compiler: string): string {
  const path = join(import.meta.dirname, 'node_modules', compiler, 'package.json')
  return readJson<{ readonly version: string }>(path).version
}
